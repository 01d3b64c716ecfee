"""审核、签发: what stands with the leads of a department, and who may do what with it
(docs/rules.md, "Second signatures")."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.cases import contract
from app.cases.actions import (
    BlockingReason,
    Extend,
    Payload,
    Propose,
    Recall,
    SendBack,
    Sign,
    proposed_in,
)
from app.cases.checks import Situation
from app.cases.model import CLOSED_STATES, Clerk, Proposal, SubApplication, civil
from app.cases.sentence import Sentence, say

STEPS = tuple(each.type for each in (Propose, Sign, SendBack, Recall))  # of a proposal's way
BROUGHT = ("supplemented", "resubmitted", "receive_materials")  # events that bring papers


def needs_signature(case: SubApplication, type_: str, situation: Situation) -> bool:
    """Whether the item has an action of this type signed, at a centre that knows of proposals."""
    asked = case.item.signatures.get(type_, 0) > 0
    return asked and contract.knows(situation.centre_api, Propose.since)


def as_taken(case: SubApplication, payload: Payload, situation: Situation) -> Payload:
    """The action as its handler takes it: proposed, where it needs signatures."""
    return Propose.of(payload) if needs_signature(case, payload.type, situation) else payload


def as_said(payload: Payload) -> Payload:
    """What the clerk said in an action: what is proposed in it, else the action itself."""
    proposed = payload.proposed if isinstance(payload, Propose) else None
    return payload if proposed is None else proposed


def recalled(case: SubApplication, payload: Payload) -> Payload | None:
    """What its handler takes back from the leads; None with any other action than a recall."""
    standing = case.proposal if isinstance(payload, Recall) else None
    return proposed_in(standing.action) if standing is not None else None


def sent_back(
    before: Proposal | None, now: SubApplication, clerk: Clerk
) -> tuple[Payload, datetime] | None:
    """What this clerk proposed and a lead has sent back since, and when; None where none did."""
    if before is None or before.by.id != clerk.id or now.proposal is not None:
        return None
    last = next((e for e in reversed(now.history) if e.type in STEPS), None)
    proposed = proposed_in(before.action)
    if last is None or last.type != SendBack.type or proposed is None:
        return None
    return proposed, last.at


def may_sign(case: SubApplication, clerk: Clerk) -> bool:
    """Whether a proposal stands that this clerk can still sign: as a lead of the case's department
    who neither handles the case, nor proposed it, nor has signed it."""
    proposal = case.proposal
    if proposal is None or not leads(case, clerk) or _owns(case, clerk):
        return False
    return all(signature.by.id != clerk.id for signature in proposal.signatures)


def leads(case: SubApplication, clerk: Clerk) -> bool:
    """Whether the clerk is a lead of the case's department."""
    department = clerk.department.code if clerk.department else ""
    return "lead" in clerk.roles and department == case.department.code


def actor_blockers(case: SubApplication, payload: Payload, by: Clerk) -> tuple[BlockingReason, ...]:
    """Why it is not this clerk's to do; empty where it is."""
    if payload.actor in ("handler", "either"):
        holds = case.assignee is not None and case.assignee.id == by.id
        if not holds and (payload.actor == "handler" or not leads(case, by)):
            return (BlockingReason("not_yours", _held_by(case.assignee)),)
    elif "lead" not in by.roles:
        return (BlockingReason("lead_needed", LEAD_NEEDED),)
    elif not leads(case, by):
        return (BlockingReason("other_department", OTHER_DEPARTMENT),)
    elif case.proposal is not None and _owns(case, by):
        return (BlockingReason("own_proposal", OWN_PROPOSAL),)
    return ()


def standing_blockers(case: SubApplication, payload: Payload) -> tuple[BlockingReason, ...]:
    """What a proposal that stands, or the want of one, makes of an action."""
    standing = case.proposal
    if payload.while_proposed == "barred" and standing is not None:
        return (BlockingReason("proposed", PROPOSED),)
    if isinstance(payload, Sign | SendBack | Recall):
        if standing is None:
            return (BlockingReason("no_proposal", became(*fate(case))),)
        if payload.proposal_id != standing.id:
            text = became(*fate(case))
            return (BlockingReason("no_proposal", text, None, ("proposal_id",)),)
    return ()


