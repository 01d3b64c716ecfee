"""One search (一单清): row numbers of what was meant, the surest first.

Exactly as typed, by its sound (full, first letters or both, a homophone too), and, asked for apart
because it takes longer, with one character wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise

import msgspec

from app.store.connection import Reader, Writer
from app.store.search import index_text, pinyin
from app.store.search.index_text import Indexed, Texts
from app.store.search.pinyin import Sounded

AT_ONCE = 16  # rows looked into at once
SHORTEST_NEAR = 3
MOST_DOUBTFUL = 60  # rows looked into where the index cannot tell, the last ones
WRITTEN_AT_ONCE = 1000


class Index(msgspec.Struct, frozen=True):
    """``KIND_names``, ``_text`` and ``_grams``; ``names_of`` reads what rows
    are found by the sound of, bare."""

    kind: str
    names_of: Callable[[Reader, list[int]], dict[int, Texts]]


class Matches(msgspec.Struct, frozen=True):
    """Row numbers by how they were found; none is named twice."""

    named: list[int]
    told: list[int]
    heard: list[int]

    @property
    def every(self) -> list[int]:
        return [*self.named, *self.told, *self.heard]


def write(db: Writer, index: Index, said: dict[int, Indexed]) -> None:
    """Writes what rows are found by, in place of what was there."""
    rows = list(said.items())
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        part = rows[start : start + WRITTEN_AT_ONCE]
        db.execute(
            f"insert or replace into {index.kind}_names (rowid, name, letters) values "
            + ", ".join(["(?, ?, ?)"] * len(part)),
            [value for row, i in part for value in (row, i.name, i.letters)],
        )
        db.execute(
            f"insert or replace into {index.kind}_text (rowid, text) values "
            + ", ".join(["(?, ?)"] * len(part)),
            [value for row, i in part for value in (row, i.text)],
        )
        db.execute(
            f"insert or replace into {index.kind}_grams"
            " (rowid, name, text, sounds, letters) values "
            + ", ".join(["(?, ?, ?, ?, ?)"] * len(part)),
            [
                value
                for row, i in part
                for value in (row, i.name_grams, i.text_grams, i.sounds, i.letter_pairs)
            ],
        )


def forget(db: Writer, index: Index, row: int) -> None:
    for table in ("names", "text", "grams"):
        db.execute(f"delete from {index.kind}_{table} where rowid = ?", (row,))


def matches(db: Reader, index: Index, typed: str, most: int) -> Matches:
    """Up to ``most`` rows: first those that have it in a name, then anywhere, then by sound; what
    only sounds the same (同音) where there is nothing else."""
    bare = index_text.bare(typed)
    if not bare:
        return Matches([], [], [])
    named: list[int] = []
    if not bare.isdigit():
        named = _first(_rows(db, index, *_named(bare)), most)
    told = _first(_rows(db, index, *_told(bare)), most, named)
    known = [*named, *told]
    heard: list[int] = []
    if not known or (len(known) < most and pinyin.readings(bare)):
        heard = _first(_heard(db, index, bare), most, known)
    return Matches(named, told, heard)


def holding(index: Index, typed: str) -> tuple[str, str]:
    """SQL for the numbers of all rows that have the text somewhere, and what it asks for as
    ``:query``."""
    bare = index_text.bare(typed)
    table, query = _told(bare) if bare else ("grams", '""')
    name = f"{index.kind}_{table}"
    return f"select rowid from {name} where {name} match :query", query


def nearly(db: Reader, index: Index, typed: str, most: int) -> list[int]:
    """Rows with a name that has the text but for one character: the last of those that have the
    longer part of it."""
    bare = index_text.bare(typed)
    if len(bare) < SHORTEST_NEAR:
        return []
    found: dict[int, None] = {}
    for wrong in range(len(bare)):
        longer = max(bare[:wrong], bare[wrong + 1 :], key=len)
        rows = islice(_rows(db, index, *_named(longer)), MOST_DOUBTFUL)
        for row, said in _read(db, index, rows):
            if any(_has_but_one(name, bare, wrong) for name in said.names):
                found.setdefault(row)
            if len(found) >= most:
                return list(found)
    return list(found)


def _has_but_one(name: str, typed: str, wrong: int) -> bool:
    before, after = typed[:wrong], typed[wrong + 1 :]
    return any(
        name[at : at + wrong] == before and name[at + wrong + 1 : at + len(typed)] == after
        for at in range(len(name) - len(typed) + 1)
    )


def _named(bare: str) -> tuple[str, str]:
    """The table that knows which rows have the text in a name, and what to ask it."""
    if len(bare) < 3:
        return "grams", f'name : "{index_text.gram(bare)}"'
    return "names", f'name : "{bare}"'


def _told(bare: str) -> tuple[str, str]:
    """The same for the text anywhere."""
    if len(bare) < 3:
        return "grams", f'{{name text}} : "{index_text.gram(bare)}"'
    return "text", f'"{bare}"'


def _heard(db: Reader, index: Index, bare: str) -> Iterator[int]:
    """Rows by the sounds of their names."""
    readings = pinyin.readings(bare)
    if not readings and len(bare) > 1:
        (usual, *_) = pinyin.spellings(bare)
        readings = [Sounded(tuple(usual))] if "".join(usual) != bare else []
    for sounded in readings:
        rows = islice(_rows(db, index, *_query_by_sound(sounded)), MOST_DOUBTFUL)
        for row, said in _read(db, index, rows):
            if any(map(sounded.fits, said.sound_like())):
                yield row


def _query_by_sound(sounded: Sounded) -> tuple[str, str]:
    """What to ask for a reading; what is found may have its parts in other places."""
    if sounded.only_letters and len(sounded.tokens) >= 3:
        return "names", f'letters : "{sounded.letters()}"'
    if sounded.only_syllables:
        *before, last = sounded.tokens
        terms = [f'"{pair}"' for pair in index_text.pairs_of(sounded.tokens)[:-1]]
        ends = [index_text.pairs_of([*before, said])[-1] for said in pinyin.completions(last)]
        any_end = " OR ".join(f'"{end}"' for end in ends)
        return "grams", f"sounds : ({' AND '.join([*terms, f'({any_end})'])})"
    whole = pinyin.sounds().syllables
    terms = [f'letters : "{a}{b}"' for a, b in pairwise(sounded.letters())]
    for token in sounded.tokens:
        if not token.isascii():
            terms.append(f'{{name text}} : "{index_text.gram(token)}"')
        elif len(token) > 1 and token in whole:
            terms.append(f'sounds : "{token}"')
    return "grams", " AND ".join(terms) or '""'


def _rows(db: Reader, index: Index, table: str, query: str) -> Iterator[int]:
    name = f"{index.kind}_{table}"
    found = db.rows(
        f"select rowid from {name} where {name} match ? order by rowid desc",
        (query,),
    )
    yield from (row["rowid"] for row in found)


def _read(db: Reader, index: Index, rows: Iterator[int]) -> Iterator[tuple[int, Texts]]:
    """Rows with their names, a few read at once."""
    while part := list(islice(rows, AT_ONCE)):
        named = index.names_of(db, part)
        yield from ((row, named[row]) for row in part if row in named)


def _first(rows: Iterable[int], most: int, known: Iterable[int] = ()) -> list[int]:
    """The first of the rows that are not known yet, each once, ``most`` with those known."""
    before = set(known)
    room = most - len(before)
    found: dict[int, None] = {}
    for row in rows:
        if len(found) >= room:
            break
        if row not in before:
            found.setdefault(row)
    return list(found)
