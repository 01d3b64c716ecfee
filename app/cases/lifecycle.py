"""States of a case and what a clerk may do in each (rules.md; 行政许可法 Art. 32–45).

``hindrances`` says why an action is not lawful now, ``apply`` what the case is
after a lawful one. The desk and the centre call the same two functions with
the moment the clerk decided, so what the desk allows offline the centre does
not refuse for a rule.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.cases.actions import PAYLOADS, Action, Payload
from app.cases.checks import Situation
from app.cases.deadlines import ACCEPTANCE_DAYS, deadline, receipt_day
from app.cases.effects import EFFECTS, story
from app.cases.guards import GUARDS, Hindrance
from app.cases.model import Clerk, DenialGround, Event, Fault, SubApplication
from app.cases.sentence import say

LAWFUL: dict[str, tuple[str, ...]] = {
    "received": (
        "review", "accept", "request_correction", "refuse_acceptance", "transfer", "release",
    ),
    "correcting": ("refuse_acceptance",),
    "reviewing": ("review", "begin_special", "extend", "approve", "deny", "transfer"),
    "special": ("review", "end_special"),
    "approved": ("deliver",),
    "denied": ("deliver",),
    "delivered": ("reply_evaluation",),
    "refused": (),
    "terminated": (),
}  # fmt: skip

ON_THE_SPOT = ("approve", "deny")
ANY_STATE = ("message",)


def open_actions(case: SubApplication) -> tuple[str, ...]:
    """The action types the state allows, lawful in detail or not."""
    kinds = LAWFUL.get(case.state, ())
    if case.state == "received" and case.item.instant:
        kinds += ON_THE_SPOT
    return kinds + ANY_STATE


def as_of(case: SubApplication, situation: Situation) -> SubApplication:
    """The case with deemed acceptance worked in (Art. 32.4).

    Not asked for correction within five working days of receipt, it counts as
    accepted on the day of receipt.
    """
    if case.state != "received":
        return case
    last = deadline(receipt_day(case), ACCEPTANCE_DAYS, situation.calendar).day
    if last is None or situation.today <= last:
        return case
    clock = replace(case.clock, deemed_accepted=True, accepted_at=_receipt_moment(case))
    return replace(case, state="reviewing", clock=clock)


def hindrances(
    case: SubApplication, payload: Payload, by: Clerk, situation: Situation
) -> tuple[Hindrance, ...]:
    """Everything that stands in the way of ``payload`` now; empty when it is lawful."""
    current = as_of(case, situation)
    kind = payload.type
    if kind not in open_actions(current):
        return (_wrong_state(case, current, kind),)
    guard = GUARDS.get(kind)
    return tuple(guard(current, payload, by, situation)) if guard else ()


def apply(case: SubApplication, action: Action, by: Clerk, situation: Situation) -> SubApplication:
    """The case after a lawful action, one revision on."""
    current = as_of(case, situation)
    payload = action.payload
    changed = EFFECTS[payload.type](current, payload, by, action.at)
    actor = Clerk(id=by.id, name=by.name)
    event = Event(at=action.at, by=actor, type=payload.type, text=story(payload))
    return replace(changed, revision=case.revision + 1, history=(*changed.history, event))


def blank(kind: str) -> Payload:
    """An empty payload of a kind, to ask what stands in its way before the clerk begins."""
    required: dict[str, dict[str, object]] = {
        "refuse_acceptance": {"ground": "no_licence_needed", "text": "…"},
        "request_correction": {"faults": (Fault(text="…"),)},
        "begin_special": {"procedure": "inspection", "expected_days": 1, "text": "…"},
        "extend": {"days": 1, "reason": "…"},
        "deny": {"grounds": (DenialGround(basis="…", text="…"),)},
        "deliver": {"method": "counter"},
        "message": {"to_department": "…", "text": "…"},
        "transfer": {"to_clerk": "…", "reason": "…"},
        "reply_evaluation": {"evaluation_id": "…", "text": "…"},
        "end_special": {"finding": "…"},
    }
    return PAYLOADS[kind](**required.get(kind, {}))  # type: ignore[arg-type]


def _wrong_state(case: SubApplication, current: SubApplication, kind: str) -> Hindrance:
    if current.clock.deemed_accepted and not case.clock.deemed_accepted:
        text = say(
            "收到申请已满五个工作日未告知补正，自收到之日起视为受理",
            "Five working days have passed since receipt: the case is deemed accepted",
        )
        return Hindrance("deemed_accepted", text, "行政许可法第三十二条第一款第四项")
    reasons: dict[str, tuple[str, str]] = {
        "received": ("须先受理", "Accept the case first"),
        "correcting": ("正在等申请人补正", "The applicant is correcting the application"),
        "reviewing": ("已经受理", "The case has been accepted already"),
        "special": ("特别程序尚未结束", "The special procedure is still open"),
        "approved": ("已作出准予决定", "The case has been approved"),
        "denied": ("已作出不予许可决定", "The case has been denied"),
        "delivered": ("已经办结", "The case is closed"),
        "refused": ("已作出不予受理决定", "Acceptance has been refused"),
        "terminated": ("申请人已撤回", "The applicant has withdrawn"),
    }
    zh, en = reasons.get(current.state, ("当前状态不允许", "The state does not allow it"))
    return Hindrance("wrong_state", say(zh, en))


def _receipt_moment(case: SubApplication) -> datetime:
    returned = [c.resubmitted_at for c in case.corrections if c.resubmitted_at is not None]
    return max(returned) if returned else case.clock.received_at
