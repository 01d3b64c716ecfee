"""Measures what is felt against a bare floor, alternately; prints a table, writes bench.json."""

from __future__ import annotations

import argparse
import compileall
import contextlib
import hashlib
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

import msgspec

from app.cases.model import SHANGHAI, Applicant, civil
from app.machine.paths import Places
from app.reader import READING_VARIABLE
from app.store import cases
from app.store.database import Store, set_meta
from tests.bench import scans
from tests.bench import search as search_bench
from tests.bench.city import Feed, Served
from tests.bench.programs import ROOT, beside, figures, paired, rows_of
from tests.bench.rows import Table, at_most, in_words, missed, row
from tests.bench.sizes import FULL, SMALL, Sizes
from tests.support.examples import a_case

NO_WORSE = 1.1  # of two runs of the same, one is as much slower


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="bench", help=f"of {', '.join(BENCHES)}; all without"
    )
    parser.add_argument("--small", action="store_true", help="try that they run; judge no figure")
    parser.add_argument("--seeds", nargs="+", type=int, help="of the cities whose papers are read")
    parser.add_argument("--cases", type=int, help="of each of these cities, at least")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json")
    chosen = parser.parse_args()
    sizes = SMALL if chosen.small else FULL
    if chosen.seeds:
        sizes = msgspec.structs.replace(sizes, read_seeds=tuple(chosen.seeds))
    if chosen.cases:
        sizes = msgspec.structs.replace(sizes, read_cases=chosen.cases)
    for folder in ("app", "ui", "tests"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    table: Table = {}
    failed = []
    for name in named(chosen.names):
        try:
            measured = measure(name, sizes)
        except Exception:
            failed.append(name)
            traceback.print_exc()
            continue
        table |= measured
        for row_name, values in measured.items():
            print(f"{row_name:<30} {in_words(values)}", flush=True)
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        chosen.out.write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n")
    if missed(table):
        print(f"not what they are to be: {', '.join(missed(table))}")
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def named(asked: list[str]) -> list[str]:
    """Benches by name, or by how the names of several begin; all of them where none is asked for.
    A name that is none's stays, and fails."""
    found = ([n for n in BENCHES if n == a or n.startswith(f"{a}_")] or [a] for a in asked)
    return list(dict.fromkeys(chain.from_iterable(found))) or list(BENCHES)


def measure(name: str, sizes: Sizes) -> Table:
    with tempfile.TemporaryDirectory(prefix="jianjian-bench-") as folder:
        return BENCHES[name](Path(folder), sizes)


def start_10k(home: Path, sizes: Sizes) -> Table:
    key = secrets.token_hex(32)
    fill(home, key, sizes.small_cases)
    value, floor = paired(
        ["-m", "tests.bench.start_desk", str(home), key],
        ["-m", "tests.bench.start_bare"],
        sizes.starts,
    )
    return {"start_10k": row(value, "s", floor)}


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
        "first_pull_100k": row(seconds, "s", floor) | {"memory_mb_over_empty_desk": memory},
        "pull_100_into_100k_over_1k": row(into_large, "s", into_small),
    }


