"""Frames of the list at so many rows, and the stalls of a long document being scrolled.

Prints ms: the list's p50 and p99, a bare table's p50 and p99, the document's longest stall.
"""

import random
import statistics
import sys
import time
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableView

from app.machine.paths import Places, own_command
from app.viewer.process import Viewer
from app.viewer.remote import RemoteDocument
from tests.bench import scans
from tests.bench.living import live, live_until
from tests.support.caches import open_cache
from tests.support.papers import pages_saying
from ui.application import JianjianApplication
from ui.review.drawn import PageCache
from ui.review.pages import PagesView


class Bare(QAbstractTableModel):
    """As many rows, of words that are there already."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self._rows = rows

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return self._rows

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return "今天到期 南京金陵快餐店 食品经营许可证核发"
        return None


def main(home: str, key: str, rows: str, repaints: str, pages: str) -> None:
    application = JianjianApplication(Places.below(Path(home)), [])
    open_cache(application.desk, "bench", key, None)
    store = application.desk.account.signed_in.store
    scans.file_wanted(store)
    window = application.open_desk()
    worklist = window.worklist
    live_until(lambda: worklist.model.rowCount() >= int(rows))
    window.activateWindow()
    worklist.list.setFocus()
    live(1500)
    ours = frames(worklist.list, int(repaints))
    bare = QTableView()
    bare.setModel(Bare(worklist.model.rowCount()))
    bare.resize(worklist.list.size())
    bare.verticalHeader().setDefaultSectionSize(worklist.list.rowHeight(0))
    bare.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    bare.show()
    live(300)
    floor = frames(bare, int(repaints))
    stall = longest_stall(application, int(pages))
    print(*(percentile(each, at) for each in (ours, floor) for at in (50, 99)), stall)
    scans.note_read(store)
    application.close()


def frames(table: QTableView, repaints: int) -> list[float]:
    """By the wheel, by pages and in leaps, as hands do, which the desk notes by a key."""
    chance = random.Random(7)
    bar, viewport = table.verticalScrollBar(), table.viewport()
    times = []
    for _ in range(repaints):
        hand = chance.random()
        if hand < 0.8:
            to = bar.value() + chance.choice((60, 120, 180))
        elif hand < 0.95:
            to = bar.value() + bar.pageStep()
        else:
            to = chance.randrange(bar.maximum() + 1)
        QTest.keyClick(table.window().windowHandle(), Qt.Key.Key_Shift)
        begun = time.perf_counter()
        bar.setValue(to % (bar.maximum() + 1))
        viewport.repaint()
        times.append(1000 * (time.perf_counter() - begun))
    return times


def longest_stall(application: JianjianApplication, pages: int) -> float:
    """While the pages go by as fast as a wheel turns, each drawn as it comes."""
    content = pages_saying([f"page {n}" for n in range(pages)])
    viewer = Viewer(own_command("viewer"))
    view = PagesView(lambda: "张伟", application.background, PageCache())
    view.resize(420, 600)
    view.show()
    view.show_document(RemoteDocument(viewer, "long", lambda: content), "long")
    live_until(view.is_shown)
    bar = view.paper.verticalScrollBar()
    stalls, last = [0.0], [time.perf_counter()]

    def step() -> None:
        now = time.perf_counter()
        stalls.append(1000 * (now - last[0]) - 8)
        last[0] = now
        bar.setValue(bar.value() + 240)

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(step)
    timer.start(8)
    live_until(lambda: bar.value() >= bar.maximum())
    timer.stop()
    viewer.replace()
    return max(stalls)


def percentile(times: list[float], at: int) -> float:
    return statistics.quantiles(times, n=100)[at - 1]


if __name__ == "__main__":
    main(*sys.argv[1:])
