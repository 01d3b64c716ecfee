"""The real window on a real centre, with the clerk's keys and clicks."""

import re
import ssl
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
)

from tests.support.servers import self_signed
from tests.ui.measures import numbers_of, told
from ui.language import tr
from ui.rehearsal.clerk import ScriptedClerk
from ui.signin.again import SignInAgainDialog


def sign_in(application, hands, url, password="x"):
    application.desk.machine.keep_settings(centre_url=url, username="zhang.wei")
    page = application.open_sign_in()
    hands.type(page.password, password)
    hands.click(page.go)
    hands.until("a sentence", lambda: bool(page.said.text()))
    return page.said.text()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9", "连不上中心"),
        ("http://centre.example", "https://"),
        ("nonsense", "https://"),
    ],
)
def test_a_centre_that_cannot_be_spoken_to_is_a_sentence_on_the_sign_in_page(
    application, tmp_path, url, words
):
    assert words in sign_in(application, ScriptedClerk(application, tmp_path), url)


def test_a_wrong_password_is_a_sentence_and_the_page_stays(application, tmp_path, centre):
    said = sign_in(application, ScriptedClerk(application, tmp_path), centre.url, "不对")
    assert "用户名或密码不对" in said


def test_a_centre_that_answers_nonsense_is_a_sentence(application, tmp_path, server):
    server.answer = (200, {"Content-Type": "text/html"}, b"<html>sign in to the wifi</html>")
    url = f"http://127.0.0.1:{server.server_port}"
    assert "不是中心的回答" in sign_in(application, ScriptedClerk(application, tmp_path), url)


def test_a_wrong_certificate_is_a_sentence_that_warns(application, tmp_path, server):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = f"https://127.0.0.1:{server.server_port}"
    assert "不要输入密码" in sign_in(application, ScriptedClerk(application, tmp_path), url)


@pytest.mark.parametrize("broken", ["ui.rail.Rail.show_icons", "ui.instance.InstanceServer"])
def test_whatever_fails_as_the_window_opens_the_cases_come_all_the_same(
    application, own_centre, tmp_path, monkeypatch, broken
):
    def fails(*_anything):
        raise ImportError("not in the bundle")

    monkeypatch.setattr(broken, fails)
    told_of = []
    application.desk.report = told_of.append
    application.desk.machine.keep_settings(centre_url=own_centre.url)
    hands = ScriptedClerk(application, tmp_path)
    page = application.open_sign_in()
    page.username.setText(own_centre.clerks[0]["username"])
    page.password.setText(own_centre.clerks[0]["password"])
    hands.click(page.go)
    until = time.monotonic() + 60
    while not (told_of and application.desk.cases.has_pulled()) and time.monotonic() < until:
        hands.rest(10)  # QTest.qWait, which the clerk waits with, swallows what a slot raises
    assert application.desk.cases.has_pulled()
    assert [type(error) for error in told_of] == [ImportError]


def test_a_full_disk_is_a_sentence_and_the_words_stay_on_the_screen(clerk):
    store, review = clerk.application.desk.account.signed_in.store, clerk.window.review
    pages = store.reader().value("pragma page_count")

    def fill(db):
        db.execute(f"pragma max_page_count = {pages}")
        return []

    store.write(fill).result()
    words = "写得很长的意见" * 30_000
    clerk.type(review.decision.opinion, words)
    clerk.until("the sentence", lambda: "磁盘已满" in review.header.note.text())
    assert review.header.note.isVisible()
    assert review.decision.opinion.toPlainText() == words


def test_j_and_k_walk_the_list_and_numbers_choose_materials(clerk):
    window = clerk.window
    first = window.review.case_id
    clerk.press(Qt.Key.Key_J)
    clerk.until("the next case", lambda: window.review.case_id != first)
    clerk.press(Qt.Key.Key_K)
    clerk.until("the first case again", lambda: window.review.case_id == first)
    clerk.press(Qt.Key.Key_2)
    assert window.review.materials.at == 1


def test_home_and_end_go_to_the_first_and_the_last_case_of_the_list(clerk):
    window, table = clerk.window, clerk.window.worklist.list
    first = window.review.case_id
    table.setFocus()
    clerk.press(Qt.Key.Key_End)
    clerk.until("the last case", lambda: window.review.case_id != first)
    assert table.currentIndex().row() == table.model().rowCount() - 1
    clerk.press(Qt.Key.Key_Home)
    clerk.until("the first case again", lambda: window.review.case_id == first)


def test_letters_typed_into_a_field_are_words_not_commands(clerk):
    window = clerk.window
    case = window.review.case_id
    window.worklist.search.setFocus()
    QTest.keyClicks(window.worklist.search, "jk")
    assert window.worklist.search.text() == "jk"
    assert window.review.case_id == case


def test_what_is_typed_is_a_draft_at_once_and_is_there_after_coming_back(clerk):
    window = clerk.window
    case = window.review.case_id
    clerk.type(window.review.decision.opinion, "写了一半")
    desk = clerk.application.desk
    clerk.until("the draft", lambda: desk.cases.view(case).draft.opinion == "写了一半")
    window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_J)
    clerk.until("another case", lambda: window.review.case_id != case)
    clerk.press(Qt.Key.Key_K)
    clerk.until("the words", lambda: window.review.decision.opinion.toPlainText() == "写了一半")


