"""What is left of the desk while the paper is alone: whose it is, and the decision that is next."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.desk import CaseView
from ui.language import tr
from ui.parts.widgets import Elided, Surface, button, row


class AloneLine(Surface):
    """``decide_key`` is that of the decision that is next, ``leave_key`` the way back."""

    decision_wanted = Signal()
    left = Signal()

    def __init__(self, decide_key: str, leave_key: str) -> None:
        super().__init__("wash")
        self._decide_key = decide_key
        self._case = Elided()
        self._decide = button("", self.decision_wanted.emit, "primary")
        words = tr("{words} ({key})", words=tr("All of the desk"), key=leave_key)
        line = row(self._case, self._decide, button(words, self.left.emit), margin=6)
        line.setStretch(0, 1)
        self.setLayout(line)

    def show_case(self, view: CaseView, next_words: str) -> None:
        self._case.setText(f"{view.case.item.name} · {view.case.applicant.name}")
        self._decide.setText(f"{next_words}  {self._decide_key}")
        self._decide.setVisible(bool(next_words))
