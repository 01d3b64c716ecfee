"""Working-day deadlines, each by its item's own law (docs/rules.md), worked by hand."""

import time
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.cases.counting import deadline, told
from app.cases.deadlines import (
    TimeTaken,
    announced_end,
    case_deadlines,
    correction_day,
    is_past_statutory,
    light,
    statutory_day,
    time_taken,
)
from app.cases.lifecycle import with_deemed_acceptance
from app.cases.model import (
    CLOSED_STATES,
    DECIDED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    SHANGHAI,
    STATES,
    CalendarYear,
    Clock,
    Correction,
    GivenCommitment,
    ItemRef,
    Pause,
    SubApplication,
    civil,
)
from app.cases.procedure import Procedure, SpecialProcedure
from app.cases.workdays import WorkCalendar
from tests.support.examples import a_case, a_situation

CALENDAR = WorkCalendar.packaged()


def day(text: str) -> date:
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def spans(*pairs: tuple[str, str | None]) -> list[Pause]:
    return [Pause(from_=day(a), to=day(b) if b else None) for a, b in pairs]


@pytest.mark.parametrize(
    ("start", "days", "pauses", "end"),
    [
        ("2026-02-09", 5, [], "2026-02-14"),
        ("2026-02-12", 3, [], "2026-02-24"),
        ("2026-04-27", 20, [], "2026-05-27"),
        ("2026-03-02", 20, [("2026-03-10", "2026-03-20")], "2026-04-10"),
        ("2026-01-30", 10, [("2026-02-13", "2026-02-24")], "2026-02-24"),
        ("2026-06-15", 20, [("2026-06-18", "2026-06-18")], "2026-07-14"),
        ("2026-12-04", 20, [], "2027-01-04"),
    ],
)
def test_the_seven_examples_of_the_rules(start, days, pauses, end):
    assert deadline(day(start), days, CALENDAR, spans(*pauses)).day == day(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        # Spring Festival 2025: 28 Jan (Tue) – 4 Feb (Tue) off; Sun 26 Jan and Sat 8 Feb worked
        ("2025-01-24", 1, "2025-01-26"),
        ("2025-01-24", 2, "2025-01-27"),
        ("2025-01-24", 3, "2025-02-05"),
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-01-24", 6, "2025-02-08"),
        ("2025-01-24", 7, "2025-02-10"),
        ("2025-01-20", 10, "2025-02-08"),
        ("2025-01-27", 1, "2025-02-05"),
        ("2025-02-01", 1, "2025-02-05"),  # received on a holiday
        ("2025-02-08", 1, "2025-02-10"),  # received on a make-up Saturday
        ("2025-01-13", 20, "2025-02-14"),
        # National Day 2025: 1 (Wed) – 8 Oct (Wed) off; Sun 28 Sep and Sat 11 Oct worked
        ("2025-09-26", 1, "2025-09-28"),
        ("2025-09-26", 3, "2025-09-30"),
        ("2025-09-26", 4, "2025-10-09"),
        ("2025-09-30", 2, "2025-10-10"),
        ("2025-09-30", 3, "2025-10-11"),
        ("2025-09-30", 4, "2025-10-13"),
        ("2025-09-22", 10, "2025-10-11"),
        ("2025-09-15", 20, "2025-10-17"),
        ("2025-10-03", 1, "2025-10-09"),
        ("2025-10-11", 1, "2025-10-13"),
        # New Year 2026: 1 (Thu) – 3 Jan off; Sun 4 Jan worked
        ("2025-12-31", 1, "2026-01-04"),
        ("2025-12-31", 2, "2026-01-05"),
        # Spring Festival 2026: 15 (Sun) – 23 Feb (Mon) off; Sat 14 and Sat 28 Feb worked
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-13", 6, "2026-02-28"),
        ("2026-02-13", 7, "2026-03-02"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-17", 3, "2026-02-26"),
        ("2026-02-02", 20, "2026-03-06"),
        # Labour Day 2026: 1 (Fri) – 5 May (Tue) off; Sat 9 May worked
        ("2026-04-30", 1, "2026-05-06"),
        ("2026-04-30", 4, "2026-05-09"),
        # Mid-Autumn 2026: 25 (Fri) – 27 Sep off; Sun 20 Sep worked
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-18", 6, "2026-09-28"),
        # National Day 2026: 1 (Thu) – 7 Oct (Wed) off; Sat 10 Oct worked
        ("2026-09-24", 3, "2026-09-30"),
        ("2026-09-24", 4, "2026-10-08"),
        ("2026-09-30", 2, "2026-10-09"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-09-14", 10, "2026-09-28"),
        ("2026-09-07", 20, "2026-10-10"),
    ],
)
def test_a_deadline_counts_working_days_across_holidays_and_make_up_days(start, days, end):
    assert deadline(day(start), days, CALENDAR).day == day(end)


@pytest.mark.parametrize(
    ("start", "days", "pauses", "end"),
    [
        ("2026-02-09", 10, [("2026-02-12", "2026-02-25")], "2026-03-05"),
        ("2026-02-13", 2, [("2026-02-15", "2026-02-24")], "2026-02-24"),  # holidays only
        ("2025-09-22", 5, [("2025-09-23", "2025-09-25"), ("2025-09-28", "2025-10-09")], "2025-10-11"),
        ("2026-03-02", 3, [("2026-03-02", "2026-03-04")], "2026-03-06"),  # from day 0
        ("2026-09-18", 1, [("2026-09-20", "2026-09-20")], "2026-09-20"),  # begun and ended at once
        ("2026-09-18", 1, [("2026-09-20", "2026-09-21")], "2026-09-21"),
        ("2026-03-02", 5, [("2026-03-04", "2026-03-06"), ("2026-03-05", "2026-03-09")], "2026-03-12"),
    ],
)  # fmt: skip
def test_a_day_on_which_the_clock_stands_at_its_close_does_not_count(start, days, pauses, end):
    assert deadline(day(start), days, CALENDAR, spans(*pauses)).day == day(end)


def test_an_open_pause_leaves_the_deadline_without_a_day():
    found = deadline(day("2026-03-02"), 5, CALENDAR, spans(("2026-03-04", None)), day("2026-03-20"))
    assert (found.day, found.paused) == (None, True)
    assert (found.counted, found.left) == (1, 4)
    assert [s.day for s in found.explain() if "特别程序" in s.reason.zh][-1] == day("2026-03-20")
    assert found.explain()[-1].count == 1


def test_a_deadline_reached_before_an_open_pause_keeps_its_day():
    found = deadline(day("2026-03-02"), 2, CALENDAR, spans(("2026-03-05", None)))
    assert (found.day, found.paused) == (day("2026-03-04"), False)


def test_a_deadline_that_reaches_into_an_unpublished_year_is_provisional():
    assert deadline(day("2026-12-28"), 5, CALENDAR).provisional
    assert not deadline(day("2026-12-01"), 5, CALENDAR).provisional
    assert not deadline(day("2026-12-28"), 3, CALENDAR).provisional  # ends on 31 December
    assert deadline(day("2026-12-04"), 20, CALENDAR).provisional


def test_so_many_days_are_no_deadline_and_none_of_them_is_counted():
    for days in (-1, 3661):
        found = deadline(day("2026-03-02"), days, CALENDAR, today=day("2026-04-02"))
        assert (found.day, found.counted, found.left, found.explain()) == (None, 0, days, ())
        assert found.provisional and not found.paused
    assert deadline(day("2026-03-02"), 3660, CALENDAR).day.year == 2040


def test_a_deadline_is_looked_for_in_forty_years_and_not_beyond():
    edges = [day("2026-03-02") + timedelta(days=2928 * n) for n in range(6)]  # the last: 2066-04-01
    pauses = [Pause(from_=a, to=b) for a, b in pairwise(edges)]
    assert deadline(edges[0], 1, CALENDAR, pauses).day == edges[-1]
    longer = [*pauses[:-1], replace(pauses[-1], to=edges[-1] + timedelta(days=1))]
    found = deadline(edges[0], 1, CALENDAR, longer)
    assert (found.day, found.paused, found.explain()[-1].day) == (None, False, edges[-1])


def test_at_the_end_of_time_there_is_no_day_and_no_error():
    assert deadline(date(9999, 12, 29), 2, CALENDAR).day == date(9999, 12, 31)
    found = deadline(date(9999, 12, 29), 3, CALENDAR)
    assert (found.day, found.explain()[-1].day) == (None, date.max)


@pytest.mark.parametrize(("days", "ends"), [(3660, True), (3661, False)])
def test_an_end_nobody_waits_for_is_none(days, ends):
    start = day("2026-03-02")
    found = deadline(start, 1, CALENDAR, [Pause(from_=start, to=start + timedelta(days=days))])
    assert (found.day is not None, found.paused) == (ends, not ends)
    said = told(start, start + timedelta(days=days), CALENDAR, start)
    assert (said.day is not None) == ends


def test_what_will_stand_still_is_explained_up_to_the_day_before():
    found = deadline(day("2026-03-02"), 5, CALENDAR, spans(("2026-03-05", None)), day("2026-03-03"))
    assert [step.day.day for step in found.explain()] == [2, 3, 4]
    assert (found.day, found.counted, found.left) == (None, 1, 4)


def test_after_its_day_one_day_is_missing_though_none_was_worked():
    found = deadline(day("2026-03-02"), 4, CALENDAR, today=day("2026-03-07"))  # ended on Friday
    assert (found.day, found.left) == (day("2026-03-06"), -1)


@pytest.mark.parametrize(
    ("days", "amber"),
    [
        (20, "2026-03-25"),  # the seventeenth: three of twenty are left
        (7, "2026-03-10"),  # the sixth: one of seven
        (5, "2026-03-09"),  # one of five is not under a fifth: the last day
        (1, "2026-03-03"),
        (0, "2026-03-02"),
    ],
)
def test_amber_begins_on_the_first_day_with_under_a_fifth_left(days, amber):
    assert deadline(day("2026-03-02"), days, CALENDAR).amber_from == day(amber)


def test_without_a_day_nothing_turns_amber():
    assert deadline(day("2026-03-02"), 5, CALENDAR, spans(("2026-03-03", None))).amber_from is None


def test_the_explanation_names_the_holiday_of_an_unpublished_year():
    told = {s.day: s for s in deadline(day("2026-12-30"), 5, CALENDAR).explain()}
    new_year = told[day("2027-01-01")]
    assert (new_year.counts, new_year.count) == (False, 1)
    assert new_year.reason.zh == "元旦（法定节假日，暂定）"
    assert new_year.reason.en == "New Year's Day, public holiday (provisional)"
    spring = {s.day: s for s in deadline(day("2027-02-04"), 1, CALENDAR).explain()}
    assert [spring[day(f"2027-02-0{n}")].reason.zh[:2] for n in (5, 6, 7, 8)] == ["春节"] * 4
    assert spring[day("2027-02-09")].counts


def test_the_centres_calendar_wins_over_the_packaged_one():
    closed = CalendarYear(year=2026, days_off=(day("2026-03-03"),))
    assert deadline(day("2026-03-02"), 1, CALENDAR.with_years([closed])).day == day("2026-03-04")


def test_the_explanation_names_every_day_from_start_to_end_and_why():
    told = {s.day.isoformat(): s for s in deadline(day("2026-02-12"), 3, CALENDAR).explain()}
    assert list(told) == [f"2026-02-{n}" for n in range(12, 25)]
    assert (told["2026-02-12"].counts, told["2026-02-12"].count) == (False, 0)
    reasons = {d: told[d].reason.zh for d in told}
    assert reasons["2026-02-12"] == "当日不计入"
    assert reasons["2026-02-14"] == "调休上班"
    assert reasons["2026-02-16"] == "法定节假日"
    assert reasons["2026-02-15"] == "周末"
    assert [told[d].count for d in ("2026-02-13", "2026-02-14", "2026-02-23", "2026-02-24")] == [
        1,
        2,
        2,
        3,
    ]


def test_a_weekend_is_called_a_weekend_and_a_weekday_off_a_public_holiday():
    told = {s.day: s.reason for s in deadline(day("2026-09-23"), 6, CALENDAR).explain()}
    assert [told[day(f"2026-09-{n}")].zh for n in (24, 25, 26, 27, 28)] == [
        "工作日", "法定节假日", "周末", "周末", "工作日",
    ]  # fmt: skip
    assert [told[day(f"2026-10-0{n}")].en for n in (1, 3, 4, 7)] == [
        "public holiday", "weekend", "weekend", "public holiday",
    ]  # fmt: skip


def test_the_explanation_says_which_days_a_special_procedure_took():
    found = deadline(day("2026-03-02"), 3, CALENDAR, spans(("2026-03-03", "2026-03-05")))
    paused = [s.day.isoformat() for s in found.explain() if "特别程序" in s.reason.zh]
    assert paused == ["2026-03-03", "2026-03-04"]


@given(st.dates(date(2024, 1, 1), date(2026, 10, 1)), st.integers(1, 40))
def test_as_many_days_count_as_were_asked_for_and_the_last_one_is_worked(start, days):
    found = deadline(start, days, CALENDAR)
    assert sum(step.counts for step in found.explain()) == days
    assert CALENDAR.is_working(found.day)


@given(
    st.dates(date(2025, 1, 1), date(2026, 6, 1)),
    st.integers(1, 25),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)), max_size=3),
)
def test_a_pause_never_brings_a_deadline_forward(start, days, pauses):
    held = [
        Pause(from_=start + timedelta(days=a), to=start + timedelta(days=a + n)) for a, n in pauses
    ]
    assert deadline(start, days, CALENDAR, held).day >= deadline(start, days, CALENDAR).day


