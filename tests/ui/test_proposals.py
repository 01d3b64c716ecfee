"""提请签发 at the panel: what a handler is offered in a decision's place, and what a lead signs."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QDateEdit, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from app.cases import actions, lifecycle, proposals
from app.cases.actions import Action
from app.cases.checks import Finding, run_checks
from app.cases.deadlines import case_deadlines
from app.cases.model import Clerk, DenialGround, Department, civil
from app.cases.sentence import say
from app.cases.team import StaffMember
from app.desk import CaseView, Draft
from tests.support.examples import MORNING, a_case, a_situation
from ui.decision.panel import DecisionPanel
from ui.language import speak, tr
from ui.parts.words import day_and_time
from ui.worklist.together import DecideTogether

OWN = Department(code="scjg", name="市场监督管理局")
HANDLER = Clerk(id="clerk-01", name="张伟", roles=("clerk",), department=OWN)
LEAD = Clerk(id="clerk-02", name="王芳", roles=("clerk", "lead"), department=OWN)
AWAY = StaffMember(id="clerk-03", name="李文", department=OWN, roles=("clerk", "lead"),
                   away_until=civil(MORNING))  # fmt: skip
HERE = StaffMember(id="clerk-02", name="王芳", department=OWN, roles=("clerk", "lead"))
GROUND = DenialGround(basis="《办法》第九条", text="距学校不足50米")
DENIAL = actions.Deny(opinion="不符合布局规定", grounds=(GROUND,))
KNOWN = a_situation(civil(MORNING))


@pytest.fixture(autouse=True)
def chinese(qapp):
    speak(qapp, "zh")


def a_signed_case():
    case = a_case(state="reviewing", accepted_at=MORNING)
    return replace(case, item=replace(case.item, signatures={"approve": 1, "deny": 1, "extend": 1}))


def proposed(payload=DENIAL):
    asked = Action(id="p", sub_application_id="sa-000001", at=MORNING,
                   payload=actions.Propose.of(payload))  # fmt: skip
    return lifecycle.apply(a_signed_case(), asked, HANDLER, KNOWN)


def a_view(case, clerk, *kinds, signers=()) -> CaseView:
    """What the clerk sees of the case, with these actions."""

    def reasons(kind):
        payload = proposals.as_taken(case, actions.ACTIONS[kind].minimal(case, KNOWN), KNOWN)
        return lifecycle.blocking_reasons(case, payload, clerk, KNOWN)

    return CaseView(
        case=case, situation=KNOWN, findings=run_checks(case, KNOWN),
        deadlines=case_deadlines(case, KNOWN.calendar, KNOWN.today), draft=Draft(), entries=(),
        asks_me=proposals.may_sign(case, clerk), signers=signers,
        actions=tuple((kind, reasons(kind)) for kind in kinds),
    )  # fmt: skip


@pytest.fixture
def panel(qtbot):
    made = DecisionPanel(lambda _payload: (), "Ctrl+Enter")
    qtbot.addWidget(made)
    made.resize(320, 800)
    made.show()
    made.taken = []
    made.decided.connect(made.taken.append)
    return made


def words(widget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def test_in_a_decisions_place_stands_its_proposal_and_it_says_the_same(panel):
    panel.show_case(a_view(a_signed_case(), HANDLER, "approve", "deny", "extend"))
    assert panel.buttons["approve"].text() == "提请签发：准予许可　Ctrl+Enter"
    assert panel.buttons["deny"].text() == "提请签发：不予许可"
    panel.opinion.setPlainText("符合规定")
    panel.take_primary()
    assert panel.taken == [actions.Approve(opinion="符合规定")]  # which the desk proposes


def test_the_sheet_of_an_extension_that_is_signed_asks_for_no_approval(panel):
    panel.show_case(a_view(a_signed_case(), HANDLER, "extend"))
    panel.press("extend")
    assert panel.sheet.findChildren(QDateEdit) == []
    assert not [
        line
        for line in panel.sheet.findChildren(QLineEdit)
        if line.accessibleName() == tr("Approved by")
    ]
    panel.sheet.findChild(QPlainTextEdit).setPlainText("案情复杂")
    assert panel.sheet.payload() == actions.Extend(days=10, reason="案情复杂")


def test_the_handler_is_told_with_whom_it_is_and_can_take_it_back(panel):
    panel.show_case(a_view(proposed(), HANDLER, "approve", "deny", "recall",
                           signers=(HERE, AWAY)))  # fmt: skip
    said = words(panel.proposal)
    assert "已提请负责人签发：不予许可" in said
    assert "可签发：王芳、李文（不在）" in said
    assert set(panel.buttons) == {"recall"}
    panel.buttons["recall"].click()
    assert panel.taken == [actions.Recall(proposal_id="p")]


def test_while_it_stands_the_handler_reads_what_was_proposed_and_has_no_opinion_to_type(panel):
    panel.show_case(a_view(a_signed_case(), HANDLER, "deny"))
    panel.opinion.setFocus()
    panel.show_case(a_view(proposed(), HANDLER, "deny", "recall", signers=(HERE,)))
    said = words(panel.proposal)
    assert "03-02 09:00 提请" in said
    assert "意见：不符合布局规定" in said
    assert "《办法》第九条 距学校不足50米" in said
    assert not panel.opinion.isVisible()
    assert panel.buttons["recall"].hasFocus()
    panel.show_case(a_view(a_signed_case(), HANDLER, "deny"))
    assert panel.opinion.isVisible()


def test_the_key_of_the_opinion_goes_to_the_recall_while_it_stands(panel):
    panel.show_case(a_view(proposed(), HANDLER, "recall", "message", signers=(HERE,)))
    panel.begin_opinion()
    assert panel.buttons["recall"].hasFocus()
    assert panel.opinion.toPlainText() == ""
    panel.setFocus()
    panel.take_focus()
    assert panel.buttons["recall"].hasFocus()


def test_a_sheet_that_is_left_brings_no_opinion_back_while_it_stands(panel):
    panel.show_case(a_view(proposed(), HANDLER, "recall", "message", signers=(HERE,)))
    panel.press("message")
    panel.back.click()
    assert not panel.opinion.isVisible()


def test_what_a_lead_types_is_called_the_signing_opinion(panel):
    panel.show_case(a_view(a_signed_case(), HANDLER, "deny"))
    assert "审查意见" in words(panel.opinion_view)
    panel.show_case(a_view(proposed(), LEAD, "sign", "send_back"))
    assert "签发意见" in words(panel.opinion_view)
    assert "审查意见" not in words(panel.opinion_view)
    assert panel.opinion.accessibleName() == "签发意见"


def test_the_lead_sees_all_that_is_proposed_and_signs_it_by_one_key(panel):
    panel.show_case(a_view(proposed(), LEAD, "sign", "send_back"))
    said = words(panel.proposal)
    assert "张伟提请：不予许可" in said
    assert "不符合布局规定" in said
    assert "《办法》第九条 距学校不足50米" in said
    assert panel.buttons["sign"].text() == "签发　Ctrl+Enter"
    assert panel.opinion.toPlainText() == ""
    panel.opinion_view.begin()
    panel.take_primary()
    assert panel.taken == [actions.Sign(proposal_id="p", opinion="同意。")]


def test_signing_and_sending_back_stand_side_by_side(panel, qtbot):
    panel.show_case(a_view(proposed(), LEAD, "sign", "send_back"))
    sign, back = panel.buttons["sign"], panel.buttons["send_back"]
    qtbot.waitUntil(lambda: sign.geometry().right() < back.geometry().left())
    assert sign.y() == back.y()


def test_the_lead_reads_the_notice_before_it_is_signed(panel):
    wanted = []
    panel.preview_wanted.connect(wanted.append)
    view = a_view(proposed(), LEAD, "sign", "send_back")
    panel.show_case(view)
    (link,) = [
        b for b in panel.findChildren(type(panel.buttons["sign"])) if b.text() == tr("Notice")
    ]
    link.click()
    notice = lifecycle.notice_of(view.case, wanted[0], LEAD, KNOWN, MORNING)
    assert notice.title == "不予行政许可决定书"


def test_what_goes_back_asks_for_words(panel):
    panel.show_case(a_view(proposed(), LEAD, "sign", "send_back"))
    panel.press("send_back")
    panel.sheet.findChild(QPlainTextEdit).setPlainText("请补充核查情况")
    panel.take_primary()
    assert panel.taken == [actions.SendBack(proposal_id="p", text="请补充核查情况")]


class NothingBars:
    def blocking_reasons(self, *_asked):
        return ()


@pytest.mark.parametrize(
    ("payload", "why"), [(DENIAL, ""), (actions.Approve(opinion="符合"), "注册证已过期")]
)
def test_what_is_open_leaves_an_approval_out_of_signing_together_and_no_refusal(
    qtbot, payload, why
):
    task = DecideTogether("sign", NothingBars(), None, None)
    qtbot.addWidget(task)
    expired = Finding("licence", "fail", say("注册证已过期", "The licence has expired"))
    view = a_view(proposed(payload), LEAD, "sign")
    assert task.why_not(replace(view, findings=(expired,))) == why


def test_where_nothing_stands_nothing_is_said_of_it(panel):
    panel.show_case(a_view(proposed(), HANDLER, "recall"))
    panel.show_case(a_view(a_signed_case(), HANDLER, "approve"))
    assert not panel.proposal.isVisible()


def test_the_form_of_what_was_signed_is_read_and_printed_like_a_notice(panel):
    wanted = []
    panel.notice_wanted.connect(wanted.append)
    extension = proposed(actions.Extend(days=10, reason="案情复杂"))
    panel.show_case(a_view(extension, HANDLER, "recall"))
    assert not links(panel, "审批表")
    signature = actions.Sign(proposal_id="p", opinion="同意")
    signed = Action(id="s", sub_application_id="sa-000001", at=MORNING, payload=signature)
    panel.show_case(a_view(lifecycle.apply(extension, signed, LEAD, KNOWN), HANDLER, "approve"))
    (form,) = links(panel, "审批表")
    form.click()
    assert ("签发意见", "同意") in wanted[0].rows


def links(panel, name):
    return [each for each in panel.findChildren(QPushButton) if each.text() == name]


def test_a_moment_is_told_by_the_clock_of_the_hall_whatever_offset_it_came_with():
    assert day_and_time(datetime(2026, 3, 9, 23, 30, tzinfo=UTC)) == "03-10 07:30"
