"""The cases that turned red because a day began."""

from __future__ import annotations

from datetime import date

from app.cases.arrivals import Arrival
from app.store import arrivals
from app.store.cases import LIGHT, NOT_MINE
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import meta, set_meta

_KEY = "overdue_until"  # the day that was looked at last


def note(db: Writer, today: date) -> list[Changed]:
    """Notes those that are red today and were not on the day this was last asked; the first time
    none."""
    before = meta(db, _KEY)
    if before >= today.isoformat():
        return []
    set_meta(db, _KEY, today.isoformat())
    if not before:
        return []
    red = db.rows(
        f"select id, item_name from cases where {LIGHT} = 'red' and not {NOT_MINE}"
        f" and {LIGHT.replace(':today', ':before')} <> 'red' order by due, row",
        {"today": today.isoformat(), "before": before},
    )
    came = (Arrival(kind="overdue", case_id=r["id"], item=r["item_name"]) for r in red)
    return arrivals.note(db, came)
