"""What an action does at the centre: to its case, and beyond it to hands, messages, licences."""

from __future__ import annotations

from msgspec.structs import replace

from app.cases import lifecycle, proposals
from app.cases.actions import Action
from app.cases.model import Clerk, SubApplication
from app.practice.licences import issue_licence, revoke_licence
from app.practice.world import World


def carry_out(world: World, case: SubApplication, action: Action, by: Clerk) -> SubApplication:
    """Writes the case as it is after a lawful action, with what else the action says the centre
    does, or what it lets happen as the last signature; returns the case as it was written, its
    notices numbered."""
    after = lifecycle.apply(case, action, by, world.situation(case, action.at))
    signed = proposals.carried_out(case, action.payload, by, action.at)
    follows = (signed or action.payload).consequences()
    if follows.message is not None:
        sender = by.department.name if by.department else by.name
        world.post(case.one_thing.id, sender, *follows.message)
    if follows.reply is not None:
        evaluation_id, text = follows.reply
        world.reply(evaluation_id, text)
    if (receiver := world.clerks.get(follows.assigned_to)) is not None:
        after = replace(after, assignee=receiver.signature)
    for material in after.materials:
        if material.sha256 in follows.files:
            world.ledger.keep_attached_file(material.id, material.sha256, material.media_type)
    after = world.put_case(after)
    if follows.issues_licence:
        issue_licence(world, after)
    if follows.revokes_licence:
        revoke_licence(world, after)
    if follows.puts_away:
        world.put_away(after)
    return after


def try_action(world: World, case: SubApplication, action: Action, by: Clerk) -> bool:
    """Whether it was lawful; then it is carried out."""
    known = world.situation(case, action.at)
    if lifecycle.blocking_reasons(case, action.payload, by, known):
        return False
    carry_out(world, case, action, by)
    return True
