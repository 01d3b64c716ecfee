"""The team at a real window: a lead alone has it, looks at a case, and hands it over by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.cases.model import OPEN_STATES
from tests.practice.calls import Caller, action
from ui.language import tr
from ui.outbox.view import OutboxView
from ui.team.handing_over import HandOverDialog
from ui.team.view import TeamView
from ui.team.whole import WholeCase

ZHANG, WANG = "clerk-01", "clerk-02"


@pytest.fixture
def credentials(own_centre):
    """A lead's."""
    return own_centre.clerks[1]


@pytest.fixture
def view(clerk):
    clerk.window.show_page("team")
    page = clerk.window.page("team", TeamView)
    clerk.until("the team", lambda: any(each.cases for each in page.members))
    return page


def turn_to(view, id_):
    at = [each.member.id for each in view.members].index(id_)
    view.clerks.setCurrentCell(at, 0)
    return view.members[at]


def test_each_clerk_s_row_counts_what_they_hold(clerk, view, own_centre):
    held = [case for case in Caller(own_centre, 0).cases() if case.state in OPEN_STATES]
    zhang = turn_to(view, ZHANG)
    line = [each.member.id for each in view.members].index(ZHANG)
    assert view.clerks.item(line, 1).text() == str(len(held))
    assert {case.head.id for case in zhang.cases} == {case.id for case in held}
    assert view.table.rowCount() == len(held)


def test_a_colleague_s_case_is_looked_at_and_one_s_own_opens(clerk, view):
    turn_to(view, ZHANG)
    view.table.setFocus()
    clerk.press(Qt.Key.Key_Return)
    clerk.until("the case", lambda: isinstance(clerk.dialog(), WholeCase))
    no = view.table.cases[view.table.currentRow()].head.no
    clerk.until("what it says", lambda: no in clerk.dialog().said.text())
    assert any(each.text() == tr("History") for each in clerk.dialog().findChildren(QLabel))
    clerk.dialog().reject()
    own = turn_to(view, WANG).cases[0].head
    clerk.click(view.whole)
    clerk.until("my own", lambda: clerk.window.review.view.case.id == own.id)


def test_the_keys_are_on_the_clerks_once_they_are_told(clerk, view):
    assert clerk.window.focusWidget() is view.clerks


def test_a_lead_takes_a_colleague_s_case_over_by_dropping_it_on_their_own_row(
    clerk, view, own_centre
):
    line = movable(view, ZHANG)
    view.table.setCurrentCell(line, 0)
    (id_,) = view.table.chosen()
    view.clerks.dropped.emit(WANG, [id_])
    clerk.until("the question", lambda: isinstance(clerk.dialog(), HandOverDialog))
    dialog = clerk.dialog()
    assert dialog.picker.text().startswith("王芳")
    assert ZHANG not in {each.clerk.id for each in dialog.picker.colleagues}
    clerk.type(dialog.reason, "轮岗交接")
    keypad = Qt.KeyboardModifier.KeypadModifier
    clerk.press(Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier | keypad)
    clerk.until("it to be saved", lambda: QApplication.activeModalWidget() is None)
    mine = Caller(own_centre, 1)
    clerk.until("it at the centre", lambda: history_of(mine, id_) == "transfer")


def test_a_case_dropped_on_the_row_of_who_has_it_asks_nothing(clerk, view):
    view.table.setCurrentCell(movable(view, ZHANG), 0)
    view.clerks.dropped.emit(ZHANG, view.table.chosen())
    clerk.rest(50)
    assert QApplication.activeModalWidget() is None


def movable(view, id_):
    return next(
        line for line, each in enumerate(turn_to(view, id_).cases) if each.head.state == "received"
    )


def test_a_case_is_handed_over_by_keys_to_a_colleague_who_is_picked(clerk, view, own_centre):
    line = movable(view, ZHANG)
    view.table.setFocus()
    view.table.setCurrentCell(line, 0)
    id_ = view.table.chosen()[0]
    clerk.press(Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    clerk.until("the question", lambda: isinstance(clerk.dialog(), HandOverDialog))
    dialog = clerk.dialog()
    clerk.until("the colleagues", lambda: bool(dialog.picker.colleagues))
    clerk.click(dialog.go)
    assert dialog.said.isVisible()
    dialog.picker.setFocus()
    QTest.keyClicks(dialog.picker, "wf")
    QTest.keyClick(dialog.picker, Qt.Key.Key_Return)
    dialog.picker.hide_list()
    assert dialog.picker.id == WANG
    clerk.type(dialog.reason, "轮岗交接")
    clerk.click(dialog.go)
    clerk.until("it to be saved", lambda: QApplication.activeModalWidget() is None)
    theirs = Caller(own_centre, 1)
    clerk.until("it at the centre", lambda: history_of(theirs, id_) == "transfer")


def history_of(caller, id_):
    case = next((case for case in caller.cases() if case.id == id_), None)
    return case.history[-1].type if case is not None else ""


def test_one_s_own_case_goes_to_a_colleague_the_same_way(clerk, view, own_centre):
    line = movable(view, WANG)
    view.table.setCurrentCell(line, 0)
    (id_,) = view.table.chosen()
    view.clerks.dropped.emit(ZHANG, [id_])
    clerk.until("the question", lambda: isinstance(clerk.dialog(), HandOverDialog))
    dialog = clerk.dialog()
    clerk.until("whom it was dropped on", lambda: dialog.picker.text().startswith("张伟"))
    clerk.type(dialog.reason, "轮岗交接")
    clerk.click(dialog.go)
    theirs = Caller(own_centre, 0)
    clerk.until("it with them", lambda: id_ in {case.id for case in theirs.cases()})
    clerk.until("their row", lambda: id_ in {c.head.id for c in turn_to(view, ZHANG).cases})


def test_a_hand_over_that_met_another_hand_is_settled_in_the_outbox(clerk, view, own_centre):
    view.table.setCurrentCell(movable(view, ZHANG), 0)
    (id_,) = view.table.chosen()
    theirs = Caller(own_centre, 0)
    case = next(case for case in theirs.cases() if case.id == id_)
    own_centre.say("cut")
    desk = clerk.application.desk
    desk.team.hand_over(id_, WANG, "轮岗交接").result()
    (reviewed,) = theirs.act(action(id_, "review", case.revision))
    assert reviewed["outcome"] == "applied"
    own_centre.say("restore")
    clerk.until("the conflict", lambda: [e.state for e in desk.deciding.entries()] == ["conflict"])
    clerk.until("the case as it is now", lambda: revision_of(desk, id_) > case.revision)
    clerk.window.show_page("outbox")
    page = clerk.window.page("outbox", OutboxView)
    clerk.until("its card", lambda: tr("Keep mine on top") in words_of(page, QPushButton))
    assert {tr("Edit"), tr("Open the case")}.isdisjoint(words_of(page, QPushButton))
    said = words_of(page, QLabel)
    assert any("王芳" in each for each in said) and "张伟" in said
    clerk.click_on(tr("Keep mine on top"), page)
    clerk.until("it at the centre", lambda: desk.deciding.entries() == [])
    assert id_ not in {case.id for case in theirs.cases()}


def words_of(page, kind):
    return {each.text() for each in page.findChildren(kind)}


def revision_of(desk, id_):
    heads = [case.head for member in desk.team.members() for case in member.cases]
    return next(head.revision for head in heads if head.id == id_)
