"""What a cache of so many cases costs the desk; prints the figures by name as JSON.

Before: pulls of some changes, the first rows, what the reserve of numbers lacks and the counts, each
with nothing of the cache in memory.
Then in the window: a search, the next case (without a paper), the list's frames, resident memory.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.model import SHANGHAI, civil
from app.central.client import CentralClient
from app.machine.paths import Places
from app.store import cases, numbers
from app.store.cases import CaseFilter
from app.store.connection import Reader
from app.store.database import Store
from app.store.search import service
from app.sync.pull import pull
from tests.bench.scroll import frames, live, live_until, percentile
from tests.bench.search import MOST, queries
from tests.support.caches import open_cache
from tests.support.resident import resident
from ui.application import JianjianApplication

FIRST_ROWS, OPENED = 64, 5  # rows of the list; how often the cache is opened anew
REST_MS = 20


def main(home: str, key: str, rounds: str, url: str, count: str) -> None:
    path = Places.below(Path(home)).cache_of("", "bench")
    today = civil(datetime.now(SHANGHAI))
    figures = {"pull_ms": pulled(path, key, url, int(rounds))}

    def first_rows(reader: Reader) -> None:
        cases.rows(reader, cases.listed(reader, CaseFilter(), today, FIRST_ROWS), today)

    figures["first_rows_ms"] = cold(path, key, first_rows)
    figures["reserve_ms"] = cold(path, key, lambda reader: numbers.lacking(reader, today))
    figures["counts_ms"] = cold(path, key, lambda reader: cases.counts(reader, today))
    figures |= of_window(Path(home), key, int(count))
    held = Store(path, key)
    cases_held = held.reader().value("select count(*) from cases")
    held.close()
    figures["file_kb_a_case"] = path.stat().st_size / cases_held / 1000
    print(json.dumps(figures))


def pulled(path: Path, key: str, url: str, rounds: int) -> float:
    """ms of a pull, the median; the first is thrown away."""
    store, central = Store(path, key), CentralClient(url, "bench")
    times = [
        taken(lambda: pull(store, central, datetime.now(SHANGHAI), lambda _progress: None))
        for _ in range(rounds)
    ]
    store.close()
    return statistics.median(times[1:])


def cold(path: Path, key: str, read: Callable[[Reader], object]) -> float:
    times = []
    for _ in range(OPENED):
        store = Store(path, key)
        reader = store.reader()
        times.append(taken(lambda reader=reader: read(reader)))
        store.close()
    return statistics.median(times)


def of_window(home: Path, key: str, count: int) -> dict[str, float]:
    application = JianjianApplication(Places.below(home), [])
    open_cache(application.desk, "bench", key, None)
    store = application.desk.account.signed_in.store
    window = application.open_desk()
    review, table = window.review, window.worklist.list
    live_until(lambda: review.view is not None)
    window.activateWindow()
    table.setFocus()
    live(1500)
    asked = queries(store, random.Random(3), count)
    today = application.desk.machine.today()
    found = [
        taken(lambda text=text: service.found(store.reader(), text, MOST, today))
        for texts in asked.values()
        for text in texts
    ]
    moved = []
    for _ in range(count):
        before = review.case_id
        moved.append(taken(lambda before=before: to_next(window, before)))
        live(REST_MS)
    scrolled = frames(table, 8 * count)
    held = resident() / 2**20
    application.close()
    return {
        "search_p99_ms": percentile(found, 99),
        "next_case_p95_ms": percentile(moved, 95),
        "scroll_p99_ms": percentile(scrolled, 99),
        "memory_mb": held,
    }


def to_next(window, before: str) -> None:
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_J)
    live_until(lambda: window.review.case_id != before)
    window.review.repaint()


def taken(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
