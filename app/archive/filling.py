"""Drawn pages put into their places in a PDF of ours, a page at a time.

What Typst made stays byte for byte; behind it comes one incremental update (ISO 32000-1, 7.5.6):
a picture for each place and its page, which shows it. So no more than one picture is held; fonts,
metadata and output intent of the PDF/A are what they were. A picture is a JPEG in DeviceRGB or
DeviceGray, which the output intent (sRGB) covers (ISO 19005-2, 6.2.4.3).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from app.archive import unseen

POINTS_PER_MM = 72 / 25.4
POINTS_PER_DOT = 72 / 200  # at most: what was small on paper is not blown up
LEFT, RIGHT, TOP, BOTTOM = (mm * POINTS_PER_MM for mm in (10, 10, 22, 7))  # around a drawn page


class Picture(msgspec.Struct, frozen=True):
    """A page drawn: a JPEG of so many pixels, in colour or in grey. ``words``: those that stand on
    it, as ``unseen.written`` has them."""

    width: int
    height: int
    is_grey: bool
    jpeg: bytes
    words: bytes = b""


def fill(frame: bytes, pictures: Iterable[tuple[int, Picture]]) -> Iterator[bytes]:
    """The frame, and each picture on the page of this number, counted from 0, as large as the room
    within the margins is. ``frame`` is a print of ours, never an applicant's file."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(frame))
    pages: Any = reader.root["/Pages"]["/Kids"]
    update = _Update(len(frame), int(reader.trailer["/Size"]))
    yield frame
    first, saved = update.new(_stream(b"q\n"))
    yield saved
    font, *described = unseen.font(update.next)
    for part in (font, *described):
        yield update.new(part)[1]
    for number, picture in pictures:
        page = pages[number]
        image, written = update.new(_image(picture))
        yield written
        content, written = update.new(_packed(_painting(picture, page["/MediaBox"])))
        yield written
        told = _told(page, first, content, image, first + 1)
        yield update.again(page.container_ref.idnum, told)
    yield update.end(reader.trailer, reader.last_startxref)


class _Update:
    """Objects behind what is there, and the table that says where they are."""

    def __init__(self, offset: int, size: int) -> None:
        self._offset, self.next = offset, size
        self._places: dict[int, int] = {}

    def new(self, body: bytes) -> tuple[int, bytes]:
        number, self.next = self.next, self.next + 1
        return number, self.again(number, body)

    def again(self, number: int, body: bytes) -> bytes:
        written = b"\n%d 0 obj\n%b\nendobj\n" % (number, body)
        self._places[number] = self._offset + 1
        self._offset += len(written)
        return written

    def end(self, trailer: Any, previous: int) -> bytes:
        """The cross-reference section (7.5.4) and the trailer (7.5.5)."""
        lines = [b"\nxref\n"]
        for number, place in sorted(self._places.items()):
            lines.append(b"%d 1\n%010d 00000 n\r\n" % (number, place))
        kept = b"".join(
            b"%b %b " % (key.encode(), _written(trailer.raw_get(key)))
            for key in ("/Root", "/Info", "/ID")
            if key in trailer
        )
        size = b"trailer\n<</Size %d /Prev %d %b>>\n" % (self.next, previous, kept)
        start = b"startxref\n%d\n%%%%EOF\n" % (self._offset + 1)
        return b"".join((*lines, size, start))


def _packed(content: bytes) -> bytes:
    return _stream(zlib.compress(content), b"/Filter/FlateDecode")


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), entries, content)


def _image(picture: Picture) -> bytes:
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8" % (
        picture.width,
        picture.height,
    )
    space = b"/ColorSpace/DeviceGray" if picture.is_grey else b"/ColorSpace/DeviceRGB"
    return _stream(picture.jpeg, entries + space + b"/Filter/DCTDecode")


def _painting(picture: Picture, media_box: Any) -> bytes:
    """Undoes what the page left behind, then paints the picture in the middle of its room, and
    writes its words."""
    page_width, page_height = float(media_box[2]), float(media_box[3])
    across, down = page_width - LEFT - RIGHT, page_height - TOP - BOTTOM
    scale = min(across / picture.width, down / picture.height, POINTS_PER_DOT)
    width, height = picture.width * scale, picture.height * scale
    place = (width, height, LEFT + (across - width) / 2, BOTTOM + (down - height) / 2)
    return b"\nQ\nq\n%.4f 0 0 %.4f %.4f %.4f cm\n/Drawn Do\n%bQ\n" % (*place, picture.words)


def _told(page: Any, first: int, content: int, image: int, font: int) -> bytes:
    """The page's dictionary with the picture and the font of its words."""
    entries = {key: _written(page.raw_get(key)) for key in page}
    resources = {key: _written(page["/Resources"].raw_get(key)) for key in page["/Resources"]}
    resources["/XObject"] = b"<</Drawn %d 0 R>>" % image
    fonts = page["/Resources"].get("/Font", {})
    named = {key: _written(fonts.raw_get(key)) for key in fonts}
    resources["/Font"] = _dictionary(named | {unseen.NAME.decode(): b"%d 0 R" % font})
    entries["/Resources"] = _dictionary(resources)
    entries["/Contents"] = b"[%d 0 R %b %d 0 R]" % (first, entries["/Contents"], content)
    return _dictionary(entries)


def _dictionary(entries: dict[str, bytes]) -> bytes:
    return b"<<%b>>" % b" ".join(b"%b %b" % (key.encode(), said) for key, said in entries.items())


def _written(value: Any) -> bytes:
    """A direct object or a reference as a file has it."""
    written = io.BytesIO()
    value.write_to_stream(written, None)
    return written.getvalue()
