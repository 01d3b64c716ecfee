"""Thousands of desks are simulated by the loop's own code, and real loops do as the simulated."""

import random
from itertools import pairwise

import pytest

from tests.bench import many_desks
from tests.bench.many_desks import DAYS, Day, SimulatedTime, calls_of_a_desk, peak
from tests.bench.many_desks_served import of_real_loops


def moments(calls, wanted):
    return [at for at, call in calls if call == wanted]


def test_a_thread_that_waits_costs_no_time_and_all_end_with_the_simulation():
    world, said = SimulatedTime(), []
    event = world.threading.Event()

    def waits():
        said.append(event.wait(3600))
        said.append(world.now)
        event.wait()

    def wakes():
        world.sleep(60)
        event.set()
        event.clear()

    for work in (waits, wakes):
        world.begin(work)
    world.live_until(7200)
    assert said == [False, 60]
    world.end()
    assert world.now == 7200


def test_a_simulated_desk_polls_as_a_desk_does_and_asks_for_no_digest_twice_in_a_quarter_hour():
    day = Day(away=(900.0, 901.0), watched=4500.0)
    calls = calls_of_a_desk(day, random.Random(3))
    polls = sorted({at for at in moments(calls, "GET changes") if at > 1000})
    assert all(48 <= then - before <= 72 for before, then in pairwise(polls))
    digests = moments(calls, "GET digest")
    assert len(digests) > 3 and all(then - before >= 900 for before, then in pairwise(digests))
    assert len(moments(calls, "GET stream")) == 2


@pytest.mark.parametrize("name", DAYS)
def test_no_ten_seconds_after_it_have_twice_the_calls_of_their_minute(name):
    day, chance = DAYS[name], random.Random(1)
    calls = [at for _ in range(100) for at, _call in calls_of_a_desk(day, chance)]
    since = day.watched + (200 if day.signs_in else 0)
    tens = [sum(begin <= at - since < begin + 10 for at in calls) for begin in range(0, 60, 10)]
    assert max(tens) <= 2 * sum(tens) / 6


def test_while_a_centre_is_away_nobody_hears_from_its_desks_and_then_all_are_back_in_76_seconds():
    day = DAYS["outage"]
    begins, ends = day.away
    for seed in range(20):
        calls = calls_of_a_desk(day, random.Random(seed))
        assert not [at for at, _ in calls if begins <= at < ends]
        assert min(at for at, _ in calls if at >= ends) <= ends + 72 + 4


def test_real_loops_ask_a_served_centre_for_what_the_simulated_ask_for():
    day = Day(away=(90.0, 150.0), watched=150.0, token_seconds=many_desks.FOREVER)
    served, simulated = of_real_loops(day, 8, 30.0), peak(day, 8)
    assert served.calls.keys() >= simulated.calls.keys()
    assert served.calls["GET stream"] == 8
