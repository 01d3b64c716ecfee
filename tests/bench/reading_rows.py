"""The rows of the reading of papers: how well, how fast, and what it costs the window."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from app.reader import READING_VARIABLE
from tests.bench import scans
from tests.bench.programs import beside, rows_of
from tests.bench.rows import Table, at_most, row
from tests.bench.sizes import Sizes
from tests.bench.sync_rows import stall_ms
from tests.bench.window_rows import next_case, scroll

NO_WORSE = 1.1  # of two runs of the same, one is as much slower
HANDS = {"next_case_p95_ms": next_case, "scroll_p99_ms": scroll}
PULL = {"stall_ms": stall_ms}


def reading(folder: Path, sizes: Sizes) -> Table:
    """What the papers of whole cities show, against the answer key; seconds a page."""
    return rows_of("reading", str(folder), encoded(sizes))


def reading_sight(folder: Path, sizes: Sizes) -> Table:
    """From a case's first paper being there until all are read and compared."""
    return rows_of("reading_sight", str(folder), encoded(sizes))


def reading_ofd(folder: Path, sizes: Sizes) -> Table:
    """What is recognised in our own drawing of OFD pages, of the words ofdkit finds in them."""
    return rows_of("reading_ofd", str(folder), encoded(sizes))


def reading_beside(folder: Path, sizes: Sizes) -> Table:
    """The window while scans are read; the floor is the window with the reading off.

    The clerk's own desk reads as it does all day; beside a first pull, when it has no papers yet,
    another one's reader works without a pause.
    """
    table: Table = {}
    read = folder / "read"
    with surroundings({READING_VARIABLE: "off"}):
        without = window_figures(folder, sizes, HANDS | PULL)
    with surroundings({scans.COUNT: str(sizes.scans), scans.READ: str(read)}):
        meanwhile = window_figures(folder, sizes, HANDS)
    with beside("reading_beside") as said:
        meanwhile |= window_figures(folder, sizes, PULL)
    pages = dict(zip(HANDS, read.read_text().split(), strict=True)) | {"stall_ms": said[-1]}
    for name, floor in without.items():
        values = at_most(row(meanwhile[name], "ms", floor), NO_WORSE, "ratio")
        table[f"reading_beside_{name}"] = values | {"pages_read": pages[name]}
    return table


@contextlib.contextmanager
def surroundings(variables: dict[str, str]) -> Iterator[None]:
    """Of the programs that are run meanwhile: without the rest of ours."""
    before = {name: os.environ.pop(name, None) for name in (READING_VARIABLE, *variables)}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def window_figures(
    folder: Path, sizes: Sizes, benches: dict[str, Callable[[Path, Sizes], Table]]
) -> dict[str, float]:
    """By the names of rows."""
    home = folder / secrets.token_hex(4)
    found = {}
    for name, bench in benches.items():
        place = home / name
        place.mkdir(parents=True)
        found[name] = float(bench(place, sizes)[name]["value"])
    return found


def encoded(sizes: Sizes) -> str:
    return msgspec.json.encode(sizes).decode()
