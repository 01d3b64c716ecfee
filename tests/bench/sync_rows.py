"""The rows of the traffic with the centre: pulls, actions, files, and the window meanwhile."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.city import Feed, Served
from tests.bench.programs import figures
from tests.bench.rows import Table, at_most, row
from tests.bench.sizes import Sizes


def first_pull_100k(folder: Path, sizes: Sizes) -> Table:
    """A first pull, then pulls of a few changes into what it left, and into a small cache."""
    key, none = secrets.token_hex(32), Feed(folder / "none")
    with served(none) as url:
        empty = figures("pull_desk", url, a_home(folder), key)
    large = Feed(folder / "large")
    large.add(range(sizes.cases))
    ours, bare = [], []
    with served(large) as url:
        for _ in range(sizes.repeats):
            home = a_home(folder)
            ours.append(figures("pull_desk", url, home, key))
            bare.append(figures("pull_bare", url, a_home(folder), key))
        into_large = changes_into(large, url, home, key, sizes.cases, sizes)
    small = Feed(folder / "small")
    small.add(range(sizes.cases // 100))
    with served(small) as url:
        home = a_home(folder)
        figures("pull_desk", url, home, key)
        into_small = changes_into(small, url, home, key, sizes.cases // 100, sizes)
    memory = max(peak for _, peak, _ in ours) - empty[1]
    seconds, floor = (statistics.median(each[0] for each in runs) for runs in (ours, bare))
    return {
        "first_pull_100k": at_most(row(seconds, "s", floor), 1.1, "ratio")
        | {"memory_mb_over_empty_desk": memory},
        "pull_100_into_100k_over_1k": at_most(row(into_large, "s", into_small), 1.2, "ratio"),
    }


def changes_into(feed: Feed, url: str, home: str, key: str, held: int, sizes: Sizes) -> float:
    for at in range(sizes.changed_rounds):
        feed.add(range(at, held, max(1, held // sizes.changed)), 2 + at)
    return figures("pull_some", url, home, key, str(sizes.changed_rounds))[0]


def post_1000(_folder: Path, sizes: Sizes) -> Table:
    runs = [figures("post", str(sizes.actions), str(sizes.city)) for _ in range(sizes.repeats)]
    ours, bare = (statistics.median(run[side] for run in runs) for side in (0, 1))
    return {"post_1000": at_most(row(ours, "s", bare), 1.1, "ratio")}


def fetch_200(folder: Path, sizes: Sizes) -> Table:
    feed = Feed(folder / "feed")
    named = []
    for n in range(sizes.files):
        content = secrets.token_bytes(sizes.file_bytes)
        (feed.folder / f"materials-ma-{n:03d}").write_bytes(content)
        named.append((f"ma-{n:03d}", hashlib.sha256(content).hexdigest()))
    ours, bare = [], []
    with served(feed) as url:
        for _ in range(sizes.repeats):
            fetched = figures("fetch_desk", url, a_home(folder), json.dumps(named))
            ours.append(fetched[0])
            begun = time.perf_counter()
            subprocess.run(
                ["curl", "-s", "-Z", "--parallel-max", "4", "--no-progress-meter",
                 f"{url}/v1/materials/ma-[000-{sizes.files - 1:03d}]",
                 "-o", f"{a_home(folder)}/#1"], check=True,
            )  # fmt: skip
            bare.append(time.perf_counter() - begun)
    seconds = row(statistics.median(ours), "s", statistics.median(bare))
    return {"fetch_200": at_most(seconds, 1.5, "ratio")}


def stall_ms(folder: Path, sizes: Sizes) -> Table:
    feed = Feed(folder / "feed")
    feed.add(range(sizes.cases))
    with served(feed) as url:
        longest, over, ticks, _ = figures("stall", url, a_home(folder), secrets.token_hex(32))
    values = {"value": longest, "unit": "ms", "over_50": over, "ticks": ticks}
    return {"stall_ms": at_most(values, 33)}


def a_home(folder: Path) -> str:
    return tempfile.mkdtemp(dir=folder)


@contextlib.contextmanager
def served(feed: Feed) -> Iterator[str]:
    centre = Served(feed.folder)
    yield centre.url
    centre.close()
