"""A clerk's day by script, at the real window, against a real practice centre over HTTP."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit

from app.paths import Places
from ui.application import JianjianApplication
from ui.language import tr
from ui.review.pages import PageWidget
from ui.tour.centre import CLERK, LEAD, TourCentre
from ui.tour.clerk import ScriptedClerk, TourFailed
from ui.tour.notices import complete, let_the_lead_extend, see_notice, serve_the_others

CASES, SEED = 400, 3
NOT_YET_DEEMED = timedelta(days=4)  # an older one counts as accepted (Art. 32.4)
APPROVED = "申请材料齐全，符合法定形式，准予登记。"
DENIED = "申请人提交的场所证明虚假，不符合法定条件。"
MISSING = "请补充产权人签字的面积说明"


def run_tour(out: Path, language: str, theme: str) -> int:
    """Lives the day, saves its pictures, compares with the centre; 0 if they agree."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9]-*.png"):
        old.unlink()
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and sys.platform == (
        "linux"
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    centre = TourCentre(CASES, SEED)
    with tempfile.TemporaryDirectory(prefix="jianjian-tour-") as home:
        application = JianjianApplication(Places.below(Path(home)), sys.argv[:1])
        application.desk.keep_settings(centre_url=centre.url, language=language)
        application.keep_dress(theme)
        day = Day(application, centre, ScriptedClerk(application, out))
        try:
            day.live()
            return day.compare()
        except TourFailed as failure:
            print(f"✗ {failure}", flush=True)
            day.clerk.picture("failed")
            return 1
        finally:
            application.close()
            centre.close()


class Day:
    """Stations in order; what each did is kept to be compared with the centre's ledger."""

    def __init__(
        self, application: JianjianApplication, centre: TourCentre, clerk: ScriptedClerk
    ) -> None:
        self.application, self.centre, self.clerk = application, centre, clerk
        self.expected: list[tuple[str, str, Callable[[dict[str, Any]], bool]]] = []

    def live(self) -> None:
        self.sign_in_wrongly_then_rightly()
        self.first_pull()
        self.approve_an_instant_item()
        self.explain_a_deadline()
        self.ask_for_correction_and_see_it_answered()
        self.deny()
        serve_the_others(self)
        self.work_offline()
        self.meet_and_settle_a_conflict()
        self.look_around()
        let_the_lead_extend(self)

    def compare(self) -> int:
        """Says for each deed what the centre holds; 1 if anything differs."""
        held = self.centre.cases(LEAD) | self.centre.cases()
        differing = 0
        for case_id, deed, holds in self.expected:
            case = held.get(case_id, {})
            agrees = bool(case) and holds(case)
            differing += not agrees
            mark = "✓" if agrees else "✗"
            print(f"{mark} {case.get('no', case_id)} {deed} → {case.get('state', '—')}")
        print(
            f"{len(self.clerk.pictures)} pictures, {len(self.expected)} deeds, {differing} differ"
        )
        return 1 if differing else 0

    # --- stations -----------------------------------------------------------------------

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
        self.clerk.until("the files", lambda: self.files_here())
        self.clerk.picture("work-list")

    def approve_an_instant_item(self) -> None:
        case = self.choose("business-licence", lambda c: c["state"] == "received")
        self.clerk.find(case["no"])
        self.clerk.picture("instant-item")
        self.clerk.judge_everything_fit()
        self.clerk.type(self.clerk.window.review.decision.opinion, APPROVED)
        self.clerk.picture("judged")
        self.press_to_decide("approved")
        self.clerk.until("the approval to be sent", self.all_sent)
        self.clerk.picture("approved")
        see_notice(self, "准予行政许可决定书", "notice-approval")
        self.expect(
            case, "approved on the spot",
            lambda c: c["state"] in ("approved", "delivered")
            and c["decision"]["opinion"] == APPROVED,
        )  # fmt: skip

    def explain_a_deadline(self) -> None:
        self.clerk.click(self.clerk.window.review.light)
        dialog = self.clerk.dialog()
        self.clerk.picture("deadline-explained", dialog)
        self.clerk.click_on(tr("Close"), dialog)

    def ask_for_correction_and_see_it_answered(self) -> None:
        case = self.choose(
            "food-business-licence",
            lambda c: c["state"] == "received" and not c["corrections"],
        )
        self.clerk.find(case["no"])
        self.open_sheet_and_write("Ask for correction", MISSING)
        self.clerk.picture("asking-for-correction")
        self.clerk.click_on(tr("Ask for correction"))
        self.clerk.until("the correction to be asked", lambda: self.state_is(("correcting",)))
        self.clerk.until("it to be sent", self.all_sent)
        see_notice(self, "补正告知书", "notice-correction")
        self.clerk.until("the applicant's answer", lambda: self.state_is(("received",)))
        self.clerk.picture("correction-answered")
        self.expect(
            case, "correction asked and answered",
            lambda c: len(c["corrections"]) == 1
            and c["corrections"][0]["resubmitted_at"] is not None
            and any(MISSING in fault["text"] for fault in c["corrections"][0]["faults"]),
        )  # fmt: skip

    def deny(self) -> None:
        case = self.choose("business-licence", lambda c: c["state"] == "received")
        self.clerk.find(case["no"])
        self.open_sheet_and_write("Deny", DENIED)
        self.clerk.picture("denying")
        self.clerk.click_on(tr("Notice"))
        notice = self.clerk.dialog()
        self.clerk.until("the notice", lambda: self.page_is_drawn(notice))
        self.clerk.picture("notice-before-denial", notice)
        self.clerk.click_on(tr("Close"), notice)
        self.clerk.click_on(tr("Deny"))
        self.clerk.until("the denial", lambda: self.state_is(("denied", "delivered")))
        self.clerk.until("it to be sent", self.all_sent)
        see_notice(self, "不予行政许可决定书", "notice-denial")
        self.expect(
            case, "denied with its ground",
            lambda c: c["decision"]["outcome"] == "denied"
            and c["decision"]["grounds"][0]["text"] == DENIED,
        )  # fmt: skip

    def work_offline(self) -> None:
        self.centre.cut()
        self.clerk.press(Qt.Key.Key_F5)
        self.clerk.until("the word that we are offline", self._is_offline)
        for _ in range(3):
            case = self.choose(
                "food-business-licence",
                lambda c: c["state"] == "received" and complete(c),
            )
            self.clerk.find(case["no"])
            self.clerk.click_on(tr("Accept"))
            self.clerk.until("the acceptance", lambda: self.state_is(("reviewing",)))
            self.expect(case, "accepted offline", lambda c: c["clock"]["accepted_at"] is not None)
        self.clerk.click_on(tr("Outbox"))
        self.clerk.picture("offline-outbox")
        self.centre.restore()
        self.clerk.until("the outbox to empty", self.all_sent)
        self.clerk.until("the word that we are in step", lambda: not self._is_offline())
        self.clerk.picture("back-online")

    def meet_and_settle_a_conflict(self) -> None:
        case = self.choose("business-licence", lambda c: c["state"] == "received")
        self.clerk.find(case["no"])
        self.clerk.judge_everything_fit()
        self.clerk.type(self.clerk.window.review.decision.opinion, APPROVED)
        self.centre.cut()
        self.clerk.press(Qt.Key.Key_F5)
        self.clerk.until("the word that we are offline", self._is_offline)
        self.press_to_decide("approved")
        self._let_another_desk_act_first(case["id"])
        self.centre.restore()
        self.clerk.until(
            "the conflict to come back",
            lambda: any(e.state == "conflict" for e in self.application.desk.entries()),
        )
        self.clerk.click_on(tr("Outbox"))
        self.clerk.until("the comparison", lambda: self.clerk.sees(tr("Keep mine on top")))
        self.clerk.picture("conflict")
        self.clerk.click_on(tr("Keep mine on top"))
        self.clerk.until("the settled decision to be sent", self.all_sent)
        self.clerk.picture("conflict-settled")
        self.expect(
            case, "conflict settled, mine on top",
            lambda c: c["decision"] is not None and c["decision"]["opinion"] == APPROVED
            and "b1" in c["review"]["checklist"],
        )  # fmt: skip

    def look_around(self) -> None:
        window = self.clerk.window
        self.clerk.click_on(tr("Figures"))
        self.clerk.until("the figures", lambda: window.overview.table.rowCount() > 0)
        self.clerk.picture("figures")
        self.clerk.click_on(tr("Cases"))
        self.clerk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        dialog = self.clerk.dialog()
        field = dialog.findChild(QLineEdit)
        if field is None:
            raise TourFailed("the search has no field")
        self.clerk.type(field, "路1")
        self.clerk.picture("search", dialog)
        dialog.reject()

    # --- hands --------------------------------------------------------------------------

    def press_to_decide(self, state: str) -> None:
        self.clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self.clerk.until(f"the case to be {state}", lambda: self.state_is((state,)))

    def from_more(self, action: str, text: str) -> None:
        """Takes an action out of the menu of the seldom ones and writes into its sheet."""
        self.clerk.choose_in_menu(action)
        self._write_in_sheet(text)

    def open_sheet_and_write(self, action: str, text: str) -> None:
        self.clerk.click_on(tr(action))
        self._write_in_sheet(text)

    def _write_in_sheet(self, text: str) -> None:
        panel = self.clerk.window.review.decision
        self.clerk.until("the sheet", lambda: panel.sheet is not None)
        field = panel.sheet.findChild(QPlainTextEdit) if panel.sheet is not None else None
        if field is None:
            raise TourFailed("the sheet has nowhere to write")
        self.clerk.type(field, text)

    def _let_another_desk_act_first(self, case_id: str) -> None:
        tick = {"materials": [], "checklist": [{"id": "b1", "done": True, "remark": "另一窗口"}]}
        outcome = self.centre.act_elsewhere(self.centre.cases()[case_id], "review", tick)
        if outcome != "applied":
            raise TourFailed(f"the other desk's review was {outcome}")

    def page_is_drawn(self, dialog: QDialog) -> bool:
        return any(page.picture is not None for page in dialog.findChildren(PageWidget))

    # --- eyes ---------------------------------------------------------------------------

    def choose(
        self, item: str, fits: Callable[[dict[str, Any]], bool], clerk: int = CLERK
    ) -> dict[str, Any]:
        """A case of a clerk's the tour has not touched, as the centre holds it."""
        touched = {case_id for case_id, _, _ in self.expected}
        for case_id, case in sorted(self.centre.cases(clerk).items()):
            received = datetime.fromisoformat(case["clock"]["received_at"])
            if case["state"] == "received" and self.now() - received > NOT_YET_DEEMED:
                continue
            if case_id not in touched and case["item"]["code"] == item and fits(case):
                return case
        raise TourFailed(f"no {item} is left to work on")

    def now(self) -> datetime:
        return self.application.desk.now()

    def expect(
        self, case: dict[str, Any], deed: str, holds: Callable[[dict[str, Any]], bool]
    ) -> None:
        self.expected.append((case["id"], deed, holds))

    def state_is(self, states: tuple[str, ...]) -> bool:
        view = self.clerk.window.review.view
        return view is not None and view.case.state in states

    def all_sent(self) -> bool:
        return self.application.desk.outbox_counts() == (0, 0)

    def files_here(self) -> bool:
        here, named = self.application.desk.material_counts()
        return named > 0 and here >= named - 5  # a few are spoilt on purpose

    def _is_offline(self) -> bool:
        return self.clerk.window.status.offline
