"""Papers to be read: printed, scanned, turned, with codes."""

from __future__ import annotations

import io
from functools import cache

import segno
from PIL import Image

from app.practice.papers import PaperRenderer
from app.viewer.pdf import Pdf
from tests.support.papers import pdf, stream

ROWS = (("经营者", "袁知秋"), ("建筑面积", "68平方米"), ("统一社会信用代码", "92320102MA1XABCD2K"))


@cache
def printed() -> bytes:
    """A PDF with words of its own."""
    return PaperRenderer().render(
        {"kind": "application", "title": "食品经营许可申请书", "no": "320102-20261128-000001",
         "rows": [list(row) for row in ROWS], "facts": {}, "signed": "袁知秋", "day": "2026年11月28日"}
    ).content  # fmt: skip


@cache
def scanned(turned: float = 0) -> bytes:
    """The same as a picture that lies turned by so many degrees clockwise."""
    picture = _drawn().rotate(-turned, expand=True, fillcolor="white")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=60)
    return out.getvalue()


def with_code(text: str) -> bytes:
    """A blank sheet with a QR code in its lower right corner."""
    made = io.BytesIO()
    segno.make(text).save(made, kind="png", scale=6)
    sheet = Image.new("L", (1200, 1700), "white")
    code = Image.open(made)
    sheet.paste(code, (1200 - code.width - 80, 1700 - code.height - 80))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def saying(words: str, matrix: str) -> bytes:
    """A PDF page of ASCII words, placed by this text matrix."""
    return drawing(f"BT /F 24 Tf {matrix} Tm ({words}) Tj ET")


def drawing(content: str, within: str = "") -> bytes:
    """A PDF page of 600 × 800 points with this content. Its font is ``/F``, ``/X`` draws what is
    ``within``, ``/I`` a scan."""
    fonts = b"/Resources << /Font << /F 3 0 R >> >>"
    scan = Image.open(io.BytesIO(scanned()))
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8" % scan.size
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R"
            b" /Resources << /Font << /F 3 0 R >> /XObject << /X 6 0 R /I 7 0 R >> >> >>",
            stream(content.encode()),
            stream(within.encode(), b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] " + fonts),
            stream(scanned(), entries + b" /ColorSpace /DeviceRGB /Filter /DCTDecode"),
        ]
    )


@cache
def _drawn() -> Image.Image:
    drawn = Pdf(printed()).draw(0, 1240, 0, None)  # 150 dots an inch
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.pixels, "raw", "BGRX")
