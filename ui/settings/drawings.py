"""The drawings of the first start's cards: no words, so that they need no language."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui import theme
from ui.parts.lights import paint_light

WIDTH, HEIGHT = 400, 200  # of what is drawn, in the middle of the widget
LIGHTS = ("red", "amber", "green", "paused")


class Drawing(QWidget):
    """A ground of the window's colour, with something in its middle."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT + 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.current().wash))
        painter.translate((self.width() - WIDTH) / 2, 12)
        self.draw(painter, theme.current())
        painter.end()

    def draw(self, painter: QPainter, t: theme.Theme) -> None:
        """Within WIDTH × HEIGHT."""
        raise NotImplementedError


class ListDrawing(Drawing):
    """Four cases below one another, the most urgent chosen."""

    def draw(self, painter: QPainter, t: theme.Theme) -> None:
        for at, light in enumerate(LIGHTS):
            top = 8 + at * 47
            _sheet(painter, QRectF(60, top, 280, 40), t, t.chosen if at == 0 else t.paper)
            paint_light(painter, QRectF(74, top + 12, 16, 16), light)
            _words(painter, 102, top + 10, 150 - at * 18, t.ink)
            _words(painter, 102, top + 24, 200 - at * 24, t.line)
            _words(painter, 290, top + 10, 38, t.light(light))


class PaperDrawing(Drawing):
    """A paper with its tabs above, a tick on the first of them, and a seal."""

    def draw(self, painter: QPainter, t: theme.Theme) -> None:
        for at in range(3):
            tab = QRectF(100 + at * 70, 8, 64, 24)
            _sheet(painter, tab, t, t.chosen if at == 0 else t.paper)
            _words(painter, tab.left() + 24, tab.top() + 10, 30, t.accent if at == 0 else t.line)
        painter.setPen(QPen(QColor(t.green), 2.4))
        painter.drawPolyline([QPointF(107, 20), QPointF(111, 25), QPointF(118, 14)])
        _sheet(painter, QRectF(100, 38, 204, 160), t, t.paper)
        _words(painter, 160, 52, 84, t.ink)
        for at, width in enumerate((164, 150, 164, 120, 164, 90)):
            _words(painter, 120, 74 + at * 16, width, t.line)
        painter.setPen(QPen(QColor(t.red), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(262, 166), 20, 20)


class KeysDrawing(Drawing):
    """The caps of these keys, a line each."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__()
        self._keys = keys

    def draw(self, painter: QPainter, t: theme.Theme) -> None:
        for line, keys in enumerate(self._keys):
            caps = keys.split("+")
            widths = [max(44, painter.fontMetrics().horizontalAdvance(cap) + 24) for cap in caps]
            left = (WIDTH - sum(widths) - 12 * (len(caps) - 1)) / 2
            for cap, width in zip(caps, widths, strict=True):
                place = QRectF(left, 12 + line * 62, width, 46)
                _sheet(painter, place, t, t.line)
                face = place.adjusted(0, 0, 0, -5)
                _sheet(painter, face, t, t.paper)
                painter.setPen(QColor(t.ink))
                painter.drawText(face, Qt.AlignmentFlag.AlignCenter, cap)
                left += width + 12


def _sheet(painter: QPainter, place: QRectF, t: theme.Theme, fill: str) -> None:
    painter.setPen(QColor(t.line))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(place, 5, 5)


def _words(painter: QPainter, left: float, top: float, width: float, colour: str) -> None:
    """A bar where words would stand."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(left, top, width, 5), 2.5, 2.5)
