"""The words of a page as one text: folded, without spaces and punctuation, and where each stood.

Recognised text splits words, lines wrap, and full width, half width and radicals are written for
one another; none of that is a difference.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from app.cases.evidence.comparison import Place
from app.cases.evidence.numerals import AMOUNT, DAY, amount_of, day_of
from app.cases.paper_text import Line, PageReading

LINE_END = "\n"
THOUSANDS = 3
LONGEST = 60  # characters of a value without an end
_DROPPED = re.compile(r"[^\w.\-/·]|_|(?<!\d)[./]|[./](?!\d)")
# Fonts map these ideographs to radicals (U+2E80), which no normalisation form folds.
_RADICALS = "⺠⻓⻔⻋⻅⻉⻚⻛⻜⻢⻥⻦⻨⻩⻬⻰⻘⻝⻄⻆⻳⻣⻤"
_IDEOGRAPHS = "民长门车见贝页风飞马鱼鸟麦黄齐龙青食西角龟骨鬼"
_FOLDED = str.maketrans(
    _RADICALS + "○‐‑–—abcdefghijklmnopqrstuvwxyz",
    _IDEOGRAPHS + "〇----ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)


@lru_cache(4096)
def fold(text: str) -> str:
    """As texts are compared: full width folded, capitals, no spaces, no punctuation."""
    return _DROPPED.sub("", _normal(text))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_FOLDED)


class PageWords:
    """``text`` is folded; ``recognised``: it was read in a picture, so a character may be wrong."""

    def __init__(self, material_id: str, page: int, reading: PageReading) -> None:
        self.material_id, self.page = material_id, page
        self.recognised = reading.source == "recognised"
        self.lines, self._turned = reading.lines, reading.turned
        folded = [_DROPPED.sub("", _normal(line.text)) for line in reading.lines]
        self.text = "".join(folded)
        self._starts: list[int] = []
        at = 0
        for line in folded:
            self._starts.append(at)
            at += len(line)
        self._kept: dict[int, tuple[str, list[int], list[int]]] = {}

    @cached_property
    def days(self) -> list[tuple[tuple[int, int], date]]:
        """Every day the page names, and where."""
        found = ((match.span(), day_of(match)) for match in DAY.finditer(self.text))
        return [(span, day) for span, day in found if day is not None]

    @cached_property
    def amounts(self) -> list[tuple[tuple[int, int], Decimal, str]]:
        """Every amount with a unit the page names, and where."""
        found = ((match.span(), *amount_of(match)) for match in AMOUNT.finditer(self.text))
        return [each for each in found if each[2]]

    def gap(self, at: int) -> str:
        """What stood between a character and the one before it: "" where they touch, LINE_END
        in it where a line ends between them."""
        if not 0 < at < len(self.text):
            return LINE_END
        line = self._line(at)
        normal, kept, _ = self._map(line)
        index = at - self._starts[line]
        if index == 0:
            return LINE_END
        if index >= len(kept):  # a line that folds otherwise as a whole
            return ""
        between = normal[kept[index - 1] + 1 : kept[index]]
        return "" if between in (",", ", ") and self._thousands(at) else between

    def bounded(self, start: int, end: int) -> bool:
        """Whether these characters are words of their own."""
        return bool(self.gap(start)) and bool(self.gap(end))

    def is_phrase(self, start: int, end: int) -> bool:
        """Whether no punctuation stands between these characters."""
        return all(set(self.gap(at)) <= {" ", LINE_END} for at in range(start + 1, end))

    def until_gap(self, start: int, end: int) -> int:
        """The end of the words that begin here, ``end`` at most; a single space ends none, for
        recognised text splits words."""
        for at in range(start + 1, end):
            if self.gap(at) not in ("", " "):
                return at
        return end

    def since_gap(self, end: int) -> int:
        """The beginning of the words that end here, LONGEST at most."""
        at, first = end - 1, end - LONGEST
        while at > max(first, 0) and self.gap(at) in ("", " "):
            at -= 1
        return max(at, 0)

    def place(self, start: int, end: int) -> Place:
        """Where these characters stand: of a value over two lines, its first part."""
        line = self._line(start)
        of_line = self.lines[line]
        _, kept, origin = self._map(line)
        first = start - self._starts[line]
        last = min(end - self._starts[line], len(kept)) - 1
        if first >= len(kept) or last < first:
            return Place(self.material_id, self.page, of_line.box)
        box = of_line.part(origin[kept[first]], origin[kept[last]] + 1, self._turned)
        return Place(self.material_id, self.page, box)

    def said(self, start: int, end: int) -> str:
        """These characters as the paper has them, over two lines without a break."""
        found = []
        at = start
        while at < end:
            line = self._line(at)
            _, kept, origin = self._map(line)
            first = at - self._starts[line]
            last = min(end - self._starts[line], len(kept)) - 1
            if first >= len(kept) or last < first:
                return self.text[start:end]
            found.append(self.lines[line].text[origin[kept[first]] : origin[kept[last]] + 1])
            at = self._starts[line] + last + 1
        return "".join(found)

    def _line(self, at: int) -> int:
        return max(bisect_right(self._starts, at) - 1, 0)

    def _thousands(self, at: int) -> bool:
        digits = self.text[at : at + THOUSANDS + 1]
        return digits[:THOUSANDS].isdigit() and not digits[THOUSANDS:].isdigit()

    def _map(self, line: int) -> tuple[str, list[int], list[int]]:
        """Of a line: its normal text, which of its characters are kept, and whence they come."""
        if line not in self._kept:
            self._kept[line] = _mapped(self.lines[line])
        return self._kept[line]


def _mapped(line: Line) -> tuple[str, list[int], list[int]]:
    normal, origin = _normal(line.text), list(range(len(line.text)))
    if len(normal) != len(line.text):
        parts = [_normal(character) for character in line.text]
        normal = "".join(parts)
        origin = [at for at, part in enumerate(parts) for _ in part]
    dropped = {at for found in _DROPPED.finditer(normal) for at in range(*found.span())}
    return normal, [at for at in range(len(normal)) if at not in dropped], origin
