"""A decision that met another hand: both sides, field by field."""

from __future__ import annotations

import msgspec

from app.cases.actions import (
    Approve,
    Deny,
    Payload,
    RecordReview,
    RefuseAcceptance,
    RequestCorrection,
)
from app.cases.model import Fault, Item, SubApplication
from app.cases.sentence import Sentence, say


class Difference(msgspec.Struct, frozen=True):
    """One line of the comparison; ``kind`` says what the two sides are: ``verdict`` or ``text``."""

    label: Sentence
    kind: str
    mine: str
    theirs: str


def differences(payload: Payload, centre: SubApplication, item: Item | None) -> list[Difference]:
    """What the clerk's action says beside what the centre holds now."""
    decided = centre.decision.opinion if centre.decision is not None else ""
    match payload:
        case RecordReview():
            return _review(payload, centre, item)
        case Approve() | Deny():
            return [Difference(say("意见", "Opinion"), "text", payload.opinion, decided)]
        case RefuseAcceptance():
            return [Difference(say("理由", "Reason"), "text", payload.text, decided)]
        case RequestCorrection():
            asked = centre.corrections[-1].faults if centre.corrections else ()
            label = say("补正内容", "To be corrected")
            return [Difference(label, "text", _faults(payload.faults), _faults(asked))]
    return []


def _review(payload: RecordReview, centre: SubApplication, item: Item | None) -> list[Difference]:
    names = {material.id: material.name for material in centre.materials}
    points = {point.id: point.text for point in (item.checklist if item else ())}
    lines = []
    for mine in payload.materials:
        theirs = centre.review.materials.get(mine.id)
        if theirs is None or (theirs.verdict, theirs.remark) != (mine.verdict, mine.remark):
            name = names.get(mine.id, mine.id)
            held = theirs.verdict if theirs is not None else ""
            lines.append(Difference(say("{n}", "{n}", n=name), "verdict", mine.verdict, held))
    for tick in payload.checklist:
        known = centre.review.checklist.get(tick.id)
        if known is not None and known.remark and known.remark != tick.remark:
            label = say("{n}", "{n}", n=points.get(tick.id, tick.id))
            lines.append(Difference(label, "text", tick.remark, known.remark))
    return lines


def _faults(faults: tuple[Fault, ...]) -> str:
    return "；".join(fault.text for fault in faults)
