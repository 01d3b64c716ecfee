"""States of a case and what a clerk may do in each (rules.md; 行政许可法 Art. 32–45).

``hindrances`` says why an action is not lawful now, ``apply`` what the case is
after a lawful one. The desk and the centre call the same two functions with
the moment the clerk decided, so what the desk allows offline the centre does
not refuse for a rule.
"""

from __future__ import annotations

from msgspec.structs import replace

from app.cases.actions import PAYLOADS, Action, Payload
from app.cases.checks import Situation, missing_materials
from app.cases.deadlines import ACCEPTANCE_DAYS, deadline, receipt_day, receipt_moment
from app.cases.effects import EFFECTS, story
from app.cases.guards import GUARDS, Hindrance
from app.cases.law import article
from app.cases.model import Clerk, DeferredMaterial, DenialGround, Event, Fault, SubApplication
from app.cases.notices import notice_of
from app.cases.sentence import Sentence, say

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
    receipt = receipt_day(case)
    last = receipt and deadline(receipt, ACCEPTANCE_DAYS, situation.calendar).day
    if last is None or situation.today <= last:
        return case
    clock = replace(case.clock, deemed_accepted=True, accepted_at=receipt_moment(case))
    return replace(case, state="reviewing", clock=clock)


def hindrances(
    case: SubApplication, payload: Payload, by: Clerk, situation: Situation
) -> tuple[Hindrance, ...]:
    """Everything that stands in the way of ``payload`` now; empty when it is lawful."""
    current = as_of(case, situation)
    kind = payload.type
    if case.assignee is None or case.assignee.id != by.id:
        return (Hindrance("not_yours", _held_by(case.assignee)),)
    if kind not in open_actions(current):
        return (_wrong_state(current, kind),)
    guard = GUARDS.get(kind)
    return tuple(guard(current, payload, by, situation)) if guard else ()


def apply(case: SubApplication, action: Action, by: Clerk, situation: Situation) -> SubApplication:
    """The case after a lawful action, one revision on."""
    current = as_of(case, situation)
    payload = action.payload
    changed = EFFECTS[payload.type](current, payload, by, action.at)
    actor = Clerk(id=by.id, name=by.name)
    event = Event(at=action.at, by=actor, type=payload.type, text=story(payload))
    notice = notice_of(current, payload, by, action.at)
    return replace(
        changed,
        revision=case.revision + 1,
        history=(*changed.history, event),
        notices=(*changed.notices, notice) if notice is not None else changed.notices,
    )


def blank(kind: str, case: SubApplication, situation: Situation) -> Payload:
    """The least a clerk could say in an action, to ask what else stands in its way."""
    owed = tuple(
        DeferredMaterial(name=name, by=situation.today)
        for name in missing_materials(case, situation.item)
    )
    rated = situation.evaluations[0].id if situation.evaluations else ""
    ground = "not_corrected" if case.state == "correcting" else "no_licence_needed"
    required: dict[str, dict[str, object]] = {
        "accept": {"deferred_materials": owed},
        "refuse_acceptance": {"ground": ground, "text": "…"},
        "request_correction": {"faults": (Fault(text="…"),)},
        "begin_special": {"procedure": "inspection", "expected_days": 1, "text": "…"},
        "extend": {"days": 1, "reason": "…"},
        "deny": {"grounds": (DenialGround(basis="…", text="…"),)},
        "deliver": {"method": "counter"},
        "message": {"to_department": "…", "text": "…"},
        "transfer": {"to_clerk": "…", "reason": "…"},
        "reply_evaluation": {"evaluation_id": rated, "text": "…"},
        "end_special": {"finding": "…"},
    }
    return PAYLOADS[kind](**required.get(kind, {}))  # type: ignore[arg-type]


def _held_by(holder: Clerk | None) -> Sentence:
    if holder is None:
        return say("本件已不在您名下", "The case is no longer yours")
    return say("本件现由{name}办理", "The case is now with {name}", name=holder.known_as)


def _wrong_state(current: SubApplication, kind: str) -> Hindrance:
    """Why the state does not allow an action, and what would."""
    if current.clock.deemed_accepted and kind in ("accept", "request_correction"):
        text = say(
            "收到申请已满五个工作日未告知补正，自收到之日起视为受理",
            "Five working days have passed since receipt: the case is deemed accepted",
        )
        return Hindrance("deemed_accepted", text, article(32, 1, 4))
    text = ONLY_WHILE_SPECIAL if kind == "end_special" else STANDING.get(current.state, NOT_NOW)
    return Hindrance("wrong_state", text, ARTICLES.get(kind))


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
    "denied": say("已作出不予许可决定，等待送达", "The case is denied and waits for delivery"),
    "delivered": say("已经办结", "The case is closed"),
    "refused": say("已作出不予受理决定", "Acceptance has been refused"),
    "terminated": say("申请人已撤回，办理终止", "The applicant has withdrawn"),
}
ARTICLES = {
    "accept": article(32, 1, 5),
    "request_correction": article(32, 1, 4),
    "refuse_acceptance": article(32, 1),
    "review": article(34, 1),
    "begin_special": article(45),
    "end_special": article(45),
    "extend": article(42),
    "approve": article(38, 1),
    "deny": article(38, 2),
    "deliver": article(44),
}
