"""Real files of what applicants send, made from the facts of their case."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import Any, Literal

import msgspec
import segno
import typst
from PIL import Image, ImageFilter

from app.cases.model import SHANGHAI
from app.practice.ofd import layouts
from app.practice.ofd.package import pack, unpack
from app.practice.ofd.seals import Seal
from app.practice.scans import MEDIA_TYPES, invent_blemishes, scan

PHOTOS = frozenset({"identity_card", "shop_front"})
OFD = "application/ofd"
DOTS_PER_INCH = 96.0
ROUND, OVAL = (42.0, 42.0), (30.0, 20.0)  # mm: an office's seal (GB/T 33481), and an invoice's


class Paper(msgspec.Struct, frozen=True):
    """A drawn paper; ``pages`` as its sender would count them."""

    media_type: str
    content: bytes
    pages: int


class PaperRenderer:
    """Draws papers, fonts read once: about 4 ms a page.

    ``inputs`` is what papers.typ reads: ``kind``, ``facts`` and the texts its
    kind asks for. ``brought``: ``pdf``, or a photograph of what is photographed; ``scan``, with
    blemishes; or ``ofd``, sealed by who issued it.
    """

    def __init__(self) -> None:
        with as_file(files("app.practice").joinpath("papers.typ")) as template:
            self._compiler = typst.Compiler(input=str(template))

        self._recent = lru_cache(64)(self._render_new)
        self._seal = lru_cache(64)(self._new_seal)
        self._ink = lru_cache(64)(self._new_ink)

    def render(self, inputs: dict[str, Any], flaw: str = "", brought: str = "pdf") -> Paper:
        """One paper, with a flaw worked into its bytes where FLAWS names one."""
        if flaw == "blank_page":
            inputs = inputs | {"kind": "blank"}
        paper = self._recent(msgspec.json.encode(inputs).decode(), brought)
        spoil = FLAWS.get(flaw)
        return spoil(paper) if spoil is not None else paper

    def _render_new(self, encoded: str, brought: str) -> Paper:
        inputs = msgspec.json.decode(encoded)
        if brought == "ofd":
            return self._sealed(inputs)
        photo = inputs["kind"] in PHOTOS
        if photo and brought == "pdf":
            picture = Image.open(io.BytesIO(self._compile(inputs, "png")))
            return _as_jpeg(picture.convert("RGB"), 82)
        pdf = self._compile(inputs, "pdf")
        pages = _page_count(pdf)
        if brought == "pdf":
            return Paper("application/pdf", pdf, pages)
        flaws = invent_blemishes(encoded, pages)
        if photo:
            flaws = msgspec.structs.replace(flaws, sealed=None, fold=0.0, container="jpeg")
        seal = self._ink(_signer(inputs)) if flaws.sealed else None
        return Paper(MEDIA_TYPES[flaws.container], scan(pdf, flaws, seal), pages)

    def _sealed(self, inputs: dict[str, Any]) -> Paper:
        at = datetime.combine(date.fromisoformat(inputs["issued"]), time(9, 30), SHANGHAI)
        if inputs["kind"] == "invoice":
            oval = self._seal("全国统一发票监制章", OVAL, "江苏省税务局")
            return Paper(OFD, layouts.invoice(inputs, oval, at), 1)
        seal = self._seal(inputs["issuer"], ROUND, "")
        return Paper(OFD, layouts.certificate(inputs, seal, at), 1)

    def _new_seal(self, name: str, size: tuple[float, float], words: str) -> Seal:
        drawn = {"kind": "seal", "name": name, "width": size[0], "height": size[1], "words": words}
        return Seal(name, self._compile(drawn, "png", 120.0), *size)

    def _new_ink(self, name: str) -> Image.Image:
        """A round seal, red on white."""
        drawn = {"kind": "seal", "name": name, "width": ROUND[0], "height": ROUND[1], "words": ""}
        seal = Image.open(io.BytesIO(self._compile(drawn, "png", 120.0)))
        ink = Image.new("RGB", seal.size, "white")
        ink.paste(seal, mask=seal.getchannel("A"))
        return ink

    def _compile(
        self, inputs: dict[str, Any], format_: Literal["pdf", "png"], ppi: float = DOTS_PER_INCH
    ) -> bytes:
        if inputs.get("code"):
            inputs = inputs | {"code": segno.make(inputs["code"], error="m", mask=0).svg_inline()}
        made = self._compiler.compile(
            format=format_,
            ppi=ppi,
            sys_inputs={"paper": msgspec.json.encode({"facts": {}} | inputs).decode()},
            pdf_tags=False,
            timestamp=1767225600,
        )
        return made if isinstance(made, bytes) else bytes(made[0] if made else b"")


def _signer(inputs: dict[str, Any]) -> str:
    """Whose seal may lie across a paper."""
    return str(inputs["issuer"] or inputs["facts"].get("company") or inputs["signed"])


def _page_count(pdf: bytes) -> int:
    return max(1, pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") or 1)


def _as_jpeg(picture: Image.Image, quality: int) -> Paper:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Paper("image/jpeg", out.getvalue(), 1)


def _redraw(paper: Paper, change: Callable[[Image.Image], Image.Image]) -> Paper:
    return _as_jpeg(change(Image.open(io.BytesIO(paper.content))), 70)


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


def _altered(paper: Paper) -> Paper:
    """An OFD with two years more on its first date, after it was sealed."""
    parts = unpack(paper.content)
    page = "Doc_0/Pages/Page_0/Content.xml"
    later = re.sub(
        r"\d{4}(?=年)", lambda year: str(int(year[0]) + 2), parts[page].decode(), count=1
    )
    return Paper(OFD, pack(parts | {page: later.encode()}), paper.pages)


FLAWS: dict[str, Callable[[Paper], Paper]] = {
    "upside_down": _upside_down,
    "unreadable": _unreadable,
    "broken_pdf": _broken,
    "encrypted_pdf": _encrypted,
    "pdf_bomb": _bomb,
    "altered": _altered,
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
