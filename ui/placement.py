"""Where a window stands on its screen: inside the work area, and there again the next time."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMainWindow, QWidget

from app.desk import Machine
from app.machine.settings import WindowPlace
from ui.screens import screen_id, screen_of_id, screen_under

FIRST = QSize(1366, 768)
REST_MS = 400  # after the last move or resize, before it is remembered
WHOLE = Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen
CHANGES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.WindowStateChange)


class WindowMemory(QObject):
    """Shows the first window where the last one was, and remembers where the clerk puts it. One
    whose screen is taken away goes back there when it comes again."""

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._machine = machine
        self._window: QMainWindow | None = None
        self._home: WindowPlace | None = None  # on the screen that was taken away
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._keep)

    def put_in_place(self, window: QMainWindow) -> None:
        """Before it is shown: as it was kept, or in the middle of the screen."""
        kept = self._machine.settings.window
        area = (screen_of_id(kept.screen) or _screen_of(kept)).availableGeometry()
        _put(window, kept, area)

    def follow(self, window: QMainWindow) -> None:
        """Remembers where this window is from now on."""
        self._window = window
        window.installEventFilter(self)

    def note_removed(self, screen: str) -> None:
        """The screen of this id was taken away: what is kept is where the window stood there."""
        kept = self._machine.settings.window
        if self._home is None and kept.screen == screen:
            self._home = kept

    def settle(self) -> None:
        """Screens have come, gone or changed: back to where it stood, or inside what is left."""
        window, home = self._window, self._home
        if window is None or not window.isVisible() or window.isMinimized():
            return
        if home is not None and (screen := screen_of_id(home.screen)) is not None:
            self._home = None
            _put(window, home, screen.availableGeometry())
        else:
            keep_inside(window)

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
        if self._home is not None:
            return  # where it stands now is for the time being
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


def keep_inside(window: QWidget) -> None:
    """Moves a window into the work area of its screen; one that does not fit is maximised there."""
    screen = screen_under(window)
    area = screen.availableGeometry()
    if window.windowState() & WHOLE:
        if not screen.geometry().contains(window.geometry()):
            _put(window, WindowPlace(maximised=True), area)
    elif not area.contains(window.frameGeometry()):
        _put(window, place_of(window, WindowPlace()), area)


def place_of(window: QWidget, before: WindowPlace) -> WindowPlace:
    """Where a window stands now; of a maximised one, where it goes back to."""
    screen = screen_id(screen_under(window))
    if window.windowState() & WHOLE:
        return replace(before, screen=screen, maximised=True)
    frame = window.frameGeometry().size() - window.size()
    return WindowPlace(
        x=window.x(),
        y=window.y(),
        width=window.width(),
        height=window.height(),
        frame_width=frame.width(),
        frame_height=frame.height(),
        screen=screen,
    )


def stand_in_for(window: QWidget, other: QWidget) -> None:
    """Puts a window where another is, in the same state and on the same screen."""
    normal = other.normalGeometry()
    if not normal.isValid():
        normal = other.geometry()
    if other.windowState() & WHOLE:  # it may go back to another screen than it is on
        normal, _ = fit(normal, screen_under(other).availableGeometry())
    window.setGeometry(normal)
    window.setWindowState(other.windowState() & ~Qt.WindowState.WindowActive)


def _put(window: QWidget, place: WindowPlace, area: QRect) -> None:
    """Into a work area, in its middle where it was never shown; maximised where it was so or does
    not fit."""
    frame = QSize(place.frame_width, place.frame_height)
    wanted = QRect(QPoint(place.x, place.y), QSize(place.width, place.height) + frame)
    if not place.width:
        wanted.setSize(FIRST + frame)
        wanted.moveCenter(area.center())
    placed, fits = fit(wanted, area)
    window.setWindowState(window.windowState() & ~WHOLE)
    window.resize(placed.size() - frame)
    window.move(placed.topLeft())
    if place.maximised or not fits:
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


def _screen_of(place: WindowPlace) -> QScreen:
    middle = QPoint(place.x + place.width // 2, place.y + place.height // 2)
    return QGuiApplication.screenAt(middle) or QGuiApplication.primaryScreen()
