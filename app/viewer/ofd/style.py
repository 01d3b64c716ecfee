"""How an object is filled and stroked: its own attributes, else those of its drawing parameters
(GB/T 33190, 8.2 and 8.3)."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET  # nosec B405 # ofdkit refuses every DTD
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QGradient,
    QLinearGradient,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
    QTransform,
)

from app.viewer.ofd.geometry import number, numbers
from app.viewer.ofd.markup import child, children, name_of
from app.viewer.ofd.resources import Resources, rgb

LINE_WIDTH, MITRE = 0.353, 3.528  # millimetres, and times the line's width
FAR = 1e5  # millimetres: beyond every page
CAPS = {"Round": Qt.PenCapStyle.RoundCap, "Square": Qt.PenCapStyle.SquareCap}
JOINS = {"Round": Qt.PenJoinStyle.RoundJoin, "Bevel": Qt.PenJoinStyle.BevelJoin}
SPREADS = {"Repeat": QGradient.Spread.RepeatSpread, "Reflect": QGradient.Spread.ReflectSpread}
_FROM_START, _BEYOND_END = 1, 2


class Paint(NamedTuple):
    """``within``: where it is seen, in the object's own space, None for everywhere; ``pattern``:
    whose cells are drawn in place of the brush."""

    brush: QBrush
    within: QPainterPath | None = None
    pattern: ET.Element | None = None


class Style:
    """Drawing parameters as far as they are inherited: of a layer, a composite unit, an object."""

    def __init__(self, resources: Resources, chain: tuple[ET.Element, ...] = ()) -> None:
        self.resources, self._chain = resources, chain

    def with_parameters(self, parameters: str | None) -> Style:
        """``parameters``: the ID of drawing parameters that come before these."""
        found = self.resources.parameters(parameters)
        return Style(self.resources, (*found, *self._chain)) if found else self

    def of(self, element: ET.Element) -> Style:
        """An object's own, as far as it refers to drawing parameters."""
        return self.with_parameters(element.get("DrawParam"))

    def _attribute(self, element: ET.Element, name: str) -> str | None:
        return next((e.get(name) for e in (element, *self._chain) if e.get(name)), None)

    def has(self, element: ET.Element, name: str) -> bool:
        """Whether the object, or what it inherits, says such a colour: ``FillColor``."""
        return any(child(each, name) is not None for each in (element, *self._chain))

    def fill(self, element: ET.Element) -> Paint:
        return self._paint(element, "FillColor")

    def pen(self, element: ET.Element) -> QPen:
        """What its lines are drawn with: millimetres wide, dashes in widths as Qt has them."""
        pen = QPen(
            self._paint(element, "StrokeColor").brush,
            number(self._attribute(element, "LineWidth"), LINE_WIDTH),
        )
        pen.setCapStyle(CAPS.get(self._attribute(element, "Cap") or "", Qt.PenCapStyle.FlatCap))
        pen.setJoinStyle(
            JOINS.get(self._attribute(element, "Join") or "", Qt.PenJoinStyle.MiterJoin)
        )
        pen.setMiterLimit(number(self._attribute(element, "MiterLimit"), MITRE))
        dashes = [abs(each) for each in numbers(self._attribute(element, "DashPattern"))]
        if dashes and pen.widthF() > 0 and any(dashes):
            dashes = dashes * 2 if len(dashes) % 2 else dashes
            pen.setDashPattern([each / pen.widthF() for each in dashes])
            pen.setDashOffset(number(self._attribute(element, "DashOffset"), 0) / pen.widthF())
        return pen

    def _paint(self, element: ET.Element, name: str) -> Paint:
        """Black where nothing says another."""
        found = next(
            (c for e in (element, *self._chain) if (c := child(e, name)) is not None), None
        )
        if found is None:
            return Paint(QBrush(QColor(0, 0, 0)))
        for shading in found:
            match name_of(shading):
                case "AxialShd":
                    return self._axial(shading) or Paint(QBrush(self._plain(found)))
                case "RadialShd":
                    return self._radial(shading) or Paint(QBrush(self._plain(found)))
                case "GouraudShd" | "LaGourandShd" | "LaGouraudShd":
                    return Paint(QBrush(self._average(shading)))
                case "Pattern":
                    return Paint(QBrush(self._plain(found)), pattern=shading)
        return Paint(QBrush(self._plain(found)))

    def _axial(self, shading: ET.Element) -> Paint | None:
        start, end = numbers(shading.get("StartPoint")), numbers(shading.get("EndPoint"))
        if len(start) != 2 or len(end) != 2 or start == end:
            return None
        length = math.dist(start, end)
        across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
        unit = _unit(shading, length)
        gradient = QLinearGradient(
            QPointF(*start), QPointF(start[0] + across * unit, start[1] + down * unit)
        )
        extends = int(number(shading.get("Extend"), 0))
        before = -FAR if extends & _FROM_START else 0.0
        beyond = FAR if extends & _BEYOND_END else length
        seen = QPainterPath()
        corners = ((before, -FAR), (beyond, -FAR), (beyond, FAR), (before, FAR))
        seen.addPolygon(
            QPolygonF(
                [
                    QPointF(start[0] + across * along - down * aside, start[1] + down * along
                            + across * aside)
                    for along, aside in corners
                ]
            )
        )  # fmt: skip
        return self._shaded(shading, gradient, seen)

    def _radial(self, shading: ET.Element) -> Paint | None:
        start, end = numbers(shading.get("StartPoint")), numbers(shading.get("EndPoint"))
        if len(start) != 2 or len(end) != 2:
            return None
        inner = max(0.0, number(shading.get("StartRadius"), 0.0))
        outer = max(0.0, number(shading.get("EndRadius"), 0.0))
        unit = _unit(shading, outer - inner)
        gradient = QRadialGradient(QPointF(*end), inner + unit, QPointF(*start), inner)
        extends = int(number(shading.get("Extend"), 0))
        seen = QPainterPath()
        if extends & _BEYOND_END:
            seen.addRect(-FAR, -FAR, 2 * FAR, 2 * FAR)
        else:
            seen.addEllipse(QPointF(*end), outer, outer)
        if not extends & _FROM_START:
            seen.addEllipse(QPointF(*start), inner, inner)  # a hole
        flat = min(max(number(shading.get("Eccentricity"), 0.0), 0.0), 0.999)
        about = QTransform.fromTranslate(-end[0], -end[1])
        about *= QTransform.fromScale(1, math.sqrt(1 - flat * flat))
        about *= QTransform().rotate(number(shading.get("Angle"), 0.0))
        about *= QTransform.fromTranslate(*end)
        paint = self._shaded(shading, gradient, about.map(seen))
        paint.brush.setTransform(about)
        return paint

    def _shaded(self, shading: ET.Element, gradient: QGradient, seen: QPainterPath) -> Paint:
        gradient.setStops(sorted(self._stops(shading), key=lambda stop: stop[0]))
        gradient.setSpread(SPREADS.get(shading.get("MapType") or "", QGradient.Spread.PadSpread))
        return Paint(QBrush(gradient), seen)

    def _stops(self, shading: ET.Element) -> Iterator[tuple[float, QColor]]:
        segments = list(children(shading, "Segment"))
        for at, segment in enumerate(segments):
            evenly = at / max(1, len(segments) - 1)
            colour = child(segment, "Color")
            place = min(max(number(segment.get("Position"), evenly), 0.0), 1.0)
            yield place, self._plain(colour if colour is not None else segment)

    def _average(self, shading: ET.Element) -> QColor:
        """Of the colours at a mesh's points, in place of the mesh."""
        found = [self._plain(c) for p in children(shading, "Point") for c in children(p, "Color")]
        if not found:
            return QColor(0, 0, 0, 0)
        parts = zip(*((c.red(), c.green(), c.blue(), c.alpha()) for c in found), strict=True)
        return QColor(*(sum(part) // len(found) for part in parts))

    def _plain(self, element: ET.Element) -> QColor:
        space = self.resources.colour_space(element.get("ColorSpace"))
        index = element.get("Index")
        if index is not None and space.palette:
            at = min(max(int(number(index, 0)), 0), len(space.palette) - 1)
            colour = QColor(*space.palette[at])
        else:
            colour = QColor(*rgb(element.get("Value"), space))
        colour.setAlpha(round(255 * alpha(element)))
        return colour


def _unit(shading: ET.Element, whole: float) -> float:
    """How far the colours go once, before they repeat or are reflected."""
    repeats = shading.get("MapType") in SPREADS
    unit = number(shading.get("MapUnit"), whole) if repeats else whole
    return unit if unit > 0 else whole


def alpha(element: ET.Element) -> float:
    """From 0 to 1."""
    return min(max(number(element.get("Alpha"), 255), 0), 255) / 255
