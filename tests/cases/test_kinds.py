"""Each matter by its own law: what a kind of act is called, rests on, and has for days.

The tables are written from docs/rules.md and the statutes, not from the code.
"""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from app.cases import actions, kinds, lifecycle
from app.cases.model import (
    Applicant,
    Clerk,
    Correction,
    DeferredMaterial,
    Department,
    Fault,
    ItemRef,
)
from app.cases.procedure import Extension, Procedure, SpecialProcedure
from tests.support.examples import MORNING, a_case, a_material, a_situation, an_item
from tests.support.notices import BY, NINE, notice_of

KINDS = ("licence", "confirmation", "filing", "public_service")
OTHERS = KINDS[1:]
LEAD = Clerk(id="clerk-01", name="张伟", roles=("clerk", "lead"))
L = "《中华人民共和国行政许可法》"
BY_ACTION = {
    "accept": actions.Accept(),
    "request_correction": actions.RequestCorrection(faults=(Fault(text="缺签字"),)),
    "refuse_acceptance": actions.RefuseAcceptance(ground="no_licence_needed", text="无需办理"),
    "approve": actions.Approve(),
    "deny": NINE["不予行政许可决定书"],
    "deliver": actions.Deliver(method="counter"),
}


def an_item_of(kind, **procedure) -> ItemRef:
    return ItemRef(code="x", name="某事项", kind=kind, procedure=Procedure(**procedure))


def case_of(kind, state="received", procedure=None, **changes):
    item = an_item_of(kind, **(procedure or {}))
    accepted = MORNING if state == "reviewing" else None
    return a_case(item=item, state=state, accepted_at=accepted, **changes)


def told(payload, case) -> str:
    notice = notice_of(payload, case)
    return "".join(notice.paragraphs)


def codes(case, payload, today=None, by=LEAD, item=None):
    known = a_situation(today or MORNING.date(), item)
    return {reason.code for reason in lifecycle.blocking_reasons(case, payload, by, known)}


# --- titles and words ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "done", "refused"),
    [
        ("licence", "准予行政许可决定书", "不予行政许可决定书"),
        ("confirmation", "准予登记通知书", "不予登记告知书"),
        ("filing", "备案回执", "不予备案告知书"),
        ("public_service", "办结通知书", "不予办理告知书"),
    ],
)
def test_a_kind_has_its_own_titles(kind, done, refused):
    case = case_of(kind, "reviewing")
    assert notice_of(BY_ACTION["approve"], case).title == done
    assert notice_of(BY_ACTION["deny"], case).title == refused


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("licence", ("决定准予行政许可", "决定不予行政许可")),
        ("confirmation", ("决定准予登记", "决定不予登记")),
        ("filing", ("决定予以备案", "决定不予备案")),
        ("public_service", ("决定予以办理", "决定不予办理")),
    ],
)
def test_a_kind_says_what_is_decided(kind, words):
    case = case_of(kind, "reviewing")
    assert words[0] in told(BY_ACTION["approve"], case)
    assert words[1] in told(BY_ACTION["deny"], case)


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("name", BY_ACTION)
def test_what_is_no_licence_is_never_called_one_nor_rests_on_the_licensing_law(kind, name):
    notice = notice_of(BY_ACTION[name], case_of(kind))
    said = notice.title + "".join(notice.paragraphs) + "".join(v for _, v in notice.rows)
    assert "许可" not in said


def test_an_item_may_bear_another_title():
    own = {"titles": {"approve": "登记通知书", "deny": "不予登记通知书"}}
    case = case_of("confirmation", "reviewing", own)
    assert notice_of(BY_ACTION["approve"], case).title == "登记通知书"
    assert notice_of(BY_ACTION["deny"], case).title == "不予登记通知书"


def test_a_kind_a_city_makes_up_claims_no_more_than_a_service():
    assert notice_of(BY_ACTION["approve"], case_of("奖励", "reviewing")).title == "办结通知书"


# --- citations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "article"),
    [
        (BY_ACTION["accept"], "第三十二条第一款第五项"),
        (BY_ACTION["request_correction"], "第三十二条第一款第四项"),
        (actions.RefuseAcceptance(ground="no_licence_needed", text="x"), "第三十二条第一款第一项"),
        (actions.RefuseAcceptance(ground="not_competent", text="x"), "第三十二条第一款第二项"),
        (actions.RefuseAcceptance(ground="false_materials", text="x"), "第七十八条"),
        (actions.RefuseAcceptance(ground="barred", text="x"), "第七十八条、第七十九条"),
        (BY_ACTION["approve"], "第三十八条第一款"),
        (BY_ACTION["deny"], "第三十八条第二款"),
        (actions.BeginSpecial(procedure="hearing", expected_days=5), "第四十五条"),
        (actions.Extend(days=5, reason="x"), "第四十二条第一款"),
    ],
)
def test_a_licence_falls_back_to_the_licensing_law(payload, article):
    assert f"{L}{article}的规定" in told(payload, case_of("licence"))


