"""A seal's picture where it was put: PNG, JPEG or BMP, or itself an OFD of one page."""

from __future__ import annotations

from functools import lru_cache

from ofdkit import OFDError
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from app.viewer.documents import LARGEST_SEAL, CannotShow, is_ofd
from app.viewer.ofd.assets import AssetCache
from app.viewer.ofd.content import OfdContent
from app.viewer.ofd.images import decode
from app.viewer.ofd.painting import PagePainter, as_large_as_seen, draw_missing
from app.viewer.ofd.signatures import Stamp


def draw_stamp(painter: QPainter, stamp: Stamp, end: float) -> None:
    """As ink lies on paper: what is below it can be read. The painter's unit is a millimetre. What
    is larger than a seal is is not drawn as one."""
    place = QRectF(*stamp.place)
    painter.save()
    if stamp.clip is not None:
        shown = QRectF(*stamp.clip).translated(place.topLeft())
        painter.setClipRect(shown)
    is_seal = max(stamp.place.width, stamp.place.height) <= LARGEST_SEAL
    if is_seal and is_ofd(stamp.picture):
        _draw_ofd(painter, stamp.picture, place, end)
    else:
        painter.translate(place.topLeft())
        painter.scale(place.width(), place.height())
        image = _picture(stamp.picture) if is_seal else None
        if image is not None:
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
    """Without seals of its own, on white paper aside: what is white of it is none of the seal."""
    device = QRect(0, 0, painter.device().width(), painter.device().height())
    seen = painter.worldTransform().mapRect(place).toAlignedRect().intersected(device)
    paper = QImage(seen.size(), QImage.Format.Format_RGB32)
    if paper.isNull():
        return
    paper.fill(0xFFFFFFFF)
    aside = QPainter(paper)
    try:
        page = OfdContent(picture).page(0)
        aside.translate(-seen.x(), -seen.y())
        aside.setWorldTransform(painter.worldTransform(), True)
        aside.translate(place.topLeft())
        aside.scale(place.width() / page.area.width, place.height() / page.area.height)
        aside.translate(-page.area.x, -page.area.y)
        PagePainter(aside, AssetCache(), end).draw(page)
    except (OFDError, CannotShow, IndexError):
        return  # the page is shown without it
    finally:
        aside.end()
    painter.resetTransform()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.drawImage(seen.topLeft(), paper)
