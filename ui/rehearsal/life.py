"""What else becomes of cases, by script at one desk: withdrawn, ended by the department, and one
that is approved by a promise, revoked, put right, delivered twice and put away."""

from __future__ import annotations

from functools import partial
from typing import Any

from app.cases.one_thing import GRANTED
from ui.archiving.dialog import ArchiveDialog
from ui.delivery.view import DeliveryView
from ui.language import tr
from ui.rehearsal.centre import TourCentre
from ui.rehearsal.clerk import ScriptedClerk, TourFailed
from ui.rehearsal.expectations import Expectations, is_complete
from ui.rehearsal.notices import deliver, is_served, see_form, see_notice

ITEM, CLERK, LEAD = "fire-safety-inspection", "chen.jie", "luo.cheng"
NOTHING_WRONG = ("", "prerequisite_undecided")  # faults that no decided prerequisite leaves
WITHDRAWN = "书面的撤回申请已在窗口收取。"
CEASED = "申请检查的场所已经拆除。"
CEASED_BY = "《中华人民共和国消防法》第十五条"
PROMISED = "申请材料齐全、符合法定形式，已经作出承诺。"
FALSE = "该场所的疏散通到被堵塞。"  # with the slip of the pen that is put right
PUT_RIGHT = "将“疏散通到”更正为“疏散通道”"
SENT, SENT_AGAIN = "EX200000001CN", "EX200000002CN"
ENDED, REVOKED, RECTIFIED = "终止办理告知书", "撤销决定书", "更正通知书"


def live(clerk: ScriptedClerk, centre: TourCentre, expectations: Expectations) -> int:
    """Lives it; 0 if the centre holds of each case what became of it."""
    desk = centre.desk_of(CLERK)
    clerk.application.open_sign_in()
    clerk.sign_in(**centre.clerks[desk])
    clerk.until("the files", clerk.files_here)
    _withdraw(clerk, expectations, desk)
    _terminate(clerk, expectations, desk)
    case = _approve_by_commitment(clerk, expectations, desk)
    _find_it_false(clerk, expectations, case)
    _put_right(clerk, expectations, case)
    _deliver_twice(clerk, expectations, case)
    expectations.settle()
    _put_away(clerk, centre, desk, case)
    return expectations.compare(len(clerk.pictures))


def _withdraw(clerk: ScriptedClerk, expectations: Expectations, desk: int) -> None:
    case = expectations.choose(ITEM, lambda c: c["state"] == "received" and is_complete(c), desk)
    clerk.find(case["no"])
    clerk.from_more(clerk.word_of("withdraw"), WITHDRAWN)
    clerk.picture("withdrawing")
    _confirm(clerk, "withdraw", "terminated")
    see_notice(clerk, ENDED, "notice-withdrawal")
    expectations.expect(
        case,
        "withdrawn by its applicant",
        lambda c: c["state"] == "terminated" and is_served(c, ENDED) and _has(c, "withdraw"),
    )


def _terminate(clerk: ScriptedClerk, expectations: Expectations, desk: int) -> None:
    case = expectations.choose(ITEM, lambda c: c["state"] == "reviewing", desk)
    clerk.find(case["no"])
    clerk.from_more(clerk.word_of("terminate"), CEASED)
    clerk.choose(tr("Ground"), "ceased")
    clerk.write_line(tr("Legal basis"), CEASED_BY)
    clerk.picture("terminating")
    _confirm(clerk, "terminate", "terminated")
    see_notice(clerk, ENDED, "notice-termination")
    expectations.expect(
        case,
        "ended by the department",
        lambda c: c["state"] == "terminated" and is_served(c, ENDED) and _has(c, "terminate"),
    )


def _approve_by_commitment(
    clerk: ScriptedClerk, expectations: Expectations, desk: int
) -> dict[str, Any]:
    """It is proposed here and signed at the lead's desk, elsewhere."""
    case = _with_its_licence(expectations, desk)
    clerk.find(case["no"])
    clerk.judge_everything_fit()
    clerk.type(clerk.window.review.decision.opinion, PROMISED)
    clerk.choose_in_menu(tr("Approve with conditions"))
    clerk.click_on(tr("By the applicant's written commitment"))
    clerk.picture("by-commitment")
    clerk.click_on(clerk.word_of("approve"))
    clerk.until("the proposal to stand", clerk.is_proposed)
    clerk.until("it to be sent", clerk.all_sent)
    centre = expectations.centre
    held = centre.cases(desk)[case["id"]]
    signature = {"proposal_id": held["proposal"]["id"], "opinion": "同意。"}
    if centre.act_elsewhere(held, "sign", signature, centre.desk_of(LEAD)) != "applied":
        raise TourFailed("the lead could not sign")
    clerk.sync_now()
    clerk.until("the signature", lambda: clerk.state_is(("approved",)))
    see_form(clerk, "approval-form")
    return case


