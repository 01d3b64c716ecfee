"""The words of a page in reading order, a box for each character, and where a text stands."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET  # nosec B405 # ofdkit refuses every DTD
from collections.abc import Iterator
from itertools import chain, groupby, pairwise
from typing import NamedTuple

from app.viewer.documents import CannotShow
from app.viewer.messages import MOST_BOXES_OF_A_HIT, MOST_CHARACTERS, PageText
from app.viewer.messages import Box as Fractions
from app.viewer.ofd.content import DEEPEST, MOST_OBJECTS, OfdPage, object_matrices, objects
from app.viewer.ofd.geometry import Box, Matrix, number
from app.viewer.ofd.markup import is_true, name_of
from app.viewer.ofd.resources import Resources
from app.viewer.ofd.text import character_positions

ASCENT, DESCENT = 0.86, 0.14  # of the em, about
SAME_LINE = 0.5  # of the smaller one's height
GAP, GAP_WITHIN = 0.25, 1.5  # of the height, from which on there is a space
FURTHEST = 1e6


class Character(NamedTuple):
    """In millimetres from the page's corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top


Run = list[Character]


def page_text(page: OfdPage) -> PageText:
    """Lines from the top, each from the left and ended by a line feed."""
    found: list[Character] = []
    for line in _lines(_runs(page)):
        if found:
            last = found[-1]
            found.append(Character("\n", last.right, last.top, last.right, last.bottom))
        found += line
    found = found[:MOST_CHARACTERS]
    return PageText(
        "".join(each.text for each in found), tuple(_fractions(each, page.area) for each in found)
    )


def hits(words: PageText, text: str) -> Iterator[tuple[Fractions, ...]]:
    """The boxes of each place where ``text`` stands, whatever its case, spaces and line breaks."""
    at = [index for index, character in enumerate(words.text) if not character.isspace()]
    haystack = "".join(_folded(words.text[index]) for index in at)
    needle = "".join(_folded(character) for character in text if not character.isspace())
    start = haystack.find(needle) if needle else -1
    while start >= 0:
        boxes = [words.boxes[index] for index in at[start : start + len(needle)]]
        lines = [list(line) for _, line in groupby(boxes, key=lambda each: (each[1], each[3]))]
        yield tuple(
            (line[0][0], line[0][1], line[-1][2], line[0][3])
            for line in lines[:MOST_BOXES_OF_A_HIT]
        )
        start = haystack.find(needle, start + len(needle))


def _folded(character: str) -> str:
    low = character.lower()
    return low if len(low) == 1 else character


def _runs(page: OfdPage) -> Iterator[Run]:
    """What stands in one text object side by side, or below each other."""
    corner = Matrix(e=-page.area.x, f=-page.area.y)
    within = chain.from_iterable(
        _objects_within(layer.element, layer.resources, layer.matrix.then(corner))
        for layer in page.layers
        if not layer.is_annotation
    )
    seen: set[tuple[str, int, int]] = set()
    for at, (element, inner) in enumerate(within):
        if at >= MOST_OBJECTS:
            raise CannotShow("too_large")
        if name_of(element) != "TextObject" or not _is_visible(element):
            continue
        for run in _runs_of(element, inner):
            text = "".join(each.text for each in run)
            place = (text, round(run[0].left * 4), round(run[0].top * 4))
            if place not in seen and not text.isspace():  # drawn twice to look bold
                seen.add(place)
                yield run


def _objects_within(
    element: ET.Element, resources: Resources, outer: Matrix, depth: int = 0
) -> Iterator[tuple[ET.Element, Matrix]]:
    """Those in blocks and units too, each with the matrix from within it to where ``outer`` leads;
    invisible ones as well, for they take time."""
    for each in objects(element):
        if depth > DEEPEST:
            raise CannotShow("too_large")
        _, inner = object_matrices(each, outer)
        yield each, inner
        if name_of(each) == "PageBlock":
            yield from _objects_within(each, resources, outer, depth + 1)
        elif name_of(each) == "CompositeObject" and _is_visible(each):
            unit = resources.unit(each.get("ResourceID"))
            if unit is not None:
                yield from _objects_within(unit, resources, inner, depth + 1)


def _is_visible(element: ET.Element) -> bool:
    return is_true(element.get("Visible"), True)


def _runs_of(element: ET.Element, inner: Matrix) -> Iterator[Run]:
    size = number(element.get("Size"), 3.0)
    turned = math.radians(number(element.get("CharDirection"), 0.0))
    cos, sin = math.cos(turned), math.sin(turned)
    run: Run = []
    for each in character_positions(element):
        about = Matrix(cos, sin, -sin, cos, each.x, each.y).then(inner)
        across, down = zip(
            *(about.at(x, y) for x in (0.0, each.width) for y in (-ASCENT * size, DESCENT * size)),
            strict=True,
        )
        here = Character(each.character, min(across), min(down), max(across), max(down))
        if not all(map(math.isfinite, here[1:])):
            continue
        if run and not _goes_on(run, here):
            yield run
            run = []
        run.append(here)
    if run:
        yield run


def _goes_on(run: Run, here: Character) -> bool:
    """Whether the next character stands beside the last one, or below all the others."""
    if _beside(run[-1], here):
        return here.left >= run[-1].left and (len(run) == 1 or _beside(run[0], run[-1]))
    return not _beside(run[0], run[-1]) or len(run) == 1


def _beside(one: Character, other: Character) -> bool:
    return abs(one.middle - other.middle) < SAME_LINE * min(one.height, other.height)


def _lines(runs: Iterator[Run]) -> Iterator[Run]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda each: (each[0].middle, each[0].left)):
        before = rows[-1][0] if rows else run[:0]
        if before and _is_upright(run) and _is_upright(before) and _beside(before[0], run[0]):
            rows[-1].append(run)
        else:
            rows.append([run])
    for row in rows:
        line: Run = []
        for run in sorted(row, key=lambda each: each[0].left):
            line += _space(line[-1], run[0], GAP) if line else []
            for one, other in pairwise(run):
                line += [one, *_space(one, other, GAP_WITHIN)]
            line.append(run[-1])
        yield line


def _is_upright(run: Run) -> bool:
    return _beside(run[0], run[-1])


def _space(one: Character, other: Character, gap: float) -> Run:
    """Where the next character is far to the right."""
    is_far = other.left - one.right > gap * min(one.height, other.height)
    if not is_far or not _beside(one, other) or (one.text + other.text).isspace():
        return []
    return [Character(" ", one.right, one.top, other.left, one.bottom)]


def _fractions(each: Character, area: Box) -> Fractions:
    def part(length: float, whole: float) -> float:
        return min(max(length / whole, -FURTHEST), FURTHEST)

    return (
        part(each.left, area.width),
        part(each.top, area.height),
        part(each.right, area.width),
        part(each.bottom, area.height),
    )
