"""A desk with more and more decisions that wait; prints by name the figure at each count as JSON."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from app.cases.actions import SendMessage
from app.cases.model import SHANGHAI, Clerk
from app.desk import CaseFilter, Desk
from app.machine.paths import Places
from app.machine.settings import load
from app.store import outbox
from tests.bench.growth import taken
from tests.bench.scroll import percentile
from tests.support.caches import open_cache

TRIED = 40
MESSAGE = SendMessage(to_department="wsjk", text="请告知进展，谢谢")


def main(home: str, key: str, *counts: str) -> None:
    places = Places.below(Path(home))
    desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
    desk.machine.keep_settings(seconds_before_sending=0)
    open_cache(desk, "bench", key, Clerk(id="clerk-01"))
    reader = desk.account.signed_in.store.reader()
    ids = [row.id for row in desk.cases.rows(desk.cases.numbers(CaseFilter()))]
    works = {
        "decide_ms": lambda n: desk.deciding.decide(ids[n % len(ids)], MESSAGE).result(),
        "next_to_send_ms": lambda _n: outbox.sendable(reader, desk.machine.now(), 50),
        "counts_ms": lambda _n: desk.deciding.counts(),
        "view_ms": lambda n: desk.cases.view(ids[n % len(ids)]),
        "page_ms": lambda _n: desk.deciding.entries(),
    }
    each: dict[str, list[float]] = {name: [] for name in works}
    for count in counts:
        while desk.deciding.counts()[0] < int(count):
            works["decide_ms"](desk.deciding.counts()[0])
        for name, work in works.items():
            times = [taken(lambda n=n, work=work: work(n)) for n in range(TRIED)]
            each[name].append(percentile(times, 90))
    print(json.dumps({name: {"each": values} for name, values in each.items()}))
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
