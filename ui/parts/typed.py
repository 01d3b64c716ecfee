"""A field for several lines, typed into with an input method or without."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QPlainTextEdit


class TypedText(QPlainTextEdit):
    """What an input method has only begun is no text yet; the placeholder makes room for it."""

    typed = Signal()  # the text is another, however it came about

    def __init__(self) -> None:
        super().__init__()
        self._last = self._hint = ""
        self.textChanged.connect(self._compare)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._hint = self.placeholderText() or self._hint
        self.setPlaceholderText("" if event.preeditString() else self._hint)
        super().inputMethodEvent(event)

    def _compare(self) -> None:
        if self.toPlainText() != self._last:
            self._last = self.toPlainText()
            self.typed.emit()
