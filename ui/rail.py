"""The pages' names and icons, down the left edge of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from ui import theme
from ui.language import mark, tr
from ui.parts.widgets import Surface, column

PAGES = {
    "cases": (mark("Cases"), "ph.files"),
    "thing": (mark("Whole"), "ph.tree-structure"),
    "search": (mark("Find"), "ph.magnifying-glass"),
    "outbox": (mark("Outbox"), "ph.paper-plane-tilt"),
    "overview": (mark("Statistics"), "ph.chart-bar"),
}
LEAST_WIDTH, HEIGHT = 64, 62  # pixels of a page's button


class Rail(Surface):
    """``show_page`` is called with the name of a page."""

    def __init__(self, show_page: Callable[[str], None]) -> None:
        super().__init__("paper")
        self._tools: dict[str, QToolButton] = {}
        for name, (words, _) in PAGES.items():
            tool = QToolButton()
            tool.setText(tr(words))
            tool.setAccessibleName(tr(words))
            tool.setProperty("kind", "nav")
            tool.setCheckable(True)
            tool.setIconSize(QSize(22, 22))
            tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            tool.clicked.connect(lambda _checked=False, page=name: show_page(page))
            self._tools[name] = tool
        self.setLayout(column(*self._tools.values(), None, margin=6, gap=6))
        self._fit()
        self.check("cases")

    def _fit(self) -> None:
        """As wide as the longest word is once its page is chosen, which makes it bold."""
        for tool in self._tools.values():
            tool.setChecked(True)
            tool.ensurePolished()
        widest = max(tool.sizeHint().width() for tool in self._tools.values())
        for tool in self._tools.values():
            tool.setFixedSize(max(LEAST_WIDTH, widest), HEIGHT)

    def check(self, name: str) -> None:
        for other, tool in self._tools.items():
            tool.setChecked(other == name)

    @property
    def at(self) -> str:
        return next(name for name, tool in self._tools.items() if tool.isChecked())

    def show_icons(self) -> None:
        """Puts the icons on, which the first paint does not wait for."""
        import qtawesome

        t = theme.current()
        for name, tool in self._tools.items():
            tool.setIcon(qtawesome.icon(PAGES[name][1], color=t.quiet, color_on=t.accent))