# --- the deadlines of a case ---------------------------------------------------------------


def of(case, today: str):
    return case_deadlines(case, CALENDAR, day(today))


def reviewing(**changes):
    values = {
        "state": "reviewing",
        "received_at": at("2026-03-02"),
        "accepted_at": at("2026-03-03"),
    }
    return a_case(**(values | changes))


def test_a_case_is_accepted_within_five_working_days_of_receipt():
    found = of(a_case(received_at=at("2026-02-11T10:00:00")), "2026-02-12")
    assert found.accept.day == day("2026-02-25")  # 12, 13, 14, 24, 25
    assert (found.promised, found.statutory, found.deliver) == (None, None, None)


def test_promised_and_statutory_run_from_acceptance():
    found = of(reviewing(), "2026-03-03")
    assert found.promised.day == day("2026-03-12")
    assert found.statutory.day == day("2026-03-31")


def test_an_extension_lengthens_both():
    case = reviewing()
    longer = replace(case, clock=replace(case.clock, extension_days=10))
    found = of(longer, "2026-03-03")
    assert found.promised.day == day("2026-03-26")
    assert found.statutory.day == day("2026-04-15")  # Qingming: 4–6 April off


def test_an_instant_items_promise_is_one_day_from_receipt():
    found = of(a_case(handling="instant", received_at=at("2026-02-13T16:00:00")), "2026-02-13")
    assert found.promised.day == day("2026-02-14")
    assert found.accept.day == day("2026-02-27")