POINTS = {
    "acceptance": BY_ACTION["accept"],
    "correction": BY_ACTION["request_correction"],
    "no_licence_needed": BY_ACTION["refuse_acceptance"],
    "approve": BY_ACTION["approve"],
    "deny": BY_ACTION["deny"],
    "deliver": BY_ACTION["approve"],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("point", POINTS)
def test_a_notice_cites_the_items_own_text_where_it_has_one(kind, point):
    own = {"bases": {point: "《某某条例》第九条"}}
    assert "《某某条例》第九条" in told(POINTS[point], case_of(kind, "reviewing", own))


def test_the_clerk_is_told_the_items_own_text_too():
    own = {"bases": {"correction": "《某某条例》第九条"}}
    case = case_of("filing", procedure=own)
    known = a_situation(MORNING.date())
    payload = actions.RequestCorrection()
    reasons = lifecycle.blocking_reasons(case, payload, LEAD, known)
    assert ["《某某条例》第九条" in r.sentence.zh for r in reasons] == [True]
    assert ["《某某条例》第九条" in r.sentence.en for r in reasons] == [True]


# --- acceptance -----------------------------------------------------------------------------------


def test_only_what_its_text_deems_accepted_is():
    long_after = MORNING.date() + timedelta(days=30)
    for kind, deemed in (("licence", True), *((kind, False) for kind in OTHERS)):
        case = lifecycle.with_deemed_acceptance(case_of(kind), a_situation(long_after))
        assert (case.state == "reviewing") == deemed, kind
    own = case_of("filing", procedure={"deemed_acceptance": True, "acceptance_days": 3})
    for day, state in ((date(2026, 3, 5), "received"), (date(2026, 3, 6), "reviewing")):
        assert lifecycle.with_deemed_acceptance(own, a_situation(day)).state == state


def test_after_deemed_acceptance_competence_can_still_be_denied_and_nothing_else_of_it():
    day = date(2026, 3, 16)  # five working days after 2 March end on the 9th
    elsewhere = actions.RefuseAcceptance(
        ground="not_competent", text="属区级权限", competent_authority="区局"
    )
    assert codes(case_of("licence"), elsewhere, day) == set()
    deemed = lifecycle.with_deemed_acceptance(case_of("licence"), a_situation(day))
    assert codes(deemed, actions.RefuseAcceptance.minimal(deemed, a_situation(day)), day) == set()
    needless = actions.RefuseAcceptance(ground="no_licence_needed", text="x")
    assert codes(case_of("licence"), needless, day) == {"ground_not_open"}
    assert codes(case_of("licence", "reviewing"), elsewhere) == {"wrong_state"}


def test_only_what_the_item_lets_come_later_is_deferred():
    item = an_item()
    owed = tuple(
        DeferredMaterial(name=name, by=date(2026, 3, 9)) for name in ("健康证明", "平面图")
    )
    papers = tuple(a_material(name, sha256="", size=0) for name in ("健康证明", "平面图"))
    case = case_of("licence", procedure={"deferrable": ("健康证明",)}, materials=papers)
    assert codes(case, actions.Accept(deferred_materials=owed), item=item) == {"not_deferrable"}


def test_what_is_deferred_comes_by_the_statutory_day():
    papers = (a_material("健康证明", sha256="", size=0),)
    case = case_of("licence", procedure={"deferrable": ("健康证明",)}, materials=papers)
    for day, found in ((date(2026, 3, 30), set()), (date(2026, 3, 31), {"day_too_late"})):
        accept = actions.Accept(deferred_materials=(DeferredMaterial(name="健康证明", by=day),))
        assert codes(case, accept) == found


# --- correction -----------------------------------------------------------------------------------


def test_papers_go_back_where_the_item_knows_no_period_for_correction():
    case = case_of("confirmation", procedure={"correction": "return"})
    notice = notice_of(BY_ACTION["request_correction"], case)
    assert notice.title == "申请材料退回告知书"
    assert "予以退回，补正后可以重新提出申请" in notice.paragraphs[-1]
    known = a_situation(MORNING.date())
    after = BY_ACTION["request_correction"].effect(case, BY, known, MORNING)
    assert (after.state, after.decision.outcome) == ("refused", "refused")


REFUSED = actions.RefuseAcceptance(ground="not_corrected", text="逾期")
GIVEN_UP = actions.Terminate(ground="abandoned", text="逾期")
LAST_DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("own", "payload", "other", "instead", "state", "title"),
    [
        ({}, REFUSED, GIVEN_UP, "ground_not_open", "refused", "不予受理决定书"),
        (
            {"uncorrected": "abandoned"},
            GIVEN_UP,
            REFUSED,
            "given_up_instead",
            "terminated",
            "终止办理告知书",
        ),
    ],
)
def test_who_does_not_correct_is_refused_or_counts_as_having_given_up_as_the_text_says(
    own, payload, other, instead, state, title
):
    asked = Correction(round=1, requested_at=MORNING, by_days=5, by=LAST_DAY)
    case = replace(case_of("licence", "correcting", own), corrections=(asked,))
    for today, codes in ((LAST_DAY, ["period_running"]), (LAST_DAY.replace(day=10), [])):
        found = lifecycle.blocking_reasons(case, payload, BY, a_situation(today))
        assert [reason.code for reason in found] == codes
    found = lifecycle.blocking_reasons(case, other, BY, a_situation(LAST_DAY.replace(day=10)))
    assert [reason.code for reason in found] == [instead]
    assert payload.effect(case, BY, a_situation(MORNING.date()), MORNING).state == state
    assert notice_of(payload, case).title == title


