"""PDF by PDFium, whose build here has no JavaScript and follows no link or launch action."""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from app.viewer.documents import CannotShow, PagePart, part_to_draw
from app.viewer.messages import (
    MOST_BOXES_OF_A_HIT,
    MOST_CHARACTERS,
    MOST_HITS,
    MOST_LENGTH,
    MOST_PAGES,
    Box,
    Found,
    Opened,
    PageText,
    Picture,
    Seal,
)

FINE = 10_000  # PDFium answers in whole device pixels; a page is this many across
FIND_SECONDS = 0.05
_SURROGATES = range(0xD800, 0xE000)


class Pdf:
    def __init__(self, content: bytes) -> None:
        try:
            self._document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            encrypted = "password" in str(error).lower() or "security" in str(error).lower()
            raise CannotShow("encrypted" if encrypted else "broken") from error
        pages = len(self._document)
        if pages == 0:
            raise CannotShow("broken")
        if self._document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            self._document.init_forms()
        sizes = tuple(self._size(i) for i in range(min(pages, MOST_PAGES)))
        self.opened = Opened(sizes, pages)

    def draw(
        self, page: int, width: int, rotation: int, region: tuple[int, int, int, int] | None
    ) -> Picture:
        part = part_to_draw(self.opened.sizes[page], width, rotation, region)
        return _render(self._document[page], part, rotation)

    def draw_wordless(self, page: int, width: int) -> Picture:
        loaded = self._document[page]
        for words in loaded.get_objects([pdfium_c.FPDF_PAGEOBJ_TEXT]):
            pdfium_c.FPDFPageObj_SetIsActive(words, False)
        return _render(loaded, part_to_draw(self.opened.sizes[page], width, 0, None), 0)

    def read(self, page: int) -> PageText:
        loaded = self._document[page]
        words = loaded.get_textpage()
        count = min(words.count_chars(), MOST_CHARACTERS)
        characters = [_character(pdfium_c.FPDFText_GetUnicode(words, at)) for at in range(count)]
        boxes = tuple(_fraction(loaded, words.get_charbox(at, loose=True)) for at in range(count))
        return PageText("".join(characters), boxes)

    def find(self, text: str, page: int) -> Found:
        """Goes on for a twentieth of a second, so that a page to be drawn need not wait."""
        hits: list[tuple[int, tuple[Box, ...]]] = []
        end = time.monotonic() + FIND_SECONDS
        last = len(self.opened.sizes)
        while page < last and time.monotonic() < end and len(hits) < MOST_HITS:
            hits += ((page, boxes) for boxes in self._hits(page, text))
            page += 1
        return Found(tuple(hits[:MOST_HITS]), page if page < last else -1)

    def place(self, page: int, rectangle: tuple[float, float, float, float]) -> Box:
        """A rectangle (left, bottom, right, top) of the page's own space, as shown unturned."""
        return _fraction(self._document[page], rectangle)

    @property
    def was_repaired(self) -> bool:
        """Whether PDFium gathered the objects by itself, the last of each number, since the file's
        own table of them cannot be read."""
        return not pdfium_c.FPDF_DocumentHasValidCrossReferenceTable(self._document)

    def signatures(self, authorities: Sequence[bytes] = ()) -> tuple[Seal, ...]:
        return ()

    def append_page(self, whole: pdfium.PdfDocument, page: int) -> bool:
        """Appends a page to another document, what is pinned to it (filled fields, stamps) drawn
        into it and its links and actions gone; whether that could be done."""
        shown = pdfium_c.FLAT_NORMALDISPLAY
        if pdfium_c.FPDFPage_Flatten(self._document[page], shown) == pdfium_c.FLATTEN_FAIL:
            return False
        whole.import_pages(self._document, [page])
        return True

    def _size(self, page: int) -> tuple[float, float]:
        across, down = self._document.get_page_size(page)
        return min(max(across, 0.0), MOST_LENGTH), min(max(down, 0.0), MOST_LENGTH)

    def _hits(self, page: int, text: str) -> Iterator[tuple[Box, ...]]:
        loaded = self._document[page]
        words = loaded.get_textpage()
        searcher = words.search(text)
        while (found := searcher.get_next()) is not None:
            count = min(words.count_rects(*found), MOST_BOXES_OF_A_HIT)
            yield tuple(_fraction(loaded, words.get_rect(at)) for at in range(count))


def _render(page: pdfium.PdfPage, part: PagePart, rotation: int) -> Picture:
    bitmap = pdfium.PdfBitmap.new_native(part.width, part.height, pdfium_c.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, part.width, part.height)
    whole = (part.whole_width, part.whole_height)
    place = (-part.x, -part.y, *whole, rotation // 90, pdfium_c.FPDF_ANNOT)
    pdfium_c.FPDF_RenderPageBitmap(bitmap, page, *place)
    if page.formenv is not None:
        pdfium_c.FPDF_FFLDraw(page.formenv, bitmap, page, *place)
    return Picture(part.width, part.height, bytes(bitmap.buffer))


def _character(code: int) -> str:
    """What a file claims to be a character may be half of one, or none: no message carries that."""
    is_one = code < _SURROGATES.start or _SURROGATES.stop <= code <= sys.maxunicode
    return chr(code) if is_one else "\ufffd"


def _fraction(page: pdfium.PdfPage, box: tuple[float, float, float, float]) -> Box:
    """A box in the page's own space, as fractions of the page as it is shown unturned."""
    left, bottom, right, top = box
    (x1, y1), (x2, y2) = _device(page, left, top), _device(page, right, bottom)
    return (
        min(x1, x2) / FINE,
        min(y1, y2) / FINE,
        max(x1, x2) / FINE,
        max(y1, y2) / FINE,
    )


def _device(page: pdfium.PdfPage, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, FINE, FINE, 0, x, y, across, down)
    return across.value, down.value
