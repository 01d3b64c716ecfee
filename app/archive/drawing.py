"""A paper's pages as pictures, drawn where applicants' files are opened: in the viewer process."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator
from typing import Protocol

from app.archive.filling import Picture
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


def draw_pages(
    paper: Paper, is_picture: bool, check: Callable[[], None]
) -> Iterator[Picture | NotShown]:
    """Each page, or why it is not shown; one NotShown alone where the file cannot be opened, and
    one behind the pages that a file of too many leaves out. ``check`` is called before each page,
    to raise where nobody wants them any more."""
    check()
    opened = paper.open()
    if isinstance(opened, NotShown):
        yield opened
        return
    for page, size in enumerate(opened.sizes):
        check()
        drawn = paper.draw(page, _width(size, is_picture), 0, None)
        yield drawn if isinstance(drawn, NotShown) else _compressed(drawn)
    if opened.pages > len(opened.sizes):
        yield NotShown("too_large")


def _width(size: tuple[float, float], is_picture: bool) -> int:
    """In dots: a picture's own, a page's at 200 dpi; fewer where that were too many."""
    across, down = max(1.0, size[0]), max(1.0, size[1])
    scale = 1.0 if is_picture else DOTS_PER_POINT
    scale = min(scale, math.sqrt(MOST_DOTS / (across * down)))
    return max(1, math.floor(across * scale))


def _compressed(drawn: Pixels) -> Picture:
    from PIL import Image, ImageChops

    size = (drawn.width, drawn.height)
    image = Image.frombuffer("RGB", size, drawn.pixels, "raw", "BGRX", 0, 1)
    red, green, blue = image.split()
    is_grey = all(
        not any(ImageChops.difference(green, other).histogram()[GREY_WITHIN + 1 :])
        for other in (red, blue)
    )
    written = io.BytesIO()
    (green if is_grey else image).save(written, "JPEG", quality=QUALITY)
    return Picture(*size, is_grey, written.getvalue())
