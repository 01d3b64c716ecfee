"""Pages of several files as one PDF, turned, cut and in order: made where the files are parsed."""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, PdfImagePlugin  # noqa: F401  # nothing can be loaded once confined

from app.viewer.documents import MOST_WIDTH, CannotShow, Document
from app.viewer.messages import LARGEST_PAPER, MOST_SHEETS, Sheet
from app.viewer.opening import open_document
from app.viewer.pdf import Pdf
from app.viewer.pictures import Pictures

A4 = (595.0, 842.0)  # points
DOTS_PER_POINT = 200 / 72
MOST_DOTS = 4_000_000  # of a drawn page: A4 at 200 dpi
QUALITY = 80  # of its JPEG
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


def assemble(files: Sequence[bytes], sheets: Sequence[Sheet]) -> bytes:
    """The PDF. Whole pages of a PDF are taken over with their words, and with all that is pinned to
    them drawn into them; a picture, a page of an OFD, and what is left of a page that was cut, is
    drawn anew, so that what was cut away is not in the file.

    Raises CannotShow: ``too_heavy`` where it would be larger than ``LARGEST_PAPER``.
    """
    if not 0 < len(sheets) <= MOST_SHEETS:
        raise CannotShow("too_large")
    whole = pdfium.PdfDocument.new()
    opened: tuple[int, Document] | None = None  # one at a time: each may fill the memory
    for sheet in sheets:
        if opened is None or opened[0] != sheet.file:
            opened = None
            opened = (sheet.file, open_document(files[sheet.file]))
        if not _take_over(whole, opened[1], sheet):
            drawn = pdfium.PdfDocument(_drawn(opened[1], sheet))
            whole.import_pages(drawn)
            drawn.close()
    return _saved(whole)


def _take_over(whole: pdfium.PdfDocument, document: Document, sheet: Sheet) -> bool:
    """Whether the page could be appended as it is."""
    if not isinstance(document, Pdf) or sheet.crop is not None:
        return False
    if not document.append_page(whole, sheet.page):
        return False
    page = whole[len(whole) - 1]
    page.set_rotation((page.get_rotation() + sheet.rotation) % 360)
    return True


def _drawn(document: Document, sheet: Sheet) -> bytes:
    """A PDF of one page, no larger than A4, that is a picture of the sheet."""
    across, down = (max(1.0, length) for length in document.opened.sizes[sheet.page])
    left, top, right, bottom = _within_page(sheet)
    wide, high = across * (right - left), down * (bottom - top)
    is_photograph = isinstance(document, Pictures)  # its lengths are pixels
    dots = 1.0 if is_photograph else DOTS_PER_POINT
    dots = min(dots, math.sqrt(MOST_DOTS / (wide * high)), MOST_WIDTH / across)
    width = max(1, int(across * dots))
    height = max(1, round(width * down / across))
    region = (
        min(int(left * width), width - 1),
        min(int(top * height), height - 1),
        max(1, int((right - left) * width)),
        max(1, int((bottom - top) * height)),
    )
    picture = document.draw(sheet.page, width, 0, region)
    size = (picture.width, picture.height)
    image = Image.frombuffer("RGB", size, picture.pixels, "raw", "BGRX", 0, 1)
    if sheet.rotation:
        image = image.transpose(_TURNS[sheet.rotation])
    fits = min(max(A4) / max(wide, high), min(A4) / min(wide, high))
    points = max(wide, high) * (fits if is_photograph else min(1.0, fits))
    out = io.BytesIO()
    image.save(out, "PDF", resolution=72 * max(image.size) / points, quality=QUALITY)
    return out.getvalue()


def _within_page(sheet: Sheet) -> tuple[float, float, float, float]:
    left, top, right, bottom = sheet.crop or (0.0, 0.0, 1.0, 1.0)
    left, top = max(0.0, left), max(0.0, top)
    right, bottom = min(1.0, right), min(1.0, bottom)
    if right <= left or bottom <= top:
        raise CannotShow("broken")
    return left, top, right, bottom


_written = bytearray()


def _write(_file: object, block: int, size: int) -> int:
    room = LARGEST_PAPER + 1 - len(_written)  # PDFium does not always say that a block was refused
    _written.extend(ctypes.string_at(block, min(size, room)))
    return int(size <= room)


# Made before the process is confined: afterwards there is no memory for code.
_WRITE_BLOCK = dict(pdfium_c.FPDF_FILEWRITE._fields_)["WriteBlock"](_write)


def _saved(whole: pdfium.PdfDocument) -> bytes:
    _written.clear()
    file = pdfium_c.FPDF_FILEWRITE(version=1, WriteBlock=_WRITE_BLOCK)
    is_whole = pdfium_c.FPDF_SaveAsCopy(whole, file, pdfium_c.FPDF_NO_INCREMENTAL)
    content = bytes(_written)
    _written.clear()
    if len(content) > LARGEST_PAPER:
        raise CannotShow("too_heavy")
    if not is_whole:
        raise CannotShow("broken")
    return content
