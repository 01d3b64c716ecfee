"""The two tables of the team: its clerks, and the cases of the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QTableWidgetItem

from app.desk import OpenCase, TeamMember
from ui import theme
from ui.language import tr, tr_noop
from ui.parts.lights import light_icon
from ui.parts.table import RowsTable
from ui.parts.widgets import shown
from ui.parts.words import STATES, word

LIGHTS = {"red": tr_noop("Overdue"), "amber": tr_noop("Near"), "green": tr_noop("In time")}
CASES = "application/x-jianjian-cases"  # of what is dragged: the ids, a line each
COUNTS = range(1, 5)  # columns of the clerks' table
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ClerksTable(RowsTable):
    """A row a clerk; cases that are dropped on one are to be handed over to them."""

    dropped = Signal(str, list)  # the clerk's id, the cases'

    def __init__(self) -> None:
        super().__init__(
            tr("Team"),
            [
                tr("Clerk"), tr("Open cases"), tr("Due today"), tr("Overdue"), tr("To sign"),
                tr("Away until"),
            ],
            (0,),
        )  # fmt: skip
        for place in COUNTS:
            if (heading := self.horizontalHeaderItem(place)) is not None:
                heading.setTextAlignment(RIGHT)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAcceptDrops(True)
        self._members: Sequence[TeamMember] = ()

    def show_members(self, members: Sequence[TeamMember], at: int, today: date) -> None:
        self._members = members
        with QSignalBlocker(self):
            self.setRowCount(len(members))
            for line, each in enumerate(members):
                self._fill(line, each, today)
            self.setCurrentCell(at, 0)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(CASES):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        member = self._under(self.indexAt(event.position().toPoint()))
        event.setAccepted(bool(member))

    def dropEvent(self, event: QDropEvent) -> None:
        member = self._under(self.indexAt(event.position().toPoint()))
        ids = bytes(event.mimeData().data(CASES).data()).decode().split()
        if member and ids:
            event.acceptProposedAction()
            self.dropped.emit(member, ids)

    def _under(self, index: QModelIndex) -> str:
        return self._members[index.row()].member.id if index.isValid() else ""

    def _fill(self, line: int, each: TeamMember, today: date) -> None:
        member, load = each.member, each.load
        who = member.clerk.known_as if member.id else tr("Pool")
        away = f"{member.away_until:%m-%d}" if member.is_away(today) else ""
        counts = (load.open, load.due_today, load.overdue, load.to_sign)
        for place, text in enumerate((who, *(str(n) if n else "·" for n in counts), away)):
            item = QTableWidgetItem(text)
            if place in COUNTS:
                item.setTextAlignment(RIGHT)
            if place == 3 and load.overdue:
                item.setForeground(QColor(theme.current().red))
            self.setItem(line, place, item)


class TeamCasesTable(RowsTable):
    """The cases of one clerk, several of which may be chosen, and dragged to another."""

    def __init__(self) -> None:
        super().__init__(
            tr("Cases of the clerk"),
            [tr("Due"), tr("Item"), tr("Applicant"), tr("State"), tr("Number"), tr("Is going to")],
            (1, 2),
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.cases: Sequence[OpenCase] = ()

    def show_cases(self, cases: Sequence[OpenCase], names: dict[str, str]) -> None:
        """``names``: of clerks by id. What was chosen stays so, where it is still there."""
        chosen = set(self.chosen())
        self.cases = cases
        with QSignalBlocker(self):
            self.setRowCount(len(cases))
            for line, each in enumerate(cases):
                self._fill(line, each, names)
            self.clearSelection()
            lines = [n for n, each in enumerate(cases) if each.head.id in chosen]
            if cases:
                self.setCurrentCell(lines[0] if lines else 0, 0)
            flags = (
                QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            )
            for line in lines[1:]:
                self.selectionModel().select(self.model().index(line, 0), flags)

    def chosen(self) -> list[str]:
        """The ids of the chosen cases."""
        lines = sorted({index.row() for index in self.selectedIndexes()})
        return [self.cases[line].head.id for line in lines if line < len(self.cases)]

    def mimeData(self, items: Sequence[QTableWidgetItem]) -> QMimeData:
        carried = QMimeData()
        carried.setData(CASES, "\n".join(self.chosen()).encode())
        return carried

    def _fill(self, line: int, each: OpenCase, names: dict[str, str]) -> None:
        head = each.head
        cells = (
            f"{head.due:%m-%d}" if head.due else "",
            head.item.name,
            head.applicant_name,
            word(STATES, head.state),
            head.no,
            names.get(each.going_to, each.going_to),
        )
        for place, text in enumerate(cells):
            item = QTableWidgetItem(shown(text))
            if place == 0:
                item.setIcon(light_icon(each.light))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_light(each)} {text}")
            self.setItem(line, place, item)


def _light(each: OpenCase) -> str:
    """In words; of one that waits, what for."""
    return tr(LIGHTS[each.light]) if each.light in LIGHTS else word(STATES, each.head.state)
