"""Neither words nor decisions are lost: what a key takes back, and what stays typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox

from app.cases.checks import missing_materials
from tests.ui.test_review import open_case
from ui.language import tr
from ui.thing.view import ThingView

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def offline(clerk, own_centre):
    """A clerk whose line is cut, so that what they decide stays here."""
    own_centre.say("cut")
    clerk.sync_now()
    clerk.until("offline", clerk.is_offline)
    return clerk


def complete(clerk):
    def fits(case):
        item = clerk.application.desk.cases.view(case.id).situation.item
        asked = case.state == "received" and not case.corrections and not case.item.instant
        asked = asked and not case.item.signatures
        return asked and not missing_materials(case, item)

    return open_case(clerk, fits)


def opinion(clerk) -> QPlainTextEdit:
    return clerk.window.review.decision.opinion


def kept(clerk, case) -> str:
    return clerk.application.desk.cases.view(case.id).draft.opinion


def undo(clerk):
    clerk.press(Qt.Key.Key_Z, CTRL)


def decide(clerk, state):
    clerk.press(Qt.Key.Key_Return, CTRL)
    clerk.until(f"the case to be {state}", lambda: clerk.state_is((state,)))


def type_opinion(clerk, case, words):
    clerk.type(opinion(clerk), words)
    clerk.until("it to be kept", lambda: kept(clerk, case) == opinion(clerk).toPlainText())


def test_an_acceptance_leaves_the_opinion_where_it_is_and_ctrl_z_takes_back_the_acceptance(offline):
    case = complete(offline)
    type_opinion(offline, case, "材料齐全，拟准予")
    decide(offline, "reviewing")
    assert opinion(offline).toPlainText() == "材料齐全，拟准予"
    assert kept(offline, case) == "材料齐全，拟准予"
    field = opinion(offline)
    field.setFocus()
    offline.until("its typing to be done with", lambda: not field.document().isUndoAvailable())
    undo(offline)
    offline.until("it to be back", lambda: offline.state_is(("received",)))
    assert opinion(offline).toPlainText() == "材料齐全，拟准予"
    assert kept(offline, case) == "材料齐全，拟准予"


def test_after_an_approval_ctrl_z_in_the_opinion_brings_back_decision_and_words(offline):
    case = complete(offline)
    decide(offline, "reviewing")
    offline.judge_everything_fit()
    type_opinion(offline, case, "符合法定条件")
    opinion(offline).setFocus()
    decide(offline, "approved")
    undo(offline)
    offline.until("it to be back", lambda: offline.state_is(("reviewing",)))
    assert opinion(offline).toPlainText() == kept(offline, case) == "符合法定条件"


def test_what_was_typed_since_the_decision_is_undone_before_the_decision_is(offline):
    case = complete(offline)
    type_opinion(offline, case, "材料齐全")
    decide(offline, "reviewing")
    field = opinion(offline)
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClicks(field, "abc")
    undo(offline)
    assert field.toPlainText() == "材料齐全"
    offline.until("that to be kept", lambda: kept(offline, case) == "材料齐全")
    assert offline.state_is(("reviewing",))
    undo(offline)
    offline.until("the decision to be back", lambda: offline.state_is(("received",)))
    assert kept(offline, case) == "材料齐全"


def test_in_a_remark_too_ctrl_z_after_a_decision_takes_back_the_decision(offline):
    complete(offline)
    remark = offline.window.review.materials.remark
    offline.type(remark, "看过原件")
    decide(offline, "reviewing")
    remark.setFocus()
    undo(offline)
    offline.until("it to be back", lambda: offline.state_is(("received",)))
    assert remark.text() == "看过原件"


def test_a_ready_made_text_takes_the_place_of_what_was_written_and_ctrl_z_brings_that_back(offline):
    case = complete(offline)
    type_opinion(offline, case, "自己写的话")
    ready = offline.window.review.decision.opinion_view.templates.menu().actions()[0]
    ready.trigger()
    assert opinion(offline).toPlainText() == ready.text()
    undo(offline)
    assert opinion(offline).toPlainText() == "自己写的话"


def fill_correction(clerk, words):
    clerk.window.review.decision.press("request_correction")
    sheet = clerk.window.review.decision.sheet
    clerk.type(sheet.findChild(QPlainTextEdit), words)
    sheet.findChild(QSpinBox).setValue(9)
    return sheet


def own_lines(clerk) -> str:
    return clerk.window.review.decision.sheet.findChild(QPlainTextEdit).toPlainText()


def test_a_sheet_that_was_left_is_as_it_was_left(offline):
    complete(offline)
    fill_correction(offline, "缺少租赁合同原件")
    offline.click_on(tr("Back"))
    offline.window.review.decision.press("request_correction")
    sheet = offline.window.review.decision.sheet
    assert own_lines(offline) == "缺少租赁合同原件"
    assert sheet.findChild(QSpinBox).value() == 9


def test_a_correction_taken_back_is_in_its_sheet_again_and_the_opinion_is_untouched(offline):
    case = complete(offline)
    type_opinion(offline, case, "我的意见")
    fill_correction(offline, "缺少租赁合同原件")
    offline.click_on(tr("Ask for correction"))
    offline.until("the correction", lambda: offline.state_is(("correcting",)))
    assert kept(offline, case) == "我的意见"
    offline.window.worklist.list.setFocus()
    undo(offline)
    offline.until("it to be back", lambda: offline.state_is(("received",)))
    assert kept(offline, case) == "我的意见"
    offline.window.review.decision.press("request_correction")
    assert own_lines(offline) == "缺少租赁合同原件"


def test_what_becomes_of_the_opinion_in_a_sheet_is_the_opinion(offline):
    case = complete(offline)
    type_opinion(offline, case, "依法不需要取得许可")
    panel = offline.window.review.decision
    panel.press("refuse_acceptance")
    reason = panel.sheet.findChild(QPlainTextEdit)
    assert reason.toPlainText() == "依法不需要取得许可"
    offline.type(reason, "该事项已取消")
    offline.click_on(tr("Back"))
    assert opinion(offline).toPlainText() == "该事项已取消"
    offline.until("it to be kept", lambda: kept(offline, case) == "该事项已取消")


def test_a_message_taken_back_stands_where_it_was_written(offline):
    open_case(offline, lambda c: c.state == "received")
    window = offline.window
    window.show_page("thing")
    offline.type(window.page("thing", ThingView).text, "请尽快核查消防")
    offline.click(window.page("thing", ThingView).send)
    offline.until("it to be sent", lambda: not window.page("thing", ThingView).text.toPlainText())
    assert [entry.payload.type for entry in offline.application.desk.deciding.entries()] == [
        "message"
    ]
    window.undo()
    offline.until(
        "it to be back",
        lambda: window.page("thing", ThingView).text.toPlainText() == "请尽快核查消防",
    )


def test_faults_are_picked_as_they_were_and_what_was_marked_since_is_picked_too():
    from app.cases.actions import RequestCorrection
    from app.cases.model import Fault
    from app.desk import SheetDraft
    from ui.decision.sheets import resumed

    blurred, unsigned, marked = (
        Fault(text="p1 模糊", material_id="m"),
        Fault(text="p2 未签字", material_id="m"),
        Fault(text="p3 涂改", material_id="m"),
    )
    reworded = Fault(text="身份证号有误", field="id")
    found = Fault(text="check failed", field="id")
    own = Fault(text="请本人到场")
    left = SheetDraft.of(RequestCorrection(faults=(unsigned, reworded, own)), left_out=(blurred,))
    known, typed = resumed([blurred, unsigned, marked, found], left)
    assert known == [(blurred, False), (unsigned, True), (marked, True), (reworded, True)]
    assert typed == ["请本人到场"]


def test_a_line_edit_keeps_its_words_and_its_cursor_when_its_typing_is_forgotten(qtbot):
    from PySide6.QtWidgets import QWidget

    from ui.keys import forget_typing

    holder = QWidget()
    qtbot.addWidget(holder)
    line = QLineEdit(holder)
    QTest.keyClicks(line, "abc")
    line.setCursorPosition(1)
    forget_typing(holder)
    assert (line.text(), line.cursorPosition(), line.isUndoAvailable()) == ("abc", 1, False)
