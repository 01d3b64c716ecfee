"""The application form in sections, each finding beside the field it rests on."""

from __future__ import annotations

from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from app.cases.checks import Finding
from app.cases.evidence import Comparison, PaperFinding, Place
from app.cases.model import Correction, Field, Section
from app.desk import CaseView
from ui.language import spoken, tr
from ui.parts.widgets import Surface, button, card, clear, column, label, row
from ui.parts.words import (
    MASKED_KEYS,
    OUTCOME_SHAPES,
    OUTCOME_TONES,
    day_and_time,
    field_value,
    masked,
)
from ui.review.agreement import FieldMark, field_marks, places_of
from ui.review.card import FormCard, FormField
from ui.review.field import FieldValue, Paper
from ui.review.paper_findings import FindingLine, PaperFindingsCard

LINES_OF_MOST = (5, 12)  # of a form: the applicant's, one section's


class FormView(Surface):
    """What the applicant filled in; numbers of persons are masked until they are asked for."""

    material_wanted = Signal(str)  # its id
    unmasked = Signal(str)  # the key of a number that is shown now
    place_wanted = Signal(str, object)  # a field's key or a finding's id, and the Place to be seen
    hovered = Signal(str)  # the key of the field that the mouse is on, "" where it left one

    def __init__(self, correct_key: str = "") -> None:
        super().__init__("wash")
        self._shown: tuple[object, ...] = ()
        self._case_id = ""
        self._compared = Comparison()
        self._marks: dict[str, FieldMark] = {}
        self._gone_to = ("", 0)  # what was last gone to, and which of its places
        self._cards: list[FormCard] = []
        self.paper_findings = PaperFindingsCard(correct_key)
        self.paper_findings.place_wanted.connect(self._see_finding)
        self.paper_findings.grown.connect(self._follow_grown, Qt.ConnectionType.QueuedConnection)
        self._above = column(gap=12)
        self._sections = column(self._above, self.paper_findings, None, margin=12, gap=12)
        self.setLayout(self._sections)

    def make_ready(self) -> None:
        """Makes what most forms need, so that the first that is opened is there as soon as the
        next."""
        for lines in LINES_OF_MOST:
            made = self._new_card()
            made.make_ready(lines)
            made.hide()
            self._cards.append(made)

    def show_case(self, view: CaseView) -> None:
        """Made anew where anything in it is another; else it stays, and the keys where they are."""
        shown = (view.case, view.findings, view.earlier, view.situation.thing)
        comparison = view.situation.comparison
        if shown != self._shown:
            self._shown, self._compared = shown, comparison
            self._show_form(view)
            self._show_said(view)
        elif comparison not in (self._compared, Comparison()):  # none while it is made anew
            self._compared = comparison
            self._show_said(view)
        self.paper_findings.show_states(view)

    def _show_form(self, view: CaseView) -> None:
        self._gone_to = ("", 0)
        clear(self._above)
        if view.case.corrections:
            self._above.addWidget(self._correction_card(view.case.corrections[-1], view))
        by_field: dict[str, list[Finding]] = {}
        for finding in view.findings:
            by_field.setdefault(finding.field, []).append(finding)
        loose = by_field.pop("", [])
        if loose:
            self._above.addWidget(self._findings_card(loose))
        sections = [
            (tr("Applicant"), _applicant_fields(view)),
            *(
                (section.section, self._fields_of(section, by_field, view))
                for section in view.case.form
            ),
        ]
        while len(self._cards) < len(sections):
            self._cards.append(self._new_card())
        for card_, (heading, fields) in zip(self._cards, sections, strict=False):
            card_.show_fields(heading, fields)
        for at, card_ in enumerate(self._cards):
            card_.setVisible(at < len(sections))
            if at >= len(sections):
                card_.show_fields("", ())
        values = self._values()
        at = next((n for n, value in enumerate(values) if value.hasFocus()), 0)
        if at and view.case.id != self._case_id:
            at = 0
            values[at].setFocus()  # the keys begin where the form does
        self._case_id = view.case.id
        self._stand_at(at)

    def _show_said(self, view: CaseView) -> None:
        """What the papers say: behind the fields, beside them, above them."""
        self._marks = field_marks(view)
        keys = {key for card_ in self._cards for key in card_.field_keys()}
        findings = self.paper_findings.show_case(view, keys)
        for card_ in self._cards:
            card_.show_said(self._marks, findings)

    def show_lit(self, key: str) -> None:
        """Lights the field, or the finding, that a place on a paper speaks of."""
        for line in self.paper_findings.lines.values():
            line.set_lit(bool(key) and line.finding.id == key)
        for card_ in self._cards:
            if (value := card_.show_lit(key)) is not None:
                self._bring_into_sight(value)

    def see_finding(self, line: FindingLine) -> None:
        """Its tick has the keys, if it has one, and its paper is open at the place."""
        self.paper_findings.go_to(line)
        self._bring_into_sight(line)
        self._bring_into_sight(line.first)

    def _follow_grown(self, line: FindingLine) -> None:
        """What is written next is in sight."""
        self._bring_into_sight(line)
        self._bring_into_sight(line.remark)

    def _see_finding(self, finding: PaperFinding) -> None:
        self._see(finding.field or finding.id, finding.id, places_of(finding))

    def _see_field(self, key: str) -> None:
        if (mark := self._marks.get(key)) is not None:
            self._see(key, key, mark.places)

    def _see(self, key: str, what: str, places: tuple[Place, ...]) -> None:
        """The first of the places; asked again, the next."""
        if places:
            before, at = self._gone_to
            at = (at + 1) % len(places) if before == what else 0
            self._gone_to = (what, at)
            self.place_wanted.emit(key, places[at])

    def _new_card(self) -> FormCard:
        made = FormCard()
        made.unmasked.connect(self.unmasked)
        made.stepped.connect(self._step)
        made.place_wanted.connect(self._see_field)
        made.hovered.connect(self.hovered)
        self._sections.insertWidget(self._sections.count() - 1, made)
        return made

    def _findings_card(self, findings: list[Finding]) -> QWidget:
        lines = [self._finding(finding) for finding in findings]
        return _card(column(label(tr("Automatic checks"), level="heading"), *lines, gap=6))

    def _correction_card(self, correction: Correction, view: CaseView) -> QWidget:
        """What was asked for, and what has come of it: each fault leads to its material."""
        when = correction.resubmitted_at
        head = (
            tr("Corrected and resubmitted {day}", day=day_and_time(when))
            if when
            else tr("Correction asked for {day}", day=day_and_time(correction.requested_at))
        )
        lines: list[QWidget] = [label(head, level="heading")]
        changed = [f for s in view.case.form for f in s.fields if _before(f, view) is not None]
        if changed:
            names = "、".join(field.label for field in changed)
            lines.append(label(tr("✎ Form changed: {names}", names=names), "amber"))
        again = [m.name for m in view.case.current_materials() if m.round > 1]
        if again:
            lines.append(label(tr("✎ Brought again: {names}", names="、".join(again)), "amber"))
        names_now = {m.id: m.name for m in view.case.materials}
        ids_now = {m.name: m.id for m in view.case.current_materials()}
        for fault in correction.faults:
            here = ids_now.get(names_now.get(fault.material_id or "", ""), "")
            text = label(f"· {fault.text}")
            if here:
                jump = button(tr("See →"), partial(self.material_wanted.emit, here), "link")
                lines.append(_plain(row(text, jump, gap=4)))
            else:
                lines.append(text)
        return _card(column(*lines, gap=6))

    def _fields_of(
        self, section: Section, findings: dict[str, list[Finding]], view: CaseView
    ) -> list[FormField]:
        asked, fields = _asked_for(view), []
        for field in section.fields:
            secret = field.key if field.key in MASKED_KEYS else ""
            found = findings.get(field.key, [])
            notes: list[QWidget] = []
            if source := _source(field, view):
                notes.append(label(source, "accent"))
            if change := _change(field, view, bool(secret)):
                notes.append(label(change, "amber"))
            for fault in asked.get(field.key, ()):
                notes.append(label(tr("asked for: {fault}", fault=fault), "quiet"))
            notes += [self._finding(finding) for finding in found]
            text, papers = field_value(field), _papers(found, view)
            fields.append(FormField(field.label, text, secret, papers, tuple(notes), field.key))
        return fields

    def _values(self) -> list[FieldValue]:
        return [value for card_ in self._cards for value in card_.values()]

    @property
    def current(self) -> FieldValue | None:
        """The value that Tab comes to."""
        tab = Qt.FocusPolicy.TabFocus
        return next((field for field in self._values() if field.focusPolicy() & tab), None)

    def _step(self, value: FieldValue, by: int) -> None:
        values = self._values()
        at = values.index(value) + by
        if 0 <= at < len(values):
            self._stand_at(at)
            values[at].setFocus()
            self._bring_into_sight(values[at])

    def _stand_at(self, at: int) -> None:
        """Of all values Tab comes to one: where the arrow keys have gone."""
        for n, field in enumerate(self._values()):
            here = Qt.FocusPolicy.StrongFocus if n == at else Qt.FocusPolicy.ClickFocus
            field.setFocusPolicy(here)

    def _bring_into_sight(self, field: QWidget) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(field)

    def _finding(self, finding: Finding) -> QWidget:
        text = f"{OUTCOME_SHAPES.get(finding.outcome, '?')} {spoken(finding.text)}"
        tone = OUTCOME_TONES.get(finding.outcome, "quiet")
        if not finding.material_id:
            return label(text, tone)
        material_id = finding.material_id
        jump = button(tr("See →"), partial(self.material_wanted.emit, material_id), "link")
        return _plain(row(label(text, tone), jump, gap=4))


