"""Who looked at a file and when, drawn over it so that a photograph of the screen carries it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from app.cases.model import Clerk

SLANT = -24
INK = QColor(90, 100, 120, 46)
POINTS = 10


class Watermark:
    """``words`` says them now, as a line; the tile is drawn anew when they change."""

    def __init__(self, words: Callable[[], str]) -> None:
        self._words = words
        self._tile: tuple[str, float, QPixmap] | None = None

    def paint(self, painter: QPainter, place: QRect) -> None:
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        words = self._words()
        if self._tile is None or self._tile[:2] != (words, ratio):
            self._tile = (words, ratio, _tile(words, ratio))
        painter.drawTiledPixmap(place, self._tile[2], QPoint(0, 0))


def watermark_words(clerk: Clerk | None, now: datetime) -> str:
    who = " ".join(part for part in (clerk.name, clerk.window) if part) if clerk else ""
    return f"{who}  {now:%Y-%m-%d %H:%M}"


def _tile(words: str, ratio: float) -> QPixmap:
    font = QFont()
    font.setPointSize(POINTS)
    across = QFontMetrics(font).horizontalAdvance(words)
    width, height = across + 60, int(across * 0.62) + 40
    tile = QPixmap(int(width * ratio), int(height * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(QColor(0, 0, 0, 0))
    painter = QPainter(tile)
    painter.setFont(font)
    painter.setPen(INK)
    painter.translate(20, height - 24)
    painter.rotate(SLANT)
    painter.drawText(0, 0, words)
    painter.end()
    return tile
