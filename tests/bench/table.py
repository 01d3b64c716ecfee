"""Measures what is felt against a bare floor, alternately; prints a table, writes bench.json."""

from __future__ import annotations

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
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.cases.model import SHANGHAI, Applicant, civil
from app.paths import Places
from app.store import cases
from app.store.database import Store, set_meta
from tests.bench import search as search_bench
from tests.bench.city import Feed, Served
from tests.cases.examples import a_case

RUNS = 9
ROOT = Path(__file__).parent.parent.parent


CASES = 100_000
ARTICLES = 5_000
CHANGED, ROUNDS = 100, 40
FILES, FILE_BYTES = 200, 2**20


def main() -> None:
    """Measures all, or those named on the command line."""
    for folder in ("app", "ui", "tests"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    measures = {
        "start_10k": start_10k, "first_pull_100k": first_pull_100k, "post_1000": post_1000,
        "fetch_200": fetch_200, "stall_ms": stall_ms, "next_case_p95_ms": next_case,
        "scroll_p99_ms": scroll, "memory_over_bare": memory, "search_p99_ms": search,
    }  # fmt: skip
    table: dict[str, dict[str, float | str]] = {}
    for name in sys.argv[1:] or measures:
        with tempfile.TemporaryDirectory(prefix="jianjian-bench-") as folder:
            measured = measures[name](Path(folder))
        table |= measured
        for row, values in measured.items():
            told = "   ".join(
                f"{key} {value:.3g}" if isinstance(value, float | int) else value
                for key, value in values.items()
            )
            print(f"{row:<30} {told}", flush=True)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps(table, indent=2) + "\n")


def start_10k(home: Path) -> dict:
    key = secrets.token_hex(32)
    fill(home, key, 10_000)
    value, floor = paired(
        ["-m", "tests.bench.start_desk", str(home), key], ["-m", "tests.bench.start_bare"]
    )
    return {"start_10k": row(value, "s", floor)}


def first_pull_100k(folder: Path) -> dict:
    """A first pull, then pulls of a few changes into what it left, and into a small cache."""
    key, none = secrets.token_hex(32), Feed(folder / "none")
    with served(none) as url:
        empty = figures("pull_desk", url, a_home(folder), key)
    large = Feed(folder / "large")
    large.add(range(CASES))
    ours, bare = [], []
    with served(large) as url:
        for _ in range(3):
            home = a_home(folder)
            ours.append(figures("pull_desk", url, home, key))
            bare.append(figures("pull_bare", url, a_home(folder), key))
        into_large = changes_into(large, url, home, key, CASES)
    small = Feed(folder / "small")
    small.add(range(1000))
    with served(small) as url:
        home = a_home(folder)
        figures("pull_desk", url, home, key)
        into_small = changes_into(small, url, home, key, 1000)
    memory = max(peak for _, peak, _ in ours) - empty[1]
    seconds, floor = (statistics.median(each[0] for each in runs) for runs in (ours, bare))
    return {
        "first_pull_100k": row(seconds, "s", floor) | {"memory_mb_over_empty_desk": memory},
        "pull_100_into_100k_over_1k": row(into_large, "s", into_small),
    }


