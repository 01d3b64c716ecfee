"""What a clerk may do to a case, and why not (行政许可法 Art. 32–45)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.checks import Situation
from app.cases.model import (
    Clerk,
    DenialGround,
    Fault,
    ItemMaterial,
    Review,
    SubApplication,
    Tick,
    Verdict,
    civil,
)
from app.cases.workdays import WorkCalendar
from tests.cases.examples import MORNING, ChecklistPoint, a_case, a_material, an_item

CLERK = Clerk(id="clerk-01", name="张伟", roles=("clerk",))
LEAD = Clerk(id="clerk-02", name="王芳", roles=("clerk", "lead"))
CORRECTION = actions.RequestCorrection(faults=(Fault(text="缺平面图"),), by_days=15)
DENIAL = actions.Deny(grounds=(DenialGround(basis="第三十八条", text="不符合条件"),))


def around(at: datetime = MORNING, item=None) -> Situation:
    return Situation(today=civil(at), item=item or an_item(), calendar=WorkCalendar.packaged())


def codes(case, payload, by=CLERK, at=MORNING, item=None) -> set[str]:
    return {h.code for h in lifecycle.hindrances(case, payload, by, around(at, item))}


def after(case: SubApplication, payload, at=MORNING, by=CLERK) -> SubApplication:
    return lifecycle.apply(
        case, Action(id="a", sub_application_id=case.id, at=at, payload=payload), by, around(at)
    )


def test_a_complete_application_is_accepted():
    assert codes(a_case(), actions.Accept()) == set()
    assert after(a_case(), actions.Accept()).state == "reviewing"


def test_acceptance_with_a_material_missing_names_it_as_deferred():
    item = an_item(materials=(ItemMaterial(name="平面图"),))
    assert codes(a_case(), actions.Accept(), item=item) == {"materials_missing"}
    deferred = actions.Accept(
        deferred_materials=(actions.DeferredMaterial(name="平面图", by=civil(MORNING)),)
    )
    assert codes(a_case(), deferred, item=item) == set()


def test_correction_is_asked_for_only_once():
    case = after(a_case(), CORRECTION)
    assert case.state == "correcting"
    back = lifecycle.replace(
        case,
        state="received",
        corrections=(lifecycle.replace(case.corrections[0], resubmitted_at=MORNING),),
    )
    assert "corrected_before" in codes(back, CORRECTION)


def test_a_correction_names_its_faults():
    assert "faults_missing" in codes(a_case(), actions.RequestCorrection())


def test_not_told_within_five_working_days_the_case_is_deemed_accepted_on_receipt():
    late = MORNING + timedelta(days=8)
    assert codes(a_case(), CORRECTION, at=late) == {"deemed_accepted"}
    seen = lifecycle.as_of(a_case(), around(late))
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


def test_while_correcting_refusal_waits_for_the_period_to_pass():
    case = after(a_case(), actions.RequestCorrection(faults=(Fault(text="x"),), by_days=3))
    refusal = actions.RefuseAcceptance(ground="not_corrected", text="逾期未补正")
    assert codes(case, refusal, at=MORNING + timedelta(days=1)) == {"period_running"}
    assert codes(case, refusal, at=MORNING + timedelta(days=4)) == set()


def test_approval_waits_for_every_required_material_to_be_judged_fit():
    case = a_case(state="reviewing", accepted_at=MORNING, materials=(a_material(),))
    assert codes(case, actions.Approve()) == {"materials_not_passed"}
    fit = lifecycle.replace(case, review=Review(materials={"ma-租赁合同": Verdict(verdict="pass")}))
    assert codes(fit, actions.Approve()) == set()


def test_approval_waits_for_every_point_of_the_checklist():
    item = an_item(checklist=(ChecklistPoint(id="c1", text="三区分设"),))
    case = a_case(state="reviewing", accepted_at=MORNING)
    assert codes(case, actions.Approve(), item=item) == {"checklist_open"}
    done = lifecycle.replace(case, review=Review(checklist={"c1": Tick(done=True)}))
    assert codes(done, actions.Approve(), item=item) == set()


def test_a_denial_states_its_ground_and_legal_basis():
    case = a_case(state="reviewing", accepted_at=MORNING)
    assert codes(case, actions.Deny()) == {"grounds_missing"}
    assert codes(case, DENIAL) == set()


def test_an_instant_item_is_accepted_and_approved_in_one_step():
    case = a_case(handling="instant")
    assert codes(case, actions.Approve()) == set()
    decided = after(case, actions.Approve())
    assert (decided.state, decided.clock.accepted_at) == ("approved", MORNING)
    assert codes(a_case(), actions.Approve()) == {"wrong_state"}


def test_an_extension_is_the_leads_and_once_and_ten_days_at_most():
    case = a_case(state="reviewing", accepted_at=MORNING)
    extension = actions.Extend(days=10, reason="案情复杂")
    assert codes(case, extension) == {"lead_needed"}
    assert codes(case, extension, by=LEAD) == set()
    assert codes(case, actions.Extend(days=11, reason="x"), by=LEAD) == {"days_out_of_range"}
    assert codes(after(case, extension), extension, by=LEAD) == {"extended_before"}


def test_an_on_site_visit_does_not_stop_the_clock():
    case = a_case(state="reviewing", accepted_at=MORNING)
    visit = actions.BeginSpecial(procedure="site_visit", expected_days=3)
    assert codes(case, visit) == {"procedure_unknown"}


def test_delivery_by_ems_needs_a_tracking_number():
    case = a_case(state="approved", accepted_at=MORNING)
    assert codes(case, actions.Deliver(method="ems")) == {"tracking_missing"}
    assert codes(case, actions.Deliver(method="ems", tracking_no="EX1")) == set()


def test_every_hindrance_says_what_is_wrong_in_both_languages():
    for kind in actions.PAYLOADS:
        for state in lifecycle.LAWFUL:
            case, known = a_case(state=state), around()
            least = lifecycle.blank(kind, case, known)
            for hindrance in lifecycle.hindrances(case, least, CLERK, known):
                assert hindrance.sentence.zh and hindrance.sentence.en


@dataclass
class Deed:
    payload: actions.Payload
    hours: int


DEEDS = st.lists(
    st.builds(
        Deed,
        st.sampled_from(
            [
                actions.Accept(), CORRECTION, DENIAL, actions.Approve(opinion="准予"),
                actions.BeginSpecial(procedure="testing", expected_days=3, text="检测"),
                actions.EndSpecial(finding="合格"), actions.Extend(days=5, reason="复杂"),
                actions.Deliver(method="counter"), actions.RecordReview(),
                actions.RefuseAcceptance(ground="no_licence_needed", text="不需要"),
            ]
        ),
        st.integers(0, 60),
    ),
    max_size=12,
)  # fmt: skip


@given(DEEDS, st.sampled_from(["instant", "promised"]))
def test_no_sequence_of_lawful_actions_leaves_the_table_of_states(deeds, handling):
    case, at, done = a_case(handling=handling), MORNING, []
    for deed in deeds:
        at += timedelta(hours=deed.hours)
        known = around(at)
        if lifecycle.hindrances(case, deed.payload, LEAD, known):
            continue
        case = after(case, deed.payload, at, LEAD)
        done.append(deed.payload.type)
        assert case.state in lifecycle.LAWFUL
    for once in ("accept", "request_correction", "approve", "deny", "extend", "deliver"):
        assert done.count(once) <= 1


@pytest.mark.parametrize("state", ["delivered", "refused", "terminated"])
def test_a_closed_case_is_not_decided_again(state):
    for payload in (actions.Accept(), actions.Approve(), DENIAL, CORRECTION):
        assert codes(a_case(state=state), payload) == {"wrong_state"}
