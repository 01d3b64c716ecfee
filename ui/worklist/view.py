"""The work list: what to do next, and the ways to narrow it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from app.desk import CaseFilter, Desk, Listing
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import Empty, Surface, button, column, label, row, rule
from ui.worklist.delegate import CaseDelegate
from ui.worklist.model import WorklistModel

TYPING_MS = 120


class WorklistView(Surface):
    """``opened`` is called with a case id when the clerk moves to a case or presses Enter,
    ``counted`` with the counts of all cases whenever they were read."""

    def __init__(
        self,
        desk: Desk,
        background: Background,
        opened: Callable[[str], None],
        counted: Callable[[dict[str, int]], None],
        claim: Callable[[], None],
    ) -> None:
        super().__init__("paper")
        self._desk, self._background = desk, background
        self._opened, self._counted = opened, counted
        self._reading = self._stale = self._opening_first = False
        self.model = WorklistModel(desk)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Number, applicant, address…"))
        self.search.setAccessibleName(tr("Narrow the list"))
        self.search.setClearButtonEnabled(True)
        self.scene = QComboBox()
        self.scene.setAccessibleName(tr("One thing"))
        self.light = QComboBox()
        for combo in (self.scene, self.light):
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(6)
        self.light.setAccessibleName(tr("Deadline"))
        for words, light in (
            (tr("Any deadline"), ""),
            ("▲ " + tr("Overdue"), "red"),
            ("◆ " + tr("Near"), "amber"),
            ("● " + tr("In time"), "green"),
        ):
            self.light.addItem(words, light)
        self.tabs = {standing: self._tab(standing) for standing in ("todo", "waiting", "closed")}
        self.tabs["todo"].setChecked(True)
        self.list = CaseList(self.open_current, 2 * self.fontMetrics().height() + 24)
        self.list.setModel(self.model)
        self._delegate = CaseDelegate(desk)
        self.list.setItemDelegate(self._delegate)
        self.list.setAccessibleName(tr("Cases"))
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress_words = label("", "quiet")
        self.empty = Empty("")
        self._below = QStackedLayout()
        self._below.addWidget(self.list)
        self._below.addWidget(self.empty)
        self._below.addWidget(self._pulling_page())
        foot = row(button(tr("Claim a case"), claim), None, margin=8)
        self.setLayout(
            column(
                column(self.search, row(self.scene, self.light), margin=8),
                row(*self.tabs.values(), None, gap=0),
                rule(),
                _stretched(self._below),
                rule(),
                foot,
                gap=0,
            )
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(self._search_and_open)
        self.scene.currentIndexChanged.connect(lambda _i: self.refresh())
        self.light.currentIndexChanged.connect(lambda _i: self.refresh())
        self._pulling = False
        self.current_id = ""
        self.read_scenes()
        self.model.show_first()
        self._show_the_right_page()

    def refresh(self) -> None:
        """Reads the rows again on a thread; what changes meanwhile is read once more after it."""
        if self._reading:
            self._stale = True
            return
        self._reading, self._stale = True, False
        chosen = self._chosen()
        self._background.run(lambda: self._desk.listing(chosen), self._show, self._not_read)

    def _show(self, listing: Listing) -> None:
        self._reading = False
        if not isValid(self):
            return
        if listing.chosen != self._chosen():
            self.refresh()
            return
        self.show_counts(listing.counts)
        self._counted(listing.counts)
        self.model.take(listing)
        self._stay()
        self._show_the_right_page()
        if self._opening_first:
            self._open_first()
        if self._stale:
            self.refresh()

    def _not_read(self, error: BaseException) -> None:
        self._reading = False
        if self._desk.clerk is not None:  # else the desk was closed meanwhile
            raise error

    def show_counts(self, counts: dict[str, int]) -> None:
        for standing, words in (
            ("todo", tr("To do {n}", n=counts["todo"])),
            ("waiting", tr("Waiting {n}", n=counts["waiting"])),
            ("closed", tr("Closed {n}", n=counts["closed"])),
        ):
            self.tabs[standing].setText(words)
            self.tabs[standing].setAccessibleName(words)

    def show_progress(self, done: int, total: int) -> None:
        """The first pull's progress, in the list's place until rows are there."""
        self._pulling = self.model.rowCount() == 0
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress_words.setText(
            tr("Reading your cases: {done} of {total}", done=done, total=total)
        )
        self._show_the_right_page()

    def pulled(self) -> None:
        self._pulling = False
        self.read_scenes()
        self._show_the_right_page()

    def read_scenes(self) -> None:
        chosen = self.scene.currentData() or ""
        self.scene.blockSignals(True)
        self.scene.clear()
        self.scene.addItem(tr("Every one-thing"), "")
        for scene in self._desk.scenes():
            self.scene.addItem(scene.name, scene.code)
        self.scene.setCurrentIndex(max(0, self.scene.findData(chosen)))
        self.scene.blockSignals(False)

    def walk(self, step: int) -> None:
        """To the next (1) or the one before (-1)."""
        at = self.list.currentIndex().row() + step
        if 0 <= at < self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(at))

    def open_current(self) -> None:
        case = self.model.case_at(self.list.currentIndex().row())
        if case is not None:
            self._opened(case.id)

    def show_case(self, case_id: str) -> None:
        """Narrows to everything and goes to one case."""
        self.current_id = case_id
        self.search.clear()
        self._choose_tab("")
        self._opened(case_id)

    def _chosen(self) -> CaseFilter:
        standing = next((s for s, tab in self.tabs.items() if tab.isChecked()), "")
        text = self.search.text()
        return CaseFilter(
            standing="" if text.strip() else standing,
            text=text,
            scene_code=self.scene.currentData() or "",
            light=self.light.currentData() or "",
        )

    def _stay(self) -> None:
        """Keeps to the current case if it is still in the list, else to the first one."""
        if self.model.rowCount() == 0:
            return
        at = self.model.row_of(self.current_id) if self.current_id else 0
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.list.setCurrentIndex(self.model.index(at) if at >= 0 else QModelIndex())
        selection.blockSignals(False)
        self.list.viewport().update()
        if not self.current_id:
            QTimer.singleShot(0, self._begin_with_the_first)

    def _begin_with_the_first(self) -> None:
        case = self.model.case_at(0) if self.model.rowCount() else None
        if case is not None and not self.current_id:
            self.current_id = case.id
            self._opened(case.id)

    def _moved(self, current: QModelIndex, _before: QModelIndex) -> None:
        case = self.model.case_at(current.row()) if current.isValid() else None
        if case is not None and case.id != self.current_id:
            self.current_id = case.id
            self._opened(case.id)

    def _search_and_open(self) -> None:
        """Enter in the search: opens the best hit as soon as it is read."""
        self._typing.stop()
        self._opening_first = True
        self.refresh()

    def _open_first(self) -> None:
        self._opening_first = False
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()
            self.open_current()

    def _show_the_right_page(self) -> None:
        if self._pulling:
            self._below.setCurrentIndex(2)
        elif self.model.rowCount():
            self._below.setCurrentIndex(0)
        else:
            self.empty.sentence.setText(self._why_empty())
            self._below.setCurrentIndex(1)

    def _why_empty(self) -> str:
        if not self._desk.has_pulled():
            return tr("No cases have been read yet. They come as soon as the centre is reached.")
        if self.model.chosen != CaseFilter(standing=self.model.chosen.standing):
            return tr("No case fits. Clear the search or choose another filter.")
        if self.model.chosen.standing == "todo":
            return tr("Nothing to do. Claim a case from the pool if you like.")
        return tr("No cases here.")

    def _pulling_page(self) -> QWidget:
        page = Surface("paper")
        self.progress.setAccessibleName(tr("First reading"))
        page.setLayout(column(None, self.progress_words, self.progress, None, margin=24))
        return page

    def _tab(self, standing: str) -> QPushButton:
        tab = button("", lambda: self._choose_tab(standing), "tab", standing)
        tab.setCheckable(True)
        return tab

    def _choose_tab(self, standing: str) -> None:
        for name, tab in self.tabs.items():
            tab.setChecked(name == standing)
        self.refresh()


class CaseList(QTableView):
    """A table of one column: unlike a list it never asks for rows out of sight."""

    def __init__(self, enter: Callable[[], None], row_height: int) -> None:
        super().__init__()
        self._enter = enter
        self.painted: Callable[[], None] | None = None
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.doubleClicked.connect(lambda _index: enter())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._enter()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.painted is not None and self.model().rowCount():
            first, self.painted = self.painted, None
            first()


def _stretched(layout: QStackedLayout) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    holder.setMinimumHeight(120)
    return holder
