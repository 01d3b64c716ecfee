"""Keys as the system brings them to the window in front: a scanner's, Enter, Esc, and a sheet's."""

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
)
from shiboken6 import isValid

from tests.ui.test_review import has_files, is_received, numbers, open_among_all, open_case
from ui.keyboard import Keyboard
from ui.language import tr
from ui.outbox.view import OutboxView
from ui.parts.focus import is_typed_into
from ui.scanner import GAP_MS, KeyRun

NONE = Qt.KeyboardModifier.NoModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def strike(clerk, *keys: Qt.Key | str) -> None:
    """Keys by way of the window in front, as a keyboard's or a scanner's come."""
    clerk.until("a window in front", lambda: QApplication.focusWindow() is not None)
    for key in keys:
        for one in (Qt.Key(ord(c.upper())) for c in key) if isinstance(key, str) else (key,):
            QTest.keyClick(QApplication.focusWindow(), one)


def focus() -> object:
    return QApplication.focusWidget()


@pytest.fixture
def desk_window(clerk):
    """The desk with a case that has files, the list in focus, and a scanner that may be slow: what
    a loaded machine makes of the time between two keys is not what is asked here."""
    open_among_all(clerk, has_files)
    return clerk.window


def another(clerk):
    desk, here = clerk.application.desk, clerk.window.review.case_id
    return next(row for row in desk.cases.rows(numbers(clerk)) if row.id != here)


def as_it_was(window) -> tuple[object, ...]:
    paper = window.review.materials.pages.paper
    drafts = window.desk.cases.view(window.review.case_id).draft
    return window.review.materials.at, paper.zoom, paper.rotation, drafts.materials


# --- a scanner ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gap", "characters", "scanned"),
    [
        (5, "320104-20261121-000002", True),
        (GAP_MS, "320104-20261121-000002", True),
        (GAP_MS + 1, "320104-20261121-000002", False),  # a hand that types a number
        (5, "12", False),
        (5, "jjkk", False),
    ],
)
def test_only_long_runs_of_fast_keys_are_a_scanners(gap, characters, scanned):
    run = KeyRun()
    for at, character in enumerate(characters):
        run.add(character, 1000 + at * gap)
    end = 1000 + len(characters) * gap
    assert run.number(end) == (characters if scanned else "")
    assert run.number(end + 10_000) == ""  # an Enter much later is a hand's


def test_no_hand_feels_that_a_key_is_held_back():
    assert GAP_MS <= 50


def test_a_key_that_keeps_nothing_waits_for_no_scanner(clerk, desk_window):
    desk_window.scanner.run.gap = 10_000
    first = desk_window.review.case_id
    strike(clerk, "j")
    assert desk_window.review.case_id != first


def test_a_key_that_keeps_something_waits_until_no_scanner_goes_on(clerk, desk_window):
    desk_window.scanner.run.gap = 10_000
    strike(clerk, "n")
    assert not desk_window.desk.cases.view(desk_window.review.case_id).draft.materials
    strike(clerk, Qt.Key.Key_BracketRight)

    def verdicts() -> list[str]:
        materials = desk_window.desk.cases.view(desk_window.review.case_id).draft.materials
        return [given.verdict for given in materials.values()]

    clerk.until("the verdict", lambda: verdicts() == ["fail"])


@pytest.mark.parametrize("number", ["J20260101-424242", "N20260101-424242"])
def test_a_number_that_begins_with_a_commands_letter_is_read_whole(clerk, desk_window, number):
    desk_window.scanner.run.gap = 10_000
    before = desk_window.desk.cases.view(desk_window.review.case_id).draft.materials
    strike(clerk, number, ENTER)
    assert number in desk_window.status.said.text().upper()
    assert desk_window.desk.cases.view(desk_window.review.case_id).draft.materials == before


def test_fast_keys_are_taken_in_their_order_whether_they_wait_or_not(clerk, desk_window):
    first = desk_window.review.case_id
    strike(clerk, "n", "j")

    def judged_in_first() -> bool:
        return bool(desk_window.desk.cases.view(first).draft.materials)

    clerk.until("the next case", lambda: desk_window.review.case_id != first)
    clerk.until("the verdict on the first", judged_in_first)