def test_a_termination_says_what_was_found_its_text_and_what_can_be_done():
    case = case_of("licence", "correcting", {"uncorrected": "abandoned"})
    said = told(GIVEN_UP, case)
    assert "逾期未按告知的内容补正申请材料，视为放弃申请。逾期。" in said
    assert "第三十二条第一款的规定，本机关终止办理，不再作出决定。" in said
    assert "可以重新提出申请" in said and "行政复议" in said
    gone = told(
        actions.Terminate(ground="ceased", legal_basis="《甲法》第一条", text="已注销"), case
    )
    assert "继续办理该申请的前提已不存在。已注销。依据《甲法》第一条的规定，" in gone
    assert "重新提出" not in gone  # there is nobody who could


def test_who_withdrew_is_told_of_no_remedy_and_of_the_text_that_lets_them():
    own = {"bases": {"withdrawal": "《不动产登记暂行条例》第十五条第二款"}}
    for payload in (
        actions.Withdraw(text="房屋已另行出售"),
        actions.Terminate(ground="withdrawn", text="来函载明房屋已另行出售"),
    ):
        for said, cites in (
            (told(payload, case_of("confirmation", procedure=own)), True),
            (told(payload, case_of("confirmation")), False),
        ):
            assert ("依据《不动产登记暂行条例》第十五条第二款的规定" in said) == cites
            assert "撤回申请" in said and "房屋已另行出售。" in said
            assert "行政复议" not in said


def test_the_day_that_is_printed_is_kept_with_the_correction():
    asked = actions.RequestCorrection(faults=(Fault(text="缺签字"),), by_days=15)
    case = case_of("licence")
    after = asked.effect(case, BY, a_situation(MORNING.date()), MORNING)
    assert after.corrections[-1].by == date(2026, 3, 23)
    assert "请于2026年3月23日前（含当日）补正" in told(asked, case)


# --- extension, special procedures ----------------------------------------------------------------


def test_an_extension_is_as_long_as_the_items_own_text_allows():
    own = {"extension": Extension(days=5, by="市场监督管理部门负责人", basis="《办法》第二十一条")}
    case = case_of("licence", "reviewing", own)
    assert codes(case, actions.Extend(days=5, reason="x")) == set()
    assert codes(case, actions.Extend(days=6, reason="x")) == {"days_out_of_range"}
    said = told(actions.Extend(days=5, reason="案情复杂"), case)
    assert "依据《办法》第二十一条的规定，经市场监督管理部门负责人批准" in said


@pytest.mark.parametrize("kind", OTHERS)
def test_what_is_no_licence_is_not_extended_unless_its_text_says_so(kind):
    case = case_of(kind, "reviewing")
    assert codes(case, actions.Extend(days=1, reason="x")) == {"no_extension"}


def test_only_the_procedures_the_item_knows_stop_its_clock():
    own = {"special": (SpecialProcedure(procedure="hearing", basis="《办法》第二十四条"),)}
    case = case_of("licence", "reviewing", own)
    assert codes(case, actions.BeginSpecial(procedure="hearing", expected_days=5)) == set()
    testing = actions.BeginSpecial(procedure="testing", expected_days=5)
    assert codes(case, testing) == {"procedure_unknown"}
    said = told(actions.BeginSpecial(procedure="hearing", expected_days=5), case)
    assert "依据《办法》第二十四条的规定" in said
    assert codes(case_of("filing", "reviewing"), testing) == {"procedure_unknown"}


