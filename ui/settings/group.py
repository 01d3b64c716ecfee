"""A card of the settings' page."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from ui.parts.widgets import card, column, label
from ui.theme import with_text

NAMES, CONTROLS = 112, 220  # widths in pixels, with text of 100 %


class Group:
    """Names on the left, what is set beside them, explained below."""

    def __init__(self, heading: str) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, with_text(NAMES))
        self._grid.setColumnStretch(2, 1)
        content = column(label(heading, level="heading"), self._grid, gap=8)
        content.setContentsMargins(16, 12, 16, 14)
        self.card = card(content)

    def add(self, name: str, control: QWidget, explained: str = "") -> QLabel:
        """Returns the label that explains it; a control that says its name itself has none."""
        at = self._grid.rowCount()
        if name:
            control.setFixedWidth(with_text(CONTROLS))
            self._name(at, name, control)
            self._grid.addWidget(control, at, 1)
        else:
            self._grid.addWidget(control, at, 0, 1, 3)
        about = label(explained, "quiet")
        about.setVisible(bool(explained))
        control.setAccessibleDescription(explained)
        self._grid.addWidget(about, at + 1, 1 if name else 0, 1, 2 if name else 3)
        return about

    def add_across(self, name: str, across: QHBoxLayout, first: QWidget) -> QLabel:
        at = self._grid.rowCount()
        self._name(at, name, first)
        self._grid.addLayout(across, at, 1, 1, 2)
        about = label("", "quiet")
        self._grid.addWidget(about, at + 1, 1, 1, 2)
        return about

    def say(self, name: str) -> tuple[QLabel, QLabel]:
        """A row that is only read: the label for what it says, and the one that explains it."""
        at = self._grid.rowCount()
        said, about = label(""), label("", "quiet")
        about.hide()
        self._name(at, name, said)
        self._grid.addWidget(said, at, 1, 1, 2)
        self._grid.addWidget(about, at + 1, 1, 1, 2)
        return said, about

    def _name(self, at: int, name: str, control: QWidget) -> None:
        said = label(name, "quiet", wrap=False)
        said.setBuddy(control)
        control.setAccessibleName(name)
        self._grid.addWidget(said, at, 0)
