"""The screens of this machine: which is which, and that they come, go and change."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

REST_MS = 300  # a dock, or a projector, comes in several steps, and the system moves windows itself


class Screens(QObject):
    """Says that a screen was taken away while its windows still stand on it, and once all has come
    to rest that they may stand elsewhere."""

    removed = Signal(str)  # the screen's id
    settled = Signal()

    def __init__(self, app: QGuiApplication) -> None:
        super().__init__()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self.settled)
        app.screenAdded.connect(self._add)
        app.screenRemoved.connect(self._remove)
        app.primaryScreenChanged.connect(self._wait)
        for screen in app.screens():
            self._listen(screen)

    def _add(self, screen: QScreen) -> None:
        self._listen(screen)
        self._wait()

    def _listen(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._wait)
        screen.availableGeometryChanged.connect(self._wait)

    def _remove(self, screen: QScreen) -> None:
        self.removed.emit(screen_id(screen))
        self._wait()

    def _wait(self, _changed: object = None) -> None:
        self._resting.start()


def screen_id(screen: QScreen) -> str:
    """What it is known by when it comes back: its name, with its serial number where it has one."""
    return f"{screen.name()} {screen.serialNumber()}".strip()


def screen_of_id(id_: str) -> QScreen | None:
    """None where it is not there."""
    screens = QGuiApplication.screens()
    return next((screen for screen in screens if screen_id(screen) == id_), None)


def screen_under(window: QWidget) -> QScreen:
    """The one that the middle of a window is on, else the one it belongs to."""
    return QGuiApplication.screenAt(window.frameGeometry().center()) or window.screen()


def screens_beside(window: QWidget, taken: str) -> list[QScreen]:
    """Those the window is not on, the smallest first; the one of the id ``taken`` only where it is
    the only one."""
    mine = screen_under(window)
    others = [screen for screen in QGuiApplication.screens() if screen is not mine]
    others.sort(key=lambda screen: screen.size().width() * screen.size().height())
    return [screen for screen in others if screen_id(screen) != taken] or others