def test_a_special_procedure_keeps_the_day_it_was_announced_to_end_on():
    begin = actions.BeginSpecial(procedure="hearing", expected_days=10)
    after = begin.effect(case_of("licence", "reviewing"), BY, a_situation(MORNING.date()), MORNING)
    assert after.clock.pauses[-1].expected_to == date(2026, 3, 16)


# --- what nobody is refused -----------------------------------------------------------------------

CERTIFICATE = "《中华人民共和国疫苗管理法》第四十七条第一款"  # 接种单位或者出生医院不得拒绝办理
NOBODY_REFUSED = {"no_refusal": CERTIFICATE}


@pytest.mark.parametrize(
    ("ground", "is_open"),
    [
        ("no_licence_needed", False),
        ("false_materials", False),
        ("barred", False),
        ("not_competent", True),  # who does it is named
    ],
)
def test_what_nobody_is_refused_is_accepted_by_whoever_is_competent(ground, is_open):
    refusal = actions.RefuseAcceptance(ground=ground, text="x", competent_authority="某接种单位")
    barred = codes(case_of("public_service", procedure=NOBODY_REFUSED), refusal)
    assert ("never_refused" not in barred) == is_open
    assert "never_refused" not in codes(case_of("public_service"), refusal)


def test_what_nobody_is_refused_is_not_denied_and_the_text_is_cited():
    case = case_of("public_service", "reviewing", NOBODY_REFUSED)
    denial = BY_ACTION["deny"]
    assert codes(case, denial) == {"never_refused"}
    assert codes(case_of("public_service", "reviewing"), denial) == set()
    (reason,) = lifecycle.blocking_reasons(case, denial, LEAD, a_situation(MORNING.date()))
    assert CERTIFICATE in reason.sentence.zh and CERTIFICATE in reason.sentence.en


def test_the_one_refusal_left_is_offered_of_what_nobody_is_refused():
    case, known = case_of("public_service", procedure=NOBODY_REFUSED), a_situation(MORNING.date())
    assert codes(case, actions.RefuseAcceptance.minimal(case, known)) == set()


# --- decisions ------------------------------------------------------------------------------------


def test_a_condition_names_its_legal_basis():
    case = case_of("licence", "reviewing")
    assert "condition_basis_missing" in codes(case, actions.Approve(conditions="不得生食"))
    named = actions.Approve(conditions="依据《食品安全法》第三十三条，不得生食")
    assert "condition_basis_missing" not in codes(case, named)


def test_a_limit_of_ours_is_called_ours_and_cites_nothing():
    known = a_situation(MORNING.date())
    for case, payload in (
        (case_of("licence"), actions.RequestCorrection(faults=(Fault(text="x"),), by_days=61)),
        (case_of("licence", "approved"), actions.Deliver(method="ems")),
    ):
        (reason,) = lifecycle.blocking_reasons(case, payload, LEAD, known)
        assert reason.article is None
        assert "本系统" in reason.text.zh


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (60, True), (61, False)])
def test_a_correction_has_one_to_sixty_days(days, fits):
    asked = actions.RequestCorrection(faults=(Fault(text="x"),), by_days=days)
    assert (codes(case_of("licence"), asked) == set()) == fits


@pytest.mark.parametrize(("days", "fits"), [(0, False), (1, True), (10, True), (11, False)])
def test_a_licence_is_extended_by_one_to_ten_days(days, fits):
    extend = actions.Extend(days=days, reason="x")
    assert (codes(case_of("licence", "reviewing"), extend) == set()) == fits


def test_delivery_days_are_the_items_own_or_ten():
    assert kinds.delivery_days(an_item_of("licence")) == 10
    assert kinds.delivery_days(an_item_of("licence", delivery_days=5)) == 5


def test_a_person_and_an_organisation_are_spoken_to_as_such():
    for kind, word in (("person", "你于"), ("organisation", "你单位于")):
        case = case_of("licence", applicant=Applicant(kind=kind, name="某"))
        assert told(BY_ACTION["accept"], case).startswith(word), kind


def test_remedies_name_the_departments_own_authority_and_court():
    department = Department(
        code="swj", name="税务局", full_name="国家税务总局某市税务局",
        reconsideration="国家税务总局某省税务局", court="某市中级人民法院",
    )  # fmt: skip
    said = told(BY_ACTION["deny"], case_of("confirmation", "reviewing", department=department))
    assert "60日内向国家税务总局某省税务局申请行政复议" in said
    assert "6个月内依法向某市中级人民法院提起行政诉讼" in said
