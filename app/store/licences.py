"""Answers to look-ups of licences, kept with the time they were given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from app.cases.model import Licence
from app.store.database import Changed

if TYPE_CHECKING:
    from sqlite_utils import Database


class LookedUp(msgspec.Struct, frozen=True):
    """The licences of a kind a holder has, as the centre said at a time."""

    licences: tuple[Licence, ...]
    asked_at: datetime


def keep(
    db: Database, holder: str, kind: str, licences: Sequence[Licence], now: datetime
) -> list[Changed]:
    db.execute(
        "insert or replace into licences (holder, kind, answer, asked_at) values (?, ?, ?, ?)",
        (holder, kind, msgspec.json.encode(tuple(licences)), now.isoformat()),
    )
    return [Changed("licence", (holder,))]


def known(connection: Any, holder: str, kind: str) -> LookedUp | None:
    """The last answer; None where it was never asked."""
    row = connection.execute(
        "select answer, asked_at from licences where holder = ? and kind = ?", (holder, kind)
    ).fetchone()
    if row is None:
        return None
    held = msgspec.json.decode(row[0], type=tuple[Licence, ...])
    return LookedUp(held, datetime.fromisoformat(row[1]))
