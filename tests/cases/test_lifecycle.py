"""What a clerk may do to a case, and why not (行政许可法 Art. 32–45), article by article."""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import ACTIONS, Action
from app.cases.deadlines import case_deadlines, time_taken
from app.cases.model import (
    STATES,
    ChecklistPoint,
    CheckRule,
    Clerk,
    DeferredMaterial,
    DenialGround,
    Evaluation,
    Event,
    Fault,
    GivenCommitment,
    ItemMaterial,
    Licence,
    Party,
    Review,
    SubApplication,
    Tick,
    Verdict,
    civil,
)
from app.cases.notices import numbered
from app.cases.procedure import Commitment, Procedure
from app.cases.workdays import WorkCalendar
from tests.support.examples import MORNING, a_case, a_material, a_situation, a_thing, an_item

CLERK = Clerk(id="clerk-01", name="张伟", roles=("clerk",))
LEAD = Clerk(id="clerk-01", name="王芳", roles=("clerk", "lead"))
CORRECTION = actions.RequestCorrection(faults=(Fault(text="缺平面图"),), by_days=15)
DENIAL = actions.Deny(grounds=(DenialGround(basis="第三十八条", text="不符合条件"),))
REFUSAL = actions.RefuseAcceptance(ground="no_licence_needed", text="依法不需要许可")
SPECIAL = actions.BeginSpecial(procedure="testing", expected_days=3, text="检测")
EXTENSION = actions.Extend(days=10, reason="案情复杂")


def barred(case, payload, by=CLERK, at=MORNING, item=None, **known):
    return lifecycle.blocking_reasons(case, payload, by, a_situation(civil(at), item, **known))


def codes(case, payload, by=CLERK, at=MORNING, item=None, **known) -> set[str]:
    return {h.code for h in barred(case, payload, by, at, item, **known)}


def after(
    case: SubApplication, payload, at: datetime = MORNING, by=CLERK, item=None
) -> SubApplication:
    action = Action(id="a", sub_application_id=case.id, at=at, payload=payload)
    return lifecycle.apply(case, action, by, a_situation(civil(at), item))


def reviewing(**changes) -> SubApplication:
    return a_case(**({"state": "reviewing", "accepted_at": MORNING} | changes))


# --- acceptance, Art. 32 --------------------------------------------------------------------


def test_a_complete_application_is_accepted():
    assert codes(a_case(), actions.Accept()) == set()
    assert after(a_case(), actions.Accept()).state == "reviewing"


def test_acceptance_with_a_material_missing_names_it_as_deferred_and_the_day():
    item = an_item(materials=(ItemMaterial(name="平面图"),))
    assert codes(a_case(), actions.Accept(), item=item) == {"materials_missing"}
    owed = DeferredMaterial(name="平面图", by=civil(MORNING))
    deferred = actions.Accept(deferred_materials=(owed,))
    assert codes(a_case(), deferred, item=item) == set()
    accepted = after(a_case(), deferred)
    assert (accepted.deferred, accepted.flags) == ((owed,), ("deferred_materials",))


def test_a_material_that_is_here_cannot_be_deferred_nor_its_day_be_past():
    owed = DeferredMaterial(name="平面图", by=civil(MORNING) - timedelta(days=1))
    here = actions.Accept(deferred_materials=(owed,))
    assert codes(a_case(), here) == {"materials_present", "day_past"}


def test_correction_is_asked_for_only_once():
    case = after(a_case(), CORRECTION)
    assert case.state == "correcting"
    answered = (replace(case.corrections[0], resubmitted_at=MORNING),)
    back = replace(case, state="received", corrections=answered)
    assert "corrected_before" in codes(back, CORRECTION)


def test_a_correction_names_its_faults_and_a_period():
    assert "faults_missing" in codes(a_case(), actions.RequestCorrection())
    blank = actions.RequestCorrection(faults=(Fault(text=" "),))
    assert "faults_missing" in codes(a_case(), blank)
    assert "days_out_of_range" in codes(a_case(), replace(CORRECTION, by_days=0))


