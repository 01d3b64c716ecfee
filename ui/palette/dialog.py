"""One search (一单清), thin: the clerk's own cases by any substring, offline at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.desk import CaseFilter, Desk
from ui.language import tr
from ui.parts.widgets import column, label
from ui.parts.words import STATES, word

MOST = 12


class PaletteDialog(QDialog):
    def __init__(self, desk: Desk, opened: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Search"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self._desk, self._opened = desk, opened
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Number, applicant, address, anything in the form"))
        self.field.setAccessibleName(tr("Search"))
        self.field.installEventFilter(self)
        self.hits = QListWidget()
        self.hits.setAccessibleName(tr("Cases found"))
        self._said = label(tr("Type to search your cases."), "quiet")
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._open)
        self.hits.itemActivated.connect(lambda _item: self._open())
        self.setLayout(column(self.field, self._said, self.hits, margin=12))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step:
                at = max(0, min(self.hits.count() - 1, self.hits.currentRow() + step))
                self.hits.setCurrentRow(at)
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self.hits.clear()
        if not text.strip():
            self._said.setText(tr("Type to search your cases."))
            return
        numbers = self._desk.case_numbers(CaseFilter(standing="", text=text))
        for case in self._desk.case_rows(numbers[:MOST]):
            line = f"{case.applicant} · {case.item_name} · {word(STATES, case.state)}\n{case.no}"
            item = QListWidgetItem(line)
            item.setData(Qt.ItemDataRole.UserRole, case.id)
            self.hits.addItem(item)
        self.hits.setCurrentRow(0)
        self._said.setText(
            tr("{n} cases", n=len(numbers)) if numbers else tr("No case of yours has this.")
        )

    def _open(self) -> None:
        item = self.hits.currentItem()
        if item is not None:
            self.accept()
            self._opened(item.data(Qt.ItemDataRole.UserRole))
