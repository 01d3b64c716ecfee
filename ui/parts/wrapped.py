"""Text that is seen whole where its place is narrow: a line that wraps, a box spelled out below."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit

from ui.parts.widgets import set_tone

MOST_LINES = 8


class WrappedLine(QPlainTextEdit):
    """One line of text, wrapped and as tall as its words; Enter goes on to the next field."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._fit)
        self.setPlainText(_one_line(text))

    def text(self) -> str:
        return _one_line(self.toPlainText())

    def is_whole(self) -> bool:
        """Whether all its words are in sight."""
        return self._needed() <= self.viewport().height()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(_one_line(source.text()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _needed(self) -> int:
        words = self.blockBoundingRect(self.document().firstBlock()).height()
        most = MOST_LINES * self.fontMetrics().lineSpacing()
        return math.ceil(min(words, most) + 2 * self.document().documentMargin())

    def _fit(self) -> None:
        edge = self.height() - self.viewport().height()
        if self.isVisible() and self.height() != (height := self._needed() + edge):
            self.setFixedHeight(height)


class SpelledOut(QLabel):
    """What an editable box says, whole, where the box is too narrow for it."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__()
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_tone(self, "quiet")
        self.hide()
        box.installEventFilter(self)
        box.currentTextChanged.connect(lambda _text: self._spell())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._spell()
        return super().eventFilter(watched, event)

    def _spell(self) -> None:
        text, line = self._box.currentText(), self._box.lineEdit()
        room = line.width() if line is not None else self._box.width()
        self.setText(text)
        self.setVisible(self.fontMetrics().horizontalAdvance(text) + 4 > room)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))
