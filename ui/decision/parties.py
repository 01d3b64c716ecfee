"""The sheet on which interested parties are named, or that there are none."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from app.cases import actions
from app.cases.actions import Payload
from app.cases.model import Party
from app.desk import CaseView
from ui.decision.sheet import Sheet, begun, choose, translated
from ui.language import tr
from ui.parts.widgets import button, label
from ui.parts.words import WAYS_TOLD


def interested_parties(view: CaseView) -> Sheet:
    """Each with the way they are told, what of it touches them, and whether a hearing is offered;
    a line that is left empty is nobody."""
    rows: list[tuple[QLineEdit, QComboBox]] = []

    def payload() -> Payload:
        named = [Party(name=n.text().strip(), how=w.currentData()) for n, w in rows]
        return actions.InformParties(
            parties=tuple(party for party in named if party.name),
            text=text.toPlainText().strip(),
            hearing=hearing.isChecked(),
        )

    def add_party(party: Party) -> None:
        name = among.line(tr("Interested party"), party.name)
        way = among.choice(tr("Told"), translated(WAYS_TOLD))
        choose(way, party.how)
        rows.append((name, way))

    sheet, among = Sheet(payload), Sheet(payload)
    among.changed.connect(sheet.changed)
    among.setLayout(among.form)
    sheet.add(among)
    before = begun(view, actions.InformParties())
    for party in before.parties or (Party(name=""),):
        add_party(party)
    sheet.add(button(tr("Another one"), lambda: add_party(Party(name="")), "link"))
    text = sheet.text(tr("What touches them, or why there is nobody"), before.text, lines=3)
    hearing = QCheckBox(tr("They may ask for a hearing"))
    hearing.setChecked(before.hearing)
    sheet.add(hearing)
    sheet.watch(hearing)
    told = tr("With a hearing offered, it is decided after the five working days to ask for one.")
    sheet.add(label(told, "quiet"))
    return sheet
