"""Every limit at both of its ends, as the statutes and docs/rules.md set it."""

from datetime import date, datetime

import pytest
from msgspec.structs import replace

from app.cases import actions, kinds, lifecycle
from app.cases.deadlines import case_deadlines
from app.cases.model import SHANGHAI, Clerk, Clock, Correction, DeferredMaterial, Fault, ItemRef
from app.cases.procedure import Extension, Procedure
from app.cases.workdays import WorkCalendar
from tests.support.examples import MORNING, a_case, a_material, a_situation
from tests.support.notices import BY, notice_of

KINDS = ("licence", "confirmation", "filing", "public_service", "a city's own")
LEAD = Clerk(id="clerk-01", name="张伟", roles=("clerk", "lead"))
MONDAY = MORNING.date()  # 2 March 2026


def item_of(kind="licence", statutory_days=20, promised_days=7, handling="promised", **own):
    return ItemRef(code="x", name="某事项", kind=kind, handling=handling, statutory_days=statutory_days,
                   promised_days=promised_days, procedure=Procedure(**own))  # fmt: skip


def codes(case, payload, today=MONDAY):
    known = a_situation(today)
    return {reason.code for reason in lifecycle.blocking_reasons(case, payload, LEAD, known)}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T10:00").replace(tzinfo=SHANGHAI)


# --- what a kind has where its text says nothing ---------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "days", "deemed"),
    [("licence", 5, True), *((kind, 1, False) for kind in KINDS[1:])],  # 32(1)(4); 当场, ours
)
def test_acceptance_has_five_days_and_silence_accepts_only_a_licence(kind, days, deemed):
    assert kinds.acceptance_days(item_of(kind)) == days
    assert kinds.deems_acceptance(item_of(kind)) is deemed


@pytest.mark.parametrize("kind", KINDS)
def test_an_items_own_days_win_and_none_of_its_own_is_a_number_too(kind):
    for own in (0, 3):
        assert kinds.acceptance_days(item_of(kind, acceptance_days=own)) == own
        assert kinds.delivery_days(item_of(kind, delivery_days=own)) == own
    for own in (False, True):
        assert kinds.deems_acceptance(item_of(kind, deemed_acceptance=own)) is own
    assert kinds.delivery_days(item_of(kind)) == 10  # 44; for the others a rule of this system


@pytest.mark.parametrize(
    ("own", "returned", "given_up"),
    [
        ({}, False, False),
        ({"correction": "period", "uncorrected": "refuse"}, False, False),
        ({"correction": "return"}, True, False),
        ({"uncorrected": "abandoned"}, False, True),
    ],
)
def test_papers_go_back_and_applicants_give_up_only_where_the_text_says_so(own, returned, given_up):
    item = item_of(**own)
    assert (kinds.returns_papers(item), kinds.gives_up(item)) == (returned, given_up)


@pytest.mark.parametrize(
    ("own", "may"),
    [
        ({}, True),  # an item that says nothing leaves it to the clerk
        ({"deferrable": ("健康证明",)}, True),
        ({"deferrable": ("平面图",)}, False),
        ({"delivery_days": 5}, False),
    ],
)
def test_what_may_come_later_is_what_the_item_names(own, may):
    assert kinds.is_deferrable(item_of(**own), "健康证明") is may


# --- days a clerk sets -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("days", "fits"), [(-1, False), (0, False), (1, True), (60, True), (61, False)]
)
def test_who_corrects_has_from_one_to_sixty_working_days(kind, days, fits):
    asked = actions.RequestCorrection(faults=(Fault(text="缺签字"),), by_days=days)
    found = codes(a_case(item=item_of(kind)), asked)
    assert found == (set() if fits else {"days_out_of_range"})


def test_a_correction_that_says_no_days_gives_fifteen():
    assert actions.RequestCorrection().by_days == 15


@pytest.mark.parametrize(
    ("kind", "own", "longest"),
    [
        ("licence", None, 10),  # 42(1)
        (
            "licence",
            Extension(days=5),
            5,
        ),  # 食品经营许可和备案管理办法 21: 十个工作日，可以延长五个
        ("confirmation", Extension(days=3), 3),  # 市场主体登记管理条例 19: 可以再延长 3 个工作日
        ("licence", Extension(days=1), 1),
    ],
)
def test_an_extension_has_from_one_day_to_as_many_as_its_text_allows(kind, own, longest):
    case = a_case(state="reviewing", item=item_of(kind, extension=own), accepted_at=MORNING)
    for days, fits in ((-1, False), (0, False), (1, True), (longest, True), (longest + 1, False)):
        extend = actions.Extend(days=days, reason="案情复杂")
        assert ("days_out_of_range" in codes(case, extend)) is not fits, days
    (told,) = [
        reason.text
        for reason in actions.Extend(days=99, reason="x").blockers(case, LEAD, a_situation(MONDAY))
        if reason.code == "days_out_of_range"
    ]
    assert (told.zh, told.en) == (
        f"最多延长 {longest} 个工作日",
        f"At most {longest} working days",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_where_the_text_gives_no_day_more_there_is_no_extension(kind):
    case = a_case(state="reviewing", item=item_of(kind, extension=Extension(days=0)))
    assert "no_extension" in codes(case, actions.Extend(days=1, reason="x"))


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, False), (1, True), (400, True)])
def test_a_special_procedure_takes_a_day_at_least(days, fits):
    case = a_case(state="reviewing", accepted_at=MORNING)
    begin = actions.BeginSpecial(procedure="testing", expected_days=days)
    assert codes(case, begin) == (set() if fits else {"days_missing"})


