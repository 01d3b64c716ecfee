"""Leaving by the window: at once, with what was typed, and without a word about what was cut off."""

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from app.machine.paths import Places
from tests.support.waiting import at_once
from ui.application import JianjianApplication
from ui.palette.view import SearchView
from ui.rehearsal.clerk import ScriptedClerk

AT_MOST = 4.0  # two seconds, and as much again for a busy machine
TYPED = "最后一刻写的意见"
ASKED = ("/v1/changes?", "/v1/claims", "/v1/search", "/v1/statistics", "/v1/materials")


@pytest.fixture
def seated(application, way, own_centre, tmp_path):
    """A clerk at a window whose way to the centre is about to hang."""
    application.desk.machine.keep_settings(centre_url=way.url)
    hands = ScriptedClerk(application, tmp_path)
    application.open_sign_in()
    hands.sign_in(**own_centre.clerks[0])
    hands.until("the case", lambda: hands.window.review.view is not None)
    return hands


def ask_much(hands, way):
    """As many questions as there are threads for them, and a pull, and none is answered."""
    way.hang("silent", *ASKED)
    window = hands.window
    for _ in range(4):
        window.claim()
    window.show_page("overview")
    window.show_page("search")
    window.page("search", SearchView).field.setText("许可")
    window.sync_now()
    hands.until("the centre to hang", way.is_hanging)


def test_signing_out_waits_for_no_question_and_the_next_clerk_comes_in(seated, way, own_centre):
    ask_much(seated, way)
    application = seated.application
    with at_once(AT_MOST):
        application.leave()
        seated.until("the page to serve", lambda: application.window.centralWidget().isEnabled())
    assert application.desk.account.clerk is None
    way.hang("silent")
    seated.sign_in(**own_centre.clerks[1])
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox)] == []


def test_closing_waits_for_no_question(seated, way):
    ask_much(seated, way)
    with at_once(AT_MOST):
        seated.application.close()


def test_closing_waits_for_no_sign_in(application, way, own_centre, tmp_path):
    way.hang("dripping_headers", "/v1/token")
    application.desk.machine.keep_settings(centre_url=way.url)
    page, hands = application.open_sign_in(), ScriptedClerk(application, tmp_path)
    hands.type(page.username, own_centre.clerks[0]["username"])
    hands.type(page.password, own_centre.clerks[0]["password"])
    hands.click(page.go)
    hands.until("the centre to hang", way.is_hanging)
    with at_once(AT_MOST):
        application.close()
    assert application.desk.account.clerk is None


def kept_opinion(again, clerk, case_id):
    again.desk.account.sign_in(**clerk)
    opinion = again.desk.cases.view(case_id).draft.opinion
    again.close()
    return opinion


@pytest.mark.parametrize("window_first", [True, False])
def test_what_was_typed_a_moment_ago_is_kept_when_the_desk_closes(
    clerk, own_centre, tmp_path, window_first
):
    application, case_id = clerk.application, clerk.window.review.case_id
    clerk.type(clerk.window.review.decision.opinion, TYPED)
    if window_first:
        application.window.close()
    application.close()
    again = JianjianApplication(Places.below(tmp_path / "home"), [])
    assert kept_opinion(again, own_centre.clerks[0], case_id) == TYPED


@pytest.mark.parametrize("ending", ["commitDataRequest", "saveStateRequest", "aboutToQuit"])
def test_what_was_typed_a_moment_ago_is_on_the_disk_before_the_session_ends(clerk, ending):
    """Nothing may follow: the system ends the process once Qt has told it."""
    desk, case_id = clerk.application.desk, clerk.window.review.case_id
    clerk.type(clerk.window.review.decision.opinion, TYPED)
    words = () if ending == "aboutToQuit" else (None,)
    getattr(clerk.application.qt, ending).emit(*words)
    assert desk.cases.view(case_id).draft.opinion == TYPED
