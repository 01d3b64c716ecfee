"""A decision that met another hand: both sides, field by field."""

from __future__ import annotations

from collections.abc import Iterator

from app.cases.actions import CentreSide, Difference, Payload
from app.cases.sentence import say


def differences(payload: Payload, centre: CentreSide) -> list[Difference]:
    """What the clerk's action says beside what the centre holds now; lines both leave empty go."""
    return [line for line in _lines(payload, centre) if line.mine or line.theirs]


def _lines(payload: Payload, centre: CentreSide) -> Iterator[Difference]:
    if payload.leads_to:
        yield Difference(say("状态", "State"), "state", payload.leads_to, centre.case.state)
    yield from payload.compare(centre)
