"""From the key to the painted hits, in the window over a large cache; a bare list of words beside it.

Prints ms: the search's p50, p99, and the share of keys painted within one frame of 60 Hz; the bare
list's p50, p99.
"""

import random
import sys
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QVBoxLayout, QWidget

from app.machine.paths import Places
from tests.bench.scroll import live, live_until, percentile
from tests.bench.search import queries
from tests.support.caches import open_cache
from ui.application import JianjianApplication
from ui.palette.view import SearchView

LINES = 15
FRAME_MS = 1000 / 60


class Bare(QWidget):
    """A field and a list that is filled with as many words on every key."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.hits = QLineEdit(), QListWidget()
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.hits)
        self.field.textChanged.connect(self._search)

    def _search(self, typed: str) -> None:
        self.hits.clear()
        for n in range(LINES):
            self.hits.addItem(f"{typed} 南京金陵快餐店{n} 食品经营许可证核发")


def main(home: str, key: str, rows: str, count: str, typed: str) -> None:
    """Of ``count`` queries of each kind, ``typed`` are typed."""
    application = JianjianApplication(Places.below(Path(home)), [])
    open_cache(application.desk, "bench", key, None)
    window = application.open_desk()
    live_until(lambda: window.worklist.model.rowCount() == int(rows))
    live(1500)
    asked = queries(application.desk.account.signed_in.store, random.Random(3), int(count))
    texts = [text for kind in asked.values() for text in kind[: int(typed)]]
    window.show_page("search")
    live(200)
    ours = keys(window.page("search", SearchView).field, window, texts)
    bare = Bare()
    bare.resize(860, 560)
    bare.show()
    live(200)
    floor = keys(bare.field, bare, texts)
    within = sum(ms <= FRAME_MS for ms in ours) / len(ours)
    print(
        *(percentile(ours, at) for at in (50, 99)),
        within,
        *(percentile(floor, at) for at in (50, 99)),
    )
    application.close()


def keys(field: QLineEdit, window: QWidget, texts: list[str]) -> list[float]:
    """Each character of each text typed, and the window painted."""
    times = []
    for text in texts:
        field.clear()
        live(20)
        for character in text:
            begun = time.perf_counter()
            if character.isascii():
                QTest.keyClick(field, character)
            else:
                field.insert(character)  # as an input method commits it
            window.repaint()
            times.append(1000 * (time.perf_counter() - begun))
        live(1)
    return times


if __name__ == "__main__":
    main(*sys.argv[1:])