@pytest.mark.parametrize("where", ["list", "paper", "button"])
def test_a_scanned_number_opens_its_case_and_touches_nothing_else(clerk, desk_window, where):
    window, wanted = desk_window, another(clerk)
    clerk.until("the page", window.review.materials.pages.is_shown)
    {
        "list": window.worklist.list,
        "paper": window.review.materials.pages.paper,
        "button": window.review.materials.verdicts.buttons()[1],
    }[where].setFocus()
    first, before = window.review.case_id, as_it_was(window)
    window.scanner.run.gap = 10_000
    strike(clerk, wanted.no, ENTER)
    assert window.review.case_id == wanted.id
    assert focus() is window.worklist.list
    window.worklist.go_to(first)
    clerk.until("the case before", lambda: window.review.case_id == first)
    assert as_it_was(window) == before


def test_a_number_is_scanned_on_any_page_and_in_any_letters(clerk, desk_window):
    wanted = another(clerk)
    desk_window.show_page("outbox")
    desk_window.page("outbox", OutboxView).setFocus()
    desk_window.scanner.run.gap = 10_000
    strike(clerk, wanted.no, Qt.Key.Key_Enter)
    assert desk_window.review.case_id == wanted.id
    assert desk_window.pages.currentIndex() == 0


def test_a_number_nobody_here_has_is_a_sentence(clerk, desk_window):
    before = (desk_window.review.case_id, *as_it_was(desk_window))
    desk_window.scanner.run.gap = 10_000
    strike(clerk, "999999-20260101-424242", ENTER)
    assert "999999-20260101-424242" in desk_window.status.said.text()
    assert (desk_window.review.case_id, *as_it_was(desk_window)) == before


def test_a_number_scanned_into_a_field_is_its_words(clerk, desk_window):
    case, wanted = desk_window.review.case_id, another(clerk)
    opinion = desk_window.review.decision.opinion
    opinion.setFocus()
    desk_window.scanner.run.gap = 10_000
    strike(clerk, wanted.no)
    assert opinion.toPlainText() == wanted.no
    assert desk_window.review.case_id == case


def test_a_hands_keys_do_what_they_do(clerk, desk_window):
    materials = desk_window.review.materials
    strike(clerk, "2")
    clerk.until("the second", lambda: materials.at == 1)
    strike(clerk, "1")
    clerk.until("the first", lambda: materials.at == 0)
    first = desk_window.review.case_id
    strike(clerk, "j")
    clerk.until("the next case", lambda: desk_window.review.case_id != first)


def test_two_keys_in_one_breath_are_two_commands_in_their_order(clerk, desk_window):
    first, second, *_ = desk_window.review.view.case.current_materials()
    strike(clerk, "2", "n")

    def judged() -> set[str]:
        return set(desk_window.desk.cases.view(desk_window.review.case_id).draft.materials)

    clerk.until("the verdict", lambda: judged() == {second.id})
    assert first.id not in judged()


def test_a_key_that_is_no_part_of_a_number_comes_after_those_before_it(clerk, desk_window):
    desk_window.scanner.run.gap = 10_000
    assert desk_window.review.materials.at == 0
    strike(clerk, "1", Qt.Key.Key_BracketRight)
    assert desk_window.review.materials.at == 1


def test_enter_after_two_fast_keys_is_an_enter(clerk, desk_window):
    desk_window.scanner.run.gap = 10_000
    strike(clerk, "2", ENTER)
    assert desk_window.review.materials.at == 1
    assert "2" not in desk_window.status.said.text()


def test_what_was_scanned_without_an_enter_is_no_command(clerk, desk_window):
    before = as_it_was(desk_window)
    strike(clerk, "320104-20261121")
    clerk.rest(3 * GAP_MS)
    assert as_it_was(desk_window) == before


# --- Enter ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
def test_enter_presses_the_button_in_focus(clerk, desk_window, kind):
    materials = desk_window.review.materials
    button = {QPushButton: materials.verdicts.buttons()[0], QToolButton: materials.compare}[kind]
    button.setFocus()
    strike(clerk, ENTER)
    clerk.until(
        "it to be pressed",
        lambda: button.isChecked() or materials.tabs.tabText(0).endswith("✓"),  # and gone on
    )


def test_enter_opens_a_buttons_menu_and_takes_an_entry(clerk, desk_window):
    review = desk_window.review
    wanted = review.view.situation.item.opinions[0]
    review.decision.opinion_view.templates.setFocus()
    QTimer.singleShot(0, lambda: strike(clerk, Qt.Key.Key_Down, ENTER))
    strike(clerk, ENTER)
    assert review.decision.opinion.toPlainText() == wanted


def test_enter_in_a_sheet_presses_the_button_in_focus_and_no_other(clerk, desk_window):
    decision = desk_window.review.decision
    decision.press("message")
    clerk.until("the sheet", decision.back.isVisible)
    decision.back.setFocus()
    strike(clerk, ENTER)
    assert decision.sheet is None