def _applicant_fields(view: CaseView) -> list[FormField]:
    applicant = view.case.applicant
    person = "applicant.id_number" if applicant.id_type != "uscc" else ""
    fields = [
        FormField(tr("Name"), applicant.name, key="applicant.name"),
        FormField(tr("Identity or credit code"), applicant.id_number, person,
                  key="applicant.id_number"),
    ]  # fmt: skip
    if applicant.representative is not None:
        name = applicant.representative.name
        fields.append(FormField(tr("Legal rep."), name, key="representative.name"))
    phone, address = "applicant.phone", "applicant.address"
    fields.append(FormField(tr("Phone"), applicant.phone, phone, key=phone))
    fields.append(FormField(tr("Address"), applicant.address, key=address))
    return fields


def _papers(findings: list[Finding], view: CaseView) -> tuple[Paper, ...]:
    """The materials that the checks of a field have looked at."""
    ids = {finding.material_id for finding in findings}
    return tuple((m.id, m.name) for m in view.case.current_materials() if m.id in ids)


def _source(field: Field, view: CaseView) -> str:
    """Where a shared fact comes from, and since when."""
    if field.source != "shared":
        return ""
    thing = view.situation.thing
    dates = [
        fact.at for fact in (thing.facts if thing else ()) if fact.key == field.key and fact.at
    ]
    since = f"{max(dates):%Y-%m-%d}" if dates else ""
    return f"{tr('shared: {name}', name=field.source_name)} {since}".strip()


