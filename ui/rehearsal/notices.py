"""The stations of the tour at which each of the nine notices is served."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.cases import approval_form
from app.cases.actions.accept import COMMITMENT
from ui.language import tr
from ui.receiving.dialog import ReceivingDialog
from ui.rehearsal.centre import LEAD
from ui.rehearsal.clerk import ScriptedClerk, TourFailed
from ui.rehearsal.expectations import (
    Expectations,
    is_complete,
    owes_only_what_may_come_later,
)

LICENCE, REGISTRATION = "food-business-licence", "business-licence"
TRACKING = "EX123456789CN"
APPROVER = "周敏"
REASON = "经营场所涉及多处，现场核查情况复杂"


def serve_the_others(clerk: ScriptedClerk, expectations: Expectations) -> None:
    """Acceptance, a special procedure, deferred materials, refusal of acceptance, delivery."""
    _accept_and_hear(clerk, expectations)
    _accept_with_a_material_deferred(clerk, expectations)
    _refuse_acceptance(clerk, expectations)
    _deliver_what_was_approved(clerk, expectations)


def see_notice(clerk: ScriptedClerk, title: str, name: str) -> None:
    """Opens a notice that was served once the centre has numbered it, and takes its picture."""

    def numbered() -> list[str]:
        view = clerk.window.review.view
        notices = view.case.notices if view is not None else ()
        return [n.no for n in notices if n.title == title and not n.provisional]

    clerk.until(f"the number of {title}", lambda: bool(numbered()))
    clerk.click_on(f"{title} {numbered()[-1]}".strip())
    _see_printed(clerk, title, name)


def see_form(clerk: ScriptedClerk, name: str) -> None:
    """Opens the form of what was signed, which goes to nobody outside, and takes its picture."""
    clerk.click_on(approval_form.TITLE)
    _see_printed(clerk, approval_form.TITLE, name)


def _see_printed(clerk: ScriptedClerk, title: str, name: str) -> None:
    dialog = clerk.dialog()
    clerk.until("the print", lambda: clerk.page_is_drawn(dialog))
    if not clerk.page_says(title, dialog):
        raise TourFailed(f"what is printed is not headed {title}")
    clerk.picture(name, dialog)
    clerk.click_on(tr("Close"), dialog)


def is_served(case: dict[str, Any], title: str) -> bool:
    """Whether a case, as the centre holds it, has a numbered notice of this title."""
    return any(n["title"] == title and n["no"] and not n["provisional"] for n in case["notices"])


def let_the_lead_extend(clerk: ScriptedClerk, expectations: Expectations) -> None:
    """The clerk leaves, the lead signs in at the same desk and extends a case."""
    case = expectations.choose(LICENCE, lambda c: c["state"] == "reviewing", LEAD)
    clerk.choose_in_menu(tr("Sign out"))
    clerk.sign_in(**expectations.centre.clerks[LEAD])
    clerk.find(case["no"])
    clerk.from_more(tr("Extend"), REASON)
    clerk.write_line(tr("Approved by"), APPROVER)
    clerk.picture("extending")
    clerk.click_on(tr("Extend"))
    clerk.until("the extension to be sent", clerk.all_sent)
    see_notice(clerk, "延期告知书", "notice-extension")
    expectations.expect(case, "extended by the lead", lambda c: c["clock"]["extension_days"] == 5)


def _accept_and_hear(clerk: ScriptedClerk, expectations: Expectations) -> None:
    case = expectations.choose(LICENCE, _received(is_complete))
    clerk.find(case["no"])
    clerk.click_on(tr("Accept"))
    clerk.until("the acceptance", lambda: clerk.state_is(("reviewing",)))
    see_notice(clerk, "受理通知书", "notice-acceptance")
    clerk.from_more(tr("Special procedure"), "许可涉及公共利益，依法举行听证")
    clerk.choose(tr("Procedure"), "hearing")
    clerk.picture("special-procedure")
    clerk.click_on(tr("Special procedure"))
    clerk.until("the special procedure", lambda: clerk.state_is(("special",)))
    see_notice(clerk, "特别程序告知书", "notice-special-procedure")
    clerk.click(clerk.window.review.header.light)
    clerk.picture("deadline-standing-still", clerk.dialog())
    clerk.click_on(tr("Close"), clerk.dialog())
    expectations.expect(
        case,
        "accepted, special procedure begun",
        lambda c: (
            c["clock"]["pauses"][0]["procedure"] == "hearing"
            and [n["title"] for n in c["notices"]] == ["受理通知书", "特别程序告知书"]
        ),
    )


def _accept_with_a_material_deferred(clerk: ScriptedClerk, expectations: Expectations) -> None:
    case = expectations.choose(LICENCE, _received(owes_only_what_may_come_later))
    clerk.find(case["no"])
    clerk.click_on(tr("Accept"))
    clerk.until("the sheet", lambda: clerk.window.review.decision.sheet is not None)
    _take_in_the_commitment(clerk)
    clerk.picture("deferring-a-material")
    clerk.click_on(tr("Accept"))
    clerk.until("the acceptance", lambda: clerk.state_is(("reviewing",)))
    see_notice(clerk, "容缺受理通知书", "notice-deferred-acceptance")
    expectations.expect(
        case,
        "accepted, a material deferred",
        lambda c: (
            len(c["deferred"]) >= 1
            and any("已书面承诺" in words for words in c["notices"][-1]["paragraphs"])
        ),
    )


def _take_in_the_commitment(clerk: ScriptedClerk) -> None:
    """The applicant's promise, as a photograph of the signed sheet; the open sheet chooses it."""
    window = clerk.window
    with tempfile.TemporaryDirectory(prefix="jianjian-tour-") as folder:
        photograph = Path(folder, "commitment.png")
        sheet = QImage(620, 877, QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        sheet.save(str(photograph))
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(photograph))])
        window.review.intake.drop(mime)
        dialog = clerk.dialog()
        if not isinstance(dialog, ReceivingDialog):
            raise TourFailed("no dialog for the commitment")
        clerk.until("the page", dialog.is_at_rest)
        dialog.name.setCurrentText(COMMITMENT)
        clerk.click(dialog.ready)
        clerk.until("the paper", lambda: _is_kept(clerk))


