"""A clerk for the tour: hands and eyes at the real window, nothing behind it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from app.desk import Found
from ui.application import JianjianApplication
from ui.decision.panel import PAPERS_DIFFER
from ui.language import tr
from ui.parts.words import decision_word, proposal_words
from ui.parts.wrapped import WrappedLine
from ui.rehearsal.hands import Hands, Mouse, tab_to
from ui.review.pages import PagesView
from ui.signin.page import SignInPage
from ui.window import DeskWindow

PATIENCE_SECONDS = 90.0
STEP_MS = 10
POINTS = 1  # the tab of the review's points, beside the form
MOST_WORDS = 600  # of a screen in a failure


class TourFailed(Exception):
    """What the clerk waited for did not come."""


class ScriptedClerk:
    """Clicks, types, waits until the screen says so, and takes pictures."""

    def __init__(
        self, application: JianjianApplication, out: Path, hands: Hands | None = None
    ) -> None:
        self.application = application
        self._hands: Hands = hands or Mouse()
        self._out = out
        self.pictures: list[Path] = []
        self.keyless = False  # whether keys are forbidden, not only not needed

    @property
    def window(self) -> DeskWindow:
        window = self.application.window
        if not isinstance(window, DeskWindow):
            raise TourFailed("the desk's window is not open")
        return window

    def until(self, what: str, true: Callable[[], bool]) -> None:
        """Lets the application live until something is true; raises TourFailed after a while."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not true():
            if time.monotonic() > end:
                raise TourFailed(
                    f"waited {PATIENCE_SECONDS:.0f} s in vain for: {what}; {self._words()}"
                )
            self.rest(STEP_MS)

    def _words(self) -> str:
        """What stands on the screen."""
        window = self.application.window
        labels = window.findChildren(QLabel) if window is not None else []
        words = [label.text() for label in labels if label.isVisible() and label.text()]
        return "the screen says: " + " | ".join(words)[:MOST_WORDS]

    def rest(self, ms: int) -> None:
        """Lets the application live for a while; ``QTest.qWait`` would stop all other threads, and
        swallow what a slot raises."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def click(self, button: QAbstractButton) -> None:
        if not button.isVisible() or not button.isEnabled():
            raise TourFailed(f"cannot click {button.text() or button.accessibleName()!r}")
        self._activate(button.window())
        self._hands.press(button)

    def _activate(self, window: QWidget) -> None:
        """Without a window manager nobody else does."""
        if QApplication.activeWindow() is not window:
            window.activateWindow()
            self.until("the window to be active", window.isActiveWindow)

    def click_on(self, name: str, within: QWidget | None = None) -> None:
        """Clicks the button that has this word on it, or for its accessible name."""
        self.until(f"a button {name!r}", lambda: self.sees(name, within))
        self.click(self.button(name, within))

    def button(self, name: str, within: QWidget | None = None) -> QAbstractButton:
        for button in (within or self.window).findChildren(QAbstractButton):
            if button.isVisible() and name in (button.text(), button.accessibleName()):
                return button
        raise TourFailed(f"no button says {name!r}")

    def choose_in_menu(self, words: str) -> None:
        """Takes an entry out of the menu of one of the buttons in sight."""
        self.until(f"a menu with {words!r}", lambda: self._menu_with(words) is not None)
        if (button := self._menu_with(words)) is not None:
            self._activate(self.window)
            self._hands.choose_in_menu(button, words)

    def _menu_with(self, words: str) -> QPushButton | QToolButton | None:
        """The button in sight whose menu says so; what else it has may change as it opens."""
        for button in self.window.findChildren(QAbstractButton):
            menu = button.menu() if isinstance(button, QPushButton | QToolButton) else None
            if menu is not None and button.isVisible():
                texts = [entry.text() for entry in menu.actions() if entry.isVisible()]
                if words in texts and isinstance(button, QPushButton | QToolButton):
                    return button
        return None

    def _page(self) -> QWidget | None:
        window = self.application.window
        return window.centralWidget() if window is not None else None

    def sees(self, name: str, within: QWidget | None = None) -> bool:
        try:
            self.button(name, within)
        except TourFailed:
            return False
        return True

    def dialog(self) -> QDialog:
        """The dialog that is open over the window, of several the one that has its keys."""
        newest = QApplication.activeModalWidget()
        if isinstance(newest, QDialog) and newest.isVisible():
            return newest
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                return widget
        raise TourFailed("no dialog is open")

    def type(self, field: QLineEdit | QPlainTextEdit, text: str) -> None:
        """Goes into a field, empties it and types."""
        self._activate(field.window())
        self._hands.enter(field)
        type_text(field, text)

    def choose(self, name: str, code: str) -> None:
        """Chooses in the box of this accessible name."""
        self.until(f"a box {name!r}", lambda: bool(self._boxes(name)))
        box = self._boxes(name)[0]
        if box.findData(code) < 0:
            raise TourFailed(f"{name!r} does not offer {code!r}")
        self._hands.choose(box, box.findData(code))
        self.until(f"{code!r} to be chosen", lambda: box.currentData() == code)

    def _boxes(self, name: str) -> list[QComboBox]:
        boxes = self.window.findChildren(QComboBox)
        return [box for box in boxes if box.isVisible() and box.accessibleName() == name]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        if not self._hands.keys and self.keyless:
            raise TourFailed("a clerk with a mouse only has no keys")
        if not isinstance(QApplication.activeWindow(), QDialog):
            self._activate(self.window)
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier)

    def picture(self, name: str, of: QWidget | None = None) -> None:
        """Saves what the window, or a dialog, shows once it has settled."""
        self.rest(200)
        path = self._out / f"{len(self.pictures) + 1:02d}-{name}.png"
        window = of or self.application.window
        if window is None or not window.grab().save(str(path)):
            raise TourFailed(f"could not save {path}")
        self.pictures.append(path)

    # --- what a clerk does again and again --------------------------------------------

    def sign_in(self, username: str, password: str) -> None:
        """Signs in at the page that is open and waits for the first rows, or for what a lead has to
        sign."""
        self.until("the sign-in page", lambda: isinstance(self._page(), SignInPage))
        page = self._page()
        if not isinstance(page, SignInPage):
            raise TourFailed("the sign-in page is not open")
        self.until("the one before to be gone", page.isEnabled)
        self.type(page.username, username)
        self.type(page.password, password)
        self.click(page.go)
        self.until("the desk to open", lambda: isinstance(self.application.window, DeskWindow))
        self.until("the first rows", self._has_work)

    def _has_work(self) -> bool:
        worklist = self.window.worklist
        return worklist.model.rowCount() > 0 or worklist.tabs["to_sign"].isVisible()

    def find(self, number: str) -> None:
        """Types a case number into the list's search and opens it with Enter."""
        window = self.window
        if window.pages.currentIndex() != 0:
            self.click_on(tr("Cases"))
        self.type(window.worklist.search, number)
        if self._hands.keys:
            QTest.keyClick(window.worklist.search, Qt.Key.Key_Return)
        else:
            self._click_first_row(number)
        self.until(
            f"case {number} to open",
            lambda: (
                window.review.view is not None
                and window.review.view.case.no == number
                and self._lists_only(number)
            ),
        )

    def _click_first_row(self, number: str) -> None:
        rows, table = self.window.worklist.model, self.window.worklist.list

        self.until(f"case {number} in the list", lambda: self._lists_only(number))
        middle = table.visualRect(rows.index(0, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)

    def _lists_only(self, number: str) -> bool:
        rows = self.window.worklist.model
        first = rows.case_at(0)
        return rows.rowCount() == 1 and first is not None and first.no == number

    def sync_now(self) -> None:
        """Asks the desk to speak with the centre."""
        if self._hands.keys:
            self.press(Qt.Key.Key_F5)
        else:
            self.click(self.window.status.sync)

    def open_search(self) -> QDialog:
        if self._hands.keys:
            self.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        else:
            self.click_on(tr("Search"))
        return self.dialog()

    def judge_everything_fit(self) -> None:
        """Looks at every material, finds it fit, ticks every point, answers what fails."""
        review = self.window.review
        view = review.view
        if self._hands.keys:
            tab_to(self.window.worklist.list)
        if view is None:
            raise TourFailed("no case is open")
        for at, material in enumerate(view.case.current_materials()):
            if not material.supplied:
                continue
            self.open_material(at)
            self.click_on("✓ " + tr("Fit"))
            self.until(f"the verdict on {material.name}", partial(self._is_fit, material.id))
        for box in list(review.checklist.boxes.values()):
            if not box.isVisible():
                self._open_points()
            if not box.isChecked():
                self.click(box)
        for answer in list(review.checklist.answers.values()):
            self.type(answer, "已与申请人当面核对，情况属实")
        self.until("the review to be saved", self._all_judged)

    def _open_points(self) -> None:
        """What the papers have against the form comes before them."""
        if self._hands.keys:
            self.press(Qt.Key.Key_C)
        else:
            self._hands.choose_tab(self.window.review.tabs.tabBar(), POINTS)

    def open_material(self, at: int) -> None:
        """By its place among those of the open case, from 0."""
        if self._hands.keys:
            self.press(Qt.Key(Qt.Key.Key_1 + at))
        else:
            self._hands.choose_tab(self.window.review.materials.tabs, at)
        self.until(f"material {at + 1}", partial(self._has_open, at))

    def press_to_decide(self, state: str) -> None:
        self._press_until(f"the case to be {state}", lambda: self.state_is((state,)))

    def press_to_propose(self) -> None:
        """Decides what has to be signed: it stands with the leads."""
        self._press_until("the proposal to stand", self.is_proposed)

    def _press_until(self, what: str, is_done: Callable[[], bool]) -> None:
        """Answers what was found in the papers since they were judged, and presses again."""
        self.press_what_is_next()

        def is_decided() -> bool:
            if self._has_finding_open():
                self.until("what was found to be answered", self._all_judged)
                self.press_what_is_next()
            return is_done()

        self.until(what, is_decided)

    def press_what_is_next(self) -> None:
        """The decision that is next, by its key or its button."""
        if self._hands.keys:
            self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        else:
            self.until("the decision that is next", self._offers_what_is_next)
            self.click(self.window.review.decision.primary())

    def from_more(self, action: str, text: str) -> None:
        """Takes an action out of the menu of the seldom ones and writes into its sheet."""
        self.choose_in_menu(action)
        self._write_in_sheet(text)

    def open_sheet_and_write(self, kind: str, text: str) -> None:
        """Opens the sheet of an action by its button and writes into it."""
        self.click_on(self.word_of(kind))
        self._write_in_sheet(text)

    def word_of(self, kind: str) -> str:
        """What the open case's button of an action says."""
        view = self.window.review.view
        if view is None:
            return ""
        action = decision_word(kind, view.case.item)
        return proposal_words(action) if view.needs_signature(kind) else action

    def _write_in_sheet(self, text: str) -> None:
        panel = self.window.review.decision
        self.until("the sheet", lambda: panel.sheet is not None)
        fields = panel.sheet.findChildren(QPlainTextEdit) if panel.sheet is not None else []
        own = [field for field in fields if not isinstance(field, WrappedLine)]
        if not own:
            raise TourFailed("the sheet has nowhere to write")
        self.type(own[0], text)

    def write_line(self, name: str, text: str) -> None:
        """Into the open sheet's line of that name, where it asks for one."""
        sheet = self.window.review.decision.sheet
        for line in sheet.findChildren(QLineEdit) if sheet is not None else ():
            if line.accessibleName() == name and not line.isHidden():
                self.type(line, text)

    # --- eyes ---------------------------------------------------------------------------

    def page_is_drawn(self, dialog: QDialog) -> bool:
        return any(pages.is_shown() for pages in dialog.findChildren(PagesView))

    def page_says(self, words: str, dialog: QDialog) -> bool:
        """Whether the document a dialog shows has these words on one of its pages."""
        documents = [pages.document for pages in dialog.findChildren(PagesView)]
        found = [document.find(words, 0) for document in documents if document is not None]
        return any(isinstance(answer, Found) and answer.hits for answer in found)

    def state_is(self, states: tuple[str, ...]) -> bool:
        view = self.window.review.view
        return view is not None and view.case.state in states

    def is_proposed(self) -> bool:
        view = self.window.review.view
        return view is not None and view.case.proposal is not None

    def is_numbered(self) -> bool:
        """Whether the centre has numbered every notice of the open case."""
        view = self.window.review.view
        return view is not None and not any(notice.provisional for notice in view.case.notices)

    def all_sent(self) -> bool:
        return self.application.desk.deciding.counts() == (0, 0)

    def files_here(self) -> bool:
        here, named = self.application.desk.documents.counts()
        return named > 0 and here >= named - 5  # a few are spoilt on purpose

    def is_offline(self) -> bool:
        return self.application.desk.centre.offline

    def _has_open(self, at: int) -> bool:
        return self.window.review.materials.at == at

    def _is_fit(self, material_id: str) -> bool:
        view = self.window.review.view
        given = view.draft.over(view.case.review).materials.get(material_id) if view else None
        return given is not None and given.verdict == "pass"

    def _offers_what_is_next(self) -> bool:
        panel = self.window.review.decision
        return panel.primary_kind in panel.buttons and panel.primary().isVisible()

    def _all_judged(self) -> bool:
        view = self.window.review.view
        if self._has_finding_open():
            self._answer_a_finding()
        return view is not None and not dict(view.actions).get("approve", ("?",))

    def _has_finding_open(self) -> bool:
        view = self.window.review.view
        barred = dict(view.actions).get("approve", ()) if view is not None else ()
        return any(reason.code == PAPERS_DIFFER for reason in barred)

    def _answer_a_finding(self) -> None:
        """What the papers have against the form is found while they are judged, or later."""
        self.click_on(tr("See findings →"))
        line = self.window.review.finding()
        if line is not None and not line.is_answered():
            self.click(line.tick)
            self.until("the answer to be kept", partial(self._is_answered, line.finding.id))

    def _is_answered(self, finding_id: str) -> bool:
        view = self.window.review.view
        ticks = view.draft.over(view.case.review).checklist if view is not None else {}
        return finding_id in ticks and ticks[finding_id].done


def type_text(field: QWidget, text: str) -> None:
    """Types as an input method does: Chinese arrives composed, not key by key."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)
