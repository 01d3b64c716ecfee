"""The rows of the work list, read from the cache a page at a time."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.desk import CaseFilter, CaseRow, Desk, Listing
from ui.parts.words import due_words

PAGE = 64
RowRole = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class WorklistModel(QAbstractListModel):
    """Holds row numbers in order; bodies of rows come as they are looked at."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._numbers: list[int] = []
        self._pages: dict[int, list[CaseRow]] = {}
        self.chosen = CaseFilter()

    def show_first(self) -> None:
        """As many rows as the first paint needs; the list is read whole after it."""
        self.beginResetModel()
        self._numbers = self._desk.first_cases(PAGE)
        self.endResetModel()

    def take(self, listing: Listing) -> None:
        """Shows what was read; rows that stayed in place are repainted, not rebuilt."""
        same = listing.numbers == self._numbers
        self.chosen, self._pages = listing.chosen, {}
        if same:
            if self._numbers:
                self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1))
            return
        self.beginResetModel()
        self._numbers = listing.numbers
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._numbers)

    def case_at(self, row: int) -> CaseRow | None:
        page, at = divmod(row, PAGE)
        if page not in self._pages:
            numbers = self._numbers[page * PAGE : (page + 1) * PAGE]
            self._pages[page] = self._desk.case_rows(numbers)
        rows = self._pages[page]
        return rows[at] if at < len(rows) else None

    def row_of(self, case_id: str) -> int:
        """Where a case stands in the list; -1 where it is not in it."""
        number = self._desk.case_number(case_id)
        return self._numbers.index(number) if number in self._numbers else -1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        case = self.case_at(index.row())
        if case is None:
            return None
        if role == RowRole:
            return case
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            days = self._desk.days_left(case.due) if case.due else None
            words = due_words(case, self._desk.today(), days)
            return f"{words} {case.applicant} {case.item_name}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{case.applicant}\n{case.item_name} · {case.scene_name}\n{case.no}"
        return None
