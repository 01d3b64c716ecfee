"""提请、签发、退回、撤回 (docs/rules.md, "Second signatures"): who may do what, and what it does."""

from datetime import date, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle, proposals
from app.cases.actions import ACTIONS, Action
from app.cases.contract import OLDER_API
from app.cases.evidence import Comparison, PaperFinding
from app.cases.model import (
    Clerk,
    DenialGround,
    Department,
    Event,
    ProposedAction,
    SubApplication,
    civil,
)
from app.cases.sentence import say
from app.cases.typed import decode
from tests.support.examples import MORNING, a_case, a_material, a_situation

OWN = Department(code="scjg", name="市场监督管理局")
HANDLER = Clerk(id="clerk-01", name="张伟", roles=("clerk",), department=OWN)
LEAD = Clerk(id="clerk-02", name="王芳", roles=("clerk", "lead"), department=OWN)
SECOND = Clerk(id="clerk-03", name="李文", roles=("clerk", "lead"), department=OWN)
ELSEWHERE = replace(SECOND, id="clerk-09", department=Department(code="wsjk"))
COLLEAGUE = replace(HANDLER, id="clerk-04")
LATER = MORNING + timedelta(hours=3)
APPROVAL = actions.Approve(opinion="资金、场所、布局符合规定。")
DENIAL = actions.Deny(grounds=(DenialGround(basis="《办法》第九条", text="过近"),))
EXTENSION = actions.Extend(days=10, reason="案情复杂")
SIGNED = {"approve": 1, "deny": 1, "refuse_acceptance": 1, "extend": 1}


def a_signed_case(signatures=SIGNED, **changes) -> SubApplication:
    case = a_case(**({"state": "reviewing", "accepted_at": MORNING} | changes))
    return replace(case, item=replace(case.item, signatures=signatures))


def codes(case, payload, by, at=LATER, **known) -> set[str]:
    found = lifecycle.blocking_reasons(case, payload, by, a_situation(civil(at), **known))
    return {reason.code for reason in found}


def after(case, payload, by, at=LATER, id_="p") -> SubApplication:
    action = Action(id=id_, sub_application_id=case.id, at=at, payload=payload)
    return lifecycle.apply(case, action, by, a_situation(civil(at)))


def proposed(payload=APPROVAL, case=None) -> SubApplication:
    return after(case or a_signed_case(), actions.Propose.of(payload), HANDLER, MORNING)


def sign(id_="p", opinion="同意"):
    return actions.Sign(proposal_id=id_, opinion=opinion)


def send_back(text="请补充核查情况"):
    return actions.SendBack(proposal_id="p", text=text)


RECALL = actions.Recall(proposal_id="p")


# --- proposing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", [APPROVAL, DENIAL, EXTENSION])
def test_what_the_item_has_signed_is_refused_without_a_proposal_and_lawful_with_one(payload):
    case = a_signed_case()
    assert codes(case, payload, HANDLER) == {"signature_needed"}
    assert codes(case, actions.Propose.of(payload), HANDLER) == set()
    assert codes(a_signed_case({}), actions.Propose.of(payload), HANDLER) == {"no_signature_needed"}


def test_a_case_carries_what_it_was_filed_under_whatever_the_item_asks_today():
    item = replace(a_situation(civil(LATER)).item, signatures=SIGNED)
    assert codes(a_signed_case({}), APPROVAL, HANDLER, item=item) == set()


def test_what_is_proposed_must_be_lawful_but_for_the_signature():
    case = a_signed_case(materials=(a_material(),))
    assert codes(case, actions.Propose.of(APPROVAL), HANDLER) == {"materials_not_passed"}
    assert codes(a_signed_case(), actions.Propose.of(actions.Deny()), HANDLER) == {
        "grounds_missing"
    }
    received = a_signed_case(state="received")
    assert codes(received, actions.Propose.of(APPROVAL), HANDLER) == {"wrong_state"}
    long = actions.Propose.of(replace(EXTENSION, days=11))
    assert codes(a_signed_case(), long, HANDLER) == {"days_out_of_range"}


def test_a_proposal_that_nobody_can_read_is_refused():
    odd = ProposedAction(type="approve", payload=msgspec.Raw(b'{"opinion": 7}'))
    assert codes(a_signed_case(), actions.Propose(action=odd), HANDLER) == {"action_unreadable"}
    nested = actions.Propose.of(actions.Propose.of(APPROVAL))
    assert codes(a_signed_case(), nested, HANDLER) == {"no_signature_needed"}


def test_a_proposal_stands_under_the_id_of_its_action_and_changes_nothing_else():
    case = a_signed_case()
    standing = proposed(case=case)
    proposal = standing.proposal
    assert (proposal.id, proposal.by.id, proposal.at) == ("p", HANDLER.id, MORNING)
    assert (proposal.opinion, proposal.needed, proposal.signatures) == (APPROVAL.opinion, 1, ())
    assert actions.proposed_in(proposal.action) == APPROVAL
    assert (standing.state, standing.decision, standing.notices) == ("reviewing", None, ())
    assert [event.type for event in standing.history] == ["propose"]
    assert standing.revision == case.revision + 1


