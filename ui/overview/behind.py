"""The cases behind a bar, those of them that are here."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from shiboken6 import isValid

from app.desk import CaseOfFigure, Figures
from ui.background import Background
from ui.language import tr
from ui.overview.pictures import Bar
from ui.parts.widgets import button, column, label, row, shown
from ui.parts.words import STATES, word
from ui.theme import with_text

SIZE = (860, 480)
WIDEST = (1, 2)  # of its columns, those that take what room there is


class CasesBehind(QDialog):
    """Enter or a double click opens one, and closes this."""

    case_wanted = Signal(str)  # its id

    def __init__(
        self, bar: Bar, words: str, figures: Figures, background: Background, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(words)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self._cases: list[CaseOfFigure] = []
        self.said = label(tr("Reading…"), "quiet")
        self.table = QTableWidget(0, 6)
        self.table.setAccessibleName(words)
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalHeaderLabels(
            [
                tr("Day"), tr("Item"), tr("Applicant"), tr("State"), tr("Days taken"),
                tr("Number"),
            ]
        )  # fmt: skip
        self.table.verticalHeader().setVisible(False)
        self.table.verticalHeader().setDefaultSectionSize(with_text(30))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for place in WIDEST:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.table.activated.connect(self._open)
        self.back = button(tr("Back"), self.reject)
        layout = column(
            label(words, level="heading"),
            self.said,
            self.table,
            row(None, self.back),
            margin=16,
            gap=8,
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        question = bar.question
        if question is None:
            self._show([])
            return
        background.run(
            lambda: figures.cases_of(question),
            lambda found: self._show(found) if isValid(self) else None,
            say=self.said.setText,
        )

    def _show(self, found: list[CaseOfFigure]) -> None:
        self._cases = found
        self.said.setText(
            tr("{n} of these cases are with you; Enter opens one.", n=len(found))
            if found
            else tr("None of these cases is with you.")
        )
        self.table.setRowCount(len(found))
        for line, case in enumerate(found):
            for place, text in enumerate(_cells(case)):
                self.table.setItem(line, place, QTableWidgetItem(shown(text)))
        if found:
            self.table.setCurrentCell(0, 0)
        (self.table if found else self.back).setFocus()

    def _open(self, index: QModelIndex) -> None:
        self.accept()
        self.case_wanted.emit(self._cases[index.row()].id)


def _cells(case: CaseOfFigure) -> tuple[str, ...]:
    taken = case.taken
    days = tr("{n} of {most}", n=taken.taken, most=taken.promised) if taken is not None else ""
    return (
        f"{case.on:%m-%d}",
        case.item_name,
        case.applicant,
        word(STATES, case.state),
        days,
        case.no,
    )
