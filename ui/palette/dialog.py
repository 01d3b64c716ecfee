"""The one search over the window (Ctrl+K): the few best of each kind."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.desk import Desk
from ui.background import Background
from ui.language import tr
from ui.palette.view import SearchView
from ui.parts.widgets import column

MOST = 5


class PaletteDialog(QDialog):
    """Closes with the step that is taken."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        open_case: Callable[[str], None],
        write: Callable[[str], None],
        narrow: Callable[[str, str], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Search"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 560)

        def closing(step: Callable[..., None]) -> Callable[..., None]:
            def taken(*what: str) -> None:
                self.accept()
                step(*what)

            return taken

        self.view = SearchView(
            desk, background, MOST, closing(open_case), closing(write), closing(narrow)
        )
        self.setLayout(column(self.view))
