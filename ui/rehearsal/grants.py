"""The stations of the tour at which a matter of each kind is granted, under its own title."""

from __future__ import annotations

from typing import Any

from ui.language import tr
from ui.rehearsal.clerk import ScriptedClerk
from ui.rehearsal.expectations import Expectations, is_complete
from ui.rehearsal.notices import is_served, see_notice

LICENCE, REGISTRATION = "food-business-licence", "business-licence"
FILING, SERVICE = "prepackaged-food-filing", "social-insurance-registration"
GRANTED = {
    LICENCE: ("licence", "准予行政许可决定书"),
    REGISTRATION: ("confirmation", "登记通知书"),
    FILING: ("filing", "备案回执"),
    SERVICE: ("public_service", "办结通知书"),
}
FIT = {
    LICENCE: "场所、设备和管理制度符合规定的条件。",
    REGISTRATION: "申请材料齐全，符合法定形式。",
    FILING: "备案材料齐全，经营项目仅为预包装食品。",
    SERVICE: "登记信息核对一致。",
}
SOCIAL_INSURANCE = 8  # the clerk of the city who has it


def judge_and_approve(clerk: ScriptedClerk, item: str) -> None:
    """Of the open case, until the centre has it."""
    clerk.judge_everything_fit()
    clerk.type(clerk.window.review.decision.opinion, FIT[item])
    clerk.press_to_decide("approved")
    clerk.until("the approval to be sent", clerk.all_sent)


def see_grant(clerk: ScriptedClerk, expectations: Expectations, case: dict[str, Any]) -> None:
    """Looks at the notice of the open case and expects the centre to keep it by this title."""
    code = case["item"]["code"]
    kind, title = GRANTED[code]
    see_notice(clerk, title, f"notice-{kind}")
    expectations.expect(
        case,
        f"{kind} granted by {title}",
        lambda c: (
            c["item"]["kind"] == kind
            and c["decision"] is not None
            and c["decision"]["outcome"] == "approved"
            and c["decision"]["opinion"] == FIT[code]
            and is_served(c, title)
        ),
    )


def serve_the_public(clerk: ScriptedClerk, expectations: Expectations) -> None:
    """Another department's clerk signs in at the same desk and does a public service."""
    case = expectations.choose(
        SERVICE, lambda c: c["state"] == "received" and is_complete(c), SOCIAL_INSURANCE
    )
    clerk.choose_in_menu(tr("Sign out"))
    clerk.sign_in(**expectations.centre.clerks[SOCIAL_INSURANCE])
    clerk.find(case["no"])
    judge_and_approve(clerk, SERVICE)
    see_grant(clerk, expectations, case)
