"""Pulls of a few changes, one after the other, into a cache that is there; prints their median."""

import statistics
import sys
import time
from datetime import datetime
from pathlib import Path

from app.cases.model import SHANGHAI
from app.central.client import CentralClient
from app.machine.paths import Places
from app.store.database import Store
from app.sync.pull import pull


def main(url: str, home: str, key: str, rounds: str) -> None:
    store = Store(Places.below(Path(home)).cache_of(url, "bench"), key)
    central = CentralClient(url, "bench")
    times = []
    for _ in range(int(rounds)):
        begun = time.perf_counter()
        pull(store, central, datetime.now(SHANGHAI), lambda _progress: None)
        times.append(time.perf_counter() - begun)
    print(statistics.median(times[1:]), flush=True)
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