def test_a_decision_is_delivered_within_ten_working_days():
    clock = Clock(received_at=at("2026-09-21"), decided_at=at("2026-09-22T17:59:00"))
    found = of(a_case(state="approved", clock=clock), "2026-09-23")
    assert found.deliver.day == day("2026-10-13")  # 23 24 28 29 30, then 8 9 10 12 13
    assert found.next is found.deliver


def test_what_is_delivered_is_not_to_be_delivered_any_more():
    clock = Clock(received_at=at("2026-09-21"), decided_at=at("2026-09-22"))
    found = of(a_case(state="delivered", clock=clock), "2026-09-23")
    assert (found.deliver, found.next) == (None, None)


def test_while_correcting_the_deadline_is_the_applicants():
    asked = Correction(round=1, requested_at=at("2026-03-02"), by_days=15)
    found = of(a_case(state="correcting", corrections=(asked,)), "2026-03-05")
    assert found.correct.day == day("2026-03-23")
    assert found.light == "paused"


def test_of_two_corrections_the_last_one_is_the_applicants():
    first = Correction(round=1, requested_at=at("2026-03-02"), by_days=15)
    second = replace(first, round=2, requested_at=at("2026-03-09"), by_days=5)
    found = of(a_case(state="correcting", corrections=(first, second)), "2026-03-10")
    assert (found.correct.start, found.correct.day) == (day("2026-03-09"), day("2026-03-16"))


