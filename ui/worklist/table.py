"""The list's table: a card a case where it is narrow, columns where it has the window."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from app.desk import Cases, Machine
from app.machine.precedence import window_first
from ui.language import tr
from ui.parts.table import ColouredCells
from ui.theme import with_text
from ui.worklist.delegate import CaseDelegate, Look
from ui.worklist.model import CARD, COLUMNS, WorklistModel

MOST_COPIED = 1000
ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}  # rows
WIDTHS = {
    "due": 140, "applicant": 180, "item_name": 170, "scene_name": 110, "no": 200, "state": 130,
    "handling": 90, "received_at": 110, "reason": 140,
}  # fmt: skip
MOST_WIDE = 360  # pixels of a column that fits itself; as the widths above with text of 100 %


class CaseTable(QTableView):
    """A table never asks for rows out of sight, as a list does."""

    entered_row = Signal()  # Enter, or a double click
    sorted_by = Signal(str, bool)  # a column, and whether falling
    painted = Signal()  # with rows

    def __init__(self, machine: Machine, cases: Cases, model: WorklistModel) -> None:
        super().__init__()
        self._machine = machine
        self.wide = False
        self._one_line = self._folded = False
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self._model = model
        self.setModel(model)
        self._delegate = CaseDelegate(cases, model)
        self.setItemDelegateForColumn(CARD, self._delegate)
        self._light = ColouredCells()
        self.setItemDelegateForColumn(CARD + 1, self._light)
        self.setMinimumWidth(36)
        self.setAccessibleName(tr("Cases"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._offer_columns)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sortIndicatorChanged.connect(self._sort)
        header.sectionResized.connect(self._resized)
        self.doubleClicked.connect(self.entered_row)
        self.set_wide(False)

    def set_wide(self, wide: bool) -> None:
        """Columns (True), or a card a case."""
        self.wide = wide
        chosen = self._fitted() if wide else {}
        line = self.fontMetrics().height()
        header = self.horizontalHeader()
        header.blockSignals(True)
        header.setVisible(wide)
        header.setStretchLastSection(True)
        header.setSortIndicatorShown(wide)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setColumnHidden(CARD, wide)
        for at, column in enumerate(COLUMNS, 1):
            self.setColumnHidden(at, not chosen.get(column))
            if chosen.get(column):
                self.setColumnWidth(at, chosen[column])
        header.blockSignals(False)
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(
            policy.ScrollBarAsNeeded if wide else policy.ScrollBarAlwaysOff
        )
        one_line = wide or self._one_line or self._folded
        self.verticalHeader().setDefaultSectionSize(line + 14 if one_line else 2 * line + 24)

    def set_one_line(self, one_line: bool) -> None:
        """A card is one line, or two."""
        self._one_line = one_line
        self._show_cards_so()

    def set_folded(self, folded: bool) -> None:
        """A card is its light alone, or says whose case it is."""
        self._folded = folded
        self._show_cards_so()

    def _show_cards_so(self) -> None:
        look: Look = "light" if self._folded else "line" if self._one_line else "card"
        self._delegate.look = look
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if self._folded else policy.ScrollBarAsNeeded
        )
        self.set_wide(self.wide)

    def choose_row(self, index: QModelIndex) -> None:
        """This row alone, brought into sight. Qt's own way asks the keyboard, and where Ctrl is
        still held it leaves the rows before it chosen as well."""
        how = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, how.ClearAndSelect | how.Rows)

    @property
    def shows_current(self) -> bool:
        return self.viewport().rect().intersects(self.visualRect(self.currentIndex()))

    def scroll_down_to(self, pixels: int) -> None:
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(pixels)

    def chosen_rows(self, most: int) -> list[int]:
        """The rows that are selected, ``most`` of them at the utmost."""
        found: list[int] = []
        for part in self.selectionModel().selection().toList():
            found += range(part.top(), min(part.bottom() + 1, part.top() + most - len(found)))
        return sorted(found)[:most]

    def chosen_count(self) -> int:
        return sum(part.height() for part in self.selectionModel().selection().toList())

    def show_column(self, column: str, shown: bool) -> None:
        widths = self._widths() | {column: with_text(WIDTHS[column]) if shown else 0}
        self._machine.keep_settings(columns=widths)
        self.set_wide(self.wide)

    def column_menu(self) -> QMenu:
        """The columns there are, the shown ones ticked."""
        menu = QMenu(self)
        widths = self._widths()
        for column, words in headings().items():
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(bool(widths.get(column)))
            action.toggled.connect(lambda on, name=column: self.show_column(name, on))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.entered_row.emit()
        elif event.key() in ENDS and not event.modifiers():
            self._choose_end(ENDS[Qt.Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_numbers()
        else:
            super().keyPressEvent(event)

    def _choose_end(self, row: int) -> None:
        """The first case of the list for 0, the last for -1; Qt's own way goes along the row."""
        model, column = self.model(), self.currentIndex().column()
        if model.rowCount():
            self.choose_row(model.index(row % model.rowCount(), max(column, 0)))

    def copy_numbers(self) -> None:
        """The numbers (办件编号) of the selected cases, a line each."""
        cases = (self._model.case_at(row) for row in self.chosen_rows(MOST_COPIED))
        QGuiApplication.clipboard().setText("\n".join(case.no for case in cases if case))

    def paintEvent(self, event: QPaintEvent) -> None:
        with window_first():
            super().paintEvent(event)
        if self.model().rowCount():
            self.painted.emit()

    def _widths(self) -> dict[str, int]:
        return _widths() | self._machine.settings.columns

    def _fitted(self) -> dict[str, int]:
        """The widths the clerk chose; of the other columns, what those rows need that are here."""
        header, most = self.horizontalHeader(), with_text(MOST_WIDE)
        needed = {
            column: min(most, max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) + 8)
            for at, column in enumerate(COLUMNS, 1)
        }
        fitted = needed if self.model().rowCount() else {}
        return _widths() | fitted | self._machine.settings.columns

    def _offer_columns(self, place: QPoint) -> None:
        menu = self.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def _sort(self, section: int, order: Qt.SortOrder) -> None:
        if section > CARD:
            self.sorted_by.emit(COLUMNS[section - 1], order == Qt.SortOrder.DescendingOrder)

    def _resized(self, section: int, _before: int, width: int) -> None:
        if self.wide and section > CARD and width:
            widths = self._machine.settings.columns | {COLUMNS[section - 1]: width}
            self._machine.keep_settings(columns=widths)


def _widths() -> dict[str, int]:
    return {column: with_text(width) for column, width in WIDTHS.items()}


def headings() -> dict[str, str]:
    return {
        "due": tr("Deadline"), "applicant": tr("Applicant"), "item_name": tr("Item"),
        "scene_name": tr("One thing"), "no": tr("Number"), "state": tr("State"),
        "handling": tr("Kind"), "received_at": tr("Received"), "reason": tr("What it waits for"),
    }  # fmt: skip
