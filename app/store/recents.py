"""The cases the clerk opened last; kept in the cache, for they say what was worked on."""

from __future__ import annotations

from app.cases.typed import decode
from app.store.connection import Reader, Writer, as_json
from app.store.database import meta, set_meta

MOST = 11  # ten, and the one that is open
_KEY = "recent_cases"


def note(db: Writer, case_id: str) -> None:
    """This case was opened now."""
    before = [id_ for id_ in latest(db) if id_ != case_id]
    set_meta(db, _KEY, as_json([case_id, *before][:MOST]))


def latest(db: Reader) -> list[str]:
    """The ids of at most ``MOST``, the last opened first; of some the case may have gone."""
    text = meta(db, _KEY)
    return decode(text, list[str]) if text else []
