"""The handbook under F1: it names what there is, turns to where the clerk is, and can be found in."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.cases.actions import RequestCorrection
from app.cases.kinds import KINDS, RETURN
from tests.ui.test_language import translations
from tests.ui.test_review import has_files, open_case
from ui.commands import ROWS
from ui.handbook.book import PICTURE, book, find, sources
from ui.handbook.dialog import HandbookDialog
from ui.language import speak, tr
from ui.palette.hit import HIT
from ui.rows import WidgetKey, key_names

LANGUAGES = ("zh", "en")
PAGES = [(language, id_) for language in LANGUAGES for id_ in sources(language)]
QUOTED = {"zh": re.compile("「([^」]+)」"), "en": re.compile(r"\*\*([^*]+)\*\*")}
OF_QT = {"Tab", "Shift+Tab", "Space", "Enter", "↑", "↓", "Alt+↓", "Ctrl", "Shift"}
OF_WIDGETS = {key for row in ROWS if isinstance(row, WidgetKey) for key in row.keys.split("  ")}


def words_of_the_window(language: str) -> set[str]:
    """Without what is put into them, and the signs around them."""
    words = {"zh": translations().values(), "en": translations().keys()}[language]
    said = [RETURN, *(each for kind in KINDS.values() for each in kind.words.values())]
    by_kind = {each.spoken(language) for each in said}
    return {plain(word) for word in {*words, *by_kind}}


def plain(words: str) -> str:
    return re.sub(r"\{\w+\}|[○●◐▾…]", "", words).strip()


# --- it never lies -------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "id_"), PAGES)
def test_every_command_a_page_names_has_a_key_and_every_other_key_is_a_widgets(language, id_):
    text = sources(language)[id_]
    assert set(re.findall(r"\{(\w+)\}", text)) <= key_names(ROWS).keys()
    assert set(re.findall("`([^`]+)`", text)) <= OF_QT | OF_WIDGETS


@pytest.mark.parametrize(("language", "id_"), PAGES)
def test_every_button_and_field_a_page_quotes_is_called_so_in_the_window(language, id_):
    quoted = {plain(words) for words in QUOTED[language].findall(sources(language)[id_])}
    assert quoted - words_of_the_window(language) == set()


def test_a_quotation_that_is_no_button_is_seen():
    assert plain("更多 ▾") in words_of_the_window("zh")
    assert plain("待办 {n}") == "待办"
    assert "不存在的按钮" not in words_of_the_window("zh")


@pytest.mark.parametrize("id_", list(sources("zh")))
def test_both_languages_say_the_same_with_the_same_keys_pictures_and_links(id_):
    def outline(language):
        text = sources(language)[id_]
        return {
            "keys": set(re.findall(r"\{(\w+)\}|`([^`]+)`", text)),
            "pictures": [screen for _, screen in PICTURE.findall(text)],
            "links": re.findall(r"\]\(([\w-]+)\)", text),
            "lines": [re.match(r"#*|\d+\.|-|!?", line)[0] for line in text.splitlines()],
        }

    assert sources("zh").keys() == sources("en").keys()
    assert outline("zh") == outline("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_titles_of_every_kind_are_named(language):
    text = sources(language)["kinds"]
    titles = {title for kind in KINDS.values() for title in kind.titles.values()}
    assert [title for title in titles if title not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_leads_to_a_page(application, language):
    speak(application.qt, language)
    pages = book(ROWS)
    ids = {page.id for page in pages}
    for page in pages:
        assert set(re.findall(r"\]\(([\w-]+)\)", page.without_pictures)) <= ids, page.id


# --- F1 ------------------------------------------------------------------------------------------


def handbook(clerk) -> HandbookDialog:
    dialog = clerk.dialog()
    assert isinstance(dialog, HandbookDialog)
    return dialog


def page_at(clerk) -> str:
    """The page that F1 turns to here."""
    focus = clerk.window.focusWidget()
    clerk.press(Qt.Key.Key_F1)
    page = handbook(clerk).page()
    handbook(clerk).reject()
    clerk.window.activateWindow()
    clerk.until("the window again", clerk.window.isActiveWindow)
    assert clerk.window.focusWidget() is focus
    return page


def test_f1_turns_to_the_page_of_the_part_that_has_the_focus(clerk):
    open_case(clerk, has_files)
    window, review = clerk.window, clerk.window.review
    window.worklist.list.setFocus()
    assert page_at(clerk) == "list"
    window.worklist.search.setFocus()  # a field, where ? is a character
    assert page_at(clerk) == "list"
    review.materials.take_focus()
    assert page_at(clerk) == "judging"
    review.decision.opinion.setFocus()
    assert page_at(clerk) == "deciding"
    review.ask_for_correction()
    clerk.until("the sheet", lambda: isinstance(
        review.decision.sheet and review.decision.sheet.payload(), RequestCorrection
    ))  # fmt: skip
    assert page_at(clerk) == "correcting"
    review.decision.close_sheet()
    for page, expected in (("thing", "whole"), ("search", "searching"), ("outbox", "offline"),
                           ("overview", "whole")):  # fmt: skip
        window.show_page(page)
        assert page_at(clerk) == expected


def test_what_came_back_has_a_page_of_its_own(clerk, monkeypatch):
    clerk.window.show_page("outbox")
    monkeypatch.setattr(clerk.window.desk.deciding, "counts", lambda: (0, 1))
    assert page_at(clerk) == "conflicts"


def test_before_signing_in_it_opens_at_the_sign_in(application):
    page = application.open_sign_in()
    page.handbook_wanted.emit()
    (dialog,) = application.window.findChildren(HandbookDialog)
    assert dialog.isVisible() and dialog.page() == "sign-in"
    assert dialog.text.document().find("用户名").isNull() is False


def test_it_stays_beside_the_window_which_goes_on_working(clerk):
    window = clerk.window
    window.handbook.open()
    window.handbook.open("keys")
    assert len(window.findChildren(HandbookDialog)) == 1
    assert handbook(clerk).page() == "keys"
    assert not handbook(clerk).isModal() and QApplication.activeModalWidget() is None
    window.show_page("outbox")
    assert handbook(clerk).page() == "keys"


def test_it_is_gone_while_the_desk_is_locked_and_back_beside_the_window_after_it(clerk, own_centre):
    clerk.window.handbook.open()
    dialog = handbook(clerk)
    clerk.application.lock()
    assert not dialog.isVisible()
    clerk.type(clerk.application.locked.form.password, own_centre.clerks[0]["password"])
    clerk.click(clerk.application.locked.form.go)
    clerk.until("the desk", lambda: clerk.application.locked is None)
    assert dialog.isVisible() and not dialog.isModal()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_every_page_with_its_keys_and_loads_nothing(application, qtbot, language):
    speak(application.qt, language)
    pages, keys = book(ROWS), key_names(ROWS)
    window = application.open_sign_in()
    dialog = HandbookDialog(pages, window)
    for page in pages:
        dialog.show_page(page.id)
        said = dialog.text.toPlainText().replace("\N{THIN SPACE}", "")
        assert said.startswith(page.title)
        assert dialog.text.accessibleName() == page.title
        source = sources(language).get(page.id, "")
        assert all(keys[id_] in said for id_ in re.findall(r"\{(\w+)\}", source))
        assert "<img" not in dialog.text.toHtml()
        assert not re.search(r"[`*{}]|\]\(", said), page.id


# --- finding -------------------------------------------------------------------------------------


def titles(dialog) -> list[str]:
    return [dialog.contents.item(at).text() for at in range(dialog.contents.count())]


def test_the_field_lists_the_pages_that_have_the_words_and_goes_to_the_place(clerk):
    clerk.window.handbook.open("list")
    dialog = handbook(clerk)
    everything = titles(dialog)
    QTest.keyClicks(dialog.field, "  ")
    assert titles(dialog) == everything
    dialog.field.setText("补正期限")
    assert "要求补正" in titles(dialog) and len(titles(dialog)) < len(everything)
    assert dialog.page() == "correcting"
    assert dialog.text.textCursor().selectedText() == "补正期限"
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.page() != "correcting"
    dialog.field.setText("没有这样的词")
    assert titles(dialog) == [] and dialog.nothing.isVisible()
    dialog.field.clear()
    assert titles(dialog) == everything and not dialog.nothing.isVisible()


def test_enter_goes_to_the_next_place_and_from_the_last_to_the_first(clerk):
    clerk.window.handbook.open("correcting")
    dialog = handbook(clerk)
    dialog.field.setText("补正")
    places = []
    for _ in range(dialog.text.toPlainText().count("补正") + 1):
        places.append(dialog.text.textCursor().position())
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert places[:-1] == sorted(set(places)) and places[-1] == places[0]


def test_a_link_turns_to_its_page(clerk):
    clerk.window.handbook.open("offline")
    dialog = handbook(clerk)
    dialog.text.anchorClicked.emit("conflicts")
    assert dialog.page() == "conflicts"


def test_the_title_counts_most_and_all_the_words_must_be_there(application):
    speak(application.qt, "zh")
    pages = book(ROWS)
    assert find(pages, "打印")[0][0].id == "printing"
    both = {page.id for page, _ in find(pages, "补正 期限")}
    assert both and both <= {p.id for p, _ in find(pages, "补正")} & {
        p.id for p, _ in find(pages, "期限")
    }
    assert all("EMS" in line or "邮" in line for _, line in find(pages, "邮政运单号"))
    assert find(pages, " ") == find(pages, "没有这样的词") == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("typed", "page"),
    [("yaoqiubuzheng", "correcting"), ("yqbz", "correcting"), ("suoping", "sign-in"),
     ("qbkjj", "keys"), ("ask", "correcting")],
)  # fmt: skip
def test_a_page_is_found_by_its_title_s_pinyin_and_initials(application, language, typed, page):
    speak(application.qt, language)
    assert page in [found.id for found, _line in find(book(ROWS), typed)]


def test_the_search_finds_a_page_and_turns_to_it(clerk):
    window = clerk.window
    window.search.open()
    view = clerk.dialog().view
    view.field.setText("一次告知")
    hits = [view.hits.item(at).data(HIT) for at in range(view.hits.count())]
    of_handbook = [hit.title for hit in hits if hit is not None and hit.kind == "handbook"]
    assert of_handbook[:1] == ["要求补正"]
    assert tr("Handbook") in [view.hits.item(at).text() for at in range(view.hits.count())]
    while view.chosen().kind != "handbook":
        QTest.keyClick(view.field, Qt.Key.Key_Down)
    QTest.keyClick(view.field, Qt.Key.Key_Return)
    clerk.until("the handbook", lambda: isinstance(clerk.dialog(), HandbookDialog))
    assert handbook(clerk).page() == "correcting"


def test_a_page_that_was_turned_over_leaves_nothing_behind(clerk):
    clerk.window.handbook.open("list")
    dialog = handbook(clerk)
    for page in clerk.window.handbook.pages:
        dialog.show_page(page.id)
    clerk.rest(10)
    assert len(dialog.findChildren(QTextDocument)) == 1
