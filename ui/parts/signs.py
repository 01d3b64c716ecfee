"""Signs that Chinese fonts leave out, drawn here and made a font, so that they stand in any text.

TrueType as ISO/IEC 14496-22 has it, with straight outlines; lengths in thousandths of the text's
size.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import pairwise
from struct import pack

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase

Point = tuple[float, float]
Outline = list[Point]  # clockwise where it is filled

FAMILY = "Jianjian Signs"
ASCENT, DESCENT = 880, 120


@cache
def install_signs() -> None:
    """Once an application is there; from then on FAMILY can be asked for."""
    QFontDatabase.addApplicationFontFromData(QByteArray(_font()))


def _signs() -> dict[str, tuple[int, list[Outline]]]:
    """How wide each is, and its outlines."""
    cross = _line((100, 130), (600, 650)) + _line((100, 650), (600, 130))
    box: list[Outline] = [
        _around((130, 20), (130, 760), (870, 760), (870, 20)),
        [(200, 90), (800, 90), (800, 690), (200, 690)],
    ]
    turn = _arc(500, 380, 290, 130, 410)
    return {
        "✓": (700, _line((70, 360), (270, 140), (630, 680))),
        "✗": (700, cross),
        "✕": (700, cross),
        "▾": (620, [_around((90, 520), (530, 520), (310, 230))]),
        "✎": (
            1000,
            [*_line((330, 270), (790, 730), width=170), _around((130, 70), (210, 330), (390, 150))],
        ),
        "↺": (1000, [*_line(*turn), _around((180, 790), (170, 480), (460, 590))]),
        "⇡": (
            1000,
            [*_line((500, 40), (500, 150)), *_line((500, 240), (500, 350)),
             *_line((500, 440), (500, 700)), *_line((250, 510), (500, 770), (750, 510))],
        ),
        "☐": (1000, box),
        "☑": (1000, box + _line((290, 390), (450, 230), (710, 570))),
        "◐": (
            1000,
            [_around(*_arc(500, 380, 350, 0, 360)), _arc(500, 380, 290, 0, 360),
             _around(*_arc(500, 380, 300, 90, 270))],
        ),
    }  # fmt: skip


def _around(*points: Point) -> Outline:
    """Clockwise, whichever way the points go."""
    pairs = zip(points, (*points[1:], points[0]), strict=True)
    turns_left = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) > 0
    return [*reversed(points)] if turns_left else [*points]


def _line(*points: Point, width: float = 84) -> list[Outline]:
    """A stroke from point to point, each end half its width longer."""
    strokes = []
    for (x, y), (to_x, to_y) in pairwise(points):
        length = math.hypot(to_x - x, to_y - y)
        dx, dy = (to_x - x) / length * width / 2, (to_y - y) / length * width / 2
        strokes.append(_around(
            (x - dx - dy, y - dy + dx), (to_x + dx - dy, to_y + dy + dx),
            (to_x + dx + dy, to_y + dy - dx), (x - dx + dy, y - dy - dx),
        ))  # fmt: skip
    return strokes


def _arc(x: float, y: float, radius: float, start: int, end: int) -> Outline:
    """Against the clock, from one angle to another, in degrees."""
    angles = [math.radians(a) for a in range(start, end + 1, 10)]
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]


def _font() -> bytes:
    signs = sorted(_signs().items())
    glyphs = [(500, b""), *((wide, _glyph(outlines)) for _sign, (wide, outlines) in signs)]
    codes = [ord(sign) for sign, _drawn in signs]
    places = [0]
    for _wide, glyph in glyphs:
        places.append(places[-1] + len(glyph))
    n = len(glyphs)
    tables = {
        b"OS/2": pack(
            ">HhHHHhhhhhhhhhhh10sIIII4sHHHhhhHHIIhhHHH",
            3, 900, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 260, 0, b"", 0, 0, 0, 0,
            b"JJJJ", 0x40, codes[0], codes[-1], ASCENT, -DESCENT, 0, ASCENT, DESCENT, 1, 0, 500,
            700, 0, 32, 0,
        ),
        b"cmap": _characters(codes),
        b"glyf": b"".join(glyph for _wide, glyph in glyphs),
        b"head": pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0,
            0, -DESCENT, 1000, ASCENT, 0, 8, 2, 1, 0,
        ),
        b"hhea": pack(">IhhhHhhhhhhhhhhhH", 0x10000, ASCENT, -DESCENT, 0, 1000, 0, 0, 1000,
                      1, 0, 0, 0, 0, 0, 0, 0, n),
        b"hmtx": b"".join(pack(">Hh", wide, 0) for wide, _glyph in glyphs),
        b"loca": pack(f">{n + 1}I", *places),
        b"maxp": pack(">I14H", 0x10000, n, 400, 20, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _names(),
        b"post": pack(">IIhhIIIII", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }  # fmt: skip
    directory = pack(">IHHHH", 0x10000, len(tables), 128, 3, len(tables) * 16 - 128)
    body, at = b"", 12 + 16 * len(tables)
    for tag, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        directory += tag + pack(">III", _sum(padded), at + len(body), len(table))
        body += padded
    return directory + body


def _glyph(outlines: list[Outline]) -> bytes:
    points = [(round(x), round(y)) for outline in outlines for x, y in outline]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    ends, last = [], -1
    for outline in outlines:
        last += len(outline)
        ends.append(last)
    steps = [[b - a for a, b in zip([0, *along], along, strict=False)] for along in (xs, ys)]
    n = len(points)
    drawn = pack(">hhhhh", len(outlines), min(xs), min(ys), max(xs), max(ys))
    drawn += pack(f">{len(ends)}HH", *ends, 0) + b"\1" * n
    drawn += pack(f">{n}h{n}h", *steps[0], *steps[1])
    return drawn + b"\0" * (-len(drawn) % 4)


def _characters(codes: list[int]) -> bytes:
    """Format 4, a segment a character; the glyphs follow each other as the codes do."""
    ends = [*codes, 0xFFFF]
    steps = [(at + 1 - code) % 0x10000 for at, code in enumerate(codes)] + [1]
    n = len(ends)
    power = 1 << (n.bit_length() - 1)
    table = pack(f">{n}HH{n}H{n}H{n}H", *ends, 0, *ends, *steps, *[0] * n)
    head = pack(">HHHHHHH", 4, 14 + len(table), 0, 2 * n, 2 * power, n.bit_length() - 1,
                2 * (n - power))  # fmt: skip
    return pack(">HHHHI", 0, 1, 3, 1, 12) + head + table


def _names() -> bytes:
    named = {1: FAMILY, 2: "Regular", 4: FAMILY, 6: FAMILY.replace(" ", "")}
    texts = b"".join(text.encode("utf-16-be") for text in named.values())
    table, at = pack(">HHH", 0, len(named), 6 + 12 * len(named)), 0
    for id_, text in named.items():
        table += pack(">HHHHHH", 3, 1, 0x409, id_, 2 * len(text), at)
        at += 2 * len(text)
    return table + texts


def _sum(table: bytes) -> int:
    return sum(int.from_bytes(table[at : at + 4], "big") for at in range(0, len(table), 4)) % 2**32
