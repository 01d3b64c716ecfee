"""The deadline explains itself: day by day what counted and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.cases.deadlines import Deadline
from ui.language import spoken, tr
from ui.parts.widgets import button, column, label, row


class DeadlineDialog(QDialog):
    def __init__(self, deadline: Deadline, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("How the deadline counts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(460, 520)
        steps = deadline.explain()
        table = QTableWidget(len(steps), 3)
        table.setAccessibleName(self.windowTitle())
        table.setHorizontalHeaderLabels([tr("Day"), tr("Count"), tr("Why")])
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        for at, step in enumerate(steps):
            day = f"{step.day.isoformat()}  {_weekday(step.day.weekday())}"
            count = str(step.count) if step.counts else "—"
            for place, text in enumerate((day, count, spoken(step.reason))):
                table.setItem(at, place, QTableWidgetItem(text))
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        end = deadline.day.isoformat() if deadline.day else tr("stands still")
        summary = tr("{days} working days from {start}: {end}",
                     days=deadline.days, start=deadline.start.isoformat(), end=end)  # fmt: skip
        note = tr("The day itself is day 0; working days only (Art. 82).")
        if deadline.provisional:
            note += tr(" Provisional: next year's calendar is not published yet.")
        close = button(tr("Close"), self.accept, "primary")
        self.setLayout(
            column(label(summary, level="heading"), label(note, "quiet"), table,
                   row(None, close), margin=16, gap=10)
        )  # fmt: skip


def _weekday(number: int) -> str:
    return tr("Mon Tue Wed Thu Fri Sat Sun").split()[number]
