"""Every screen of the desk, one after another, for pictures and for measuring."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.cases.actions import (
    Approve,
    Deny,
    Extend,
    Payload,
    RecordReview,
    Terminate,
    Withdraw,
)
from app.cases.model import DenialGround, Verdict
from app.desk import CaseMovedOn, SheetDraft
from app.machine.paths import Places
from ui.application import JianjianApplication
from ui.archiving.dialog import ArchiveDialog
from ui.delivery.view import DeliveryView
from ui.language import tr
from ui.overview.view import OverviewView
from ui.palette.view import SearchView
from ui.parts.colleague import ColleaguePicker
from ui.place import ReviewPlace
from ui.ratings.view import RatingsView
from ui.receiving.dialog import ReceivingDialog
from ui.receiving.scans import ScanOffer
from ui.rehearsal.centre import CLERK, LEAD, TourCentre
from ui.rehearsal.clerk import ScriptedClerk, TourFailed
from ui.rehearsal.expectations import is_complete, owes_only_what_may_come_later, procedure
from ui.rehearsal.notices import LICENCE
from ui.rehearsal.papers import ON_PAPER, open_with_finding
from ui.rehearsal.screenless import choose_platform
from ui.settings.licences import Licences
from ui.signin.page import SignInPage
from ui.team.view import TeamView
from ui.window import DeskWindow
from ui.worklist.batch import BatchDialog
from ui.worklist.view import TOGETHER

CASES, SEED = 340, 5
Screen = tuple[str, QWidget]


class Look(msgspec.Struct, frozen=True):
    """``text_size`` in per cent; the window's size in logical pixels."""

    language: str = "zh"
    theme: str = "light"
    text_size: int = 100
    width: int = 1366
    height: int = 768