def overtaken_by_papers(case: SubApplication) -> bool:
    """Whether papers came in after what stands was proposed."""
    if case.proposal is None:
        return False
    for event in reversed(case.history):
        if event.type == Propose.type:
            return False
        if event.type in BROUGHT:
            return True
    return False


def as_signed(case: SubApplication, by: Clerk, at: datetime) -> Payload | None:
    """What stands, as this lead's signature would carry it out; None where nothing does, or where
    this version cannot read it. An extension is approved by who signs it, that day."""
    payload = proposed_in(case.proposal.action) if case.proposal else None
    if isinstance(payload, Extend):
        return replace(payload, approved_by=by.name or by.id, approved_on=civil(at))
    return payload


def carried_out(case: SubApplication, payload: Payload, by: Clerk, at: datetime) -> Payload | None:
    """What an action carries out besides itself: what was proposed, with the last signature."""
    if not isinstance(payload, Sign) or case.proposal is None:
        return None
    is_last = len(case.proposal.signatures) + 1 >= case.proposal.needed
    return as_signed(case, by, at) if is_last else None


def without_fallen_proposal(case: SubApplication) -> SubApplication:
    """The case after it was ended by something else than what was proposed: that falls with it."""
    return replace(case, proposal=None) if case.proposal and case.state in CLOSED_STATES else case


def is_answered(case: SubApplication, payload: Payload) -> bool:
    """Whether what a lead answers in this action does not stand any more."""
    answers = payload if isinstance(payload, Sign | SendBack) else None
    standing = case.proposal.id if case.proposal else ""
    return answers is not None and answers.proposal_id != standing


def fate(case: SubApplication) -> tuple[str, str]:
    """How a proposal that does not stand any more went, and by whom, for ``became``."""
    if case.proposal is not None:
        return Propose.type, case.proposal.by.known_as
    kinds = (Propose.type, Sign.type, SendBack.type, Recall.type)
    last = next((event for event in reversed(case.history) if event.type in kinds), None)
    if last is None:
        return "", ""
    return ("fell" if last.type == Propose.type else last.type), last.by.known_as


def became(how: str, name: str) -> Sentence:
    """What a proposal came to, in words, as ``fate`` has it."""
    match how:
        case Sign.type:
            return say("提请已由{name}签发", "{name} has signed it", name=name)
        case SendBack.type:
            return say("提请已由{name}退回", "{name} has sent it back", name=name)
        case Recall.type:
            return say("承办人已撤回提请", "The handler has recalled the proposal")
        case Propose.type:
            return say("这份提请已不在，现有另一份提请", "Another proposal stands in its place")
        case "fell":
            return say("办理已经终止，提请随之失效", "The case has ended, and the proposal with it")
    return say("没有等待签发的提请", "Nothing is proposed")


def _owns(case: SubApplication, clerk: Clerk) -> bool:
    own = {case.assignee.id if case.assignee else "", case.proposal.by.id if case.proposal else ""}
    return clerk.id in own


def _held_by(holder: Clerk | None) -> Sentence:
    if holder is None:
        return say("本件已不在您名下", "The case is no longer yours")
    return say("本件现由{name}办理", "The case is now with {name}", name=holder.known_as)


LEAD_NEEDED = say("须由负责人签发", "A lead has to sign it")
OTHER_DEPARTMENT = say(
    "只有本部门的负责人可以签发", "Only a lead of the case's department may sign it"
)
OWN_PROPOSAL = say(
    "自己承办或者提请的，须由另一位负责人签发",
    "Nobody signs what they handle or proposed themselves: another lead has to",
)
PROPOSED = say(
    "已提请签发：签发、退回或者撤回之后才能办理",
    "It is with the leads: wait for them, or recall the proposal first",
)
SIGNATURE_NEEDED = say("须经负责人签发：请提请签发", "A lead has to sign it: propose it instead")
OVERTAKEN = say(
    "提请之后又收到材料（本系统要求）：请退回承办人重新审查",
    "Papers came in after it was proposed, so this system asks: send it back to be reviewed again",
)
UNREADABLE = say(
    "提请的内容本机无法识别：请退回或者更新本软件",
    "This desk cannot read what is proposed: send it back, or update the desk",
)
