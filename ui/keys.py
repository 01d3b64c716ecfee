"""The keys of a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, QSignalBlocker
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ui.parts.focus import is_typed_into
from ui.parts.shortcut import install_key, names_of


def install(
    window: QWidget, keys: Mapping[str, Callable[[], None]], are_off: Callable[[], bool]
) -> dict[str, Callable[[], None]]:
    """Installs the keys; answers with those of single characters, which do nothing while
    ``are_off`` or while text is being typed. Ctrl+Z acts only where nothing typed is to be undone.
    """
    UndoKey(window)
    singles: dict[str, Callable[[], None]] = {}
    for key, handler in keys.items():
        if len(key) == 1:
            taken = _unless_off(handler, are_off)
            singles |= dict.fromkeys(names_of(key), taken)
            install_key(window, key, taken)
        else:
            install_key(window, key, handler)
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


def _unless_off(handler: Callable[[], None], are_off: Callable[[], bool]) -> Callable[[], None]:
    def guarded() -> None:
        if not (are_off() or is_typed_into(QApplication.focusWidget())):
            handler()

    return guarded
