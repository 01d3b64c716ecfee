"""The sheets of what follows a decision: its delivery, and what came of that."""

from __future__ import annotations

from app.cases import actions
from app.cases.actions import Payload
from app.cases.actions.deliver import deliverable
from app.cases.actions.rectify import rectifiable
from app.cases.actions.return_delivery import came_back
from app.cases.model import Notice
from app.desk import CaseView
from ui.decision.sheet import Sheet, begun, choose, ready_made, translated
from ui.language import tr
from ui.parts.widgets import label
from ui.parts.words import DELIVERIES

AS_PROMISED, FALSE = "as_promised", "false"
AS_IT_IS_PUT_RIGHT = "将“……”更正为“……”"
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
    notices = [_named(n) for n in deliverable(view.case) if not n.provisional]
    which = None
    if len(notices) > 1:
        which = sheet.choice(tr("Which notice"), [(tr("All of them"), ""), *notices])
        choose(which, before.notice_no)
    return sheet


def returned_mail(view: CaseView) -> Sheet:
    """Why it came back, as the centre tells it where it does."""
    sheet = Sheet(lambda: actions.ReturnDelivery(reason=reason.toPlainText().strip()))
    mail = came_back(view.case)
    before = begun(view, actions.ReturnDelivery(reason=mail.text if mail is not None else ""))
    reason = sheet.text(tr("Why it came back"), before.reason, lines=2)
    sheet.add(ready_made(tr("Reasons the carrier notes"), CARRIERS_NOTES, reason))
    sheet.add(label(tr("The case waits to be delivered again."), "quiet"))
    return sheet


def rectification(view: CaseView) -> Sheet:
    """Which notice, the latest first, and what is put right in it."""

    def payload() -> Payload:
        return actions.Rectify(notice_no=which.currentData() or "", text=text.toPlainText().strip())

    sheet = Sheet(payload)
    before = begun(view, actions.Rectify(notice_no=""))
    named = [_named(n) for n in reversed(rectifiable(view.case))]
    which = sheet.choice(tr("Notice to be put right"), named)
    choose(which, before.notice_no)
    text = sheet.text(tr("What is put right, as the notice says it"), before.text)
    text.setPlaceholderText(AS_IT_IS_PUT_RIGHT)
    told = tr("For slips of the pen alone: what was decided is not changed by it.")
    sheet.add(label(told, "quiet"))
    return sheet


def verification(view: CaseView) -> Sheet:
    """Whether it is as was promised, and what was found."""

    def payload() -> Payload:
        return actions.VerifyCommitment(
            finding=finding.currentData() == AS_PROMISED, text=text.toPlainText().strip()
        )

    sheet = Sheet(payload)
    before = begun(view, actions.VerifyCommitment(finding=True))
    options = [(tr("As promised"), AS_PROMISED), (tr("Not as promised: revoke"), FALSE)]
    finding = sheet.choice(tr("The finding"), options)
    choose(finding, AS_PROMISED if before.finding else FALSE)
    text = sheet.text(tr("What was found, as the notice says it"), before.text)
    told = tr("What is not as promised is revoked by a notice, and the licence with it.")
    sheet.add(label(told, "quiet"))
    return sheet


def _named(notice: Notice) -> tuple[str, str]:
    return f"{notice.title} {notice.no}", notice.no
