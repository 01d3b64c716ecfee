"""The applicants' files: what the cases name, and the bytes that have been fetched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from app.cases.model import CLOSED_STATES, SubApplication
from app.store.database import Changed

if TYPE_CHECKING:
    from sqlite_utils import Database


class Wanted(msgspec.Struct, frozen=True):
    """A file a case names whose bytes are not here yet; ``size`` in bytes."""

    id: str
    case_id: str
    name: str
    sha256: str
    size: int


def index(db: Database, cases: Iterable[SubApplication]) -> None:
    """Notes the files these cases name; closed cases need none fetched."""
    rows = [
        {"id": m.id, "case_id": c.id, "name": m.name, "sha256": m.sha256, "size": m.size}
        for c in cases
        if c.state not in CLOSED_STATES
        for m in c.materials
        if m.sha256
    ]
    if rows:
        db["materials"].upsert_all(rows, pk="id")


def wanted(connection: Any, limit: int, case_id: str = "") -> list[Wanted]:
    """Files to fetch: one case's, or those of the cases that fall due first."""
    found = connection.execute(
        "select m.id, m.case_id, m.name, m.sha256, m.size from materials m"
        " join cases c on c.id = m.case_id"
        " where not m.spoilt and not exists (select 1 from contents k where k.sha256 = m.sha256)"
        " and (:case = '' or m.case_id = :case)"
        " order by c.standing = 'closed', c.due is null, c.due, c.received_at, m.id limit :limit",
        {"case": case_id, "limit": limit},
    )
    return [Wanted(*row) for row in found]


def keep(db: Database, sha256: str, content: bytes, at: datetime) -> list[Changed]:
    db["contents"].upsert(
        {"sha256": sha256, "content": content, "used_at": at.isoformat()}, pk="sha256"
    )
    ids = db.conn.execute("select id from materials where sha256 = ?", (sha256,)).fetchall()
    return [Changed("material", tuple(row[0] for row in ids))]


def mark_spoilt(db: Database, material_id: str) -> list[Changed]:
    """Notes that the centre's bytes did not match their hash twice."""
    db["materials"].update(material_id, {"spoilt": 1})
    return [Changed("material", (material_id,))]


def is_spoilt(connection: Any, material_id: str) -> bool:
    row = connection.execute("select spoilt from materials where id = ?", (material_id,)).fetchone()
    return bool(row and row[0])


def content(connection: Any, sha256: str) -> bytes | None:
    row = connection.execute("select content from contents where sha256 = ?", (sha256,)).fetchone()
    return row[0] if row else None


def counts(connection: Any) -> tuple[int, int]:
    """How many of the files the cases name are here, and how many there are."""
    row = connection.execute(
        "select count(k.sha256), count(*) from materials m"
        " left join contents k on k.sha256 = m.sha256"
    ).fetchone()
    return row[0], row[1]
