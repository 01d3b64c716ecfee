"""Where each character of a text object stands, and which glyph it is (GB/T 33190, 11)."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET  # nosec B405: ofdkit parses, and refuses every DTD
from collections.abc import Iterator
from typing import NamedTuple


from app.viewer.ofd_drawing.geometry import deltas, number, numbers
from app.viewer.ofd_drawing.markup import children, words

MOST_CHARACTERS = 50_000


class Placed(NamedTuple):
    """A character, at the start of its baseline within the object's boundary; ``glyph`` of the
    embedded font, None where the font's own table says it. ``width``: what it takes, about."""

    character: str
    x: float
    y: float
    width: float
    glyph: int | None


def placed(text_object: ET.Element) -> Iterator[Placed]:
    """Before the object's CTM, at most MOST_CHARACTERS."""
    size = number(text_object.get("Size"), 3.0)
    scale = number(text_object.get("HScale"), 1.0)
    glyphs = _glyphs(text_object)
    at = 0
    x = y = 0.0
    for code in children(text_object, "TextCode"):
        said = (code.text or "")[: MOST_CHARACTERS - at]
        if not code.get("DeltaX"):
            said = said.strip()
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        across = deltas(code.get("DeltaX"), len(said))
        down = deltas(code.get("DeltaY"), len(said))
        for place, character in enumerate(said):
            step = across[place] if place < len(across) else 0.0
            width = step or advance(character, size * scale)
            yield Placed(character, x, y, min(width, size * max(scale, 0.1)), glyphs.get(at))
            at += 1
            if place + 1 < len(said):
                sinks = place < len(down) and down[place] != 0
                x += step if across or sinks else advance(character, size * scale)
                y += down[place] if place < len(down) else 0.0


def advance(character: str, size: float) -> float:
    """Where nothing says how far: the em of a Chinese character, half of it for another."""
    return size if unicodedata.east_asian_width(character) in "WFA" else size / 2


def _glyphs(text_object: ET.Element) -> dict[int, int]:
    """CGTransform: the glyph of each place it speaks of; one to one, or several for several."""
    found: dict[int, int] = {}
    for transform in children(text_object, "CGTransform"):
        start = int(number(transform.get("CodePosition"), 0))
        for at, glyph in enumerate(numbers(words(transform, "Glyphs"))[:MOST_CHARACTERS]):
            if 0 <= glyph < 2**16:
                found[start + at] = int(glyph)
    return found