def test_what_is_attached_to_what_is_proposed_is_attached_to_the_proposal():
    evidence = replace(APPROVAL, attachments=("ab" * 32,))
    assert actions.Propose.of(evidence).attachments == ("ab" * 32,)
    assert actions.Propose.of(evidence).proposed == evidence


def test_a_proposal_survives_its_way_over_the_wire():
    standing = proposed(DENIAL)
    again = decode(msgspec.json.encode(standing), SubApplication)
    assert actions.proposed_in(again.proposal.action) == DENIAL
    assert again == standing


# --- who signs ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "found"),
    [
        (LEAD, set()),
        (SECOND, set()),
        (HANDLER, {"lead_needed"}),
        (COLLEAGUE, {"lead_needed"}),
        (ELSEWHERE, {"other_department"}),
        (replace(HANDLER, roles=("clerk", "lead")), {"own_proposal"}),  # nobody signs their own
    ],
)
@pytest.mark.parametrize("payload", [sign(), send_back()])
def test_a_lead_of_the_department_who_does_not_handle_it_signs_or_sends_back(payload, by, found):
    standing = proposed()
    assert codes(standing, payload, by) == found
    assert proposals.may_sign(standing, by) == (not found)


def test_nobody_signs_what_they_proposed_though_a_colleague_handles_it_by_now():
    moved = replace(proposed(), assignee=COLLEAGUE.signature)
    own = replace(HANDLER, roles=("clerk", "lead"))
    assert codes(moved, sign(), own) == {"own_proposal"}
    assert codes(moved, sign(), replace(COLLEAGUE, roles=("clerk", "lead"))) == {"own_proposal"}
    assert codes(moved, sign(), LEAD) == set()
    assert codes(moved, RECALL, COLLEAGUE) == set()
    assert codes(moved, RECALL, HANDLER) == {"not_yours"}


def test_the_handler_alone_recalls():
    assert codes(proposed(), RECALL, HANDLER) == set()
    assert codes(proposed(), RECALL, LEAD) == {"not_yours"}
    assert after(proposed(), RECALL, HANDLER).proposal is None


def test_what_goes_back_goes_with_words():
    assert codes(proposed(), send_back("  "), LEAD) == {"text_missing"}
    back = after(proposed(), send_back(), LEAD)
    assert (back.proposal, back.state) == (None, "reviewing")
    last = back.history[-1]
    assert (last.type, last.by.id, last.text) == ("send_back", LEAD.id, "请补充核查情况")
    assert codes(back, actions.Propose.of(APPROVAL), HANDLER) == set()


# --- while it stands ------------------------------------------------------------------------------


def test_an_action_is_barred_open_or_asked_for_while_a_proposal_stands_as_it_says():
    standing, bare = proposed(), a_signed_case()
    for name, kind in ACTIONS.items():
        by = LEAD if kind.actor == "lead" else HANDLER
        known = a_situation(civil(LATER))
        found = codes(standing, kind.minimal(standing, known), by)
        assert ("proposed" in found) == (kind.while_proposed == "barred"), name
        found = codes(bare, kind.minimal(bare, known), by)
        assert ("no_proposal" in found) == (kind.while_proposed == "only"), name


@pytest.mark.parametrize(
    ("payload", "by", "zh"),
    [
        (sign(), LEAD, "提请已由王芳签发"),
        (send_back(), LEAD, "提请已由王芳退回"),
        (RECALL, HANDLER, "承办人已撤回提请"),
    ],
)
def test_who_comes_too_late_is_told_what_became_of_the_proposal(payload, by, zh):
    gone = after(proposed(EXTENSION), payload, by)
    (reason,) = lifecycle.blocking_reasons(gone, sign(), SECOND, a_situation(civil(LATER)))
    assert (reason.code, reason.text.zh) == ("no_proposal", zh)


def test_a_signature_is_for_the_proposal_that_was_read_and_for_no_later_one():
    again = after(after(proposed(), RECALL, HANDLER), actions.Propose.of(DENIAL), HANDLER, id_="q")
    assert codes(again, sign("p"), LEAD) == {"no_proposal"}
    assert codes(again, sign("q"), LEAD) == set()


# --- the last signature ---------------------------------------------------------------------------


def test_the_last_signature_carries_out_what_was_proposed_dated_that_day():
    next_day = MORNING + timedelta(days=1)
    done = after(proposed(), sign(), LEAD, next_day)
    assert (done.state, done.proposal) == ("approved", None)
    assert done.clock.decided_at == next_day
    assert (done.decision.by.id, done.decision.opinion) == (HANDLER.id, APPROVAL.opinion)
    (notice,) = done.notices
    assert (notice.type, notice.day) == ("approve", civil(next_day))
    assert [(e.type, e.by.id) for e in done.history] == [
        ("propose", HANDLER.id),
        ("sign", LEAD.id),
        ("approve", HANDLER.id),
    ]