def test_an_action_that_is_barred_says_why_and_by_which_law_when_pressed(clerk):
    panel = clerk.window.review.decision
    clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.until("the reasons", panel.said.isVisible)
    assert re.search("材料还没有全部审查通过：.*（《.+》第.+条", panel.said.text())


def test_identity_numbers_are_masked_until_asked_for_and_asking_is_journalled(clerk, tmp_path):
    form = clerk.window.review.form
    secret = numbers_of(clerk.window.review.view.case)
    reveals = [
        b for b in form.findChildren(QAbstractButton) if b.text() == tr("Show") and b.isVisible()
    ]
    clerk.window.review.columns.setSizes([600, 600])
    assert len(secret) >= 2
    assert set(told(clerk.window, secret)) == set()
    reveals[0].click()
    assert len(set(told(clerk.window, secret))) == 1
    for reveal in reveals[1:]:
        reveal.click()
    assert set(told(clerk.window, secret)) == secret
    journal = (tmp_path / "home" / "journal" / "journal.jsonl").read_text("utf-8")
    assert journal.count('"unmasked"') == len(reveals)
    assert [number for number in secret if number in journal] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_language_and_theme_change_at_once_and_the_case_stays_open(clerk, language, chosen):
    case = clerk.window.review.case_id
    clerk.application.apply_appearance(language, "")
    clerk.application.apply_appearance("", chosen)
    assert clerk.window.review.case_id == case
    words = {"zh": "办件", "en": "Cases"}[language]
    assert words in {b.text() for b in clerk.window.findChildren(QAbstractButton)}


def test_an_empty_list_has_a_sentence(clerk):
    window = clerk.window
    clerk.type(window.worklist.search, "没有这样的办件")
    clerk.until("the sentence", lambda: window.worklist.empty.isVisible())
    assert window.worklist.empty.sentence.text()


def test_the_first_pull_shows_a_bar_and_how_many_until_the_rows_are_there(clerk):
    worklist = clerk.window.worklist
    clerk.type(worklist.search, "没有这样的办件")
    clerk.until("an empty list", lambda: worklist.model.rowCount() == 0)
    worklist.show_progress(120, 300)
    assert worklist.progress.isVisible()
    assert (worklist.progress.value(), worklist.progress.maximum()) == (120, 300)
    assert "120" in worklist.progress_words.text()
    worklist.search.clear()
    clerk.until("rows, while the pull goes on", lambda: worklist.model.rowCount() > 0)
    assert worklist.list.isVisible()
    assert not worklist.progress.isVisible()


def test_a_window_that_went_before_it_was_complete_begins_nothing(clerk, monkeypatch):
    monkeypatch.setattr("ui.window.order_tabs", lambda window: window.close())
    clerk.application.apply_appearance("en", "")
    window, begun = clerk.window, []
    window.settled.connect(lambda: begun.append(window))
    clerk.until("it to be gone", lambda: window.events.ended)
    clerk.rest(200)
    assert begun == []


def test_a_first_pull_that_brought_no_row_leaves_a_sentence(clerk):
    worklist = clerk.window.worklist
    clerk.type(worklist.search, "没有这样的办件")
    clerk.until("an empty list", lambda: worklist.model.rowCount() == 0)
    worklist.show_progress(120, 300)
    worklist.pulled()
    assert worklist.empty.isVisible()


def test_an_expired_sign_in_asks_for_the_password_beside_the_desk_and_sends_after_it(
    clerk, own_centre
):
    clerk.until("online", lambda: clerk.window.status.sync.text().startswith("●"))
    own_centre.say("expire all")
    clerk.application.desk.centre.sync_now()
    clerk.until("the question", lambda: clerk.window.findChild(SignInAgainDialog) is not None)
    dialog = clerk.window.findChild(SignInAgainDialog)
    assert not dialog.isModal()
    clerk.type(dialog.form.password, "wrong")
    clerk.click(dialog.form.go)
    clerk.until("a sentence", lambda: "不对" in dialog.form.said.text())
    dialog.form.password.clear()
    clerk.type(dialog.form.password, own_centre.clerks[0]["password"])
    clerk.click(dialog.form.go)
    clerk.until("signed in", lambda: not dialog.isVisible())
    clerk.until("online", lambda: clerk.window.status.sync.text().startswith("●"))


def test_the_reading_of_papers_follows_the_case_in_sight_and_the_clerks_hands(clerk, monkeypatch):
    reading, told = clerk.application.desk.reading, []
    for what in ("note_opened", "note_activity", "suspend", "resume"):
        monkeypatch.setattr(reading, what, lambda *about, w=what: told.append((w, *about)))
    clerk.window.go_to_list()
    clerk.press(Qt.Key.Key_J)
    shown = clerk.window.review.case_id
    clerk.until("the next case", lambda: any(about[0] == shown for _, *about in told if about))
    assert ("note_opened", shown, clerk.window.worklist.neighbours()) in told
    assert ("note_activity",) not in told
    QTest.keyClick(clerk.window.windowHandle(), Qt.Key.Key_Down)
    assert ("note_activity",) in told
    clerk.application.lock()
    clerk.until("the end of the process", lambda: ("suspend",) in told)
