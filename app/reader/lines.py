"""A page's own words as lines, and which way they run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from app.cases.paper_text import Box, Line
from app.reader.messages import MOST_CHARACTERS_OF_A_LINE, MOST_LINES
from app.viewer.messages import PageText

MOST_UNUSABLE = 0.2
_WIDEST_GAP = 1.2  # heights of a character: what stands further away is another line
_RUNNING_ONE_WAY = 0.7
_MEANINGLESS = {"Cc", "Cn", "Co", "Cs"}

Characters = list[tuple[str, Box]]


def page_characters(text: PageText) -> Characters:
    """What can be seen of it on the page, a space before what had one before it; nothing where too
    much of it has no meaning."""
    seen: Characters = []
    usable, spaced = 0, ""
    for character, box in zip(text.text, text.boxes, strict=False):
        if character.isspace():
            spaced = " "
        elif _is_on_page(box) and unicodedata.category(character) != "Cf":
            means_something = _means_something(character)
            usable += means_something
            seen.append((spaced + character if means_something else "", clip_to_page(box)))
            spaced = ""
    if usable < len(seen) * (1 - MOST_UNUSABLE):
        return []
    return [(character, box) for character, box in seen if character]


def direction(characters: Characters) -> int:
    """By how many degrees clockwise the page is to be turned for its words to run to the right."""
    steps = {0: 0, 90: 0, 180: 0, 270: 0}
    for (_, before), (_, after) in pairwise(characters):
        across, down = (
            _centre(after)[0] - _centre(before)[0],
            _centre(after)[1] - _centre(before)[1],
        )
        width, height = before[2] - before[0], before[3] - before[1]
        if abs(across) > 3 * max(width, height) or abs(down) > 3 * max(width, height):
            continue  # to another line
        if abs(across) > 2 * abs(down):
            steps[0 if across > 0 else 180] += 1
        elif abs(down) > 2 * abs(across):
            steps[270 if down > 0 else 90] += 1
    turned = max(steps, key=lambda degrees: steps[degrees])
    return turned if steps[turned] > _RUNNING_ONE_WAY * sum(steps.values()) else 0


def lines_of(characters: Characters, aspect: float, turned: int = 0) -> tuple[Line, ...]:
    """In reading order; boxes as the page lies in the file, however it is ``turned``. ``aspect``:
    of its width to its height as it lies there."""
    aspect = aspect if turned % 180 == 0 else 1 / aspect
    runs: list[Characters] = []
    for character, box in characters:
        upright = turn(box, turned)
        if runs and _goes_on(runs[-1], upright, aspect):
            runs[-1].append((character, upright))
        elif len(runs) < MOST_LINES:
            runs.append([(character, upright)])
    upright_lines = [
        Line("".join(character for character, _ in run).strip(), around(box for _, box in run))
        for run in runs
    ]
    ordered = in_reading_order(upright_lines, [line.box for line in upright_lines])
    return tuple(Line(line.text, turn(line.box, -turned)) for line in ordered)


def in_reading_order(lines: Sequence[Line], places: Sequence[Box]) -> list[Line]:
    """From top to bottom, and from left to right what stands side by side. ``places``: of each."""
    rows: list[list[int]] = []
    for at in sorted(range(len(lines)), key=lambda at: _centre(places[at])[1]):
        if rows and _centre(places[at])[1] < places[rows[-1][0]][3]:
            rows[-1].append(at)
        else:
            rows.append([at])
    return [lines[at] for row in rows for at in sorted(row, key=lambda at: places[at][0])]


def turn(box: Box, degrees: int) -> Box:
    """The box on the page turned clockwise by so many quarters of a circle."""
    left, top, right, bottom = box
    match degrees % 360:
        case 90:
            return 1 - bottom, left, 1 - top, right
        case 180:
            return 1 - right, 1 - bottom, 1 - left, 1 - top
        case 270:
            return top, 1 - right, bottom, 1 - left
    return box


def around(boxes: Iterable[Box]) -> Box:
    """The least box that holds all of these, of which there is one at least."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def clip_to_page(box: Box) -> Box:
    """What of a box is on the page."""
    left, top, right, bottom = (min(max(length, 0.0), 1.0) for length in box)
    return left, top, right, bottom


def _goes_on(run: Characters, box: Box, aspect: float) -> bool:
    """Whether what stands there belongs to the same line."""
    left, top, right, bottom = run[-1][1]
    height = bottom - top
    gap = (box[0] - right) * aspect  # in heights of the page, as the characters' heights are
    return (
        len(run) < MOST_CHARACTERS_OF_A_LINE // 2
        and top <= _centre(box)[1] <= bottom
        and box[0] >= left
        and gap < _WIDEST_GAP * max(height, box[3] - box[1])
    )


def _centre(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _means_something(character: str) -> bool:
    return character != "\ufffd" and unicodedata.category(character) not in _MEANINGLESS


def _is_on_page(box: Box) -> bool:
    left, top, right, bottom = box
    return 0 <= (left + right) / 2 <= 1 and 0 <= (top + bottom) / 2 <= 1
