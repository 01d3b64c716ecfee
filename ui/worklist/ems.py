"""A run of tracking numbers (EMS 运单号), each scanned or typed beside its case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from app.desk import CaseView
from ui.language import tr
from ui.parts.widgets import Elided, Scrolling, Surface, clear, column, label, row
from ui.theme import with_text

FIELD, TALLEST = 200, 160  # pixels of a field, and of all before they scroll, with text of 100 %


class TrackingNumbers(Surface):
    """A field for each case that goes by EMS. Enter, which a scanner sends as well, leads to the
    next that is empty; what was typed stays while the cases change."""

    changed = Signal()
    completed = Signal()  # Enter where none is empty any more

    def __init__(self) -> None:
        super().__init__("paper")
        self._typed: dict[str, str] = {}
        self.fields: dict[str, QLineEdit] = {}  # by their case's id, in the order of the list
        self._rows = column(gap=4)
        rows = Surface("paper")
        rows.setLayout(self._rows)
        self._area = Scrolling(rows, tr("Tracking numbers"))
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hint = tr("Tracking numbers: scan or type one for each case, Enter leads to the next.")
        self.setLayout(column(label(hint, "quiet"), self._area))
        self.hide()

    def ask_for(self, views: Sequence[CaseView]) -> None:
        """Offers a field for each of these."""
        clear(self._rows)
        self.fields = {view.case.id: self._field(view) for view in views}
        self._area.setFixedHeight(min(with_text(TALLEST), self._rows.sizeHint().height() + 2))
        self.setVisible(bool(views))

    def number(self, case_id: str) -> str:
        return self._typed.get(case_id, "")

    def is_twice(self, case_id: str) -> bool:
        """Whether another case was given the same."""
        counts = Counter(self._typed.get(id_, "") for id_ in self.fields)
        return bool(self.number(case_id)) and counts[self.number(case_id)] > 1

    def _field(self, view: CaseView) -> QLineEdit:
        case = view.case
        field = QLineEdit(self.number(case.id))
        field.setFixedWidth(with_text(FIELD))
        field.setAccessibleName(
            tr("Tracking number of {name}, {no}", name=case.applicant.name, no=case.no)
        )
        field.textChanged.connect(lambda text: self._keep(case.id, text))
        field.returnPressed.connect(self._go_on)
        line = row(Elided(f"{case.applicant.name} · {case.no}"), field)
        line.setStretch(0, 1)
        self._rows.addLayout(line)
        return field

    def _keep(self, case_id: str, text: str) -> None:
        self._typed[case_id] = text.strip()
        self.changed.emit()

    def _go_on(self) -> None:
        empty = (field for field in self.fields.values() if not field.text().strip())
        if (following := next(empty, None)) is None:
            self.completed.emit()
        else:
            following.setFocus()
            self._area.ensureWidgetVisible(following)
