"""What a clerk may do to a case now, and what it is after (docs/rules.md; 行政许可法 Art. 32–45).

``blocking_reasons`` says why an action is not lawful now, ``apply`` what the case is after a lawful
one. The desk and the centre call the same two functions with the moment the clerk decided, so what
the desk allows offline the centre does not refuse for a rule. What is said of each action stands in
``app/cases/actions/``.
"""

from __future__ import annotations

from datetime import datetime, time

from msgspec.structs import replace

from app.cases import contract, kinds, proposals
from app.cases.actions import ACTIONS, Action, BlockingReason, Payload, Propose, Sign
from app.cases.checks import Situation
from app.cases.counting import deadline
from app.cases.deadlines import receipt_day, receipt_moment
from app.cases.evidence import Comparison
from app.cases.model import CLOSED_STATES, SHANGHAI, Clerk, Event, Notice, SubApplication
from app.cases.numbering import with_reserved_number
from app.cases.sentence import say


def open_actions(case: SubApplication) -> tuple[str, ...]:
    """The action types the state allows, lawful in detail or not; none once it is archived."""
    return tuple(name for name, kind in ACTIONS.items() if _is_open(case, kind))


def _is_open(case: SubApplication, kind: type[Payload]) -> bool:
    if case.archive is not None:
        return False
    return (
        case.state in kind.states
        or (kind.on_the_spot and case.state == "received" and case.item.instant)
        or (kind.after_deemed and case.state == "reviewing" and case.clock.deemed_accepted)
    )


def with_deemed_acceptance(case: SubApplication, situation: Situation) -> SubApplication:
    """The case with deemed acceptance worked in (L 32.4, or the item's own text).

    Not asked for correction within the days of acceptance, it counts as accepted on the day of
    receipt, where the item's procedure has it so.
    """
    if case.state != "received" or not kinds.deems_acceptance(case.item):
        return case
    receipt = receipt_day(case)
    last = receipt and deadline(receipt, kinds.acceptance_days(case.item), situation.calendar).day
    if last is None or situation.today <= last:
        return case
    clock = replace(case.clock, deemed_accepted=True, accepted_at=receipt_moment(case))
    return replace(case, state="reviewing", clock=clock)


def blocking_reasons(
    case: SubApplication, payload: Payload, by: Clerk, situation: Situation
) -> tuple[BlockingReason, ...]:
    """Everything that stands in the way of ``payload`` now; empty when it is lawful."""
    current = with_deemed_acceptance(case, situation)
    if barred := proposals.actor_blockers(current, payload, by):
        return barred
    if not contract.knows(situation.centre_api, payload.since):
        return (BlockingReason("centre_too_old", CENTRE_TOO_OLD),)
    if barred := proposals.standing_blockers(current, payload):
        return barred
    needs_signature = proposals.needs_signature(current, payload.type, situation)
    if needs_signature and _is_open(current, type(payload)):
        return (BlockingReason("signature_needed", proposals.SIGNATURE_NEEDED),)
    if barred := _in_itself(current, payload, by, situation):
        return barred
    if isinstance(payload, Propose) and payload.proposed is not None:
        return _in_itself(current, payload.proposed, by, situation)
    if isinstance(payload, Sign):
        return _of_what_stands(current, by, situation)
    return ()


def apply(case: SubApplication, action: Action, by: Clerk, situation: Situation) -> SubApplication:
    """The case after a lawful action, one revision on; after the last signature, with what was
    proposed carried out, as its handler's."""
    current, payload = with_deemed_acceptance(case, situation), action.payload
    after = _taken(current, payload, by, situation, action.at)
    if isinstance(payload, Propose) and after.proposal is not None:
        after = replace(after, proposal=replace(after.proposal, id=action.id))
    carried = proposals.carried_out(current, payload, by, action.at)
    if carried is not None and current.proposal is not None:
        after = _taken(after, carried, current.proposal.by, situation, action.at)
    if current.state not in CLOSED_STATES:
        after = proposals.without_fallen_proposal(after)
    after = with_reserved_number(after, len(case.notices), action.notice_no)
    return replace(after, revision=case.revision + 1)


