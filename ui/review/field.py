"""A value of the form: shown in full where it is asked for, and walked to by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QLabel

from ui.parts.widgets import plain_tip, set_tone, shorten
from ui.parts.words import hide_numbers, masked
from ui.review.agreement import FieldMark

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
PLACE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Paper = tuple[str, str]  # a material's id and name


class FieldValue(QLabel):
    name: str
    papers: tuple[Paper, ...]  # that show it, as the checks know
    is_masked: bool
    has_places: bool  # whether a paper speaks of it
    stepped = Signal(int)  # to the next value (1) or the one before (-1)
    unmasked = Signal(str)  # under which key
    place_wanted = Signal()  # where the papers speak of it, each time the next
    hovered = Signal(bool)  # whether the mouse is on it

    def __init__(self) -> None:
        super().__init__()
        self.name, self.papers, self.is_masked, self.has_places = "", (), False, False
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
        self.show_mark(None)

    def show_mark(self, mark: FieldMark | None) -> None:
        """What the papers say of it; None where none was read."""
        about = mark.about if mark is not None else ""
        self.has_places = mark is not None and bool(mark.places)
        self.setToolTip(plain_tip(about))
        self.setAccessibleDescription(f"{self.name}\n{about}".strip())

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
        elif event.key() in PLACE_KEYS:
            self.place_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click, which selects nothing, is the way to the paper."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.hasSelectedText():
            self.place_wanted.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.hovered.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(False)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The window's, not Qt's for a text."""
        event.ignore()


class MarkLabel(QLabel):
    """Behind a value: whether the papers say the same. The keys speak to the value itself."""

    pressed = Signal()
    hovered = Signal(bool)  # whether the mouse is on it

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
        self.hide()

    def show_mark(self, mark: FieldMark | None, name: str) -> None:
        self.setVisible(mark is not None)
        if mark is None:
            self.setText("")
            return
        self.setText(mark.sign)
        self.setToolTip(plain_tip(mark.about))
        self.setAccessibleName(f"{name}: {mark.about}")
        if self.property("tone") != mark.tone:
            set_tone(self, mark.tone)
        hand = Qt.CursorShape.PointingHandCursor if mark.places else Qt.CursorShape.ArrowCursor
        self.setCursor(hand)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.hovered.emit(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(False)
