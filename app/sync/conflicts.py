"""A decision that met another hand: both sides, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from app.cases.actions import (
    Accept,
    Approve,
    BeginSpecial,
    Deliver,
    Deny,
    EndSpecial,
    Extend,
    Payload,
    RecordReview,
    RefuseAcceptance,
    ReplyEvaluation,
    RequestCorrection,
    SendMessage,
    Transfer,
)
from app.cases.model import Delivery, Evaluation, Item, SubApplication
from app.cases.sentence import Sentence, say

LEADS_TO = {
    "accept": "reviewing", "request_correction": "correcting", "refuse_acceptance": "refused",
    "begin_special": "special", "end_special": "reviewing", "approve": "approved",
    "deny": "denied", "deliver": "delivered",
}  # fmt: skip


class Difference(msgspec.Struct, frozen=True):
    """One line of the comparison; ``kind`` says what both sides are: ``text``, or codes of a
    ``state``, ``verdict``, ``ground``, ``procedure`` or ``delivery``."""

    label: Sentence
    kind: str
    mine: str
    theirs: str


def differences(
    payload: Payload,
    centre: SubApplication,
    item: Item | None,
    evaluations: Iterable[Evaluation] = (),
) -> list[Difference]:
    """What the clerk's action says beside what the centre holds now; lines both leave empty go."""
    lines = [*_state(payload, centre), *_fields(payload, centre, item, evaluations)]
    return [line for line in lines if line.mine or line.theirs]


def _state(payload: Payload, centre: SubApplication) -> Iterator[Difference]:
    if payload.type in LEADS_TO:
        yield Difference(say("状态", "State"), "state", LEADS_TO[payload.type], centre.state)


def _fields(
    payload: Payload,
    centre: SubApplication,
    item: Item | None,
    evaluations: Iterable[Evaluation],
) -> Iterator[Difference]:
    decision, pauses = centre.decision, centre.clock.pauses
    delivery = centre.delivery or Delivery()
    asked = centre.corrections[-1] if centre.corrections else None
    match payload:
        case RecordReview():
            yield from _review(payload, centre, item)
        case Accept():
            mine = "；".join(f"{m.name}（{m.by:%Y-%m-%d}）" for m in payload.deferred_materials)
            theirs = "；".join(f"{m.name}（{m.by:%Y-%m-%d}）" for m in centre.deferred)
            yield _text("容缺材料", "Deferred materials", mine, theirs)
        case RequestCorrection():
            mine = "；".join(fault.text for fault in payload.faults)
            theirs = "；".join(fault.text for fault in asked.faults) if asked else ""
            yield _text("补正内容", "To be corrected", mine, theirs)
            days = str(asked.by_days) if asked else ""
            yield _text("补正期限（工作日）", "Working days given", str(payload.by_days), days)
        case RefuseAcceptance():
            yield Difference(say("不予受理情形", "Ground"), "ground", payload.ground, "")
            yield _text("主管机关", "Competent authority", payload.competent_authority, "")
            theirs = decision.opinion if decision else ""
            yield _text("理由", "Reason", payload.text, theirs)
        case BeginSpecial():
            theirs = pauses[-1].procedure if pauses else ""
            yield Difference(
                say("特别程序", "Special procedure"), "procedure", payload.procedure, theirs
            )
            yield _text("预计天数", "Expected days", str(payload.expected_days), "")
            yield _text("说明", "Explanation", payload.text, "")
        case EndSpecial():
            ended = f"{pauses[-1].to:%Y-%m-%d}" if pauses and pauses[-1].to else ""
            yield _text("程序结论", "Finding", payload.finding, ended)
        case Extend():
            days = str(centre.clock.extension_days or "")
            yield _text("延长（工作日）", "Working days added", str(payload.days), days)
            yield _text("延期理由", "Reason", payload.reason, "")
        case Approve() | Deny():
            theirs = decision.opinion if decision else ""
            yield _text("意见", "Opinion", payload.opinion, theirs)
            if isinstance(payload, Approve):
                theirs = decision.conditions if decision else ""
                yield _text("许可条件", "Conditions", payload.conditions, theirs)
            else:
                mine = "；".join(f"{g.basis} {g.text}" for g in payload.grounds)
                held = decision.grounds if decision else ()
                theirs = "；".join(f"{g.basis} {g.text}" for g in held)
                yield _text("不予许可的依据和理由", "Grounds", mine, theirs)
        case Deliver():
            yield Difference(
                say("送达方式", "Delivery"), "delivery", payload.method, delivery.method
            )
            yield _text("运单号", "Tracking number", payload.tracking_no, delivery.tracking_no)
            yield _text("签收人", "Received by", payload.receiver, delivery.receiver)
        case Transfer():
            holder = centre.assignee.name if centre.assignee else ""
            to = payload.to_clerk or payload.to_department
            yield _text("承办人", "Handled by", to, holder)
            yield _text("转办理由", "Reason", payload.reason, "")
        case SendMessage():
            yield _text("留言", "Message", payload.text, "")
        case ReplyEvaluation():
            said = {e.id: e.reply or "" for e in evaluations}
            yield _text("回复", "Reply", payload.text, said.get(payload.evaluation_id, ""))


def _text(zh: str, en: str, mine: str, theirs: str) -> Difference:
    return Difference(say(zh, en), "text", mine, theirs)


def _review(
    payload: RecordReview, centre: SubApplication, item: Item | None
) -> Iterator[Difference]:
    """Only what differs: a review is recorded again and again."""
    names = {material.id: material.name for material in centre.materials}
    points = {point.id: point.text for point in (item.checklist if item else ())}
    points |= {check.id: check.text for check in (item.checks if item else ())}
    for mine in payload.materials:
        theirs = centre.review.materials.get(mine.id)
        name = _named(names.get(mine.id), "不在本件中的材料", "A material that is not here")
        if theirs is None or theirs.verdict != mine.verdict:
            yield Difference(name, "verdict", mine.verdict, theirs.verdict if theirs else "")
        if mine.remark != (theirs.remark if theirs else ""):
            yield Difference(name, "text", mine.remark, theirs.remark if theirs else "")
    for tick in payload.checklist:
        known = centre.review.checklist.get(tick.id)
        name = _named(points.get(tick.id), "其他审查要点", "Another point of review")
        if tick.done != (known.done if known else False):
            yield Difference(name, "text", _mark(tick.done), _mark(bool(known and known.done)))
        if tick.remark != (known.remark if known else ""):
            yield Difference(name, "text", tick.remark, known.remark if known else "")


def _named(name: str | None, zh: str, en: str) -> Sentence:
    return say("{n}", "{n}", n=name) if name else say(zh, en)


def _mark(done: bool) -> str:
    return "☑" if done else "☐"
