"""What a clerk may do to a case now, and what it is after (docs/rules.md; 行政许可法 Art. 32–45).

``blocking_reasons`` says why an action is not lawful now, ``apply`` what the case is after a lawful
one. The desk and the centre call the same two functions with the moment the clerk decided, so what
the desk allows offline the centre does not refuse for a rule. What is said of each action stands in
``app/cases/actions/``.
"""

from __future__ import annotations

from msgspec.structs import replace

from app.cases import contract, kinds
from app.cases.actions import ACTIONS, Action, BlockingReason, Payload
from app.cases.checks import Situation
from app.cases.counting import deadline
from app.cases.deadlines import receipt_day, receipt_moment
from app.cases.model import Clerk, Event, SubApplication
from app.cases.sentence import Sentence, say


def open_actions(case: SubApplication) -> tuple[str, ...]:
    """The action types the state allows, lawful in detail or not; none once it is archived."""
    if case.archive is not None:
        return ()
    at_once = case.state == "received" and case.item.instant
    deemed = case.state == "reviewing" and case.clock.deemed_accepted
    return tuple(
        name
        for name, kind in ACTIONS.items()
        if case.state in kind.states
        or (at_once and kind.on_the_spot)
        or (deemed and kind.after_deemed)
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
    if case.assignee is None or case.assignee.id != by.id:
        return (BlockingReason("not_yours", _held_by(case.assignee)),)
    if not contract.knows(situation.centre_api, payload.since):
        return (BlockingReason("centre_too_old", CENTRE_TOO_OLD),)
    if payload.type not in open_actions(current):
        return (_wrong_state(current, payload),)
    return tuple(payload.blockers(current, by, situation))


def apply(case: SubApplication, action: Action, by: Clerk, situation: Situation) -> SubApplication:
    """The case after a lawful action, one revision on."""
    current = with_deemed_acceptance(case, situation)
    payload = action.payload
    changed = payload.effect(current, by, situation, action.at)
    event = Event(at=action.at, by=by.signature, type=payload.type, text=payload.words())
    notice = payload.notice(current, by, situation, action.at)
    return replace(
        changed,
        revision=case.revision + 1,
        history=(*changed.history, event),
        notices=(*changed.notices, notice) if notice is not None else changed.notices,
    )


def _held_by(holder: Clerk | None) -> Sentence:
    if holder is None:
        return say("本件已不在您名下", "The case is no longer yours")
    return say("本件现由{name}办理", "The case is now with {name}", name=holder.known_as)


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
