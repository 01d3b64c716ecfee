"""Where the pages of a document lie below each other; lengths in screen units."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF

from app.desk import Box

GAP = 12


class PageLayout:
    """Pages of these ``sizes`` in points, each ``room * zoom`` wide, turned by ``rotation``."""

    def __init__(
        self, sizes: tuple[tuple[float, float], ...], room: int, zoom: float, rotation: int
    ) -> None:
        self.rotation = rotation
        self.page_width = max(40, int(room * zoom))
        self.width = self.page_width + 2 * GAP
        turned = rotation % 180 != 0
        shapes = [(down, across) if turned else (across, down) for across, down in sizes]
        self._heights = [
            max(1, round(self.page_width * max(1.0, down) / max(1.0, across)))
            for across, down in shapes
        ]
        steps = accumulate((height + GAP for height in self._heights), initial=GAP)
        *self._tops, self.height = steps

    def __len__(self) -> int:
        return len(self._heights)

    def rect(self, page: int) -> QRectF:
        return QRectF(GAP, self._tops[page], self.page_width, self._heights[page])

    def page_at(self, y: float) -> int:
        """The page at a height, or the one above the gap there."""
        return max(0, min(bisect_right(self._tops, y) - 1, len(self) - 1))

    def between(self, top: float, bottom: float) -> range:
        """The pages any part of which lies between two heights."""
        return range(self.page_at(top), self.page_at(bottom) + 1) if len(self) else range(0)

    def on_screen(self, page: int, box: Box) -> QRectF:
        """A box on the unturned page, where it is drawn."""
        rect = self.rect(page)
        left, top, right, bottom = box
        (x1, y1), (x2, y2) = self._turned(left, top), self._turned(right, bottom)
        return QRectF(
            QPointF(rect.x() + x1 * rect.width(), rect.y() + y1 * rect.height()),
            QPointF(rect.x() + x2 * rect.width(), rect.y() + y2 * rect.height()),
        ).normalized()

    def on_page(self, page: int, point: QPointF) -> tuple[float, float]:
        """A point of the screen as fractions of the unturned page, kept within it."""
        rect = self.rect(page)
        x = min(1.0, max(0.0, (point.x() - rect.x()) / rect.width()))
        y = min(1.0, max(0.0, (point.y() - rect.y()) / rect.height()))
        return {0: (x, y), 90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}[self.rotation]

    def _turned(self, x: float, y: float) -> tuple[float, float]:
        return {0: (x, y), 90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[self.rotation]
