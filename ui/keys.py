"""Keys and the page that shows them: one table for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from ui.language import tr
from ui.parts.focus import is_typed_into
from ui.parts.widgets import Scrolling, Surface, button, column, label, row


class Key(NamedTuple):
    """``sequences`` do ``deed``; keys without a deed are the widgets' own and only shown."""

    shown: str
    words: str
    sequences: tuple[str, ...] = ()
    deed: Callable[[], None] = lambda: None


KeyMap = dict[str, list[Key]]


def install(
    window: QWidget, key_map: KeyMap, are_off: Callable[[], bool]
) -> dict[str, Callable[[], None]]:
    """Installs the keys; answers with the commands of single characters, which do nothing while
    ``are_off`` or while text is being typed. Ctrl+Z acts only where nothing typed is to be undone.
    """
    UndoKey(window)
    singles: dict[str, Callable[[], None]] = {}
    for keys in key_map.values():
        for key in keys:
            for sequence in key.sequences:
                deed = key.deed
                if len(sequence) == 1:
                    deed = singles[sequence] = _unless_off(key.deed, are_off)
                QShortcut(QKeySequence(sequence), window).activated.connect(deed)
    return singles


class UndoKey(QObject):
    """A text field that has the focus keeps Ctrl+Z only while it has something to undo; else the
    key is the window's."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._field: QWidget | None = None
        QApplication.instance().focusChanged.connect(self._listen)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not event.matches(QKeySequence.StandardKey.Undo) or _can_undo(watched):
            return False
        event.ignore()
        return True

    def _listen(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = now if isinstance(now, QLineEdit | QPlainTextEdit) else None
        if self._field is not None:
            self._field.installEventFilter(self)


def forget_typing(view: QWidget) -> None:
    """From here on there is nothing to undo in the text fields of a view; the texts stay."""
    for text in view.findChildren(QPlainTextEdit):
        text.document().clearUndoRedoStacks()
    for line in view.findChildren(QLineEdit):
        at = line.cursorPosition()
        with QSignalBlocker(line):
            line.setText(line.text())  # Qt has no other way for a line
        line.setCursorPosition(at)


def _can_undo(field: QObject) -> bool:
    if isinstance(field, QPlainTextEdit):
        return field.document().isUndoAvailable() and not field.isReadOnly()
    return isinstance(field, QLineEdit) and field.isUndoAvailable() and not field.isReadOnly()


class KeysDialog(QDialog):
    """The key map on a page."""

    def __init__(self, window: QWidget, key_map: KeyMap) -> None:
        super().__init__(window)
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 600)
        groups = [_group(name, keys) for name, keys in key_map.items()]
        across = row(column(groups[0], groups[2], None, gap=16),
                     column(groups[1], groups[3], None, gap=16), gap=32, margin=4)  # fmt: skip
        page = Surface("paper")
        page.setLayout(across)
        area: QScrollArea = Scrolling(page, tr("Keys"))
        close = button(tr("Close"), self.accept, "primary")
        content = column(area, row(None, close), margin=12)
        content.setStretch(0, 1)
        self.setLayout(content)


def _group(name: str, keys: list[Key]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for key in keys:
        if key.shown:
            at = grid.rowCount()
            grid.addWidget(label(key.shown, "accent", wrap=False), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(key.words), at, 1)
    holder = QWidget()
    holder.setLayout(column(label(name, level="heading"), grid, gap=4))
    return holder


def _unless_off(deed: Callable[[], None], are_off: Callable[[], bool]) -> Callable[[], None]:
    def guarded() -> None:
        if not (are_off() or is_typed_into(QApplication.focusWidget())):
            deed()

    return guarded
