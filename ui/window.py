"""The window: rail on the left, one page, the status bar; it routes, pages do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk import CaseView, Desk
from app.machine.precedence import window_first
from ui.applicant import ApplicantScreen
from ui.background import Background
from ui.cases_page import CasesPage
from ui.drill.strip import DrillStrip
from ui.ephemeral import EphemeralStrip, may_close
from ui.events import DeskEvents
from ui.handbook.window import WindowHandbook
from ui.keys import install
from ui.language import tr
from ui.menu import ClerkMenu
from ui.palette.search import WindowSearch
from ui.papers import PapersScreen
from ui.parts.focus import is_field, is_typed_into, resting_place
from ui.parts.page import PageView
from ui.parts.taborder import order_tabs
from ui.parts.turns import one_a_turn
from ui.parts.widgets import row, rule
from ui.parts.words import payload_word
from ui.place import Place
from ui.rail import Rail
from ui.rows import Command, Page, WidgetKey, commands_of, key_names
from ui.scanner import Scanner
from ui.screens import Screens
from ui.statusbar import DeskStatusBar
from ui.topbar import TopBar
from ui.worklist.view import WorklistView

if TYPE_CHECKING:
    from app.desk import Status
    from ui.review.view import ReviewView

View = TypeVar("View", bound=PageView)


class DeskWindow(QMainWindow):
    """One signed-in clerk's window, with these pages and what may be commanded in it."""

    left = Signal()  # the clerk signs out
    lock_wanted = Signal()
    appearance_wanted = Signal(str, str)  # a language or a theme, the other empty
    text_size_wanted = Signal(int)  # per cent
    rest_changed = Signal()  # how long before the desk locks
    settled = Signal()  # painted, and all is there that the first paint does not need

    def __init__(
        self,
        desk: Desk,
        background: Background,
        pages: Sequence[Page[DeskWindow]],
        rows: Sequence[Command[DeskWindow] | WidgetKey],
        screens: Screens,
    ) -> None:
        super().__init__()
        self.desk, self.background = desk, background
        self.events = DeskEvents(self)
        self.events.status.connect(self._hear_status)
        self.keys = key_names(rows)
        self.sign_in_expired = self._has_asked_again = False
        self._commands = commands_of(rows)
        self.handbook = WindowHandbook(self, rows)
        self.search = WindowSearch(self, self._commands, self.handbook.find)
        clerk = desk.account.clerk
        leads = clerk is not None and "lead" in clerk.roles
        pages = [page for page in pages if leads or not page.for_leads]
        self._page_rows = {page.id: page for page in pages}
        self._built: dict[str, PageView] = {}
        self._has_painted = self._is_alone = False
        self._focus_at_first = ""
        who = " · ".join(part for part in (clerk.name, clerk.window) if part) if clerk else ""
        self.setWindowTitle(tr("{who} — Jianjian", who=who))
        self.resize(1366, 768)
        self.pages = QStackedWidget()
        self._rail = Rail(pages, self.keys)
        self._rail.page_wanted.connect(self.show_page)
        self.menu = ClerkMenu(self, self._commands, self.take)
        self._bar = TopBar(desk.account.clerk, self.menu, self.search.open, self.keys["search"])
        self.drill = DrillStrip(
            desk.drill, desk.deciding, desk.documents, desk.centre, desk.machine, background,
            self.events,
        )  # fmt: skip
        self.drill.cases_wanted.connect(self.show_cases)
        self.drill.place_wanted.connect(self._open_at_material)
        self.drill.said.connect(self.say)
        self.status = DeskStatusBar(
            desk.deciding, desk.centre, desk.documents, self.events, self.keys
        )
        self.status.undo_wanted.connect(self.undo)
        self.status.about_wanted.connect(self.show_about)
        self.status.drill_wanted.connect(self.drill.open_begin)
        self.cases = self.page("cases", CasesPage)
        self.cases.case_shown.connect(self.drill.note_case)
        self.cases.case_shown.connect(self._note_soon)
        self.cases.decided.connect(self.status.say_saved)
        self.cases.alone_wanted.connect(self._read_alone)
        self.cases.said.connect(self.say)
        self.applicant = ApplicantScreen(self)
        self.applicant.said.connect(self.say)
        self.cases.case_shown.connect(self.applicant.follow)
        self.cases.case_lost.connect(self.applicant.go_dark)
        self.papers = PapersScreen(self, desk.machine)
        self.papers.said.connect(self.say)
        for view in (self.papers, self.applicant):
            screens.removed.connect(view.note_removed)
            screens.settled.connect(view.settle)
        self.worklist.counted.connect(self._bar.show_counts)
        self._lay_out()
        singles = self.hear_keys(self)
        at_once = {key for each in self._commands if each.at_once for key in each.keys}
        self.scanner = Scanner(
            singles, at_once, lambda: not is_typed_into(QApplication.focusWidget()), self
        )
        self.scanner.scanned.connect(self.open_number)

    def hear_keys(self, window: QWidget) -> dict[str, Callable[[], None]]:
        """Takes this window's commands by their keys in another window too; answers with those of
        single characters."""
        keys = {key: partial(self.take, each) for each in self._commands for key in each.keys}
        return install(window, keys, self.cases.has_a_sheet)

    @property
    def worklist(self) -> WorklistView:
        return self.cases.worklist

    @property
    def review(self) -> ReviewView:
        return self.cases.review

    def page(self, id_: str, kind: type[View]) -> View:
        """The page of this id, made if it is asked for the first time."""
        page = self._page(id_)
        if not isinstance(page, kind):
            raise TypeError(f"{id_} is no {kind.__name__}")
        return page

    @property
    def page_in_front(self) -> str:
        """Its id."""
        return self._rail.at

    def has_page(self, id_: str) -> bool:
        """Whether this clerk has the page of this id."""
        return id_ in self._page_rows

    def _page(self, id_: str) -> PageView:
        if id_ not in self._built:
            self._built[id_] = made = self._page_rows[id_].make(self)
            self.pages.addWidget(made)
        return self._built[id_]

    def _hear_status(self, status: Status) -> None:
        """A sign-in that has expired is asked for once, and by the menu after that."""
        if status.state == "syncing":
            return
        self.sign_in_expired = status.state == "signed_out"
        in_sight = self.isVisible()  # while it is locked nobody is asked
        if self.sign_in_expired and in_sight and not self._has_asked_again:
            self.ask_to_sign_in_again()
        self._has_asked_again = self.sign_in_expired and in_sight

    def say(self, sentence: str) -> None:
        self.status.say(sentence)

    # --- what the clerk does ----------------------------------------------------------

    def go_to_case(self, case_id: str) -> None:
        """Shows it among the cases, wherever the clerk is now."""
        self.show_page("cases")
        self.worklist.show_case(case_id)
        self.cases.take_up()

    def go_to_list(self) -> None:
        """From wherever the clerk is now."""
        if self._is_alone:
            self._read_alone(False)
        self.show_page("cases")
        self.cases.take_focus()

    def go_to_paper(self) -> None:
        """Of the case that is open, from wherever the clerk is now."""
        self.show_page("cases")
        self.worklist.show_cards()
        self.cases.take_up()

    def narrow_list(self) -> None:
        self.go_to_list()
        self.worklist.unfold()
        self.worklist.search.setFocus()

    def case_in_sight(self) -> str:
        """The id of the case whose review the clerk has before them; empty where none."""
        view = self.cases.view
        if view is None:
            return ""
        in_sight = self.isActiveWindow() and self.review.isVisible()
        return view.case.id if in_sight or self.papers.have_keys else ""

    def place(self) -> Place:
        listed, reviewed = self.cases.place()
        focus = self.focused()
        return Place(
            page=self._rail.at,
            list=listed,
            review=reviewed,
            typed={id_: text for id_, page in self._built.items() if (text := page.typed())},
            focus=next((name for name, part in self._parts().items() if part is focus), ""),
        )

    def return_to(self, place: Place) -> None:
        """Opens at the place where another window was."""
        self.cases.open_at(place.list, place.review)
        for id_, text in place.typed.items():
            self._page(id_).return_to(text)
        if place.page != self._rail.at:
            self.show_page(place.page)
        self._focus_at_first = place.focus

    def focused(self) -> QWidget | None:
        """What has the keys, or will have them once the window is active."""
        papers = self.papers.view
        in_papers = papers is not None and papers.isActiveWindow()
        return papers.focusWidget() if papers and in_papers else self.focusWidget()

    def _parts(self) -> dict[str, QWidget]:
        """The parts of the window that keys speak to, by a name of their own."""
        return {name: part for page in self._built.values() for name, part in page.parts().items()}

    def open_number(self, number: str) -> None:
        """Opens the case of a number that was scanned."""
        case_id = self.desk.cases.find(number)
        if self.cases.has_a_sheet():
            self.say(tr("Finish or leave what you are deciding, then scan again."))
        elif case_id is None:
            self.say(tr("No case of yours has the number {no}.", no=number))
        else:
            self.show_page("cases")
            self.worklist.go_to(case_id)
            self.cases.take_focus()

    def leave_field(self) -> None:
        """Esc: to where keys are commands again, beside the field; out of the paper alone; from
        another page to the cases."""
        field = QApplication.focusWidget()
        if self._is_alone:
            self._read_alone(False)
        elif field is None or not is_field(field):
            self.show_page("cases")
        elif self.cases.isAncestorOf(field) or self.papers.have_keys:
            self.cases.leave_field(field)
        else:
            resting_place(field).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no widget wanted."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave_field()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What no widget wanted: on a row, a page, a field."""
        self.offer_menu(event, self)

    def offer_menu(self, event: QContextMenuEvent, within: QWidget) -> None:
        """For what is at this place of a window."""
        from ui.context import open_menu

        event.setAccepted(open_menu(self, self._commands, event, within))

    def open_context_menu(self) -> None:
        """Shift+F10, which not every system makes the menu key's event of."""
        focus = QApplication.focusWidget() or self
        if QApplication.activePopupWidget() is None:
            middle = focus.rect().center()
            reason = QContextMenuEvent.Reason.Keyboard
            QApplication.sendEvent(
                focus, QContextMenuEvent(reason, middle, focus.mapToGlobal(middle))
            )

    def show_page(self, id_: str) -> None:
        if self._is_alone and id_ != "cases":
            self._read_alone(False)
        page = self._page(id_)
        self.pages.setCurrentWidget(page)
        self._rail.check(id_)
        page.come_to_front()

    def take(self, command: Command[DeskWindow]) -> None:
        """Does what a key, an entry of the menu or a find of the search stands for."""
        with window_first():
            if command.offered(self):
                command.call(self)

    def _note_soon(self, view: CaseView) -> None:
        """Right after the paint, which threads that wake would delay."""
        QTimer.singleShot(0, self, partial(self._note_opened, view.case.id))

    def _note_opened(self, case_id: str) -> None:
        if not self.events.ended:
            self.desk.cases.note_opened(case_id)
            self.desk.reading.note_opened(case_id, self.worklist.neighbours())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self._after_first_paint)

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous() and not may_close(self.desk, self):
            event.ignore()
            return
        self.events.end()
        waiting, _ = self.desk.deciding.counts() if self.desk.account.clerk else (0, 0)
        if waiting:
            self.desk.machine.journal.note(
                "closed_with_unsent", self.desk.machine.now(), count=waiting
            )
        super().closeEvent(event)

    def choose_from_pool(self) -> None:
        from ui.worklist.pool import PoolDialog

        dialog = PoolDialog(self.desk.cases, self)
        dialog.claim_wanted.connect(self.claim)
        dialog.open()

    def handbook_of_page(self) -> str:
        """The page of the handbook that speaks of the page in front."""
        return self._page_rows[self._rail.at].handbook

    def read_alone(self) -> None:
        """The paper alone, or the whole desk again."""
        self._read_alone(not self._is_alone)

    def leave_paper_alone(self) -> None:
        """All of the desk again, where the paper was alone."""
        if self._is_alone:
            self._read_alone(False)

    def _read_alone(self, alone: bool) -> None:
        self._is_alone = alone
        if alone:
            self.papers.come_back()
            self.show_page("cases")
        for part in (self._bar, self._rail, self.status):
            part.setVisible(not alone)
        self.cases.read_alone(alone)

    def set_papers_apart(self) -> None:
        """On another screen, which the applicant's view leaves to them if it is the only one; or in
        the review again."""
        self.papers.toggle(self.applicant.screen)
        if self.papers.screen and self.papers.screen == self.applicant.screen:
            self.applicant.close()

    def show_to_applicant(self) -> None:
        """The open case's form, or nothing any more. The papers leave it their screen if that is
        the only one."""
        if (view := self.cases.view) is not None:
            self.applicant.toggle(view, self.papers.screen)
        if self.applicant.screen and self.applicant.screen == self.papers.screen:
            self.papers.come_back()

    def open_menu(self) -> None:
        QTimer.singleShot(0, self.menu.choose_first)  # while it is open, which is waited for
        self._bar.open_menu()

    def show_about(self) -> None:
        from ui.settings.about import AboutDialog

        desk = self.desk
        AboutDialog(desk.machine, desk.centre, desk.updates, self.background, self).open()

    def show_cards(self) -> None:
        """Those of the first start; once seen they come again only when asked for."""
        from ui.settings.cards import CardsDialog

        dialog = CardsDialog(self.keys, self)
        dialog.finished.connect(lambda _code: self.desk.machine.keep_settings(welcomed=True))
        dialog.finished.connect(lambda _code: self.cases.take_focus())
        dialog.open()

    def show_quarantined(self) -> None:
        from ui.signin.quarantined import QuarantinedCachesDialog

        dialog = QuarantinedCachesDialog(self.desk.account, self.background, self)
        dialog.said.connect(self.say)
        dialog.open()

    def save_what_is_typed(self) -> None:
        for page in self._built.values():
            page.flush()

    def sync_now(self) -> None:
        self.desk.centre.sync_now()

    def undo(self) -> None:
        """Takes back the decision taken last while it is still here."""
        waiting = [entry for entry in self.desk.deciding.entries() if entry.is_unsent]
        if not waiting:
            self.say(tr("Nothing to take back: everything has been sent."))
            return
        last = waiting[-1]
        said = tr("Taken back: {action}, {no}", action=payload_word(last.payload), no=last.case_no)
        self.background.when_done(
            self.desk.deciding.undo(),
            lambda _done: self._taken_back(last.case_id, said),
            say=self.say,
        )

    def _taken_back(self, case_id: str, said: str) -> None:
        """Back to the case it is about, with the words that were sent."""
        self.say(said)
        if self.review.case_id == case_id:
            return
        self.show_page("cases")
        self.worklist.refresh()  # it may belong into the list again
        self.worklist.go_to(case_id)
        self.cases.take_up()

    def show_practice(self, practice: bool) -> None:
        """Whether the centre is a practice centre, as it says: only there are drills."""
        self.status.show_place(practice)
        self.menu.refresh()
        self.drill.refresh()

    def show_cases(self, ids: tuple[str, ...]) -> None:
        """Lists these alone."""
        self.go_to_list()
        self.worklist.filters.show_these(ids)

    def _open_at_material(self, case_id: str, material_id: str) -> None:
        self.go_to_case(case_id)
        self.review.materials.choose_id(material_id)

    def find_in_paper(self, case_id: str, paper: str, words: str) -> None:
        """Opens a case at the paper of this name, and there at these words."""
        self.go_to_case(case_id)
        self.review.materials.search_in(paper, words)

    def write_to_department(self, case_id: str) -> None:
        """Opens a case with a message to a sibling department begun."""
        self.go_to_case(case_id)
        self.cases.open_case(case_id)
        self.review.decision.press("message")

    def show_cases_of(self, item_code: str, scene_code: str) -> None:
        self.go_to_list()
        self.worklist.filters.show_only(item_code, scene_code)

    def claim(self, count: int = 1, item_codes: tuple[str, ...] = ()) -> None:
        def given(got: int) -> None:
            if got == 0:
                self.say(tr("The pool has nothing for you now."))
            elif got < count:
                said = tr("{n} of {all} cases claimed: the pool has no more.", n=got, all=count)
                self.say(said)
            else:
                self.say(tr("{n} cases claimed; they are on their way.", n=got))

        self.background.run(lambda: self.desk.centre.claim(count, item_codes), given, say=self.say)

    def ask_to_sign_in_again(self) -> None:
        """Beside the window, not before it: the clerk may go on offline."""
        from ui.signin.again import SignInAgainDialog

        asked = self.findChild(SignInAgainDialog)
        if asked is None:
            desk = self.desk
            asked = SignInAgainDialog(desk.account, desk.machine, self.background, self)
        asked.show()

    # --- how it is laid out -------------------------------------------------------------

    def _lay_out(self) -> None:
        body = QWidget()
        across = row(self._rail, _upright(), self.pages, gap=0)
        across.setStretch(2, 1)
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar)
        whole.addWidget(rule())
        whole.addWidget(self.drill)
        if self.desk.account.ephemeral:
            whole.addWidget(EphemeralStrip())
        whole.addLayout(across, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)

    def _after_first_paint(self) -> None:
        """What the first paint does not need: icons, the review, and the desk's beginning."""
        if self.isVisible():
            one_a_turn(self, [self._complete, partial(order_tabs, self), self._settle])

    def _complete(self) -> None:
        self.worklist.refresh()
        self.cases.take_focus()
        if (part := self._parts().get(self._focus_at_first)) is not None:
            part.setFocus()
        self._rail.show_icons()
        self._bar.show_icon()
        self.worklist.show_icons()
        if self.review.view is None:  # built now, before the first pages come in
            self.review.make_ready()
        self.review.show()
        self.papers.settle()
        self.applicant.settle()

    def _settle(self) -> None:
        if not self.events.ended:  # since the paint
            self.settled.emit()


def _upright() -> QWidget:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedWidth(1)
    return line
