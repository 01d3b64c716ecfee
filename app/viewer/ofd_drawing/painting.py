"""Draws a page of an OFD with Qt: text as outlines, paths, pictures, composed units."""

from __future__ import annotations

import io
import math
import xml.etree.ElementTree as ET  # nosec B405: ofdkit parses, and refuses every DTD
from collections.abc import Iterator

from PIL import Image
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QRadialGradient,
    QTransform,
)

from app.viewer.ofd_drawing.content import Drawn, OfdPage, objects
from app.viewer.ofd_drawing.fonts import Glyphs, upright
from app.viewer.ofd_drawing.geometry import (
    Box,
    Matrix,
    Step,
    box,
    matrix,
    number,
    numbers,
    outline,
)
from app.viewer.ofd_drawing.markup import child, children, is_true, name_of, words
from app.viewer.ofd_drawing.resources import Resources, rgb
from app.viewer.ofd_drawing.text import placed

LINE_WIDTH, MITRE = 0.353, 4.234
DEEPEST, MOST_OBJECTS = 16, 100_000
LARGEST_PICTURE = 40_000_000  # pixels
BOLD = 600  # a weight from which on a font that is not bold is drawn bolder
CAPS = {"Round": Qt.PenCapStyle.RoundCap, "Square": Qt.PenCapStyle.SquareCap}
JOINS = {"Round": Qt.PenJoinStyle.RoundJoin, "Bevel": Qt.PenJoinStyle.BevelJoin}


class TooMuch(Exception):
    """More objects, or nested deeper, than any page has."""


class PagePainter:
    """``scale``: pixels a millimetre; the painter's origin is the page's corner."""

    def __init__(self, painter: QPainter, scale: float, fonts: dict[object, Glyphs]) -> None:
        self._painter, self._scale, self._fonts = painter, scale, fonts
        self._left = MOST_OBJECTS
        hints = QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.SmoothPixmapTransform)

    def draw(self, page: OfdPage) -> None:
        """Raises TooMuch."""
        whole = Matrix(a=self._scale, d=self._scale, e=-page.area.x * self._scale,
                       f=-page.area.y * self._scale)  # fmt: skip
        for drawn in page.drawn:
            look = Look(drawn.resources).within(drawn.parameters)
            self._objects(drawn.objects, drawn, drawn.matrix.then(whole), look, 0)

    def _objects(
        self, within: ET.Element, drawn: Drawn, outer: Matrix, look: Look, depth: int
    ) -> None:
        if depth > DEEPEST:
            raise TooMuch
        for element in objects(within):
            self._left -= 1
            if self._left < 0:
                raise TooMuch
            kind = name_of(element)
            if kind == "PageBlock":
                self._objects(element, drawn, outer, look, depth + 1)
                continue
            if not is_true(element.get("Visible"), True):
                continue
            own = look.of(element)
            boundary = box(element.get("Boundary")) or Box(0, 0, 0, 0)
            at_boundary = Matrix(e=boundary.x, f=boundary.y).then(outer)
            inner = matrix(element.get("CTM")).then(at_boundary)
            self._painter.save()
            self._painter.setOpacity(self._painter.opacity() * alpha(element))
            self._clip(element, at_boundary, inner)
            match kind:
                case "TextObject":
                    self._text(element, inner, own)
                case "PathObject":
                    self._path(element, inner, own)
                case "ImageObject":
                    self._image(element, inner, drawn.resources)
                case "CompositeObject":
                    if (unit := drawn.resources.unit(element.get("ResourceID"))) is not None:
                        self._objects(unit, drawn, inner, own, depth + 1)
            self._painter.restore()

    def _text(self, element: ET.Element, inner: Matrix, look: Look) -> None:
        number_of_font = element.get("Font") or ""
        font = look.resources.font(number_of_font)
        key = (id(look.resources), number_of_font)
        glyphs = (
            self._fonts.setdefault(key, Glyphs(font))
            if key not in self._fonts
            else self._fonts[key]
        )
        size = number(element.get("Size"), 3.0)
        is_slanted = is_true(element.get("Italic"), False) and not (font and font.italic)
        glyph = upright(
            size, number(element.get("HScale"), 1.0), number(element.get("CharDirection"), 0.0),
            is_slanted,
        )  # fmt: skip
        whole = QPainterPath()
        whole.setFillRule(Qt.FillRule.WindingFill)
        for each in placed(element):
            shape = glyphs.outline(each.character, each.glyph)
            if not shape.isEmpty():
                whole.addPath(glyph.map(shape).translated(each.x, each.y))
        self._painter.setWorldTransform(_transform(inner), True)
        pen = look.pen(element) if is_true(element.get("Stroke"), False) else Qt.PenStyle.NoPen
        if number(element.get("Weight"), 400) >= BOLD and not (font and font.bold):
            pen = QPen(look.fill(element), size / 30)
        self._painter.setPen(pen)
        fills = is_true(element.get("Fill"), True)
        self._painter.setBrush(look.fill(element) if fills else Qt.BrushStyle.NoBrush)
        self._painter.drawPath(whole)

    def _path(self, element: ET.Element, inner: Matrix, look: Look) -> None:
        shape = path(outline(words(element, "AbbreviatedData")))
        even_odd = (element.get("Rule") or "").lower() == "even-odd"
        shape.setFillRule(Qt.FillRule.OddEvenFill if even_odd else Qt.FillRule.WindingFill)
        self._painter.setWorldTransform(_transform(inner), True)
        strokes, fills = is_true(element.get("Stroke"), True), is_true(element.get("Fill"), False)
        self._painter.setPen(look.pen(element) if strokes else Qt.PenStyle.NoPen)
        self._painter.setBrush(look.fill(element) if fills else Qt.BrushStyle.NoBrush)
        self._painter.drawPath(shape)

    def _image(self, element: ET.Element, inner: Matrix, resources: Resources) -> None:
        raw = resources.media(element.get("ResourceID"))
        image = picture(raw) if raw else None
        if image is None:
            return
        mask = resources.media(element.get("ImageMask"))
        if mask and (masking := picture(mask)) is not None:
            image.setAlphaChannel(
                masking.convertToFormat(QImage.Format.Format_Grayscale8).scaled(image.size())
            )
        self._painter.setWorldTransform(_transform(inner), True)
        self._painter.drawImage(QRectF(0, 0, 1, 1), image)

    def _clip(self, element: ET.Element, at_boundary: Matrix, inner: Matrix) -> None:
        clips = child(element, "Clips")
        if clips is None:
            return
        base = inner if is_true(clips.get("TransFlag"), True) else at_boundary
        for clip in children(clips, "Clip"):
            whole = QPainterPath()
            for area in children(clip, "Area"):
                around = matrix(area.get("CTM"))
                for shape in children(area, "Path"):
                    place = box(shape.get("Boundary")) or Box(0, 0, 0, 0)
                    own = matrix(shape.get("CTM")).then(Matrix(e=place.x, f=place.y))
                    found = path(outline(words(shape, "AbbreviatedData")))
                    whole.addPath(_transform(own.then(around).then(base)).map(found))
            if not whole.isEmpty():
                self._painter.setClipPath(whole, Qt.ClipOperation.IntersectClip)


