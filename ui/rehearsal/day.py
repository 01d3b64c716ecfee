"""A clerk's day by script, at the real window, against a real practice centre over HTTP."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QLineEdit

from app.machine.journal import entries
from app.machine.paths import Places
from ui.application import JianjianApplication
from ui.language import tr
from ui.overview.view import OverviewView
from ui.rehearsal.centre import CLERK, TourCentre
from ui.rehearsal.clerk import ScriptedClerk, TourFailed
from ui.rehearsal.expectations import Expectations, is_complete
from ui.rehearsal.grants import (
    FILING,
    FIT,
    LICENCE,
    REGISTRATION,
    judge_and_approve,
    see_grant,
    serve_the_public,
)
from ui.rehearsal.hands import Keyboard, Mouse, OutOfReach
from ui.rehearsal.life import live
from ui.rehearsal.notices import is_served, let_the_lead_extend, see_notice, serve_the_others
from ui.rehearsal.papers import see_seals, use_what_was_read
from ui.rehearsal.screenless import choose_platform
from ui.rehearsal.shop import open_a_shop

CASES, SEED = 340, 36
DENIED = "申请人提交的住所证明虚假，不符合法定条件。"
MISSING = "请补充产权人签字的面积说明"


def run_tour(out: Path, language: str, theme: str, hands: str, story: str) -> int:
    """Lives a story, saves its pictures, compares with the centre; 0 if they agree.

    ``hands``: ``keyboard`` or ``mouse``, and nothing of the other. ``story``: ``day``, one clerk's,
    ``shop``, a fast-food shop through five desks, or ``life``, what else becomes of cases.
    """
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9]-*.png"):
        old.unlink()
    choose_platform()
    centre = TourCentre(CASES, SEED, speed=600 if story == "day" else 0)
    with tempfile.TemporaryDirectory(prefix="jianjian-tour-") as home:
        application = JianjianApplication(Places.below(Path(home)), sys.argv[:1])
        application.desk.machine.keep_settings(
            centre_url=centre.url, language=language, seconds_before_sending=0
        )
        application.keep_appearance(theme)
        clerk = ScriptedClerk(application, out, Keyboard() if hands == "keyboard" else Mouse())
        clerk.keyless = hands == "mouse"
        try:
            differing = _live(story, application, centre, clerk)
        except (TourFailed, OutOfReach) as failure:
            print(f"✗ {failure}", flush=True)
            clerk.picture("failed")
            differing = 1
        finally:
            application.close()
            centre.close()
        return 1 if _tell_unexpected(application) else differing


def _live(
    story: str, application: JianjianApplication, centre: TourCentre, clerk: ScriptedClerk
) -> int:
    if story == "shop":
        return open_a_shop(clerk, centre)
    if story == "life":
        return live(clerk, centre, Expectations(centre, application.desk.machine.now))
    day = _Day(application, centre, clerk)
    day.live()
    return day.expectations.compare(len(clerk.pictures))


def _tell_unexpected(application: JianjianApplication) -> bool:
    """Says what the desk has noted that nobody foresaw, and whether it has."""
    noted = [
        line
        for line in entries(application.desk.machine.places.journal)
        if line["event"] == "unexpected"
    ]
    for line in noted:
        print(f"✗ {line['kind']}: {line['trace']}", flush=True)
    return bool(noted)


class _Day:
    """Stations in order; what each did is kept to be compared with the centre's ledger."""

    def __init__(
        self, application: JianjianApplication, centre: TourCentre, clerk: ScriptedClerk
    ) -> None:
        self.application, self.centre, self.clerk = application, centre, clerk
        self.expectations = Expectations(centre, application.desk.machine.now)

    def live(self) -> None:
        self.sign_in_wrongly_then_rightly()
        self.first_pull()
        self.register_on_the_spot()
        self.explain_a_deadline()
        self.ask_for_correction_and_see_it_answered()
        self.deny()
        serve_the_others(self.clerk, self.expectations)
        self.grant_a_licence(self.work_offline())
        self.meet_and_settle_a_conflict()
        self.look_around()
        let_the_lead_extend(self.clerk, self.expectations)
        use_what_was_read(self.clerk, self.expectations)
        serve_the_public(self.clerk, self.expectations)
        see_seals(self.clerk, self.expectations)

    def sign_in_wrongly_then_rightly(self) -> None:
        page = self.application.open_sign_in()
        self.clerk.picture("sign-in")
        self.clerk.type(page.username, self.centre.clerks[CLERK]["username"])
        self.clerk.type(page.password, "不是这个密码")
        self.clerk.click(page.go)
        self.clerk.until("the refusal's sentence", lambda: bool(page.said.text()))
        self.clerk.picture("wrong-password")
        self.clerk.sign_in(**self.centre.clerks[CLERK])

    def first_pull(self) -> None:
        self.clerk.until("the files", self.clerk.files_here)
        self.clerk.picture("work-list")

    def register_on_the_spot(self) -> None:
        case = self.expectations.choose(REGISTRATION, lambda c: c["state"] == "received")
        self.clerk.find(case["no"])
        self.clerk.picture("instant-item")
        judge_and_approve(self.clerk, REGISTRATION)
        self.clerk.picture("approved")
        see_grant(self.clerk, self.expectations, case)

    def explain_a_deadline(self) -> None:
        self.clerk.click(self.clerk.window.review.header.light)
        dialog = self.clerk.dialog()
        self.clerk.picture("deadline-explained", dialog)
        self.clerk.click_on(tr("Close"), dialog)

    def ask_for_correction_and_see_it_answered(self) -> None:
        case = self.expectations.choose(
            LICENCE,
            lambda c: c["state"] == "received" and not c["corrections"] and is_complete(c),
        )
        self.clerk.find(case["no"])
        self.clerk.open_sheet_and_write("request_correction", MISSING)
        self.clerk.picture("asking-for-correction")
        self.clerk.click_on(tr("Ask for correction"))
        self.clerk.until("the correction to be asked", lambda: self.clerk.state_is(("correcting",)))
        self.clerk.until("it to be sent", self.clerk.all_sent)
        see_notice(self.clerk, "补正告知书", "notice-correction")
        self.clerk.until("the applicant's answer", lambda: self.clerk.state_is(("received",)))
        self.clerk.picture("correction-answered")
        self.expectations.expect(
            case,
            "correction asked and answered",
            lambda c: (
                len(c["corrections"]) == 1
                and c["corrections"][0]["resubmitted_at"] is not None
                and any(MISSING in fault["text"] for fault in c["corrections"][0]["faults"])
            ),
        )

    def deny(self) -> None:
        case = self.expectations.choose(REGISTRATION, lambda c: c["state"] == "received")
        self.clerk.find(case["no"])
        self.clerk.open_sheet_and_write("deny", DENIED)
        self.clerk.picture("denying")
        self.clerk.click_on(tr("Notice"))
        notice = self.clerk.dialog()
        self.clerk.until("the notice", lambda: self.clerk.page_is_drawn(notice))
        self.clerk.picture("notice-before-denial", notice)
        self.clerk.click_on(tr("Close"), notice)
        self.clerk.click_on(self.clerk.word_of("deny"))
        self.clerk.until("the denial", lambda: self.clerk.state_is(("denied", "delivered")))
        self.clerk.until("it to be sent", self.clerk.all_sent)
        see_notice(self.clerk, "不予登记通知书", "notice-denial")
        self.expectations.expect(
            case,
            "denied with its ground",
            lambda c: (
                c["decision"]["outcome"] == "denied"
                and c["decision"]["grounds"][0]["text"] == DENIED
                and is_served(c, "不予登记通知书")
            ),
        )

    def work_offline(self) -> dict[str, Any]:
        """Answers with one of the cases it accepts."""
        self.centre.cut()
        self.clerk.sync_now()
        self.clerk.until("the word that we are offline", self.clerk.is_offline)
        for _ in range(3):
            case = self.expectations.choose(
                LICENCE,
                lambda c: c["state"] == "received" and is_complete(c),
            )
            self.clerk.find(case["no"])
            self.clerk.click_on(tr("Accept"))
            self.clerk.until("the acceptance", lambda: self.clerk.state_is(("reviewing",)))
            self.expectations.expect(
                case, "accepted offline", lambda c: c["clock"]["accepted_at"] is not None
            )
        self.clerk.click_on(tr("Outbox"))
        self.clerk.picture("offline-outbox")
        self.centre.restore()
        self.clerk.until("the outbox to empty", self.clerk.all_sent)
        self.clerk.until("the word that we are in step", lambda: not self.clerk.is_offline())
        self.clerk.picture("back-online")
        return case

    def grant_a_licence(self, case: dict[str, Any]) -> None:
        self.clerk.find(case["no"])
        judge_and_approve(self.clerk, LICENCE)
        see_grant(self.clerk, self.expectations, case)

    def meet_and_settle_a_conflict(self) -> None:
        case = self.expectations.choose(FILING, lambda c: c["state"] == "received")
        self.clerk.find(case["no"])
        self.clerk.judge_everything_fit()
        self.clerk.type(self.clerk.window.review.decision.opinion, FIT[FILING])
        self.centre.cut()
        self.clerk.sync_now()
        self.clerk.until("the word that we are offline", self.clerk.is_offline)
        self.clerk.press_to_decide("approved")
        self._let_another_desk_act_first(case["id"])
        self.centre.restore()
        self.clerk.until(
            "the conflict to come back",
            lambda: any(e.state == "conflict" for e in self.application.desk.deciding.entries()),
        )
        self.clerk.click_on(tr("Outbox"))
        self.clerk.until("the comparison", lambda: self.clerk.sees(tr("Keep mine on top")))
        self.clerk.picture("conflict")
        self.clerk.click_on(tr("Keep mine on top"))
        self.clerk.until("the settled decision to be sent", self.clerk.all_sent)
        self.clerk.picture("conflict-settled")
        self.clerk.find(case["no"])
        see_grant(self.clerk, self.expectations, case)
        self.expectations.expect(
            case,
            "conflict settled, mine on top",
            lambda c: (
                c["decision"] is not None
                and c["decision"]["opinion"] == FIT[FILING]
                and "y1" in c["review"]["checklist"]
            ),
        )

    def look_around(self) -> None:
        window = self.clerk.window
        self.clerk.click_on(tr("Statistics"))
        self.clerk.until(
            "the figures", lambda: window.page("overview", OverviewView).answer is not None
        )
        self.clerk.picture("figures")
        self.clerk.click_on(tr("Cases"))
        dialog = self.clerk.open_search()
        field = dialog.findChild(QLineEdit)
        if field is None:
            raise TourFailed("the search has no field")
        self.clerk.type(field, "路1")
        self.clerk.picture("search", dialog)
        dialog.reject()

    def _let_another_desk_act_first(self, case_id: str) -> None:
        tick = {"materials": [], "checklist": [{"id": "y1", "done": True, "remark": "另一窗口"}]}
        outcome = self.centre.act_elsewhere(self.centre.cases()[case_id], "review", tick)
        if outcome != "applied":
            raise TourFailed(f"the other desk's review was {outcome}")
