"""What follows from an action beyond its case: hands, messages, replies, licences."""

from __future__ import annotations

from msgspec.structs import replace

from app.cases.actions import Payload
from app.cases.model import Clerk, SubApplication
from app.practice.licences import issue_licence, revoke_licence
from app.practice.world import World


def carry_out(world: World, case: SubApplication, payload: Payload, by: Clerk) -> SubApplication:
    """Writes the case as it is after an action, with what else the action says the centre does;
    returns it as it was written, its notices numbered."""
    follows = payload.consequences()
    if follows.message is not None:
        sender = by.department.name if by.department else by.name
        world.post(case.one_thing.id, sender, *follows.message)
    if follows.reply is not None:
        evaluation_id, text = follows.reply
        world.reply(evaluation_id, text)
    if (receiver := world.clerks.get(follows.assigned_to)) is not None:
        case = replace(case, assignee=receiver.signature)
    case = world.put_case(case)
    if follows.issues_licence:
        issue_licence(world, case)
    if follows.revokes_licence:
        revoke_licence(world, case)
    if follows.puts_away:
        world.put_away(case)
    return case
