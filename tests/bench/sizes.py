"""How much each bench does: at length, and small for the suite."""

from __future__ import annotations

import msgspec


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """``cases`` is held by the caches of the pull, the list and the search, ``small_cases`` by
    those of the start and the memory; a median is taken over ``repeats`` (``starts`` of the start).

    ``read_cases`` is how many each city of ``read_seeds`` has at least: no rule of reading was
    written against these. ``read_bare``: recognised pages that the bare recogniser reads too;
    ``in_sight``: cases of each kind; ``ofd_pages``: of the cities, beside the samples; ``scans``:
    what the reader finds to do while the window is measured.

    ``desks`` are simulated, ``loops`` are real ones, ``speed`` times as fast as life. ``grown_cases``,
    ``grown_papers`` of a case and ``waiting`` decisions are what figures grow with, ``grown_steps``
    the cases gone through at each; ``days`` are simulated; ``peers``: applications, installed anew.
    """

    starts: int = 9
    repeats: int = 3
    cases: int = 100_000
    small_cases: int = 10_000
    changed: int = 100
    changed_rounds: int = 40
    city: int = 400
    actions: int = 1000
    files: int = 200
    file_bytes: int = 2**20
    reviewed: int = 500
    frames: int = 1500
    pages: int = 500
    articles: int = 5000
    queries: int = 400
    typed: int = 12
    read_seeds: tuple[int, ...] = (9001, 9002, 9003)
    read_cases: int = 110
    read_bare: int = 60
    in_sight: int = 20
    ofd_pages: int = 60
    scans: int = 400
    desks: int = 5000
    loops: int = 200
    speed: int = 10
    grown_cases: tuple[int, ...] = (1000, 10_000, 100_000, 300_000)
    grown_papers: tuple[int, ...] = (1, 10, 50)
    grown_steps: int = 120
    waiting: tuple[int, ...] = (50, 500, 5000)
    days: int = 30
    peers: tuple[str, ...] = ("git-cola", "novelWriter")


FULL = Sizes()
SMALL = Sizes(
    starts=1, repeats=1, cases=1500, small_cases=500, changed=20, changed_rounds=3, city=30, actions=60,
    files=8, file_bytes=2**16, reviewed=8, frames=60, pages=20, articles=200, queries=20, typed=2,
    read_seeds=(17,), read_cases=1, read_bare=1, in_sight=1, ofd_pages=1, scans=2,
    desks=30, loops=6, speed=30, grown_cases=(100, 400), grown_papers=(1, 2), grown_steps=4,
    waiting=(4, 20), days=2, peers=(),
)  # fmt: skip
