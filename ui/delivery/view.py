"""送达: what is decided and not delivered, by the way it goes, and mail that came back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QTableWidgetItem,
)

from app.cases.actions import ReturnDelivery
from app.desk import Cases, ChangeKind, Deciding, Documents, Machine, PendingDelivery
from ui.background import Background
from ui.decision.follow_up import CARRIERS_NOTES
from ui.events import Changes, DeskEvents
from ui.language import tr
from ui.parts.lights import light_icon
from ui.parts.page import PageView
from ui.parts.table import RowsTable
from ui.parts.widgets import button, check_button, column, label, row, show_checked
from ui.parts.words import DELIVERIES, word
from ui.theme import with_text
from ui.worklist.batch import BatchDialog
from ui.worklist.together import DecideTogether

SHOWS: frozenset[ChangeKind] = frozenset({"case"})
ALL, RETURNED = "", "returned"
ADDRESS, REASON = 4, 6  # columns


class DeliveryView(PageView):
    """The chosen rows, or all in sight where none is chosen, are delivered together or printed as a
    list. Enter opens a case. A number that is scanned is mail that came back."""

    case_wanted = Signal(str)  # its id
    said = Signal(str)  # a remark that passes

    def __init__(
        self,
        cases: Cases,
        deciding: Deciding,
        documents: Documents,
        machine: Machine,
        background: Background,
        events: DeskEvents,
    ) -> None:
        super().__init__("wash")
        self._cases, self._deciding, self._documents = cases, deciding, documents
        self._machine, self._background, self._events = machine, background, events
        self._pending: list[PendingDelivery] = []
        self._shown: list[PendingDelivery] = []
        self._way = ALL
        self.ways: dict[str, QPushButton] = {
            way: check_button("", partial(self._choose, way), "tab", way or "all")
            for way in (ALL, *DELIVERIES, RETURNED)
        }
        show_checked(self.ways[ALL], True)
        self.table = self._table()
        self.note = label("", "quiet")
        self.deliver = button(tr("Deliver…"), self._deliver, "primary")
        self.print_list = button(tr("Print list…"), self._print)
        self.came_back = QLineEdit()
        self.came_back.setAccessibleName(tr("What came back: tracking or case number"))
        self.came_back.setPlaceholderText(tr("What came back: tracking or case number"))
        self.came_back.setMinimumWidth(with_text(320))
        self.came_back.returnPressed.connect(self._note_returned)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setAccessibleName(tr("Why it came back"))
        self.reason.addItems(CARRIERS_NOTES)
        self.note_returned = button(tr("Note"), self._note_returned)
        layout = column(
            label(tr("To deliver"), level="title"),
            row(*self.ways.values(), None, gap=0),
            self.table,
            self.note,
            row(self.deliver, self.print_list, None),
            row(self.came_back, self.reason, self.note_returned, None),
            margin=16,
            gap=12,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        events.changed.connect(self._hear)

    def come_to_front(self) -> None:
        self.table.setFocus()
        self.refresh()

    def refresh(self) -> None:
        self._background.run(self._cases.deliveries, self._show, failed=self._not_read)

    def _hear(self, changes: Changes) -> None:
        if changes.any_of(SHOWS) and not self.isHidden():
            self.refresh()

    def _not_read(self, error: BaseException) -> None:
        if not self._events.ended:
            raise error

    def _choose(self, way: str) -> None:
        self._way = way
        for name, tab in self.ways.items():
            show_checked(tab, name == way)
        self._fill()

    def _show(self, pending: list[PendingDelivery]) -> None:
        self._pending = pending
        for way, tab in self.ways.items():
            words = {ALL: tr("All"), RETURNED: tr("To send again")}.get(way) or word(
                DELIVERIES, way
            )
            words = f"{words} {sum(_goes(each, way) for each in pending)}"
            tab.setText(words)
            tab.setAccessibleName(words)
        self._fill()

    def _fill(self) -> None:
        """The rows of the way chosen; the keys stay on the case they were on."""
        at = self.table.currentRow()
        current = self._shown[at].id if 0 <= at < len(self._shown) else ""
        self._shown = [each for each in self._pending if _goes(each, self._way)]
        self.table.setRowCount(len(self._shown))
        for line, each in enumerate(self._shown):
            for place, text in enumerate(_texts(each)):
                item = QTableWidgetItem(text)
                item.setToolTip(text if place == ADDRESS else "")
                if place == 0:
                    item.setIcon(light_icon(each.light))
                self.table.setItem(line, place, item)
        self.table.setColumnHidden(REASON, not any(each.returned for each in self._shown))
        ids = [each.id for each in self._shown]
        if ids:
            self.table.setCurrentCell(ids.index(current) if current in ids else 0, 0)
            self.table.clearSelection()
        empty = tr("Nothing waits to be delivered.")
        self.note.setText("" if ids else empty)
        self.deliver.setEnabled(any(each.state != "delivered" for each in self._shown))
        self.print_list.setEnabled(bool(ids))

    def _chosen(self) -> list[PendingDelivery]:
        """Those that are selected, or all in sight."""
        lines = {index.row() for index in self.table.selectionModel().selectedRows()}
        return [e for at, e in enumerate(self._shown) if not lines or at in lines]

    def _deliver(self) -> None:
        """Together, each as its applicant wished, the EMS numbers scanned one after another."""
        ids = [each.id for each in self._chosen() if each.state != "delivered"]
        task = DecideTogether("deliver", self._cases, self._deciding, self._background)
        dialog = BatchDialog(self._cases, self._background, task, self._cases.rows_of(ids), self)
        dialog.decided.connect(self.said)
        dialog.open()

    def _print(self) -> None:
        from ui.decision.printing import Printing

        document = self._documents.open_delivery_list(self._chosen())
        self._printing = Printing(self._background, document, self)
        self._printing.ask(self._machine.settings.printer)

    def _note_returned(self) -> None:
        """What was sent under the number is decided and not delivered again."""
        number, reason = self.came_back.text().strip(), self.reason.currentText().strip()
        if not number:
            at = self.table.currentRow()
            if not 0 <= at < len(self._shown) or self._shown[at].state != "delivered":
                self.note.setText(tr("Scan or type the number of what came back."))
                return
            number = self._shown[at].no
        self._background.run(
            lambda: self._cases.sent_under(number), lambda sent: self._return(sent, number, reason)
        )

    def _return(self, sent: PendingDelivery | None, number: str, reason: str) -> None:
        if sent is None:
            self.note.setText(tr("Nothing of yours was sent under {number}.", number=number))
            return
        words = tr("{no} waits to be delivered again.", no=sent.no)
        self._background.when_done(
            self._deciding.decide(sent.id, ReturnDelivery(reason=reason)),
            lambda _changed: self._noted(words),
            say=self.note.setText,
        )

    def _noted(self, words: str) -> None:
        self.came_back.clear()
        self.came_back.setFocus()
        self.said.emit(words)

    def _table(self) -> RowsTable:
        heads = (
            tr("Due"), tr("Number"), tr("Applicant"), tr("Item"), tr("Address"), tr("Way"),
            tr("Why it came back"),
        )  # fmt: skip
        made = RowsTable(tr("To be delivered"), heads, (ADDRESS,))
        made.itemActivated.connect(lambda item: self.case_wanted.emit(self._shown[item.row()].id))
        return made


def _goes(each: PendingDelivery, way: str) -> bool:
    """What came back goes no way by itself: that it can be sent again is to be seen to first."""
    return way in (ALL, RETURNED if each.returned else each.way)


def _texts(each: PendingDelivery) -> tuple[str, ...]:
    due = each.due.isoformat() if each.due is not None else "—"
    way = word(DELIVERIES, each.way)
    return due, each.no, each.applicant, each.item_name, each.address, way, each.returned
