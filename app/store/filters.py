"""The filters a clerk gave a name to; kept in the cache, for they may name a person."""

from __future__ import annotations

from app.cases.typed import decode
from app.store.cases import CaseFilter
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json
from app.store.database import meta, set_meta

_KEY = "filters"


def saved(db: Reader) -> dict[str, CaseFilter]:
    text = meta(db, _KEY)
    return decode(text, dict[str, CaseFilter]) if text else {}


def save(db: Writer, filters: dict[str, CaseFilter]) -> list[Changed]:
    set_meta(db, _KEY, as_json(filters))
    return [Changed("filters")]
