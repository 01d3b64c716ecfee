"""The pages' names and icons, down the left edge of the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QToolButton

from ui import theme
from ui.language import tr
from ui.parts.icons import load_icon
from ui.parts.widgets import Surface, column, show_checked
from ui.rows import Page, Window

LEAST_WIDTH, HEIGHT = 56, 62  # pixels of a page's button, with text of 100 %


class Rail(Surface):
    """``keys``: the key of each command, by its id."""

    page_wanted = Signal(str)  # its id

    def __init__(self, pages: Sequence[Page[Window]], keys: Mapping[str, str]) -> None:
        super().__init__("paper")
        self._icons = {page.id: page.icon for page in pages}
        self._tools: dict[str, QToolButton] = {}
        for page in pages:
            words = tr(page.title)
            tool = QToolButton()
            tool.setText(words)
            tool.setAccessibleName(words)
            tool.setToolTip(f"{words}  {keys[f'page_{page.id}']}")
            tool.setProperty("kind", "nav")
            tool.setCheckable(True)
            tool.setIconSize(QSize(22, 22) * theme.with_text(100) / 100)
            tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            tool.toggled.connect(lambda _on, id_=page.id: self.page_wanted.emit(id_))
            self._tools[page.id] = tool
        above = [self._tools[page.id] for page in pages if not page.menu]
        below = [self._tools[page.id] for page in pages if page.menu]
        upper = Surface("paper")
        upper.setLayout(column(*above, None, gap=4))
        scrolling = QScrollArea()  # large text on a low screen: the wheel and the keys bring them
        scrolling.setAccessibleName(tr("Pages of the desk"))
        scrolling.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolling.setWidgetResizable(True)
        scrolling.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolling.setWidget(upper)
        layout = column(scrolling, *below, margin=4, gap=4)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._fit()
        scrolling.setFixedWidth(upper.sizeHint().width() + 2 * scrolling.frameWidth())
        self.check(pages[0].id)

    def _fit(self) -> None:
        """As wide as the longest word is once its page is chosen, which makes it bold."""
        for tool in self._tools.values():
            show_checked(tool, True)
            tool.ensurePolished()
        widest = max(tool.sizeHint().width() for tool in self._tools.values())
        for tool in self._tools.values():
            tool.setFixedSize(max(LEAST_WIDTH, widest), theme.with_text(HEIGHT))

    def check(self, page: str) -> None:
        for id_, tool in self._tools.items():
            show_checked(tool, id_ == page)

    @property
    def at(self) -> str:
        return next(id_ for id_, tool in self._tools.items() if tool.isChecked())

    def show_icons(self) -> None:
        """Puts the icons on, which the first paint does not wait for."""
        t = theme.current()
        for id_, tool in self._tools.items():
            tool.setIcon(load_icon(self._icons[id_], t.quiet))
