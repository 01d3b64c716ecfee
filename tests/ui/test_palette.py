"""The palette before a letter is typed, and commands by name, pinyin and initials."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.cases.paper_text import Line, PageReading, PaperReading
from app.store.paper_text import keep
from tests.ui.test_evidence_window import has_two_files
from tests.ui.test_search import shown
from ui.commands import ROWS
from ui.language import speak, tr
from ui.palette.commands import LIKELY, found
from ui.palette.view import SearchView
from ui.rows import commands_of

COMMANDS = commands_of(ROWS)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("立即与中心同步", "sync"),
        ("同步", "sync"),
        ("lijiyuzhongxintongbu", "sync"),
        ("ljyzxtb", "sync"),
        ("liji yu zxtb", "sync"),
        ("tongb", "sync"),
        ("Sync now", "sync"),
        ("sync", "sync"),
        ("sn", "sync"),
        ("sync  NOW", "sync"),
        ("lingjian", "claim"),
        ("lj", "claim"),
        ("claim a", "claim"),
        ("suoding", "lock"),
        ("sd", "lock"),
        ("旋转", "rotate"),
        ("xuanzhuan", "rotate"),
    ],
)
def test_a_command_is_found_by_name_pinyin_and_initials_in_both_languages(
    qapp, language, typed, id_
):
    speak(qapp, language)
    assert id_ in [hit.id for hit in found(COMMANDS, typed, lambda _command: True)]


def test_every_command_is_found_by_its_words_of_the_other_language(qapp):
    speak(qapp, "zh")
    chinese = {command.id: tr(command.words) for command in COMMANDS}
    speak(qapp, "en")
    for command in COMMANDS:
        for words in (chinese[command.id], tr(command.words)):
            first, *_ = found(COMMANDS, words, lambda _command: True)
            assert words in (tr(first_words(first.id)), chinese[first.id])


def first_words(id_: str) -> str:
    return next(command.words for command in COMMANDS if command.id == id_)


def test_the_words_themselves_come_before_what_only_sounds_so(qapp):
    speak(qapp, "zh")
    hits = found(COMMANDS, "sync now", lambda _command: True)
    assert hits[0].id == "sync"
    assert found(COMMANDS, "ljyzxtb", lambda _command: True)[0].how == "sound"


def test_what_cannot_be_taken_now_is_not_found(qapp):
    assert found(COMMANDS, "sync", lambda _command: False) == []


def test_the_likely_ones_are_commands():
    assert set(LIKELY) <= {command.id for command in COMMANDS}


@pytest.fixture
def opened(clerk):
    """The ids of cases opened one after the other, the last one still open."""
    worklist, review = clerk.window.worklist, clerk.window.review
    ids = [worklist.model.case_at(row).id for row in range(3)]
    for id_ in ids:
        clerk.window.go_to_case(id_)
        clerk.until("the case", lambda id_=id_: review.view and review.view.case.id == id_)
    return ids


def test_before_a_letter_it_has_the_cases_opened_before_this_one_and_likely_commands(clerk, opened):
    clerk.window.search.open()
    view = clerk.dialog().view
    titles = shown(view)
    assert titles[0] == "[最近打开]"
    assert view.chosen().id == opened[1]
    assert opened[2] not in {
        view.hits.item(at).data(Qt.ItemDataRole.UserRole).id
        for at in range(1, titles.index("[常用命令]"))
    }
    assert tr("Claim a case") in titles[titles.index("[常用命令]") :]
    QTest.keyClicks(view.field, "z")
    assert "[最近打开]" not in shown(view)
    view.field.clear()
    assert shown(view) == titles
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    clerk.until("the one before", lambda: clerk.window.review.view.case.id == opened[1])


def test_enter_in_an_empty_palette_takes_no_command(clerk):
    clerk.until("the first pull", lambda: clerk.application.desk.cases.has_pulled())
    clerk.window.search.open()
    view = clerk.dialog().view
    assert shown(view)[0] == "[常用命令]"  # the only case that was opened is open
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    assert clerk.dialog().view is view
    QTest.keyClick(view.field, Qt.Key.Key_Down)
    assert view.chosen().id == LIKELY[0]


def test_a_likely_command_is_taken(clerk, opened):
    clerk.window.search.open()
    view = clerk.dialog().view
    while view.chosen().id != "guide":
        QTest.keyClick(view.field, Qt.Key.Key_Down)
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    tabs = clerk.window.review.tabs
    clerk.until("the guide", lambda: tabs.tabText(tabs.currentIndex()) == tr("Guide"))


def test_the_page_of_the_search_has_the_cases_opened_last_when_it_comes_to_front(clerk, opened):
    clerk.window.show_page("search")
    assert shown(clerk.window.page("search", SearchView))[0] == "[最近打开]"


def test_words_of_a_paper_open_it_where_it_says_them(clerk):
    desk, worklist = clerk.application.desk, clerk.window.worklist
    ids = (worklist.model.case_at(row).id for row in range(worklist.model.rowCount()))
    case = next(c for c in (desk.cases.view(id_).case for id_ in ids) if has_two_files(c))
    paper = case.current_materials()[1]
    page = PageReading((Line("出租人：鼎鑫磊", (0.2, 0.8, 0.4, 0.82)),), (), "recognised")
    write = desk.documents._store.write_refetchable
    write(lambda db: keep(db, paper.sha256, PaperReading("e", (page,)))).result()
    clerk.window.search.open()
    view = clerk.dialog().view
    view.field.setText("鼎鑫磊")
    assert view.chosen().how == "paper"
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    pages = clerk.window.review.materials.pages
    clerk.until("the hit", lambda: len(pages.paper.hits) == 1)
    assert clerk.window.review.view.case.id == case.id
    assert clerk.window.review.materials.paper_id == paper.id
    assert pages.find_bar.isVisible() and pages.find_bar.field.text() == "鼎鑫磊"
    assert pages.paper.verticalScrollBar().value() > 0