def test_not_told_within_five_working_days_the_case_is_deemed_accepted_on_receipt():
    late = MORNING + timedelta(days=8)
    assert codes(a_case(), CORRECTION, at=late) == {"deemed_accepted"}
    seen = lifecycle.with_deemed_acceptance(a_case(), a_situation(civil(late)))
    assert (seen.state, seen.clock.accepted_at, seen.clock.deemed_accepted) == (
        "reviewing",
        MORNING,
        True,
    )


def test_on_the_fifth_working_day_correction_may_still_be_asked_for():
    assert codes(a_case(), CORRECTION, at=MORNING + timedelta(days=7)) == set()


def test_refusing_as_not_competent_names_the_competent_authority():
    refusal = actions.RefuseAcceptance(ground="not_competent", text="不属本局职权")
    assert codes(a_case(), refusal) == {"authority_missing"}
    assert codes(a_case(), replace(refusal, competent_authority="城管局")) == set()


def test_a_refusal_has_a_ground_of_the_law_and_a_reason():
    refusal = actions.RefuseAcceptance(ground="because", text="")
    assert codes(a_case(), refusal) == {"ground_missing", "text_missing"}


def test_while_correcting_only_its_lapse_is_a_ground_and_only_once_it_has_lapsed():
    case = after(a_case(), actions.RequestCorrection(faults=(Fault(text="x"),), by_days=3))
    refusal = actions.RefuseAcceptance(ground="not_corrected", text="逾期未补正")
    assert codes(case, refusal, at=MORNING + timedelta(days=3)) == {"period_running"}
    assert codes(case, refusal, at=MORNING + timedelta(days=4)) == set()
    assert codes(case, REFUSAL, at=MORNING + timedelta(days=4)) == {"ground_not_open"}
    assert codes(a_case(), refusal) == {"ground_not_open"}


# --- review and approval, Art. 34, 37, 38 ---------------------------------------------------


def test_approval_waits_for_every_required_material_to_be_judged_fit():
    case = reviewing(materials=(a_material(),))
    assert codes(case, actions.Approve()) == {"materials_not_passed"}
    fit = replace(case, review=Review(materials={"ma-租赁合同": Verdict(verdict="pass")}))
    assert codes(fit, actions.Approve()) == set()


@pytest.mark.parametrize(
    ("status", "holder", "until", "fit"),
    [
        ("valid", "91320104MA1XXXXXX1", None, True),
        ("revoked", "91320104MA1XXXXXX1", None, False),
        ("valid", "someone else", None, False),
        ("valid", "91320104MA1XXXXXX1", date(2026, 3, 1), False),
    ],
)
def test_a_valid_licence_of_the_applicant_stands_for_a_judged_material(status, holder, until, fit):
    licence = Licence(
        kind="营业执照", no="1", holder="x", holder_id=holder, status=status, valid_to=until
    )
    case = reviewing(
        materials=(a_material("营业执照", sha256="", form="licence", licence=licence),)
    )
    assert (codes(case, actions.Approve()) == set()) == fit


def test_approval_is_barred_until_deferred_materials_are_in():
    item = an_item(materials=(ItemMaterial(name="平面图"),))
    owed = (DeferredMaterial(name="平面图", by=civil(MORNING)),)
    (reason,) = barred(reviewing(deferred=owed), actions.Approve(), item=item)
    assert reason.code == "materials_missing"
    assert "平面图（应于 2026-03-02 前补交）" in reason.sentence.zh
    brought = reviewing(
        deferred=owed,
        materials=(a_material("平面图"),),
        review=Review(materials={"ma-平面图": Verdict(verdict="pass")}),
    )
    assert codes(brought, actions.Approve(), item=item) == set()


def test_approval_waits_for_every_point_of_the_checklist():
    item = an_item(checklist=(ChecklistPoint(id="c1", text="三区分设"),))
    assert codes(reviewing(), actions.Approve(), item=item) == {"checklist_open"}
    done = reviewing(review=Review(checklist={"c1": Tick(done=True)}))
    assert codes(done, actions.Approve(), item=item) == set()


