"""A value of the form: shown in full where it is asked for, and walked to by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel

from ui.parts.widgets import shorten
from ui.parts.words import hide_numbers, masked

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
Paper = tuple[str, str]  # a material's id and name


class FieldValue(QLabel):
    name: str
    papers: tuple[Paper, ...]  # that show it, as the checks know
    is_masked: bool
    stepped = Signal(int)  # to the next value (1) or the one before (-1)
    unmasked = Signal(str)  # under which key

    def __init__(self) -> None:
        super().__init__()
        self.name, self.papers, self.is_masked = "", (), False
        self._whole = self._secret = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("kind", "field")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_text(self, name: str, whole: str, secret: str, papers: tuple[Paper, ...]) -> None:
        """``secret``: the key under which showing it is journalled, ``""`` where only what looks
        like a number of somebody's in it is masked. ``papers``: those that show it, as the checks
        know."""
        hidden = masked(whole) if secret else hide_numbers(whole)
        self.name, self.papers, self.is_masked = name, papers, hidden != whole
        self._whole, self._secret = whole, secret
        self.setText(shorten(hidden))
        self.setAccessibleDescription(name)

    def show_whole(self) -> None:
        self.is_masked = False
        self.setText(shorten(self._whole))
        self.unmasked.emit(self._secret or "number")

    def copy(self) -> None:
        """What is selected of it, else all that is shown; what is masked stays so."""
        QGuiApplication.clipboard().setText(self.selectedText() or self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(step)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The window's, not Qt's for a text."""
        event.ignore()
