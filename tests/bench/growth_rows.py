"""The rows of growth: what a desk costs with more cases, more papers, a longer outbox, a month gone.

A figure may grow as fast as the logarithm of what it grows with; its row holds the largest against the
smallest, and says all of them.
"""

from __future__ import annotations

import math
import random
import secrets
from collections.abc import Sequence
from pathlib import Path

import msgspec

from app.cases.model import SubApplication
from app.machine.paths import Places
from app.store import cases
from app.store.database import Store, set_meta
from tests.bench.city import BEGUN, Feed
from tests.bench.programs import paired, rows_of
from tests.bench.rows import Table, Values, at_most, row
from tests.bench.search import a_told_case
from tests.bench.sizes import Sizes
from tests.bench.sync_rows import served
from tests.support.examples import a_material

ROUNDS = 6
UNITS = {"_ms": "ms", "_kb": "kB", "_mb": "MB"}
Points = list[tuple[int, float]]


def growth(folder: Path, sizes: Sizes) -> Table:
    """With more cases, one cache that is filled on and on."""
    key, home, held = secrets.token_hex(32), folder / "home", 0
    grown: dict[str, Points] = {}
    for count in sizes.grown_cases:
        fill(home, key, held, count, 1)
        held = count
        for name, value in measured(folder / str(count), home, key, count, sizes).items():
            grown.setdefault(name, []).append((count, value))
    return {f"growth_cases_{name}": slow(name, points) for name, points in grown.items()}


def growth_papers(folder: Path, sizes: Sizes) -> Table:
    """With more papers a case."""
    grown: dict[str, Points] = {}
    for papers in sizes.grown_papers:
        key, home = secrets.token_hex(32), folder / f"home-{papers}"
        fill(home, key, 0, sizes.small_cases, papers)
        at = folder / f"feed-{papers}"
        for name, value in measured(at, home, key, sizes.small_cases, sizes).items():
            grown.setdefault(name, []).append((papers, value))
    return {f"growth_papers_{name}": slow(name, points) for name, points in grown.items()}


def outbox(folder: Path, sizes: Sizes) -> Table:
    """With more decisions that wait to be sent."""
    home = folder / "home"
    fill(home, key := secrets.token_hex(32), 0, sizes.small_cases // 20, 1)
    said = rows_of("outbox", str(home), key, *(str(count) for count in sizes.waiting))
    grown = {
        name: list(zip(sizes.waiting, values["each"], strict=True)) for name, values in said.items()
    }
    return {f"outbox_{name}": slow(name, points) for name, points in grown.items()}


def days(folder: Path, sizes: Sizes) -> Table:
    """With days of a desk that is never closed; the floor is the first of those told."""
    return rows_of("days", str(folder), str(sizes.days), str(sizes.small_cases // 10))


def measured(feed_folder: Path, home: Path, key: str, count: int, sizes: Sizes) -> dict[str, float]:
    """By name; the start is the median of a few, each after the bare window's."""
    feed = Feed(feed_folder)
    for at in range(ROUNDS):
        feed.add(range(at, count, max(1, count // sizes.changed)), 2 + at)
    start = ["-m", "tests.bench.start_desk", str(home), key]
    seconds, _ = paired(start, ["-m", "tests.bench.start_bare"], min(3, sizes.starts))
    with served(feed) as url:
        said = rows_of("growth", str(home), key, str(ROUNDS), url, str(sizes.grown_steps))
    return {"start_ms": 1000 * seconds, **said}


def fill(home: Path, key: str, held: int, count: int, papers: int) -> None:
    """Makes it ``count`` cases where ``held`` are there, as a first pull would have left them; the
    next pull is of a feed's first page."""
    rng = random.Random(held)
    store = Store(Places.below(home).cache_of("", "bench"), key)
    for start in range(held, count, 1000):
        bodies = [
            _with_papers(a_told_case(rng, n), papers)
            for n in range(start, min(count, start + 1000))
        ]
        said = [cases.prepare_case(body, msgspec.json.encode(body)) for body in bodies]
        store.write_refetchable(lambda db, said=said: cases.put(db, said, BEGUN.date())).result()
    store.write(lambda db: set_meta(db, "cursor", "0") or []).result()
    store.close()


def slow(name: str, points: Points) -> Values:
    """A figure's row: the largest against the smallest, and whether it grew at most as a logarithm
    does from the smallest that has one."""
    (least, first), (most, last) = points[0], points[-1]
    if least == 1:
        (least, first) = points[1]
    values = row(last, unit(name), first) | {
        "at": [f"{count} {value:.4g}" for count, value in points]
    }
    return at_most(values, round(math.log(most) / math.log(least), 2), "ratio")


def unit(name: str) -> str:
    """Of a figure, by how its name ends."""
    return next(
        word for ending, word in UNITS.items() if name.removesuffix("_a_case").endswith(ending)
    )


def lines(table: Table, prefix: str) -> dict[str, Sequence[tuple[float, float]]]:
    """Of such rows, each figure's points against its first."""
    drawn = {}
    for name, values in table.items():
        if name.startswith(prefix) and isinstance(told := values.get("at"), list):
            points = [tuple(float(part) for part in line.split()) for line in told]
            drawn[name.removeprefix(prefix)] = [(x, y / points[0][1]) for x, y in points]
    return drawn


def _with_papers(case: SubApplication, count: int) -> SubApplication:
    papers = tuple(
        a_material(f"材料{n}", id=f"ma-{case.id}-{n}", sha256=f"{hash((case.id, n)) % 2**256:064x}")
        for n in range(count)
    )
    return msgspec.structs.replace(case, materials=papers)
