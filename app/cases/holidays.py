"""The statutory holidays of a year, for one whose calendar is not published yet.

全国年节及纪念日放假办法 (State Council, as of 10 November 2024), Art. 2. What is only ever
announced is not guessed: days off for a weekend's holiday (补假), and days exchanged (调休).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache

from app.cases.sentence import Sentence, say

NEW_YEAR = say("元旦", "New Year's Day")
SPRING_FESTIVAL = say("春节", "Spring Festival")
QINGMING = say("清明节", "Qingming")
LABOUR_DAY = say("劳动节", "Labour Day")
DRAGON_BOAT = say("端午节", "Dragon Boat Festival")
MID_AUTUMN = say("中秋节", "Mid-Autumn Festival")
NATIONAL_DAY = say("国庆节", "National Day")

LUNAR_YEARS = range(1900, 2101)  # those the library knows


@cache
def statutory_holidays(year: int) -> Mapping[date, Sentence]:
    """By day, what it is; of a year outside ``LUNAR_YEARS`` those of the solar calendar only."""
    lunar = _lunar(year) if year in LUNAR_YEARS else ()
    return dict([*lunar, *_solar(year)])


def _solar(year: int) -> Iterator[tuple[date, Sentence]]:
    yield date(year, 1, 1), NEW_YEAR
    for day in (1, 2):
        yield date(year, 5, day), LABOUR_DAY
    for day in (1, 2, 3):
        yield date(year, 10, day), NATIONAL_DAY


def _lunar(year: int) -> Iterator[tuple[date, Sentence]]:
    from borax.calendars.lunardate import LunarDate, TermUtils

    first = LunarDate(year, 1, 1).to_solar_date()
    for after in (-1, 0, 1, 2):  # New Year's Eve to the third day
        yield first + timedelta(days=after), SPRING_FESTIVAL
    yield TermUtils.nth_term_day(year, term_name="清明"), QINGMING
    yield LunarDate(year, 5, 5).to_solar_date(), DRAGON_BOAT
    yield LunarDate(year, 8, 15).to_solar_date(), MID_AUTUMN