def test_only_while_correcting_is_there_a_day_for_the_applicant():
    asked = Correction(
        round=1, requested_at=at("2026-03-02"), by_days=15, resubmitted_at=at("2026-03-03")
    )
    assert of(reviewing(corrections=(asked,)), "2026-03-05").correct is None
    assert of(a_case(state="correcting"), "2026-03-05").correct is None


def test_after_a_correction_acceptance_runs_from_the_day_it_came_back():
    asked = Correction(
        round=1, requested_at=at("2026-03-02"), by_days=15, resubmitted_at=at("2026-03-16T09:00:00")
    )
    found = of(a_case(corrections=(asked,)), "2026-03-17")
    assert found.accept.day == day("2026-03-23")


def test_until_the_fifth_working_day_is_over_nothing_is_deemed():
    case = a_case(received_at=at("2026-03-02T09:00:00"))
    assert with_deemed_acceptance(case, a_situation(day("2026-03-09"))) == case


def test_not_told_within_five_working_days_a_case_is_deemed_accepted_on_receipt():
    case = a_case(received_at=at("2026-03-02T09:00:00"))
    seen = with_deemed_acceptance(case, a_situation(day("2026-03-10")))
    assert seen.state == "reviewing"
    assert (seen.clock.deemed_accepted, civil(seen.clock.accepted_at)) == (True, day("2026-03-02"))
    assert of(seen, "2026-03-10").promised.day == day("2026-03-11")


