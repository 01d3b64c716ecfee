"""A desk's pull from ``url`` into the cache of ``home``: prints seconds, and peak memory in MB."""

import resource
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

from app.cases.model import SHANGHAI, Clerk
from app.central.client import CentralClient
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import load
from tests.support.caches import open_cache


def main(url: str, home: str, key: str) -> None:
    places = Places.below(Path(home))
    desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
    desk.machine.keep_settings(centre_url=url)
    open_cache(desk, "bench", key, Clerk(id="clerk-01"), CentralClient(url, "bench"))
    online = threading.Event()
    desk.on_status = lambda status: status.state in ("online", "offline") and online.set()
    begun = time.perf_counter()
    desk.begin()
    online.wait()
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = desk.cases.counts()["everything"]
    print(f"{seconds} {peak} {held}", flush=True)
    desk.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
