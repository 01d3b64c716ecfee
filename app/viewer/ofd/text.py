"""Where each character of a text object stands, and which glyph it is (GB/T 33190, 11)."""

from __future__ import annotations

import math
import unicodedata
import xml.etree.ElementTree as ET  # nosec B405 # ofdkit refuses every DTD
from collections.abc import Iterator
from typing import NamedTuple

from app.viewer.ofd.geometry import deltas, number, numbers
from app.viewer.ofd.markup import children, words

MOST_CHARACTERS = 50_000
PART_OF_ANOTHER = -1  # the glyph of what is drawn with the character before


class CharacterPosition(NamedTuple):
    """A character, at the start of its baseline within the object's boundary; ``glyph`` of the
    embedded font, None where the font's own table says it. ``width``: how far the next one is to
    its right as the file says it, half an em or one where it does not."""

    character: str
    x: float
    y: float
    width: float
    glyph: int | None


def character_positions(text_object: ET.Element) -> Iterator[CharacterPosition]:
    """Before the object's CTM, at most MOST_CHARACTERS."""
    size = number(text_object.get("Size"), 3.0)
    scale = number(text_object.get("HScale"), 1.0)
    reading = math.radians(number(text_object.get("ReadDirection"), 0.0))
    right, down = round(math.cos(reading)), round(math.sin(reading))
    glyphs = _glyphs(text_object)
    at = 0
    x = y = 0.0
    for code in children(text_object, "TextCode"):
        said = (code.text or "")[: MOST_CHARACTERS - at]
        if not code.get("DeltaX") and not code.get("DeltaY"):
            said = said.strip()
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        across = deltas(code.get("DeltaX"), len(said))
        below = deltas(code.get("DeltaY"), len(said))
        for place, character in enumerate(said):
            own = advance(character, size * scale)
            step = across[place] if place < len(across) else 0.0
            sinks = below[place] if place < len(below) else 0.0
            width = min(abs(step) or own, size * max(scale, 0.1))
            yield CharacterPosition(character, x, y, width, glyphs.get(at))
            at += 1
            if place + 1 < len(said):
                x += step if across or sinks else own * right
                y += sinks if below or step else own * down


def advance(character: str, size: float) -> float:
    """Where nothing says how far: the em of a Chinese character, half of it for another."""
    return size if unicodedata.east_asian_width(character) in "WFA" else size / 2


def _glyphs(text_object: ET.Element) -> dict[int, int]:
    """CGTransform: the glyph of each place it speaks of; one to one, or several for several."""
    found: dict[int, int] = {}
    for transform in children(text_object, "CGTransform"):
        start = int(number(transform.get("CodePosition"), 0))
        codes = min(int(number(transform.get("CodeCount"), 1)), MOST_CHARACTERS)
        glyphs = numbers(words(transform, "Glyphs"))[:MOST_CHARACTERS]
        found |= dict.fromkeys(range(start + len(glyphs), start + codes), PART_OF_ANOTHER)
        for at, glyph in enumerate(glyphs):
            if 0 <= glyph < 2**16:
                found[start + at] = int(glyph)
    return found
