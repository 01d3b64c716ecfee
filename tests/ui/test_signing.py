"""What waits for a lead's signature, at a real window: chosen, opened, signed by keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit

from tests.practice.calls import Caller, action
from ui.language import tr
from ui.parts.words import reason

REFUSAL = {
    "ground": "not_competent", "text": "经营场所位于南京市外",
    "competent_authority": "镇江市丹徒区有关部门",
}  # fmt: skip


@pytest.fixture
def credentials(own_centre):
    """A lead's."""
    return own_centre.clerks[1]


@pytest.fixture
def asked(clerk, own_centre):
    """What a colleague proposed, once the lead's desk has it."""
    handler = Caller(own_centre, 0)
    case = next(each for each in handler.cases("received") if each.item.signatures)
    proposed = {"action": {"type": "refuse_acceptance", "payload": REFUSAL}, "opinion": "…"}
    (answer,) = handler.act(action(case.id, "propose", case.revision, payload=proposed))
    assert answer["outcome"] == "applied", answer
    tab = clerk.window.worklist.tabs["to_sign"]
    clerk.sync_now()
    clerk.until("it to be here", lambda: tab.text().endswith("1"))
    return case


def test_what_waits_to_be_signed_opens_when_its_tab_is_chosen_and_one_key_signs_it(clerk, asked):
    window = clerk.window
    worklist, panel = window.worklist, window.review.decision
    clerk.click(worklist.tabs["to_sign"])
    clerk.until("it to be open", lambda: "sign" in panel.buttons)
    assert window.review.view.case.id == asked.id
    assert worklist.list.currentIndex().row() == 0
    assert window.review.materials.isAncestorOf(window.focusWidget())
    clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.until("it to be signed", lambda: worklist.model.rowCount() == 0)


def test_with_columns_it_is_listed_for_several_at_once_each_with_what_is_proposed(clerk, asked):
    worklist = clerk.window.worklist
    worklist.toggle_columns()
    clerk.click(worklist.tabs["to_sign"])
    clerk.until("it", lambda: worklist.model.rowCount() == 1)
    clerk.rest(50)
    assert worklist.list.wide and clerk.window.review.view.case.id != asked.id
    worklist.list.selectAll()
    assert "sign" in worklist.kinds_together()
    worklist.act("sign")
    dialog = clerk.dialog()
    fields = [field.accessibleName() for field in dialog.findChildren(QLineEdit)]
    assert tr("Signing opinion, where none is written yet") in fields
    clerk.until("the look", dialog.go.isEnabled)
    assert dialog.list.item(0).text().endswith(reason(worklist.model.case_at(0)))
    clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    clerk.until("it to be signed", lambda: worklist.model.rowCount() == 0)
    over = dialog.said.text()
    clerk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.said.text() == over
    dialog.reject()


def test_who_has_nothing_to_sign_is_not_offered_to_sign_several(clerk):
    offered = clerk.window.worklist.kinds_together()
    assert "sign" not in offered and "transfer" in offered


def test_what_is_proposed_is_read_from_its_first_line_wherever_the_case_before_was_left(
    clerk, asked
):
    window = clerk.window
    window.resize(1366, 520)
    panel = window.review.decision
    clerk.click_on(tr("Why is nothing else available?"))  # and it is tall
    area = window.review.decision_area
    clerk.until("it to be tall", lambda: area.verticalScrollBar().maximum() > 100)
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    clerk.find(asked.no)
    clerk.until("it to be open", lambda: "sign" in panel.buttons)
    clerk.rest(50)
    assert area.viewport().rect().contains(panel.proposal.mapTo(area.viewport(), QPoint(0, 0)))
