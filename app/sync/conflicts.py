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
from app.cases.model import SubApplication, Verdict
from app.cases.sentence import Sentence, say


class Difference(msgspec.Struct, frozen=True):
    """One line of the comparison: what the clerk's action says and what the centre holds."""

    label: Sentence
    mine: str
    theirs: str


def differences(payload: Payload, centre: SubApplication) -> list[Difference]:
    """What the clerk's action says beside what the centre holds now."""
    lines = []
    last = centre.history[-1] if centre.history else None
    if last is not None:
        lines.append(
            Difference(say("最近一次办理", "Last change"), "", f"{last.by.name} · {last.text}")
        )
    if isinstance(payload, RecordReview):
        names = {material.id: material.name for material in centre.materials}
        for mine in payload.materials:
            theirs = centre.review.materials.get(mine.id, Verdict())
            name = names.get(mine.id, mine.id)
            if (theirs.verdict, theirs.remark) != (mine.verdict, mine.remark):
                lines.append(
                    Difference(
                        say(name, name),
                        f"{mine.verdict} {mine.remark}".strip(),
                        f"{theirs.verdict} {theirs.remark}".strip(),
                    )
                )
    decided = centre.decision.opinion if centre.decision is not None else ""
    if isinstance(payload, Approve | Deny):
        lines.append(Difference(say("意见", "Opinion"), payload.opinion, decided))
    if isinstance(payload, RefuseAcceptance):
        lines.append(Difference(say("理由", "Reason"), payload.text, decided))
    if isinstance(payload, RequestCorrection):
        asked = centre.corrections[-1].faults if centre.corrections else ()
        lines.append(
            Difference(
                say("补正内容", "To be corrected"),
                "；".join(fault.text for fault in payload.faults),
                "；".join(fault.text for fault in asked),
            )
        )
    return lines