def test_a_failing_check_bars_approval_until_it_is_answered_with_a_remark():
    item = an_item(checks=(CheckRule(id="k", rule="resident_id", params={"field": "id"}),))
    case = reviewing(fields={"id": "110105194912310021"})
    assert codes(case, actions.Approve(), item=item) == {"checks_failing"}
    for tick, left in (
        (Tick(done=True), {"checks_failing"}),
        (Tick(done=True, remark="已核"), set()),
    ):
        answered = replace(case, review=Review(checklist={"k": tick}))
        assert codes(answered, actions.Approve(), item=item) == left


def test_approval_waits_for_the_sibling_it_depends_on_and_for_the_word_of_it():
    item = an_item(checks=(CheckRule(id="k", rule="depends_on_decided"),))
    assert codes(reviewing(), actions.Approve(), item=item) == {"not_here_yet"}
    waits = a_thing("reviewing")
    assert codes(reviewing(), actions.Approve(), item=item, thing=waits) == {"checks_failing"}
    assert codes(reviewing(), actions.Approve(), item=item, thing=a_thing("delivered")) == set()


def test_nothing_is_accepted_or_approved_by_rules_that_have_not_come_yet():
    assert codes(reviewing(), actions.Approve(), item_known=False) == {"not_here_yet"}
    assert codes(a_case(), actions.Accept(), item_known=False) == {"not_here_yet"}


def test_only_the_cases_own_materials_and_the_items_own_points_are_judged():
    foreign = actions.RecordReview(
        materials=(actions.MaterialVerdict(id="ma-9", verdict="pass"),),
        checklist=(actions.ChecklistTick(id="c9", done=True),),
    )
    assert codes(reviewing(), foreign) == {"material_unknown", "point_unknown"}
    odd = actions.RecordReview(
        materials=(actions.MaterialVerdict(id="ma-租赁合同", verdict="fine"),)
    )
    assert codes(reviewing(materials=(a_material(),)), odd) == {"material_unknown"}


def test_a_denial_states_its_grounds_and_their_legal_basis():
    assert codes(reviewing(), actions.Deny()) == {"grounds_missing"}
    assert codes(reviewing(), DENIAL) == set()
    half = actions.Deny(grounds=(*DENIAL.grounds, DenialGround(basis="", text="x")))
    assert codes(reviewing(), half) == {"grounds_missing"}


def test_an_instant_item_is_accepted_and_decided_in_one_step():
    case = a_case(handling="instant")
    for payload, state in ((actions.Approve(), "approved"), (DENIAL, "denied")):
        assert codes(case, payload) == set()
        decided = after(case, payload)
        assert (decided.state, decided.clock.accepted_at) == (state, MORNING)
        assert codes(a_case(), payload) == {"wrong_state"}


# --- interested parties, Art. 36, 47 ----------------------------------------------------------

NEIGHBOUR = Party(name="王某", how="counter")


def touching(**changes) -> SubApplication:
    """One of an item whose text says that it touches others."""
    case = reviewing(**changes)
    return replace(case, item=replace(case.item, procedure=Procedure(interested_parties=True)))


@pytest.mark.parametrize("payload", [actions.Approve(), DENIAL])
def test_nothing_is_decided_before_whom_it_touches_was_told(payload):
    assert codes(reviewing(), payload) == set()
    assert codes(touching(), payload) == {"parties_untold"}
    told = after(touching(), actions.InformParties(parties=(NEIGHBOUR,), text="影响采光"))
    assert codes(told, payload) == set()


@pytest.mark.parametrize("payload", [actions.Approve(), DENIAL])
def test_a_record_that_it_touches_nobody_serves_no_notice_and_lets_it_be_decided(payload):
    nobody = actions.InformParties(text="四周没有相邻的建筑")
    recorded = after(touching(), nobody)
    assert recorded.notices == ()
    assert recorded.history[-1].text == "没有利害关系人：四周没有相邻的建筑"
    assert codes(recorded, payload) == set()


