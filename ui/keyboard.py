"""The keyboard before shortcuts and widgets have it: scanned numbers, and Enter on a button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QRadioButton,
)

from ui.papers import PapersWindow
from ui.scanner import ENTER
from ui.window import DeskWindow

KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class Keyboard(QObject):
    """It listens at the windows of the system, where a key comes by once, not at each widget."""

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__()
        app.focusWindowChanged.connect(self._listen)
        self._listen(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in KEYS or not isinstance(event, QKeyEvent):
            return False
        if QApplication.activePopupWidget() is not None:
            return False
        window = QApplication.activeWindow()
        if isinstance(window, DeskWindow | PapersWindow) and window.scanner.takes(event):
            return True
        return event.type() == QEvent.Type.KeyPress and _presses_the_button(event)

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # once is enough
            window.installEventFilter(self)


def _presses_the_button(event: QKeyEvent) -> bool:
    """Enter does to the button in focus what Space does; a box is ticked by Space only."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in ENTER or modifiers or event.isAutoRepeat():
        return False
    focus = QApplication.focusWidget()
    if not isinstance(focus, QAbstractButton) or isinstance(focus, QCheckBox | QRadioButton):
        return False
    focus.click()
    return True
