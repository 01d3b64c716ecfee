"""One page: by its own words as far as they are seen, else recognised in its picture."""

from __future__ import annotations

from typing import Protocol

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.cases.paper_text import Line, PageReading, Source
from app.reader.codes import read_codes
from app.reader.lines import Characters, direction, lines_of, page_characters
from app.reader.visible import picture_of, visible_words
from app.viewer.documents import CannotShow, Document
from app.viewer.pictures import Pictures

# Of the longer side: an A4 page is some 1,650 pixels wide then.
PIXELS = 2340
_MOST_ENLARGED = 2.0
_SMALL = 400  # pixels of the longer side, in which ink is looked for
_AROUND, _DARKER = 10, 30  # within so many pixels, by so much of 255
_MARGIN = 0.03
_LEAST_INK = 0.0003  # of the page: three characters of an A4 page
_MOST_BEYOND = 4  # times the ink of its own words: the rest is a picture of words then


class Recogniser(Protocol):
    """Reads words in pictures: app/reader/recogniser.py, where the optional part is installed."""

    def read(self, picture: Image.Image) -> tuple[tuple[Line, ...], int]:
        """Lines in reading order, boxes as the picture lies there, and by how many degrees
        clockwise it is to be turned to be read."""


def read_page(document: Document, page: int, recogniser: Recogniser | None) -> PageReading:
    """``recogniser``: None where the optional part is not installed. Raises CannotShow."""
    words = page_characters(document.read(page))
    try:
        picture = _drawn(document, page)
        words, is_in_picture = visible_words(document, page, words) if words else (words, False)
    except CannotShow:  # and what nobody sees is not said of it
        return PageReading(problem="not_recognised")
    turned = direction(words)
    own = lines_of(words, _aspect(document, page), turned)
    source: Source = "text" if own else "none"
    codes = read_codes(picture)
    of_words, beyond = _ink(picture, words)
    if not is_in_picture and beyond <= max(_LEAST_INK, _MOST_BEYOND * of_words):
        return PageReading(own, codes, source, "" if own else "blank", turned)
    if recogniser is None:
        return PageReading(own, codes, source, "not_recognised", turned)
    lines, recognised_turned = recogniser.read(picture)
    if (is_in_picture and lines) or _characters(lines) > _characters(own):
        return PageReading(lines, codes, "recognised", "", recognised_turned)
    return PageReading(own, codes, source, "" if own else "unreadable", turned)


def _drawn(document: Document, page: int) -> Image.Image:
    across, down = document.opened.sizes[page]
    enlarged = PIXELS / max(across, down, 1.0)
    if isinstance(document, Pictures):
        enlarged = min(enlarged, _MOST_ENLARGED)
    return picture_of(document.draw(page, max(1, round(across * enlarged)), 0, None))


def _aspect(document: Document, page: int) -> float:
    across, down = document.opened.sizes[page]
    return max(across, 1.0) / max(down, 1.0)


def _ink(picture: Image.Image, words: Characters) -> tuple[float, float]:
    """Which share of the page is ink, where its own words stand and everywhere else: what differs
    from the paper around it, so that a shadow or grey paper is none."""
    small = picture.convert("L")
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.BoxBlur(_AROUND))
    differs = ImageChops.difference(small, paper).point(lambda by: 255 if by > _DARKER else 0)
    width, height = differs.size
    margin = round(_MARGIN * min(width, height))
    inner = (margin, margin, width - margin, height - margin)
    whole = differs.crop(inner).histogram()[255]
    drawing = ImageDraw.Draw(differs)
    for _, (left, top, right, bottom) in words:
        drawing.rectangle(
            (left * width - 1, top * height - 1, right * width + 1, bottom * height + 1), fill=0
        )
    beyond = differs.crop(inner).histogram()[255]
    return (whole - beyond) / (width * height), beyond / (width * height)


def _characters(lines: tuple[Line, ...]) -> int:
    return sum(len(line.text) for line in lines)
