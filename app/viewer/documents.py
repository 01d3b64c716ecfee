"""What a document answers, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from app.viewer.messages import MOST_PIXELS, Found, NotShown, Opened, PageText, Picture, Seal

MOST_WIDTH = 20_000
# Millimetres; the largest official one, the State Council's, has 60 (国发〔1999〕25号, clause 2).
LARGEST_SEAL = 100.0


class CannotShow(Exception):
    def __init__(self, reason: str) -> None:
        self.reply = NotShown(reason)
        super().__init__(reason)


class Document(Protocol):
    """``opened`` says its pages; the others answer for one of them, or for all that is signed, or
    raise CannotShow."""

    @property
    def opened(self) -> Opened: ...

    def draw(
        self, page: int, width: int, rotation: int, region: tuple[int, int, int, int] | None
    ) -> Picture: ...

    def draw_wordless(self, page: int, width: int) -> Picture:
        """All of a page but the words that ``read`` says."""
        ...

    def read(self, page: int) -> PageText: ...

    def find(self, text: str, page: int) -> Found: ...

    def signatures(self, authorities: Sequence[bytes] = ()) -> tuple[Seal, ...]:
        """Seals of an OFD; those of a PDF are the reader's. ``authorities``: certificates as DER
        of those whose seals are trusted."""
        ...


def is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def is_ofd(content: bytes) -> bool:
    """Or another ZIP."""
    return content.startswith(b"PK\x03\x04") and not is_pdf(content)


class PagePart(NamedTuple):
    """What to draw of a page that would be ``whole_width`` by ``whole_height`` pixels, turned as it
    is to be shown: ``width`` by ``height`` of them, from (x, y) on."""

    whole_width: int
    whole_height: int
    x: int
    y: int
    width: int
    height: int


def part_to_draw(
    size: tuple[float, float],
    width: int,
    rotation: int,
    region: tuple[int, int, int, int] | None,
) -> PagePart:
    """Of a page of this ``size`` in points. Raises CannotShow where that part would be more than
    ``MOST_PIXELS``."""
    across, down = size if rotation % 180 == 0 else (size[1], size[0])
    width = max(1, min(width, MOST_WIDTH))
    height = max(1, round(width * max(1.0, down) / max(1.0, across)))
    x, y, part_width, part_height = region or (0, 0, width, height)
    part_width = max(1, min(part_width, width - x))
    part_height = max(1, min(part_height, height - y))
    if not (0 <= x < width and 0 <= y < height) or part_width * part_height > MOST_PIXELS:
        raise CannotShow("too_large")
    return PagePart(width, height, x, y, part_width, part_height)
