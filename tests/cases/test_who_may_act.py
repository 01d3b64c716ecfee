"""Who may do what in which state (docs/rules.md, "States and actions"), and what the others are
told."""

from datetime import date

import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import ACTIONS
from app.cases.model import (
    STATES,
    ArchiveRecord,
    Clerk,
    Clock,
    DeferredMaterial,
    Evaluation,
    GivenCommitment,
    ItemMaterial,
    Notice,
    Pause,
)
from tests.support.examples import MORNING, a_case, a_situation, an_item

TODAY = MORNING.date()
HOLDER = Clerk(id="clerk-01", name="张伟", roles=("clerk", "lead"))
KINDS = ("licence", "confirmation", "filing", "public_service")
OPEN = {
    "received": "accept request_correction refuse_acceptance review transfer release correct_on_the_spot receive_materials withdraw terminate",
    "correcting": "refuse_acceptance receive_materials withdraw terminate",
    "reviewing": "begin_special extend inform_parties approve deny review transfer receive_materials withdraw terminate",
    "special": "end_special review receive_materials withdraw terminate",
    "approved": "deliver rectify verify_commitment",
    "denied": "deliver rectify",
    "revoked": "deliver rectify",
    "delivered": "reply_evaluation return_delivery rectify archive verify_commitment",
    "refused": "deliver rectify archive",
    "terminated": "archive",
}
AT_ONCE = "approve deny"  # 即办件, not accepted yet: both accept in the same step
AFTER_SILENCE = "refuse_acceptance"  # deemed accepted: for want of competence
PROMISED = GivenCommitment(verify_by=TODAY)
TOLD_IN = (Notice(type="approve", title="准予", no="7号", provisional=False, day=TODAY),)
EVERYWHERE = "message propose sign send_back recall"
LEADS = {name for name, kind in ACTIONS.items() if kind.actor == "lead"}
OF_A_PROPOSAL = {*LEADS, "propose", "recall"}
TOLD = {
    "received": ("尚未受理：请先受理", "Not accepted yet: accept the case first"),
    "correcting": (
        "正在等申请人补正：补正后可以办理",
        "The applicant is correcting the application; go on once it is back",
    ),
    "reviewing": ("已经受理，正在审查", "The case is accepted and in review"),
    "special": (
        "特别程序尚未结束：请先结束特别程序",
        "The special procedure is still open: end it first",
    ),
    "approved": ("已作出准予决定，等待送达", "The case is approved and waits for delivery"),
    "denied": ("已作出不予决定，等待送达", "The case is denied and waits for delivery"),
    "revoked": ("准予决定已经撤销，等待送达", "The approval is revoked and waits for delivery"),
    "delivered": ("已经办结", "The case is closed"),
    "refused": ("已作出不予受理决定", "Acceptance has been refused"),
    "terminated": ("办理已经终止", "The case has been terminated"),
}


def case_in(state, kind="licence", handling="promised", deemed=False, **changes):
    case = a_case(state=state, handling=handling, **changes)
    clock = replace(case.clock, deemed_accepted=deemed)
    return replace(case, item=replace(case.item, kind=kind), clock=clock)


def least(name, case, known):
    return ACTIONS[name].minimal(case, known)


def reasons(case, payload, by=HOLDER, today=TODAY, **known):
    return lifecycle.blocking_reasons(case, payload, by, a_situation(today, **known))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("handling", ["promised", "instant"])