@pytest.mark.parametrize(
    ("today", "light", "left"),
    [("2026-03-04", "green", 6), ("2026-03-11", "amber", 1), ("2026-03-12", "amber", 0),
     ("2026-03-13", "red", -1), ("2026-03-17", "red", -3)],
)  # fmt: skip
def test_the_light_is_amber_near_and_on_the_last_day_and_red_after_it(today, light, left):
    found = of(reviewing(), today)
    assert (found.light, found.promised.left) == (light, left)


def test_under_a_fifth_of_the_days_left_is_amber():
    case = reviewing(promised_days=20)
    assert of(case, "2026-03-25").light == "green"  # 4 of 20 left
    assert of(case, "2026-03-26").light == "amber"  # 3 of 20 left


@pytest.mark.parametrize("state", ["delivered", "refused", "terminated"])
def test_a_closed_cases_light_is_closed(state):
    assert of(a_case(state=state), "2026-03-05").light == "closed"


@pytest.mark.parametrize(
    ("state", "today", "light"),
    [
        ("approved", "2026-03-05", "green"),
        ("denied", "2026-03-05", "denied"),
        ("denied", "2026-03-16", "amber"),
        ("denied", "2026-03-17", "red"),
        ("revoked", "2026-03-05", "denied"),
        ("revoked", "2026-03-17", "red"),
    ],
)
def test_a_denied_case_waits_for_delivery_with_a_light_that_is_never_green(state, today, light):
    clock = Clock(received_at=at("2026-03-02"), decided_at=at("2026-03-02"))
    assert of(a_case(state=state, clock=clock), today).light == light


def promised(state="delivered", verified=None):
    clock = Clock(received_at=at("2026-03-02"), decided_at=at("2026-03-02"))
    given = GivenCommitment(verify_by=day("2026-03-30"), verified=verified)
    return a_case(state=state, clock=clock, commitment=given)


@pytest.mark.parametrize(
    ("today", "light"),
    [
        ("2026-03-05", "green"),
        ("2026-03-24", "green"),  # 4 of 20 left
        ("2026-03-25", "amber"),
        ("2026-03-30", "amber"),
        ("2026-03-31", "red"),
    ],
)
def test_a_delivered_case_has_a_light_until_what_was_promised_is_verified(today, light):
    found = of(promised(), today)
    assert (found.light, found.next, found.verify.day) == (light, found.verify, day("2026-03-30"))
    for looked_at in (True, False):
        assert of(promised(verified=looked_at), today).light == "closed"


def test_before_delivery_the_day_to_deliver_comes_first():
    found = of(promised("approved"), "2026-03-05")
    assert (found.next, found.verify.day) == (found.deliver, day("2026-03-30"))


