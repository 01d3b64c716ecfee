"""Opens the desk's first window as a clerk's machine does, does one thing to it, and closes it.

Prints, as JSON, where it stood: frame, work area, state. ``python -m tests.ui.placed HOME DEED``
"""

import json
import sys
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from app.machine.paths import Places
from ui.application import JianjianApplication
from ui.screens import REST_MS

DEEDS = {
    "nothing": lambda application: None,
    "move": lambda application: application.window.setGeometry(200, 150, 1200, 700),
    "outside": lambda application: application.window.setGeometry(1500, 900, 1300, 740),
    "work area": lambda application: _change_work_area(application.window),
    "maximise": lambda application: application.window.showMaximized(),
    "restore": lambda application: application.window.showNormal(),
    "language": lambda application: application.window.centralWidget().language_wanted.emit("en"),
}


def _change_work_area(window: QMainWindow) -> None:
    """As if a panel were there now where the window stands."""
    window.setGeometry(1500, 900, 1300, 740)
    screen = window.screen()
    screen.availableGeometryChanged.emit(screen.availableGeometry())
    QTest.qWait(REST_MS + 200)


def main(home: str, deed: str) -> None:
    application = JianjianApplication(Places.below(Path(home)), [])
    application.remember_window()
    application.open_sign_in()
    QTest.qWait(50)
    DEEDS[deed](application)
    QTest.qWait(50)
    window = application.window
    frame, area = window.frameGeometry(), window.screen().availableGeometry()
    said = {
        "frame": frame.getRect(),
        "client": window.geometry().getRect(),
        "inside": area.contains(frame),
        "maximised": window.isMaximized(),
        "icon": not window.windowIcon().isNull(),
        "appended": application.qt.applicationDisplayName() != "Jianjian",
    }
    application.close()
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
