"""The filters a clerk gave a name to; kept in the cache, for they may name a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from app.store.cases import CaseFilter
from app.store.database import Changed, meta, set_meta

if TYPE_CHECKING:
    from sqlite_utils import Database

_KEY = "filters"


def saved(connection: Any) -> dict[str, CaseFilter]:
    text = meta(connection, _KEY)
    return msgspec.json.decode(text, type=dict[str, CaseFilter]) if text else {}


def save(db: Database, filters: dict[str, CaseFilter]) -> list[Changed]:
    set_meta(db, _KEY, msgspec.json.encode(filters).decode())
    return [Changed("filters")]