@pytest.mark.parametrize("deemed", [False, True])
@pytest.mark.parametrize("state", STATES)
def test_a_state_allows_what_the_table_says_and_nothing_else(state, deemed, handling, kind):
    allowed = {*OPEN[state].split(), *EVERYWHERE.split()}
    if state == "received" and handling == "instant":
        allowed |= set(AT_ONCE.split())
    if state == "reviewing" and deemed:
        allowed |= {AFTER_SILENCE}
    case = case_in(state, kind, handling, deemed)
    assert set(lifecycle.open_actions(case)) == allowed
    for name in set(ACTIONS) - OF_A_PROPOSAL:  # tests/cases/test_proposals.py
        found = {r.code for r in reasons(case, least(name, case, a_situation(TODAY)))}
        assert bool(found & {"wrong_state", "deemed_accepted"}) == (name not in allowed), name


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - LEADS))
@pytest.mark.parametrize(
    ("holder", "zh", "en"),
    [
        (None, "本件已不在您名下", "The case is no longer yours"),
        (
            Clerk(id="clerk-02", name="王芳", window="3 号窗口"),
            "本件现由王芳 · 3 号窗口办理",
            "The case is now with 王芳 · 3 号窗口",
        ),
        (Clerk(id="clerk-02"), "本件现由clerk-02办理", "The case is now with clerk-02"),
    ],
)
def test_who_does_not_hold_a_case_is_told_who_does_and_nothing_else(name, holder, zh, en):
    case = replace(case_in("received"), assignee=holder)
    (reason,) = reasons(case, least(name, case, a_situation(TODAY)))
    assert (reason.code, reason.sentence.zh, reason.sentence.en) == ("not_yours", zh, en)


@pytest.mark.parametrize("state", STATES)
def test_what_a_state_does_not_allow_is_told_in_one_sentence(state):
    case = case_in(state)
    known = a_situation(TODAY)
    for name in set(ACTIONS) - {*OPEN[state].split(), *EVERYWHERE.split(), "end_special"}:
        (reason,) = reasons(case, least(name, case, known))
        assert (reason.text.zh, reason.text.en) == TOLD[state], name


@pytest.mark.parametrize("state", ["delivered", "refused", "terminated"])
def test_nothing_can_be_done_to_an_archived_case_and_it_says_so(state):
    kept = ArchiveRecord(at=MORNING, by=HOLDER.signature, volume="a" * 64, data="b" * 64)
    case = replace(case_in(state), archive=kept)
    assert lifecycle.open_actions(case) == ()
    for name in set(ACTIONS) - OF_A_PROPOSAL:
        (reason,) = reasons(case, least(name, case, a_situation(TODAY)))
        assert (reason.code, reason.sentence.zh) == ("archived", "本件已经归档")
        assert reason.sentence.en == "The case has been archived"


@pytest.mark.parametrize(
    "name", [n for n, a in ACTIONS.items() if a.since == "1.1" and a.actor == "handler"]
)
@pytest.mark.parametrize("state", STATES)
def test_what_came_with_a_newer_contract_is_told_to_be_so_and_nothing_else(state, name):
    case, known = case_in(state), a_situation(TODAY)
    (reason,) = reasons(case, least(name, case, known), centre_api="1.0")
    assert reason.code == "centre_too_old"
    assert reason.sentence.zh == "贵市中心的接口版本较早，不受理这项操作"
    assert reason.sentence.en == "The centre is of an older version and knows no such action"


def test_a_state_this_version_does_not_know_allows_nothing_and_says_so():
    case = case_in("on_hold")
    assert lifecycle.open_actions(case) == ()
    (reason,) = reasons(case, actions.Approve())
    assert (reason.text.zh, reason.text.en) == ("当前状态不允许", "The state does not allow it")


@pytest.mark.parametrize("state", sorted(set(STATES) - {"special"}))
def test_only_an_open_special_procedure_is_ended(state):
    (reason,) = reasons(case_in(state), actions.EndSpecial(finding="合格"))
    assert reason.text.zh == "没有正在进行的特别程序"
    assert reason.text.en == "No special procedure is open"


@pytest.mark.parametrize(
    ("name", "code"),
    [("accept", "deemed_accepted"), ("request_correction", "deemed_accepted"),
     ("release", "wrong_state"), ("deliver", "wrong_state")],
)  # fmt: skip
def test_after_silence_it_is_neither_accepted_nor_corrected_and_the_days_are_named(name, code):
    case = case_in("received")
    tenth = date(2026, 3, 10)  # 3, 4, 5, 6, 9 March were the five
    (reason,) = reasons(case, least(name, case, a_situation(tenth)), today=tenth)
    assert reason.code == code
    if code == "deemed_accepted":
        assert reason.text.zh == "收到申请已满5个工作日未告知补正，自收到之日起视为受理"
        assert reason.text.en == (
            "5 working days have passed since receipt: the case is deemed accepted"
        )


