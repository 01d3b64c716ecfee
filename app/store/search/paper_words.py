"""Cases found by what their papers say: any piece of two or more characters (decision 0030).

The words of a page are one text without what nobody searches for, so that a phrase is found over
the end of a line. What a paper says comes behind what a case is called.
"""

from __future__ import annotations

import msgspec

from app.cases.paper_text import PaperReading
from app.store.connection import Reader, Writer
from app.store.search import index_text

SHORTEST = 2
MOST_CHARACTERS = 100_000  # of a paper, some 100 pages: the writer has others waiting
MOST_PAPERS = 64  # looked into, those read last: many may be of one case


class Said(msgspec.Struct, frozen=True):
    """A case's row number and the name of its paper that says it."""

    row: int
    paper: str


def write(db: Writer, row: int, reading: PaperReading) -> None:
    """Writes what a paper is found by, in place of what was there."""
    said = ("".join(index_text.stripped(line.text) for line in p.lines) for p in reading.pages)
    pages = index_text.APART.join(said)[:MOST_CHARACTERS].split(index_text.APART)
    forget(db, row)
    db.execute(
        "insert into paper_words (rowid, words) values (?, ?)",
        (row, index_text.APART.join(pages)),
    )
    db.execute(
        "insert into paper_pairs (rowid, pairs) values (?, ?)",
        (row, " ".join(index_text.pairs(pages))),
    )


def forget(db: Writer, row: int) -> None:
    for table in ("paper_words", "paper_pairs"):
        db.execute(f"delete from {table} where rowid = ?", (row,))


def matches(db: Reader, typed: str, most: int) -> list[Said]:
    """Up to ``most`` cases, each once, with the first of its papers."""
    bare = index_text.bare(typed)
    if len(bare) < SHORTEST:
        return []
    table, word = "paper_words", bare
    if len(bare) == SHORTEST:
        table, word = "paper_pairs", index_text.gram(bare)
    found = db.rows(
        "select c.row, m.name as paper from"
        f" (select rowid from {table} where {table} match ? order by rowid desc limit ?) w"
        " join paper_text p on p.row = w.rowid join materials m on m.sha256 = p.sha256"
        " join cases c on c.id = m.case_id",
        (f'"{word}"', MOST_PAPERS),
    )
    by_case: dict[int, Said] = {}
    for row in found:
        if len(by_case) >= most:
            break
        by_case.setdefault(row["row"], Said(**row))
    return list(by_case.values())