def run_shots(out: Path, look: Look, most: int) -> int:
    """Saves a picture of every screen, or of the first ``most``; 0 if all could be shown."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9][0-9]-*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="jianjian-shots-") as home:
        walk = Walk(Path(home), out, look)
        try:
            for name, widget in islice(walk.every_screen(), most):
                walk.clerk.picture(name, widget)
        except TourFailed as failure:
            print(f"✗ {failure}", flush=True)
            walk.clerk.picture("failed")
            return 1
        finally:
            walk.close()
    print(f"{len(walk.clerk.pictures)} pictures in {out}")
    return 0


class Walk:
    """A desk on a practice centre of its own, led from screen to screen."""

    def __init__(self, home: Path, out: Path, look: Look) -> None:
        choose_platform()
        self._look = look
        self._home = home
        self.centre = TourCentre(CASES, SEED)
        self.application = JianjianApplication(Places.below(home), sys.argv[:1])
        self.application.desk.machine.keep_settings(
            centre_url=self.centre.url,
            language=look.language,
            text_size=look.text_size,
            seconds_before_sending=0,
        )
        self.application.keep_appearance(look.theme)
        self.clerk = ScriptedClerk(self.application, out)
        self._proposed: dict[str, Any] = {}

    def close(self) -> None:
        self.application.close()
        self.centre.close()

    def every_screen(self) -> Iterator[Screen]:
        for name, widget in self._screens():
            if widget is self.application.window:
                widget.resize(self._look.width, self._look.height)
            yield name, widget

    def _screens(self) -> Iterator[Screen]:
        yield from self._signing_in()
        yield from self._list()
        yield from self._findings()
        yield from self._review()
        yield from self._viewer()
        yield from self._receiving()
        yield from self._archiving()
        yield from self._sheets()
        yield from self._submitting()
        yield from self._elsewhere()
        yield from self._drill()
        yield from self._outbox()
        yield from self._shared_counter()
        yield from self._signing()

    def _signing_in(self) -> Iterator[Screen]:
        page = self.application.open_sign_in()
        window = self.application.window or page
        yield "sign-in", window
        self.clerk.type(page.username, self.centre.clerks[CLERK]["username"])
        self.clerk.type(page.password, "不是这个密码")
        self.clerk.click(page.go)
        self.clerk.until("the refusal's sentence", lambda: bool(page.said.text()))
        yield "sign-in-refused", window
        self.clerk.sign_in(**self.centre.clerks[CLERK])
        self.clerk.until("the files", self.clerk.files_here)
        self._have_one_corrected()
        self._settle()

    def _have_one_corrected(self) -> None:
        """Its applicant answers while the next screens are shown."""
        case = self._first(lambda c: _is_untouched(c) and _knows_a_period(c))
        asked = {"faults": [{"text": "平面布局图与申报面积不一致"}], "by_days": 15}
        if not case or self.centre.act_elsewhere(case, "request_correction", asked) != "applied":
            raise TourFailed("no case could be given back for correction")

    def _list(self) -> Iterator[Screen]:
        window, worklist = self.clerk.window, self.clerk.window.worklist
        yield "work-list", window
        worklist.toggle_groups()
        self._settle()
        yield "list-by-one-thing", window
        worklist.toggle_groups()
        worklist.toggle_columns()
        self._settle()
        yield "list-with-columns", window
        worklist.show_cards()
        self._settle()
        for row in range(12):
            index = worklist.model.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag
            worklist.list.selectionModel().select(index, flags.Select | flags.Rows)
        yield "several-chosen", window
        yield from self._several()
        window.choose_from_pool()
        yield "pool", self.clerk.dialog()
        self.clerk.dialog().reject()
        worklist.list.clearSelection()
        worklist.filters.menu.popup(window.mapToGlobal(worklist.geometry().topRight()))
        yield "filters", worklist.filters.menu
        worklist.filters.menu.close()
        self.clerk.type(worklist.search, "没有这样的办件")
        self.clerk.until("nothing found", lambda: worklist.model.rowCount() == 0)
        yield "list-empty", window
        worklist.search.clear()

    def _several(self) -> Iterator[Screen]:
        window, worklist = self.clerk.window, self.clerk.window.worklist
        window.open_context_menu()
        yield from self._menu("menu-of-several")
        for kind in TOGETHER:
            if kind == "deliver":
                self._deny_what_goes_by_post(worklist.chosen_ids())
            worklist.act(kind)
            dialog = self.clerk.dialog()
            if not isinstance(dialog, BatchDialog):
                raise TourFailed(f"no dialog for {kind}")
            self.clerk.until("the look", partial(_has_looked, dialog))
            yield f"several-{kind}", dialog
            if kind == "accept":
                self.clerk.click(dialog.going[0])
                self.clerk.until("the end", partial(_has_ended, dialog))
                yield "several-accepted", dialog
            dialog.reject()
            self.clerk.rest(50)

    def _deny_what_goes_by_post(self, case_ids: list[str]) -> None:
        """Two of these, so that there is something to be posted."""
        desk = self.application.desk
        views = [desk.cases.view(id_) for id_ in case_ids]
        posted = [
            view.case.id
            for view in views
            if view.case.delivery and view.case.delivery.wanted == "ems"
            and ("deny", ()) in view.actions
        ]  # fmt: skip
        ground = DenialGround(basis="行政许可法第三十八条", text="场所证明虚假")
        for case_id in posted[:2]:
            desk.deciding.decide(case_id, Deny(grounds=(ground,), opinion=ground.text)).exception()

    def _menu(self, name: str) -> Iterator[Screen]:
        """The menu of what has the focus."""
        self.clerk.until("the menu", lambda: QApplication.activePopupWidget() is not None)
        menu = QApplication.activePopupWidget()
        if menu is not None:
            yield name, menu
            menu.close()

    def _review(self) -> Iterator[Screen]:
        window = self.clerk.window
        self._open("in review", lambda c: c["state"] == "reviewing")
        yield "case-in-review", window
        for name, part in (
            ("menu-of-a-row", window.worklist.list),
            ("menu-of-a-page", window.review.materials.pages.paper),
            ("menu-of-a-field", window.review.form_area),
        ):
            part.setFocus()
            window.open_context_menu()
            yield from self._menu(name)
        self.clerk.click(window.review.header.light)
        yield "deadline", self.clerk.dialog()
        self.clerk.dialog().reject()
        review = window.review
        for part, name in ((review.story_area, "case-story"), (review.guide_area, "case-guide")):
            review.tabs.setCurrentWidget(part)
            yield name, window
        review.tabs.setCurrentWidget(review.form_area)
        self._open("corrected", lambda c: any(n["resubmitted_at"] for n in c["corrections"]))
        yield "case-corrected", window
        yield from self._on_another_screen()

    def _findings(self) -> Iterator[Screen]:
        """What the papers say against the form; after these, no picture needs one read."""
        window, reading = self.clerk.window, self.application.desk.reading
        mistakes = {case: mistake for case, (mistake, _) in self.centre.faults().items()}
        shown = [c for c in self.centre.cases().values() if mistakes.get(c["id"]) in ON_PAPER]
        shown = [c for c in shown if _is_untouched(c) and self._holds_alike(c["id"], c["state"])]
        shown.sort(key=lambda c: (ON_PAPER.index(mistakes[c["id"]]), c["id"]))
        _, line = open_with_finding(self.clerk, shown, lambda line: bool(line.finding.fault))
        self._settle()
        window.review.form.see_finding(line)
        self.clerk.until("its place", window.review.materials.pages.is_shown)
        self._settle()
        yield "finding", window
        self.clerk.click(line.correct)
        self._settle()
        yield "finding-marked", window
        self.clerk.click(line.correct)
        self.clerk.click(line.tick)
        self._settle()
        yield "finding-answered", window
        reading.suspend()

    def _on_another_screen(self) -> Iterator[Screen]:
        """What stands there, as large as the window; on its screen, for there may be no other."""
        window = self.clerk.window
        window.papers.stand_on(window.screen())
        if (papers := window.papers.view) is not None:
            _make_as_large(papers, window)
            self._settle()
            yield "papers-apart", papers
        yield "case-beside-its-papers", window
        window.papers.settle()
        if window.cases.view is not None:
            window.applicant.show_on(window.screen(), window.cases.view)
        if (form := window.applicant.view) is not None:
            _make_as_large(form, window)
            self._settle()
            yield "applicants-view", form
        window.applicant.close()

    def _viewer(self) -> Iterator[Screen]:
        window = self.clerk.window
        self._open("to be corrected", lambda c: _is_untouched(c) and _knows_a_period(c))
        materials = window.review.materials
        self.clerk.until("the first page", materials.pages.is_shown)
        materials.pages.open_search()
        self.clerk.type(materials.pages.find_bar.field, "南京")
        materials.pages.show_thumbnails()
        window.review.materials.annotate_here()
        self._settle()
        yield "material-searched-and-marked", window
        for line in materials.pane.annotations.lines.values():
            self.clerk.type(line, "此处与租赁合同不一致")
        materials.pages.find_bar.close_bar()
        materials.pages.show_thumbnails()
        materials.toggle_beside()
        if materials.beside is not None:
            self.clerk.until("the page beside it", materials.beside.pages.is_shown)
        self._settle()
        yield "side-by-side", window
        materials.toggle_beside()
        window.review.ask_for_correction()
        self._settle()
        yield "correction-of-what-is-marked", window
        window.review.decision.close_sheet()
        spoilt = self._with_a_file_that_cannot_be_shown()
        if spoilt:
            yield "file-that-cannot-be-shown", window

    def _receiving(self) -> Iterator[Screen]:
        """What an applicant hands over: offered by the scanner, looked at, kept with the case."""
        window = self.clerk.window
        folder = self._home / "scans"
        folder.mkdir()
        self.application.desk.machine.keep_settings(scan_folder=str(folder))
        case = self._open("to be accepted", _is_untouched)
        desk, scans = self.application.desk, window.review.intake.scans
        scans.look()
        filed = [material for material in desk.cases.materials_of(case["id"]) if material.sha256]
        for material in filed[:2]:
            scanned = folder / f"{material.id}.pdf"
            scanned.write_bytes(self.centre.file(material.id))
        self.clerk.until("the scanner's files", partial(_are_offered, scans))
        yield "scans-offered", window
        window.review.intake.take_scans()
        dialog = self.clerk.dialog()
        if not isinstance(dialog, ReceivingDialog):
            raise TourFailed("no dialog for what was scanned")
        self.clerk.until("the pages", dialog.is_at_rest)
        dialog.sheets.setCurrentRow(1)
        dialog.leave_out_or_not()
        dialog.sheets.setCurrentRow(0)
        dialog.cut_or_not()
        self.clerk.until("the page", dialog.pages.is_shown)
        dialog.name.setCurrentText("营业执照副本")
        yield "paper-taken-in", dialog
        self.clerk.click(dialog.ready)
        self.clerk.until("the paper", lambda: window.review.materials.open_evidence is not None)
        desk.machine.keep_settings(scan_folder="")
        scans.put_aside(scans.paths())
        self._settle()
        yield "paper-of-the-counter", window
        for kind in ("receive_materials", "correct_on_the_spot"):
            window.review.decision.press(kind)
            yield f"sheet-{kind}", window
            window.review.decision.close_sheet()

    def _archiving(self) -> Iterator[Screen]:
        """A closed case's volume before it is put away."""
        window = self.clerk.window
        self._open("closed", lambda c: c["state"] == "delivered" and len(c["materials"]) > 3)
        yield "case-closed", window
        window.review.decision.press("archive")
        dialog = self.clerk.dialog()
        if not isinstance(dialog, ArchiveDialog):
            raise TourFailed("no dialog for what is to be archived")
        self.clerk.until("the volume", dialog.confirm.isEnabled)
        self.clerk.until("its first page", dialog.pages.is_shown)
        yield "volume", dialog
        dialog.reject()

    def _tells_components(self) -> bool:
        told = self.clerk.dialog().findChild(Licences)
        return told is not None and told.list.count() > 0

    def _sheets(self) -> Iterator[Screen]:
        window = self.clerk.window
        panel = window.review.decision
        if not self._first(_may_stand_still):  # its applicant has withdrawn it
            self._accept_elsewhere(
                self._open("to be accepted for one", lambda c: _is_untouched(c) and _is_special(c))
            )
            window.sync_now()
        self._open("with a special procedure", _may_stand_still)
        for kind in ("deny", "begin_special", "transfer", "message"):
            panel.press(kind)
            yield f"sheet-{kind}", window
            if (picker := window.findChild(ColleaguePicker)) is not None:
                self.clerk.until("the colleagues", partial(_has_colleagues, picker))
                picker.show_list()
                if (colleagues := picker.list_in_sight()) is not None:
                    yield "colleagues", colleagues
                picker.hide_list()
            panel.close_sheet()
        self._open("whose papers go back", lambda c: _is_untouched(c) and not _knows_a_period(c))
        panel.press("request_correction")
        yield "sheet-papers_go_back", window
        panel.close_sheet()
        self._open(
            "in review of a licence",
            lambda c: c["state"] == "reviewing" and c["item"]["code"] == LICENCE,
        )
        ended = Terminate(ground="ceased", text="登记信息载明，主体已经注销")
        sheets: tuple[Payload, ...] = (Approve(), Extend(days=5), Withdraw(), ended)
        for begun in sheets:  # whether it may be taken already or not
            panel.return_to(ReviewPlace(sheet=SheetDraft.of(begun)))
            yield f"sheet-{begun.type}", window
            panel.close_sheet()
        self._open("that owes a paper", _owes_a_paper)
        panel.press("accept")
        yield "sheet-accept", window
        panel.close_sheet()
        self.clerk.from_more(tr("Refuse acceptance"), "该场所仅销售预包装食品，依法办理备案")
        yield "sheet-refuse_acceptance", window
        self.clerk.click_on(tr("Notice"))
        dialog = self.clerk.dialog()
        self.clerk.until("the notice", lambda: self.clerk.page_is_drawn(dialog))
        yield "notice", dialog
        dialog.reject()
        panel.close_sheet()

    def _elsewhere(self) -> Iterator[Screen]:
        window = self.clerk.window
        window.show_page("overview")
        self.clerk.until(
            "the figures", lambda: window.page("overview", OverviewView).answer is not None
        )
        yield "figures", window
        window.show_page("delivery")
        table = window.page("delivery", DeliveryView).table
        self.clerk.until("what waits to be delivered", lambda: table.rowCount() > 0)
        yield "delivery", window
        window.show_page("ratings")
        ratings = window.page("ratings", RatingsView)
        self.clerk.until("a rating", lambda: ratings.rating is not None)
        yield "ratings", window
        window.show_page("cases")
        window.search.open()
        dialog = self.clerk.dialog()
        yield "search-at-rest", dialog
        field = dialog.findChild(QLineEdit)
        if field is not None:
            self.clerk.type(field, "路1")
        yield "search", dialog
        dialog.reject()
        window.show_page("search")
        self.clerk.type(window.page("search", SearchView).field, "许可")
        self._settle()
        yield "search-page", window
        window.show_page("thing")
        self._settle()
        yield "one-thing", window
        window.show_page("settings")
        self._settle()
        yield "settings", window
        window.show_about()
        self.clerk.until("the components", self._tells_components)
        yield "about", self.clerk.dialog()
        self.clerk.dialog().reject()
        window.status.show_update("9.0.0")
        yield "update-ready", window
        window.status.update_ready.hide()
        window.show_cards()
        for name in ("card-of-the-list", "card-of-the-paper", "card-of-the-keys"):
            yield name, self.clerk.dialog()
            self.clerk.press(Qt.Key.Key_Return)
        window.show_page("cases")
        window.handbook.open()
        yield "handbook", self.clerk.dialog()
        field = self.clerk.dialog().findChild(QLineEdit)
        if field is not None:
            self.clerk.type(field, tr("Deadline"))
        yield "handbook-searched", self.clerk.dialog()
        window.handbook.open("keys")
        yield "keys", self.clerk.dialog()
        self.clerk.dialog().reject()
        window.ask_to_sign_in_again()
        yield "sign-in-again", self.clerk.dialog()
        self.clerk.dialog().reject()

    def _drill(self) -> Iterator[Screen]:
        """A drill in which some of the mistakes are found, some missed, and one thing invented."""
        window, desk = self.clerk.window, self.application.desk
        self.clerk.until("the practice centre", window.status.place.isVisible)
        window.drill.open_begin()
        yield "drill-begin", self.clerk.dialog()
        self.clerk.click_on(tr("Begin"), self.clerk.dialog())
        drilling = desk.drill
        self.clerk.until("the drill", lambda: drilling.running is not None)
        cases = drilling.running.sub_application_ids if drilling.running else ()
        self.clerk.until("its cases", lambda: window.worklist.model.rowCount() == len(cases))
        for case_id in cases:
            window.cases.open_case(case_id)
            self.clerk.rest(60)
            for material in desk.cases.materials_of(case_id)[:1]:
                desk.drafting.judge_material(case_id, material.id, Verdict(verdict="fail")).result()
                desk.deciding.decide(case_id, RecordReview()).exception()
        self._settle()
        yield "drill-running", window
        self.clerk.until("all to be sent", self.clerk.all_sent)
        self.clerk.click(window.drill.hand_in)
        self.clerk.until("the mark", lambda: drilling.result is not None)
        self.clerk.rest(100)
        yield "drill-mark", self.clerk.dialog()
        self.clerk.dialog().reject()

    def _shared_counter(self) -> Iterator[Screen]:
        """Locked, signed out, and back with another password than before."""
        application, first = self.application, self.centre.clerks[CLERK]
        application.lock()
        if application.locked is None:
            raise TourFailed("the desk did not lock")
        yield "locked", application.locked
        application.leave()
        window = application.window
        page = window.centralWidget() if window is not None else None
        if window is None or not isinstance(page, SignInPage):
            raise TourFailed("the sign-in page is not open")
        self.clerk.until("the clerk to be gone", page.isEnabled)
        self.centre.change_password(first["username"], "另一个口令")
        self.clerk.type(page.username, first["username"])
        self.clerk.type(page.password, "另一个口令")
        self.clerk.click(page.go)
        self.clerk.until("the question for the old one", page.old.isVisible)
        yield "sign-in-old-password", window
        self.clerk.click(page.aside)
        self.clerk.until("the desk", lambda: isinstance(application.window, DeskWindow))
        self.clerk.window.show_quarantined()
        yield "cases-set-aside", self.clerk.dialog()
        self.clerk.dialog().reject()

    def _submitting(self) -> Iterator[Screen]:
        """What has to be signed, with the lead at hand: else the city's own would answer it."""
        self.centre.cases(LEAD)
        window, panel = self.clerk.window, self.clerk.window.review.decision
        self._proposed = self._open(
            "to be signed", lambda c: _is_untouched(c) and bool(c["item"].get("signatures"))
        )
        panel.press("refuse_acceptance")
        reason = panel.sheet.findChild(QPlainTextEdit) if panel.sheet is not None else None
        if not isinstance(reason, QPlainTextEdit):
            raise TourFailed("no reason is asked for")
        self.clerk.type(reason, "所申请的活动不在本事项的办理范围之内。")
        self._settle()
        yield "submit-for-signature", window
        panel.take_primary()
        self.clerk.until("the proposal", lambda: "recall" in panel.buttons)
        self._settle()
        yield "submitted-for-signature", window

    def _signing(self) -> Iterator[Screen]:
        """The lead at the same desk."""
        self._settle()
        self.clerk.choose_in_menu(tr("Sign out"))
        self.clerk.sign_in(**self.centre.clerks[LEAD])
        window = self.clerk.window
        tab = window.worklist.tabs["to_sign"]
        self.clerk.until("something to sign", tab.isVisible)
        tab.click()
        self.clerk.find(self._proposed["no"])
        self.clerk.until("it to be open", lambda: "sign" in window.review.decision.buttons)
        self._settle()
        yield "to-sign", window
        window.show_page("team")
        team = window.page("team", TeamView)
        self.clerk.until("the team", lambda: any(each.cases for each in team.members))
        most = max(team.members, key=lambda each: len(each.cases))
        team.clerks.setCurrentCell(team.members.index(most), 0)
        self._settle()
        yield "team", window

    def _outbox(self) -> Iterator[Screen]:
        window = self.clerk.window
        window.show_page("outbox")
        yield "outbox-empty", window
        self.application.desk.machine.keep_settings(seconds_before_sending=60)
        window.show_page("cases")
        self._open("to be accepted", _is_untouched)
        window.review.decision.press("accept")
        self.clerk.until("the seconds to take it back", window.status.undo.isVisible)
        self._settle()
        yield "decision-to-take-back", window
        window.show_page("outbox")
        yield "outbox-to-take-back", window
        window.status.undo.click()
        self.clerk.until("it to be taken back", lambda: not window.status.undo.isVisible())
        self.application.desk.machine.keep_settings(seconds_before_sending=0)
        self.centre.cut()
        window.sync_now()
        self.clerk.until("the word that we are offline", self.clerk.is_offline)
        window.show_page("cases")
        accepted = self._open("to be accepted", _is_untouched)
        window.review.decision.press("accept")
        self.clerk.until("the acceptance", lambda: self.clerk.state_is(("reviewing",)))
        window.show_page("outbox")
        self._settle()
        yield "outbox-offline", window
        self._accept_elsewhere(accepted)
        self.centre.restore()
        window.sync_now()
        self.clerk.until("the answer", lambda: not self.clerk.is_offline())
        self._settle()
        yield "outbox-settled", window

    def _accept_elsewhere(self, case: dict[str, Any]) -> None:
        if self.centre.act_elsewhere(case, "accept", {}) != "applied":
            raise TourFailed("the other desk could not act")

    def _open(self, need: str, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Opens the first case that fits, as soon as there is one."""
        found: dict[str, Any] = {}

        def is_there() -> bool:
            found.update(self._first(fits))
            return bool(found)

        self.clerk.until(f"a case {need}", is_there)
        self.clerk.find(found["no"])
        self._settle()
        return found

    def _first(self, fits: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first case that fits and that the desk holds as the centre does; or nothing."""
        for id_, case in sorted(self.centre.cases().items()):
            if fits(case) and self._holds_alike(id_, case["state"]):
                return case
        return {}

    def _holds_alike(self, id_: str, state: str) -> bool:
        try:
            return self.application.desk.cases.view(id_).case.state == state
        except CaseMovedOn:
            return False

    def _with_a_file_that_cannot_be_shown(self) -> bool:
        """Opens the first material, of any case, that the viewer refuses."""
        window = self.clerk.window
        spoilt = ("broken", "encrypted")
        for case in self.centre.cases().values():
            for material in self.application.desk.cases.materials_of(case["id"]):
                document = self.application.desk.documents.prefetch_material(material)
                opened = document.open() if material.sha256 else None
                if getattr(opened, "reason", "") in spoilt:
                    self.clerk.find(case["no"])
                    window.review.materials.choose_id(material.id)
                    self._settle()
                    return True
        return False

    def _settle(self) -> None:
        """Lets what was begun come to rest."""
        self.clerk.rest(250)
        materials = self.clerk.window.review.materials
        for pane in (materials.pane, materials.beside):
            if pane is not None and pane.pages.document is not None:
                self.clerk.until("the pages", pane.pages.is_at_rest)


def _is_untouched(case: dict[str, Any]) -> bool:
    return case["state"] == "received" and not case["corrections"] and is_complete(case)


def _knows_a_period(case: dict[str, Any]) -> bool:
    """Whether a correction has a last day; else the papers go back."""
    return bool(procedure(case).get("correction", "period") == "period")


def _is_special(case: dict[str, Any]) -> bool:
    return bool(procedure(case).get("special"))


def _may_stand_still(case: dict[str, Any]) -> bool:
    return case["state"] == "reviewing" and _is_special(case)


def _owes_a_paper(case: dict[str, Any]) -> bool:
    return case["state"] == "received" and owes_only_what_may_come_later(case)


def _are_offered(scans: ScanOffer) -> bool:
    scans.look()
    return len(scans.scans) > 1


def _make_as_large(widget: QWidget, window: QWidget) -> None:
    widget.showNormal()
    widget.resize(window.size())


def _has_looked(dialog: BatchDialog) -> bool:
    return dialog.progress.isHidden()


def _has_ended(dialog: BatchDialog) -> bool:
    return dialog.back.text() == tr("Close")


def _has_colleagues(picker: ColleaguePicker) -> bool:
    return bool(picker.colleagues)