@pytest.mark.parametrize(
    ("ground", "state", "deemed", "fits"),
    [
        ("no_licence_needed", "received", False, True),
        ("false_materials", "received", False, True),
        ("barred", "received", False, True),
        ("not_competent", "received", False, True),
        ("not_corrected", "received", False, False),  # nothing was asked for
        ("not_competent", "reviewing", True, True),
        ("no_licence_needed", "reviewing", True, False),
        ("false_materials", "reviewing", True, False),  # then it is denied, 78
        ("barred", "reviewing", True, False),
    ],
)
def test_a_ground_of_refusal_is_open_where_the_law_has_it(ground, state, deemed, fits):
    refusal = actions.RefuseAcceptance(ground=ground, text="x", competent_authority="区局")
    found = reasons(case_in(state, deemed=deemed), refusal)
    assert {reason.code for reason in found} == (set() if fits else {"ground_not_open"})


@pytest.mark.parametrize(
    ("clerk", "department", "reason", "fits"),
    [
        ("clerk-02", "", "调岗", True),
        ("", "wsjk", "不属本局职权", True),
        ("clerk-02", "wsjk", "调岗", True),
        ("", "", "调岗", False),
        ("clerk-02", "", "", False),
        ("clerk-02", "", "  ", False),
        ("", "wsjk", "", False),
        ("", "", "", False),
    ],
)
def test_a_case_is_handed_on_to_somebody_and_with_the_reason(clerk, department, reason, fits):
    transfer = actions.Transfer(to_clerk=clerk, to_department=department, reason=reason)
    found = reasons(case_in("reviewing"), transfer)
    assert [r.code for r in found] == ([] if fits else ["transfer_incomplete"])


@pytest.mark.parametrize("payload", [actions.Transfer(to_clerk="clerk-02", reason="调岗"), actions.Release()])  # fmt: skip
def test_what_is_handed_on_or_given_back_is_nobodys_until_the_centre_says_whose(payload):
    case = case_in("received")
    after = payload.effect(case, HOLDER, a_situation(TODAY), MORNING)
    assert after == replace(case, assignee=None)


@pytest.mark.parametrize(
    ("to", "text", "fits"),
    [
        ("wsjk", "请告知进展", True),
        ("", "请告知进展", False),
        ("wsjk", " ", False),
        ("", "", False),
    ],
)
def test_a_message_has_a_department_and_words(to, text, fits):
    found = reasons(case_in("refused"), actions.SendMessage(to_department=to, text=text))
    assert [r.code for r in found] == ([] if fits else ["text_missing"])


STILL_TO_DO = {"approve": {"materials_missing"}, "archive": {"commitment_unverified"}}


def test_the_least_a_clerk_can_say_asks_only_what_else_stands_in_the_way():
    rated = (Evaluation(id="ev-1", sub_application_id="sa-000001", stars=3),)
    owed = an_item(materials=(ItemMaterial(name="平面图"),))
    known = {"item": owed, "evaluations": rated}
    accepted = case_in("reviewing", accepted_at=MORNING)
    pause = Clock(accepted_at=MORNING, pauses=(Pause(from_=TODAY, procedure="testing"),))
    for case in (case_in("received", fields={"area": "86"}), accepted, case_in("special", clock=pause),
                 case_in("approved", notices=TOLD_IN, commitment=PROMISED),
                 case_in("delivered", notices=TOLD_IN, commitment=PROMISED)):  # fmt: skip
        situation = a_situation(TODAY, **known)
        for name in OPEN[case.state].split():
            found = {r.code for r in reasons(case, least(name, case, situation), **known)}
            assert found == STILL_TO_DO.get(name, set()), name
    deferred = least("accept", case_in("received"), a_situation(TODAY, owed))
    assert deferred.deferred_materials == (DeferredMaterial(name="平面图", by=TODAY),)
    for state, ground in (("correcting", "not_corrected"), ("reviewing", "not_competent"),
                          ("received", "no_licence_needed")):  # fmt: skip
        case = case_in(state)
        assert least("refuse_acceptance", case, a_situation(TODAY)).ground == ground


def test_only_a_decision_is_made_on_the_spot_and_only_competence_denied_after_silence():
    assert {name for name, kind in ACTIONS.items() if kind.on_the_spot} == set(AT_ONCE.split())
    assert {name for name, kind in ACTIONS.items() if kind.after_deemed} == {AFTER_SILENCE}
