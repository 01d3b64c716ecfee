"""A real window in front of hostile files: opens, scrolls and searches each; prints what it cost.

``{"files", "shown", "refused", "died", "longest_stall_ms", "stalls_over_50", "grown_mb"}``
"""

from __future__ import annotations

import collections
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.machine.paths import own_command
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument
from tests.support.resident import resident
from ui.background import Background
from ui.review.drawn import PageCache
from ui.review.pages import PagesView

TICK_MS = 2
PATIENCE_SECONDS = 120.0  # a busy machine is no fault
WARM = 100  # files looked at before memory is first measured


def main(count: str, seed: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        subprocess.run(
            [sys.executable, "-m", "tests.viewer.hostile", folder, count, seed], check=True
        )
        print(json.dumps(look_at_all(files)))


def look_at_all(files: Path) -> dict[str, float]:
    qt = QApplication([])
    errors: list[BaseException] = []
    background = Background(errors.append)
    viewer = Viewer(own_command("viewer"))
    viewer.start()
    view = PagesView(lambda: "", background, PageCache())
    view.resize(420, 500)
    view.show()
    stalls: list[float] = []
    told: collections.Counter[str] = collections.Counter()
    timer = _ticking(stalls)
    names = sorted(files.glob("*.name"))
    for at, name in enumerate(names):
        if at == WARM:
            before = resident()
            stalls.clear()
        content = name.with_suffix("")
        document = RemoteDocument(viewer, name.stem, content.read_bytes)
        view.show_document(document, name.stem)
        _live_until(view.is_at_rest, name.read_text())
        if view.reason:
            told["died" if view.reason == "died" else "refused"] += 1
        else:
            view.paper.go_to(len(view.paper.layout_) - 1)
            view.find_bar.field.setText("page")
            _live_until(view.is_at_rest, name.read_text())
            view.find_bar.field.clear()
            told["shown"] += 1
    timer.stop()
    grown = resident() - before
    viewer.replace()
    background.close()
    del qt
    if errors:
        raise errors[0]
    return {
        "files": len(names),
        **told,
        "longest_stall_ms": round(max(stalls), 1),
        "stalls_over_50": sum(stall > 50 for stall in stalls),
        "ticks": len(stalls),
        "grown_mb": round(grown / 2**20, 1),
    }


def _ticking(stalls: list[float]) -> QTimer:
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        stalls.append(1000 * (now - last[0]) - TICK_MS)
        last[0] = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    return timer


def _live_until(true, what: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    loop = QEventLoop()
    while not true():
        if time.monotonic() > end:
            raise SystemExit(f"nothing was said of: {what}")
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


if __name__ == "__main__":
    main(*sys.argv[1:])
