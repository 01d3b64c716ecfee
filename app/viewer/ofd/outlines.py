"""Outlines of paths as Qt has them (GB/T 33190, 9.1)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath, QTransform

from app.viewer.ofd.geometry import Matrix, Step


def transform(m: Matrix) -> QTransform:
    return QTransform(m.a, m.b, m.c, m.d, m.e, m.f)


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
