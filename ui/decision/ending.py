"""What the end of a case without a decision asks of the clerk."""

from __future__ import annotations

from app.cases import actions
from app.cases.actions import Payload
from app.cases.actions.terminate import default_basis, open_grounds
from app.desk import CaseView
from ui.decision.sheet import Sheet, begun, choose, translated
from ui.language import tr
from ui.parts.widgets import button
from ui.parts.words import TERMINATIONS


def withdrawal(view: CaseView) -> Sheet:
    """How the applicant withdrew, and the paper on which they did."""
    sheet = Sheet(lambda: actions.Withdraw(text=text.toPlainText()))
    before = begun(view, actions.Withdraw())
    text = sheet.text(tr("How the applicant withdrew, as the notice says it"), before.text)
    sheet.add(button(tr("Take in the written withdrawal…"), sheet.paper_wanted.emit, "link"))
    return sheet


def termination(view: CaseView) -> Sheet:
    """One of the grounds that are open now; the basis is the item's own where none is written."""

    def payload() -> Payload:
        return actions.Terminate(
            ground=ground.currentData(), legal_basis=basis.text().strip(), text=text.toPlainText()
        )

    sheet = Sheet(payload)
    are_open = open_grounds(view.case, view.situation)
    before = begun(view, actions.Terminate.minimal(view.case, view.situation))
    offered = [(words, code) for words, code in translated(TERMINATIONS) if code in are_open]
    ground = sheet.choice(tr("Ground"), offered)
    choose(ground, before.ground)
    basis = sheet.line(tr("Legal basis"), before.legal_basis.strip("…"))
    text = sheet.text(tr("Reason, as the notice says it"), view.draft.opinion)

    def say_basis() -> None:
        basis.setPlaceholderText(default_basis(view.case.item, ground.currentData() or ""))

    ground.currentIndexChanged.connect(lambda _index: say_basis())
    say_basis()
    return sheet
