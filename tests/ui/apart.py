"""Works a case whose papers stand on another screen; where things stand and the keys are, step by
step.

Prints it as JSON. ``python -m tests.ui.apart HOME``
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.machine.paths import Places
from tests.ui.test_flow import is_instant_with_three, seals_city, who_files_seals
from tests.ui.test_review import open_case
from ui.application import JianjianApplication
from ui.papers import PapersWindow
from ui.rehearsal.clerk import ScriptedClerk

NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return


class Day:
    """A clerk's hands, and what there is to be seen."""

    def __init__(self, application: JianjianApplication, clerk: ScriptedClerk) -> None:
        self.application, self.clerk = application, clerk

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, leads_to: str = "") -> None:
        """Strikes a key where the keys are, and waits until they are where it leads to."""
        self.clerk.until("a window in front", lambda: QApplication.focusWindow() is not None)
        QTest.keyClick(QApplication.focusWindow(), key, modifier)
        self.clerk.until(f"{key} to lead to {leads_to}", lambda: leads_to in self.where())

    def where(self) -> str:
        """The window and the part that have the keys."""
        window = self.clerk.window
        parts = {part: name for name, part in window.cases.parts().items()}
        parts |= dict.fromkeys(window.review.checklist.boxes.values(), "point")
        focus = QApplication.focusWidget()
        return (
            f"{type(QApplication.activeWindow()).__name__} {parts.get(focus, type(focus).__name__)}"
        )

    def stands(self) -> dict[str, Any]:
        """Where the papers are, and what the window shows beside."""
        window = self.clerk.window
        review, view = window.review, window.papers.view
        beside = (review.form_area, review.checklist, review.decision.opinion)
        return {
            "papers": view.screen().name() if view is not None and view.isVisible() else "",
            "geometry": view.geometry().getRect() if view is not None else (),
            "maximised": view is not None and view.isMaximized(),
            "in window": window.isAncestorOf(review.materials) and review.materials.isVisible(),
            "readable": review.materials.pages.paper.isVisible(),
            "beside": [part.isVisible() for part in beside],
            "kept": self.application.desk.machine.settings.papers_screen,
        }

    def in_sight(self) -> list[str]:
        visible = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
        return sorted(type(widget).__name__ for widget in visible)


@contextmanager
def signed_in(folder: Path, centre: Any) -> Iterator[Day]:
    application = JianjianApplication(Places.below(folder / "desk"), [])
    application.remember_window()
    application.desk.machine.keep_settings(centre_url=centre.url, seconds_before_sending=0)
    clerk = ScriptedClerk(application, folder)
    application.open_sign_in()
    clerk.sign_in(**who_files_seals(centre))
    clerk.until("the case", lambda: clerk.window.review.view is not None)
    try:
        yield Day(application, clerk)
    finally:
        application.close()


def by_keys(day: Day) -> dict[str, Any]:
    """An instant case, from its papers in one window to its delivery in the other."""
    clerk, review = day.clerk, day.clerk.window.review
    cases, worklist = day.application.desk.cases, day.clerk.window.worklist
    case = open_case(clerk, lambda case: is_instant_with_three(case, cases.view(case.id)))
    worklist.search.clear()
    clerk.until("all rows", lambda: worklist.model.rowCount() > 2)
    worklist.list.setFocus()
    day.key(Qt.Key.Key_F11, SHIFT, "PapersWindow paper")
    said: dict[str, Any] = {"apart": day.stands()}
    for at in (1, 2):
        day.key(Qt.Key.Key_Y, NONE, "PapersWindow")
        clerk.until("the next paper", lambda at=at: review.materials.at == at)
    day.key(Qt.Key.Key_Y, NONE, "DeskWindow point")
    day.key(Qt.Key.Key_A, NONE, "DeskWindow opinion")
    day.key(ENTER, CTRL)
    clerk.until("the approval", lambda: review.view.case.state == "approved")
    clerk.until("the focus", lambda: QApplication.focusWidget() is review.decision.primary())
    day.key(ENTER, CTRL)
    clerk.until("the sheet", lambda: review.decision.sheet is not None)
    day.key(ENTER, CTRL, "PapersWindow paper")
    return said | {
        "delivered": cases.view(case.id).case.state,
        "another": review.case_id != case.id,
        "papers": [review.materials.tabs.count(), len(review.view.case.current_materials())],
    }


