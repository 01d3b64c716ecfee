"""The longest stall of a real window while a first pull runs; prints ms, and how many over 50."""

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

import tests.bench.packaged  # noqa: F401
from app.cases.model import Clerk
from app.central.client import CentralClient
from app.machine.paths import Places
from tests.support.caches import open_cache
from ui.application import JianjianApplication

TICK_MS = 2


def main(url: str, home: str, key: str) -> None:
    application = JianjianApplication(Places.below(Path(home)), [])
    desk = application.desk
    desk.machine.keep_settings(centre_url=url)
    open_cache(desk, "bench", key, Clerk(id="clerk-01"), CentralClient(url, "bench"))
    window = application.open_desk()
    stalls: list[float] = []
    before = 0.0
    pulling = False

    def tick() -> None:
        nonlocal before
        now = time.perf_counter()
        if pulling:
            stalls.append(1000 * (now - before) - TICK_MS)
        before = now

    def heard(status) -> None:
        nonlocal pulling
        pulling = status.state == "syncing"
        if status.state in ("online", "offline"):
            held = desk.cases.counts()["everything"]
            over = sum(stall > 50 for stall in stalls)
            print(f"{max(stalls, default=0.0)} {over} {len(stalls)} {held}", flush=True)
            application.qt.quit()

    window.events.status.connect(heard)
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    application.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