class Look:
    """Drawing parameters as far as they are inherited: of a layer, a composed unit, an object."""

    def __init__(self, resources: Resources, chain: tuple[ET.Element, ...] = ()) -> None:
        self.resources, self._chain = resources, chain

    def within(self, parameters: str | None) -> Look:
        found = self.resources.parameters(parameters)
        return Look(self.resources, (*found, *self._chain)) if found else self

    def of(self, element: ET.Element) -> Look:
        return self.within(element.get("DrawParam"))

    def _said(self, element: ET.Element, name: str) -> str | None:
        return next((e.get(name) for e in (element, *self._chain) if e.get(name)), None)

    def fill(self, element: ET.Element) -> QBrush:
        return self._colour(element, "FillColor")

    def pen(self, element: ET.Element) -> QPen:
        pen = QPen(
            self._colour(element, "StrokeColor"),
            number(self._said(element, "LineWidth"), LINE_WIDTH),
        )
        pen.setCapStyle(CAPS.get(self._said(element, "Cap") or "", Qt.PenCapStyle.FlatCap))
        pen.setJoinStyle(JOINS.get(self._said(element, "Join") or "", Qt.PenJoinStyle.MiterJoin))
        pen.setMiterLimit(number(self._said(element, "MiterLimit"), MITRE))
        dashes = [abs(each) for each in numbers(self._said(element, "DashPattern"))]
        if dashes and pen.widthF() > 0 and any(dashes):
            dashes = dashes * 2 if len(dashes) % 2 else dashes
            pen.setDashPattern([each / pen.widthF() for each in dashes])
            pen.setDashOffset(number(self._said(element, "DashOffset"), 0) / pen.widthF())
        return pen

    def _colour(self, element: ET.Element, name: str) -> QBrush:
        """Black where nothing says another."""
        found = next(
            (c for e in (element, *self._chain) if (c := child(e, name)) is not None), None
        )
        if found is None:
            return QBrush(QColor(0, 0, 0))
        for shading in found:
            match name_of(shading):
                case "AxialShd":
                    start, end = (numbers(shading.get(n)) for n in ("StartPoint", "EndPoint"))
                    if len(start) == len(end) == 2:
                        linear = QLinearGradient(QPointF(*start), QPointF(*end))
                        linear.setStops(list(self._stops(shading)))
                        return QBrush(linear)
                case "RadialShd":
                    start, end = (numbers(shading.get(n)) for n in ("StartPoint", "EndPoint"))
                    if len(start) == len(end) == 2:
                        radial = QRadialGradient(
                            QPointF(*end), number(shading.get("EndRadius"), 1.0),
                            QPointF(*start), number(shading.get("StartRadius"), 0.0),
                        )  # fmt: skip
                        radial.setStops(list(self._stops(shading)))
                        return QBrush(radial)
        return QBrush(self._plain(found))

    def _stops(self, shading: ET.Element) -> Iterator[tuple[float, QColor]]:
        segments = list(children(shading, "Segment"))
        for at, segment in enumerate(segments):
            evenly = at / max(1, len(segments) - 1)
            colour = child(segment, "Color")
            place = min(max(number(segment.get("Position"), evenly), 0.0), 1.0)
            yield place, self._plain(colour if colour is not None else segment)

    def _plain(self, element: ET.Element) -> QColor:
        space = self.resources.space(element.get("ColorSpace"))
        index = element.get("Index")
        if index is not None and space.palette:
            at = min(max(int(number(index, 0)), 0), len(space.palette) - 1)
            colour = QColor(*space.palette[at])
        else:
            colour = QColor(*rgb(element.get("Value"), space))
        colour.setAlpha(round(255 * alpha(element)))
        return colour