def test_a_special_procedure_shows_as_paused_with_what_had_been_counted():
    clock = Clock(
        received_at=at("2026-03-02"),
        accepted_at=at("2026-03-03"),
        pauses=tuple(spans(("2026-03-05", None))),
    )
    found = of(a_case(state="special", clock=clock), "2026-03-20")
    assert (found.light, found.promised.day, found.promised.counted) == ("paused", None, 1)


# --- by the item's own law -------------------------------------------------------------------


def item_of(kind="confirmation", statutory_days=10, promised_days=7, **procedure) -> ItemRef:
    return ItemRef(code="i", name="事项", kind=kind, statutory_days=statutory_days,
                   promised_days=promised_days, procedure=Procedure(**procedure))  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "own", "last"),
    [
        ("licence", None, "2026-03-09"),  # five days: 3 4 5 6 9
        ("licence", 2, "2026-03-04"),
        ("confirmation", None, "2026-03-03"),  # on the spot
        ("confirmation", 3, "2026-03-05"),
        ("filing", None, "2026-03-03"),
        ("public_service", None, "2026-03-03"),
        ("a city's own", None, "2026-03-03"),
    ],
)
def test_acceptance_has_the_days_of_the_item_or_of_its_kind(kind, own, last):
    case = a_case(received_at=at("2026-03-02"), item=item_of(kind, acceptance_days=own))
    assert of(case, "2026-03-02").accept.day == day(last)


def test_what_no_text_deems_accepted_stays_to_be_accepted_and_turns_red():
    case = a_case(received_at=at("2026-03-02"), item=item_of("filing"))
    seen = with_deemed_acceptance(case, a_situation(day("2026-04-30")))
    assert seen.state == "received"
    assert of(seen, "2026-03-04").light == "red"


def test_an_item_whose_text_deems_it_accepted_is_after_its_own_days():
    item = item_of("confirmation", acceptance_days=3, deemed_acceptance=True)
    case = a_case(received_at=at("2026-03-02"), item=item)
    assert with_deemed_acceptance(case, a_situation(day("2026-03-05"))).state == "received"
    assert with_deemed_acceptance(case, a_situation(day("2026-03-06"))).state == "reviewing"


def test_days_that_count_from_receipt_count_from_receipt():
    found = of(reviewing(item=item_of(counted_from="receipt")), "2026-03-03")
    assert (found.statutory.start, found.statutory.day) == (day("2026-03-02"), day("2026-03-16"))
    assert (found.promised.start, found.promised.day) == (day("2026-03-02"), day("2026-03-11"))


def test_days_that_count_from_receipt_run_before_acceptance():
    case = a_case(received_at=at("2026-03-02"), item=item_of(counted_from="receipt"))
    found = of(case, "2026-03-03")
    assert (found.statutory.day, found.promised) == (day("2026-03-16"), None)
    assert found.next is found.accept


def test_days_that_count_from_receipt_begin_anew_when_a_correction_comes_back():
    asked = Correction(
        round=1, requested_at=at("2026-03-02"), by_days=5, resubmitted_at=at("2026-03-04")
    )
    case = reviewing(item=item_of(counted_from="receipt"), corrections=(asked,))
    assert of(case, "2026-03-04").statutory.start == day("2026-03-04")


def test_where_no_text_sets_a_period_there_is_no_statutory_day():
    case = reviewing(item=item_of(statutory_days=0))
    found = of(case, "2026-03-03")
    assert (found.statutory, found.promised.day) == (None, day("2026-03-12"))
    assert statutory_day(case, CALENDAR, day("2026-03-03")) is None
    assert not is_past_statutory(case, CALENDAR, day("2027-03-03"))


def test_a_decision_is_delivered_within_the_item_s_own_days():
    clock = Clock(received_at=at("2026-03-02"), decided_at=at("2026-03-02"))
    case = a_case(state="approved", clock=clock, item=item_of(delivery_days=5))
    assert of(case, "2026-03-03").deliver.day == day("2026-03-09")


