"""The sheets of what follows a decision, and of whom it touches."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from app.cases import actions
from app.cases.model import (
    Clerk,
    Clock,
    Delivery,
    Event,
    GivenCommitment,
    ItemMaterial,
    Party,
    civil,
)
from app.cases.notices import numbered
from app.cases.procedure import Commitment, Procedure
from app.desk import SheetDraft
from tests.support.examples import MORNING, a_case, an_item
from tests.support.notices import notice_of
from tests.ui.test_decision import Panel, a_view
from ui.language import speak, tr


@pytest.fixture(autouse=True)
def chinese(qapp):
    speak(qapp, "zh")


def decided(state="approved", told=("7号",), **changes):
    clock = Clock(received_at=MORNING, accepted_at=MORNING, decided_at=MORNING)
    notice = notice_of(actions.Approve(), a_case())
    notices = tuple(numbered(notice, no) for no in told)
    return a_case(**{"state": state, "clock": clock, "notices": notices} | changes)


def test_a_delivery_asks_which_notice_where_the_decision_was_told_in_more_than_one(qtbot):
    panel = Panel(qtbot, a_view(decided()))
    panel.take("deliver")
    assert len(panel.widget.sheet.findChildren(QComboBox)) == 1  # how
    panel = Panel(qtbot, a_view(decided(told=("7号", "8号"))))
    panel.take("deliver")
    panel.field(QLineEdit, "Received by").setText("王某")
    assert panel.confirm() == actions.Deliver(method="counter", receiver="王某")
    which = panel.field(QComboBox, "Which notice")
    which.setCurrentIndex(2)
    assert panel.confirm().notice_no == "8号"


def test_mail_that_came_back_is_noted_with_the_carriers_reason_without_typing(qtbot):
    sent = Delivery(method="ems", tracking_no="EX1")
    panel = Panel(qtbot, a_view(decided("delivered", delivery=sent)))
    panel.take("return_delivery")
    offers = [b for b in panel.widget.sheet.findChildren(QPushButton) if b.menu() is not None]
    offers[0].menu().actions()[0].trigger()
    assert panel.confirm() == actions.ReturnDelivery(reason="拒收")


def test_mail_that_the_centre_tells_of_is_noted_next_with_its_reason_and_no_typing(qtbot):
    case = decided("delivered", delivery=Delivery(method="ems", tracking_no="EX1"))
    mail = Event(at=MORNING, by=Clerk(id="applicant"), type="mail_returned", text="逾期未取")
    panel = Panel(qtbot, a_view(replace(case, history=(*case.history, mail))))
    assert panel.widget.primary_kind == "return_delivery"
    panel.take("return_delivery")
    assert panel.confirm() == actions.ReturnDelivery(reason="逾期未取")


def test_what_is_put_right_names_a_notice_that_has_its_number_the_latest_first(qtbot):
    case = decided(told=("7号", "8号"))
    waiting = replace(case.notices[0], no="待编号", provisional=True)
    panel = Panel(qtbot, a_view(replace(case, notices=(*case.notices, waiting))))
    panel.take("rectify")
    which = panel.field(QComboBox, "Notice to be put right")
    assert [which.itemData(n) for n in range(which.count())] == ["8号", "7号"]
    which.setCurrentIndex(1)
    text = panel.field(QPlainTextEdit, "What is put right, as the notice says it")
    text.setPlainText("将“86”更正为“68” ")
    assert panel.confirm() == actions.Rectify(notice_no="7号", text="将“86”更正为“68”")


def test_a_notice_cannot_be_put_right_before_it_has_its_number(qtbot):
    panel = Panel(qtbot, a_view(decided(told=())))
    assert "rectify" not in panel.offered()
    assert tr("Put a notice right") in panel.said()


def test_whoever_is_touched_is_named_and_an_empty_line_is_nobody(qtbot):
    panel = Panel(qtbot, a_view(a_case(state="reviewing", accepted_at=MORNING)))
    panel.take("inform_parties")
    panel.field(QLineEdit, "Interested party").setText("王某 ")
    another = [
        b for b in panel.widget.sheet.findChildren(QPushButton) if b.text() == tr("Another one")
    ]
    another[0].click()
    panel.field(QPlainTextEdit, "What touches them, or why there is nobody").setPlainText("采光")
    assert panel.confirm() == actions.InformParties(
        parties=(Party(name="王某", how="counter"),), text="采光"
    )
    panel.widget.sheet.findChildren(QCheckBox)[0].setChecked(True)
    assert panel.confirm().hearing


def test_a_sheet_of_parties_that_was_begun_comes_back_as_it_was(qtbot):
    told = actions.InformParties(
        parties=(Party(name="王某", how="ems"), Party(name="李某", how="announcement")),
        text="采光",
        hearing=True,
    )
    view = a_view(a_case(state="reviewing", accepted_at=MORNING))
    draft = replace(view.draft, sheets={told.type: SheetDraft.of(told)})
    panel = Panel(qtbot, replace(view, draft=draft))
    panel.take("inform_parties")
    assert panel.confirm() == told


PROMISE = Procedure(commitment=Commitment(materials=("平面图",), verify_days=20))


def promising():
    case = a_case(state="reviewing", accepted_at=MORNING)
    case = replace(case, item=replace(case.item, procedure=PROMISE))
    return a_view(case, an_item(materials=(ItemMaterial(name="平面图"),)))


def test_where_only_what_is_promised_is_missing_an_approval_says_so_before_it_is_taken(qtbot):
    panel = Panel(qtbot, promising())
    panel.take("approve")
    assert not panel.decided
    assert "平面图" in panel.said()
    assert panel.confirm().by_commitment
    panel.widget.sheet.findChildren(QCheckBox)[0].setChecked(False)
    assert not panel.confirm().by_commitment


def test_a_commitment_is_asked_for_of_no_item_that_knows_none(qtbot):
    panel = Panel(qtbot, a_view(a_case(state="reviewing", accepted_at=MORNING)))
    (detail,) = [e for e in panel.menu() if e.text() == tr("Approve with conditions")]
    detail.trigger()
    assert not panel.widget.sheet.findChildren(QCheckBox)


@pytest.mark.parametrize(("chosen", "finding"), [(0, True), (1, False)])
def test_what_was_found_of_a_commitment_is_chosen_and_described(qtbot, chosen, finding):
    given = GivenCommitment(verify_by=civil(MORNING))
    panel = Panel(qtbot, a_view(decided("delivered", commitment=given)))
    panel.take("verify_commitment")
    panel.field(QComboBox, "The finding").setCurrentIndex(chosen)
    panel.field(QPlainTextEdit, "What was found, as the notice says it").setPlainText("已看现场")
    assert panel.confirm() == actions.VerifyCommitment(finding=finding, text="已看现场")


def test_no_case_is_asked_to_verify_a_commitment_it_does_not_have(qtbot):
    panel = Panel(qtbot, a_view(decided("delivered")))
    assert "verify_commitment" not in panel.offered()
    assert tr("Verify commitment") not in panel.said()
