"""Where the window stands on the screen: inside the work area, and there again the next time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMainWindow, QWidget

from app.desk import Machine
from app.machine.settings import WindowPlace

FIRST = QSize(1366, 768)
REST_MS = 400  # after the last move or resize, before it is remembered
CHANGES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)


class WindowMemory(QObject):
    """Shows the first window where the last one was, and remembers where the clerk puts it."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._machine = machine
        self._window: QMainWindow | None = None
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._keep)

    def put_in_place(self, window: QMainWindow) -> None:
        """Before it is shown: as it was kept, or in the middle of the screen."""
        kept = self._machine.settings.window
        frame = QSize(kept.frame_width, kept.frame_height)
        area = _screen_of(kept).availableGeometry()
        wanted = QRect(QPoint(kept.x, kept.y), QSize(kept.width, kept.height) + frame)
        if not kept.width:
            wanted = QRect(QPoint(), FIRST + frame)
            wanted.moveCenter(area.center())
        placed, fits = fit(wanted, area)
        window.resize(placed.size() - frame)
        window.move(placed.topLeft())
        if kept.maximised or not fits:
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def follow(self, window: QMainWindow) -> None:
        """Remembers where this window is from now on."""
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() in CHANGES:
            self._resting.start()
        elif watched is self._window and event.type() == QEvent.Type.Close:
            self._keep()
        return False

    def _keep(self) -> None:
        self._resting.stop()
        window = self._window
        if window is None or not window.isVisible() or window.isMinimized():
            return
        place = place_of(window, self._machine.settings.window)
        if place != self._machine.settings.window:
            self._machine.keep_settings(window=place)


def fit(wanted: QRect, area: QRect) -> tuple[QRect, bool]:
    """A frame moved into the work area, and whether it fits there; one that does not is made to."""
    fits = wanted.width() <= area.width() and wanted.height() <= area.height()
    placed = QRect(wanted.topLeft(), wanted.size().boundedTo(area.size()))
    left = max(area.left(), min(placed.left(), area.right() + 1 - placed.width()))
    top = max(area.top(), min(placed.top(), area.bottom() + 1 - placed.height()))
    placed.moveTo(left, top)
    return placed, fits


def place_of(window: QMainWindow, before: WindowPlace) -> WindowPlace:
    """Where a window stands now; of a maximised one, where it goes back to."""
    if window.isMaximized() or window.isFullScreen():
        return WindowPlace(
            x=before.x, y=before.y, width=before.width, height=before.height,
            frame_width=before.frame_width, frame_height=before.frame_height, maximised=True,
        )  # fmt: skip
    frame = window.frameGeometry().size() - window.size()
    return WindowPlace(
        x=window.x(),
        y=window.y(),
        width=window.width(),
        height=window.height(),
        frame_width=frame.width(),
        frame_height=frame.height(),
    )


def stand_in_for(window: QMainWindow, other: QMainWindow) -> None:
    """Puts a window where another is, in the same state."""
    normal = other.normalGeometry()
    window.setGeometry(normal if normal.isValid() else other.geometry())
    window.setWindowState(other.windowState() & ~Qt.WindowState.WindowActive)


def screen_beside(window: QWidget) -> QScreen | None:
    """A screen the window is not on; None where there is no other."""
    others = (screen for screen in QGuiApplication.screens() if screen is not window.screen())
    return next(others, None)


def _screen_of(place: WindowPlace) -> QScreen:
    middle = QPoint(place.x + place.width // 2, place.y + place.height // 2)
    return QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()
