"""The rows of the window: start, next case, list, search, memory."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app.cases.model import SHANGHAI, Applicant, civil
from app.machine.paths import Places
from app.store import cases
from app.store.database import Store, set_meta
from tests.bench import search as search_bench
from tests.bench.programs import figures, paired
from tests.bench.rows import Table, at_most, row
from tests.bench.sizes import Sizes
from tests.support.examples import a_case


def start_10k(home: Path, sizes: Sizes) -> Table:
    key = secrets.token_hex(32)
    fill(home, key, sizes.small_cases)
    value, floor = paired(
        ["-m", "tests.bench.start_desk", str(home), key],
        ["-m", "tests.bench.start_bare"],
        sizes.starts,
    )
    return {"start_10k": at_most(row(value, "s", floor), 1.8, "ratio")}


def next_case(folder: Path, sizes: Sizes) -> Table:
    """Key to painted case with its first page; a clerk rests 0.25 s at each."""
    reviewed = str(sizes.reviewed)
    p50, p95 = figures("next_case", str(folder), secrets.token_hex(32), reviewed)
    bare50, bare95 = figures("next_bare", reviewed)
    return {
        "next_case_p50_ms": row(p50, "ms", bare50),
        "next_case_p95_ms": at_most(row(p95, "ms", bare95), 33),
    }


def scroll(home: Path, sizes: Sizes) -> Table:
    """Frames of the list; the longest stall while a document's pages go by."""
    key = secrets.token_hex(32)
    fill(home, key, sizes.cases)
    counts = (str(count) for count in (sizes.cases, sizes.frames, sizes.pages))
    p50, p99, bare50, bare99, stall = figures("scroll", str(home), key, *counts)
    return {
        "scroll_p50_ms": row(p50, "ms", bare50),
        "scroll_p99_ms": at_most(row(p99, "ms", bare99), 2.5, "ratio"),
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
        "search_p99_ms": at_most(row(p99, "ms", scan), 5),
        "search_painted_p50_ms": row(painted50, "ms", bare50),
        "search_painted_p99_ms": at_most(row(painted99, "ms", bare99), 16)
        | {"within_a_frame": within},
    }


def memory(home: Path, sizes: Sizes) -> Table:
    key = secrets.token_hex(32)
    fill(home, key, sizes.small_cases)
    desk, viewers = figures("memory", str(home), key)
    (bare,) = figures("memory_bare")
    values = at_most(row(desk, "MB", bare), 1.6, "ratio")
    return {"memory_over_bare": values | {"viewers_mb": viewers}}


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
