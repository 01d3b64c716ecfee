"""Files no honest applicant sends, made here."""

from __future__ import annotations

import io
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.support.papers import good, meaning, ofd, pages_saying, pdf, picture, stream
from tests.viewer.hostile_ofd import hostile_ofds


def hostile() -> Iterator[tuple[str, bytes]]:
    """Each by a name that says what is wrong with it."""
    for name, content in good().items():
        for quarter in range(4):
            yield f"{name}, {quarter} quarters of it", content[: len(content) * quarter // 4]
        yield f"{name} behind a shell script", b"#!/bin/sh\nrm -rf /\n" + content
        yield f"{name} with a page of HTML behind it", content + b"<script>alert(1)</script>"
    yield "a PDF and an OFD at once", pages_saying(["x"]) + ofd("y")
    yield "a PNG and a PDF at once", picture("PNG") + pages_saying(["x"])
    yield "nothing", b""
    yield "an executable", b"MZ" + bytes(5000)
    yield "a page of HTML", b"<html><img src=http://127.0.0.1/x><script>1</script>"
    yield "SVG", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield "PostScript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n"
    yield "encrypted", _encrypted()
    yield "100,000 pages", _many_pages(100_000)
    yield "pages that hold themselves", pdf([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>",
    ])  # fmt: skip
    yield "a form that draws itself", _itself()
    yield "arrays 100,000 deep", pdf([
        b"<< /Type /Catalog /Pages 2 0 R /Deep " + b"[" * 100_000 + b"]" * 100_000 + b" >>",
        b"<< /Type /Pages /Count 0 /Kids [] >>",
    ])  # fmt: skip
    yield "a stream that unfolds to 4 GB", _stream_bomb()
    yield "a picture of 60,000 by 60,000 in a page", _picture_bomb()
    yield "a PNG of 60,000 by 60,000", _png_bomb(60_000, 60_000)
    yield "a PNG that claims 2 GB", _png_bomb(23_170, 23_170, rows=10)
    yield "a PNG of 2^31 by 2^31", _png_bomb(2**31 - 1, 2**31 - 1, rows=1)
    yield "a TIFF that claims 2 GB", _tiff_bomb()
    yield "a TIFF whose pages go in a ring", _tiff_ring()
    yield "text in a PNG that unfolds to 1 GB", _png_text_bomb()
    yield (
        "a stream that claims 2 GB",
        pages_saying(["x"]).replace(b"/Length 38", b"/Length 2147483647"),
    )
    yield (
        "a page a kilometre wide",
        pages_saying(["x"]).replace(b"[0 0 595 842]", b"[0 0 9999999 1]"),
    )
    yield (
        "JavaScript on opening",
        pages_saying(["x"], b"/OpenAction << /S /JavaScript /JS (while(1){}) >>"),
    )
    yield (
        "a program to launch",
        pages_saying(["x"], b"/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>"),
    )
    yield (
        "an address to open",
        pages_saying(
            ["x"],
            b"/OpenAction << /S /URI /URI (http://127.0.0.1:9/) >>",
            b"/AA << /O << /S /SubmitForm /F (http://127.0.0.1:9/) >> >>",
        ),
    )
    yield (
        "a file within",
        pages_saying(["x"], b"/Names << /EmbeddedFiles << /Names [(a.exe) << /F (a.exe) >>] >> >>"),
    )
    yield "half a character", meaning("D800")
    yield "a zip that is no OFD", _zip({"x.txt": b"x"})
    yield "an OFD that unfolds to 1 GB", _zip_bomb()
    yield "an OFD of laughing entities", _zip({"OFD.xml": (
        b'<!DOCTYPE a [<!ENTITY a "haha">' + b"".join(
            b'<!ENTITY a%d "%s">' % (n, b"&a%s;" % (b"" if n == 1 else b"%d" % (n - 1)) * 10)
            for n in range(1, 12)) + b"]><OFD>&a11;</OFD>")})  # fmt: skip
    yield (
        "an OFD that asks for another file",
        _zip(
            {"OFD.xml": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><OFD>&x;</OFD>')}
        ),
    )
    yield "an OFD whose pages are elsewhere", ofd("x").replace(b"Pages", b"../..")
    yield (
        "an OFD with markup for words",
        ofd("&lt;img src=http://127.0.0.1:9/x&gt;&lt;a href=x&gt;"),
    )
    yield "a zip of 70,000 names", _zip({f"{n}": b"" for n in range(70_000)})
    yield from hostile_ofds()


def hostile_file(name: str) -> bytes:
    return next(content for each, content in hostile() if each == name)


def mutations(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """Good files with a few bytes, or a stretch, changed, doubled or taken out by chance."""
    chance = random.Random(seed)
    named = list(good().items())
    for n in range(count):
        name, content = chance.choice(named)
        within = content.startswith(b"PK") and chance.random() < 0.8
        spoilt = _spoilt_within(content, chance) if within else _spoilt(content, chance)
        yield f"{name}, mutation {seed}.{n}", spoilt


def _spoilt_within(content: bytes, chance: random.Random) -> bytes:
    """A ZIP whose checksums are right: what is in one of its parts is not."""
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        contents = {name: box.read(name) for name in box.namelist()}
    part = chance.choice([name for name, within in contents.items() if within])
    return _zip(contents | {part: _spoilt(contents[part], chance)})


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        at = chance.randrange(len(spoilt))
        length = chance.choice((1, 1, 2, 4, 32, 400))
        match chance.randrange(4):
            case 0:
                spoilt[at] ^= 1 << chance.randrange(8)
            case 1:
                spoilt[at : at + length] = chance.randbytes(length)
            case 2 if len(spoilt) > length + 8:
                del spoilt[at : at + length]
            case _:
                number = chance.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF))
                spoilt[at : at + 4] = struct.pack(chance.choice("<>") + "I", number)
    return bytes(spoilt)


def _encrypted() -> bytes:
    from app.practice.papers import FLAWS, Paper

    paper = Paper("application/pdf", pages_saying(["x"]), 1)
    return FLAWS["encrypted_pdf"](paper).content


def _many_pages(count: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def _itself() -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R"
            b" /Resources << /XObject << /X 5 0 R >> >> >>",
            stream(b"/X Do"),
            stream(b"/X Do /X Do /X Do", form),
        ]
    )


