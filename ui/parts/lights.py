"""The deadline's lights, drawn as shapes: a glyph's size and presence are a font's."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from ui import theme

ICON = QSize(14, 14)


def paint_light(painter: QPainter, place: QRectF, light: str) -> None:
    """Red a triangle, amber a diamond, paused two bars, closed a tick, denied a ring, else a disc;
    as large as ``place``, which is square."""
    colour = QColor(theme.current().light(light))
    x, y, side = place.x(), place.y(), place.width()

    def at(*points: tuple[float, float]) -> QPolygonF:
        return QPolygonF([QPointF(x + side * across, y + side * down) for across, down in points])

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    match light:
        case "red":
            painter.drawPolygon(at((0.5, 0.04), (1.0, 0.93), (0.0, 0.93)))
        case "amber":
            painter.drawPolygon(at((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)))
        case "paused":
            for across in (0.18, 0.58):
                painter.drawPolygon(
                    at((across, 0.1), (across + 0.24, 0.1), (across + 0.24, 0.9), (across, 0.9))
                )
        case "closed":
            painter.setPen(QPen(colour, side * 0.16))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(at((0.08, 0.55), (0.38, 0.85), (0.92, 0.18)))
        case "denied":
            painter.setPen(QPen(colour, side * 0.14))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(_inset(place, 0.1))
        case _:
            painter.drawEllipse(_inset(place, 0.06))
    painter.restore()


def light_icon(light: str) -> QIcon:
    """For a button, a box or a cell."""
    return _icon(light, theme.current())


@cache
def _icon(light: str, _in: theme.Theme) -> QIcon:
    """Twice as fine as a screen of 100 % needs."""
    picture = QPixmap(ICON * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint_light(painter, QRectF(2, 2, 24, 24), light)
    painter.end()
    picture.setDevicePixelRatio(2)
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)  # else a chosen row tints it
    return made


def _inset(place: QRectF, share: float) -> QRectF:
    by = place.width() * share
    return place.adjusted(by, by, -by, -by)
