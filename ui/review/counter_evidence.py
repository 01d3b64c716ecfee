"""What stands in the verdict's place for a paper taken in at the counter: it has none."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.desk import Evidence
from ui.language import tr
from ui.parts.widgets import Elided, Surface, button, row
from ui.parts.words import day_and_time


class EvidenceLine(Surface):
    """Since when it is here, with what it goes, and the ways to take it off again and to make it a
    material of the case."""

    removed = Signal(str)  # its hash
    receiving_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("paper")
        self._sha256 = ""
        self._words = Elided(tone="quiet")
        self.remove = button(tr("Take off"), lambda: self.removed.emit(self._sha256))
        self.receive = button(tr("Make it a material…"), self.receiving_wanted.emit)
        line = row(self._words, self.receive, self.remove, gap=6)
        line.setStretch(0, 1)
        self.setLayout(line)

    def show_paper(self, paper: Evidence, may_be_received: bool) -> None:
        self._sha256 = paper.sha256
        at = day_and_time(paper.kept_at)
        self._words.setText(
            tr("Taken in at the counter {at}; went with a decision", at=at)
            if paper.is_carried
            else tr("Taken in at the counter {at}; goes with the next decision", at=at)
        )
        self.remove.setVisible(not paper.is_carried)
        self.receive.setVisible(may_be_received)