def test_enter_in_a_dialog_presses_the_button_in_focus_and_no_other(clerk, desk_window):
    desk_window.choose_from_pool()
    dialog = clerk.dialog()
    back = clerk.button(tr("Back"), dialog)
    back.setFocus()
    clerk.until("the dialog in front", dialog.isActiveWindow)
    strike(clerk, ENTER)
    clerk.until("it to be closed", lambda: not desk_window.isHidden() and not in_sight(dialog))
    assert clerk.all_sent()


def in_sight(dialog) -> bool:
    return isValid(dialog) and dialog.isVisible()


def test_enter_held_down_presses_once(clerk, desk_window):
    compare, pressed = desk_window.review.materials.compare, []
    compare.clicked.connect(lambda: pressed.append(True))
    compare.setFocus()
    strike(clerk, ENTER)
    again = QKeyEvent(QEvent.Type.KeyPress, ENTER, NONE, "\r", True)
    keyboard = Keyboard(clerk.application.qt)
    assert not keyboard.eventFilter(QApplication.focusWindow(), again)
    assert pressed == [True]


# --- Esc ------------------------------------------------------------------------------------


def test_esc_leaves_the_opinion_for_the_pages_and_v_is_no_word_of_it(clerk, desk_window):
    review = desk_window.review
    clerk.until("the page", review.materials.pages.is_shown)
    clerk.type(review.decision.opinion, "不符合第三十八条")
    strike(clerk, ESC)
    assert focus() is review.materials.pages.paper
    strike(clerk, "v")
    clerk.rest(3 * GAP_MS)
    assert review.decision.opinion.toPlainText() == "不符合第三十八条"


def fields_in_sight(window) -> list[object]:
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit)
    found = [field for kind in kinds for field in window.findChildren(kind)]
    return [
        field
        for field in found
        if field.isVisible()
        and field.isEnabled()
        and not getattr(field, "isReadOnly", bool)()
        and field.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


@pytest.mark.parametrize("page", ["cases", "search", "thing"])
def test_esc_leaves_any_field_for_where_keys_are_commands(clerk, desk_window, page):
    desk_window.show_page(page)
    if page == "cases":
        desk_window.review.materials.annotate_here()
        desk_window.review.materials.pages.open_search()
    clerk.rest(0)
    fields = fields_in_sight(desk_window)
    stayed = []
    for field in fields:
        field.setFocus()
        strike(clerk, ESC)
        now = focus()
        if now is None or is_typed_into(now) or isinstance(now, QComboBox):
            stayed.append((type(field).__name__, field.accessibleName(), now))
    assert len(fields) >= {"cases": 6, "search": 1, "thing": 2}[page]
    assert stayed == []


def test_esc_leaves_a_search_that_found_nothing_for_the_case(clerk, desk_window):
    search = desk_window.worklist.search
    clerk.type(search, "没有这样的办件")
    clerk.until("an empty list", desk_window.worklist.empty.isVisible)
    strike(clerk, ESC)
    assert focus() is desk_window.review.materials.pages.paper
    assert search.text() == "没有这样的办件"


def test_esc_leaves_a_field_where_no_page_is_to_be_seen(clerk, desk_window):
    desk_window.review.materials.pages.clear("没有材料")
    desk_window.review.decision.opinion.setFocus()
    strike(clerk, ESC)
    assert focus() is desk_window.review.materials.tabs


def test_the_keys_stay_on_the_material_whatever_stands_there(clerk):
    case = open_case(clerk, lambda c: any(m.licence for m in c.current_materials()))
    clerk.window.activateWindow()
    materials = clerk.window.review.materials
    licence = [bool(m.licence) for m in case.current_materials()]
    materials.choose(licence.index(False))
    clerk.until("the page", materials.pages.is_shown)
    materials.take_focus()
    materials.choose(licence.index(True))
    assert focus() is materials.pane.licence_area
    materials.choose(licence.index(False))
    clerk.until("the page", materials.pages.is_shown)
    assert focus() is materials.pages.paper
    materials.pages.say("一句话")
    assert materials.pages.isAncestorOf(focus())
    materials.choose(licence.index(True))
    materials.choose(licence.index(False))
    clerk.until("the page", materials.pages.is_shown)
    assert focus() is materials.pages.paper


# --- a sheet --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("request_correction", QPlainTextEdit),
        ("refuse_acceptance", QComboBox),
        ("transfer", QLineEdit),
        ("message", QComboBox),
    ],
)
def test_a_sheet_opens_with_the_keys_in_its_first_field(clerk, kind, first):
    open_case(clerk, lambda c: is_received(c) and not clerk_finds_faults(clerk, c))
    panel = clerk.window.review.decision
    clerk.window.activateWindow()
    panel.press(kind)
    assert isinstance(focus(), first)
    assert panel.sheet.isAncestorOf(focus())


