"""The packaged calendar against a second source; docs/decisions/0006 says who is right."""

from datetime import date, timedelta

import holidays
import pytest

from app.cases.deadlines import deadline
from app.cases.model import CalendarYear
from app.cases.workdays import WorkCalendar

CALENDAR = WorkCalendar.packaged()
# 国办发明电〔2019〕3 号 of 22 March 2019 lengthened Labour Day; the second source has the old plan.
CHANGED_IN_MARCH_2019 = {
    date(2019, 4, 28): True,
    date(2019, 5, 2): False,
    date(2019, 5, 3): False,
    date(2019, 5, 5): True,
}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366))
    return [day for day in days if day.year == year]


@pytest.mark.parametrize("year", range(2008, 2027))
def test_the_packaged_calendar_agrees_with_a_second_source_but_for_known_days(year):
    china = holidays.country_holidays("CN", years=year)
    differing = {
        day: CALENDAR.is_working(day)
        for day in days_of(year)
        if CALENDAR.is_working(day) != china.is_working_day(day)
    }
    assert differing == (CHANGED_IN_MARCH_2019 if year == 2019 else {})


def test_a_year_not_yet_published_has_weekends_only_and_no_guesses():
    assert not CALENDAR.published(2027)
    assert CALENDAR.is_working(date(2027, 2, 8))  # in Spring Festival week, but no one has said so
    assert not CALENDAR.is_working(date(2027, 2, 6))
    assert deadline(date(2026, 12, 28), 5, CALENDAR).provisional


def test_once_the_centre_publishes_a_year_it_is_no_longer_provisional():
    published = CALENDAR.with_years([CalendarYear(year=2027, days_off=(date(2027, 1, 1),))])
    found = deadline(date(2026, 12, 30), 2, published)
    assert (found.day, found.provisional) == (date(2027, 1, 4), False)


def test_the_centres_year_replaces_the_packaged_one_whole():
    plain = CALENDAR.with_years([CalendarYear(year=2026)])
    assert plain.is_working(date(2026, 2, 17))
    assert not plain.is_working(date(2026, 2, 14))
    assert not plain.is_working(date(2025, 1, 29))
