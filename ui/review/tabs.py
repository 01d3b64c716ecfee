"""The papers of a case as tabs: their number, which is their key, their name and their verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile

import msgspec
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QTabBar

from ui.language import tr
from ui.parts.widgets import plain_tip
from ui.theme import with_text

MOST_WIDE, LEAST_WIDE = 280, 88  # pixels of a tab at 100 %
AROUND = 14  # pixels a tab has beside its words
NOT_JUDGED = "·"
A_WORD = 4  # characters; where fewer would be left beside the sign of a cut, it is left out
ALIKE = 3  # characters in a row that two names have, so that neither tells by them


class PaperTab(msgspec.Struct, frozen=True):
    """``shape`` says the verdict at a glance, ``about`` all of it in words."""

    name: str
    shape: str
    about: str


class PaperTabs(QTabBar):
    """Names too long for the room are cut to what tells them apart; the tooltip has them whole."""

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
        share, left = _fair_share(wanted, self.width()), 0
        for n, (paper, words) in enumerate(zip(self._papers, whole, strict=True)):
            left += min(wanted[n], share)
            room = max(with_text(LEAST_WIDE), min(wanted[n], left)) - AROUND
            if metrics.horizontalAdvance(words) > room:
                others = [other.name for other in self._papers if other is not paper]
                beside = metrics.horizontalAdvance(_words(n + 1, "", paper.shape))
                name = cut_name(paper.name, others, metrics, room - beside)
                words = _words(n + 1, name, paper.shape)
            left = max(0, left - AROUND - metrics.horizontalAdvance(words))
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


def cut_name(name: str, others: Iterable[str], metrics: QFontMetrics, room: int) -> str:
    """What fits into ``room`` pixels of a name: its end, which says what the paper is, unless
    another one says the same there; else its beginning; else something of both."""

    def fits(text: str) -> bool:
        return metrics.horizontalAdvance(text) <= room

    known, end = tuple(others), _end(name, fits)
    if end and not any(_is_alike(end.strip("…"), other) for other in known):
        return end
    beginning = _longest((f"{name[:n]}…" for n in range(1, len(name))), fits)
    if beginning and not any(other.startswith(name[:ALIKE]) for other in known):
        return beginning
    return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)


def _end(name: str, fits: Callable[[str], bool]) -> str:
    marked = _longest((f"…{end}" for end in _ends(name)), fits)
    return marked if len(marked) > A_WORD else _longest(_ends(name), fits)


def _ends(name: str) -> Iterator[str]:
    """Of a name, from its last character on; none begins or ends with half a pair of brackets."""
    for n in range(len(name) - 1, 0, -1):
        end = name[n:].lstrip("、，")
        yield end if "（" in end else end.rstrip("）")


def _longest(growing: Iterable[str], fits: Callable[[str], bool]) -> str:
    return max(takewhile(fits, growing), key=len, default="")


def _is_alike(cut: str, other: str) -> bool:
    return any(cut[n : n + ALIKE] in other for n in range(len(cut) - ALIKE + 1))


def _fair_share(wanted: Sequence[int], room: int) -> int:
    """The most that each may have so that all fit: the small ones leave theirs to the large."""
    left = room
    for done, width in enumerate(sorted(wanted)):
        share = left // (len(wanted) - done)
        if width > share:
            return share
        left -= width
    return max(wanted)
