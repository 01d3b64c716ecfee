"""A seal's picture where it was put: PNG, JPEG or BMP, or itself an OFD of one page."""

from __future__ import annotations

from functools import lru_cache

from ofdkit import OFDError
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.viewer.documents import CannotShow, is_ofd
from app.viewer.ofd.content import OfdContent
from app.viewer.ofd.images import decode
from app.viewer.ofd.painting import PagePainter, Supplies, as_large_as_seen, draw_missing
from app.viewer.ofd.signatures import Stamp


def draw_stamp(painter: QPainter, stamp: Stamp, end: float) -> None:
    """As ink lies on paper: what is below it can be read. The painter's unit is a millimetre."""
    place = QRectF(*stamp.place)
    painter.save()
    if stamp.clip is not None:
        shown = QRectF(*stamp.clip).translated(place.topLeft())
        painter.setClipRect(shown)
    if is_ofd(stamp.picture):
        _draw_ofd(painter, stamp.picture, place, end)
    else:
        painter.translate(place.topLeft())
        painter.scale(place.width(), place.height())
        if (image := _picture(stamp.picture)) is not None:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.drawImage(QRectF(0, 0, 1, 1), as_large_as_seen(image, painter))
        else:
            draw_missing(painter)
    painter.restore()


@lru_cache(2)
def _picture(content: bytes) -> QImage | None:
    """One seal may be on every page, and a page is drawn in parts."""
    return decode(content)


def _draw_ofd(painter: QPainter, picture: bytes, place: QRectF, end: float) -> None:
    """Without seals of its own."""
    try:
        page = OfdContent(picture).page(0)
        painter.translate(place.topLeft())
        painter.scale(place.width() / page.area.width, place.height() / page.area.height)
        painter.translate(-page.area.x, -page.area.y)
        PagePainter(painter, Supplies(), end).draw(page)
    except (OFDError, CannotShow, IndexError):
        return  # the page is shown without it