@pytest.mark.parametrize(
    ("item", "returned", "last"),
    [
        # from 2 March, acceptance: 3–6, 9–13, 16–20, 23–27, 30
        (item_of(), "", "2026-03-30"),
        (item_of(statutory_days=5), "", "2026-03-09"),
        # from receipt, 26 February: 27, 28 (a Saturday that is worked), 2, 3, 4
        (item_of(statutory_days=5, counted_from="receipt", deferrable=("健康证明",)), "", "2026-03-04"),
        # the papers came back on the 27th: 28, 2, 3, 4, 5
        (item_of(statutory_days=5, counted_from="receipt", deferrable=("健康证明",)), "2026-02-27", "2026-03-05"),
        (item_of(statutory_days=0), "", ""),
    ],
)  # fmt: skip
def test_what_may_come_later_comes_from_today_to_the_statutory_day(item, returned, last):
    asked = Correction(round=1, requested_at=moment("2026-02-26"), by_days=5,
                       resubmitted_at=moment(returned or "2026-02-26"))  # fmt: skip
    case = a_case(
        item=item,
        received_at=moment("2026-02-26"),
        materials=(a_material("健康证明", sha256="", size=0),),
        corrections=(asked,) if returned else (),
    )

    def found(day: date) -> set[str]:
        owed = DeferredMaterial(name="健康证明", by=day)
        return codes(case, actions.Accept(deferred_materials=(owed,)))

    assert "day_past" in found(date(2026, 3, 1))
    assert not found(MONDAY) & {"day_past", "day_too_late"}
    if not last:
        assert "day_too_late" not in found(date(2027, 3, 2))
        return
    final = date.fromisoformat(last)
    assert "day_too_late" not in found(final)
    assert "day_too_late" in found(date.fromordinal(final.toordinal() + 1))


# --- what the notice of acceptance promises ----------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "promised", "statutory"),
    [
        # received on 26 February, accepted on 2 March
        (item_of(), "2026年3月11日", "法定办理期限为自受理之日起20个工作日，至2026年3月30日止"),
        (item_of(counted_from="receipt"), "2026年3月6日", "法定办理期限为自收到申请之日起20个工作日，至2026年3月25日止"),
        (item_of(handling="instant"), "2026年2月27日", "法定办理期限为自受理之日起20个工作日，至2026年3月30日止"),
        (item_of(statutory_days=0), "2026年3月11日", ""),
    ],
)  # fmt: skip
def test_acceptance_promises_the_day_the_clock_counts_to(item, promised, statutory):
    case = a_case(item=item, received_at=moment("2026-02-26"))
    told = "".join(notice_of(actions.Accept(), case).paragraphs)
    assert f"本机关承诺于{promised}前（含当日）作出决定" in told
    assert statutory in told
    assert ("法定办理期限" in told) is bool(statutory)


def test_acceptance_of_a_case_whose_receipt_nobody_knows_counts_from_acceptance():
    for item in (item_of(handling="instant"), item_of(counted_from="receipt", promised_days=1)):
        case = a_case(item=item, clock=Clock())
        told = "".join(notice_of(actions.Accept(), case).paragraphs)
        assert "承诺于2026年3月3日前" in told


def test_an_extension_says_the_new_last_day_and_none_where_no_text_sets_one():
    for days, until in ((20, "延长5个工作日，至2026年4月7日止。"), (0, "延长5个工作日。")):
        item = item_of("filing", statutory_days=days, extension=Extension(days=5))
        case = a_case(state="reviewing", item=item, accepted_at=MORNING)
        told = notice_of(actions.Extend(days=5, reason="案情复杂"), case).paragraphs
        assert any(until in line for line in told)


# --- once --------------------------------------------------------------------------------------------


def test_an_extension_is_given_once_and_a_correction_asked_for_once_and_the_day_is_named():
    case = a_case(state="reviewing", accepted_at=MORNING)
    once = replace(case, clock=replace(case.clock, extension_days=1))
    assert "extended_before" in codes(once, actions.Extend(days=1, reason="x"))
    assert "extended_before" not in codes(case, actions.Extend(days=1, reason="x"))
    asked = Correction(round=1, requested_at=moment("2026-02-26"), by_days=5)
    again = a_case(corrections=(asked, replace(asked, requested_at=MORNING)))
    correction = actions.RequestCorrection(faults=(Fault(text="缺签字"),))
    (reason,) = lifecycle.blocking_reasons(again, correction, LEAD, a_situation(MONDAY))
    assert reason.code == "corrected_before"
    assert "本件已于 2026-02-26 告知过" in reason.text.zh


def test_a_second_round_of_correction_is_numbered_as_the_second():
    asked = Correction(round=1, requested_at=moment("2026-02-26"), by_days=5)
    request = actions.RequestCorrection(faults=(Fault(text="缺签字"),))
    for before in ((), (asked,)):
        after = request.effect(a_case(corrections=before), BY, a_situation(MONDAY), MORNING)
        assert [each.round for each in after.corrections] == [1, 2][: len(before) + 1]


@pytest.mark.parametrize(("received", "day"), [("2026-02-26", "2026-02-27"), ("", "2026-03-03")])
def test_on_the_spot_is_promised_from_receipt_or_where_nobody_knows_it_from_acceptance(
    received, day
):
    clock = Clock(received_at=moment(received) if received else None, accepted_at=MORNING)
    case = a_case(state="reviewing", item=item_of(handling="instant"), clock=clock)
    found = case_deadlines(case, WorkCalendar.packaged(), MONDAY)
    assert found.promised.day == date.fromisoformat(day)
