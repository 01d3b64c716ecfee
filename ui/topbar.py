"""The bar above the pages: what is to be done, the search, and the clerk's menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPushButton

from app.cases.model import Clerk
from ui.language import tr
from ui.parts.widgets import Surface, button, label, row, set_icon


class TopBar(Surface):
    """``search_key`` is the key that opens the search as well."""

    def __init__(
        self, clerk: Clerk | None, menu: QMenu, search: Callable[[], None], search_key: str
    ) -> None:
        super().__init__("paper")
        self._counts = label("", wrap=False)
        words = tr("Search cases, items, policies ({key})", key=search_key)
        self._search = button(words, search, "", tr("Search"))
        self._search.setMinimumWidth(260)
        self._who = QPushButton(f"{clerk.name} · {clerk.window} ▾" if clerk else "")
        self._who.setAccessibleName(tr("Clerk's menu"))
        self._who.setMenu(menu)
        name = label("件件", "accent", "title", wrap=False)
        bar = row(name, 16, self._counts, None, self._search, self._who, gap=10)
        bar.setContentsMargins(16, 8, 12, 8)
        self.setLayout(bar)

    def open_menu(self) -> None:
        self._who.showMenu()

    def show_icon(self) -> None:
        """Puts the icon on, which the first paint does not wait for."""
        set_icon(self._search, "magnifying-glass")

    def show_counts(self, counts: dict[str, int]) -> None:
        """``counts`` of all cases, as ``Cases.counts`` has them."""
        self._counts.setText(
            tr(
                "To do {todo}    Due today {today}    Corrected {returned}    Overdue {late}",
                todo=counts["todo"],
                today=counts["due_today"],
                returned=counts["returned"],
                late=counts["overdue"],
            )
        )
