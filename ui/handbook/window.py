"""The handbook of a window: it opens at the page for where the clerk is; the search finds in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from app.desk import Hit
from ui.rows import Command, WidgetKey

if TYPE_CHECKING:
    from ui.handbook.book import HandbookPage
    from ui.window import DeskWindow

MOST_FOUND = 3


class WindowHandbook:
    """``rows`` are the commands and keys that the pages name."""

    def __init__(self, window: DeskWindow, rows: Sequence[Command[DeskWindow] | WidgetKey]) -> None:
        self._window, self._rows = window, rows

    @cached_property
    def pages(self) -> tuple[HandbookPage, ...]:
        from ui.handbook.book import book

        return book(self._rows)

    def open(self, page: str = "") -> None:
        """At this page, or at the one that speaks of where the clerk is."""
        from ui.handbook.dialog import open_handbook
        from ui.handbook.place import page_for

        open_handbook(self.pages, page or page_for(self._window), self._window)

    def find(self, typed: str) -> list[Hit]:
        from ui.handbook.book import find

        return [
            Hit(kind="handbook", id=page.id, title=page.title, summary=line)
            for page, line in find(self.pages, typed)[:MOST_FOUND]
        ]