def test_an_extension_is_approved_by_who_signs_it_on_that_day():
    next_day = MORNING + timedelta(days=1)
    done = after(proposed(EXTENSION), sign(), LEAD, next_day)
    assert (done.state, done.clock.extension_days) == ("reviewing", 10)
    assert any("王芳于2026年3月3日批准" in text for text in done.notices[0].paragraphs)


def test_where_two_sign_the_second_carries_it_out_and_nobody_signs_twice():
    case = a_signed_case({"approve": 2})
    once = after(proposed(case=case), sign(), LEAD)
    assert (once.state, once.proposal.needed, len(once.proposal.signatures)) == ("reviewing", 2, 1)
    assert codes(once, sign(), LEAD) == {"signed_before"}
    assert not proposals.may_sign(once, LEAD)
    twice = after(once, sign(opinion="准予"), SECOND)
    assert (twice.state, twice.proposal) == ("approved", None)
    assert [e.by.id for e in twice.history if e.type == "sign"] == [LEAD.id, SECOND.id]


# --- overtaken ------------------------------------------------------------------------------------


@pytest.mark.parametrize("type_", ["supplemented", "resubmitted", "receive_materials"])
def test_what_was_proposed_before_a_paper_came_is_sent_back_and_not_signed(type_):
    came = Event(at=LATER, by=Clerk(id="applicant"), type=type_)
    standing = proposed()
    overtaken = replace(standing, history=(*standing.history, came))
    assert codes(overtaken, sign(), LEAD) == {"overtaken"}
    assert codes(overtaken, send_back(), LEAD) == set()
    before = a_signed_case()
    reviewed = proposed(case=replace(before, history=(came,)))
    assert codes(reviewed, sign(), LEAD) == set()


def test_what_the_clock_has_overtaken_is_not_signed_and_says_why():
    standing = proposed(EXTENSION)
    late = MORNING + timedelta(days=29)  # 30 March was the statutory day
    assert codes(standing, sign(), LEAD, MORNING + timedelta(days=28)) == set()
    assert codes(standing, sign(), LEAD, late) == {"statutory_day_past"}
    refusal = actions.RefuseAcceptance(ground="no_licence_needed", text="依法不需要许可")
    received = proposed(refusal, a_signed_case(state="received", accepted_at=None))
    assert codes(received, sign(), LEAD) == set()
    assert codes(received, sign(), LEAD, MORNING + timedelta(days=9)) == {"ground_not_open"}


def test_a_proposal_falls_with_a_case_that_ends_by_something_else():
    ended = proposals.without_fallen_proposal(replace(proposed(), state="terminated"))
    assert ended.proposal is None
    (reason,) = lifecycle.blocking_reasons(ended, sign(), LEAD, a_situation(civil(LATER)))
    assert (reason.code, reason.text.zh) == ("no_proposal", "办理已经终止，提请随之失效")
    assert proposals.without_fallen_proposal(proposed()).proposal is not None


def test_what_the_papers_say_to_the_leads_desk_alone_bars_no_signature():
    """The handler alone can answer it, and may not see it."""
    blank = PaperFinding(id="paper:1", kind="blank", text=say("空白页", "A blank page"), fault="")
    seen = Comparison(findings=(blank,))
    proposing = actions.Propose.of(APPROVAL)
    assert codes(a_signed_case(), proposing, HANDLER, comparison=seen) == {"papers_differ"}
    assert codes(proposed(), sign(), LEAD, comparison=seen) == set()


# --- an older centre ------------------------------------------------------------------------------


def test_a_centre_that_knows_no_proposals_asks_for_none():
    case = a_signed_case()
    assert codes(case, APPROVAL, HANDLER, centre_api=OLDER_API) == set()
    assert codes(case, actions.Propose.of(APPROVAL), HANDLER, centre_api=OLDER_API) == {
        "centre_too_old"
    }
    known = a_situation(date(2026, 3, 2), centre_api=OLDER_API)
    assert proposals.as_taken(case, APPROVAL, known) == APPROVAL
    now = a_situation(date(2026, 3, 2))
    assert proposals.as_taken(case, APPROVAL, now) == actions.Propose.of(APPROVAL)
    assert proposals.as_taken(case, actions.Release(), now) == actions.Release()


def test_a_lead_hands_over_any_case_of_the_department_and_nobody_else_s():
    case, elsewhere = replace(a_case(), department=OWN), replace(SECOND, department=None)
    transfer = actions.Transfer(to_clerk=SECOND.id, reason="轮岗")
    assert codes(case, transfer, HANDLER) == codes(case, transfer, LEAD) == set()
    assert codes(replace(case, assignee=None), transfer, LEAD) == set()
    for by in (COLLEAGUE, ELSEWHERE, elsewhere):
        assert codes(case, transfer, by) == {"not_yours"}


def test_a_lead_does_to_a_colleague_s_case_nothing_else_a_handler_does():
    case = replace(a_signed_case(), department=OWN)
    for name, kind in ACTIONS.items():
        if kind.actor == "handler":
            found = codes(case, kind.minimal(case, a_situation(civil(LATER))), LEAD)
            assert found == {"not_yours"}, name
