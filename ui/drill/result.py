"""The result of a drill (成绩单): what was found, missed, and claimed where nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from app.cases.drill import (
    FOUND,
    OUTCOMES,
    CaseResult,
    DrillResult,
    describe_case,
    duration,
    summary,
)
from app.desk import RemoteDocument
from ui import theme
from ui.background import Background
from ui.decision.printing import Printing
from ui.language import language, spoken, tr
from ui.parts.widgets import button, column, label, row

SHAPES = {"found": "✓", "missed": "▲", "not_reached": "○"}


class DrillResultDialog(QDialog):
    """``sheet`` makes the paper of it, in a language, to be printed first of all on ``printer``."""

    place_wanted = Signal(str, str)  # a case's id, and the id of the material to look at or ""

    def __init__(
        self,
        result: DrillResult,
        sheet: Callable[[str], RemoteDocument],
        background: Background,
        printer: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._result = result
        self.setWindowTitle(tr("Drill result"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, min(680, parent.window().height()))
        first, second = (spoken(line) for line in summary(result))
        self.cases = self._table(
            tr("Cases of the drill"),
            (tr("Case"), tr("Time"), tr("What was in it, and what became of it")),
        )
        for case in result.cases:
            self._add_case(case)
        self.cases.resizeRowsToContents()
        for at in range(self.cases.rowCount()):
            self.cases.setRowHeight(at, self.cases.rowHeight(at) + 12)
        self.cases.itemActivated.connect(lambda item: self._open(item.row()))
        self.kinds = self._table(
            tr("By kind of mistake"),
            (tr("Mistake"), *(spoken(words) for words in OUTCOMES.values())),
        )
        self._add_kinds()
        self._printing = Printing(background, sheet(language()), self)
        look = button(tr("Look at it"), lambda: self._open(self.cases.currentRow()))
        foot = row(
            look,
            None,
            button(tr("Print…"), partial(self._printing.ask, printer)),
            button(tr("Close"), self.accept, "primary"),
        )
        content = column(
            label(first, level="heading"), label(second, "quiet"), self.cases, self.kinds, foot,
            margin=16, gap=10,
        )  # fmt: skip
        content.setStretch(2, 3)
        content.setStretch(3, 2)
        self.setLayout(content)
        self.cases.setCurrentCell(0, 0)

    def _table(self, name: str, heads: tuple[str, ...]) -> QTableWidget:
        table = QTableWidget(0, len(heads))
        table.setAccessibleName(name)
        table.setHorizontalHeaderLabels(heads)
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(True)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        return table

    def _add_case(self, case: CaseResult) -> None:
        at = self.cases.rowCount()
        self.cases.insertRow(at)
        lines = [spoken(line) for line in describe_case(case)]
        shapes = [SHAPES.get(fault.outcome, "") for fault in case.faults]
        shapes += ["✗" for _ in case.unfounded]
        words = "\n".join(
            f"{shape} {line}".strip() for shape, line in zip(shapes or [""], lines, strict=True)
        )
        texts = (f"{case.item_name}\n{case.applicant}", spoken(duration(case.seconds)), words)
        sound = all(fault.outcome == FOUND for fault in case.faults) and not case.unfounded
        for place, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if place == 2:
                t = theme.current()
                item.setForeground(QColor(t.green if sound else t.red))
            self.cases.setItem(at, place, item)
        self.cases.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def _add_kinds(self) -> None:
        self.kinds.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at, kind in enumerate(self._result.kinds()):
            self.kinds.insertRow(at)
            counts = (kind.found, kind.missed, kind.not_reached)
            for place, text in enumerate((spoken(kind.words), *map(str, counts))):
                item = QTableWidgetItem(text)
                if place:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self.kinds.setItem(at, place, item)

    def _open(self, at: int) -> None:
        """Closes, and shows the case with the material its first mistake is in."""
        if not 0 <= at < len(self._result.cases):
            return
        case = self._result.cases[at]
        places = [place for fault in case.faults for place in fault.places] + [*case.unfounded]
        material = next((place.id for place in places if place.kind == "material"), "")
        self.accept()
        self.place_wanted.emit(case.id, material)
