"""Real PDFs and JPEGs of what applicants send, made from the facts of their case."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any

import msgspec
import typst
from PIL import Image, ImageFilter

PHOTOS = frozenset({"identity_card", "shop_front"})


class Paper(msgspec.Struct, frozen=True):
    """A drawn paper; ``pages`` as its sender would count them."""

    media_type: str
    content: bytes
    pages: int


class PaperRenderer:
    """Draws papers, fonts read once: about 4 ms a page.

    ``inputs`` is what papers.typ reads: ``kind``, ``facts`` and the texts its
    kind asks for.
    """

    def __init__(self) -> None:
        with as_file(files("app.practice").joinpath("papers.typ")) as template:
            self._compiler = typst.Compiler(input=str(template))

        self._recent = lru_cache(64)(self._render_new)

    def render(self, inputs: dict[str, Any], flaw: str = "") -> Paper:
        """One paper, with a flaw worked into its bytes where FLAWS names one."""
        if flaw == "blank_page":
            inputs = inputs | {"kind": "blank"}
        paper = self._recent(msgspec.json.encode(inputs).decode(), inputs["kind"] in PHOTOS)
        spoil = FLAWS.get(flaw)
        return spoil(paper) if spoil is not None else paper

    def _render_new(self, inputs: str, photo: bool) -> Paper:
        raw = self._compile({"paper": inputs}, photo)
        return _as_jpeg(raw) if photo else Paper("application/pdf", raw, _page_count(raw))

    def _compile(self, inputs: dict[str, str], photo: bool) -> bytes:
        made = self._compiler.compile(
            format="png" if photo else "pdf",
            ppi=96.0,
            sys_inputs=inputs,
            pdf_tags=False,
            timestamp=1767225600,
        )
        return made if isinstance(made, bytes) else bytes(made[0] if made else b"")


def _page_count(pdf: bytes) -> int:
    return max(1, pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") or 1)


def _as_jpeg(png: bytes) -> Paper:
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(out, "JPEG", quality=82)
    return Paper("image/jpeg", out.getvalue(), 1)


def _redraw(paper: Paper, change: Callable[[Image.Image], Image.Image]) -> Paper:
    out = io.BytesIO()
    change(Image.open(io.BytesIO(paper.content))).save(out, "JPEG", quality=70)
    return Paper("image/jpeg", out.getvalue(), 1)


def _upside_down(paper: Paper) -> Paper:
    return _redraw(paper, lambda image: image.rotate(180))


def _unreadable(paper: Paper) -> Paper:
    return _redraw(paper, lambda image: image.filter(ImageFilter.GaussianBlur(9)))


def _broken(paper: Paper) -> Paper:
    return Paper("application/pdf", paper.content[: len(paper.content) // 3], paper.pages)


def _encrypted(paper: Paper) -> Paper:
    """A PDF that asks for a password nobody was given."""
    entry = b"<</Filter/Standard/V 1/R 2/O<" + b"ab" * 32 + b">/U<" + b"cd" * 32 + b">/P -44>>"
    return Paper("application/pdf", _pdf([b"BT ET"], b"/Encrypt " + entry), 1)


def _bomb(paper: Paper) -> Paper:
    """A page whose content unfolds to 300 MB of drawing."""
    return Paper("application/pdf", _pdf([_unfolding()], b"", b"/Filter/FlateDecode"), 1)


@cache
def _unfolding() -> bytes:
    """A megabyte packed once, then repeated: what follows a full flush looks back at nothing."""
    line, checksum = b"0 0 m 600 800 l S\n" * 58254, 1
    packed = zlib.compressobj(6)
    first, again = (packed.compress(line) + packed.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    for _ in range(300):
        checksum = zlib.adler32(line, checksum)
    return first + again * 299 + b"\x03\x00" + checksum.to_bytes(4, "big")


FLAWS: dict[str, Callable[[Paper], Paper]] = {
    "upside_down": _upside_down,
    "unreadable": _unreadable,
    "broken_pdf": _broken,
    "encrypted_pdf": _encrypted,
    "pdf_bomb": _bomb,
}


def _pdf(streams: list[bytes], trailer: bytes, filters: bytes = b"") -> bytes:
    """A minimal PDF of one page per content stream."""
    kids = b" ".join(b"%d 0 R" % (3 + 2 * i) for i in range(len(streams)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(streams), kids),
    ]
    for i, stream in enumerate(streams):
        content = 4 + 2 * i
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R>>" % content
        )
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), filters, stream))
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R/ID[<00><00>]%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        at,
    )
    return bytes(out)
