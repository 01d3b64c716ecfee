"""Real loops against one served centre, some times as fast as life: do they do as the simulated ones?

Prints the calls a second of the minute after an outage, in the loops' own seconds: served, simulated;
and the busiest second of both.
"""

from __future__ import annotations

import contextlib
import random
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from unittest import mock

from app.cases.model import SHANGHAI
from app.central.client import CentralClient
from app.store.database import Store, set_meta
from app.sync import loop, pacing, verify
from app.sync.loop import SyncLoop
from tests.bench import many_desks
from tests.bench.many_desks import FOREVER, MINUTE, Day, Peak
from tests.bench.noting_centre import NotingCentre

DAY = Day(away=(180.0, 780.0), watched=780.0, token_seconds=FOREVER)


def main(desks: str, speed: str) -> None:
    served = of_real_loops(DAY, int(desks), float(speed))
    simulated = many_desks.peak(DAY, int(desks))
    print(served.minute, simulated.minute, served.second, simulated.second)


def of_real_loops(day: Day, desks: int, speed: float) -> Peak:
    """Their outage is the day's, ``speed`` times as fast."""
    chance = random.Random(1)
    centre = NotingCentre()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jianjian-desks-")))
        stack.enter_context(_faster(speed))
        loops = [_a_loop(stack, folder / str(n), centre.url) for n in range(desks)]
        begun = time.time()
        for desk in loops:
            threading.Timer(many_desks.begins(day, chance) / speed, desk.start).start()
        for order, moment in (("away", day.away[0]), ("back", day.away[1])):
            time.sleep(begun + moment / speed - time.time())
            centre.say(order)
        time.sleep((MINUTE + 1) / speed)
        for desk in loops:
            desk.ask_to_stop()
        noted = centre.close()
        for desk in loops:
            desk.stop()
    return many_desks.held_against_its_minute(
        day, [((at - begun) * speed, call) for at, call in noted]
    )


def _a_loop(stack: contextlib.ExitStack, folder: Path, url: str) -> SyncLoop:
    folder.mkdir()
    store = Store(folder / "cache", secrets.token_hex(32))
    stack.callback(store.close)
    store.write(lambda db: set_meta(db, "cursor", "1") or []).result()
    central = CentralClient(url, "bench")
    stack.callback(central.close)
    return SyncLoop(
        store, central, "bench", lambda: datetime.now(SHANGHAI), lambda _status: None,
        lambda error: print(error, file=sys.stderr), 0,
    )  # fmt: skip


@contextlib.contextmanager
def _faster(speed: float) -> Iterator[None]:
    """All that the loop waits for, so many times as short."""
    waits = {
        loop: ("NOTICE_SECONDS",),
        pacing: (
            "POLL_SECONDS", "FIRST_WAIT", "LONGEST_WAIT", "STREAM_WAIT", "STREAM_SPREAD",
            "LONGEST_STREAM_WAIT", "STEADY_SECONDS",
        ),
        verify: ("COMPARED_EVERY",),
    }  # fmt: skip
    with contextlib.ExitStack() as stack:
        for module, names in waits.items():
            shorter = {name: getattr(module, name) / speed for name in names}
            stack.enter_context(mock.patch.multiple(module, **shorter))
        yield


if __name__ == "__main__":
    main(*sys.argv[1:])
