"""A team's loads and lights move with the day, without a word from the centre."""

from datetime import date, timedelta

import pytest

from app.cases.model import ItemRef
from app.cases.team import Load, StaffMember, TeamCase, light_on, load_of

TODAY = date(2026, 3, 9)
DAY = timedelta(days=1)


def head(due=None, light="green", **more):
    told = {"id": "sa-1", "item": ItemRef(code="food"), "state": "reviewing", "revision": 1}
    return TeamCase(**told | more, due=due, light=light)


@pytest.mark.parametrize(
    ("due", "told", "light"),
    [
        (TODAY + DAY, "green", "green"),
        (TODAY + DAY, "amber", "amber"),
        (TODAY, "green", "amber"),
        (TODAY - DAY, "green", "red"),
        (TODAY - DAY, "paused", "red"),  # the announced end of a special procedure
        (None, "paused", "paused"),
    ],
)
def test_a_light_is_that_of_the_day(due, told, light):
    assert light_on(head(due, told), TODAY) == light


def test_a_load_counts_what_is_due_today_and_what_is_late():
    cases = [head(TODAY), head(TODAY - DAY), head(TODAY - DAY), head(TODAY + DAY), head()]
    assert load_of(cases, TODAY) == Load(open=5, due_today=1, overdue=2)


def test_who_is_away_is_so_to_the_last_day():
    away = StaffMember(id="clerk-1", away_until=TODAY)
    assert away.is_away(TODAY)
    assert not away.is_away(TODAY + DAY)
    assert not StaffMember(id="clerk-1").is_away(TODAY)
