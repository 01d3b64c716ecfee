"""What is refused is said once, beside what it speaks of, and no longer than it is so."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton

from app.desk import CaseFilter
from tests.ui.test_review import is_received, open_case
from ui.language import tr
from ui.outbox.view import OutboxView

CTRL = Qt.KeyboardModifier.ControlModifier


def in_sight(clerk) -> str:
    QApplication.processEvents()
    return "\n".join(w.text() for w in clerk.window.findChildren(QLabel) if w.isVisible())


def in_review(clerk):
    return open_case(clerk, lambda c: c.state == "reviewing" and not c.item.instant)


def test_a_barred_decision_is_refused_once_and_no_longer_when_its_reason_is_gone(clerk):
    in_review(clerk)
    reason = "材料还没有全部审查通过"
    clerk.window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_Return, CTRL)
    panel = clerk.window.review.decision
    assert panel.said.isVisible()
    assert in_sight(clerk).count(reason) == 1
    clerk.judge_everything_fit()
    assert not panel.said.isVisible()
    assert reason not in in_sight(clerk)
    assert "approve" in panel.buttons


def test_what_a_sheet_lacks_is_said_until_it_is_there(clerk, own_centre):
    own_centre.say("cut")
    in_review(clerk)
    panel = clerk.window.review.decision
    panel.press("deny")
    panel.primary().click()
    reason = "须说明理由和法律依据"
    clerk.until("the refusal", lambda: reason in in_sight(clerk))
    assert in_sight(clerk).count(reason) == 1
    clerk.type(panel.sheet.findChild(QPlainTextEdit), "经营场所不符合要求")
    clerk.until("it to be gone", lambda: reason not in in_sight(clerk))
    panel.primary().click()
    clerk.until("the denial", lambda: clerk.state_is(("denied",)))
    assert not panel.said.isVisible()


def test_after_a_refused_sheet_is_closed_nothing_is_left_of_the_refusal(clerk):
    in_review(clerk)
    panel = clerk.window.review.decision
    panel.press("deny")
    panel.primary().click()
    clerk.until("the refusal", panel.said.isVisible)
    clerk.click_on(tr("Back"))
    assert not panel.said.isVisible()


def test_all_other_reasons_are_said_and_put_away_with_the_same_button(clerk):
    in_review(clerk)
    panel = clerk.window.review.decision
    clerk.click_on(tr("Why is nothing else available?"))
    assert panel.said.isVisible()
    told = panel.said.text().splitlines()
    assert all(in_sight(clerk).count(line) == 1 for line in told)
    clerk.click_on(tr("Why is nothing else available?"))
    assert not panel.said.isVisible()


def test_a_card_that_cannot_be_taken_back_says_so_itself_until_it_can(clerk, own_centre):
    own_centre.say("cut")
    clerk.sync_now()
    clerk.until("offline", clerk.is_offline)
    window, desk = clerk.window, clerk.application.desk
    open_case(clerk, is_received)
    panel = window.review.decision
    panel.press("message")
    clerk.type(panel.sheet.findChild(QPlainTextEdit), "请核查")
    panel.primary().click()
    clerk.until("the message", lambda: len(desk.deciding.entries()) == 1)
    panel.press("release")
    clerk.until("both", lambda: len(desk.deciding.entries()) == 2)
    window.show_page("outbox")
    clerk.until("the cards", lambda: len(_take_back(clerk)) == 2)
    _take_back(clerk)[0].click()
    clerk.until("the refusal", lambda: _red(clerk) != [])
    assert len(_red(clerk)) == 1
    _take_back(clerk)[1].click()
    clerk.until("one card", lambda: len(_take_back(clerk)) == 1)
    assert _red(clerk) == []


def _take_back(clerk) -> list[QPushButton]:
    found = clerk.window.page("outbox", OutboxView).findChildren(QPushButton)
    return [b for b in found if b.text() == tr("Take back") and b.isVisible()]


def _red(clerk) -> list[str]:
    QApplication.processEvents()
    found = clerk.window.page("outbox", OutboxView).findChildren(QLabel)
    return [w.text() for w in found if w.isVisible() and w.property("tone") == "red"]


# --- what is said of a decision that is saved ------------------------------------------------


def test_online_a_decision_is_saved_on_its_way_and_then_sent(clerk):
    said = []
    clerk.window.status.said.setText("")
    clerk.until("online", lambda: clerk.window.status.sync.text().startswith("●"))
    open_case(clerk, is_received)
    clerk.window.review.decision.press("release")
    clerk.until("the word", lambda: _noted(said, clerk) and said[-1] == tr("Saved and sent."))
    assert tr("Saved. It is sent as soon as the centre is reached.") not in said


def _noted(said: list[str], clerk) -> bool:
    text = clerk.window.status.said.text()
    if text and text not in said:
        said.append(text)
    return bool(said)


def test_offline_a_decision_says_that_it_waits_and_once_it_is_sent_says_so(clerk, own_centre):
    own_centre.say("cut")
    clerk.sync_now()
    clerk.until("offline", clerk.is_offline)
    open_case(clerk, is_received)
    clerk.window.review.decision.press("release")
    waits = tr("Saved. It is sent as soon as the centre is reached.")
    said = clerk.window.status.said
    clerk.until("the word", lambda: said.text() == waits)
    own_centre.say("restore")
    clerk.application.desk.centre.sync_now()
    clerk.until("the other word", lambda: said.text() == tr("Saved and sent."))


# --- a case that is closed ---------------------------------------------------------------------


def closed(clerk):
    desk = clerk.application.desk
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="closed")))
    case = next(
        view.case
        for view in (desk.cases.view(row.id) for row in rows)
        if view.situation.item.checklist
        and view.case.current_materials()
        and view.case.current_materials()[0].media_type == "application/pdf"
    )
    clerk.find(case.no)
    return case


def test_a_closed_case_says_why_it_is_not_judged_and_offers_nothing_that_does_nothing(clerk):
    case = closed(clerk)
    review = clerk.window.review
    assert not any(choice.isVisible() for choice in review.materials.verdicts.buttons())
    assert not review.materials.remark.isVisible()
    assert review.materials.barred.isVisible()
    assert review.materials.barred.text()
    assert not any(box.isEnabled() for box in review.checklist.boxes.values())
    assert review.decision.opinion.isReadOnly()
    clerk.window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_N)
    clerk.rest(50)
    assert clerk.application.desk.cases.view(case.id).draft.materials == {}


def test_an_open_case_after_a_closed_one_is_judged_as_ever(clerk):
    closed(clerk)
    open_case(clerk, is_received)
    review = clerk.window.review
    assert all(choice.isVisible() for choice in review.materials.verdicts.buttons())
    assert review.materials.remark.isVisible()
    assert not review.materials.barred.isVisible()
    assert not review.decision.opinion.isReadOnly()


def test_the_paper_of_a_closed_case_is_fetched_and_shown(clerk):
    closed(clerk)
    clerk.until("its page", clerk.window.review.materials.pages.is_shown)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_denied_case_has_no_green_light_on_its_row_or_in_its_head(clerk, own_centre, theme):
    from ui import theme as themes

    own_centre.say("cut")
    clerk.application.apply_appearance("", theme)
    clerk.until("the rows", lambda: clerk.window.worklist.model.rowCount() > 0)
    case = in_review(clerk)
    panel = clerk.window.review.decision
    panel.press("deny")
    clerk.type(panel.sheet.findChild(QPlainTextEdit), "经营场所不符合要求")
    panel.primary().click()
    clerk.until("the denial", lambda: clerk.state_is(("denied",)))
    assert themes.current().green not in clerk.window.review.header.light.styleSheet()
    desk = clerk.application.desk
    (row,) = desk.cases.rows([desk.cases.number(case.id)])
    assert row.light == "denied"
