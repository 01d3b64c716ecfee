"""What the clerk has to look for, and the failing checks they may answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.cases.model import Tick
from app.desk import CaseView
from ui.language import spoken, tr
from ui.parts.saving import SaveTimer
from ui.parts.widgets import Surface, clear, column, label, row
from ui.parts.words import OUTCOME_SHAPES


class ChecklistView(Surface):
    """The points of the item, then the failing checks."""

    ticked = Signal(str, object)  # a point's or check's id and its Tick, as it changes
    completed = Signal()  # the clerk ticked or answered the last that was open

    def __init__(self) -> None:
        super().__init__("paper")
        self._case_id = ""
        self._shown: tuple[object, ...] = ()
        self._lines = column(gap=10)
        self.boxes: dict[str, QCheckBox] = {}
        self.answers: dict[str, QLineEdit] = {}
        self.setLayout(self._lines)

    def show_case(self, view: CaseView) -> None:
        """The lines stay from case to case while they ask the same."""
        is_another, self._case_id = view.case.id != self._case_id, view.case.id
        failing = [(f.check_id, spoken(f.text)) for f in view.findings if f.outcome == "fail"]
        shape = (view.situation.item.checklist, failing)
        ticks = view.draft.over(view.case.review).checklist
        if shape != self._shown:
            self._shown = shape
            self._rebuild(view)
        for id_, box in self.boxes.items():
            box.blockSignals(True)
            box.setChecked(ticks.get(id_, Tick()).done)
            box.blockSignals(False)
        for part in (*self.boxes.values(), *self.answers.values()):
            part.setEnabled(not view.review_barred)
        for id_, answer in self.answers.items():
            if is_another or not answer.hasFocus():
                answer.setText(ticks.get(id_, Tick()).remark)

    def flush(self) -> None:
        """Saves what is being written at once."""
        for answer in self.answers.values():
            answer.editingFinished.emit()

    def first_open(self) -> QWidget | None:
        """The first point that is not ticked, else the first check that is not answered."""
        boxes = (box for box in self.boxes.values() if not box.isChecked())
        answers = (each for each in self.answers.values() if not each.text().strip())
        return next(boxes, None) or next(answers, None)

    def take_focus(self) -> None:
        """To what is open; where nothing is, to the first."""
        first = self.first_open() or next(
            iter((*self.boxes.values(), *self.answers.values())), None
        )
        if first is not None:
            first.setFocus()

    def tick_all(self) -> None:
        for box in self.boxes.values():
            box.setChecked(True)
        self._go_on()

    def progress(self) -> tuple[int, int]:
        """How many points are ticked, and of how many."""
        return sum(box.isChecked() for box in self.boxes.values()), len(self.boxes)

    def _go_on(self) -> None:
        if self.first_open() is None:
            self.completed.emit()
        else:
            self.take_focus()

    def _rebuild(self, view: CaseView) -> None:
        clear(self._lines)
        self.boxes, self.answers = {}, {}
        points = view.situation.item.checklist
        self._lines.addWidget(label(tr("Review checklist"), level="heading"))
        if not points:
            self._lines.addWidget(label(tr("This item has no points of its own."), "quiet"))
        for point in points:
            self._lines.addWidget(self._point(point.id, point.text, point.basis))
        failing = [f for f in view.findings if f.outcome == "fail"]
        if failing:
            self._lines.addWidget(label(tr("Failing checks: answer or correct"), level="heading"))
        for finding in failing:
            words = f"{OUTCOME_SHAPES['fail']} {spoken(finding.text)}"
            self._lines.addWidget(label(words, "red"))
            self._lines.addWidget(self._answer(finding.check_id, spoken(finding.text)))

    def _point(self, id_: str, text: str, basis: str) -> QWidget:
        box = QCheckBox()
        box.setAccessibleName(text)
        box.setAccessibleDescription(basis)
        box.toggled.connect(lambda done: self.ticked.emit(id_, Tick(done=done)))
        box.clicked.connect(lambda done: self._go_on() if done else None)
        self.boxes[id_] = box
        words = column(label(text), label(basis, "quiet"), gap=0)
        holder = _Clickable(box)
        line = row(box, words, gap=8)
        line.setStretch(1, 1)
        holder.setLayout(line)
        return holder

    def _answer(self, id_: str, name: str) -> QLineEdit:
        answer = QLineEdit()
        answer.setPlaceholderText(tr("Why it may stand all the same"))
        answer.setAccessibleName(tr("Answer to: {name}", name=name))
        typing = SaveTimer(answer)

        def save() -> None:
            text = answer.text().strip()
            self.ticked.emit(id_, Tick(done=bool(text), remark=text))

        typing.timeout.connect(save)
        answer.textEdited.connect(lambda _text: typing.start())
        answer.editingFinished.connect(typing.flush)
        self.answers[id_] = answer
        return answer


class _Clickable(QWidget):
    """A click on the words ticks the box."""

    def __init__(self, box: QCheckBox) -> None:
        super().__init__()
        self._box = box

    def mouseReleaseEvent(self, event: object) -> None:
        if self._box.isEnabled():
            self._box.click()