def test_the_statutory_day_is_past_on_the_day_after_it():
    case = reviewing(item=item_of("licence", statutory_days=20))
    assert statutory_day(case, CALENDAR, day("2026-03-03")) == day("2026-03-31")
    assert not is_past_statutory(case, CALENDAR, day("2026-03-31"))
    assert is_past_statutory(case, CALENDAR, day("2026-04-01"))
    longer = replace(case, clock=replace(case.clock, extension_days=1))
    assert not is_past_statutory(longer, CALENDAR, day("2026-04-01"))


def test_before_acceptance_and_while_a_procedure_is_open_no_statutory_day_is_past():
    assert not is_past_statutory(a_case(), CALENDAR, day("2027-01-05"))
    clock = Clock(accepted_at=at("2026-03-03"), pauses=tuple(spans(("2026-03-05", None))))
    assert not is_past_statutory(a_case(state="special", clock=clock), CALENDAR, day("2027-01-05"))


HEARING = SpecialProcedure(procedure="hearing", basis="《本市规定》第六条")


@pytest.mark.parametrize(
    ("kind", "special", "said"),
    [
        ("licence", (), "特别程序期间不计入（行政许可法第四十五条）"),
        ("licence", (HEARING,), "特别程序期间不计入（《本市规定》第六条）"),
        ("confirmation", (HEARING,), "特别程序期间不计入（《本市规定》第六条）"),
        ("confirmation", (), "特别程序期间不计入"),
    ],
)
def test_a_day_of_a_special_procedure_names_the_law_it_rests_on(kind, special, said):
    pause = Pause(from_=day("2026-03-05"), to=day("2026-03-07"), procedure="hearing")
    clock = Clock(accepted_at=at("2026-03-03"), pauses=(pause,))
    found = of(reviewing(clock=clock, item=item_of(kind, special=special)), "2026-03-10")
    for each in (found.promised, found.statutory):
        assert [s.reason.zh for s in each.explain() if s.day.day in (5, 6)] == [said, said]
        assert each.explain()[-1].reason.zh == "工作日"


# --- days that were told -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "days", "last"),
    [("2026-03-02", 15, "2026-03-23"), ("2026-04-28", 5, "2026-05-08"), ("2026-12-30", 1, "2026-12-31")],
)  # fmt: skip
def test_a_correction_ends_on_the_day_its_notice_prints(asked, days, last):
    printed = correction_day(day(asked), days, CALENDAR)
    assert printed == day(last)
    correction = Correction(round=1, requested_at=at(asked), by_days=days)
    for kept in (correction, replace(correction, by=printed)):
        found = of(a_case(state="correcting", corrections=(kept,)), asked)
        assert (found.correct.day, found.correct.left) == (printed, days)


def test_a_printed_day_stays_when_the_calendar_is_published_after_it():
    printed = correction_day(day("2026-12-28"), 5, CALENDAR)
    assert printed == day("2027-01-05")  # 29 30 31, 4 5
    closed = CalendarYear(year=2027, days_off=(day("2027-01-04"), day("2027-01-05")))
    asked = Correction(round=1, requested_at=at("2026-12-28"), by_days=5, by=printed)
    case = a_case(state="correcting", corrections=(asked,))
    seen = [
        case_deadlines(case, CALENDAR.with_years([closed]), day(today)).correct
        for today in ("2027-01-01", "2027-01-05", "2027-01-06")
    ]
    assert {each.day for each in seen} == {printed}
    assert [each.left for each in seen] == [0, 0, -1]
    assert not any(each.provisional for each in seen)


def test_however_many_days_are_asked_for_the_last_one_is_a_day():
    for last_day in (correction_day, announced_end):
        assert last_day(day("2026-03-02"), -1, CALENDAR) == day("2026-03-02")
        assert last_day(day("2026-03-02"), 10**9, CALENDAR).year == 2040
    far = announced_end(day("2026-03-02"), 10**9, CALENDAR)
    assert of(in_procedure(far), "2026-03-12").light == "paused"


def in_procedure(expected_to) -> SubApplication:
    pause = Pause(from_=day("2026-03-05"), procedure="hearing", expected_to=expected_to)
    clock = Clock(accepted_at=at("2026-03-03"), pauses=(pause,))
    return a_case(state="special", clock=clock)


