"""What the papers have against the form: each with its places, a tick that answers it, and the way
into a correction, where it has these."""

from __future__ import annotations

from collections.abc import Container, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from app.cases.evidence import PaperFinding
from app.cases.model import Tick
from app.cases.sentence import say
from app.desk import CaseView
from ui.language import tr
from ui.parts.saving import SaveTimer
from ui.parts.widgets import (
    button,
    check_button,
    clear,
    column,
    label,
    row,
    set_lit,
    set_tone,
    shorten,
)
from ui.parts.words import OUTCOME_SHAPES, OUTCOME_TONES
from ui.review.agreement import correction_barred, finding_words, not_read, places_of, where
from ui.review.unopened import UnopenedLine, show_fault, unopened_id

NO_FINDING = PaperFinding(id="", kind="", text=say("", ""), fault="")


class FindingLine(QWidget):
    """One finding. It stays while the finding does, so that what is typed in it is not lost."""

    ticked = Signal(object)  # the Tick it has now
    correction_wanted = Signal(bool)  # whether it is to be a fault
    place_wanted = Signal()  # each time it is to be seen, the next of its places
    upright_wanted = Signal()  # its page, which stands on its head
    grown = Signal()  # while the keys are on its tick

    def __init__(self, correct_key: str) -> None:
        super().__init__()
        self.finding = NO_FINDING
        self._is_lit = False
        self._words = label("", OUTCOME_TONES["warn"])
        self._where = label("", "quiet")
        self.see = button(tr("See →"), self.place_wanted.emit, "link")
        self.upright = button(tr("Turn upright"), self.upright_wanted.emit, "link")
        self.correct = check_button(tr("Into the correction"), self._want_correction, "link")
        self.correct.setToolTip(correct_key)
        self.tick = QCheckBox(tr("Checked, no objection"))
        self.tick.toggled.connect(lambda _on: self._save())
        self.remark = QLineEdit()
        self.remark.setPlaceholderText(tr("Remark, if there is one"))
        self._typing = SaveTimer(self)
        self._typing.timeout.connect(self._save)
        self.remark.textEdited.connect(lambda _text: self._typing.start())
        self.remark.editingFinished.connect(self._typing.flush)
        ways = row(self.see, self.upright, self.correct, None, gap=8)
        self.setLayout(column(self._words, self._where, ways, self.tick, self.remark, gap=2))

    def show_finding(self, finding: PaperFinding, view: CaseView | None) -> None:
        self.finding = finding
        text = finding_words(finding, view) if view is not None else ""
        places = places_of(finding)
        shape = f"{OUTCOME_SHAPES['warn']} " if finding.needs_answer else ""
        self._words.setText(shorten(f"{shape}{text}"))
        tone = OUTCOME_TONES["warn"] if finding.needs_answer else "quiet"
        if self._words.property("tone") != tone:
            set_tone(self._words, tone)
        self._where.setText(shorten(where(places, view)) if view is not None else "")
        self._where.setVisible(bool(self._where.text()))
        self.see.setVisible(bool(places))
        self.tick.setVisible(finding.needs_answer)
        self.upright.setVisible(bool(places) and finding.kind == "upside_down")
        self.see.setAccessibleName(tr("See where: {finding}", finding=text))
        self.correct.setAccessibleName(tr("Into the correction: {finding}", finding=text))
        self.tick.setAccessibleDescription(text)
        self.remark.setAccessibleName(tr("Remark on: {finding}", finding=text))

    def show_state(
        self, tick: Tick, is_fault: bool, is_barred: bool, is_correctable: bool = True
    ) -> None:
        """As the desk holds it now; what is being written stays. ``is_correctable``: whether a
        correction may still be asked for."""
        blocked = self.tick.blockSignals(True)
        self.tick.setChecked(tick.done)
        self.tick.blockSignals(blocked)
        has_fault = bool(self.finding.fault) and bool(places_of(self.finding))
        show_fault(self.correct, is_fault, is_barred, is_correctable and has_fault)
        if not self.remark.hasFocus():
            self.remark.setText(tick.remark)
        self.remark.setVisible(self.finding.needs_answer and (tick.done or self.remark.hasFocus()))
        for part in (self.tick, self.remark):
            part.setEnabled(not is_barred)
        self.correct.setEnabled(bool(self.finding.fault) and not is_barred)

    def is_answered(self) -> bool:
        is_only_told = not self.finding.needs_answer
        return is_only_told or self.tick.isChecked() or self.correct.isChecked()

    @property
    def first(self) -> QWidget:
        """To which the keys come."""
        return self.tick if self.finding.needs_answer else self.see

    def take_focus(self) -> None:
        self.first.setFocus()

    def flush(self) -> None:
        """Saves what is being written at once."""
        self._typing.flush()

    def set_lit(self, on: bool) -> None:
        if on != self._is_lit:
            self._is_lit = on
            set_lit(self._words, on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() > event.oldSize().height() and self.tick.hasFocus():
            self.grown.emit()

    def _want_correction(self) -> None:
        self.correction_wanted.emit(self.correct.isChecked())

    def _save(self) -> None:
        done = self.tick.isChecked()
        self.remark.setVisible(done)
        self.ticked.emit(Tick(done=done, remark=self.remark.text().strip() if done else ""))


class PaperFindingsCard(QFrame):
    """Has all findings of a case; shows those that speak of no field, and says what could not be
    read. The others stand beside their fields."""

    ticked = Signal(str, object)  # a finding's id and its Tick
    correction_wanted = Signal(object, bool)  # of a PaperFinding; whether it is to be a fault
    again_wanted = Signal(str, bool)  # of a material that cannot be opened; whether it is asked for
    place_wanted = Signal(object)  # of a PaperFinding
    upright_wanted = Signal(object)  # of a PaperFinding: its page stands on its head
    grown = Signal(object)  # a FindingLine, while the keys are on its tick

    def __init__(self, correct_key: str) -> None:
        super().__init__()
        self._correct_key = correct_key
        self._shown: tuple[object, ...] = ()
        self._case_id = ""
        self._current = ""
        self.lines: dict[str, FindingLine] = {}
        self.unopened: dict[str, UnopenedLine] = {}
        self._free: list[FindingLine] = []  # for the next case: to make one takes milliseconds
        self.setProperty("surface", "card")
        self._own = column(gap=10)
        self._not_read = column(gap=4)
        heading = label(tr("What the papers say"), level="heading")
        layout = column(heading, self._own, self._not_read, gap=6)
        layout.setContentsMargins(12, 10, 12, 12)
        self.setLayout(layout)
        self.hide()

    def show_case(self, view: CaseView, fields: Container[str]) -> dict[str, list[FindingLine]]:
        """Those of these fields are left to be placed: by the field's key, their lines."""
        findings = {f.id: f for f in view.situation.comparison.findings}
        before = self.lines
        is_same, self._case_id = view.case.id == self._case_id, view.case.id
        for id_ in [id_ for id_ in before if not is_same or id_ not in findings]:
            self._let_go(before.pop(id_))
        self.lines = {id_: before.get(id_) or self._free_line() for id_ in findings}
        by_field: dict[str, list[FindingLine]] = {}
        for id_, finding in findings.items():
            self.lines[id_].show_finding(finding, view)
            key = finding.field if finding.field in fields else ""
            by_field.setdefault(key, []).append(self.lines[id_])
        own = by_field.pop("", [])
        place_lines(self._own, own)
        self._show_not_read(view)
        self.setVisible(bool(own) or self._not_read.count() > 0)
        return by_field

    def _show_not_read(self, view: CaseView) -> None:
        names = {material.id: material.name for material in view.case.current_materials()}
        sentences, unopened = not_read(view), {id_: names[id_] for id_ in view.unopened}
        if self._shown == (view.case.id, sentences, unopened):
            return
        self._shown = (view.case.id, sentences, unopened)
        clear(self._not_read)
        self.unopened = {id_: UnopenedLine(name) for id_, name in unopened.items()}
        for id_, line in self.unopened.items():
            line.correction_wanted.connect(partial(self.again_wanted.emit, id_))
            self._not_read.addWidget(line)
        for sentence in sentences:
            self._not_read.addWidget(label(f"{OUTCOME_SHAPES['unknown']} {sentence}", "quiet"))

    def show_states(self, view: CaseView) -> None:
        """What the clerk has made of each, as the desk holds it now."""
        ticks = view.draft.over(view.case.review).checklist
        is_barred, is_correctable = bool(view.review_barred), not correction_barred(view)
        for id_, line in self.lines.items():
            is_fault = id_ in view.draft.marks
            line.show_state(ticks.get(id_, Tick()), is_fault, is_barred, is_correctable)
        for id_, again in self.unopened.items():
            is_fault = unopened_id(id_) in view.draft.marks
            show_fault(again.correct, is_fault, is_barred, is_correctable)

    def current(self) -> FindingLine | None:
        """The one the keys are in, else the one last gone to."""
        for line in self.lines.values():
            if line.isAncestorOf(QApplication.focusWidget() or self):
                return line
        return self.lines.get(self._current)

    def next_open(self, after: str = "") -> FindingLine | None:
        """The next one without an answer, from one of them round; where all have one, the next."""
        ids = list(self.lines)
        at = ids.index(after) + 1 if after in ids else 0
        around = [self.lines[id_] for id_ in (*ids[at:], *ids[:at])]
        unanswered = (line for line in around if not line.is_answered())
        return next(unanswered, None) or next(iter(around), None)

    def go_to(self, line: FindingLine) -> None:
        """The keys are on its tick, if it has one, and the paper is at its place."""
        self._current = line.finding.id
        line.take_focus()
        self.place_wanted.emit(line.finding)

    def flush(self) -> None:
        for line in self.lines.values():
            line.flush()

    def _free_line(self) -> FindingLine:
        if self._free:
            return self._free.pop()
        line = FindingLine(self._correct_key)
        line.ticked.connect(lambda tick: self.ticked.emit(line.finding.id, tick))
        line.correction_wanted.connect(lambda on: self.correction_wanted.emit(line.finding, on))
        line.place_wanted.connect(lambda: self._see(line))
        line.upright_wanted.connect(lambda: self.upright_wanted.emit(line.finding))
        line.grown.connect(lambda: self.grown.emit(line))
        return line

    def _let_go(self, line: FindingLine) -> None:
        """Nothing of the case before is kept in it."""
        line.flush()
        line.hide()
        line.set_lit(False)
        line.show_finding(NO_FINDING, None)
        line.show_state(Tick(), is_fault=False, is_barred=False)
        self._free.append(line)

    def _see(self, line: FindingLine) -> None:
        self._current = line.finding.id
        self.place_wanted.emit(line.finding)


def place_lines(layout: QVBoxLayout, lines: Sequence[FindingLine]) -> None:
    """Puts these in a layout in the place of others, which are whoever's made them."""
    # takeAt leaves an item that still hears of the line's size, in the place of its next one.
    while (item := layout.itemAt(0)) is not None and (before := item.widget()) is not None:
        layout.removeWidget(before)
    for line in lines:
        layout.addWidget(line)
        line.show()
