"""A paper's pages as pictures, drawn where applicants' files are opened: in the viewer process."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from app.archive.filling import Picture
from app.archive.unseen import Character, written
from app.viewer.messages import NotShown, Opened
from app.viewer.messages import Picture as Pixels

DOTS_PER_POINT = 200 / 72  # 200 dpi, the least a paper is scanned with (DA/T 31)
MOST_DOTS = 4_000_000  # of a page: A4 at 200 dpi
QUALITY = 80
GREY_WITHIN = 12  # levels by which the colours of a grey page may differ


class Paper(Protocol):
    """``RemoteDocument``, as far as it is drawn here."""

    def open(self) -> Opened | NotShown: ...
    def draw(
        self, page: int, width: int, rotation: int, region: tuple[int, int, int, int] | None
    ) -> Pixels | NotShown: ...


class Opening(NamedTuple):
    """A paper to be drawn: whether it is a picture, and what stands on a page of it, as far as
    somebody has read it."""

    paper: Paper
    is_picture: bool = False
    words: Callable[[int], Iterable[Character]] = lambda _page: ()


def draw_pages(opening: Opening, check: Callable[[], None]) -> Iterator[Picture | NotShown]:
    """Each page, or why it is not shown; one NotShown alone where the file cannot be opened, and
    one behind the pages that a file of too many leaves out. ``check`` is called before each page,
    to raise where nobody wants them any more."""
    check()
    paper, is_picture, words = opening
    opened = paper.open()
    if isinstance(opened, NotShown):
        yield opened
        return
    for page, size in enumerate(opened.sizes):
        check()
        drawn = paper.draw(page, _width(size, is_picture), 0, None)
        if isinstance(drawn, NotShown):
            yield drawn
        else:
            yield _compressed(drawn, written(words(page)))
    if opened.pages > len(opened.sizes):
        yield NotShown("too_large")


def _width(size: tuple[float, float], is_picture: bool) -> int:
    """In dots: a picture's own, a page's at 200 dpi; fewer where that were too many."""
    across, down = max(1.0, size[0]), max(1.0, size[1])
    scale = 1.0 if is_picture else DOTS_PER_POINT
    scale = min(scale, math.sqrt(MOST_DOTS / (across * down)))
    return max(1, math.floor(across * scale))


def _compressed(drawn: Pixels, words: bytes) -> Picture:
    from PIL import Image, ImageChops

    size = (drawn.width, drawn.height)
    image = Image.frombuffer("RGB", size, drawn.pixels, "raw", "BGRX", 0, 1)
    red, green, blue = image.split()
    is_grey = all(
        not any(ImageChops.difference(green, other).histogram()[GREY_WITHIN + 1 :])
        for other in (red, blue)
    )
    jpeg = io.BytesIO()
    (green if is_grey else image).save(jpeg, "JPEG", quality=QUALITY)
    return Picture(*size, is_grey, jpeg.getvalue(), words)
