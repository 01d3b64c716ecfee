"""Takes screens away from a desk on three of them and brings them back; where things stand then.

Prints it as JSON. ``python -m tests.ui.plugged HOME``, on an X server of 3446 × 768 with a window
manager: its monitors are made and taken away by xrandr.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from tests.support.centres import resting_centre
from tests.ui.apart import CTRL, NONE, SHIFT, Day, signed_in
from tests.ui.test_review import has_files, open_case
from ui.application import JianjianApplication
from ui.rehearsal.clerk import ScriptedClerk
from ui.screens import Screens

MONITORS = {
    "left": "1366/361x768/203+0+0", "middle": "1280/339x768/203+1366+0",
    "right": "800/212x768/203+2646+0",
}  # fmt: skip

AT_REST = 15  # looks, 10 ms apart


def xrandr(*arguments: str) -> None:
    subprocess.run(["xrandr", *arguments], check=True, stdout=subprocess.DEVNULL)


def plug(name: str, place: str = "") -> None:
    output = "screen" if name == "left" else "none"
    xrandr("--setmonitor", name, place or MONITORS[name], output)


def unplug(name: str) -> None:
    xrandr("--delmonitor", name)


class Desk(Day):
    def __init__(self, application: JianjianApplication, clerk: ScriptedClerk) -> None:
        super().__init__(application, clerk)
        self._screens, self._settled = Screens(application.qt), 0
        self._screens.settled.connect(self._count)

    def until_there_are(self, count: int) -> None:
        """So many screens, and all that follows from it is done, by the window manager as well."""
        before = self._settled
        self.clerk.until(f"{count} screens", lambda: len(QGuiApplication.screens()) == count)
        self.clerk.until("all to have heard of it", lambda: self._settled > before)
        self.until_at_rest()

    def until_at_rest(self) -> None:
        seen: list[dict[str, Any]] = []

        def is_as_before() -> bool:
            seen.append(self.sees())
            return len(seen) > AT_REST and all(each == seen[-1] for each in seen[-AT_REST:])

        self.clerk.until("all to be at rest", is_as_before)

    def _count(self) -> None:
        self._settled += 1

    def sees(self) -> dict[str, Any]:
        window, applicant = self.clerk.window, self.clerk.window.applicant.view
        shown = applicant is not None and applicant.isVisible()
        words = [each.text() for each in applicant.findChildren(QLabel)] if shown else []
        area = window.screen().availableGeometry()
        return self.stands() | {
            "keys": self.where(),
            "in sight": self.in_sight(),
            "applicant": [applicant.screen().name(), " ".join(words)] if shown else [],
            "window": [window.screen().name(), window.geometry().getRect()],
            "inside": area.contains(window.frameGeometry()),
        }


def papers_and_applicant(desk: Desk) -> dict[str, Any]:
    """Papers in the middle, the applicant's view on the right; either screen goes and comes back."""
    clerk, window = desk.clerk, desk.clerk.window
    said: dict[str, Any] = {}
    desk.key(Qt.Key.Key_F11, SHIFT, "PapersWindow paper")
    desk.until_at_rest()
    desk.key(Qt.Key.Key_K, CTRL, "PaletteDialog")
    desk.key(Qt.Key.Key_Escape, NONE, "PapersWindow paper")
    desk.key(Qt.Key.Key_F9)
    clerk.until("the form", lambda: window.applicant.view is not None)
    desk.until_at_rest()
    said["form shown"] = desk.sees()
    unplug("middle")
    desk.until_there_are(2)
    said["papers' screen gone"] = desk.sees()
    plug("middle")
    desk.until_there_are(3)
    said["papers' screen back"] = desk.sees()
    unplug("right")
    desk.until_there_are(2)
    said["applicant's screen gone"] = desk.sees()
    plug("right")
    desk.until_there_are(3)
    said["applicant's screen back"] = desk.sees()
    desk.application.lock()
    unplug("middle")
    desk.until_there_are(2)
    plug("middle")
    desk.until_there_are(3)
    said["locked"] = desk.sees()
    desk.application.unlock()
    desk.until_at_rest()
    said["unlocked"] = desk.sees()
    return said


def window_itself(desk: Desk) -> dict[str, Any]:
    """Its own screen, in the middle, goes, comes back, and becomes smaller."""
    clerk, window = desk.clerk, desk.clerk.window
    machine = desk.application.desk.machine
    said: dict[str, Any] = {}
    window.set_papers_apart()
    window.showNormal()
    window.setGeometry(1500, 100, 1100, 620)
    desk.until_at_rest()
    clerk.until("it to be kept", lambda: machine.settings.window.width == window.width())
    said["on the middle"] = desk.sees()
    unplug("middle")
    desk.until_there_are(2)
    said["its screen gone"] = desk.sees()
    plug("middle")
    desk.until_there_are(3)
    said["its screen back"] = desk.sees()
    unplug("middle")
    desk.until_there_are(2)
    plug("middle", "1160/307x700/185+1366+0")
    desk.until_there_are(3)
    said["a smaller screen"] = desk.sees()
    window.showMaximized()
    clerk.until("it to be kept", lambda: machine.settings.window.maximised)
    desk.until_at_rest()
    unplug("middle")
    desk.until_there_are(2)
    said["gone while maximised"] = desk.sees() | {"maximised": window.isMaximized()}
    plug("middle")
    desk.until_there_are(3)
    said["back, maximised"] = desk.sees() | {"maximised": window.isMaximized()}
    return said


def main(home: str) -> None:
    folder = Path(home)
    folder.mkdir()
    for name in MONITORS:
        plug(name)
    with resting_centre(60, 3, folder) as centre, signed_in(folder, centre) as day:
        desk = Desk(day.application, day.clerk)
        open_case(desk.clerk, has_files)
        desk.clerk.until("the page", desk.clerk.window.review.materials.pages.is_shown)
        said = {"screens": len(QGuiApplication.screens())}
        said |= papers_and_applicant(desk)
        said |= window_itself(desk)
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
