"""What was read of the papers: by the file's hash and by the engine that read it.

A reading is small and takes seconds to make, so it stays when the file's bytes are let go of, for
as long as a case names the paper.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

from app.cases.model import Material, SubApplication
from app.cases.paper_text import PaperReading
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json
from app.store.search import paper_words

LARGEST_READING = 8 * 2**20  # bytes before it is deflated: some 1,000 pages of a contract
MOST_BYTES = 128 * 2**20  # of all readings, as they are kept
TOO_LARGE = "words_too_large"  # not its file, which can be opened
CANNOT_BE_OPENED = frozenset({"broken", "encrypted", "too_large"})  # by anybody who asks for it
_UNREAD = "not exists (select 1 from paper_text p where p.sha256 = k.sha256 and p.engine = :engine)"
_DECODER = msgspec.msgpack.Decoder(PaperReading)


class UnreadPaper(msgspec.Struct, frozen=True):
    """A paper whose file is here and that this engine has not read."""

    case_id: str
    material_id: str
    sha256: str


def keep(db: Writer, sha256: str, reading: PaperReading) -> list[Changed]:
    """Keeps what was read of a paper, in place of what another engine had read. One that is too
    large is kept as a paper of which nothing could be read."""
    raw = msgspec.msgpack.encode(reading)
    if len(raw) > LARGEST_READING:
        reading = PaperReading(reading.engine, problem=TOO_LARGE)
        raw = msgspec.msgpack.encode(reading)
    deflated = zlib.compress(raw, 1)
    row = db.value(
        "insert into paper_text (sha256, engine, size, reading) values (?, ?, ?, ?)"
        " on conflict (sha256) do update set engine = excluded.engine, size = excluded.size,"
        " reading = excluded.reading returning row",
        (sha256, reading.engine, len(deflated), deflated),
    )
    paper_words.write(db, row, reading)
    return _invalidate_comparisons(db, [sha256])


def of_paper(db: Reader, sha256: str) -> PaperReading | None:
    """What was read of a paper; None where nobody has read it yet."""
    found = db.value("select reading from paper_text where sha256 = ?", (sha256,))
    return None if found is None else _inflated(found)


def of_materials(db: Reader, case: SubApplication) -> dict[str, PaperReading]:
    """What was read of a case's papers of the latest round, by the ids of the materials."""
    hashes = {m.id: m.sha256 for m in case.current_materials() if m.sha256}
    found = db.rows(
        "select sha256, reading from paper_text where sha256 in (select value from json_each(?))",
        (as_json(list(hashes.values())),),
    )
    read = {row["sha256"]: _inflated(row["reading"]) for row in found}
    return {id_: read[sha256] for id_, sha256 in hashes.items() if sha256 in read}


def unopened(db: Reader, materials: Iterable[Material]) -> tuple[str, ...]:
    """The ids of those of these whose files can be opened by nobody, and have to be sent again."""
    held = {material.id: of_paper(db, material.sha256) for material in materials}
    return tuple(
        id_ for id_, read in held.items() if read is not None and read.problem in CANNOT_BE_OPENED
    )


def engines(db: Reader, hashes: Iterable[str]) -> list[tuple[str, str]]:
    """Of those of these papers that were read, the hash and by which engine, in a fixed order."""
    found = db.rows(
        "select sha256, engine from paper_text where sha256 in (select value from json_each(?))"
        " order by sha256",
        (as_json(list(hashes)),),
    )
    return [(row["sha256"], row["engine"]) for row in found]


def unread(db: Reader, engine: str, limit: int) -> list[UnreadPaper]:
    """Papers of today's list to be read, of the cases that fall due first first."""
    found = db.rows(
        "select m.case_id, m.id as material_id, m.sha256 from files k"
        " join materials m on m.sha256 = k.sha256 join cases c on c.id = m.case_id"
        f" where {_UNREAD} and c.standing <> 'closed'"
        " order by c.due is null, c.due, c.received_at, m.case_id, m.rowid limit :limit",
        {"engine": engine, "limit": limit},
    )
    return [UnreadPaper(**row) for row in found]


def unread_of(db: Reader, engine: str, case_id: str) -> list[UnreadPaper]:
    """Papers of one case to be read, in the order in which they came."""
    found = db.rows(
        "select m.case_id, m.id as material_id, m.sha256 from materials m"
        " join files k on k.sha256 = m.sha256"
        f" where m.case_id = :case and {_UNREAD} order by m.rowid",
        {"engine": engine, "case": case_id},
    )
    return [UnreadPaper(**row) for row in found]


def let_go(db: Writer, hashes: Iterable[str]) -> list[Changed]:
    """Forgets what was read of those of these papers that no case names any more."""
    return _drop(
        db,
        db.column(
            "select sha256 from paper_text p where sha256 in (select value from json_each(?))"
            " and not exists (select 1 from materials m where m.sha256 = p.sha256)",
            (as_json(list(hashes)),),
        ),
    )


def keep_within(db: Writer, most_bytes: int = MOST_BYTES) -> list[Changed]:
    """Lets go of readings until they take no more than ``most_bytes``: of papers of closed cases
    first, and then of those read first."""
    over = int(db.value("select coalesce(sum(size), 0) from paper_text")) - most_bytes
    gone = []
    for row in db.rows(
        "select p.sha256, p.size from paper_text p where ? > 0"
        " order by exists (select 1 from materials m join cases c on c.id = m.case_id"
        "  where m.sha256 = p.sha256 and c.standing <> 'closed'), p.row",
        (over,),
    ):
        if over <= 0:
            break
        over -= row["size"]
        gone.append(row["sha256"])
    return _drop(db, gone)


def _drop(db: Writer, hashes: list[str]) -> list[Changed]:
    if not hashes:
        return []
    gone = db.execute(
        "delete from paper_text where sha256 in (select value from json_each(?)) returning row",
        (as_json(hashes),),
    )
    for row in list(gone):
        paper_words.forget(db, row["row"])
    return _invalidate_comparisons(db, hashes)


def _invalidate_comparisons(db: Writer, hashes: list[str]) -> list[Changed]:
    """Removes those of the cases that name these papers, and says which cases these are."""
    cases = db.column(
        "select distinct case_id from materials where sha256 in (select value from json_each(?))",
        (as_json(hashes),),
    )
    db.execute(
        "delete from comparisons where case_id in (select value from json_each(?))",
        (as_json(cases),),
    )
    return [Changed("paper_text", tuple(cases))]


def _inflated(deflated: bytes) -> PaperReading:
    return _DECODER.decode(zlib.decompressobj().decompress(deflated, LARGEST_READING))
