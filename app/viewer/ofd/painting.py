"""Draws a page of an OFD with Qt: text as outlines, paths, pictures, composed units."""

from __future__ import annotations

import math
import time
import xml.etree.ElementTree as ET  # nosec B405 # ofdkit refuses every DTD

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from app.viewer.documents import CannotShow
from app.viewer.ofd.assets import AssetCache
from app.viewer.ofd.content import DEEPEST, MOST_OBJECTS, Layer, OfdPage, object_matrices, objects
from app.viewer.ofd.fonts import EM, Glyph, glyph_transform
from app.viewer.ofd.geometry import Box, Matrix, box, matrix, number, outline
from app.viewer.ofd.markup import child, children, is_true, name_of, words
from app.viewer.ofd.outlines import path, transform
from app.viewer.ofd.resources import Resources
from app.viewer.ofd.style import Style, alpha
from app.viewer.ofd.text import PART_OF_ANOTHER, CharacterPosition, advance, character_positions

MOST_CELLS, MOST_DASHES = 10_000, 20_000
MOST_STEPS = 50_000  # of one path
BOLD = 600  # a weight from which on a font that is not bold is drawn bolder
NARROWEST = 0.5


class PagePainter:
    """The painter's unit is a millimetre of the page. Raises CannotShow where there is more on it,
    or nested deeper, than on any paper, or it is not drawn by ``end``, as time.monotonic has it."""

    def __init__(self, painter: QPainter, assets: AssetCache, end: float) -> None:
        self._painter, self._assets, self._end = painter, assets, end
        self._left = MOST_OBJECTS
        hints = QPainter.RenderHint
        painter.setRenderHints(hints.Antialiasing | hints.SmoothPixmapTransform)

    def draw(self, page: OfdPage) -> None:
        for layer in page.layers:
            self._layer(layer)

    def _layer(self, layer: Layer) -> None:
        style = Style(layer.resources).with_parameters(layer.parameters)
        self._objects(layer.element, layer.matrix, style, 0)

    def _objects(self, within: ET.Element, outer: Matrix, style: Style, depth: int) -> None:
        for element in objects(within):
            self._left -= 1
            if self._left < 0 or depth > DEEPEST or time.monotonic() > self._end:
                raise CannotShow("too_large")
            if name_of(element) == "PageBlock":
                self._objects(element, outer, style, depth + 1)
            elif is_true(element.get("Visible"), True):
                self._painter.save()
                self._object(element, outer, style.of(element), depth)
                self._painter.restore()

    def _object(self, element: ET.Element, outer: Matrix, style: Style, depth: int) -> None:
        at_boundary, inner = object_matrices(element, outer)
        self._painter.setOpacity(self._painter.opacity() * alpha(element))
        self._clip(element, at_boundary, inner, style)
        match name_of(element):
            case "TextObject":
                self._text(element, inner, style, depth)
            case "PathObject":
                self._path(element, inner, style, depth)
            case "ImageObject":
                if not element.get("CTM"):
                    _, _, width, height = box(element.get("Boundary")) or Box(0, 0, 0, 0)
                    inner = Matrix(a=width, d=height).then(at_boundary)
                self._image(element, inner, style.resources)
            case "CompositeObject":
                if (unit := style.resources.unit(element.get("ResourceID"))) is not None:
                    self._objects(unit, inner, style, depth + 1)

    def _text(self, element: ET.Element, inner: Matrix, style: Style, depth: int) -> None:
        font = style.resources.font(element.get("Font"))
        shape = self._text_outline(element, style)
        if is_true(element.get("Fill"), True):
            self._fill(shape, element, inner, style, depth)
        if is_true(element.get("Stroke"), False):
            self._stroke(shape, style.pen(element), inner)
        elif number(element.get("Weight"), 400) >= BOLD and not (font and font.bold):
            bolder = QPen(style.fill(element).brush, number(element.get("Size"), 3.0) / 30)
            self._stroke(shape, bolder, inner)

    def _text_outline(self, element: ET.Element, style: Style) -> QPainterPath:
        """Their outlines, in the object's own space."""
        font = style.resources.font(element.get("Font"))
        glyphs = self._assets.glyphs(style.resources, font)
        size, scale = number(element.get("Size"), 3.0), number(element.get("HScale"), 1.0)
        is_slanted = is_true(element.get("Italic"), False) and not (font and font.italic)
        turned = number(element.get("CharDirection"), 0.0)
        whole = QPainterPath()
        whole.setFillRule(Qt.FillRule.WindingFill)
        for each in character_positions(element):
            if each.glyph == PART_OF_ANOTHER:
                continue
            glyph = glyphs.find(each.character, each.glyph)
            fitted = scale * _narrowing(each, glyph, size * scale)
            place = glyph_transform(size, fitted, turned, is_slanted)
            whole.addPath(place.map(glyph.outline).translated(each.x, each.y))
        return whole

    def _path(self, element: ET.Element, inner: Matrix, style: Style, depth: int) -> None:
        shape = path(outline(words(element, "AbbreviatedData")))
        if shape.elementCount() > MOST_STEPS:
            raise CannotShow("too_large")
        even_odd = (element.get("Rule") or "").lower() == "even-odd"
        shape.setFillRule(Qt.FillRule.OddEvenFill if even_odd else Qt.FillRule.WindingFill)
        if is_true(element.get("Fill"), False) and style.has(element, "FillColor"):
            self._fill(shape, element, inner, style, depth)
        if is_true(element.get("Stroke"), True):
            self._stroke(shape, style.pen(element), inner)

    def _fill(
        self, shape: QPainterPath, element: ET.Element, inner: Matrix, style: Style, depth: int
    ) -> None:
        paint = style.fill(element)
        self._painter.save()
        if paint.pattern is not None:
            self._pattern(shape, paint.pattern, inner, style, depth)
        else:
            self._painter.setWorldTransform(transform(inner), True)
            if paint.within is not None:
                self._painter.setClipPath(paint.within, Qt.ClipOperation.IntersectClip)
            self._painter.fillPath(shape, paint.brush)
        self._painter.restore()

    def _stroke(self, shape: QPainterPath, pen: QPen, inner: Matrix) -> None:
        dash = sum(pen.dashPattern()) * pen.widthF()
        if dash and shape.length() > MOST_DASHES * dash:
            pen.setStyle(Qt.PenStyle.SolidLine)  # which is what could be seen of them
        self._painter.save()
        self._painter.setWorldTransform(transform(inner), True)
        self._painter.strokePath(shape, pen)
        self._painter.restore()

    def _pattern(
        self, shape: QPainterPath, pattern: ET.Element, inner: Matrix, style: Style, depth: int
    ) -> None:
        """The cell again and again, as far as the shape reaches."""
        content = child(pattern, "CellContent")
        width, height = number(pattern.get("Width"), 0), number(pattern.get("Height"), 0)
        if content is None or width <= 0 or height <= 0:
            return
        right = max(width, number(pattern.get("XStep"), width))
        down = max(height, number(pattern.get("YStep"), height))
        own = matrix(pattern.get("CTM")).then(inner)
        back, can_be_inverted = transform(own).inverted()
        if not can_be_inverted:
            return
        self._painter.setClipPath(transform(inner).map(shape), Qt.ClipOperation.IntersectClip)
        reached = (transform(inner) * back).mapRect(shape.boundingRect())
        columns = range(math.floor(reached.left() / right), math.ceil(reached.right() / right))
        rows = range(math.floor(reached.top() / down), math.ceil(reached.bottom() / down))
        if len(columns) * len(rows) > MOST_CELLS:
            raise CannotShow("too_large")
        mirrored = pattern.get("ReflectMethod") or ""
        for column in columns:
            for line in rows:
                place = Matrix(e=column * right, f=line * down)
                if column % 2 and mirrored in ("Column", "RowAndColumn"):
                    place = Matrix(a=-1, e=width).then(place)
                if line % 2 and mirrored in ("Row", "RowAndColumn"):
                    place = Matrix(d=-1, f=height).then(place)
                self._objects(content, place.then(own), style, depth + 1)

    def _image(self, element: ET.Element, inner: Matrix, resources: Resources) -> None:
        image = self._assets.image(resources, element.get("ResourceID"))
        self._painter.setWorldTransform(transform(inner), True)
        if image is None:
            draw_missing(self._painter)
            return
        masking = self._assets.image(resources, element.get("ImageMask"))
        image = as_large_as_seen(image, self._painter)
        if masking is not None:
            grey = masking.convertToFormat(QImage.Format.Format_Grayscale8)
            image = image.convertToFormat(QImage.Format.Format_ARGB32)
            image.setAlphaChannel(grey.scaled(image.size()))
        self._painter.drawImage(QRectF(0, 0, 1, 1), image)

    def _clip(self, element: ET.Element, at_boundary: Matrix, inner: Matrix, style: Style) -> None:
        """To what all clips leave."""
        clips = child(element, "Clips")
        if clips is None:
            return
        base = inner if is_true(clips.get("TransFlag"), True) else at_boundary
        for clip in children(clips, "Clip"):
            union = self._union_of_areas(clip, base, style)
            if not union.isEmpty():
                self._painter.setClipPath(union, Qt.ClipOperation.IntersectClip)

    def _union_of_areas(self, clip: ET.Element, base: Matrix, style: Style) -> QPainterPath:
        union = QPainterPath()
        union.setFillRule(Qt.FillRule.WindingFill)
        for area in children(clip, "Area"):
            around = matrix(area.get("CTM")).then(base)
            for shape in area:
                _, own = object_matrices(shape, around)
                match name_of(shape):
                    case "Path":
                        found = path(outline(words(shape, "AbbreviatedData")))
                    case "Text":
                        found = self._text_outline(shape, style)
                    case _:
                        continue
                union.addPath(transform(own).map(found))
        return union


