"""The papers of a case as tabs: their number, which is their key, their name and their verdict."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar

from ui.language import tr
from ui.parts.widgets import plain_tip
from ui.theme import with_text

MOST_WIDE, LEAST_WIDE = 280, 88  # pixels of a tab at 100 %
AROUND = 14  # pixels a tab has beside its words
NOT_JUDGED = "·"


class PaperTab(msgspec.Struct, frozen=True):
    """``shape`` says the verdict at a glance, ``about`` all of it in words."""

    name: str
    shape: str
    about: str


class PaperTabs(QTabBar):
    """Names too long for the room are cut in their middle; the tooltip has them whole."""

    def __init__(self) -> None:
        super().__init__()
        self._papers: tuple[PaperTab, ...] = ()
        self.setAccessibleName(tr("Materials"))
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setProperty("kind", "materials")

    def show_papers(self, papers: Sequence[PaperTab], at: int) -> None:
        blocked = self.blockSignals(True)
        self._papers = tuple(papers)
        while self.count() > len(self._papers):
            self.removeTab(self.count() - 1)
        while self.count() < len(self._papers):
            self.addTab("")
        for n, paper in enumerate(self._papers):
            self.setAccessibleTabName(n, f"{n + 1} {paper.about}")
            self.setTabToolTip(n, plain_tip(paper.about))
        self._fit()
        self.setCurrentIndex(at)
        self.blockSignals(blocked)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDE * 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Gives each name what the others leave of the width."""
        if not self._papers:
            return
        metrics = self.fontMetrics()
        whole = [_words(n, paper.name, paper.shape) for n, paper in enumerate(self._papers, 1)]
        wanted = [
            min(with_text(MOST_WIDE), metrics.horizontalAdvance(words) + AROUND) for words in whole
        ]
        share = _fair_share(wanted, self.width())
        for n, (paper, words) in enumerate(zip(self._papers, whole, strict=True)):
            room = max(with_text(LEAST_WIDE), min(wanted[n], share)) - AROUND
            if metrics.horizontalAdvance(words) > room:
                beside = metrics.horizontalAdvance(_words(n + 1, "", paper.shape))
                name = metrics.elidedText(paper.name, Qt.TextElideMode.ElideMiddle, room - beside)
                words = _words(n + 1, name, paper.shape)
            if self.tabText(n) != words:
                self.setTabText(n, words)


def _words(number: int, name: str, shape: str) -> str:
    return f"{number} {name} {shape}".rstrip()


def short_name(name: str, item_name: str) -> str:
    """Without the beginning that it shares with the item: 食品经营许可申请书 is 申请书 among the
    papers of 食品经营许可证核发."""
    shared = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, item_name, strict=False))
    )
    return name[shared:] if 2 < shared < len(name) - 1 else name


def _fair_share(wanted: Sequence[int], room: int) -> int:
    """The most that each may have so that all fit: the small ones leave theirs to the large."""
    left = room
    for done, width in enumerate(sorted(wanted)):
        share = left // (len(wanted) - done)
        if width > share:
            return share
        left -= width
    return max(wanted)
