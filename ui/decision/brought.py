"""What the papers that were brought to the counter are brought for (收取材料)."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox

from app.cases import actions
from app.cases.actions.receive_materials import ReceivedMaterial, owed
from app.desk import CaseView, Evidence
from ui.decision.sheet import Sheet, begun, choose
from ui.language import tr
from ui.parts.widgets import button, label
from ui.parts.words import ANSWERS

NOT_NOW = ""
PDF = "application/pdf"  # whatever was brought is made one


def receiving(view: CaseView) -> Sheet:
    """Each paper that was taken in and what it answers; more can be taken in meanwhile. What went
    with a decision already is no material unless the clerk says so. Of an open correction what was
    asked for, and whether all of it is here."""
    chosen: dict[str, tuple[Evidence, QComboBox]] = {}

    def payload() -> actions.ReceiveMaterials:
        return actions.ReceiveMaterials(
            materials=tuple(
                _received(paper, answers.currentData())
                for paper, answers in chosen.values()
                if answers.currentData() != NOT_NOW
            ),
            complete=all_here is not None and all_here.isChecked(),
        )

    def offer(view: CaseView) -> None:
        here = {paper.sha256: paper for paper in view.evidence}
        for sha256 in chosen.keys() - here.keys():
            among.form.removeRow(chosen.pop(sha256)[1])
        for sha256 in here.keys() - chosen.keys():
            paper = here[sha256]
            answers = among.choice(paper.name, _answers(view, paper.name))
            likely = NOT_NOW if paper.is_carried else answers.itemData(0)
            choose(answers, said.get(sha256, likely))
            chosen[sha256] = paper, answers
        nothing.setVisible(not chosen)

    before = begun(view, actions.ReceiveMaterials())
    said = {material.sha256: material.answers for material in before.materials}
    sheet, among = Sheet(payload, follow=offer), Sheet(payload)
    among.changed.connect(sheet.changed)
    among.setLayout(among.form)
    among.form.setContentsMargins(0, 0, 0, 0)
    nothing = label(tr("No paper was taken in yet."), "quiet")
    sheet.add(nothing)
    sheet.add(among)
    sheet.add(button(tr("Take in a paper…"), sheet.paper_wanted.emit, "link"))
    all_here = None
    if view.case.state == "correcting" and view.case.corrections:
        faults = [fault.text for fault in view.case.corrections[-1].faults]
        lines = "\n".join(f"{n}. {fault}" for n, fault in enumerate(faults, 1))
        sheet.add(label(tr("Asked for:\n{faults}", faults=lines), "quiet"))
        all_here = QCheckBox(tr("All of it is here: the correction ends"))
        all_here.setChecked(before.complete)
        sheet.add(all_here)
        sheet.watch(all_here)
    offer(view)
    return sheet


def _answers(view: CaseView, name: str) -> list[tuple[str, str]]:
    """What a paper of this name can be brought for, the likeliest first."""
    may = {"correction": view.case.state == "correcting", "deferred": name in owed(view.case)}
    codes = [code for code in ANSWERS if may.get(code, True)]
    return [*((tr(ANSWERS[code]), code) for code in codes), (tr("Not now"), NOT_NOW)]


def _received(paper: Evidence, answers: str) -> ReceivedMaterial:
    return ReceivedMaterial(
        name=paper.name,
        sha256=paper.sha256,
        media_type=PDF,
        size=paper.size,
        pages=paper.pages,
        answers=answers,
    )