def changes_into(feed: Feed, url: str, home: str, key: str, held: int) -> float:
    for at in range(ROUNDS):
        feed.add(range(at, held, held // CHANGED), 2 + at)
    return figures("pull_some", url, home, key, str(ROUNDS))[0]


def post_1000(_folder: Path) -> dict:
    runs = [figures("post") for _ in range(3)]
    ours, bare = (statistics.median(run[side] for run in runs) for side in (0, 1))
    return {"post_1000": row(ours, "s", bare)}


def fetch_200(folder: Path) -> dict:
    feed = Feed(folder / "feed")
    named = []
    for n in range(FILES):
        content = secrets.token_bytes(FILE_BYTES)
        (feed.folder / f"materials-ma-{n:03d}").write_bytes(content)
        named.append((f"ma-{n:03d}", hashlib.sha256(content).hexdigest()))
    ours, bare = [], []
    with served(feed) as url:
        for _ in range(5):
            fetched = figures("fetch_desk", url, a_home(folder), json.dumps(named))
            ours.append(fetched[0])
            begun = time.perf_counter()
            subprocess.run(
                ["curl", "-s", "-Z", "--parallel-max", "4", "--no-progress-meter",
                 f"{url}/v1/materials/ma-[000-{FILES - 1:03d}]",
                 "-o", f"{a_home(folder)}/#1"], check=True,
            )  # fmt: skip
            bare.append(time.perf_counter() - begun)
    return {"fetch_200": row(statistics.median(ours), "s", statistics.median(bare))}


def stall_ms(folder: Path) -> dict:
    feed = Feed(folder / "feed")
    feed.add(range(CASES))
    with served(feed) as url:
        longest, over, ticks, _ = figures("stall", url, a_home(folder), secrets.token_hex(32))
    return {"stall_ms": {"value": longest, "unit": "ms", "over_50": over, "ticks": ticks}}


def next_case(folder: Path) -> dict:
    """Key to painted case with its first page, over 500 cases; a clerk rests 0.25 s at each."""
    p50, p95 = figures("next_case", a_home(folder), secrets.token_hex(32))
    bare50, bare95 = figures("next_bare")
    return {
        "next_case_p50_ms": row(p50, "ms", bare50), "next_case_p95_ms": row(p95, "ms", bare95),
    }  # fmt: skip


def scroll(home: Path) -> dict:
    """Frames of the list at 100,000 rows; the longest stall of 500 pages going by."""
    key = secrets.token_hex(32)
    fill(home, key, CASES)
    p50, p99, bare50, bare99, stall = figures("scroll", str(home), key)
    return {
        "scroll_p50_ms": row(p50, "ms", bare50), "scroll_p99_ms": row(p99, "ms", bare99),
        "pages_stall_ms": {"value": stall, "unit": "ms"},
    }  # fmt: skip


def search(home: Path) -> dict:
    """The one search at 100,000 cases and 5,000 articles; the floor is a LIKE scan of the cases.

    Then from the key to the painted hits; the floor is a bare list filled with words.
    """
    key = secrets.token_hex(32)
    search_bench.fill(home, key, CASES, ARTICLES)
    p50, p99, scan = figures("search", str(home), key)
    painted50, painted99, within, bare50, bare99 = figures("search_paint", str(home), key)
    return {
        "search_p50_ms": row(p50, "ms", scan), "search_p99_ms": row(p99, "ms", scan),
        "search_painted_p50_ms": row(painted50, "ms", bare50),
        "search_painted_p99_ms": row(painted99, "ms", bare99) | {"within_a_frame": within},
    }  # fmt: skip


def memory(home: Path) -> dict:
    key = secrets.token_hex(32)
    fill(home, key, 10_000)
    desk, viewers = figures("memory", str(home), key)
    (bare,) = figures("memory_bare")
    return {"memory_over_bare": row(desk, "MB", bare) | {"viewers_mb": viewers}}


def row(value: float, unit: str, floor: float) -> dict[str, float | str]:
    return {"value": value, "unit": unit, "floor": floor, "ratio": value / floor}


def a_home(folder: Path) -> str:
    return tempfile.mkdtemp(dir=folder)


@contextlib.contextmanager
def served(feed: Feed) -> Iterator[str]:
    centre = Served(feed.folder)
    yield centre.url
    centre.close()


def figures(module: str, *arguments: str) -> list[float]:
    """The numbers another process measured and printed on its last line."""
    told = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        capture_output=True, text=True, env=environment(), cwd=ROOT,
    )  # fmt: skip
    if told.returncode != 0:
        raise SystemExit(f"{module} ended with {told.returncode}: {told.stderr[-2000:]}")
    return [float(figure) for figure in told.stdout.splitlines()[-1].split()]


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
            bodies.append(cases.told(body, msgspec.json.encode(body)))
        store.write(lambda db, b=bodies: cases.put(db, b, civil(now))).result()
    store.write(lambda db: set_meta(db, "cursor", "bench") or []).result()
    store.close()


def paired(ours: list[str], bare: list[str]) -> tuple[float, float]:
    """Median seconds of both, run in turn after one warm-up each."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(RUNS + 1):
        for kept, arguments in zip(times, (ours, bare), strict=True):
            seconds = until_painted(arguments)
            if run:
                kept.append(seconds)
    return statistics.median(times[0]), statistics.median(times[1])


def until_painted(arguments: list[str]) -> float:
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, text=True, env=environment(), cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    said = child.stdout.readline()
    seconds = time.perf_counter() - begun
    child.wait()
    if said.strip() != "painted":
        raise SystemExit(f"{arguments} did not paint")
    return seconds


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


if __name__ == "__main__":
    main()
