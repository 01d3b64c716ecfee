"""The papers of a case held against its form (app/cases/evidence.py), kept until it is not true any
more.

It takes some milliseconds to make, so it is made ahead; a review and a decision only read it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from app import __version__
from app.cases.checks import Situation
from app.cases.evidence import Comparison
from app.cases.model import Item, SubApplication
from app.cases.paper_text import PaperReading
from app.cases.typed import decode
from app.store import cases, catalogue, paper_text
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json

Compare = Callable[[SubApplication, Mapping[str, PaperReading], Item, date], Comparison]


class Compared(msgspec.Struct, frozen=True):
    """A case's papers, compared; ``made_of``: the digest of all that went into it."""

    case_id: str
    revision: int
    day: date
    made_of: bytes
    comparison: Comparison


def situation(db: Reader, case: SubApplication, today: date) -> Situation:
    """What is known around a case, its papers' words too: as the clerk judges it. What was decided
    is judged without them (``catalogue.situation``), as the centre does."""
    known = catalogue.situation(db, case, today)
    comparison = _kept(db, case, known.item, today)
    return known if comparison is None else replace(known, comparison=comparison)


def is_due(db: Reader, case_id: str, today: date) -> bool:
    """Whether papers of a case were read, and what they say of it now is not here."""
    case = cases.get(db, case_id)
    if case is None or not paper_text.engines(db, _hashes(case)):
        return False
    return _kept(db, case, _item(db, case), today) is None


def compare_case(db: Reader, case_id: str, today: date, compare: Compare) -> Compared | None:
    """The papers of a case held against its form; None where the clerk no longer holds it. Takes
    some milliseconds."""
    case = cases.get(db, case_id)
    if case is None:
        return None
    item = _item(db, case)
    made_of = _made_of(db, case, item, today)  # before the readings: one that comes now is missed
    made = compare(case, paper_text.of_materials(db, case), item, today)
    return Compared(case_id, cases.revisions_of(db, [case_id])[case_id], today, made_of, made)


def keep(db: Writer, made: Compared) -> list[Changed]:
    """Keeps a comparison, unless the case or a reading has changed while it was made."""
    case = cases.get(db, made.case_id)
    if case is None or made.made_of != _made_of(db, case, _item(db, case), made.day):
        return []
    row = {
        "case_id": made.case_id,
        "revision": made.revision,
        "day": made.day.isoformat(),
        "made_of": made.made_of,
        "comparison": msgspec.json.encode(made.comparison),
    }
    db.table("comparisons").insert(row, replace=True)
    return [Changed("comparison", (made.case_id,))]


def due(db: Reader, engine: str, today: date, case_ids: Iterable[str] | None = None) -> list[str]:
    """Cases of today's list to be compared, of these or of all, those that fall due first: all
    their papers that are here are read, and of what is known now nothing was made yet."""
    of_these = case_ids is not None
    return db.column(
        "select distinct c.id from paper_text p join materials m on m.sha256 = p.sha256"
        " join cases c on c.id = m.case_id where c.standing <> 'closed'"
        " and (not :of_these or c.id in (select value from json_each(:ids)))"
        " and not exists (select 1 from comparisons s where s.case_id = c.id"
        "  and s.revision = c.revision and s.day = :day)"
        " and not exists (select 1 from materials n join files k on k.sha256 = n.sha256"
        "  where n.case_id = c.id and not exists"
        "  (select 1 from paper_text q where q.sha256 = n.sha256 and q.engine = :engine))"
        " order by c.due is null, c.due, c.received_at, c.id",
        {
            "of_these": of_these,
            "ids": as_json(list(case_ids or ())),
            "day": today.isoformat(),
            "engine": engine,
        },
    )


def _kept(db: Reader, case: SubApplication, item: Item, today: date) -> Comparison | None:
    """What was kept, where it is true; what another build kept in a form of its own is not here."""
    kept = db.row("select made_of, comparison from comparisons where case_id = ?", (case.id,))
    if kept is None or kept["made_of"] != _made_of(db, case, item, today):
        return None
    try:
        return decode(kept["comparison"], Comparison)
    except msgspec.DecodeError:
        return None


def _item(db: Reader, case: SubApplication) -> Item:
    return catalogue.item_or_head(db, case.item)


def _made_of(db: Reader, case: SubApplication, item: Item, today: date) -> bytes:
    """The digest of all that goes into a comparison."""
    read = paper_text.engines(db, _hashes(case))
    whole = msgspec.msgpack.encode((__version__, case, item, today, read))
    return hashlib.blake2b(whole, digest_size=16).digest()


def _hashes(case: SubApplication) -> list[str]:
    return [material.sha256 for material in case.current_materials() if material.sha256]