class WordlessPainter(PagePainter):
    """Draws all but the page's own words; an annotation's and a pattern's are none of them."""

    _is_own = True

    def _layer(self, layer: Layer) -> None:
        self._is_own = not layer.is_annotation
        super()._layer(layer)

    def _text(self, element: ET.Element, inner: Matrix, style: Style, depth: int) -> None:
        if not self._is_own:
            super()._text(element, inner, style, depth)

    def _pattern(
        self, shape: QPainterPath, pattern: ET.Element, inner: Matrix, style: Style, depth: int
    ) -> None:
        before, self._is_own = self._is_own, False
        super()._pattern(shape, pattern, inner, style, depth)
        self._is_own = before


def draw_missing(painter: QPainter) -> None:
    """A crossed box in a picture's place, so that it is not overlooked that there is one."""
    painter.setPen(QPen(QColor(160, 160, 160), 0))
    painter.drawRect(QRectF(0, 0, 1, 1))
    painter.drawLine(QLineF(0, 0, 1, 1))
    painter.drawLine(QLineF(0, 1, 1, 0))


def _is_wide(each: CharacterPosition) -> bool:
    return advance(each.character, 1.0) == 1.0


def _narrowing(each: CharacterPosition, glyph: Glyph, size: float) -> float:
    """By how much a letter of a stand-in font is to be narrowed, so that it does not run into the
    next where the document's own font is the narrower one."""
    taken = glyph.advance / EM * size
    if not glyph.is_substitute or _is_wide(each) or each.width >= taken:
        return 1.0
    return max(NARROWEST, each.width / taken)


def as_large_as_seen(image: QImage, painter: QPainter) -> QImage:
    """Made smaller with every pixel of it, where far fewer are seen."""
    seen = painter.worldTransform()
    across, down = math.hypot(seen.m11(), seen.m12()), math.hypot(seen.m21(), seen.m22())
    wanted = QSize(
        min(image.width(), max(1, math.ceil(across))), min(image.height(), max(1, math.ceil(down)))
    )
    if 2 * wanted.width() > image.width() and 2 * wanted.height() > image.height():
        return image
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
