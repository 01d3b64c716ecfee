"""Words of a list as they are drawn: laid out once, for most of them come with every frame."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText, QTextOption

MOST_KEPT = 2000


class Lettering:
    """The words of one font."""

    def __init__(self, font: QFont) -> None:
        self.font, self._metrics = font, QFontMetrics(font)
        self.height = self._metrics.height()
        self._laid_out: dict[str, tuple[QStaticText, float, float]] = {}
        self._elided: dict[tuple[str, int], str] = {}

    def draw(self, painter: QPainter, place: QRect, words: str, colour: QColor) -> int:
        """From the left, in the middle of the height, elided; returns the width used."""
        room = max(0, place.width())
        text, width, height = self._lay_out(words)
        if width > room:
            text, width, height = self._lay_out(self._elide(words, room))
        self._put(painter, text, place.x(), place.y() + (place.height() - height) / 2, colour)
        return round(width)

    def draw_right(self, painter: QPainter, place: QRect, words: str, colour: QColor) -> int:
        """To the right end, likewise, but whole."""
        text, width, height = self._lay_out(words)
        left, top = place.x() + place.width() - width, place.y() + (place.height() - height) / 2
        self._put(painter, text, left, top, colour)
        return round(width)

    def _put(
        self, painter: QPainter, text: QStaticText, x: float, y: float, colour: QColor
    ) -> None:
        painter.setFont(self.font)
        painter.setPen(colour)
        painter.drawStaticText(QPointF(x, y), text)

    def _lay_out(self, words: str) -> tuple[QStaticText, float, float]:
        kept = self._laid_out.get(words)
        if kept is None:
            if len(self._laid_out) >= MOST_KEPT:
                self._laid_out.clear()
            text = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            text.setTextOption(option)
            text.prepare(font=self.font)
            size = text.size()
            kept = self._laid_out[words] = text, size.width(), size.height()
        return kept

    def _elide(self, words: str, room: int) -> str:
        kept = self._elided.get((words, room))
        if kept is None:
            if len(self._elided) >= MOST_KEPT:
                self._elided.clear()
            end = Qt.TextElideMode.ElideRight
            kept = self._elided[words, room] = self._metrics.elidedText(words, end, room)
        return kept


@cache
def colour(name: str) -> QColor:
    """Of the few a theme has, one for all frames."""
    return QColor(name)
