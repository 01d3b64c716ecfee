"""The words of the page in sight, as a screen reader reads them: by character, word or line."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QAccessible, QAccessibleTextInterface
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import isValid

from ui.review.paper import PaperArea


class PaperInterface(QAccessibleWidget):
    """A document with a text."""

    def __init__(self, paper: PaperArea) -> None:
        super().__init__(paper, QAccessible.Role.Document)
        self._text = _PageWords(paper)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        if kind == QAccessible.InterfaceType.TextInterface:
            return self._text
        # Shiboken takes no plain address back, though it gives one.
        return shiboken6.VoidPtr(super().interface_cast(kind))

    def childCount(self) -> int:
        return 0


class _PageWords(QAccessibleTextInterface):
    def __init__(self, paper: PaperArea) -> None:
        super().__init__()
        self._paper = paper
        self._cursor = 0

    def _words(self) -> str:
        return self._paper.spoken_words() if isValid(self._paper) else ""

    def characterCount(self) -> int:
        return len(self._words())

    def text(self, start: int, end: int) -> str:
        return self._words()[start:end]

    def cursorPosition(self) -> int:
        return min(self._cursor, len(self._words()))

    def setCursorPosition(self, position: int) -> None:
        self._cursor = position
        self.scrollToSubstring(position, position + 1)

    def selectionCount(self) -> int:
        return 0

    def addSelection(self, start: int, end: int) -> None: ...

    def removeSelection(self, index: int) -> None: ...

    def setSelection(self, index: int, start: int, end: int) -> None: ...

    def characterRect(self, offset: int) -> QRect:
        place = self._paper.place_of_character(offset)
        corner = self._paper.viewport().mapToGlobal(QPoint(0, 0))
        return place.translated(QPointF(corner)).toRect()

    def offsetAtPoint(self, point: QPoint) -> int:
        rects = (self.characterRect(at) for at in range(self.characterCount()))
        return next((at for at, rect in enumerate(rects) if rect.contains(point)), -1)

    def scrollToSubstring(self, start: int, end: int) -> None:
        self._paper.show_character(start)
