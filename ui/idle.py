"""Notices that somebody works at keyboard or mouse, and that nobody has for a while."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
    }
)


WORK = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class Idle(QObject):
    """It listens at the windows of the system, where a touch comes by once, not at each widget."""

    rested = Signal()  # for so many milliseconds
    worked = Signal()  # somebody types, presses or scrolls

    def __init__(self, app: QGuiApplication, ms: int) -> None:
        super().__init__()
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(ms)
        self.timer.timeout.connect(self.rested)
        app.focusWindowChanged.connect(self.listen)
        self.listen(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self.timer.start()
        if event.type() in WORK:
            self.worked.emit()
        return False

    def listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)  # once is enough
            window.installEventFilter(self)
            self.timer.start()
