"""Working-day deadlines (行政许可法 Art. 82; rules.md)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.deadlines import case_deadlines, deadline
from app.cases.model import SHANGHAI, CalendarYear, Pause
from app.cases.workdays import WorkCalendar
from tests.cases.examples import a_case

CALENDAR = WorkCalendar.packaged()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "pauses", "end"),
    [
        ("2026-02-09", 5, [], "2026-02-14"),
        ("2026-02-12", 3, [], "2026-02-24"),
        ("2026-04-27", 20, [], "2026-05-27"),
        ("2026-03-02", 20, [("2026-03-10", "2026-03-20")], "2026-04-10"),
        ("2026-01-30", 10, [("2026-02-13", "2026-02-24")], "2026-02-24"),
        ("2026-06-15", 20, [("2026-06-18", "2026-06-18")], "2026-07-14"),
        # by hand: National Day 2025 (1–8 Oct off, 28 Sep and 11 Oct worked)
        ("2025-09-26", 1, [], "2025-09-28"),
        ("2025-09-30", 1, [], "2025-10-09"),
        ("2025-10-10", 1, [], "2025-10-11"),
        # by hand: Spring Festival 2025 (28 Jan–4 Feb off, 26 Jan and 8 Feb worked)
        ("2025-01-24", 2, [], "2025-01-27"),
        ("2025-01-27", 4, [], "2025-02-08"),
    ],
)
def test_a_deadline_counts_working_days_and_not_the_day_itself(start, days, pauses, end):
    spans = [Pause(from_=day(a), to=day(b)) for a, b in pauses]
    assert deadline(day(start), days, CALENDAR, spans).day == day(end)


def test_an_open_pause_leaves_the_deadline_without_a_day():
    found = deadline(day("2026-03-02"), 5, CALENDAR, [Pause(from_=day("2026-03-04"))])
    assert found.day is None
    assert found.paused
    assert found.steps[-1].count == 1


def test_a_deadline_that_reaches_into_an_unpublished_year_is_provisional():
    assert deadline(day("2026-12-28"), 5, CALENDAR).provisional
    assert not deadline(day("2026-12-01"), 5, CALENDAR).provisional


def test_the_centres_calendar_wins_over_the_packaged_one():
    closed = CalendarYear(year=2026, days_off=(day("2026-03-03"),))
    assert deadline(day("2026-03-02"), 1, CALENDAR.with_years([closed])).day == day("2026-03-04")


def test_the_explanation_names_every_day_from_start_to_end():
    found = deadline(day("2026-02-12"), 3, CALENDAR)
    days = [step.day for step in found.explain()]
    assert days == [
        date.fromordinal(o) for o in range(days[0].toordinal(), found.day.toordinal() + 1)
    ]
    assert {step.reason.zh for step in found.explain()} >= {"法定节假日", "调休上班", "周末"}


@given(st.dates(date(2024, 1, 1), date(2026, 10, 1)), st.integers(1, 40))
def test_as_many_days_count_as_were_asked_for_and_the_last_one_is_worked(start, days):
    found = deadline(start, days, CALENDAR)
    assert sum(step.counts for step in found.explain()) == days
    assert CALENDAR.is_working(found.day)


@pytest.mark.parametrize(
    ("today", "light"),
    [("2026-03-03", "green"), ("2026-03-11", "amber"), ("2026-03-12", "red")],
)
def test_the_light_is_amber_on_the_last_day_and_red_after_it(today, light):
    received = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
    case = a_case(state="reviewing", received_at=received, accepted_at=received, promised_days=7)
    assert case_deadlines(case, CALENDAR, day(today)).light == light


def test_the_civil_day_is_shanghais_whatever_the_moment_is_written_in():
    late = datetime.fromisoformat("2026-03-01T23:30:00+00:00")
    case = a_case(state="received", received_at=late)
    assert case_deadlines(case, CALENDAR, day("2026-03-02")).accept.start == day("2026-03-02")