def test_with_a_hearing_offered_it_is_decided_when_the_five_days_to_ask_for_it_are_over():
    offered = actions.InformParties(parties=(NEIGHBOUR,), text="影响采光", hearing=True)
    told = after(touching(), offered)
    assert told.parties.ask_by == date(2026, 3, 9)
    for payload in (actions.Approve(), DENIAL):
        last = MORNING.replace(day=9)
        assert codes(told, payload, at=last) == {"hearing_open"}
        assert codes(told, payload, at=last + timedelta(days=1)) == set()
    later = after(
        told, actions.InformParties(parties=(Party(name="李某", how="ems"),), text="通行")
    )
    assert [party.name for party in later.parties.parties] == ["王某", "李某"]
    assert later.parties.ask_by == date(2026, 3, 9)  # a party found later takes it from nobody


def test_whoever_is_told_is_named_with_the_way_and_with_what_touches_them():
    told = actions.InformParties(parties=(NEIGHBOUR,), text="影响采光")
    for lacking, code in (
        (replace(told, parties=(replace(NEIGHBOUR, name=" "),)), "party_incomplete"),
        (replace(told, parties=(replace(NEIGHBOUR, how="pigeon"),)), "party_incomplete"),
        (replace(told, text=" "), "text_missing"),
        (replace(told, parties=(), hearing=True), "hearing_for_nobody"),
    ):
        assert codes(touching(), lacking) == {code}
    filing = replace(reviewing(), item=replace(reviewing().item, kind="filing"))
    assert codes(filing, told) == {"no_parties_known"}


def test_the_notice_goes_to_each_of_them_and_with_a_hearing_to_the_applicant_too():
    told = actions.InformParties(
        parties=(NEIGHBOUR, Party(name="李某", how="ems")), text="影响采光"
    )
    notice = after(touching(), told).notices[-1]
    assert notice.addressee == "王某、李某"
    assert "直接关系他人重大利益：影响采光。" in notice.paragraphs[0]
    assert "第三十六条" in notice.paragraphs[1]
    assert not any("听证" in paragraph for paragraph in notice.paragraphs)
    heard = after(touching(), replace(told, hearing=True)).notices[-1]
    assert heard.addressee == "王某、李某、南京某某餐饮有限公司"
    assert "第四十七条第一款" in heard.paragraphs[2]
    assert "自被告知之日起5个工作日内" in heard.paragraphs[2]


def test_a_centre_that_knows_of_no_parties_is_not_asked_for_them():
    assert codes(touching(), actions.Approve(), centre_api="1.0") == set()


# --- by commitment, 告知承诺 --------------------------------------------------------------------

PROMISED = Commitment(materials=("平面图", "检测报告"), verify_days=20, basis="《消防法》第十五条")
PLANNED = an_item(materials=(ItemMaterial(name="平面图"), ItemMaterial(name="租约")))
BY_COMMITMENT = actions.Approve(by_commitment=True)


def promising(**changes) -> SubApplication:
    """One of an item that a commitment can stand in for papers of; the lease is here and fit."""
    lease = a_material("租约")
    fit = Review(materials={lease.id: Verdict(verdict="pass")})
    case = reviewing(**({"materials": (lease,), "review": fit} | changes))
    return replace(case, item=replace(case.item, procedure=Procedure(commitment=PROMISED)))


def test_by_commitment_the_papers_it_stands_in_for_may_be_missing_and_no_others():
    assert codes(promising(), actions.Approve(), item=PLANNED) == {"materials_missing"}
    assert codes(promising(), BY_COMMITMENT, item=PLANNED) == set()
    without_lease = promising(materials=())
    assert codes(without_lease, BY_COMMITMENT, item=PLANNED) == {"materials_missing"}
    assert codes(reviewing(), BY_COMMITMENT) == {"no_commitment"}
    assert "no_commitment" in codes(promising(), BY_COMMITMENT, item=PLANNED, centre_api="1.0")


