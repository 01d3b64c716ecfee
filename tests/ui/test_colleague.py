"""A colleague is picked from a list by name, pinyin, first letters or window; never typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.cases.model import Clerk
from app.desk import Colleague
from tests.ui.test_review import open_case
from ui.language import speak, tr
from ui.parts.colleague import ColleaguePicker
from ui.parts.widgets import column

STAFF = [
    Colleague(Clerk(id="clerk-03", name="李娜", window="5号窗")),
    Colleague(Clerk(id="clerk-02", name="王芳", window="4号窗")),
    Colleague(Clerk(id="clerk-07", name="王芳", window="4号窗")),
]


@pytest.fixture
def picker(qtbot, qapp):
    speak(qapp, "zh")
    holder, made = QWidget(), ColleaguePicker()
    holder.setLayout(column(made, QPlainTextEdit()))
    qtbot.addWidget(holder)
    holder.show()
    holder.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    made.offer(STAFF)
    yield made
    made.hide_list()


def listed(picker):
    model = picker.completer().completionModel()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.mark.parametrize("typed", ["lina", "ln", "5"])
def test_what_is_typed_narrows_the_list_and_enter_takes_the_only_one(picker, typed):
    QTest.keyClicks(picker, typed)
    assert listed(picker) == ["李娜 · 5号窗"]
    assert picker.id == ""
    QTest.keyClick(picker, Qt.Key.Key_Return)
    assert (picker.id, picker.text()) == ("clerk-03", "李娜 · 5号窗")


def test_one_is_taken_by_the_arrow_keys_and_two_of_one_name_are_told_apart(picker):
    QTest.keyClick(picker, Qt.Key.Key_Down)
    assert listed(picker) == ["李娜 · 5号窗", "王芳 · 4号窗 (clerk-02)", "王芳 · 4号窗 (clerk-07)"]
    popup = picker.completer().popup()
    for _ in range(3):
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert picker.id == "clerk-07"


def test_one_is_taken_by_the_mouse(picker):
    QTest.mouseClick(picker, Qt.MouseButton.LeftButton)
    popup = picker.completer().popup()
    assert popup.isVisible()
    place = popup.visualRect(popup.model().index(0, 0)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picker.id == "clerk-03"


def test_a_number_is_nobody_and_does_not_stay(picker, qtbot):
    QTest.keyClicks(picker, "clerk-03")
    picker.hide_list()
    picker.parentWidget().findChild(QPlainTextEdit).setFocus()
    assert (picker.id, picker.text()) == ("", "")


def test_typing_on_lets_go_of_who_was_picked(picker):
    said = []
    picker.picked.connect(lambda: said.append(picker.id))
    picker.pick("clerk-03")
    picker.selectAll()
    QTest.keyClicks(picker, "w")
    assert said == ["clerk-03", ""]


def test_who_was_picked_before_is_named_once_the_colleagues_are_known(qtbot):
    again = ColleaguePicker("clerk-03")
    qtbot.addWidget(again)
    assert again.id == "clerk-03"
    again.offer(STAFF)
    assert (again.id, again.text()) == ("clerk-03", "李娜 · 5号窗")


def test_a_case_is_transferred_to_a_colleague_seen_in_the_cases(colleague, clerk):
    desk = clerk.application.desk
    fang = next(c for c in desk.cases.colleagues() if c.clerk.name == "王芳")
    open_case(clerk, lambda case: case.state == "reviewing")
    panel = clerk.window.review.decision
    panel.press("transfer")
    picker = panel.sheet.findChild(ColleaguePicker)
    clerk.until("the colleagues", lambda: bool(picker.colleagues))
    picker.setFocus()
    QTest.keyClicks(picker, "wf")
    QTest.keyClick(picker, Qt.Key.Key_Return)
    picker.hide_list()
    clerk.type(panel.sheet.findChild(QPlainTextEdit), "轮岗交接")
    clerk.click_on(tr("Transfer"))

    def receivers():
        sent = [*desk.deciding.entries(), *desk.deciding.sent_entries()]
        return [e.payload.to_clerk for e in sent if e.payload.type == "transfer"]

    clerk.until("it to be decided", lambda: receivers() == [fang.clerk.id])