def _with_its_licence(expectations: Expectations, desk: int) -> dict[str, Any]:
    """A complete case with nothing wrong, to whose applicant the business licence is granted."""
    faults = expectations.centre.faults()

    def is_granted(case: dict[str, Any]) -> bool:
        thing = expectations.centre.thing(desk, case["one_thing"]["id"])
        others = [s for s in thing["sub_applications"] if s["id"] != case["id"]]
        return any(
            s["item"]["code"] == "business-licence" and s["state"] in GRANTED for s in others
        )

    return expectations.choose(
        ITEM,
        lambda c: (
            c["state"] in ("received", "reviewing")
            and is_complete(c)
            and faults.get(c["id"], ("",))[0] in NOTHING_WRONG
            and is_granted(c)
        ),
        desk,
    )


def _find_it_false(clerk: ScriptedClerk, expectations: Expectations, case: dict[str, Any]) -> None:
    clerk.open_sheet_and_write("verify_commitment", FALSE)
    clerk.choose(tr("The finding"), "false")
    clerk.picture("commitment-false")
    _confirm(clerk, "verify_commitment", "revoked")
    see_notice(clerk, REVOKED, "notice-revocation")
    expectations.expect(
        case,
        "signed by the lead, promised falsely and revoked",
        lambda c: (
            c["decision"]["outcome"] == "revoked"
            and c["commitment"]["verified"] is False
            and is_served(c, REVOKED)
            and _has(c, "sign")
        ),
    )


def _put_right(clerk: ScriptedClerk, expectations: Expectations, case: dict[str, Any]) -> None:
    clerk.from_more(clerk.word_of("rectify"), PUT_RIGHT)
    clerk.picture("putting-right")
    _confirm(clerk, "rectify", "revoked")
    see_notice(clerk, RECTIFIED, "notice-rectification")
    expectations.expect(case, "a notice put right", lambda c: is_served(c, RECTIFIED))


def _deliver_twice(clerk: ScriptedClerk, expectations: Expectations, case: dict[str, Any]) -> None:
    deliver(clerk, "delivering", SENT)
    clerk.until("the delivery to be sent", clerk.all_sent)
    clerk.click_on(tr("To deliver"))
    page = clerk.window.page("delivery", DeliveryView)
    clerk.type(page.came_back, SENT)
    clerk.click(page.note_returned)
    clerk.until("it to wait again", lambda: clerk.sees(f"{tr('To send again')} 1"))
    clerk.until("the return to be sent", clerk.all_sent)
    clerk.click_on(f"{tr('To send again')} 1")
    clerk.picture("came-back")
    clerk.find(case["no"])
    deliver(clerk, "delivering-again", SENT_AGAIN)
    clerk.until("it to be sent again", clerk.all_sent)
    expectations.expect(
        case,
        "came back and was delivered again",
        lambda c: (
            c["state"] == "delivered"
            and c["delivery"]["tracking_no"] == SENT_AGAIN
            and _has(c, "return_delivery")
        ),
    )


def _put_away(clerk: ScriptedClerk, centre: TourCentre, desk: int, case: dict[str, Any]) -> None:
    clerk.click_on(clerk.word_of("archive"))
    dialog = clerk.dialog()
    if not isinstance(dialog, ArchiveDialog):
        raise TourFailed("no volume is made")
    clerk.until("the volume", dialog.confirm.isEnabled)
    clerk.until("its first page", lambda: clerk.page_is_drawn(dialog))
    clerk.picture("volume", dialog)
    if not all(clerk.page_says(title, dialog) for title in (REVOKED, RECTIFIED, "审批表")):
        raise TourFailed("the volume lacks a notice or the form")
    clerk.click(dialog.confirm)
    clerk.until("it to be sent", clerk.all_sent)
    clerk.until("it to be put away", lambda: case["id"] not in centre.cases(desk))
    clerk.until("it to leave the list", partial(_has_left, clerk, case["id"]))
    clerk.picture("put-away")


def _has_left(clerk: ScriptedClerk, case_id: str) -> bool:
    return clerk.application.desk.cases.number(case_id) is None


def _confirm(clerk: ScriptedClerk, kind: str, state: str) -> None:
    """Takes the action whose sheet is open; it is sent then."""
    clerk.click_on(clerk.word_of(kind))
    decision = clerk.window.review.decision
    clerk.until(
        f"the case to be {state}", lambda: decision.sheet is None and clerk.state_is((state,))
    )
    clerk.until("it to be sent", clerk.all_sent)


def _has(case: dict[str, Any], event: str) -> bool:
    return any(each["type"] == event for each in case["history"])
