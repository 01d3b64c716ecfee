"""Working-day deadlines (行政许可法 Art. 32, 42–45, 82; docs/rules.md), worked by hand."""

import time
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.cases.deadlines import case_deadlines, deadline, light
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
    Pause,
    civil,
)
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
    reasons = {d: told[d].reason.zh for d in told}
    assert reasons["2026-02-12"] == "当日不计入"
    assert reasons["2026-02-14"] == "调休上班"
    assert reasons["2026-02-16"] == "法定节假日"
    assert reasons["2026-02-15"] in ("周末", "法定节假日")
    assert [told[d].count for d in ("2026-02-13", "2026-02-14", "2026-02-23", "2026-02-24")] == [
        1,
        2,
        2,
        3,
    ]


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


def test_while_correcting_the_deadline_is_the_applicants():
    asked = Correction(round=1, requested_at=at("2026-03-02"), by_days=15)
    found = of(a_case(state="correcting", corrections=(asked,)), "2026-03-05")
    assert found.correct.day == day("2026-03-23")
    assert found.light == "paused"


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
    ],
)
def test_a_denied_case_waits_for_delivery_with_a_light_that_is_never_green(state, today, light):
    clock = Clock(received_at=at("2026-03-02"), decided_at=at("2026-03-02"))
    assert of(a_case(state=state, clock=clock), today).light == light


def test_a_special_procedure_shows_as_paused_with_what_had_been_counted():
    clock = Clock(
        received_at=at("2026-03-02"),
        accepted_at=at("2026-03-03"),
        pauses=tuple(spans(("2026-03-05", None))),
    )
    found = of(a_case(state="special", clock=clock), "2026-03-20")
    assert (found.light, found.promised.day, found.promised.counted) == ("paused", None, 1)


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
