"""The application form in sections, each finding beside the field it rests on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QWidget

from app.cases.checks import Finding
from app.cases.model import Correction, Field, Section
from app.desk import CaseView
from ui.language import spoken, tr
from ui.parts.widgets import Surface, button, card, clear, column, label, row
from ui.parts.words import OUTCOME_SHAPES, OUTCOME_TONES, field_value, masked
from ui.review.field import FieldValue, Paper
from ui.theme import with_text

MASKED_KEYS = ("id_number", "phone")
LABEL_WIDTH = 96  # pixels; what is longer stands above its field


class FormView(Surface):
    """What the applicant filled in; numbers of persons are masked until they are asked for."""

    material_wanted = Signal(str)  # its id
    unmasked = Signal(str)  # the key of a number that is shown now

    def __init__(self) -> None:
        super().__init__("wash")
        self._fields: list[FieldValue] = []
        self._shown: tuple[object, ...] = ()
        self._sections = column(margin=12, gap=12)
        self.setLayout(self._sections)

    def show_case(self, view: CaseView) -> None:
        """Made anew where anything in it is another; else it stays, and the keys where they are."""
        shown = (view.case, view.findings, view.earlier, view.situation.thing)
        if shown == self._shown:
            return
        self._shown, self._fields = shown, []
        clear(self._sections)
        if view.case.corrections:
            self._sections.addWidget(self._correction_card(view.case.corrections[-1], view))
        by_field: dict[str, list[Finding]] = {}
        for finding in view.findings:
            by_field.setdefault(finding.field, []).append(finding)
        loose = by_field.pop("", [])
        if loose:
            self._sections.addWidget(self._findings_card(loose))
        self._sections.addWidget(self._applicant_card(view))
        for section in view.case.form:
            self._sections.addWidget(self._section_card(section, by_field, view))
        self._sections.addStretch(1)
        self._stand_at(0)

    def _findings_card(self, findings: list[Finding]) -> QWidget:
        lines = [self._finding(finding) for finding in findings]
        return _card(column(label(tr("Automatic checks"), level="heading"), *lines, gap=6))

    def _correction_card(self, correction: Correction, view: CaseView) -> QWidget:
        """What was asked for, and what has come of it: each fault leads to its material."""
        when = correction.resubmitted_at
        head = (
            tr("Corrected and resubmitted {day}", day=f"{when:%m-%d %H:%M}")
            if when
            else tr("Correction asked for {day}", day=f"{correction.requested_at:%m-%d %H:%M}")
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

    def _applicant_card(self, view: CaseView) -> QWidget:
        applicant = view.case.applicant
        rows = [(tr("Name"), applicant.name, "")]
        rows.append((tr("Identity or credit code"), applicant.id_number, "applicant.id_number"))
        if applicant.representative is not None:
            rows.append((tr("Legal rep."), applicant.representative.name, ""))
        rows.append((tr("Phone"), applicant.phone, "applicant.phone"))
        rows.append((tr("Address"), applicant.address, ""))
        grid = _grid()
        for name, text, secret in rows:
            hidden = (bool(secret) and applicant.id_type != "uscc") or secret.endswith("phone")
            self._line(grid, name, text, secret if hidden else "")
        return _card(column(label(tr("Applicant"), level="heading"), grid, gap=8))

    def _section_card(
        self, section: Section, findings: dict[str, list[Finding]], view: CaseView
    ) -> QWidget:
        grid = _grid()
        asked = _asked_for(view)
        for field in section.fields:
            secret = field.key if field.key in MASKED_KEYS else ""
            found = findings.get(field.key, [])
            self._line(
                grid, field.label, field_value(field), secret, _source(field, view),
                _papers(found, view),
            )  # fmt: skip
            if (before := _before(field, view)) is not None:
                old = masked(before) if secret else before
                changed = tr("✎ corrected, was: {old}", old=old)
                grid.addWidget(label(changed, "amber"), grid.rowCount(), 1)
            for fault in asked.get(field.key, ()):
                grid.addWidget(
                    label(tr("asked for: {fault}", fault=fault), "quiet"), grid.rowCount(), 1
                )
            for finding in found:
                grid.addWidget(self._finding(finding), grid.rowCount(), 1)
        return _card(column(label(section.section, level="heading"), grid, gap=8))

    def _line(
        self,
        grid: QGridLayout,
        name: str,
        text: str,
        secret: str = "",
        source: str = "",
        papers: tuple[Paper, ...] = (),
    ) -> None:
        at = grid.rowCount()
        key = label(name, "quiet", wrap=False)
        key.setAlignment(Qt.AlignmentFlag.AlignTop)
        is_beside = key.sizeHint().width() <= LABEL_WIDTH
        key.setWordWrap(not is_beside)
        grid.addWidget(key, at, 0, 1, 1 if is_beside else 2)
        at += not is_beside
        value = FieldValue(name, text, secret, papers)
        value.unmasked.connect(self.unmasked)
        value.stepped.connect(partial(self._step, value))
        self._fields.append(value)
        parts: list[QWidget] = [value]
        if value.is_masked:
            reveal = button(tr("Show"), value.show_whole, "link", tr("Show {name}", name=name))
            reveal.setMaximumWidth(with_text(60))
            value.unmasked.connect(reveal.hide)
            parts.append(reveal)
        line = row(*parts, gap=4)
        line.setStretch(0, 1)
        grid.addLayout(line, at, 1)
        if source:
            grid.addWidget(label(source, "accent"), grid.rowCount(), 1)

    @property
    def current(self) -> FieldValue | None:
        """The value that Tab comes to."""
        tab = Qt.FocusPolicy.TabFocus
        return next((field for field in self._fields if field.focusPolicy() & tab), None)

    def _step(self, value: FieldValue, by: int) -> None:
        at = self._fields.index(value) + by
        if 0 <= at < len(self._fields):
            self._stand_at(at)
            self._fields[at].setFocus()
            self._bring_into_sight(self._fields[at])

    def _stand_at(self, at: int) -> None:
        """Of all values Tab comes to one: where the arrow keys have gone."""
        for n, field in enumerate(self._fields):
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


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, 66)
    grid.setColumnStretch(1, 1)
    return grid


def _card(layout: QLayout) -> QWidget:
    layout.setContentsMargins(12, 10, 12, 12)
    return card(layout)


def _plain(layout: object) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)  # type: ignore[arg-type]
    return holder
