"""Numbers of notices held in reserve, for what is served while the centre is not reached.

A number that was taken is not put back, though its decision be taken back: it may stand on paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from app.cases import numbering
from app.cases.model import Department, ItemRef, Notice, SubApplication
from app.cases.typed import decode
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json
from app.store.database import meta, set_meta

KEY = "numbers"
RESERVE = 5  # of a kind, or as many as there are cases that may need one
# The words of what is likely next in a state; of an instant item, decided as it is accepted.
LIKELY = {"received": ("受", "补", "不受"), "reviewing": ("准", "不准")}
AT_ONCE = ("准", "不准")


def take(db: Writer, case: SubApplication, notice: Notice) -> str:
    """The next number for a notice of a case, which no other will have; ``""`` where none is here
    for it, or it bears none."""
    if not notice.provisional:
        return ""
    held = _held(db)
    fitting = [no for no in held if numbering.fits(no, case, notice)]
    if not fitting:
        return ""
    _keep(db, [no for no in held if no != fitting[0]])
    return fitting[0]


def keep(db: Writer, numbers: Iterable[str]) -> list[Changed]:
    """Adds a block."""
    _keep(db, [*_held(db), *numbers])
    return []


def forget_other_years(db: Writer, year: int) -> list[Changed]:
    """A number of a year that is over is given to nothing any more."""
    _keep(db, [no for no in _held(db) if f"〔{year}〕" in no])
    return []


def lacking(db: Reader, today: date) -> dict[str, int]:
    """The kinds of which fewer than half of the reserve are here, each with how many are missing,
    by what the clerk's open cases are likely to need. Of an item one body is read: the department
    that decides it and its kind are the same in all."""
    wanted: Counter[str] = Counter()
    for row in db.rows(
        "select cast(b.centre as text) ->> '$.department.prefix' as prefix,"
        " cast(b.centre as text) ->> '$.item.kind' as kind, i.state, i.handling, i.cases"
        " from case_items i join cases c"
        " on c.row = (select row from cases where item_code = i.item_code limit 1)"
        " join bodies b on b.case_id = c.id"
        " where i.state in (select value from json_each(?))",
        (as_json(list(LIKELY)),),
    ):
        if not row["prefix"]:
            continue
        words = LIKELY[row["state"]] + (AT_ONCE if row["handling"] == "instant" else ())
        for word in dict.fromkeys(words):
            wanted[_authority(row["prefix"], row["kind"]) + word] += row["cases"]
    here = Counter(no.split("字〔")[0] for no in _held(db) if f"〔{today.year}〕" in no)
    full = {kind: min(RESERVE, cases) for kind, cases in wanted.items()}
    return {kind: most - here[kind] for kind, most in full.items() if 2 * here[kind] < most}


def _authority(prefix: str, kind: str | None) -> str:
    item = ItemRef(code="", kind=kind or "")
    case = SubApplication(
        id="", no="", revision=0, state="", item=item, department=Department(code="", prefix=prefix)
    )
    return numbering.authority(case)


def _held(db: Reader) -> list[str]:
    text = meta(db, KEY)
    return decode(text, list[str]) if text else []


def _keep(db: Writer, numbers: list[str]) -> None:
    set_meta(db, KEY, as_json(numbers))
