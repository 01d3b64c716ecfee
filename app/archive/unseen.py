"""The words of a drawn page, written over its picture without ink, so that a volume can be searched
and copied from.

A font that is only written without ink (text rendering mode 3) needs not be embedded
(ISO 19005-2, 6.2.11.4.1); what each code means is told by its ToUnicode (6.2.11.7.2). Its codes are
UTF-16's, so it writes the characters of the Basic Multilingual Plane, each as wide as it is high.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from app.cases.paper_text import Box

NAME = b"/Unseen"
CLOSE = 0.0005  # of the page, by which characters of one run may differ in place or width
DESCENT = 0.2  # of a character's height, below the line it stands on
NEVER = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # categories of Unicode
LAST_OF_RANGE = {0xFE: 0xFEFE, 0xFF: 0xFFFD}  # before what is no character
SURROGATES = range(0xD8, 0xE0)
Character = tuple[str, Box]


def written(characters: Iterable[Character]) -> bytes:
    """Text operators (ISO 32000-1, 9.4) in the unit square that the page's picture fills; empty
    where there are no words. A box is (left, top, right, bottom) as fractions of the page."""
    runs = [_run(run) for run in _runs(characters)]
    return b"BT 3 Tr %b 1 Tf\n%bET\n" % (NAME, b"".join(runs)) if runs else b""


def font(first: int) -> list[bytes]:
    """The font's objects, numbered from ``first`` on; the first of them is the font."""
    parts = (first + 1, first + 3)
    system = b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    described = b"/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200"
    meanings = _to_unicode()
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/Unseen/Encoding/Identity-H"
        b"/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>" % parts,
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Unseen%b/DW 1000/FontDescriptor %d 0 R>>"
        % (system, first + 2),
        b"<</Type/FontDescriptor/FontName/Unseen%b/CapHeight 700/StemV 80>>" % described,
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(meanings), meanings),
    ]


def _runs(characters: Iterable[Character]) -> Iterator[list[Character]]:
    """Characters of one width, one behind the other on a line."""
    run: list[Character] = []
    for character, box in characters:
        if not _is_written(character, box):
            continue
        if run and not _goes_on(run[-1][1], box):
            yield run
            run = []
        run.append((character, box))
    if run:
        yield run


def _is_written(character: str, box: Box) -> bool:
    left, top, right, bottom = box
    is_there = right - left > 0 and bottom - top > 0
    return is_there and ord(character) <= 0xFFFD and unicodedata.category(character) not in NEVER


def _goes_on(before: Box, box: Box) -> bool:
    width, height = before[2] - before[0], before[3] - before[1]
    return (
        abs(before[1] - box[1]) < CLOSE
        and abs(before[2] - box[0]) < CLOSE
        and abs(width - (box[2] - box[0])) < CLOSE
        and abs(height - (box[3] - box[1])) < CLOSE
    )


def _run(run: list[Character]) -> bytes:
    (_, (left, top, _, bottom)), right = run[0], run[-1][1][2]
    width, height = (right - left) / len(run), bottom - top
    codes = "".join(character for character, _ in run).encode("utf-16-be").hex()
    line = 1 - bottom + DESCENT * height
    return b"%.5f 0 0 %.5f %.5f %.5f Tm<%b>Tj\n" % (width, height, left, line, codes.encode())


def _to_unicode() -> bytes:
    """Each code is its own character (ISO 32000-1, 9.10.3)."""
    ranges = [
        b"<%04X><%04X><%04X>\n" % (max(1, high << 8), last, max(1, high << 8))
        for high in range(0x100)
        if high not in SURROGATES
        for last in (LAST_OF_RANGE.get(high, (high << 8) + 0xFF),)
    ]
    blocks = b"".join(
        b"%d beginbfrange\n%bendbfrange\n" % (len(part), b"".join(part))
        for part in (ranges[at : at + 100] for at in range(0, len(ranges), 100))
    )
    return (
        b"/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
        b"/CMapName/Unseen-UCS def/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"
        + blocks
        + b"endcmap CMapName currentdict/CMap defineresource pop end end"
    )