def _change(field: Field, view: CaseView, is_secret: bool) -> str:
    """What the field said before it was put right; "" where it says what was filed."""
    if field.earlier is not None:
        filed = field_value(replace(field, value=field.earlier))
        old = masked(filed) if is_secret else filed
        return tr("✎ put right at the counter, was: {old}", old=old)
    if (before := _before(field, view)) is None:
        return ""
    return tr("✎ corrected, was: {old}", old=masked(before) if is_secret else before)


def _before(field: Field, view: CaseView) -> str | None:
    """What the field said before the applicant corrected it; None where it says the same."""
    known = {f.key: f for section in view.earlier for f in section.fields}
    if not known or (field.key in known and known[field.key].value == field.value):
        return None
    return field_value(known[field.key]) if field.key in known else tr("(not filled in)")


def _asked_for(view: CaseView) -> dict[str, list[str]]:
    """The faults of the last correction by the field they spoke of."""
    asked: dict[str, list[str]] = {}
    for fault in view.case.corrections[-1].faults if view.case.corrections else ():
        if fault.field:
            asked.setdefault(fault.field, []).append(fault.text)
    return asked


def _card(layout: QLayout) -> QWidget:
    layout.setContentsMargins(12, 10, 12, 12)
    return card(layout)


def _plain(layout: object) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)  # type: ignore[arg-type]
    return holder
