"""Language and theme change at once, and the clerk stays where they are with what they typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.ui.test_review import has_files, is_received, open_case
from ui.palette.view import SearchView
from ui.parts.page import PageView
from ui.rehearsal.clerk import ScriptedClerk
from ui.thing.view import ThingView
from ui.window import DeskWindow

CHANGES = pytest.mark.parametrize("change", [("en", ""), ("", "dark")], ids=["language", "theme"])


def changed(clerk, change) -> DeskWindow:
    before = clerk.window
    clerk.application.apply_appearance(*change)
    window = clerk.window
    assert window is not before
    clerk.until("its rows", lambda: window.worklist.model.rowCount() > 0)
    clerk.until("it to be read", lambda: not window.worklist.is_reading)
    return window


@CHANGES
def test_the_open_case_stays_open_whichever_it_is(clerk, change):
    rows = clerk.window.worklist.model
    clerk.window.worklist.walk(2)
    case_id = rows.case_at(2).id
    clerk.until("the third case", lambda: clerk.window.review.case_id == case_id)
    window = changed(clerk, change)
    clerk.rest(200)
    assert window.review.case_id == case_id
    assert window.worklist.list.currentIndex().row() == 2
    assert window.worklist.current_id == case_id


@CHANGES
def test_the_list_keeps_its_columns_its_order_and_what_is_listed(clerk, change):
    worklist = clerk.window.worklist
    worklist.toggle_columns()
    worklist.list.horizontalHeader().setSortIndicator(2, Qt.SortOrder.DescendingOrder)
    worklist.tabs["closed"].click()
    clerk.until("the closed ones", lambda: worklist.model.chosen.standing == "closed")
    before = worklist.model.chosen
    assert (before.sort, before.falling) == ("applicant", True)
    after = changed(clerk, change).worklist
    clerk.until("the same to be listed", lambda: after.model.chosen == before)
    assert after.list.wide


@CHANGES
def test_the_list_keeps_how_far_it_is_scrolled(clerk, change):
    worklist = clerk.window.worklist
    clerk.window.resize(1366, 500)
    worklist.show_case(clerk.window.review.case_id)  # among all cases
    clerk.until("more than fit", lambda: worklist.list.verticalScrollBar().maximum() > 20)
    worklist.list.verticalScrollBar().setValue(15)
    after = changed(clerk, change).worklist
    clerk.until("the same place", lambda: after.list.verticalScrollBar().value() == 15)


@CHANGES
def test_the_words_that_narrow_the_list_stay(clerk, change):
    case = clerk.application.desk.cases.view(clerk.window.review.case_id).case
    clerk.type(clerk.window.worklist.search, case.no)
    clerk.until("the one", lambda: clerk.window.worklist.model.rowCount() == 1)
    window = changed(clerk, change)
    assert window.worklist.search.text() == case.no
    assert window.worklist.model.rowCount() == 1


@CHANGES
def test_the_open_material_its_zoom_and_its_place_stay(clerk, change):
    def two_papers(case):
        papers = [m for m in case.current_materials() if m.media_type == "application/pdf"]
        return is_received(case) and len(papers) > 1

    case = open_case(clerk, two_papers)
    materials = clerk.window.review.materials
    second = [m for m in case.current_materials() if m.media_type == "application/pdf"][1]
    materials.choose_id(second.id)
    clerk.until("the page", materials.pages.is_shown)
    materials.pages.larger()
    clerk.until("it to be drawn larger", materials.pages.is_at_rest)
    bar = materials.pages.paper.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    where = materials.pages.paper.place()
    assert where.zoom > 1 and where.scrolled > 0
    after = changed(clerk, change).review.materials
    clerk.until("the page again", after.pages.is_shown)
    assert after.pane.material.id == second.id
    paper = after.pages.paper
    assert paper.place().zoom == where.zoom
    clerk.until("its place", lambda: abs(paper.place().scrolled - where.scrolled) < 0.02)


def test_the_same_part_is_open_though_there_is_room_for_another_column_now(clerk):
    open_case(clerk, has_files)
    window, review = clerk.window, clerk.window.review
    window.resize(1366, 768)
    clerk.until("two columns", lambda: review.columns.columns == 2)
    review.tabs.setCurrentWidget(review.guide_area)
    place = review.place()
    window.resize(1920, 1080)
    clerk.until("three columns", lambda: review.columns.columns == 3)
    review.tabs.setCurrentWidget(review.form_area)
    review.return_to(place)
    assert review.tabs.currentWidget() is review.guide_area


@CHANGES
def test_what_is_typed_a_moment_before_stays_and_the_keys_go_on_speaking_to_it(clerk, change):
    case = open_case(clerk, has_files)
    clerk.type(clerk.window.review.decision.opinion, "写到一半的意见")
    review = clerk.window.review
    review.tabs.setCurrentWidget(review.guide_area)
    window = changed(clerk, change)
    opinion = window.review.decision.opinion
    assert opinion.toPlainText() == "写到一半的意见"
    assert window.review.tabs.currentWidget() is window.review.guide_area
    clerk.until("the field to have the keys", lambda: window.focusWidget() is opinion)
    assert opinion.textCursor().atEnd()
    clerk.until(
        "it to be kept",
        lambda: clerk.application.desk.cases.view(case.id).draft.opinion == "写到一半的意见",
    )


@CHANGES
def test_a_sheet_that_is_being_filled_in_stays_open_as_it_is(clerk, change):
    open_case(clerk, is_received)
    clerk.window.review.decision.press("request_correction")
    clerk.type(clerk.window.review.decision.sheet.findChild(QPlainTextEdit), "缺少平面图")
    panel = changed(clerk, change).review.decision
    assert panel.sheet is not None
    assert panel.sheet.payload().type == "request_correction"
    assert panel.sheet.findChild(QPlainTextEdit).toPlainText() == "缺少平面图"


@CHANGES
@pytest.mark.parametrize("page", ["thing", "search", "outbox", "overview"])
def test_the_page_stays(clerk, change, page):
    clerk.window.show_page(page)
    window = changed(clerk, change)
    assert window.pages.currentWidget() is window.page(page, PageView)


@CHANGES
def test_back_from_the_settings_the_keys_are_on_the_list(clerk, change):
    clerk.window.show_page("settings")
    (name, part), *_ = clerk.window.page("settings", PageView).parts().items()
    part.setFocus()
    window = changed(clerk, change)
    there = window.page("settings", PageView).parts()[name]
    clerk.until("the same part to have the keys", lambda: window.focusWidget() is there)
    window.show_page("cases")
    assert window.focusWidget() is window.worklist.list


def test_a_message_and_a_search_that_are_begun_stay(clerk):
    clerk.window.show_page("search")
    clerk.type(clerk.window.page("search", SearchView).field, "许可")
    clerk.window.show_page("thing")
    clerk.type(clerk.window.page("thing", ThingView).text, "请核查消防")
    window = changed(clerk, ("en", ""))
    assert window.page("thing", ThingView).text.toPlainText() == "请核查消防"
    assert window.page("search", SearchView).field.text() == "许可"


def test_what_the_status_said_is_said_in_the_other_language_at_once(clerk, own_centre):
    own_centre.say("cut")
    clerk.sync_now()
    clerk.until("offline", clerk.is_offline)
    clerk.application.apply_appearance("en", "")
    assert clerk.window.status.sync.text().startswith("○ Offline since")


def test_what_is_typed_on_the_sign_in_page_stays_when_its_language_changes(application):
    page = application.open_sign_in()
    page.username.setText("zhang.wei")
    page.password.setText("secret")
    page.language_wanted.emit("en")
    again = application.window.centralWidget()
    assert again is not page
    assert (again.username.text(), again.password.text()) == ("zhang.wei", "secret")


# --- the practice centre ------------------------------------------------------------------------


def test_after_an_offline_sign_in_the_practice_mark_comes_with_the_centre(
    application, own_centre, tmp_path
):
    application.desk.machine.keep_settings(centre_url=own_centre.url)
    hands = ScriptedClerk(application, tmp_path)
    application.open_sign_in()
    hands.sign_in(**own_centre.clerks[0])
    hands.until("the mark", hands.window.status.place.isVisible)
    hands.until("the cases", application.desk.cases.has_pulled)
    own_centre.say("cut")
    application.leave()
    hands.sign_in(**own_centre.clerks[0])
    hands.until("offline", hands.is_offline)
    assert not hands.window.status.place.isVisible()
    own_centre.say("restore")
    application.desk.centre.sync_now()
    hands.until("the mark again", hands.window.status.place.isVisible)
    assert hands.window.menu.entries["drill"].isVisible()
    hands.window.status.place.click()
    assert hands.dialog() in QApplication.topLevelWidgets()
    hands.dialog().reject()


def test_language_and_theme_leave_the_practice_mark_and_the_drill(clerk):
    clerk.until("the mark", clerk.window.status.place.isVisible)
    window = changed(clerk, ("en", ""))
    assert window.status.place.isVisible()
    assert window.menu.entries["drill"].isVisible()
