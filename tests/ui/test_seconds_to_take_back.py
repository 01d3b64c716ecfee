"""A decision can be taken back for some seconds, online too; the status bar counts them."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.desk import CaseFilter
from tests.support.desks import all_sent, held_by_centre
from tests.support.examples import TOLD
from tests.ui.test_taking_back import complete, decide, opinion, type_opinion, undo
from ui.language import tr
from ui.outbox.view import OutboxView
from ui.signin.page import SignInPage

COUNTED = re.compile(r"(\d+) 秒后发送 · 撤销 Ctrl\+Z")


@pytest.fixture
def unhurried(clerk):
    """A clerk at the centre whose decisions wait for a minute."""
    clerk.application.desk.machine.keep_settings(seconds_before_sending=60)
    clerk.until("online", lambda: clerk.application.desk.centre.online)
    return clerk


@pytest.fixture
def accepted(unhurried):
    """The case on which the clerk has just decided."""
    case = complete(unhurried)
    type_opinion(unhurried, case, "材料齐全")
    decide(unhurried, "reviewing")
    unhurried.until("the seconds", lambda: unhurried.window.status.undo.isVisible())
    return case


def seconds(hands) -> int:
    counted = COUNTED.fullmatch(hands.window.status.undo.text())
    return int(counted[1]) if counted else 0


def is_back(hands) -> bool:
    return hands.state_is(("received",)) and not hands.window.status.undo.isVisible()


def test_the_seconds_are_counted_down_and_the_word_that_it_is_saved_waits(unhurried, accepted):
    first = seconds(unhurried)
    assert 50 < first <= 60
    unhurried.until("a second to pass", lambda: 0 < seconds(unhurried) < first)
    assert unhurried.window.status.said.text() == ""
    assert not all_sent(unhurried.application.desk)


@pytest.mark.parametrize("by", ["key", "click"])
def test_a_key_or_a_click_takes_it_back_with_its_words(unhurried, accepted, own_centre, by):
    opinion(unhurried).setFocus()
    if by == "key":
        undo(unhurried)
    else:
        unhurried.click(unhurried.window.status.undo)
    unhurried.until("it to be back", lambda: is_back(unhurried))
    assert opinion(unhurried).hasFocus()
    assert opinion(unhurried).toPlainText() == "材料齐全"
    assert held_by_centre(own_centre, accepted.id).state == "received"


def test_taken_back_from_another_case_it_is_opened_again(unhurried, accepted):
    window, cases = unhurried.window, unhurried.application.desk.cases
    rows = cases.rows(cases.numbers(CaseFilter()))
    window.go_to_case(next(row.id for row in rows if row.id != accepted.id))
    unhurried.until("another case", lambda: window.review.case_id != accepted.id)
    undo(unhurried)
    unhurried.until("the case", lambda: window.review.case_id == accepted.id)
    unhurried.until("it to be back", lambda: is_back(unhurried))


def test_a_case_is_opened_again_though_the_list_has_not_been_read_since_another_was(
    accepted, clerk
):
    window, cases = clerk.window, clerk.application.desk.cases
    rows = cases.rows(cases.numbers(CaseFilter()))
    window.go_to_case(next(row.id for row in rows if row.id != accepted.id))
    window.worklist.go_to(accepted.id)
    clerk.until("the case", lambda: window.review.case_id == accepted.id)


def test_each_decision_has_its_own_and_the_last_one_is_taken_back_first(unhurried, accepted):
    desk, window = unhurried.application.desk, unhurried.window
    before = seconds(unhurried)
    desk.machine.keep_settings(seconds_before_sending=30)
    desk.deciding.decide(accepted.id, TOLD).result()
    unhurried.until("its seconds", lambda: 0 < seconds(unhurried) <= 30)
    undo(unhurried)
    unhurried.until("those of the first", lambda: 30 < seconds(unhurried) <= before)
    undo(unhurried)
    unhurried.until("it to be back", lambda: is_back(unhurried))
    assert not window.status.undo.isVisible()


def test_once_they_are_over_it_is_said_that_it_was_sent(unhurried):
    unhurried.application.desk.machine.keep_settings(seconds_before_sending=1)
    complete(unhurried)
    decide(unhurried, "reviewing")
    status = unhurried.window.status
    unhurried.until("the word", lambda: status.said.text() == tr("Saved and sent."))
    assert not status.undo.isVisible()


def test_f5_sends_it_at_once(unhurried, accepted):
    unhurried.press(Qt.Key.Key_F5)
    unhurried.until("it to be sent", lambda: all_sent(unhurried.application.desk))
    unhurried.until("no way back", lambda: not unhurried.window.status.undo.isVisible())


def test_a_locked_window_sends_it_at_once(unhurried, accepted, own_centre):
    unhurried.application.lock()
    unhurried.until("it to be sent", lambda: all_sent(unhurried.application.desk))
    assert held_by_centre(own_centre, accepted.id).state == "reviewing"


def test_who_signs_out_sends_it_and_sees_the_sign_in_page_at_once(unhurried, accepted, own_centre):
    application = unhurried.application
    application.leave()
    page = application.window.centralWidget()
    assert isinstance(page, SignInPage) and not page.isEnabled()
    unhurried.until("the page to serve", page.isEnabled)
    assert held_by_centre(own_centre, accepted.id).state == "reviewing"


def test_who_closes_the_window_sends_it(unhurried, accepted, own_centre):
    unhurried.window.close()
    assert not all_sent(unhurried.application.desk)
    unhurried.application.close()
    assert held_by_centre(own_centre, accepted.id).state == "reviewing"


def test_another_language_is_no_leaving(unhurried, accepted):
    unhurried.application.apply_appearance("en", "")
    status = unhurried.window.status
    unhurried.until("the seconds", lambda: "Take back Ctrl+Z" in status.undo.text())
    assert status.undo.text().startswith(("Sends in 60", "Sends in 5"))
    assert not all_sent(unhurried.application.desk)


def test_offline_no_seconds_are_promised_but_the_way_back_is_shown(unhurried, own_centre):
    own_centre.say("cut")
    unhurried.sync_now()
    unhurried.until("offline", unhurried.is_offline)
    complete(unhurried)
    decide(unhurried, "reviewing")
    status = unhurried.window.status
    unhurried.until("the way back", lambda: status.undo.text() == "撤销 Ctrl+Z")
    assert status.said.text() == tr("Saved. It is sent as soon as the centre is reached.")


def test_the_outbox_says_until_when_it_can_be_taken_back(unhurried, accepted):
    window = unhurried.window
    window.show_page("outbox")
    page = window.page("outbox", OutboxView)

    def words() -> list[str]:
        return [each.text() for each in page.findChildren(QLabel)]

    (entry,) = unhurried.application.desk.deciding.entries()
    said = f"{entry.not_before:%H:%M:%S} 发送，此前可以撤销"
    unhurried.until("the time", lambda: said in words())


@pytest.fixture
def ctrl_held(unhurried, accepted):
    """A clerk on another case, whose finger stays on Ctrl for a while."""
    window, cases = unhurried.window, unhurried.application.desk.cases
    rows = cases.rows(cases.numbers(CaseFilter()))
    window.go_to_case(next(row.id for row in rows if row.id != accepted.id))
    unhurried.until("another case", lambda: window.review.case_id != accepted.id)
    QTest.keyPress(window.windowHandle(), Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    yield unhurried
    QTest.keyRelease(window.windowHandle(), Qt.Key.Key_Control)


def test_with_ctrl_still_held_it_alone_is_chosen_in_the_list_and_in_sight(ctrl_held, accepted):
    window = ctrl_held.window
    worklist = window.worklist
    window.resize(1366, 400)
    window.undo()
    ctrl_held.until("the case", lambda: window.review.case_id == accepted.id)
    ctrl_held.until("it to be back", lambda: is_back(ctrl_held))
    ctrl_held.until("the list", lambda: not worklist.is_reading)
    assert worklist.chosen_ids() == [accepted.id]
    table = worklist.list
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()))
