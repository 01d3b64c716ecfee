"""Papers brought to the counter (窗口收取的材料): the clerk's own evidence with a case.

Each is a PDF that goes with the case's next decision, or becomes one of its materials. Whether it
has gone is asked of the outbox and kept nowhere else: what is taken back gives its evidence back,
what is sent again under another id still carries it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from app.cases.actions import Payload, ReceiveMaterials
from app.store import attachments
from app.store.changes import Changed
from app.store.connection import Reader, Writer

_CARRIED = (
    "exists (select 1 from outbox o, json_each(cast(o.payload as text), '$.attachments') a"
    " where o.case_id = e.case_id and o.state <> 'withdrawn' and a.value = e.sha256)"
)


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """``size`` in bytes; ``is_carried``: a decision has it, so it cannot be removed any more."""

    sha256: str
    name: str
    pages: int
    size: int
    kept_at: datetime
    is_carried: bool


def keep(
    db: Writer, case_id: str, name: str, content: bytes, pages: int, at: datetime
) -> list[Changed]:
    """Keeps a PDF with a case; the same bytes again only get another name."""
    row = {
        "case_id": case_id,
        "sha256": attachments.keep(db, content),
        "name": name,
        "pages": pages,
        "size": len(content),
        "kept_at": at.isoformat(),
    }
    db.table("evidence").upsert(row, pk=("case_id", "sha256"))
    return [Changed("draft", (case_id,))]


def of_case(db: Reader, case_id: str) -> list[Evidence]:
    """In the order in which they were kept."""
    found = db.rows(
        f"select e.*, {_CARRIED} as is_carried from evidence e"
        " where e.case_id = ? order by e.kept_at, e.rowid",
        (case_id,),
    )
    return [
        Evidence(
            sha256=row["sha256"],
            name=row["name"],
            pages=row["pages"],
            size=row["size"],
            kept_at=datetime.fromisoformat(row["kept_at"]),
            is_carried=bool(row["is_carried"]),
        )
        for row in found
    ]


def content(db: Reader, sha256: str) -> bytes | None:
    found = attachments.contents(db, [sha256])
    return found[0][1] if found else None


def attach(db: Reader, case_id: str, payload: Payload) -> Payload:
    """The payload with what goes with it of a case's evidence."""
    return with_papers(payload, of_case(db, case_id))


def with_papers(payload: Payload, papers: Iterable[Evidence]) -> Payload:
    """The payload with what goes with it of a case's papers: where papers are received those that
    are named, else all that no decision carries yet."""
    if isinstance(payload, ReceiveMaterials):
        named = {material.sha256 for material in payload.materials}
        hashes = [paper.sha256 for paper in papers if paper.sha256 in named]
    else:
        hashes = [paper.sha256 for paper in papers if not paper.is_carried]
    return replace(payload, attachments=(*payload.attachments, *hashes))


def remove(db: Writer, case_id: str, sha256: str, at: datetime) -> list[Changed]:
    """Takes it off the case; what a decision carries stays."""
    db.execute(
        "delete from evidence where (case_id, sha256) in ("
        f" select e.case_id, e.sha256 from evidence e where e.case_id = ? and e.sha256 = ?"
        f" and not {_CARRIED})",
        (case_id, sha256),
    )
    attachments.let_go(db, at)
    return [Changed("draft", (case_id,))]