def _unfolding(mib: int, entries: bytes = b"") -> bytes:
    return stream(_packed_zeros(mib), b"/Filter /FlateDecode " + entries)


def _stream_bomb() -> bytes:
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R >>",
            stream(
                zlib.compress(_unfolding(256)[: 2**20] * 64),
                b"/Filter [/FlateDecode /FlateDecode]",
            ),
        ]
    )


def _picture_bomb() -> bytes:
    entries = (
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8"
        b" /ColorSpace /DeviceRGB"
    )
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R"
            b" /Resources << /XObject << /X 5 0 R >> >> >>",
            stream(b"99 0 0 99 0 0 cm /X Do"),
            _unfolding(256, entries),
        ]
    )


def _png_bomb(width: int, height: int, rows: int = 2000) -> bytes:
    packed = zlib.compress(bytes(min(width // 8 + 1, 2**20)) * rows, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def _png_text_bomb() -> bytes:
    plain = picture("PNG")
    return plain[:33] + _chunk(b"zTXt", b"a\0\0" + _packed_zeros(1024)) + plain[33:]


def _packed_zeros(mib: int) -> bytes:
    """As ``zlib.compress`` has them, in no time: one block after the other is the same."""
    packer = zlib.compressobj(9)
    first = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    head, block, end = first[:2], first[2:], b"\x03\x00"
    return head + block * mib + end + struct.pack(">HH", mib * 2**20 % 65_521, 1)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


def _tiff(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    raw = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(entries)) + raw + struct.pack("<I", following)


def _tiff_bomb() -> bytes:
    entries = [(256, 4, 1, 46_340), (257, 4, 1, 46_340), (258, 3, 1, 8), (259, 3, 1, 5),
               (262, 3, 1, 1), (273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, 46_340),
               (279, 4, 1, 2_147_395_600)]  # fmt: skip
    return _tiff(entries) + bytes(500)


def _tiff_ring() -> bytes:
    entries = [(256, 4, 1, 20), (257, 4, 1, 20), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
               (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 20), (279, 4, 1, 400)]  # fmt: skip
    return _tiff(entries, following=8) + bytes(500)


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in files.items():
            box.writestr(name, content)
    return out.getvalue()


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    box = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with box, box.open("OFD.xml", "w") as entry:
        for _ in range(1024):
            entry.write(bytes(2**20))
    return out.getvalue()


def main(folder: str, count: str, seed: str) -> None:
    """Writes them all, and so many mutations, into a folder, a file each."""
    everything = chain(good().items(), hostile(), mutations(int(seed), int(count)))
    for at, (name, content) in enumerate(everything):
        (Path(folder) / f"{at:05d}").write_bytes(content)
        (Path(folder) / f"{at:05d}.name").write_text(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