def test_esc_goes_to_the_way_back_from_a_sheet_and_once_more_that_way(clerk, desk_window):
    panel = desk_window.review.decision
    panel.press("message")
    words = panel.sheet.findChild(QPlainTextEdit)
    clerk.type(words, "请补充照片")
    strike(clerk, ESC)
    assert focus() is panel.back
    strike(clerk, ESC)
    assert panel.sheet is None
    panel.press("message")
    assert panel.sheet.findChild(QPlainTextEdit).toPlainText() == "请补充照片"


def test_esc_leaves_a_sheet_from_wherever_in_it_the_keys_are(clerk, desk_window):
    panel = desk_window.review.decision
    panel.press("message")
    panel.sheet.parentWidget().setFocus()  # as a click beside its fields does
    strike(clerk, ESC)
    assert panel.sheet is None


def test_esc_among_the_pages_leaves_the_sheet_open(clerk, desk_window):
    review = desk_window.review
    clerk.until("the page", review.materials.pages.is_shown)
    review.decision.press("message")
    review.materials.pages.paper.setFocus()
    strike(clerk, ESC)
    assert review.decision.sheet is not None


def clerk_finds_faults(clerk, case) -> bool:
    view = clerk.application.desk.cases.view(case.id)
    return any(f.outcome == "fail" for f in view.findings) or not all(
        m.supplied for m in case.materials
    )


def test_letters_and_digits_are_no_commands_behind_a_sheet(clerk, desk_window):
    review = desk_window.review
    review.materials.judge("pass")
    first = review.view.case.current_materials()[0].id

    def verdicts():
        return desk_window.desk.cases.view(review.case_id).draft.materials

    clerk.until("the verdict", lambda: first in verdicts())
    before = as_it_was(desk_window)
    review.decision.press("message")
    for place in (focus(), review.decision.back, review.materials.pages.paper):
        place.setFocus()
        strike(clerk, "n", "2", "j")
        clerk.rest(3 * GAP_MS)
        assert as_it_was(desk_window) == before
    review.decision.back.setFocus()
    strike(clerk, ENTER)
    strike(clerk, "n")
    clerk.until(
        "a command again", lambda: any(given.verdict == "fail" for given in verdicts().values())
    )


def test_a_number_scanned_while_a_sheet_is_open_leaves_it_open_and_says_so(clerk, desk_window):
    case, wanted = desk_window.review.case_id, another(clerk)
    decision = desk_window.review.decision
    decision.press("message")
    clerk.until("the sheet", decision.back.isVisible)
    decision.back.setFocus()
    desk_window.scanner.run.gap = 10_000
    strike(clerk, wanted.no, ENTER)
    assert desk_window.review.case_id == case
    assert decision.sheet is not None
    assert "扫码" in desk_window.status.said.text()


def test_the_keys_go_back_where_they_were_when_a_sheet_is_closed(clerk, desk_window):
    decision = desk_window.review.decision
    for place in (desk_window.worklist.list, desk_window.review.materials.pages.paper):
        place.setFocus()
        decision.press("message")
        assert focus() is not place
        strike(clerk, ESC, ENTER)  # out of the field to the way back, and that pressed
        assert decision.sheet is None
        assert focus() is place


def test_a_sheets_own_button_has_the_keys_again_when_it_is_closed(clerk, desk_window):
    decision = desk_window.review.decision
    asked = decision.buttons["request_correction"]
    asked.setFocus()
    strike(clerk, ENTER)
    assert decision.sheet is not None
    clerk.until("the sheet", decision.back.isVisible)
    decision.back.setFocus()
    strike(clerk, ENTER)
    assert focus() is decision.buttons["request_correction"]


def test_after_a_decision_the_keys_are_on_the_pages_not_in_a_field(clerk):
    open_case(clerk, lambda c: has_files(c) and c.item.handling == "promised"
              and not any(m.required and not m.supplied for m in c.materials))  # fmt: skip
    review = clerk.window.review
    clerk.until("the page", review.materials.pages.is_shown)
    clerk.window.activateWindow()
    review.decision.buttons["accept"].setFocus()
    strike(clerk, ENTER)
    clerk.until("the acceptance", lambda: clerk.state_is(("reviewing",)))
    clerk.until("the keys", lambda: focus() is review.materials.pages.paper)
