"""The packaged calendar against a second source; docs/decisions/0006 says who is right."""

import calendar
from datetime import date, timedelta

import holidays
import pytest

from app.cases.counting import deadline
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
    length = 366 if calendar.isleap(year) else 365
    return [first + timedelta(days=n) for n in range(length)]


@pytest.mark.parametrize("year", range(2008, 2027))
def test_the_packaged_calendar_agrees_with_a_second_source_but_for_known_days(year):
    china = holidays.country_holidays("CN", years=year)
    differing = {
        day: CALENDAR.is_working(day)
        for day in days_of(year)
        if CALENDAR.is_working(day) != china.is_working_day(day)
    }
    assert differing == (CHANGED_IN_MARCH_2019 if year == 2019 else {})


# Art. 2 of 全国年节及纪念日放假办法 (2024), with the lunar days of the almanac for 2027 and 2028:
# 正月初一 2027-02-06 and 2028-01-26, 清明 5 and 4 April, 端午 2027-06-09 and 2028-05-28, 中秋
# 2027-09-15 and 2028-10-03.
STATUTORY = {
    2027: "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03",
    2028: "01-01 01-25 01-26 01-27 01-28 04-04 05-01 05-02 05-28 10-01 10-02 10-03",
}


@pytest.mark.parametrize("year", STATUTORY)
def test_in_a_year_not_yet_published_weekends_and_statutory_holidays_are_off(year):
    assert not CALENDAR.published(year)
    off = {date.fromisoformat(f"{year}-{day}") for day in STATUTORY[year].split()}
    assert {day for day in days_of(year) if CALENDAR.holiday(day)} == off
    working = {day for day in days_of(year) if CALENDAR.is_working(day)}
    assert working == {day for day in days_of(year) if day.weekday() < 5} - off


@pytest.mark.parametrize("year", range(2027, 2041))
def test_the_statutory_holidays_agree_with_a_second_source(year):
    china = holidays.country_holidays("CN", years=year, observed=False)
    assert {day for day in days_of(year) if CALENDAR.holiday(day)} == set(china)


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_statutory_holiday_is_off_in_the_published_years_since_the_rule_of_2024(year):
    named = WorkCalendar(()).holiday
    assert not [day for day in days_of(year) if named(day) and CALENDAR.is_working(day)]


def test_what_government_only_announces_is_not_guessed():
    assert CALENDAR.is_working(date(2027, 2, 9))  # 初一 and 初二 are a weekend: a day may stand in
    assert not CALENDAR.is_working(date(2027, 2, 20))
    assert CALENDAR.holiday(date(2026, 1, 1)) is None  # published: the calendar says it


@pytest.mark.parametrize("year", [1600, 1899, 2101, 9999])
def test_beyond_the_lunar_years_known_only_the_days_of_the_solar_calendar_are_off(year):
    named = [day for day in days_of(year) if CALENDAR.holiday(day)]
    assert [(day.month, day.day) for day in named] == [
        (1, 1),
        (5, 1),
        (5, 2),
        (10, 1),
        (10, 2),
        (10, 3),
    ]


def test_the_first_and_the_last_lunar_years_known_are_whole():
    assert date(1900, 1, 31) in [day for day in days_of(1900) if CALENDAR.holiday(day)]
    assert date(2100, 2, 9) in [day for day in days_of(2100) if CALENDAR.holiday(day)]


def test_once_the_centre_publishes_a_year_it_is_no_longer_provisional():
    published = CALENDAR.with_years([CalendarYear(year=2027, days_off=(date(2027, 1, 1),))])
    found = deadline(date(2026, 12, 30), 2, published)
    assert (found.day, found.provisional) == (date(2027, 1, 4), False)


def test_the_centres_year_replaces_the_packaged_one_whole():
    plain = CALENDAR.with_years([CalendarYear(year=2026)])
    assert plain.is_working(date(2026, 2, 17))
    assert not plain.is_working(date(2026, 2, 14))
    assert not plain.is_working(date(2025, 1, 29))
