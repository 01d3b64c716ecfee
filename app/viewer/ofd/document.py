"""An OFD (GB/T 33190) as a document: opened, drawn, read and searched."""

from __future__ import annotations

import contextlib
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice

from ofdkit import OFDError, OFDLimitError
from PySide6.QtGui import QImage, QPainter

from app.viewer.documents import CannotShow, PagePart, part_to_draw
from app.viewer.messages import MOST_HITS, MOST_PAGES, Found, Opened, PageText, Picture, Seal
from app.viewer.ofd import words
from app.viewer.ofd.assets import AssetCache
from app.viewer.ofd.content import A4, OfdContent, OfdPage
from app.viewer.ofd.geometry import Box
from app.viewer.ofd.painting import PagePainter, WordlessPainter
from app.viewer.ofd.signatures import MOST_STAMPS, Signing, Stamp, check, signings
from app.viewer.ofd.stamps import draw_stamp

POINTS = 72 / 25.4  # a millimetre
FIND_SECONDS, SIZES_SECONDS, VERIFY_SECONDS, DRAW_SECONDS = 0.05, 4.0, 3.0, 6.0
KEPT_PAGES = 4


class Ofd:
    """A ``Document`` (app/viewer/documents.py). CannotShow says ``broken`` or ``too_large``, also
    of a page that takes more than DRAW_SECONDS to draw."""

    def __init__(self, content: bytes) -> None:
        with _raising_cannot_show():
            self._content = OfdContent(content)
            if self._content.pages == 0:
                raise CannotShow("broken")
            self.opened = Opened(tuple(self._sizes()), self._content.pages)
        self._assets = AssetCache()
        self._pages: OrderedDict[int, OfdPage] = OrderedDict()

    def draw(
        self, page: int, width: int, rotation: int, region: tuple[int, int, int, int] | None
    ) -> Picture:
        part = part_to_draw(self.opened.sizes[page], width, rotation, region)
        return self._render(page, part, rotation, PagePainter)

    def draw_wordless(self, page: int, width: int) -> Picture:
        part = part_to_draw(self.opened.sizes[page], width, 0, None)
        return self._render(page, part, 0, WordlessPainter)

    def read(self, page: int) -> PageText:
        with _raising_cannot_show():
            return words.page_text(self._page(page))

    def find(self, text: str, page: int) -> Found:
        """Goes on for a twentieth of a second, as in a PDF."""
        hits: list[tuple[int, tuple[tuple[float, float, float, float], ...]]] = []
        end = time.monotonic() + FIND_SECONDS
        last = len(self.opened.sizes)
        while page < last and time.monotonic() < end and len(hits) < MOST_HITS:
            with contextlib.suppress(CannotShow):
                hits += ((page, boxes) for boxes in words.hits(self.read(page), text))
            page += 1
        return Found(tuple(hits[:MOST_HITS]), page if page < last else -1)

    def signatures(self, authorities: Sequence[bytes] = ()) -> tuple[Seal, ...]:
        end = time.monotonic() + VERIFY_SECONDS
        with _raising_cannot_show():
            return tuple(check(self._content, self._signings, authorities, end))

    @cached_property
    def _signings(self) -> list[Signing]:
        return signings(self._content)

    @cached_property
    def _stamps(self) -> list[Stamp]:
        found = (stamp for each in self._signings for stamp in each.stamps(self._content))
        return list(islice(found, MOST_STAMPS))

    def _render(
        self, page: int, part: PagePart, rotation: int, page_painter: type[PagePainter]
    ) -> Picture:
        image = QImage(part.width, part.height, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        end = time.monotonic() + DRAW_SECONDS
        with _raising_cannot_show():
            shown = self._page(page)
            painter = QPainter(image)
            try:
                _lay_out(painter, part, rotation, shown.area)
                page_painter(painter, self._assets, end).draw(shown)
                for stamp in self._stamps:
                    if stamp.page == page:
                        draw_stamp(painter, stamp, end)
            finally:
                painter.end()
        return Picture(part.width, part.height, bytes(image.constBits()))

    def _sizes(self) -> Iterator[tuple[float, float]]:
        """In points; of the first one where looking into all pages takes too long."""
        end = time.monotonic() + SIZES_SECONDS
        area = A4
        for page in range(min(self._content.pages, MOST_PAGES)):
            if time.monotonic() < end:
                area = self._content.area(page)
            yield area.width * POINTS, area.height * POINTS

    def _page(self, at: int) -> OfdPage:
        if at not in self._pages:
            self._pages[at] = self._content.page(at)
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        return self._pages[at]


def _lay_out(painter: QPainter, part: PagePart, rotation: int, area: Box) -> None:
    """From the part's pixels to the millimetres of the page."""
    across, down = part.whole_width, part.whole_height
    painter.translate(-part.x, -part.y)
    painter.translate(across / 2, down / 2)
    painter.rotate(rotation)
    if rotation % 180:
        across, down = down, across
    painter.translate(-across / 2, -down / 2)
    painter.scale(across / area.width, down / area.height)
    painter.translate(-area.x, -area.y)


@contextlib.contextmanager
def _raising_cannot_show() -> Iterator[None]:
    """Whatever a part of the file raises means that it is broken, or larger than any paper."""
    try:
        yield
    except (OFDLimitError, MemoryError, RecursionError) as error:
        raise CannotShow("too_large") from error
    except (OFDError, ValueError, ArithmeticError) as error:
        raise CannotShow("broken") from error
