"""The deadlines explain themselves: day by day what counted and why."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from app.cases import kinds
from app.cases.counting import Deadline
from app.cases.deadlines import CaseDeadlines
from app.cases.model import ItemRef, SubApplication
from app.cases.sentence import Sentence
from ui.language import spoken, tr
from ui.parts.widgets import button, column, label, row


class Running(NamedTuple):
    """A deadline by its name, and the text that sets it; None where no text does."""

    name: str
    deadline: Deadline | None
    basis: Sentence | None = None


class DeadlineDialog(QDialog):
    """A tab for each deadline that runs."""

    def __init__(self, running: list[Running], item: ItemRef, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("How the deadline counts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(620, 600)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.setAccessibleName(self.windowTitle())
        for each in running:
            if each.deadline is not None:
                tabs.addTab(_explained(each.name, each.deadline, each.basis), each.name)
        if tabs.count() == 0:
            tabs.addTab(label(tr("No deadline is running.")), tr("Deadline"))
        close = button(tr("Close"), self.accept, "primary")
        note = tr("The day itself is day 0; working days only.")
        if item.kind == "licence":
            note = tr("The day itself is day 0; working days only (Art. 82).")
        self.setLayout(column(tabs, label(note, "quiet"), row(None, close), margin=16, gap=10))


def running(deadlines: CaseDeadlines, case: SubApplication) -> list[Running]:
    """A case's deadlines by name, the clerk's next one first. What is cited of a delivery is said
    of an approval's (L 44)."""
    item = case.item
    delivering = kinds.cited(item, "deliver") if case.state == "approved" else None
    promised = item.procedure.commitment
    verifying = kinds.quoted(promised.basis) if promised is not None and promised.basis else None
    accepting = kinds.cited(item, "deemed_acceptance") or kinds.cited(item, "acceptance")
    return [
        Running(tr("Deliver by"), deadlines.deliver, delivering),
        Running(tr("Promised"), deadlines.promised),
        Running(tr("Statutory"), deadlines.statutory, kinds.statutory_basis(item)),
        Running(tr("Accept by"), deadlines.accept, accepting),
        Running(tr("Applicant corrects by"), deadlines.correct),
        Running(tr("Special procedure ends by"), deadlines.special),
        Running(tr("Commitment verified by"), deadlines.verify, verifying),
    ]


def _explained(name: str, deadline: Deadline, basis: Sentence | None) -> QWidget:
    end = deadline.day.isoformat() if deadline.day else tr("stands still")
    summary = tr(
        "Working days from {start}: {days}, to {end}",
        days=deadline.days,
        start=deadline.start.isoformat(),
        end=end,
    )
    if deadline.left >= 0:
        so_far = tr("{counted} counted, {left} left", counted=deadline.counted, left=deadline.left)
    else:
        late = -deadline.left
        so_far = tr("{n} working days late", n=late) if late > 1 else tr("1 working day late")
    if deadline.provisional:
        so_far += tr(" Provisional: next year's calendar is not published yet.")
    lines = [label(summary, level="heading"), label(so_far, "quiet")]
    if basis is not None:
        lines.append(label(tr("Basis: {basis}", basis=spoken(basis)), "quiet"))
    page = QWidget()
    page.setLayout(column(*lines, _table(name, deadline), margin=8, gap=8))
    return page


def _table(name: str, deadline: Deadline) -> QTableWidget:
    steps = deadline.explain()
    table = QTableWidget(len(steps), 3)
    table.setTabKeyNavigation(False)
    table.setAccessibleName(name)
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
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setStretchLastSection(True)
    rows = table.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)  # a basis may take lines
    return table


def _weekday(number: int) -> str:
    return tr("Mon Tue Wed Thu Fri Sat Sun").split()[number]
