"""What was read of a paper: its words and where they stand, codes, signatures (docs/rules.md).

Lengths on a page are fractions of its width and height as it lies in the file, unrotated, from
its upper left corner: (left, top, right, bottom).
"""

from __future__ import annotations

import unicodedata
from itertools import accumulate, pairwise
from typing import Literal

import msgspec
from msgspec.structs import force_setattr

Box = tuple[float, float, float, float]
WHOLE_PAGE: Box = (0.0, 0.0, 1.0, 1.0)
Source = Literal["text", "recognised", "none"]
Problem = Literal["", "blank", "unreadable", "not_recognised"]
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")  # categories of characters (Unicode, 4.5)


class Line(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Words that stand on one line, in reading order, and the box around them. ``skew``: of a line
    askew, by how much of the page's height its right end is lower than its left one; of a line on
    its side, by how much of the width its lower end is further right than its upper one."""

    text: str
    box: Box
    skew: float = 0.0

    @property
    def em(self) -> float:
        """How wide one of its Chinese characters is."""
        return 2 * (self.box[2] - self.box[0]) / (sum(map(_ems, self.text)) or 1)

    def part(self, start: int, end: int, turned: int = 0) -> Box:
        """The box of the characters ``start`` ≤ n < ``end``: a Chinese one is as wide as two
        others. ``turned``: of the page, which says where the line begins."""
        ends = self._ends()
        return self._between(ends[start], ends[end], turned)

    def characters(self, turned: int = 0) -> tuple[Box, ...]:
        """The box of each character."""
        return tuple(self._between(*span, turned) for span in pairwise(self._ends()))

    def _ends(self) -> list[float]:
        """Where each character ends, as shares of the line; first where it begins."""
        ends = list(accumulate(map(_ems, self.text), initial=0))
        return [end / (ends[-1] or 1) for end in ends]

    def _between(self, begin: float, until: float, turned: int) -> Box:
        """From and to these shares of it, as high as a line is there."""
        if turned in (90, 180):  # it runs up, or to the left
            begin, until = 1 - until, 1 - begin
        left, top, right, bottom = self.box
        if turned in (90, 270):
            left, right = _beside(left, right, begin, until, self.skew)
            return left, top + begin * (bottom - top), right, top + until * (bottom - top)
        top, bottom = _beside(top, bottom, begin, until, self.skew)
        return left + begin * (right - left), top, left + until * (right - left), bottom


class Code(msgspec.Struct, frozen=True, gc=False):
    """A QR code or bar code. ``text`` is what it says: an address in it is never opened."""

    kind: str
    text: str
    box: Box


class PageReading(msgspec.Struct, frozen=True, gc=False):
    """One page. ``source``: its own text, or recognised in its picture. ``problem``: why its words
    are not all here. ``turned``: by how many degrees clockwise it is to be turned to be read."""

    lines: tuple[Line, ...] = ()
    codes: tuple[Code, ...] = ()
    source: Source = "none"
    problem: Problem = ""
    turned: int = 0


class Signature(msgspec.Struct, frozen=True, gc=False):
    """Of a PDF, or a seal of an OFD. ``at`` as the signer's own clock had it.

    ``unchanged``: whether what was signed is as it was; None where that could not be worked out.
    ``verified``: whether the signature's value is right; None where it could not be worked out.
    ``trusted``: whether the signer's certificate is of an authority that the policy names.
    ``changed``: which parts are not as they were. ``box`` is on ``page``; -1 where it is on none.
    Words are the file's own, without what breaks or turns a line they stand in.
    """

    signer: str
    at: str = ""
    unchanged: bool | None = None
    verified: bool | None = None
    trusted: bool = False
    changed: tuple[str, ...] = ()
    page: int = -1
    box: Box = (0.0, 0.0, 0.0, 0.0)

    def __post_init__(self) -> None:
        force_setattr(self, "signer", _seen(self.signer))
        force_setattr(self, "at", _seen(self.at))
        force_setattr(self, "changed", tuple(map(_seen, self.changed)))


class PaperReading(msgspec.Struct, frozen=True, gc=False):
    """A whole paper. ``engine``: what read it, and its version; it is read anew by another.
    ``problem``: why nothing of it could be read, as the viewer says it."""

    engine: str
    pages: tuple[PageReading, ...] = ()
    signatures: tuple[Signature, ...] = ()
    problem: str = ""


def _seen(words: str) -> str:
    if words.isprintable():  # most are, and this costs nothing
        return words
    return "".join(each for each in words if unicodedata.category(each) not in UNSEEN)


def _beside(
    low: float, high: float, begin: float, until: float, skew: float
) -> tuple[float, float]:
    """Between which of its box's two long sides a part of a line stands."""
    skew = min(max(skew, low - high), high - low)
    first = low + max(0.0, -skew)
    edges = first + begin * skew, first + until * skew
    return min(edges), max(edges) + high - low - abs(skew)


def _ems(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
