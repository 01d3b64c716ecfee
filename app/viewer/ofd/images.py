"""Pictures in an OFD: PNG, JPEG, BMP and TIFF by Pillow, JBIG2 by PDFium."""

from __future__ import annotations

import io
import struct

import pypdfium2 as pdfium
from PIL import Image
from PySide6.QtGui import QImage

from app.viewer.pictures import FORMATS

LARGEST = 40_000_000  # pixels
JBIG2 = b"\x97JB2\r\n\x1a\n"
UNREADABLE = (
    OSError, ValueError, SyntaxError, EOFError, OverflowError, Image.DecompressionBombError,
)  # fmt: skip
_PAGE_INFORMATION = 48


def decode(raw: bytes) -> QImage | None:
    """None for what is no picture, or too large a one."""
    if raw.startswith(JBIG2):
        return _decode_jbig2(raw)
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as opened:
            if opened.width * opened.height > LARGEST:
                return None
            is_deep = opened.mode.startswith("I;16")
            image = opened.point(lambda value: value / 256).convert("L") if is_deep else opened
            pixels = image.convert("RGBA")
    except UNREADABLE:
        return None
    size = pixels.width, pixels.height, 4 * pixels.width
    return QImage(pixels.tobytes(), *size, QImage.Format.Format_RGBA8888).copy()


def _decode_jbig2(raw: bytes) -> QImage | None:
    """As the only picture of a PDF, which has the segments without the file's head (ISO 32000-1,
    7.4.7; ITU-T T.88, annex D.4)."""
    counts_pages = not raw[8:9] or not raw[8] & 2
    segments = raw[13 if counts_pages else 9 :]
    if (size := _jbig2_size(segments)) is None or size[0] * size[1] > LARGEST:
        return None
    try:
        page = pdfium.PdfDocument(_pdf_of(segments, *size))[0]
        drawn = page.render(scale=1).to_pil().convert("RGB")
    except (pdfium.PdfiumError, ValueError):
        return None
    size = drawn.width, drawn.height
    return QImage(
        drawn.tobytes(), *size, 3 * drawn.width, QImage.Format.Format_RGB888
    ).convertToFormat(QImage.Format.Format_RGB32)


def _jbig2_size(segments: bytes) -> tuple[int, int] | None:
    """Of the page, which the first segment tells (T.88, 7.2 and 7.4.8)."""
    if len(segments) < 19 or segments[4] & 63 != _PAGE_INFORMATION or segments[5] >> 5:
        return None
    at = 11 if not segments[4] & 64 else 14  # behind the number, flags, page and length
    width, height = struct.unpack_from(">II", segments, at)
    return (width, height) if 0 < width < 2**16 and 0 < height < 2**16 else None


def _pdf_of(segments: bytes, width: int, height: int) -> bytes:
    content = b"%d 0 0 %d 0 0 cm /I Do" % (width, height)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>" % (width, height),
        b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1"
        b" /ColorSpace /DeviceGray /Filter /JBIG2Decode /Length %d >> stream\n%s\nendstream"
        % (width, height, len(segments), segments),
    )
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj %s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end
