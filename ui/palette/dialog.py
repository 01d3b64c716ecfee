"""The one search over the window (Ctrl+K): the few best of each kind, and the commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from app.desk import Group, Hit, Searching
from ui.background import Background
from ui.events import DeskEvents
from ui.language import tr
from ui.palette.view import SearchView
from ui.parts.widgets import column

MOST = 5


class PaletteDialog(QDialog):
    """Closes with the step that is taken, before it is taken; ``view`` says which."""

    def __init__(
        self,
        searching: Searching,
        background: Background,
        events: DeskEvents,
        commands: Callable[[str], Sequence[Hit]],
        at_rest: Callable[[], Sequence[Group]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Search"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 560)
        self.view = SearchView(searching, background, events, MOST, commands, at_rest)
        for step in (
            self.view.case_wanted,
            self.view.paper_wanted,
            self.view.message_wanted,
            self.view.cases_wanted,
            self.view.command_wanted,
            self.view.handbook_wanted,
        ):
            step.connect(self.accept)
        self.setLayout(column(self.view))
