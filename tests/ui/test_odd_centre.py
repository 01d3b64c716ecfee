"""What a clerk reads where the centre says what cannot be read, or fails on one action."""

import msgspec
import pytest
from PySide6.QtWidgets import QLabel

from app.sync.cycle import CycleDone
from app.sync.loop import Status
from tests.support.examples import ASKED
from tests.support.odd_centre import case_body, cases_at, refused
from tests.support.waiting import eventually
from ui.outbox.view import OutboxView
from ui.rehearsal.clerk import ScriptedClerk
from ui.window import DeskWindow


@pytest.fixture
def clerk(application, odd, tmp_path):
    """At a centre with two cases, one with an odd part, and a third that cannot be read at all."""
    cases_at(odd, 1)
    partly = msgspec.to_builtins(case_body(2), str_keys=True)
    odd.put(partly | {"applicant": {"name": "周某", "phone": 13800000000}})
    odd.put(partly | {"id": "sa-000003", "state": 5})
    application.desk.machine.keep_settings(centre_url=odd.url)
    hands = ScriptedClerk(application, tmp_path)
    page = application.open_sign_in()
    hands.type(page.username, "zhang.wei")
    hands.type(page.password, "x")
    hands.click(page.go)
    hands.until("the desk", lambda: isinstance(application.window, DeskWindow))
    hands.until("the rows", lambda: hands.window.worklist.model.rowCount() == 2)
    return hands


def words_in(widget):
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_what_could_not_be_read_is_said_in_the_status_the_outbox_and_the_case(clerk):
    window = clerk.window
    clerk.until("the word", lambda: "无法读取 2" in window.status.waiting.text())
    window.show_page("outbox")
    clerk.until("the line", lambda: "sa-000003" in words_in(window.page("outbox", OutboxView)))
    assert "其他办件不受影响" in words_in(window.page("outbox", OutboxView))
    assert "sa-000002：申请人无法读取" in words_in(window.page("outbox", OutboxView)).replace(
        " ：", "："
    )
    window.show_page("cases")
    window.cases.open_case("sa-000002")
    clerk.until("the strip", lambda: window.review.header.odd.isVisible())
    assert "申请人" in window.review.header.odd.text()
    window.cases.open_case("sa-000001")
    clerk.until("no strip", lambda: not window.review.header.odd.isVisible())


def test_an_action_the_centre_fails_on_says_so_and_when_it_is_tried_again(clerk, odd):
    desk, window = clerk.window.desk, clerk.window
    odd.on["/v1/actions"] = lambda asked: refused(500)
    desk.deciding.decide("sa-000001", ASKED).result()
    window.show_page("outbox")
    clerk.until(
        "the words",
        lambda: (
            desk.deciding.entries()[0].tries >= 3
            and "再试" in words_in(window.page("outbox", OutboxView))
        ),
    )
    assert "500" in words_in(window.page("outbox", OutboxView))
    del odd.on["/v1/actions"]
    window.sync_now()
    clerk.until("all sent", lambda: desk.deciding.counts() == (0, 0))


def test_an_action_that_came_back_says_what_is_to_be_done_once(clerk, odd):
    desk, window = clerk.window.desk, clerk.window
    odd.on["/v1/actions"] = lambda asked: refused(403, "forbidden")
    desk.deciding.decide("sa-000001", ASKED).result()
    window.show_page("outbox")
    clerk.until(
        "the words", lambda: "（forbidden 403）" in words_in(window.page("outbox", OutboxView))
    )
    assert words_in(window.page("outbox", OutboxView)).count("中心无法处理") == 1
    assert "中心不接受" not in words_in(window.page("outbox", OutboxView))


def test_a_case_that_went_to_another_names_who_holds_it(clerk, odd):
    desk, window = clerk.window.desk, clerk.window
    odd.outcome = lambda action: {"outcome": "gone", "held_by": {"name": "李强", "window": "7号窗"}}
    desk.deciding.decide("sa-000001", ASKED).result()
    eventually(lambda: [entry.state for entry in desk.deciding.entries()] == ["gone"])
    window.show_page("outbox")
    clerk.until("the name", lambda: "李强 · 7号窗" in words_in(window.page("outbox", OutboxView)))


def in_step(desk, **how):
    return Status("online", desk.machine.now(), **how)


def test_what_lasts_of_the_sync_is_said_quietly_beside_when_it_was(clerk):
    window, desk = clerk.window, clerk.window.desk
    done = CycleDone(0, 0, ("sub_application",), 0.0)
    window.events.tell_status(in_step(desk, streams=False))
    assert window.status.sync.text().endswith("· 每分钟查看")
    assert "实时提醒" in window.status.sync.toolTip()
    window.events.tell_status(in_step(desk, done=done, streams=False))
    assert window.status.sync.text().endswith("· 核对不符")
    assert "办件" in window.status.sync.toolTip()
    window.events.tell_status(in_step(desk))
    assert "·" not in window.status.sync.text()
    assert "核对" not in window.status.sync.toolTip()


def test_a_case_says_that_the_centre_keeps_fewer_words_of_its_notice(clerk):
    desk, window = clerk.window.desk, clerk.window
    desk.deciding.decide("sa-000001", ASKED).result()
    clerk.until("fewer words", lambda: desk.cases.view("sa-000001").tells_less)
    window.show_page("cases")
    window.cases.open_case("sa-000001")
    clerk.until("the strip", lambda: "您出具的全文" in window.review.header.odd.text())
    assert window.review.header.odd.isVisible()


def test_a_state_this_desk_does_not_know_is_said_by_its_word_among_what_is_to_be_done(clerk, odd):
    window = clerk.window
    odd.put(msgspec.to_builtins(case_body(7), str_keys=True) | {"state": "suspended"})
    clerk.until("its row", lambda: window.worklist.model.rowCount() == 3)
    window.cases.open_case("sa-000007")
    clerk.until("the case", lambda: window.review.view.case.id == "sa-000007")
    clerk.until("the sentence", lambda: "不认识状态“suspended”" in words_in(window.review))
