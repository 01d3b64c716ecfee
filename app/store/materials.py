"""The applicants' files: what the cases name, and the bytes that have been fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec

from app.cases.model import CLOSED_STATES, SubApplication
from app.store import paper_text
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json, upsert_many
from app.store.database import Store


class Wanted(msgspec.Struct, frozen=True):
    """A file a case names whose bytes are not here yet; ``size`` in bytes. ``taken_in``: it was, at
    this desk; ``begun``: some of it came before."""

    id: str
    case_id: str
    name: str
    sha256: str
    size: int
    taken_in: bool = False
    begun: bool = False


def index(db: Writer, cases: Iterable[SubApplication]) -> None:
    """Notes the files these cases name; closed cases need none fetched ahead."""
    _note(db, (case for case in cases if case.state not in CLOSED_STATES))


def note_opened(db: Writer, case: SubApplication) -> list[Changed]:
    """Notes the files of a case the clerk looks at, whatever its state."""
    _note(db, (case,))
    return []


def _note(db: Writer, cases: Iterable[SubApplication]) -> None:
    rows = [
        {"id": m.id, "case_id": c.id, "name": m.name, "sha256": m.sha256, "size": m.size}
        for c in cases
        for m in c.materials
        if m.sha256
    ]
    upsert_many(db, "materials", "id", rows)


def forget(db: Writer, case_ids: Iterable[str]) -> None:
    """Forgets the files of cases that have gone, and what was read of those no other case names."""
    ids = as_json(list(case_ids))
    hashes = db.column(
        "select sha256 from materials where case_id in (select value from json_each(?))", (ids,)
    )
    db.execute("delete from materials where case_id in (select value from json_each(?))", (ids,))
    paper_text.let_go(db, hashes)


def wanted(db: Reader, limit: int, case_id: str = "") -> list[Wanted]:
    """Files to fetch: one case's, or those of the cases that fall due first."""
    found = db.rows(
        "select m.id, m.case_id, m.name, m.sha256, m.size,"
        " exists (select 1 from attachments a where a.sha256 = m.sha256) as taken_in,"
        " exists (select 1 from files_begun b where b.sha256 = m.sha256) as begun"
        " from materials m join cases c on c.id = m.case_id"
        " where not m.spoilt and not exists (select 1 from files k where k.sha256 = m.sha256)"
        " and (:case = '' or m.case_id = :case)"
        " order by c.standing = 'closed', c.due is null, c.due, c.received_at, m.id limit :limit",
        {"case": case_id, "limit": limit},
    )
    return [msgspec.convert(dict(row), Wanted, strict=False) for row in found]


def note_kept(db: Writer, sizes: Mapping[str, int], at: datetime) -> list[Changed]:
    """Notes that the bytes of files are here: by their hashes, how many."""
    noted, hashes = at.isoformat(), as_json(list(sizes))
    rows = [{"sha256": s, "size": size, "used_at": noted} for s, size in sizes.items()]
    upsert_many(db, "files", "sha256", rows)
    db.execute(
        "delete from files_begun where sha256 in (select value from json_each(?))", (hashes,)
    )
    ids = db.column(
        "select id from materials where sha256 in (select value from json_each(?))", (hashes,)
    )
    return [Changed("material", tuple(ids))]


def keep_begun(db: Writer, sha256: str, content: bytes) -> list[Changed]:
    """Keeps what has come of a file whose fetching was interrupted."""
    db.table("files_begun").upsert({"sha256": sha256, "content": content}, pk="sha256")
    return []


def begun(db: Reader, sha256: str) -> bytes:
    """What had come of a file when its fetching was interrupted; empty where nothing had."""
    found = db.value("select content from files_begun where sha256 = ?", (sha256,))
    return found or b""


def used(db: Writer, sha256: str, at: datetime) -> list[Changed]:
    """Notes that a clerk looked at a file."""
    db.execute("update files set used_at = ? where sha256 = ?", (at.isoformat(), sha256))
    return []


def held_bytes(db: Reader) -> int:
    return int(db.value("select coalesce(sum(size), 0) from files"))


def held(db: Reader) -> list[str]:
    """The hashes of the files that are here."""
    return db.column("select sha256 from files")


def evict(store: Store, most_bytes: int) -> None:
    """Lets go of the files least recently needed until no more than ``most_bytes`` are held.

    Closed cases' files go first; what a case with an unsent action rests on never goes.
    """
    gone: list[str] = []

    def work(db: Writer) -> list[Changed]:
        gone.extend(_least_needed(db, held_bytes(db) - most_bytes))
        db.executemany("delete from files where sha256 = ?", [(s,) for s in gone])
        return [Changed("material")] if gone else []

    store.write(work).result()
    for sha256 in gone:
        store.files.remove(sha256)


def _least_needed(db: Reader, over: int) -> Iterator[str]:
    """Files to let go of until ``over`` bytes are free."""
    found = db.rows(
        "select k.sha256, k.size from files k where not exists ("
        "  select 1 from materials m join outbox o on o.case_id = m.case_id"
        "  where m.sha256 = k.sha256 and o.state not in ('sent', 'withdrawn'))"
        " order by exists (select 1 from materials m join cases c on c.id = m.case_id"
        "  where m.sha256 = k.sha256 and c.standing <> 'closed'), k.used_at"
    )
    for row in found:
        if over <= 0:
            return
        over -= row["size"]
        yield row["sha256"]


def mark_spoilt(db: Writer, material_id: str) -> list[Changed]:
    """Notes that the centre's bytes did not match their hash twice."""
    db.execute("update materials set spoilt = 1 where id = ?", (material_id,))
    return [Changed("material", (material_id,))]


def is_spoilt(db: Reader, material_id: str) -> bool:
    return bool(db.value("select spoilt from materials where id = ?", (material_id,)))


def spoilt(db: Reader, case_id: str) -> tuple[str, ...]:
    """The ids of those of a case's materials."""
    found = db.rows("select id from materials where case_id = ? and spoilt", (case_id,))
    return tuple(row["id"] for row in found)


def content(store: Store, sha256: str) -> bytes | None:
    """A file's bytes; None where they are not here or no longer whole: they are wanted again."""
    found = store.files.read(sha256)
    if found is None and _is_noted(store.reader(), sha256):
        store.write_refetchable(lambda db: _forget(db, sha256)).result()
    return found


def _is_noted(db: Reader, sha256: str) -> bool:
    return bool(db.value("select 1 from files where sha256 = ?", (sha256,)))


def _forget(db: Writer, sha256: str) -> list[Changed]:
    db.execute("delete from files where sha256 = ?", (sha256,))
    return [Changed("material")]


def counts(db: Reader) -> tuple[int, int]:
    """How many of the files the cases name are here, and how many there are."""
    (row,) = db.rows(
        "select count(k.sha256) as here, count(*) as named"
        " from materials m left join files k on k.sha256 = m.sha256"
    )
    return row["here"], row["named"]
