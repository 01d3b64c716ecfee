"""A right-click, the menu key and Shift+F10 offer on a row, a page, a field what the keys offer."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.cases.checks import Finding
from app.cases.sentence import say
from tests.ui.test_review import has_files, is_received, open_case
from tests.ui.test_together import choose
from ui.commands import ROWS
from ui.context import ON_FIELD, ON_PAGE, ON_ROW, ContextMenu
from ui.language import tr
from ui.review.field import FieldValue
from ui.rows import commands_of
from ui.worklist.batch import BatchDialog
from ui.worklist.view import TOGETHER

RIGHT = Qt.MouseButton.RightButton


def right_click(clerk, widget, at=None):
    """As the window system does: the press, then the event of the menu. What opens."""
    at = at or widget.rect().center()
    QTest.mousePress(widget, RIGHT, pos=at)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
    return opened(clerk)


def opened(clerk):
    clerk.until("the menu", lambda: isinstance(QApplication.activePopupWidget(), ContextMenu))
    return QApplication.activePopupWidget()


def words(menu):
    return [entry.text().split("\t")[0] for entry in menu.actions() if entry.text()]


def keys(menu):
    return dict(entry.text().split("\t") for entry in menu.actions() if "\t" in entry.text())


def take(menu, wanted):
    """By the mouse."""
    entry = next(e for e in menu.actions() if e.text().split("\t")[0] == wanted)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())


def right_click_on_row(clerk, row):
    table = clerk.window.worklist.list
    place = table.visualRect(table.model().index(row, 0)).center()
    return right_click(clerk, table.viewport(), place)


def test_every_id_in_a_menu_is_a_commands():
    ids = {command.id for command in commands_of(ROWS)}
    assert {id_ for groups in (ON_ROW, ON_PAGE, ON_FIELD) for g in groups for id_ in g} <= ids


def test_a_right_click_on_a_row_goes_there_and_offers_what_can_be_done_to_it(clerk):
    case = open_case(clerk, is_received)
    clerk.window.worklist.search.clear()
    clerk.until("all rows", lambda: clerk.window.worklist.model.rowCount() > 1)
    model = clerk.window.worklist.model
    row = next(n for n in range(model.rowCount()) if model.case_at(n).id != case.id)
    menu = right_click_on_row(clerk, row)
    view = clerk.window.cases.view
    assert view.case.id == model.case_at(row).id
    lawful = [kind for kind, barred in view.actions if not barred]
    said = words(menu)
    assert said[:2] == [tr("Open the case"), tr("Copy the number")]
    assert {tr(TOGETHER[kind]) for kind in lawful if kind in TOGETHER} <= set(said)
    assert tr("The whole one-thing of the case") in said
    assert keys(menu)[tr("The whole one-thing of the case")] == "Z"
    take(menu, tr("Copy the number"))
    assert QApplication.clipboard().text() == view.case.no


def test_an_action_is_taken_from_a_rows_menu(clerk):
    case = open_case(clerk, is_received)
    clerk.window.worklist.list.setFocus()
    menu = right_click_on_row(clerk, 0)
    word = clerk.word_of("request_correction")
    take(menu, word)
    sheet = clerk.window.review.decision.sheet
    assert sheet is not None and sheet.isVisible()
    assert clerk.window.cases.view.case.id == case.id
    assert word not in words(right_click_on_row(clerk, 0))


@pytest.mark.parametrize("key", ["Shift+F10", "menu"])
def test_keys_open_the_same_menu_at_the_row(clerk, key):
    window = clerk.window
    open_case(clerk, is_received)
    table = window.worklist.list
    table.setFocus()
    by_mouse = right_click_on_row(clerk, 0)
    said = words(by_mouse)
    by_mouse.close()
    clerk.until("it to be gone", lambda: QApplication.activePopupWidget() is None)
    if key == "menu":
        reason, at = QContextMenuEvent.Reason.Keyboard, QPoint(5, 5)
        QApplication.sendEvent(table, QContextMenuEvent(reason, at, table.mapToGlobal(at)))
    else:
        clerk.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = opened(clerk)
    assert words(menu) == said
    row = table.visualRect(table.currentIndex())
    assert row.contains(table.viewport().mapFromGlobal(menu.pos())) or menu.pos().y() < 768
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert table.hasFocus()


def test_of_several_rows_the_menu_offers_what_is_done_together(clerk):
    views = choose(clerk)
    worklist = clerk.window.worklist
    worklist.list.setFocus()
    clerk.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = opened(clerk)
    assert len(words(menu)) == len(worklist.kinds_together()) + 1
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert set(QApplication.clipboard().text().split("\n")) == {v.case.no for v in views}
    QTest.keyClick(worklist.list, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = opened(clerk)
    for _ in range(3):  # from the first entry on
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    clerk.until("the dialog", lambda: bool(worklist.findChildren(BatchDialog)))
    assert clerk.dialog().windowTitle() == tr("Release")
    clerk.dialog().reject()


def test_below_the_rows_there_is_no_menu(clerk):
    open_case(clerk, is_received)
    table = clerk.window.worklist.list
    clerk.until("one row", lambda: clerk.window.worklist.model.rowCount() == 1)
    at = table.viewport().rect().bottomLeft() - QPoint(-5, 5)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, at, table.viewport().mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), event)
    assert QApplication.activePopupWidget() is None


def test_on_a_page_the_menu_judges_and_marks_where_the_mouse_is(clerk):
    open_case(clerk, has_files)
    materials = clerk.window.review.materials
    paper = materials.pages.paper
    clerk.until("its page", materials.pages.is_shown)
    at = QPoint(paper.viewport().width() // 3, paper.viewport().height() // 4)
    menu = right_click(clerk, paper.viewport(), at)
    assert keys(menu)[tr("Fit")] == "Y"
    assert keys(menu)[tr("Mark this place")] == "M"
    take(menu, tr("Mark this place"))
    (annotation,) = paper.annotations.values()
    page, box = paper.box_around(at.toPointF())
    assert (annotation.page, annotation.box) == (page, box)
    assert box != paper.box_in_sight()[1]
    material = materials.pane.material
    paper.setFocus()
    clerk.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    take(opened(clerk), tr("Fit"))

    def verdict():
        return clerk.window.review.view.draft.materials.get(material.id)

    clerk.until("the verdict", lambda: verdict() is not None and verdict().verdict == "pass")


def test_where_nothing_is_judged_any_more_no_verdict_is_offered(clerk):
    open_case(clerk, lambda case: case.state == "delivered" and case.current_materials())
    paper = clerk.window.review.materials.pages.paper
    paper.setFocus()
    clerk.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = opened(clerk)
    assert tr("Fit") not in words(menu)
    assert tr("Thumbnails") in words(menu)
    menu.close()


def test_a_field_is_copied_as_it_is_shown_and_showing_it_whole_is_journalled(clerk):
    open_case(clerk, is_received)
    window, desk = clerk.window, clerk.application.desk
    field = next(f for f in window.review.form.findChildren(FieldValue) if f.is_masked)
    window.review.form_area.ensureWidgetVisible(field)
    hidden = field.text()
    take(right_click(clerk, field), tr("Copy: {name}", name=field.name))
    assert "*" in QApplication.clipboard().text() == hidden
    take(right_click(clerk, field), tr("Show in full"))
    assert "*" not in field.text()
    menu = right_click(clerk, field)
    assert tr("Show in full") not in words(menu)
    menu.close()
    journal = (desk.machine.places.journal / "journal.jsonl").read_text()
    assert '"unmasked"' in journal
    assert field.text() not in journal


def test_a_field_leads_to_the_paper_that_shows_it(clerk):
    case = open_case(clerk, lambda case: len(case.current_materials()) > 2)
    window, key = clerk.window, case.form[0].fields[0].key
    material = case.current_materials()[2]
    agrees = Finding("", "pass", say("一致", "Agrees"), key, material.id)
    window.review.form.show_case(replace(window.cases.view, findings=(agrees,)))
    field = next(f for f in window.review.form.findChildren(FieldValue) if f.papers)
    clerk.until("it to have its place", lambda: field.isVisible() and field.y() > 0)
    window.review.form_area.ensureWidgetVisible(field)
    take(right_click(clerk, field), tr("See {name}", name=material.name))
    assert window.review.materials.pane.material.id == material.id


def test_the_arrow_keys_go_through_the_fields_and_tab_comes_to_one(clerk):
    open_case(clerk, is_received)
    form = clerk.window.review.form
    fields = form.findChildren(FieldValue)
    stops = [f for f in fields if f.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [form.current]
    clerk.window.review.form_area.setFocus()
    clerk.press(Qt.Key.Key_Tab)
    while QApplication.focusWidget() is not form.current:
        clerk.press(Qt.Key.Key_Tab)
    first = form.current
    clerk.press(Qt.Key.Key_Down)
    assert form.current is QApplication.focusWidget() is not first
    clerk.press(Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = opened(clerk)
    assert words(menu)[0] == tr("Copy: {name}", name=form.current.name)
    menu.close()
    clerk.press(Qt.Key.Key_Up)
    assert QApplication.focusWidget() is first


def test_a_verdict_does_not_make_the_form_anew(clerk):
    open_case(clerk, has_files)
    window = clerk.window
    field = window.review.form.current
    window.review.materials.judge("pass")
    clerk.until("the verdict", lambda: bool(window.review.view.draft.materials))
    clerk.rest(200)
    assert window.review.form.current is field
