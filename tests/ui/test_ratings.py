"""The page of ratings: answered from there, by keys, and what is typed stays."""

from datetime import datetime

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.cases.actions import ReplyEvaluation
from app.cases.model import SHANGHAI, Evaluation, civil
from app.practice.ledger import Ledger
from app.practice.world import World
from tests.support.centres import Centre, city_file
from ui.ratings.view import RatingsView

CLERK = "clerk-01"


@pytest.fixture
def own_centre(tmp_path):
    """Its city's first clerk has two rated cases, a good one and a bad one."""
    path = tmp_path / "rated.sqlite"
    path.write_bytes(city_file(60, 3))
    ledger, now = Ledger(path), datetime.now(SHANGHAI)
    world = World(ledger, lambda: now)
    cases = [c for c in world.cases.values() if c.assignee and c.assignee.id == CLERK]
    for case, stars in zip(cases, (5, 1), strict=False):
        world.put_case(replace(case, state="delivered", revision=case.revision + 1))
        rated = Evaluation(
            id=f"ev-{stars}", sub_application_id=case.id, stars=stars, grade=6 - stars, at=now,
            reply_by=civil(now),
        )  # fmt: skip
        world.put_evaluation(rated)
    ledger.close()
    centre = Centre("--speed", "0", "--database", str(path))
    yield centre
    centre.close()


@pytest.fixture
def view(clerk):
    clerk.window.show_page("ratings")
    page = clerk.window.page("ratings", RatingsView)
    clerk.until("the ratings", lambda: len(page.ratings) == 2)
    return page


def test_the_keys_are_on_the_ratings_once_they_are_read(clerk, view):
    assert clerk.window.focusWidget() is view.table


def test_the_bad_one_is_first_and_says_its_last_day(view):
    assert view.table.item(0, 0).text() == "非常不满意"
    assert view.rating.rated.stars == 1
    assert view.table.item(0, 1).text()


def test_enter_goes_to_the_reply_and_sending_it_goes_on_to_the_next(clerk, view):
    case_id = view.rating.case.id
    view.table.setFocus()
    clerk.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is view.text
    clerk.type(view.text, "已整改，抱歉让您久等")
    assert view.send.text() == "发送答复　Ctrl+Enter"
    clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.until("the next", lambda: view.rating is not None and view.rating.case.id != case_id)
    deciding = clerk.application.desk.deciding
    sent = [*deciding.entries(), *deciding.sent_entries()]
    said = [e.payload.text for e in sent if isinstance(e.payload, ReplyEvaluation)]
    assert said == ["已整改，抱歉让您久等"]
    clerk.until("it is at the foot", lambda: view.ratings[-1].reply == said[0])


def test_nothing_typed_is_sent_as_nothing_and_the_reason_stands_there(clerk, view):
    clerk.click(view.send)
    clerk.until("the reason", lambda: view.refused.isVisible())
    assert view.refused.text()


def test_what_is_begun_is_there_again_and_in_the_case_as_well(clerk, view):
    clerk.type(view.text, "写到一半")
    first = view.rating.rated.id
    view.table.setCurrentCell(1, 0)
    assert view.text.toPlainText() == ""
    clerk.until("it is kept", lambda: any(each.begun == "写到一半" for each in view.ratings))
    view.table.setCurrentCell(0, 0)
    assert (view.rating.rated.id, view.text.toPlainText()) == (first, "写到一半")
