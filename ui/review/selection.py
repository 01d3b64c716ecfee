"""Words selected on a page, from the character under the press to the one under the pointer."""

from __future__ import annotations

from app.desk import Box, PageText

Point = tuple[float, float]
ROW = 8.0  # how much farther a character in another line counts than one in the same


class Selection:
    """Knows what was pressed at once; which characters that means, when the page has been read."""

    def __init__(self) -> None:
        self._page = -1
        self._start: Point = (0.0, 0.0)
        self._end: Point | None = None
        self._texts: dict[int, PageText] = {}

    def begin(self, page: int, point: Point) -> None:
        self._page, self._start, self._end = page, point, None

    def extend(self, point: Point) -> None:
        self._end = point

    def take(self, page: int, text: PageText) -> None:
        self._texts[page] = text

    def has_read(self, page: int) -> bool:
        return page in self._texts

    def text_of(self, page: int) -> str:
        """All words of a page, as far as it has been read."""
        words = self._texts.get(page)
        return words.text if words is not None else ""

    def box_of(self, page: int, at: int) -> Box | None:
        """Where a character of a page stands."""
        words = self._texts.get(page)
        has_it = words is not None and 0 <= at < len(words.boxes)
        return words.boxes[at] if words is not None and has_it else None

    def all_of(self, page: int) -> None:
        self.begin(page, (0.0, 0.0))
        self._end = (1.0, 1.0)

    def text(self) -> str:
        first, last = self._range()
        return self._texts[self._page].text[first:last] if last > first else ""

    def boxes(self, page: int) -> tuple[Box, ...]:
        first, last = self._range() if page == self._page else (0, 0)
        return self._texts[page].boxes[first:last] if last > first else ()

    def _range(self) -> tuple[int, int]:
        words = self._texts.get(self._page)
        if words is None or self._end is None or not words.boxes or self._end == self._start:
            return (0, 0)
        if (self._start, self._end) == ((0.0, 0.0), (1.0, 1.0)):
            return (0, len(words.text))
        ends = sorted((_nearest(words, self._start), _nearest(words, self._end)))
        return (ends[0], ends[1] + 1)


def _nearest(words: PageText, point: Point) -> int:
    """The character nearest to a point; one in its line before one above or below."""
    x, y = point

    def distance(at: int) -> float:
        left, top, right, bottom = words.boxes[at]
        across = max(left - x, 0.0, x - right)
        down = max(top - y, 0.0, y - bottom)
        return across + ROW * down

    return min(range(len(words.boxes)), key=distance)
