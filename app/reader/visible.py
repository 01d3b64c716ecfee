"""Which of a page's own words are visible on it.

Words may be white, without ink, beneath a picture, of a tenth of a point, or cut away, and every
scanner writes what it has recognised beneath its picture in words without ink. So the page is drawn
with its words and without them: a word is seen where that makes a difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PIL import Image, ImageChops, ImageDraw

from app.cases.paper_text import Box
from app.reader.lines import Characters
from app.viewer.documents import Document
from app.viewer.messages import Picture

_SIDE = 1170  # pixels of the longer side: an A4 page is 827 wide then
_DIFFERS = 30  # of 255, in lightness: pale yellow on white is seen by nobody
_LEAST_SIZE = 3  # pixels, two points of an A4 page: nobody reads what is smaller
_MIDDLE = 0.5  # of a character's width and height, on which no other one stands

Pixels = tuple[int, int, int, int]


def visible_words(document: Document, page: int, words: Characters) -> tuple[Characters, bool]:
    """Those that are seen, and whether something else is where another one should be: what is to
    be read there stands in a picture. Raises CannotShow."""
    across, down = document.opened.sizes[page]
    width = max(1, round(across * _SIDE / max(across, down, 1.0)))
    whole = picture_of(document.draw(page, width, 0, None))
    wordless = picture_of(document.draw_wordless(page, width))
    ink = ImageChops.difference(whole, wordless).convert("L").point(_is_ink)
    places = [_pixels(box, whole.size) for _, box in words]
    inked = [at for at, place in enumerate(places) if _is_inked(ink, place)]
    overlapping = _overlapping(words, places, inked, whole.size)
    visible = [at for at in inked if at not in overlapping]
    invisible = set(range(len(words))).difference(visible)
    is_in_picture = bool(overlapping) or any(_shows(wordless, places[at]) for at in invisible)
    return [words[at] for at in visible], is_in_picture


def picture_of(drawn: Picture) -> Image.Image:
    """Of mode RGB, what the viewer draws as BGRX."""
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.pixels, "raw", "BGRX")


def _overlapping(
    words: Characters, places: Sequence[Pixels], inked: Sequence[int], size: tuple[int, int]
) -> set[int]:
    """Those in whose middle another letter stands, and that other one: one of them is seen at most.
    The same letter makes it look bold; a line of dots or dashes is written upon."""
    owners = Image.new("I", size, -1)
    drawing = ImageDraw.Draw(owners)
    letters = {at: words[at][0].strip() for at in inked if words[at][0].strip().isalnum()}
    for at in letters:
        left, top, right, bottom = places[at]
        aside, below = (right - left) * _MIDDLE / 2, (bottom - top) * _MIDDLE / 2
        drawing.rectangle((left + aside, top + below, right - aside, bottom - below), fill=at)
    found = set()
    for at, letter in letters.items():
        left, top, right, bottom = places[at]
        middle = min((left + right) // 2, size[0] - 1), min((top + bottom) // 2, size[1] - 1)
        other = int(cast(float, owners.getpixel(middle)))
        standing = letters.get(other, letter)  # none at the page's very edge
        is_beside = abs(at - other) <= 2  # of a ligature
        if letter != standing and not (is_beside and _is_latin(letter + standing)):
            found |= {at, other}
    return found


def _is_latin(letters: str) -> bool:
    return letters.isascii() and letters.isalpha()


def _is_inked(ink: Image.Image, place: Pixels) -> bool:
    left, top, right, bottom = place
    is_legible = max(right - left, bottom - top) >= _LEAST_SIZE
    return is_legible and ink.crop(place).getbbox() is not None


def _pixels(box: Box, size: tuple[int, int]) -> Pixels:
    """Those of which at least a half is within the box, and one at least."""
    left, right = round(box[0] * size[0]), round(box[2] * size[0])
    top, bottom = round(box[1] * size[1]), round(box[3] * size[1])
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _is_ink(by: int) -> int:
    return 255 if by > _DIFFERS else 0


def _shows(picture: Image.Image, place: Pixels) -> bool:
    least, most = cast(tuple[float, float], picture.crop(place).convert("L").getextrema())
    return most - least > _DIFFERS
