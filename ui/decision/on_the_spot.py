"""What the applicant puts right in the form while they stand at the counter (当场更正)."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit

from app.cases import actions
from app.cases.actions.correct_on_the_spot import CorrectedField
from app.cases.model import Field, FieldValue
from app.desk import CaseView
from ui.decision.sheet import Sheet, begun, choose, ready_made
from ui.language import tr
from ui.parts.widgets import button
from ui.parts.words import MASKED_KEYS, field_value

CONFIRMED = ("申请人当场更正并签名确认", "申请人口头更正，已在打印的申请表上签名")


def correction(view: CaseView) -> Sheet:
    """One field or several, those first that a check finds fault with; and how the applicant
    confirmed it."""
    fields = _own_fields(view)
    rows: list[tuple[QComboBox, QLineEdit]] = []

    def payload() -> actions.CorrectOnTheSpot:
        said = [(fields[which.currentData()], value.text()) for which, value in rows if fields]
        corrected = tuple(CorrectedField(key=f.key, value=_typed(f, text)) for f, text in said)
        return actions.CorrectOnTheSpot(fields=corrected, text=confirmed.toPlainText().strip())

    def add(key: str = "", start: str = "") -> None:
        which = among.choice(tr("What is put right"), [(f.label, k) for k, f in fields.items()])
        choose(which, key)
        value = among.line(tr("What it says from now on"), start)

        def show_value() -> None:
            field = fields.get(which.currentData())
            value.setText(_shown(field) if field is not None else "")

        which.currentIndexChanged.connect(lambda _index: show_value())
        if not start:
            show_value()
        rows.append((which, value))

    sheet, among = Sheet(payload), Sheet(payload)
    among.changed.connect(sheet.changed)
    among.setLayout(among.form)
    among.form.setContentsMargins(0, 0, 0, 0)
    sheet.add(among)
    before = begun(view, actions.CorrectOnTheSpot())
    for each in before.fields or (CorrectedField(key=""),):
        add(each.key, "" if each.value is None else _in_words(each.value))
    sheet.add(button(tr("Another field"), add, "link"))
    confirmed = sheet.text(tr("How the applicant confirmed it"), before.text, lines=2)
    sheet.add(ready_made(tr("Ways to confirm"), CONFIRMED, confirmed))
    sheet.add(button(tr("Take in the signed form…"), sheet.paper_wanted.emit, "link"))
    return sheet


def _own_fields(view: CaseView) -> dict[str, Field]:
    """What the applicant wrote themselves, by key."""
    fields = [f for s in view.case.form for f in s.fields if f.source != "shared"]
    doubtful = {finding.field for finding in view.open_findings}
    return {f.key: f for f in sorted(fields, key=lambda field: field.key not in doubtful)}


def _shown(field: Field) -> str:
    """What it says now; of a number of a person nothing, which is not on the screen unasked."""
    if field.key in MASKED_KEYS or field.value is None:
        return ""
    return _in_words(field.value)


def _in_words(value: FieldValue) -> str:
    return field_value(Field(key="", label="", value=value)) if value != "" else ""


def _typed(field: Field, text: str) -> FieldValue:
    """What is written, of the field's type; as it stands where it is none of that."""
    text = text.strip()
    if field.type == "boolean":
        return {tr("Yes"): True, tr("No"): False}.get(text, text)
    if field.type in ("number", "money"):
        for number in (int, float):
            try:
                return number(text)
            except ValueError:
                continue
    return text