def test_a_check_that_papers_are_complete_is_answered_by_the_promise_alone_where_it_covers_them():
    complete = CheckRule(id="k", rule="materials_complete")
    item = replace(PLANNED, checks=(complete,))
    assert codes(promising(), BY_COMMITMENT, item=item) == set()
    found = codes(promising(materials=()), BY_COMMITMENT, item=item)
    assert found == {"materials_missing", "checks_failing"}


def test_an_approval_offers_the_commitment_where_nothing_else_is_missing():
    least = actions.Approve.minimal
    for case, item, offered in (
        (promising(), PLANNED, True),
        (promising(materials=()), PLANNED, False),
        (promising(), an_item(), False),  # nothing is missing
        (reviewing(), PLANNED, False),
    ):
        assert least(case, a_situation(civil(MORNING), item)).by_commitment == offered


def test_what_a_promise_stands_in_for_does_not_hold_up_acceptance():
    lease = a_material("租约")
    case = replace(promising(materials=(lease,)), state="received")
    assert codes(case, actions.Accept(), item=PLANNED) == set()
    accepted = after(case, actions.Accept(), item=PLANNED)
    assert "没有提交的平面图，可以由你作出书面承诺代替。" in accepted.notices[-1].paragraphs
    assert "materials_missing" in codes(replace(case, materials=()), actions.Accept(), item=PLANNED)


def test_a_commitment_is_verified_by_a_day_the_notice_names():
    case = after(promising(), BY_COMMITMENT, item=PLANNED)
    assert case.commitment == GivenCommitment(verify_by=date(2026, 3, 30))
    (paragraph,) = [p for p in case.notices[-1].paragraphs if "告知承诺" in p]
    assert paragraph == (
        "依据《消防法》第十五条的规定，本决定以告知承诺方式作出，以承诺代替的材料：平面图。"
        "本机关将于2026年3月30日前（含当日）核查承诺的内容；与承诺不符的，依法撤销本决定。"
    )
    assert after(promising(), actions.Approve()).commitment is None


CALENDAR = WorkCalendar.packaged()
VERIFIED = actions.VerifyCommitment(finding=True, text="现场核查属实")
FALSE = actions.VerifyCommitment(finding=False, text="安全出口被占用")


def test_a_commitment_is_verified_once_and_with_what_was_found():
    case = after(promising(), BY_COMMITMENT, item=PLANNED)
    assert codes(case, replace(VERIFIED, text=" ")) == {"text_missing"}
    assert codes(case, VERIFIED) == set()
    assert codes(after(promising(), actions.Approve()), VERIFIED) == {"no_commitment"}
    kept = after(case, VERIFIED)
    assert (kept.state, kept.commitment.verified) == ("approved", True)
    assert kept.notices == case.notices
    assert codes(kept, FALSE) == {"verified_before"}


def test_an_approval_on_a_false_promise_is_revoked_and_the_revocation_delivered():
    case = after(promising(), BY_COMMITMENT, item=PLANNED)
    case = replace(case, notices=(numbered(case.notices[0], "7号"),))
    sent = after(case, actions.Deliver(method="counter"))
    later = MORNING + timedelta(days=10)
    revoked = after(sent, FALSE, later)
    assert (revoked.state, revoked.decision.outcome) == ("revoked", "revoked")
    assert (revoked.decision.at, revoked.clock.delivered_at) == (later, None)
    assert (revoked.commitment.verified, revoked.grant) == (False, None)
    notice = revoked.notices[-1]
    assert notice.title == "撤销决定书"
    assert notice.paragraphs[:2] == (
        "本机关于2026年3月2日以告知承诺方式对食品经营许可证核发（办件编号：320104-20260302-000001）"
        "作出准予行政许可的决定（准予行政许可决定书，7号）。经核查，安全出口被占用。",
        "上述情况与你的承诺不符。依据《中华人民共和国行政许可法》第六十九条第二款的规定，"
        "本机关决定撤销上述决定。",
    )
    assert "60日内" in notice.paragraphs[2]
    delivered = after(revoked, actions.Deliver(method="ems", tracking_no="EX1"))
    rows = dict(delivered.notices[-1].rows)
    assert rows["送达文书"] == "撤销决定书（待编号）"
    assert after(delivered, actions.ReturnDelivery(reason="拒收")).state == "revoked"