@pytest.mark.parametrize(
    ("today", "light"),
    [("2026-03-05", "paused"), ("2026-03-11", "paused"), ("2026-03-12", "amber"),
     ("2026-03-13", "red"), ("2026-05-13", "red")],
)  # fmt: skip
def test_a_special_procedure_is_amber_on_its_announced_last_day_and_red_after_it(today, light):
    announced = announced_end(day("2026-03-05"), 5, CALENDAR)
    assert announced == day("2026-03-12")  # 6 9 10 11 12
    found = of(in_procedure(announced), today)
    assert (found.light, found.special.day) == (light, announced)
    assert (found.promised.day, found.promised.paused) == (None, True)


def test_without_an_announced_end_a_special_procedure_only_pauses():
    found = of(in_procedure(None), "2027-03-12")
    assert (found.light, found.special) == ("paused", None)


def test_an_announced_end_that_is_a_slip_is_no_day():
    found = of(in_procedure(day("9999-12-31")), "2026-03-12")
    assert (found.light, found.special.day) == ("paused", None)
    before_it_began = of(in_procedure(day("2026-03-01")), "2026-03-05")
    assert (before_it_began.light, before_it_began.special.left) == ("red", -1)


# --- whatever the machine's clock is set to -------------------------------------------------


@pytest.mark.parametrize(
    "zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Kolkata"]
)
def test_the_civil_day_is_shanghais_whatever_zone_the_machine_is_in(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        late = datetime.fromisoformat("2026-03-01T23:30:00+00:00")
        assert civil(late) == day("2026-03-02")
        assert civil(late.astimezone()) == day("2026-03-02")
        assert civil(late.astimezone(timezone(timedelta(hours=-8)))) == day("2026-03-02")
        case = a_case(state="received", received_at=late.astimezone())
        assert of(case, "2026-03-02").accept.start == day("2026-03-02")
        assert of(case, "2026-03-02").accept.day == day("2026-03-09")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_each_state_is_open_decided_or_closed():
    kinds = (OPEN_STATES, DECIDED_STATES, CLOSED_STATES)
    assert sorted(state for kind in kinds for state in kind) == sorted(STATES)
    assert PAUSED_STATES < OPEN_STATES


@pytest.mark.parametrize(
    ("left", "days", "lit"),
    [(20, 20, "green"), (4, 20, "green"), (3, 20, "amber"), (1, 5, "green"), (0, 1, "amber")],
)
def test_amber_begins_under_a_fifth_of_the_days(left, days, lit):
    assert light("reviewing", day("2026-03-10"), left, days, day("2026-03-09")) == lit


def decided(accepted, decided_at, **more):
    clock = Clock(
        received_at=at("2026-03-02T09:00"), accepted_at=at(accepted) if accepted else None,
        decided_at=at(decided_at) if decided_at else None, **more.pop("clock", {}),
    )  # fmt: skip
    return a_case("approved", **more, clock=clock)


@pytest.mark.parametrize(
    ("case", "taken"),
    [
        (decided("2026-03-02T10:00", "2026-03-02T16:00"), TimeTaken(0, 7, 20)),
        (decided("2026-03-02T10:00", "2026-03-11T16:00"), TimeTaken(7, 7, 20)),
        (decided("2026-03-02T10:00", "2026-03-12T16:00"), TimeTaken(8, 7, 20)),
        (
            decided(
                "2026-03-02T10:00", "2026-03-12T16:00",
                clock={"pauses": tuple(spans(("2026-03-03", "2026-03-05"))), "extension_days": 3},
            ),
            TimeTaken(6, 10, 23),
        ),
        (decided("2026-03-04T10:00", "2026-03-04T16:00", handling="instant"), TimeTaken(2, 1, 20)),
        (decided("2026-03-02T10:00", None), None),
        (decided(None, "2026-03-03T10:00"), None),
    ],
)  # fmt: skip
def test_how_long_a_decided_case_took_is_counted_as_its_deadlines_are(case, taken):
    assert time_taken(case, CALENDAR) == taken


def test_a_promise_may_be_broken_and_the_law_kept():
    late = TimeTaken(taken=9, promised=7, statutory=20)
    assert (late.kept_promise, late.kept_law) == (False, True)
    assert not TimeTaken(taken=21, promised=7, statutory=20).kept_law
    assert TimeTaken(taken=300, promised=7, statutory=0).kept_law