def alpha(element: ET.Element) -> float:
    """From 0 to 1."""
    return min(max(number(element.get("Alpha"), 255), 0), 255) / 255


def path(steps: Iterator[Step]) -> QPainterPath:
    shape = QPainterPath()
    for kind, values in steps:
        match kind:
            case "M":
                shape.moveTo(*values)
            case "L":
                shape.lineTo(*values)
            case "Q":
                shape.quadTo(*values)
            case "B":
                shape.cubicTo(*values)
            case "A":
                _arc(shape, *values)
            case "C":
                shape.closeSubpath()
    return shape


def _arc(shape: QPainterPath, rx: float, ry: float, turned: float, large: float, sweep: float,
         x: float, y: float) -> None:  # fmt: skip
    """An elliptic arc from where the path is to (x, y), given by its end as in SVG 1.1, F.6."""
    start = shape.currentPosition()
    rx, ry = abs(rx), abs(ry)
    if not rx or not ry or (start.x(), start.y()) == (x, y):
        shape.lineTo(x, y)
        return
    phi = math.radians(turned)
    cos, sin = math.cos(phi), math.sin(phi)
    dx, dy = (start.x() - x) / 2, (start.y() - y) / 2
    x1, y1 = cos * dx + sin * dy, -sin * dx + cos * dy
    wide = (x1 / rx) ** 2 + (y1 / ry) ** 2
    if wide > 1:
        rx, ry = rx * math.sqrt(wide), ry * math.sqrt(wide)
    below = (rx * y1) ** 2 + (ry * x1) ** 2
    root = math.sqrt(max(0.0, (rx * ry) ** 2 - below) / below) if below else 0.0
    root = -root if bool(large) == bool(sweep) else root
    cx1, cy1 = root * rx * y1 / ry, -root * ry * x1 / rx
    begin = math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx)
    span = math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx) - begin
    if sweep and span < 0:
        span += 2 * math.pi
    elif not sweep and span > 0:
        span -= 2 * math.pi
    arc = QPainterPath()
    arc.arcMoveTo(QRectF(-rx, -ry, 2 * rx, 2 * ry), -math.degrees(begin))
    arc.arcTo(QRectF(-rx, -ry, 2 * rx, 2 * ry), -math.degrees(begin), -math.degrees(span))
    cx = cos * cx1 - sin * cy1 + (start.x() + x) / 2
    cy = sin * cx1 + cos * cy1 + (start.y() + y) / 2
    shape.connectPath(QTransform(cos, sin, -sin, cos, cx, cy).map(arc))


def picture(raw: bytes) -> QImage | None:
    """None for what is no picture, or too large a one."""
    try:
        with Image.open(io.BytesIO(raw)) as opened:
            if opened.width * opened.height > LARGEST_PICTURE:
                return None
            pixels = opened.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    data = pixels.tobytes()
    image = QImage(
        data, pixels.width, pixels.height, 4 * pixels.width, QImage.Format.Format_RGBA8888
    )
    return image.copy()


def _transform(m: Matrix) -> QTransform:
    return QTransform(m.a, m.b, m.c, m.d, m.e, m.f)