def test_a_revocation_moves_no_figure_and_is_delivered_within_days_of_its_own():
    sent = after(after(promising(), BY_COMMITMENT, item=PLANNED), actions.Deliver(method="counter"))
    later = MORNING + timedelta(days=10)
    revoked = after(sent, FALSE, later)
    assert revoked.clock.decided_at == sent.clock.decided_at == MORNING
    assert time_taken(revoked, CALENDAR) == time_taken(sent, CALENDAR)
    deliver = case_deadlines(revoked, CALENDAR, later.date()).deliver
    assert (deliver.days, deliver.left) == (10, 10)


# --- special procedures and extension, Art. 42, 45 ------------------------------------------


def test_an_on_site_visit_does_not_stop_the_clock():
    visit = actions.BeginSpecial(procedure="site_visit", expected_days=3)
    assert codes(reviewing(), visit) == {"procedure_unknown"}


@pytest.mark.parametrize(
    "procedure",
    ["hearing", "tender", "auction", "inspection", "testing", "quarantine", "appraisal", "expert_review"],
)  # fmt: skip
def test_the_eight_procedures_of_article_45_stop_it(procedure):
    begun = after(reviewing(), replace(SPECIAL, procedure=procedure))
    assert (begun.state, begun.clock.pauses[0].procedure) == ("special", procedure)
    assert begun.clock.pauses[0].to is None


def test_a_special_procedure_says_how_long_and_ends_with_a_finding():
    assert codes(reviewing(), replace(SPECIAL, expected_days=0)) == {"days_missing"}
    case = after(reviewing(), SPECIAL)
    assert codes(case, actions.EndSpecial()) == {"finding_missing"}
    ended = after(case, actions.EndSpecial(finding="合格"), MORNING + timedelta(days=3))
    assert (ended.state, ended.clock.pauses[0].to) == ("reviewing", date(2026, 3, 5))


def test_while_a_special_procedure_is_open_nothing_is_decided():
    case = after(reviewing(), SPECIAL)
    for payload in (actions.Approve(), DENIAL, EXTENSION, SPECIAL):
        assert codes(case, payload, by=LEAD) == {"wrong_state"}


def test_an_extension_is_the_leads_and_once_and_ten_days_at_most():
    assert codes(reviewing(), EXTENSION) == {"lead_needed"}
    assert codes(reviewing(), EXTENSION, by=LEAD) == set()
    assert codes(reviewing(), replace(EXTENSION, days=11), by=LEAD) == {"days_out_of_range"}
    assert codes(reviewing(), replace(EXTENSION, reason=""), by=LEAD) == {"reason_missing"}
    assert codes(after(reviewing(), EXTENSION), EXTENSION, by=LEAD) == {"extended_before"}


def test_the_fifteen_days_of_a_joint_decision_are_no_single_cases():
    joint = reviewing(flags=("joint",))
    assert codes(joint, replace(EXTENSION, days=11), by=LEAD) == {"days_out_of_range"}


def test_after_the_statutory_day_nothing_is_extended_and_nothing_stops_the_clock():
    last = MORNING + timedelta(days=28)  # 30 March is the twentieth working day after 2 March
    for payload, by in ((EXTENSION, LEAD), (SPECIAL, CLERK)):
        assert codes(reviewing(), payload, by, last) == set()
        assert codes(reviewing(), payload, by, last + timedelta(days=1)) == {"statutory_day_past"}


# --- delivery and after, Art. 44 ------------------------------------------------------------


