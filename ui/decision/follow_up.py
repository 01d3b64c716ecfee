"""The sheets of what follows a decision: its delivery, and what came of that."""

from __future__ import annotations

from app.cases import actions
from app.cases.actions import Payload
from app.cases.actions.deliver import deliverable
from app.desk import CaseView
from ui.decision.sheet import Sheet, begun, choose, ready_made, translated
from ui.language import tr
from ui.parts.widgets import label
from ui.parts.words import DELIVERIES

CARRIERS_NOTES = ("拒收", "查无此人", "地址不详", "逾期未取")


def delivery(view: CaseView) -> Sheet:
    """How, to whom, and which notice, where the decision was told in more than one."""

    def payload() -> Payload:
        return actions.Deliver(
            method=method.currentData(),
            tracking_no=number.text().strip(),
            receiver=who.text(),
            notice_no=which.currentData() if which is not None else "",
        )

    sheet = Sheet(payload)
    wanted = view.case.delivery.wanted if view.case.delivery else "counter"
    blank = actions.Deliver(method=wanted, receiver=view.case.applicant.name)
    before = begun(view, blank)
    method = sheet.choice(tr("How"), translated(DELIVERIES))
    choose(method, before.method)
    number = sheet.line(tr("Tracking number (EMS)"), before.tracking_no)
    who = sheet.line(tr("Received by"), before.receiver)
    notices = [(f"{n.title} {n.no}", n.no) for n in deliverable(view.case) if not n.provisional]
    which = None
    if len(notices) > 1:
        which = sheet.choice(tr("Which notice"), [(tr("All of them"), ""), *notices])
        choose(which, before.notice_no)
    return sheet


def returned_mail(view: CaseView) -> Sheet:
    """Why it came back."""
    sheet = Sheet(lambda: actions.ReturnDelivery(reason=reason.toPlainText().strip()))
    before = begun(view, actions.ReturnDelivery())
    reason = sheet.text(tr("Why it came back"), before.reason, lines=2)
    sheet.add(ready_made(tr("Reasons the carrier notes"), CARRIERS_NOTES, reason))
    sheet.add(label(tr("The case waits to be delivered again."), "quiet"))
    return sheet