def changes_into(feed: Feed, url: str, home: str, key: str, held: int, sizes: Sizes) -> float:
    for at in range(sizes.changed_rounds):
        feed.add(range(at, held, max(1, held // sizes.changed)), 2 + at)
    return figures("pull_some", url, home, key, str(sizes.changed_rounds))[0]


def post_1000(_folder: Path, sizes: Sizes) -> Table:
    runs = [figures("post", str(sizes.actions), str(sizes.city)) for _ in range(sizes.repeats)]
    ours, bare = (statistics.median(run[side] for run in runs) for side in (0, 1))
    return {"post_1000": row(ours, "s", bare)}


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
    return {"fetch_200": row(statistics.median(ours), "s", statistics.median(bare))}


def stall_ms(folder: Path, sizes: Sizes) -> Table:
    feed = Feed(folder / "feed")
    feed.add(range(sizes.cases))
    with served(feed) as url:
        longest, over, ticks, _ = figures("stall", url, a_home(folder), secrets.token_hex(32))
    return {"stall_ms": {"value": longest, "unit": "ms", "over_50": over, "ticks": ticks}}


def next_case(folder: Path, sizes: Sizes) -> Table:
    """Key to painted case with its first page; a clerk rests 0.25 s at each."""
    reviewed = str(sizes.reviewed)
    p50, p95 = figures("next_case", a_home(folder), secrets.token_hex(32), reviewed)
    bare50, bare95 = figures("next_bare", reviewed)
    return {
        "next_case_p50_ms": row(p50, "ms", bare50),
        "next_case_p95_ms": row(p95, "ms", bare95),
    }


def scroll(home: Path, sizes: Sizes) -> Table:
    """Frames of the list; the longest stall while a document's pages go by."""
    key = secrets.token_hex(32)
    fill(home, key, sizes.cases)
    counts = (str(count) for count in (sizes.cases, sizes.frames, sizes.pages))
    p50, p99, bare50, bare99, stall = figures("scroll", str(home), key, *counts)
    return {
        "scroll_p50_ms": row(p50, "ms", bare50),
        "scroll_p99_ms": row(p99, "ms", bare99),
        "pages_stall_ms": {"value": stall, "unit": "ms"},
    }


def search(home: Path, sizes: Sizes) -> Table:
    """The one search over cases and articles; the floor is a LIKE scan of the cases.

    Then from the key to the painted hits; the floor is a bare list filled with words.
    """
    key = secrets.token_hex(32)
    search_bench.fill(home, key, sizes.cases, sizes.articles)
    p50, p99, scan = figures("search", str(home), key, str(sizes.queries))
    counts = (str(count) for count in (sizes.cases, sizes.queries, sizes.typed))
    painted50, painted99, within, bare50, bare99 = figures("search_paint", str(home), key, *counts)
    return {
        "search_p50_ms": row(p50, "ms", scan),
        "search_p99_ms": row(p99, "ms", scan),
        "search_painted_p50_ms": row(painted50, "ms", bare50),
        "search_painted_p99_ms": row(painted99, "ms", bare99) | {"within_a_frame": within},
    }


def memory(home: Path, sizes: Sizes) -> Table:
    key = secrets.token_hex(32)
    fill(home, key, sizes.small_cases)
    desk, viewers = figures("memory", str(home), key)
    (bare,) = figures("memory_bare")
    return {"memory_over_bare": row(desk, "MB", bare) | {"viewers_mb": viewers}}


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
    hands, table = ("next_case_p95_ms", "scroll_p99_ms"), {}
    read = folder / "read"
    with surroundings({READING_VARIABLE: "off"}):
        without = window_figures(folder, sizes, (*hands, "stall_ms"))
    with surroundings({scans.COUNT: str(sizes.scans), scans.READ: str(read)}):
        meanwhile = window_figures(folder, sizes, hands)
    with beside("reading_beside") as said:
        meanwhile |= window_figures(folder, sizes, ("stall_ms",))
    pages = dict(zip(hands, read.read_text().split(), strict=True)) | {"stall_ms": said[-1]}
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


def window_figures(folder: Path, sizes: Sizes, names: Sequence[str]) -> dict[str, float]:
    home = folder / secrets.token_hex(4)
    rows: Table = {}
    for name in names:
        place = home / name
        place.mkdir(parents=True)
        rows |= BENCHES[name](place, sizes)
    return {name: float(rows[name]["value"]) for name in names}


def encoded(sizes: Sizes) -> str:
    return msgspec.json.encode(sizes).decode()


def a_home(folder: Path) -> str:
    return tempfile.mkdtemp(dir=folder)


@contextlib.contextmanager
def served(feed: Feed) -> Iterator[str]:
    centre = Served(feed.folder)
    yield centre.url
    centre.close()


def fill(home: Path, key: str, count: int) -> None:
    """A cache of ``count`` cases as a first pull would have left it."""
    places = Places.below(home)
    store = Store(places.cache_of("", "bench"), key)
    now = datetime.now(SHANGHAI)
    words = "金陵老灶福满堂江南里一口鲜秦淮人家"
    for start in range(0, count, 500):
        bodies = []
        for n in range(start, min(count, start + 500)):
            received = now - timedelta(hours=n % 240)
            body = a_case(
                id=f"sa-{n:06d}", no=f"320104-20261123-{n:06d}", received_at=received,
                state="reviewing" if n % 3 else "received", accepted_at=received if n % 3 else None,
                handling="instant" if n % 5 == 0 else "promised",
                applicant=Applicant(name=f"南京{words[n % 12 : n % 12 + 3]}快餐店", phone="13912345678",
                                    id_number=f"{n:018d}", address="南京市玄武区珠江路12号"),
                fields={f"field{i}": "申请表内容" * 6 for i in range(12)},
            )  # fmt: skip
            bodies.append(cases.prepare_case(body, msgspec.json.encode(body)))
        store.write(lambda db, b=bodies: cases.put(db, b, civil(now))).result()
    store.write(lambda db: set_meta(db, "cursor", "bench") or []).result()
    store.close()


BENCHES: dict[str, Callable[[Path, Sizes], Table]] = {
    "start_10k": start_10k, "first_pull_100k": first_pull_100k, "post_1000": post_1000,
    "fetch_200": fetch_200, "stall_ms": stall_ms, "next_case_p95_ms": next_case,
    "scroll_p99_ms": scroll, "memory_over_bare": memory, "search_p99_ms": search,
    "reading": reading, "reading_sight": reading_sight, "reading_ofd": reading_ofd,
    "reading_beside": reading_beside,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