def test_delivery_by_ems_needs_a_tracking_number():
    case = reviewing(state="approved")
    assert codes(case, actions.Deliver(method="pigeon")) == {"method_missing"}
    assert codes(case, actions.Deliver(method="ems")) == {"tracking_missing"}
    assert codes(case, actions.Deliver(method="ems", tracking_no="EX1")) == set()


def test_a_delivery_names_a_notice_of_the_case_or_all_it_was_decided_by():
    case = after(reviewing(), actions.Approve())
    (told,) = case.notices
    case = replace(case, notices=(replace(told, no="宁许准字〔2026〕7号", provisional=False),))
    for number, barred in (
        ("", set()),
        ("宁许准字〔2026〕7号", set()),
        ("8号", {"notice_unknown"}),
    ):
        assert codes(case, actions.Deliver(method="counter", notice_no=number)) == barred


@pytest.mark.parametrize("decided", [actions.Approve(), DENIAL])
def test_mail_that_came_back_is_delivered_again_within_the_days_from_the_decision(decided):
    case = after(reviewing(), decided)
    sent = after(case, actions.Deliver(method="ems", tracking_no="EX1", receiver="王某"))
    back = actions.ReturnDelivery(reason="拒收")
    assert codes(sent, replace(back, reason=" ")) == {"reason_missing"}
    assert codes(sent, back) == set()
    again = after(sent, back)
    assert (again.state, again.clock) == (case.state, case.clock)
    assert (again.delivery.method, again.delivery.tracking_no) == ("", "")
    assert codes(again, actions.Deliver(method="counter")) == set()


def test_a_refusal_of_acceptance_is_delivered_as_well_and_comes_back_as_one():
    refused = after(a_case(), REFUSAL)
    handed = actions.Deliver(method="ems", tracking_no="EX1")
    assert codes(refused, handed) == set()
    assert codes(refused, handed, centre_api="1.0") == {"centre_too_old"}
    sent = after(refused, handed)
    assert dict(sent.notices[-1].rows)["送达文书"] == "不予受理决定书（待编号）"
    assert (sent.state, sent.clock.delivered_at) == ("delivered", MORNING)
    assert after(sent, actions.ReturnDelivery(reason="拒收")).state == "refused"


def test_what_was_handed_over_at_the_counter_does_not_come_back():
    handed = after(reviewing(state="approved"), actions.Deliver(method="counter"))
    assert codes(handed, actions.ReturnDelivery(reason="拒收")) == {"handed_over"}


def test_a_slip_of_the_pen_is_put_right_in_a_notice_that_has_its_number():
    case = after(reviewing(), actions.Approve())
    put_right = actions.Rectify(notice_no="7号", text="将“86”更正为“68”")
    assert codes(case, put_right) == {"notice_unknown"}  # it says 待编号
    case = replace(case, notices=(numbered(case.notices[0], "7号"),))
    assert codes(case, replace(put_right, notice_no="8号")) == {"notice_unknown"}
    assert codes(case, replace(put_right, text=" ")) == {"text_missing"}
    assert codes(case, put_right) == set()
    rectified = after(case, put_right)
    assert (rectified.state, rectified.decision) == (case.state, case.decision)
    notice = rectified.notices[-1]
    assert (notice.title, notice.provisional) == ("更正通知书", True)
    assert notice.paragraphs == (
        "本机关于2026年3月2日发给你的《准予行政许可决定书》（7号）存在笔误，现更正如下：",
        "将“86”更正为“68”。",
        "原文书的其他内容不变，本通知书与原文书一并使用。",
    )


def test_what_puts_a_decision_right_is_delivered_with_it():
    case = after(reviewing(), actions.Approve())
    case = replace(case, notices=(numbered(case.notices[0], "7号"),))
    case = after(case, actions.Rectify(notice_no="7号", text="将“86”更正为“68”"))
    rows = dict(after(case, actions.Deliver(method="counter")).notices[-1].rows)
    assert rows["送达文书"] == "准予行政许可决定书（7号）；更正通知书（待编号）"


