"""The one search at a real window: groups, next steps, the centre's answers below."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.desk import CaseFilter
from ui.language import tr
from ui.palette.hit import HIT
from ui.palette.view import SearchView


@pytest.fixture
def search(clerk):
    """The search page, with the catalogue here."""
    clerk.until("the items", lambda: len(clerk.application.desk.searching.items()) >= 45)
    clerk.window.show_page("search")
    return clerk.window.page("search", SearchView)


def shown(view) -> list[str]:
    """The titles in the list, headings in brackets."""
    items = [view.hits.item(at) for at in range(view.hits.count())]
    return [i.data(HIT).title if i.data(HIT) is not None else f"[{i.text()}]" for i in items]


def test_every_key_shows_at_once_what_is_here_in_groups(search):
    for key in ("k", "c", "d"):
        QTest.keyClicks(search.field, key)
    titles = shown(search)  # nothing was waited for
    assert titles[0].startswith("[")
    assert "开办快餐店" in titles
    assert "食品经营许可证核发" in titles


def test_what_the_centre_adds_comes_below_and_moves_nothing(search, clerk):
    desk, asked = clerk.application.desk, []
    real = desk.searching.found_at_centre

    def noted(typed, most, known):
        asked.append(real(typed, most, ()))
        return asked[-1]

    desk.searching.found_at_centre = noted
    search.field.setText("证")
    before, chosen = shown(search), search.chosen()
    clerk.until("the centre's answer", lambda: asked and "[中心补充结果]" in shown(search))
    assert shown(search)[: len(before)] == before
    assert search.chosen() == chosen
    added = shown(search)[len(before) :]
    assert not set(added) & {title for title in before if title.startswith("[")}


def test_an_answer_to_what_was_typed_before_is_not_shown(search, clerk):
    searching, may_answer = clerk.application.desk.searching, threading.Event()
    asked, answered = [], []
    real = searching.nearly_found

    def late(typed, most, known):
        asked.append(typed)
        may_answer.wait(60)
        found = real(typed, most, known)
        answered.append(typed)
        return found

    searching.nearly_found = late
    search.field.setText("开力快餐店")
    clerk.until("it to be asked", lambda: asked == ["开力快餐店"])
    search.field.setText("营业执照")
    may_answer.set()
    clerk.until("the next answer", lambda: answered == ["开力快餐店", "营业执照"])
    assert "[您要找的可能是]" not in shown(search)


def test_one_wrong_character_is_found_once_the_typing_rests(search, clerk):
    search.field.setText("开力快餐店")
    assert shown(search) == []
    clerk.until("what was meant", lambda: "开办快餐店" in shown(search))
    assert shown(search)[0] == "[您要找的可能是]"


def test_the_first_step_opens_the_case_the_second_begins_a_message(search, clerk):
    desk = clerk.application.desk
    (first, *_) = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))
    search.field.setText(first.no)
    assert search.chosen().row.no == first.no
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    review = clerk.window.review
    clerk.until("the case", lambda: review.view is not None and review.view.case.no == first.no)
    assert clerk.window.pages.currentIndex() == 0
    clerk.window.show_page("search")
    clerk.click_on(tr("Write to a department"), search)
    assert review.decision.sheet is not None


def test_an_item_leads_to_its_cases(search, clerk):
    search.field.setText("yyzzsl")
    hit = search.chosen()
    while hit.kind != "item":
        QTest.keyClick(search.field, Qt.Key.Key_Down)
        hit = search.chosen()
    assert hit.title == "营业执照设立登记"
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    chosen = clerk.window.worklist.filters.chosen("")
    assert (chosen.item_code, chosen.text) == ("business-licence", "")


def test_the_search_goes_on_without_the_centre(search, clerk, own_centre):
    own_centre.say("cut")
    search.field.setText("食品经营")
    clerk.rest(600)
    assert "食品经营许可证核发" in shown(search)


def test_the_item_s_guide_is_one_key_away_and_back(clerk):
    clerk.window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_H)
    tabs = clerk.window.review.tabs
    assert tabs.tabText(tabs.currentIndex()) == tr("Guide")
    clerk.press(Qt.Key.Key_H)
    assert tabs.tabText(tabs.currentIndex()) == tr("Form")
