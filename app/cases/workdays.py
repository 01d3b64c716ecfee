"""Working days of mainland China (行政许可法 Art. 82: days are working days).

The State Council publishes each year's holidays and make-up days the autumn
before; a year not yet published has its weekends and statutory holidays off and is *provisional*.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache

from chinese_calendar import constants

from app.cases.holidays import statutory_holidays
from app.cases.model import CalendarYear
from app.cases.sentence import Sentence


class WorkCalendar:
    """The working days of the years it was given.

    >>> WorkCalendar.packaged().is_working(date(2026, 2, 14))
    True
    """

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        self._off = {year.year: frozenset(year.days_off) for year in years}
        self._worked = {year.year: frozenset(year.working_weekends) for year in years}

    @classmethod
    @cache
    def packaged(cls) -> WorkCalendar:
        """The calendar that ships with the desk (chinesecalendar, years to 2026)."""
        return cls(_packaged_years())

    def with_years(self, years: Iterable[CalendarYear]) -> WorkCalendar:
        """This calendar with the centre's own years in place of the same years here."""
        return self._with(tuple(years))

    @lru_cache(maxsize=8)  # noqa: B019 - the same years are the same calendar, for as long as the desk lives
    def _with(self, years: tuple[CalendarYear, ...]) -> WorkCalendar:
        merged = WorkCalendar(())
        merged._off = {**self._off, **{y.year: frozenset(y.days_off) for y in years}}
        merged._worked = {**self._worked, **{y.year: frozenset(y.working_weekends) for y in years}}
        return merged

    def published(self, year: int) -> bool:
        """Whether the year's days off and make-up days are known."""
        return year in self._off

    def is_working(self, day: date) -> bool:
        """Whether a day counts: a weekday that is not off, or a make-up day."""
        if day.weekday() >= 5:
            return day in self._worked.get(day.year, ())
        off = self._off.get(day.year)
        return day not in (statutory_holidays(day.year) if off is None else off)

    def holiday(self, day: date) -> Sentence | None:
        """What a statutory holiday of an unpublished year is called; None on any other day."""
        return None if self.published(day.year) else statutory_holidays(day.year).get(day)

    def working_days(self, after: date, until: date) -> int:
        """How many days after the first up to and with the second are worked; 0 where none are."""
        days = range(after.toordinal() + 1, until.toordinal() + 1)
        return sum(self.is_working(date.fromordinal(day)) for day in days)

    def is_make_up(self, day: date) -> bool:
        """A weekend day that is worked (调休)."""
        return day in self._worked.get(day.year, ())


def _packaged_years() -> tuple[CalendarYear, ...]:
    years = sorted({day.year for day in constants.holidays})
    return tuple(
        CalendarYear(
            year=year,
            days_off=tuple(sorted(d for d in constants.holidays if d.year == year)),
            working_weekends=tuple(sorted(d for d in constants.workdays if d.year == year)),
        )
        for year in years
    )