def test_a_rating_is_answered_once_and_only_where_there_is_one():
    case = reviewing(state="delivered")
    reply = actions.ReplyEvaluation(evaluation_id="ev-1", text="谢谢")
    rated = Evaluation(id="ev-1", sub_application_id=case.id, stars=3)
    assert codes(case, reply) == {"not_rated"}
    assert codes(case, reply, evaluations=(rated,)) == set()
    answered = (replace(rated, reply="谢谢"),)
    assert codes(case, reply, evaluations=answered) == {"replied_before"}


def test_a_closed_case_is_archived_with_both_its_files_and_once_no_bad_rating_waits():
    case = reviewing(state="delivered")
    whole = actions.Archive.of("a" * 64, "b" * 64)
    assert codes(case, replace(whole, attachments=("b" * 64,))) == {"archive_incomplete"}
    for stars, reply, expected in (
        (2, None, {"rating_unanswered"}),
        (2, "抱歉", set()),
        (3, None, set()),
    ):
        rated = Evaluation(id="ev-1", sub_application_id=case.id, stars=stars, reply=reply)
        assert codes(case, whole, evaluations=(rated,)) == expected
    assert codes(reviewing(state="approved"), whole) == {"wrong_state"}
    for finding, expected in ((None, {"commitment_unverified"}), (True, set())):
        given = GivenCommitment(verify_by=MORNING.date(), verified=finding)
        assert codes(replace(case, commitment=given), whole) == expected
    for came_back in ("mail_returned", "return_delivery"):
        sent, back = (Event(at=MORNING, by=LEAD, type=t) for t in ("deliver", came_back))
        assert codes(replace(case, history=(sent, back)), whole) == {"mail_came_back"}
        refused = replace(case, state="refused", history=(sent, back))
        assert codes(refused, whole) == {"mail_came_back"}
        assert codes(replace(case, history=(sent, back, sent)), whole) == set()


@pytest.mark.parametrize("state", ["delivered", "refused", "terminated"])
def test_a_closed_case_is_not_decided_again(state):
    for payload in (actions.Accept(), actions.Approve(), DENIAL, CORRECTION, EXTENSION, SPECIAL):
        assert codes(a_case(state=state), payload, by=LEAD) == {"wrong_state"}


def test_a_case_handed_on_is_no_longer_acted_on():
    moved = after(a_case(), actions.Transfer(to_clerk="clerk-02", reason="调岗"))
    for payload in (actions.Accept(), CORRECTION, actions.Release()):
        assert codes(moved, payload) == {"not_yours"}


# --- reasons --------------------------------------------------------------------------------


def test_every_blocking_reason_says_what_is_wrong_in_both_languages():
    for kind in ACTIONS:
        for state in STATES:
            case, known = a_case(state=state), a_situation(civil(MORNING))
            least = ACTIONS[kind].minimal(case, known)
            for reason in lifecycle.blocking_reasons(case, least, CLERK, known):
                assert reason.sentence.zh and reason.sentence.en


@pytest.mark.parametrize(
    ("state", "payload", "article"),
    [
        ("received", CORRECTION, "第三十二条第一款第四项"),
        ("reviewing", actions.Deny(), "第三十八条第二款"),
        ("reviewing", actions.BeginSpecial(procedure="x", expected_days=1), "第四十五条"),
        ("reviewing", EXTENSION, "第四十二条第一款"),
        ("approved", actions.Deliver(method="pigeon"), "第四十四条"),
        ("delivered", actions.Approve(), "第三十八条第一款"),
        ("correcting", actions.Accept(), "第三十二条"),
        ("special", actions.Deliver(method="counter"), "第四十四条"),
    ],
)
def test_an_unlawful_action_cites_its_article(state, payload, article):
    case = a_case(state=state, accepted_at=MORNING)
    if payload is CORRECTION:
        payload = actions.RequestCorrection()
    reasons = barred(case, payload)
    assert reasons
    assert all(article in reason.sentence.zh for reason in reasons)
    assert all("Art." in reason.sentence.en for reason in reasons)
