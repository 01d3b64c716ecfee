"""Numbers, boxes, transforms and outlines as OFD writes them (GB/T 33190, 7.3 and 9)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_DELTAS = 100_000
FURTHEST = 1e6  # millimetres; whatever is further is no page
_STEPS = re.compile(r"([MSLQBAC])([^MSLQBAC]*)")
_TAKES = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


class Matrix(NamedTuple):
    """``x' = a x + c y + e``, ``y' = b x + d y + f``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, outer: Matrix) -> Matrix:
        """This one first, ``outer`` after it."""
        return Matrix(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            outer.a * self.e + outer.c * self.f + outer.e,
            outer.b * self.e + outer.d * self.f + outer.f,
        )

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


class Box(NamedTuple):
    """A rectangle by its upper left corner and its extent."""

    x: float
    y: float
    width: float
    height: float


class Step(NamedTuple):
    """One of an outline's: ``M``, ``L``, ``Q``, ``B`` (cubic), ``A`` (arc) or ``C`` (closed)."""

    kind: str
    values: tuple[float, ...]


def numbers(written: str | None) -> tuple[float, ...]:
    """Those that can be read, in their order; none where one of them is no number."""
    try:
        found = tuple(float(word) for word in (written or "").replace(",", " ").split())
    except ValueError:
        return ()
    return found if all(math.isfinite(each) and abs(each) <= FURTHEST for each in found) else ()


def number(written: str | None, otherwise: float) -> float:
    """``otherwise`` where it is none, or several."""
    found = numbers(written)
    return found[0] if len(found) == 1 else otherwise


def box(written: str | None) -> Box | None:
    """None for what is no box, or has no extent."""
    found = numbers(written)
    if len(found) != 4 or found[2] < 0 or found[3] < 0:
        return None
    return Box(*found)


def matrix(written: str | None) -> Matrix:
    """A CTM; the one that changes nothing where it is none."""
    found = numbers(written)
    return Matrix(*found) if len(found) == 6 else Matrix()


def deltas(written: str | None, most: int) -> tuple[float, ...]:
    """DeltaX or DeltaY: ``g n v`` is ``v`` n times. At most ``most`` of them."""
    words, found = iter((written or "").split()), list[float]()
    most = min(most, MOST_DELTAS)
    for word in words:
        if len(found) >= most:
            break
        if word == "g":
            times, value = number(next(words, None), 0), number(next(words, None), 0)
            found += [value] * max(0, min(int(times), most - len(found)))
        else:
            found.append(number(word, 0))
    return tuple(found)


def outline(written: str | None) -> Iterator[Step]:
    """AbbreviatedData; a start (``S``) is a move, and what lacks a number ends it."""
    for letter, rest in _STEPS.findall(written or ""):
        values, takes = numbers(rest), _TAKES[letter]
        if len(values) < takes:
            return
        yield Step("M" if letter == "S" else letter, values[:takes])
