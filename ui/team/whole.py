"""A case of the department as its lead may look at it: whole, and to be read only."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QWidget
from shiboken6 import isValid

from app.cases.model import SubApplication
from app.desk import Team
from ui.background import Background
from ui.language import tr
from ui.parts.widgets import Scrolling, Surface, button, column, label, row
from ui.parts.words import MASKED_KEYS, STATES, action_word, day_and_time, field_value, masked, word

SIZE = (720, 560)


class WholeCase(QDialog):
    """Asked of the centre when it is opened; nothing of it is kept."""

    def __init__(
        self, case_id: str, title: str, team: Team, background: Background, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*SIZE)
        self.said = label(tr("Asking the centre…"), "quiet")
        self._lines = column(margin=16, gap=8)
        sheet = Surface("paper")
        sheet.setLayout(self._lines)
        self.scrolling = Scrolling(sheet, title)
        back = button(tr("Back"), self.reject)
        layout = column(
            label(title, level="heading"), self.said, self.scrolling, row(None, back), margin=16
        )
        layout.setStretch(2, 1)
        self.setLayout(layout)
        background.run(
            lambda: team.case(case_id),
            lambda case: self._show(case) if isValid(self) else None,
            say=lambda sentence: self.said.setText(sentence) if isValid(self) else None,
        )

    def _show(self, case: SubApplication) -> None:
        holder = case.assignee.known_as if case.assignee else tr("Pool")
        self.said.setText(f"{word(STATES, case.state)} · {holder} · {case.no}")
        for heading, rows in _parts(case):
            self._lines.addWidget(label(heading, level="heading"))
            form = QFormLayout()
            form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
            for name, value in rows:
                form.addRow(label(name, "quiet"), label(value))
            self._lines.addLayout(form)
        self._lines.addStretch(1)
        self.scrolling.setFocus()


def _parts(case: SubApplication) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Its form, its materials and what happened, each as named lines; numbers of persons masked."""
    for section in case.form:
        fields = [(f.label, _value(f.key, field_value(f))) for f in section.fields]
        yield section.section, fields
    papers = case.current_materials()
    verdicts = case.review.materials
    yield (
        tr("Materials"),
        [
            (
                paper.name,
                (verdicts[paper.id].remark or verdicts[paper.id].verdict)
                if paper.id in verdicts
                else ("✓" if paper.supplied else "—"),
            )
            for paper in papers
        ],
    )
    yield (
        tr("History"),
        [
            (day_and_time(event.at), f"{action_word(event.type)} · {event.by.name} {event.text}")
            for event in case.history
        ],
    )


def _value(key: str, said: str) -> str:
    return masked(said) if key in MASKED_KEYS else said