def notice_of(
    case: SubApplication, payload: Payload, by: Clerk, situation: Situation, at: datetime
) -> Notice | None:
    """The notice an action would serve; the last signature serves that of what was proposed."""
    current = with_deemed_acceptance(case, situation)
    carried = proposals.carried_out(current, payload, by, at)
    if carried is not None and current.proposal is not None:
        payload, by = carried, current.proposal.by
    return payload.notice(current, by, situation, at)


def _taken(
    case: SubApplication, payload: Payload, by: Clerk, situation: Situation, at: datetime
) -> SubApplication:
    """The case after one action alone, with its event and its notice."""
    changed = payload.effect(case, by, situation, at)
    event = Event(at=at, by=by.signature, type=payload.type, text=payload.words())
    notice = payload.notice(case, by, situation, at)
    return replace(
        changed,
        history=(*changed.history, event),
        notices=(*changed.notices, notice) if notice is not None else changed.notices,
    )


def _in_itself(
    current: SubApplication, payload: Payload, by: Clerk, situation: Situation
) -> tuple[BlockingReason, ...]:
    """What its own rules and the state say of it, whoever has to sign it."""
    if not _is_open(current, type(payload)):
        return (_wrong_state(current, payload),)
    return tuple(payload.blockers(current, by, situation))


def _of_what_stands(
    current: SubApplication, by: Clerk, situation: Situation
) -> tuple[BlockingReason, ...]:
    """Why what stands cannot be signed any more: it is judged anew, as its handler's.

    What the papers say counted when it was proposed: the handler alone can answer for it.
    """
    if proposals.overtaken_by_papers(current):
        return (BlockingReason("overtaken", proposals.OVERTAKEN),)
    carried = proposals.as_signed(current, by, datetime.combine(situation.today, time(), SHANGHAI))
    if carried is None or current.proposal is None:
        return (BlockingReason("action_unreadable", proposals.UNREADABLE),)
    known = replace(situation, comparison=Comparison())
    return _in_itself(current, carried, current.proposal.by, known)


def _wrong_state(current: SubApplication, payload: Payload) -> BlockingReason:
    """Why the state does not allow an action, and what would."""
    if current.archive is not None:
        return BlockingReason("archived", ARCHIVED)
    if current.clock.deemed_accepted and payload.type in ("accept", "request_correction"):
        text = say(
            "收到申请已满{n}个工作日未告知补正，自收到之日起视为受理",
            "{n} working days have passed since receipt: the case is deemed accepted",
            n=kinds.acceptance_days(current.item),
        )
        basis = kinds.cited(current.item, "deemed_acceptance")
        return BlockingReason("deemed_accepted", text, basis)
    text = STANDING.get(current.state, NOT_NOW)
    if payload.states == ("special",):
        text = ONLY_WHILE_SPECIAL
    return BlockingReason("wrong_state", text, payload.basis(current.item))


CENTRE_TOO_OLD = say(
    "贵市中心的接口版本较早，不受理这项操作",
    "The centre is of an older version and knows no such action",
)
ARCHIVED = say("本件已经归档", "The case has been archived")
NOT_NOW = say("当前状态不允许", "The state does not allow it")
ONLY_WHILE_SPECIAL = say("没有正在进行的特别程序", "No special procedure is open")
STANDING = {
    "received": say("尚未受理：请先受理", "Not accepted yet: accept the case first"),
    "correcting": say(
        "正在等申请人补正：补正后可以办理",
        "The applicant is correcting the application; go on once it is back",
    ),
    "reviewing": say("已经受理，正在审查", "The case is accepted and in review"),
    "special": say(
        "特别程序尚未结束：请先结束特别程序",
        "The special procedure is still open: end it first",
    ),
    "approved": say("已作出准予决定，等待送达", "The case is approved and waits for delivery"),
    "denied": say("已作出不予决定，等待送达", "The case is denied and waits for delivery"),
    "revoked": say("准予决定已经撤销，等待送达", "The approval is revoked and waits for delivery"),
    "delivered": say("已经办结", "The case is closed"),
    "refused": say("已作出不予受理决定", "Acceptance has been refused"),
    "terminated": say("办理已经终止", "The case has been terminated"),
}