def _is_kept(clerk: ScriptedClerk) -> bool:
    view = clerk.window.review.view
    return view is not None and bool(view.evidence) and QApplication.activeModalWidget() is None


def _refuse_acceptance(clerk: ScriptedClerk, expectations: Expectations) -> None:
    case = expectations.choose(LICENCE, _received(is_complete))
    clerk.find(case["no"])
    clerk.from_more(tr("Refuse acceptance"), "该场所仅销售预包装食品，依法办理备案")
    clerk.picture("refusing-acceptance")
    clerk.click_on(tr("Refuse acceptance"))
    clerk.until("the refusal", lambda: clerk.state_is(("refused",)))
    see_notice(clerk, "不予受理决定书", "notice-refusal")
    expectations.expect(case, "acceptance refused", lambda c: c["state"] == "refused")


def _deliver_what_was_approved(clerk: ScriptedClerk, expectations: Expectations) -> None:
    case = expectations.choose(REGISTRATION, lambda c: c["state"] == "approved")
    clerk.find(case["no"])
    deliver(clerk, "delivering")
    see_notice(clerk, "送达回证", "notice-receipt-of-delivery")
    expectations.expect(case, "delivered", lambda c: c["delivery"]["tracking_no"] == TRACKING)


def deliver(clerk: ScriptedClerk, picture: str, by_ems: str = "") -> None:
    """Delivers the open case as its applicant wanted it, or ``by_ems`` under this number."""
    clerk.click_on(tr("Deliver"), clerk.window.review)
    clerk.until("the sheet", lambda: clerk.window.review.decision.sheet is not None)
    if by_ems:
        clerk.choose(tr("How"), "ems")
    clerk.write_line(tr("Tracking number (EMS)"), by_ems or TRACKING)
    clerk.picture(picture)
    clerk.click_on(tr("Deliver"), clerk.window.review)
    clerk.until("the delivery", lambda: clerk.state_is(("delivered",)))


def _received(fits: Callable[[dict[str, Any]], bool]) -> Callable[[dict[str, Any]], bool]:
    return lambda c: c["state"] == "received" and not c["corrections"] and fits(c)
