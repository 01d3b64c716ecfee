"""Answers to look-ups of licences, kept with the time they were given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from app.cases.model import Licence
from app.cases.typed import decode
from app.store.changes import Changed
from app.store.connection import Reader, Writer


class LookedUp(msgspec.Struct, frozen=True):
    """The licences of a kind a holder has, as the centre said at a time."""

    licences: tuple[Licence, ...]
    asked_at: datetime


def keep(
    db: Writer, holder: str, kind: str, licences: Sequence[Licence], now: datetime
) -> list[Changed]:
    answer = {"answer": msgspec.json.encode(tuple(licences)), "asked_at": now.isoformat()}
    db.table("licences").upsert({"holder": holder, "kind": kind, **answer}, pk=("holder", "kind"))
    return [Changed("licence", (holder,))]


def known(db: Reader, holder: str, kind: str) -> LookedUp | None:
    """The last answer; None where it was never asked."""
    row = db.row(
        "select answer, asked_at from licences where holder = ? and kind = ?", (holder, kind)
    )
    if row is None:
        return None
    held = decode(row["answer"], tuple[Licence, ...])
    return LookedUp(held, datetime.fromisoformat(row["asked_at"]))
