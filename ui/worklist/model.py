"""The rows of the work list, read from the cache a page at a time."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.desk import CaseFilter, CaseRow, Cases, Listing
from ui import theme
from ui.language import tr
from ui.parts.lights import light_icon
from ui.parts.words import STATES, due_words, reason, word

PAGE = 16  # rows read at once: about what a screen shows, so that a leap reads little beside it
MOST_PAGES = 256
FIRST = 64
CARD = 0
COLUMNS = (
    "due", "applicant", "item_name", "scene_name", "no", "state", "handling", "received_at",
    "reason",
)  # fmt: skip
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class WorklistModel(QAbstractTableModel):
    """Holds row numbers in order; bodies of rows come as they are looked at."""

    def __init__(self, cases: Cases, headings: dict[str, str]) -> None:
        super().__init__()
        self._cases, self._headings = cases, headings
        self._numbers: list[int] = []
        self._pages: dict[int, dict[int, CaseRow]] = {}  # by their numbers
        self.chosen = CaseFilter()

    def show_first(self) -> None:
        """As many rows as the first paint needs; the list is read whole after it."""
        self.beginResetModel()
        self._numbers = self._cases.first(FIRST)
        self.endResetModel()

    def take(self, listing: Listing) -> None:
        """Shows what was read; rows that stayed in place are repainted, not rebuilt."""
        same = listing.numbers == self._numbers
        self.chosen, self._pages = listing.chosen, {}
        if same:
            if self._numbers:
                last = self.index(len(self._numbers) - 1, len(COLUMNS))
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._numbers = listing.numbers
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else 1 + len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[COLUMNS[section - 1]] if section > CARD else tr("Cases")
        return None

    def case_at(self, row: int) -> CaseRow | None:
        if not 0 <= row < len(self._numbers):
            return None
        page = row // PAGE
        if page not in self._pages:
            if len(self._pages) >= MOST_PAGES:
                self._pages.pop(next(iter(self._pages)))
            numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
            self._pages[page] = self._cases.rows_by_number(numbers)
        return self._pages[page].get(self._numbers[row])

    def row_of(self, case_id: str) -> int:
        """Where a case stands in the list; -1 where it is not in it."""
        number = self._cases.number(case_id)
        return self._numbers.index(number) if number in self._numbers else -1

    def in_group(self, row: int) -> tuple[bool, bool]:
        """Whether the case above is of the same one-thing, and whether the one below is."""
        case = self.case_at(row)
        if case is None or not self.chosen.grouped:
            return False, False
        above, below = self.case_at(row - 1), self.case_at(row + 1)
        return (
            above is not None and above.thing_id == case.thing_id,
            below is not None and below.thing_id == case.thing_id,
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        case = self.case_at(index.row())
        if case is None:
            return None
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 1:
            return light_icon(case.light)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{case.applicant}\n{case.item_name} · {case.scene_name}\n{case.no}"
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 1:
            return QColor(theme.current().light(case.light))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(case, index.column())
        return None

    def _words(self, case: CaseRow, column: int) -> str:
        days = self._cases.days_left(case.due) if case.due else None
        due = due_words(case, self._cases.today(), days)
        if column == CARD:
            instant = tr("Instant") if case.handling == "instant" else ""
            parts = (due, case.applicant, case.item_name, instant, self._why(case))
            return " ".join(part for part in parts if part)
        match COLUMNS[column - 1]:
            case "due":
                return due
            case "state":
                return word(STATES, case.state)
            case "handling":
                return tr("Instant") if case.handling == "instant" else tr("Promised")
            case "received_at":
                return case.received_at[5:16].replace("T", " ")
            case "reason":
                return self._why(case)
            case name:
                return str(getattr(case, name))

    def _why(self, case: CaseRow) -> str:
        return tr("to be sent") if case.unsent else reason(case)
