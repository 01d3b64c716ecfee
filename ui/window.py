"""The window: rail on the left, one page, the status bar; it routes, pages do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QMainWindow,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk import CaseView, Changed, Desk
from ui.background import Background
from ui.drill.strip import DrillStrip
from ui.keys import KeyMap, KeysDialog, install
from ui.language import tr
from ui.menu import ClerkMenu
from ui.parts.focus import is_typed_into, resting_place
from ui.parts.taborder import order_tabs
from ui.parts.widgets import Surface, button, label, row, rule
from ui.parts.words import action_word
from ui.place import Place, ReviewPlace
from ui.rail import Rail
from ui.scanner import Scanner
from ui.statusbar import DeskStatusBar
from ui.unkept import UnkeptStrip, may_close
from ui.worklist.view import WorklistView

if TYPE_CHECKING:
    from app.desk import Status
    from ui.outbox.view import OutboxView
    from ui.overview.view import OverviewView
    from ui.palette.view import SearchView
    from ui.review.view import ReviewView
    from ui.thing.view import ThingView

REFRESH_MS = 80
ON_PAGE = 30  # hits of a kind


class DeskWindow(QMainWindow):
    """One signed-in clerk's window. ``leave`` signs out, ``lock`` shows nothing of a case until the
    clerk is back, ``apply_appearance`` changes language or theme."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        leave: Callable[[], None],
        lock: Callable[[], None],
        apply_appearance: Callable[[str, str], None],
    ) -> None:
        super().__init__()
        self.desk, self._background, self._leave = desk, background, leave
        self._apply_appearance = apply_appearance
        self.lock = lock
        clerk = desk.account.clerk
        who = " · ".join(part for part in (clerk.name, clerk.window) if part) if clerk else ""
        self.setWindowTitle(tr("{who} — Jianjian", who=who))
        self.resize(1366, 768)
        self.worklist = WorklistView(
            desk, background, self.open_case, self._show_counts, self.claim, self.choose_from_pool,
            self.say,
        )  # fmt: skip
        self.worklist.widened = self._widen
        self.settled: Callable[[], None] = lambda: None
        self._has_painted = self._signed_out = False
        self._focus_at_first = ""
        self.drill = DrillStrip(
            desk, background, self._show_drill_cases, self._open_at_material, self.say
        )
        self.status = DeskStatusBar(desk, self.drill.open_begin)
        self._counts = label("", wrap=False)
        self.pages = QStackedWidget()
        self._rail = Rail(self.show_page)
        cases = QSplitter(Qt.Orientation.Horizontal)
        cases.setChildrenCollapsible(False)
        cases.setHandleWidth(1)
        cases.addWidget(self.worklist)
        cases.addWidget(Surface("paper"))
        cases.setStretchFactor(1, 1)
        cases.setSizes(desk.machine.settings.splitters.get("cases", [290, 1000]))
        cases.splitterMoved.connect(lambda _p, _i: self._keep_widths(cases))
        self._cases = cases
        self.pages.addWidget(cases)
        self._lay_out()
        self.keys: KeyMap = {}
        self._dirty: set[str] = set()
        self._dirty_cases: set[str] = set()
        self._refreshing = QTimer(self)
        self._refreshing.setSingleShot(True)
        self._refreshing.setInterval(REFRESH_MS)
        self._refreshing.timeout.connect(self._refresh_dirty)

    @cached_property
    def review(self) -> ReviewView:
        """Takes its place beside the list when it is first needed, after the first paint."""
        from ui.review.view import ReviewView

        desk = self.desk
        review = ReviewView(
            cases=desk.cases, drafting=desk.drafting, deciding=desk.deciding,
            documents=desk.documents, searching=desk.searching, machine=desk.machine,
            clerk=desk.account.clerk, background=self._background,
            neighbours=self.worklist.neighbours,
        )  # fmt: skip
        review.shown.connect(self._case_shown)
        review.decided.connect(self.status.say_saved)
        if (before := self._cases.replaceWidget(1, review)) is not None:
            before.deleteLater()
        self._cases.setStretchFactor(1, 1)
        return review

    @cached_property
    def outbox(self) -> OutboxView:
        from ui.outbox.view import OutboxView

        return OutboxView(self.desk, self._background, self._open_from_elsewhere)

    @cached_property
    def thing(self) -> ThingView:
        from ui.thing.view import ThingView

        return ThingView(self.desk, self._background, self._open_from_elsewhere)

    @cached_property
    def search(self) -> SearchView:
        from ui.palette.view import SearchView

        return SearchView(
            self.desk,
            self._background,
            ON_PAGE,
            self._open_from_elsewhere,
            self._write,
            self._narrow,
        )

    @cached_property
    def overview(self) -> OverviewView:
        from ui.overview.view import OverviewView

        return OverviewView(self.desk, self._background)

    # --- what the desk says ---------------------------------------------------------

    def hear_changed(self, changed: tuple[Changed, ...]) -> None:
        """Something in the cache changed; views that show such things read it again, soon."""
        self._dirty |= {change.kind for change in changed}
        self._dirty_cases |= {
            id_ for c in changed if c.kind == "case" for id_ in c.ids or (self.review.case_id,)
        }
        if not self._refreshing.isActive():
            self._refreshing.start()

    def hear_status(self, status: Status) -> None:
        self.status.hear(status)
        self.outbox.hear(status)
        if status.progress is not None and status.progress.total:
            self.worklist.show_progress(status.progress.done, status.progress.total)
        elif status.state != "syncing":
            self.worklist.pulled()
        expired = status.state == "signed_out"
        in_sight = self.isVisible()  # while it is locked nobody is asked
        if expired and not self._signed_out and in_sight:
            self.ask_to_sign_in_again()
        if status.state != "syncing":
            self._signed_out = expired and in_sight
            self.menu.again.setVisible(expired)

    def say(self, sentence: str) -> None:
        self.status.say(sentence)

    # --- what the clerk does ----------------------------------------------------------

    def open_case(self, case_id: str) -> None:
        self.review.show_case(case_id)

    def go_to_case(self, case_id: str) -> None:
        """Shows it among the cases, wherever the clerk is now."""
        self._open_from_elsewhere(case_id)

    def place(self) -> Place:
        search, thing = self.__dict__.get("search"), self.__dict__.get("thing")
        focus = self.focusWidget()
        return Place(
            page=self._rail.at, list=self.worklist.place(),
            review=self.review.place() if self.review.case_id else ReviewPlace(),
            searched=search.field.text() if search is not None else "",
            message=thing.text.toPlainText() if thing is not None else "",
            focus=next((name for name, part in self._parts().items() if part is focus), ""),
        )  # fmt: skip

    def return_to(self, place: Place) -> None:
        """Opens at the place where another window was."""
        self.worklist.return_to(place.list, place.review.case_id)
        if place.review.case_id:
            self.review.return_to(place.review)
        if place.searched:
            self.search.field.setText(place.searched)
        if place.page != "cases":
            self.show_page(place.page)
        if place.page == "thing":
            self.thing.return_to(place.message)
        self._focus_at_first = place.focus

    def _parts(self) -> dict[str, QWidget]:
        """The parts of the window that keys speak to, by a name of their own."""
        parts: dict[str, QWidget] = {"list": self.worklist.list, "words": self.worklist.search}
        if self.review.view is not None:
            parts |= {
                "form": self.review.form_area, "paper": self.review.materials.pages.paper,
                "opinion": self.review.decision.opinion, "remark": self.review.materials.remark,
            }  # fmt: skip
        if "search" in self.__dict__:
            parts["search"] = self.search.field
        if "thing" in self.__dict__:
            parts["message"] = self.thing.text
        return parts

    def open_number(self, number: str) -> None:
        """Opens the case of a number that was scanned."""
        case_id = self.desk.cases.find(number)
        if self._has_a_sheet():
            self.say(tr("Finish or leave what you are deciding, then scan again."))
        elif case_id is None:
            self.say(tr("No case of yours has the number {no}.", no=number))
        else:
            self.show_page("cases")
            self.worklist.go_to(case_id)
            self.worklist.list.setFocus()

    def leave_field(self) -> None:
        """Esc: to where keys are commands again, beside the field."""
        field, review = QApplication.focusWidget(), self.review
        if field is None or not (is_typed_into(field) or isinstance(field, QComboBox)):
            return
        if review.isAncestorOf(field):
            review.leave_field(field)
        elif self.worklist.isAncestorOf(field) and self.worklist.list.isVisible():
            self.worklist.list.setFocus()
        elif self.worklist.isAncestorOf(field):
            review.materials.take_focus()
        else:
            resting_place(field).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no widget wanted."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave_field()
        else:
            super().keyPressEvent(event)

    def show_page(self, name: str) -> None:
        page: QWidget = self._cases
        if name != "cases":
            page = getattr(self, name)
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._rail.check(name)
        if name == "overview":
            self.overview.refresh()
        elif name == "search":
            self.search.take_focus()
        elif name == "thing":
            self.thing.show_case(self.review.view)

    def open_palette(self) -> None:
        from ui.palette.dialog import PaletteDialog

        PaletteDialog(
            self.desk, self._background, self._open_from_elsewhere, self._write, self._narrow, self
        ).open()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self._after_first_paint)

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous() and not may_close(self.desk, self):
            event.ignore()
            return
        self._refreshing.stop()
        waiting, _ = self.desk.deciding.counts() if self.desk.account.clerk else (0, 0)
        if waiting:
            self.desk.machine.journal.note(
                "closed_with_unsent", self.desk.machine.now(), count=waiting
            )
        super().closeEvent(event)

    def choose_from_pool(self) -> None:
        from ui.worklist.pool import PoolDialog

        PoolDialog(self.desk.cases, self.claim, self).open()

    def _widen(self, wide: bool) -> None:
        """The list takes the window's whole width, or shares it with the case."""
        self.review.setVisible(not wide)

    def use_keys(self, keys: KeyMap) -> None:
        """Installs the keys, and shows these on their page."""
        self.keys = keys
        singles = install(self, keys, self._has_a_sheet)
        self.scanner = Scanner(
            singles, lambda: not is_typed_into(QApplication.focusWidget()), self.open_number, self
        )

    def show_keys(self) -> None:
        KeysDialog(self, self.keys).open()

    def open_menu(self) -> None:
        self._who.showMenu()

    def show_asides(self) -> None:
        from ui.signin.asides import AsidesDialog

        AsidesDialog(self.desk.account, self._background, self.say, self).open()

    def save_what_is_typed(self) -> None:
        if self.review.view is not None:
            self.review.flush()
        if "thing" in self.__dict__:  # it is built when it is first needed
            self.thing.flush()

    def sync_now(self) -> None:
        self.desk.centre.sync_now()

    def undo(self) -> None:
        """Takes back the decision taken last while it is still here."""
        waiting = [
            entry for entry in self.desk.deciding.entries() if entry.state in ("waiting", "sending")
        ]
        if not waiting:
            self.say(tr("Nothing to take back: everything has been sent."))
            return
        said = tr("Taken back: {action}, {no}", action=action_word(waiting[-1].payload.type),
                  no=waiting[-1].case_no)  # fmt: skip
        self._background.when_done(
            self.desk.deciding.undo(), lambda _done: self.say(said), say=self.say
        )

    def next_part(self) -> None:
        """Moves the focus on to the next part of the page: list, form, material, judgement."""
        parts: list[QWidget] = [self.worklist.list]
        if self.review.view is not None:
            review = self.review
            parts += [review.form_area, review.materials.pages.paper, review.decision.opinion]
        parts = [part for part in parts if part.isVisible()]
        focus = QApplication.focusWidget()
        at = next((n for n, part in enumerate(parts) if part is focus), -1)
        if parts:
            parts[(at + 1) % len(parts)].setFocus()

    def _open_from_elsewhere(self, case_id: str) -> None:
        self.show_page("cases")
        self.worklist.show_case(case_id)

    def show_practice(self, practice: bool) -> None:
        """Whether the centre is a practice centre, as it says: only there are drills."""
        self.status.show_place(practice)
        self.menu.drill.setVisible(practice)
        self.drill.refresh()

    def _show_drill_cases(self, ids: tuple[str, ...]) -> None:
        self.show_page("cases")
        self.worklist.filters.show_these(ids)

    def _open_at_material(self, case_id: str, material_id: str) -> None:
        self._open_from_elsewhere(case_id)
        self.review.materials.choose_id(material_id)

    def _has_a_sheet(self) -> bool:
        """Whether an action's sheet is open in sight: letters and digits are then no commands."""
        if "review" not in self.__dict__:  # it is built when it is first needed
            return False
        sheet = self.review.decision.sheet
        return sheet is not None and sheet.isVisible()

    def _case_shown(self, view: CaseView) -> None:
        """What follows the case in sight: a drill's clock, and the page of the whole."""
        self.desk.drill.see(view.case.id)
        if self._rail.at == "thing":
            self.thing.show_case(view)

    def _write(self, case_id: str) -> None:
        """Opens a case with a message to a sibling department begun."""
        self._open_from_elsewhere(case_id)
        self.review.show_case(case_id)
        self.review.decision.press("message")

    def _narrow(self, item_code: str, scene_code: str) -> None:
        self.show_page("cases")
        self.worklist.filters.show_only(item_code, scene_code)

    def claim(self, count: int = 1, item_codes: tuple[str, ...] = ()) -> None:
        def given(count: int) -> None:
            self.say(
                tr("{n} cases claimed; they are on their way.", n=count)
                if count
                else tr("The pool has nothing for you now.")
            )

        self._background.run(lambda: self.desk.centre.claim(count, item_codes), given, say=self.say)

    def ask_to_sign_in_again(self) -> None:
        """Beside the window, not before it: the clerk may go on offline."""
        from ui.signin.again import SignInAgainDialog

        asked = self.findChild(SignInAgainDialog)
        (asked or SignInAgainDialog(self.desk, self._background, self)).show()

    def _refresh_dirty(self) -> None:
        dirty, self._dirty = self._dirty, set()
        dirty_cases, self._dirty_cases = self._dirty_cases, set()
        if dirty & {"case", "outbox", "scene", "calendar"}:
            if "scene" in dirty:
                self.worklist.filters.read_scenes()
            self.worklist.refresh()
        if (
            dirty & {"outbox", "draft", "one_thing", "item", "unreadable"}
            or self.review.case_id in dirty_cases
        ):
            self.review.refresh()
        if dirty & {"outbox", "unreadable"}:
            self.outbox.refresh()
        if dirty & {"case", "outbox"}:
            self.drill.refresh()
        if dirty & {"outbox", "material", "unreadable"}:
            self.status.refresh()

    def _show_counts(self, counts: dict[str, int]) -> None:
        self._counts.setText(
            tr("To do {todo}    Due today {today}    Corrected {returned}    Overdue {late}",
               todo=counts["todo"], today=counts["due_today"], returned=counts["returned"],
               late=counts["overdue"])
        )  # fmt: skip

    def _keep_widths(self, splitter: QSplitter) -> None:
        splitters = self.desk.machine.settings.splitters | {"cases": splitter.sizes()}
        self.desk.machine.keep_settings(splitters=splitters)

    # --- how it is laid out -------------------------------------------------------------

    def _lay_out(self) -> None:
        body = QWidget()
        across = row(self._rail, _upright(), self.pages, gap=0)
        across.setStretch(2, 1)
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top())
        whole.addWidget(rule())
        whole.addWidget(self.drill)
        if self.desk.account.ephemeral:
            whole.addWidget(UnkeptStrip())
        whole.addLayout(across, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)

    def _top(self) -> QWidget:
        mark = label("件件", "accent", "title", wrap=False)
        search = button(
            tr("⌕ Search cases, items, policies (Ctrl+K)"), self.open_palette, "", tr("Search")
        )
        search.setMinimumWidth(260)
        clerk = self.desk.account.clerk
        who = QPushButton(f"{clerk.name} · {clerk.window} ▾" if clerk else "")
        who.setAccessibleName(tr("Clerk's menu"))
        self.menu = ClerkMenu(self, self._apply_appearance, self._leave)
        who.setMenu(self.menu)
        self._who = who
        top = Surface("paper")
        bar = row(mark, 16, self._counts, None, search, who, gap=10)
        bar.setContentsMargins(16, 8, 12, 8)
        top.setLayout(bar)
        return top

    def _after_first_paint(self) -> None:
        """What the first paint does not need: icons, the other pages, and the desk's beginning."""
        if not self.isVisible():
            return
        try:
            self.worklist.refresh()
            self._parts().get(self._focus_at_first, self.worklist.list).setFocus()
            self._rail.show_icons()
            self.worklist.show_icons()
            self.review.show()  # built now, before the first pages come in
            for page in (self.outbox, self.overview):
                if self.pages.indexOf(page) < 0:
                    self.pages.addWidget(page)
            order_tabs(self)
        finally:
            self.settled()


def _upright() -> QWidget:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedWidth(1)
    return line