def around(day: Day) -> str:
    """What else the keys do in the papers' window; what its menu offers."""
    window = day.clerk.window
    materials, first = window.review.materials, window.review.case_id
    is_first = window.worklist.list.currentIndex().row() == 0
    day.key(Qt.Key.Key_J if is_first else Qt.Key.Key_K, NONE, "PapersWindow")
    day.clerk.until("another case", lambda: window.review.case_id != first)
    day.key(Qt.Key.Key_2, NONE, "PapersWindow")
    day.clerk.until("the second paper", lambda: materials.at == 1)
    day.key(Qt.Key.Key_1, NONE, "PapersWindow")
    day.key(Qt.Key.Key_L, NONE, "DeskWindow list")
    day.key(Qt.Key.Key_V, NONE, "PapersWindow paper")
    day.key(Qt.Key.Key_F6, NONE, "DeskWindow opinion")
    day.key(Qt.Key.Key_Escape, NONE, "PapersWindow paper")
    materials.remark.setFocus()
    day.key(Qt.Key.Key_Escape, NONE, "PapersWindow paper")
    QTest.keyClick(QApplication.focusWindow(), Qt.Key.Key_F10, SHIFT)
    menu = QApplication.activePopupWidget()
    offered = " ".join(entry.text() for entry in menu.actions()) if isinstance(menu, QMenu) else ""
    if menu is not None:
        menu.close()
    return offered


def is_touched_by_wheel(day: Day, over: QWidget) -> bool:
    """Whether the wheel turned over a window is heard by what locks the desk after a rest."""
    timer, at = day.application.idle.timer, QPointF(over.rect().center())
    timer.stop()
    QApplication.sendEvent(over.windowHandle(), QWheelEvent(
        at, over.mapToGlobal(at), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    ))  # fmt: skip
    return timer.isActive()


def main(home: str) -> None:
    folder = Path(home)
    folder.mkdir()
    said: dict[str, Any] = {}
    with seals_city(folder) as centre:
        with signed_in(folder, centre) as day:
            window = day.clerk.window
            said["together"] = day.stands()
            said |= by_keys(day)
            said["menu"] = around(day)
            window.show_to_applicant()
            said["applicant on"] = window.applicant.view.screen().name()
            day.application.lock()
            said["locked"] = day.in_sight()
            day.application.unlock()
            day.clerk.until("the keys", lambda: day.where() == "PapersWindow paper")
            said["unlocked"] = [day.stands(), day.where(), day.in_sight()]
            window.papers.view.showNormal()
            window.papers.view.setGeometry(1500, 60, 900, 600)
            day.application.apply_appearance("en", "")
            window = day.clerk.window
            day.clerk.until("the keys", lambda: day.where() == "PapersWindow paper")
            said["language"] = [day.stands(), window.papers.view.windowTitle(), day.in_sight()]
            day.key(Qt.Key.Key_F11, NONE, "DeskWindow paper")
            said["alone"] = [day.stands(), window.status.isVisible()]
            day.key(Qt.Key.Key_F11, SHIFT, "PapersWindow paper")
            said["apart again"] = [day.stands(), window.status.isVisible()]
        with signed_in(folder, centre) as day:
            day.clerk.until("the papers", lambda: day.stands()["papers"] != "")
            view = day.clerk.window.papers.view
            assert isinstance(view, PapersWindow)
            said["started again"] = [day.stands(), day.where()]
            said["touched"] = is_touched_by_wheel(day, view)
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
