"""How much each bench does: at length, and small for the suite."""

from __future__ import annotations

import msgspec


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """``cases`` is held by the caches of the pull, the list and the search, ``small_cases`` by
    those of the start and the memory; a median is taken over ``repeats`` (``starts`` of the start).
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


FULL = Sizes()
SMALL = Sizes(
    starts=1, repeats=1, cases=1500, small_cases=500, changed=20, changed_rounds=3, city=30, actions=60,
    files=8, file_bytes=2**16, reviewed=8, frames=60, pages=20, articles=200, queries=20, typed=2,
)  # fmt: skip
