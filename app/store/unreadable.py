"""What the centre said and this desk could not read, until it says it better."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from app.cases.typed import decode
from app.store.changes import Changed
from app.store.connection import Reader, Row, Writer, as_json, upsert_many

MOST_REASON = 200  # characters kept of an error


class Unreadable(msgspec.Struct, frozen=True, kw_only=True):
    """One record of the feed. ``parts``: the paths of what is missing in it; none where it is the
    whole. ``why`` is for IT, ``revision`` as it came."""

    kind: str
    id: str
    revision: str
    parts: tuple[str, ...]
    why: str
    noted_at: datetime

    @property
    def whole(self) -> bool:
        return not self.parts


def note(db: Writer, records: Iterable[Unreadable]) -> list[Changed]:
    rows = [
        {
            "kind": each.kind,
            "id": each.id,
            "revision": each.revision,
            "parts": msgspec.json.encode(each.parts).decode(),
            "why": each.why[:MOST_REASON],
            "noted_at": each.noted_at.isoformat(),
        }
        for each in records
    ]
    upsert_many(db, "unreadable", "kind, id", rows)
    return [Changed("unreadable", tuple(row["id"] for row in rows))] if rows else []


def forget(db: Writer, kind: str, ids: Iterable[str]) -> list[Changed]:
    """These were said anew, or are gone. Few or none are here, so that these are looked through."""
    said = list(ids)
    if not said:
        return []
    found = db.execute(
        "delete from unreadable where +kind = ? and +id in (select value from json_each(?))"
        " returning id",
        (kind, as_json(said)),
    )
    gone = tuple(row["id"] for row in found)
    return [Changed("unreadable", gone)] if gone else []


def records(db: Reader) -> list[Unreadable]:
    """All of them, the latest first."""
    found = db.rows("select * from unreadable order by noted_at desc, kind, id")
    return [_record(row) for row in found]


def parts_of(db: Reader, kind: str, id_: str) -> tuple[str, ...]:
    """What could not be read of a record that is kept."""
    found = db.value("select parts from unreadable where kind = ? and id = ?", (kind, id_))
    return decode(found, tuple[str, ...]) if found else ()


def revisions(db: Reader, kind: str) -> dict[str, str]:
    """The revisions of those that are not kept at all, or in an older one."""
    found = db.rows("select id, revision from unreadable where kind = ? and parts = '[]'", (kind,))
    return {row["id"]: row["revision"] for row in found}


def _record(row: Row) -> Unreadable:
    return Unreadable(
        kind=row["kind"],
        id=row["id"],
        revision=row["revision"],
        parts=decode(row["parts"], tuple[str, ...]),
        why=row["why"],
        noted_at=datetime.fromisoformat(row["noted_at"]),
    )
