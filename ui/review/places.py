"""The places on a paper that speak of the form: underlined, and lit when asked for."""

from __future__ import annotations

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QPainter, QPen

from app.desk import Box
from ui import theme
from ui.review.agreement import PagePlace
from ui.review.layout import PageLayout

AROUND = 0.004  # of the page's width and height: how far beside a word the mouse still means it


class PlacesLayer:
    """``lit``: the key whose places are filled; ``current``: the one that was gone to."""

    def __init__(self) -> None:
        self.places: tuple[PagePlace, ...] = ()
        self.lit = ""
        self.current: tuple[int, Box] | None = None

    def key_at(self, page: int, point: tuple[float, float]) -> str:
        """Of what stands at a point of a page, the smallest; "" where nothing does."""
        found = [p for p in self.places if p.page == page and _holds(p.box, point)]
        return min(found, key=lambda place: _area(place.box)).key if found else ""

    def paint(self, painter: QPainter, layout: PageLayout, page: int) -> None:
        for place in self.places:
            if place.page != page:
                continue
            if self.lit and place.key == self.lit:
                light = theme.LIGHT.amber if place.differs else theme.LIGHT.accent
                painter.fillRect(layout.on_screen(page, place.box), _pale(light, 60))
            painter.setPen(_pen(place.differs))
            painter.drawLine(_underline(layout, page, place.box))
        if self.current is not None and self.current[0] == page:
            painter.setPen(QPen(QColor(theme.LIGHT.accent), 2))
            painter.drawRect(layout.on_screen(page, self.current[1]).adjusted(-2, -2, 2, 2))


def _underline(layout: PageLayout, page: int, box: Box) -> QLineF:
    """The lower edge of the words, whichever way the page is turned."""
    left, _top, right, bottom = box
    edge = layout.on_screen(page, (left, bottom, right, bottom))
    return QLineF(edge.topLeft(), edge.bottomRight())


def _pen(differs: bool) -> QPen:
    """What agrees is hardly to be seen."""
    return QPen(QColor(theme.LIGHT.amber), 2) if differs else QPen(_pale(theme.LIGHT.quiet, 120), 1)


def _pale(name: str, alpha: int) -> QColor:
    colour = QColor(name)
    colour.setAlpha(alpha)
    return colour


def _holds(box: Box, point: tuple[float, float]) -> bool:
    (left, top, right, bottom), (x, y) = box, point
    return left - AROUND <= x <= right + AROUND and top - AROUND <= y <= bottom + AROUND


def _area(box: Box) -> float:
    left, top, right, bottom = box
    return (right - left) * (bottom - top)
