"""The work list: what to do next, the ways to narrow it, and what may be done to several."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QElapsedTimer, QItemSelectionModel, QModelIndex, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QWidget,
)
from shiboken6 import isValid

from app.desk import (
    Archiving,
    CaseFilter,
    CaseRow,
    Cases,
    ChangeKind,
    Deciding,
    Documents,
    Listing,
    Machine,
    Searching,
)
from ui.background import Background
from ui.events import Changes, DeskEvents
from ui.language import tr, tr_noop
from ui.parts.widgets import (
    Empty,
    Surface,
    button,
    check_button,
    check_tool,
    column,
    label,
    row,
    rule,
    set_icon,
    show_checked,
)
from ui.parts.words import ACTION_WORDS
from ui.place import ListPlace
from ui.worklist.filters import FilterBar
from ui.worklist.model import WorklistModel
from ui.worklist.table import CaseTable, headings

if TYPE_CHECKING:
    from app.desk import Status
    from ui.worklist.batch import Together

SHOWS: frozenset[ChangeKind] = frozenset({"case", "outbox", "scene", "calendar"})
STANDINGS = ("todo", "to_sign", "waiting", "closed")
PRINT = "print"
TOGETHER = {
    kind: ACTION_WORDS[kind]
    for kind in ("sign", "accept", "approve", "deliver", "release", "transfer", "archive")
} | {PRINT: tr_noop("Print notices")}
MOST_TOGETHER = 200
AHEAD = 2
RESTS = 2  # times as long as it took to read


class WorklistView(Surface):
    """``keys``: the key of each command, by its id."""

    opened = Signal(str)  # the id of a case the clerk moves to, or presses Enter on
    counted = Signal(object)  # the counts of all cases (dict[str, int]), whenever they were read
    entered = Signal()  # Enter, or a double click, on the case that was opened
    folded = Signal(bool)  # whether only the lights are to be seen
    claim_wanted = Signal()
    pool_wanted = Signal()
    said = Signal(str)  # a sentence
    widened = Signal(bool)  # whether it wants the window's whole width

    def __init__(
        self,
        cases: Cases,
        deciding: Deciding,
        searching: Searching,
        documents: Documents,
        archiving: Archiving,
        machine: Machine,
        background: Background,
        events: DeskEvents,
        keys: Mapping[str, str],
    ) -> None:
        super().__init__("paper")
        self._cases, self._deciding, self._documents = cases, deciding, documents
        self._archiving, self._machine = archiving, machine
        self._background, self._events = background, events
        self.is_reading = self._stale = self._opening_first = self._pulling = False
        self.current_id = ""
        self._next_ids: list[str] = []
        self._returning: ListPlace | None = None
        self._since_asked = QElapsedTimer()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._read_once_more)
        self.groups = check_tool("", self.refresh, tr("Group by one-thing"), keys["group"])
        self.columns = check_tool("", self._set_wide, tr("List with columns"), keys["columns"])
        self.filters = FilterBar(searching, events, (self.groups, self.columns))
        self.filters.changed.connect(self.refresh)
        self.filters.entered.connect(self._search_and_open)
        self.search, self.scene, self.light = (
            self.filters.search,
            self.filters.scene,
            self.filters.light,
        )
        self.tabs = {standing: self._tab(standing) for standing in STANDINGS}
        self.tabs["to_sign"].hide()
        show_checked(self.tabs["todo"], True)
        self._sort = ("", False)
        self.model = WorklistModel(cases, headings())
        self.list = CaseTable(machine, cases, self.model)
        self.list.entered_row.connect(self.open_current)
        self.list.sorted_by.connect(self._sort_by)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.selectionModel().selectionChanged.connect(lambda *_s: self._show_foot())
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress_words = label("", "quiet")
        self.empty = Empty("")
        self._below = QStackedLayout()
        for page in (self.list, self.empty, self._pulling_page()):
            self._below.addWidget(page)
        self._claiming = Surface("paper")
        self._claiming.setLayout(
            row(
                button(tr("Claim a case"), self.claim_wanted.emit),
                button(tr("Pool…"), self.pool_wanted.emit, "link"),
                None,
            )
        )
        self.together = Surface("paper")
        self._chosen_words = label("", wrap=False)
        acts = QPushButton(tr("Do together ▾"))
        acts.setAccessibleName(tr("What is done to all chosen cases"))
        acts.setMenu(self._together_menu())
        self.together.setLayout(column(self._chosen_words, row(acts, None), gap=4))
        self.together.hide()
        own = row(*(self.tabs[each] for each in STANDINGS if each != "to_sign"), None, gap=0)
        tabs = column(row(self.tabs["to_sign"], None, gap=0), own, gap=0)  # no wider for a lead
        self._heading, self._foot = Surface("paper"), Surface("paper")
        self._heading.setLayout(column(self.filters, tabs, rule(), gap=0))
        foot = column(self._claiming, self.together, margin=6)
        self._foot.setLayout(column(rule(), foot, gap=0))
        self.setLayout(column(self._heading, _stretched(self._below), self._foot, gap=0))
        self.model.show_first()
        self._show_the_right_page()
        events.changed.connect(self._hear)
        events.status.connect(self._hear_status)

    def _hear(self, changes: Changes) -> None:
        """Rests after each reading: a first pull changes cases all the time."""
        if not changes.any_of(SHOWS):
            return
        if self._resting.isActive():
            self._stale = True
        else:
            self.refresh()

    def _hear_status(self, status: Status) -> None:
        if status.progress is not None and status.progress.total:
            self.show_progress(status.progress.done, status.progress.total)
        elif status.state != "syncing":
            self.pulled()

    def show_icons(self) -> None:
        """Puts the icons on, which the first paint does not wait for."""
        for each, icon in (
            (self.filters.funnel, "funnel"),
            (self.groups, "stack"),
            (self.columns, "table"),
        ):
            set_icon(each, icon)

    def refresh(self) -> None:
        """Reads the rows again on a thread; what changes meanwhile is read once more after it and a
        rest, which is longer the more there is to read."""
        if self.is_reading:
            self._stale = True
            return
        self.is_reading, self._stale = True, False
        self._since_asked.start()
        chosen = self._chosen()
        self._background.run(
            lambda: self._cases.listing(chosen),
            self._show,
            failed=self._not_read,
            ended=self._read,
        )

    def _read(self) -> None:
        self.is_reading = False
        self._resting.start(RESTS * self._since_asked.elapsed())

    def _show(self, listing: Listing) -> None:
        if not isValid(self):
            return
        if listing.chosen != self._chosen():
            self.refresh()
            return
        self.show_counts(listing.counts)
        self.counted.emit(listing.counts)
        together = self.chosen_ids() if self.list.chosen_count() > 1 else []
        returning, self._returning = self._returning, None
        was_in_sight = self.list.shows_current
        self.model.take(listing)
        self._stay(list(returning.case_ids) if returning is not None else together)
        if returning is not None:
            self.list.scroll_down_to(returning.scrolled)
        elif was_in_sight:
            self.list.scrollTo(self.list.currentIndex())
        self._show_the_right_page()
        if self._opening_first:
            self._open_first()

    def _read_once_more(self) -> None:
        if self._stale and not self._events.ended:
            self.refresh()

    def _not_read(self, error: BaseException) -> None:
        if not self._events.ended:
            raise error

    def show_counts(self, counts: dict[str, int]) -> None:
        for standing, words in (
            ("todo", tr("To do {n}", n=counts["todo"])),
            ("waiting", tr("Waiting {n}", n=counts["waiting"])),
            ("closed", tr("Closed {n}", n=counts["closed"])),
            ("to_sign", tr("To sign {n}", n=counts["to_sign"])),
        ):
            self.tabs[standing].setText(words)
            self.tabs[standing].setAccessibleName(words)
        to_sign = self.tabs["to_sign"]
        to_sign.setVisible(bool(counts["to_sign"]) or to_sign.isChecked())

    def show_progress(self, done: int, total: int) -> None:
        """The first pull's progress, in the list's place until rows are there."""
        self._pulling = True
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress_words.setText(
            tr("Reading your cases: {done} of {total}", done=done, total=total)
        )
        self._show_the_right_page()

    def pulled(self) -> None:
        self._pulling = False
        self.filters.read_scenes()
        self._show_the_right_page()

    def walk(self, step: int) -> None:
        """To the next (1) or the one before (-1)."""
        at = self.list.currentIndex().row() + step
        if 0 <= at < self.model.rowCount():
            self.list.choose_row(self.model.index(at, self._column))

    def place(self) -> ListPlace:
        several = self.list.chosen_count() > 1
        return ListPlace(
            chosen=self._chosen(),
            wide=self.list.wide,
            scrolled=self.list.verticalScrollBar().value(),
            case_ids=tuple(self.chosen_ids()) if several else (),
        )

    def return_to(self, place: ListPlace, case_id: str) -> None:
        """Lists the same again, where it was, beside the open case."""
        self.current_id, self._returning = case_id, place
        chosen = place.chosen
        show_checked(self.groups, chosen.grouped)
        if place.wide:
            self.columns.click()
        self._sort = (chosen.sort, chosen.falling)
        for name, tab in self.tabs.items():
            show_checked(tab, name == chosen.standing)
        self.filters.recall(chosen)

    def neighbours(self) -> list[str]:
        """The cases the clerk may come to next: those below, then the one above."""
        at = self.list.currentIndex().row()
        rows = (*range(at + 1, at + 1 + AHEAD), at - 1)
        return [case.id for row_ in rows if (case := self.model.case_at(row_)) is not None]

    def take_focus(self) -> None:
        """Puts the keys on the list, or on what stands in its place."""
        self._shown.setFocus()

    def open_current(self) -> None:
        case = self.model.case_at(self.list.currentIndex().row())
        if case is not None:
            self.show_cards()
            self._open(case)
            self.entered.emit()

    def go_on(self) -> bool:
        """Opens the case that stood below the open one as it was opened, else the one above, else
        one beside it now, else the first; False where there is none."""
        first = self.model.case_at(0)
        beside = (*self._next_ids, *self.neighbours())
        for case_id in (*beside, first.id if first is not None else ""):
            at = self.model.row_of(case_id)
            if at >= 0 and case_id != self.current_id:
                self.list.choose_row(self.model.index(at, self._column))
                return True
        return False

    @property
    def is_folded(self) -> bool:
        return self._heading.isHidden()

    def fold(self) -> None:
        """Leaves nothing of the list but its lights, or shows all of it again."""
        folded = not self.is_folded
        self.show_cards()
        for part in (self._heading, self._foot):
            part.setVisible(not folded)
        self.list.set_folded(folded)
        self.folded.emit(folded)

    def unfold(self) -> None:
        if self.is_folded:
            self.fold()

    def show_case(self, case_id: str) -> None:
        """Lists everything and goes to one case."""
        self.current_id = case_id
        self.search.clear()
        self._choose_tab("")
        self.opened.emit(case_id)

    def go_to(self, case_id: str) -> None:
        """Goes to one case; what is chosen stays where the list has it."""
        at = self.model.row_of(case_id)
        if at < 0:
            self.show_case(case_id)
            return
        self.show_cards()
        index = self.model.index(at, self._column)
        self.list.choose_row(index)
        self._moved(index)  # it was current already, where another case is not in the list yet

    def toggle_groups(self) -> None:
        self.groups.click()

    def toggle_columns(self) -> None:
        self.columns.click()

    def show_cards(self) -> None:
        """Back to cards, beside the case."""
        if self.list.wide:
            self.columns.click()

    def chosen_cases(self) -> list[CaseRow]:
        """The selected cases, from the top, so many as may be acted on together."""
        rows = self.list.chosen_rows(MOST_TOGETHER)
        return [case for at in rows if (case := self.model.case_at(at)) is not None]

    def chosen_ids(self) -> list[str]:
        return [case.id for case in self.chosen_cases()]

    def kinds_together(self) -> dict[str, str]:
        """What may be done to all selected cases, and its words; signing where something waits
        for it."""
        unasked = "sign" if self.tabs["to_sign"].isHidden() else ""
        return {kind: words for kind, words in TOGETHER.items() if kind != unasked}

    def _together_menu(self) -> QMenu:
        menu = QMenu(self)

        def fill() -> None:
            menu.clear()
            for kind, words in self.kinds_together().items():
                menu.addAction(tr(words), partial(self.act, kind))

        menu.aboutToShow.connect(fill)
        return menu

    def act(self, kind: str) -> None:
        """Asks about an action on all selected cases."""
        from ui.worklist.batch import BatchDialog

        task = self._task(kind)
        dialog = BatchDialog(self._cases, self._background, task, self.chosen_cases(), self)
        dialog.decided.connect(self.said)
        dialog.open()

    def _task(self, kind: str) -> Together:
        from ui.archiving.together import ArchiveTogether
        from ui.worklist.together import DecideTogether, PrintTogether

        if kind == PRINT:
            printer = self._machine.settings.printer
            return PrintTogether(
                self._documents, self._background, printer, self.window(), self.said.emit
            )
        if kind == "archive":
            return ArchiveTogether(self._cases, self._archiving, self._background)
        return DecideTogether(kind, self._cases, self._deciding, self._background)

    def _chosen(self) -> CaseFilter:
        standing = next((s for s, tab in self.tabs.items() if tab.isChecked()), "")
        sort, falling = self._sort
        return replace(
            self.filters.chosen(standing),
            sort=sort,
            falling=falling,
            grouped=self.groups.isChecked(),
        )

    @property
    def _column(self) -> int:
        """A column that is in sight; the focus rests in it."""
        return next((c for c in range(1, 9) if not self.list.isColumnHidden(c)), 0)

    def _sort_by(self, column: str, falling: bool) -> None:
        self._sort = (column, falling)
        self.refresh()

    def _set_wide(self) -> None:
        wide = self.columns.isChecked()
        self._sort = ("", False)
        self.list.set_wide(wide)
        at = self.list.currentIndex().row()
        self.list.selectionModel().setCurrentIndex(  # where arrows move it
            self.model.index(at, self._column), QItemSelectionModel.SelectionFlag.NoUpdate
        )
        self.widened.emit(wide)
        self.refresh()
        self.take_focus()

    def _show_foot(self) -> None:
        count = self.list.chosen_count()
        several = count > 1
        self._claiming.setVisible(not several)
        self.together.setVisible(several)
        said = tr("{n} cases chosen", n=count)
        if count > MOST_TOGETHER:
            said = tr("{n} cases chosen; the first {most} at once", n=count, most=MOST_TOGETHER)
        self._chosen_words.setText(said)

    def _stay(self, together: list[str]) -> None:
        """Keeps to the current case if it is still in the list, and to those chosen with it."""
        if self.model.rowCount() == 0:
            return
        at = self.model.row_of(self.current_id) if self.current_id else 0
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        chosen = QItemSelectionModel.SelectionFlag
        if self.list.currentIndex().row() != at:
            index = self.model.index(at, self._column) if at >= 0 else QModelIndex()
            if together:  # the current one may have been taken out of them
                selection.setCurrentIndex(index, chosen.NoUpdate)
            else:
                self.list.choose_row(index)
        for case_id in together:
            index = self.model.index(self.model.row_of(case_id), 0)
            selection.select(index, chosen.Select | chosen.Rows)
        selection.blockSignals(False)
        self.list.viewport().update()
        self._show_foot()
        if not self.current_id:
            QTimer.singleShot(0, self._begin_with_the_first)

    def _begin_with_the_first(self) -> None:
        if self._events.ended:
            return
        case = self.model.case_at(0) if self.model.rowCount() else None
        if case is not None and not self.current_id:
            self._open(case)

    def _moved(self, current: QModelIndex, *_before: QModelIndex) -> None:
        case = self.model.case_at(current.row()) if current.isValid() else None
        if case is not None and case.id != self.current_id:
            self._open(case)

    def _open(self, case: CaseRow) -> None:
        self.current_id, self._next_ids = case.id, self.neighbours()
        self.opened.emit(case.id)

    def _search_and_open(self) -> None:
        """Enter in the search: opens the best hit as soon as it is read."""
        self._opening_first = True
        self.refresh()

    def _open_first(self) -> None:
        self._opening_first = False
        if self.model.rowCount():
            self.list.choose_row(self.model.index(0, self._column))
            self.take_focus()
            self.open_current()

    def _show_the_right_page(self) -> None:
        """The rows, or why there are none; the keys stay with what is shown."""
        shown = self._shown
        held = shown.isAncestorOf(QApplication.focusWidget() or self)
        if self.model.rowCount():
            self._below.setCurrentIndex(0)
        elif self._pulling:
            self._below.setCurrentIndex(2)
        else:
            self.empty.sentence.setText(self._why_empty())
            self._below.setCurrentIndex(1)
        if held and self._shown is not shown:
            self.take_focus()

    @property
    def _shown(self) -> QWidget:
        return self._below.currentWidget() or self.list

    def _why_empty(self) -> str:
        if not self._cases.has_pulled():
            return tr("No cases have been read yet. They come as soon as the centre is reached.")
        if self.filters.chosen("") != CaseFilter(standing=""):
            return tr("No case fits. Clear the search or choose another filter.")
        if self.model.chosen.standing == "todo":
            return tr("Nothing to do. Claim a case from the pool if you like.")
        return tr("No cases here.")

    def _pulling_page(self) -> QWidget:
        page = Surface("paper")
        page.setFocusProxy(self.progress)
        self.progress.setAccessibleName(tr("First reading"))
        page.setLayout(column(None, self.progress_words, self.progress, None, margin=24))
        return page

    def _tab(self, standing: str) -> QPushButton:
        return check_button("", lambda: self._choose_tab(standing), "tab", standing)

    def _choose_tab(self, standing: str) -> None:
        """What waits for a signature opens at once, the most urgent first."""
        for name, tab in self.tabs.items():
            show_checked(tab, name == standing)
        self._opening_first = standing == "to_sign" and not self.list.wide
        self.refresh()


def _stretched(layout: QStackedLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    holder.setMinimumSize(36, 120)
    return holder
