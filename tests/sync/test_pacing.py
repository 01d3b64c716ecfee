"""How long the loop waits: a poll's time, longer after each failure, as asked by the centre."""

from datetime import timedelta

import pytest

from app.central import errors
from app.sync import pacing
from app.sync.cycle import CycleDone
from app.sync.pacing import Absence, Pacing, Pause, StreamPacing
from tests.support.examples import MORNING


@pytest.fixture(autouse=True)
def longest_draw(monkeypatch):
    """Chance always draws the most there is; what it drew from is in the list."""
    drawn = []

    def uniform(least, most):
        drawn.append((least, most))
        return most

    monkeypatch.setattr(pacing.random, "uniform", uniform)
    return drawn


def done(due=None):
    return CycleDone(0, 0, (), 0.0, next_due=due)


def test_after_a_sound_cycle_it_waits_a_poll_give_or_take_a_fifth(longest_draw):
    assert Pacing().after(done(), MORNING) == Pause(72.0, 0.0)
    assert longest_draw == [(0.8, 1.2)]


@pytest.mark.parametrize(("seconds", "waits"), [(-5, 0.0), (0, 0.0), (30, 30.0), (900, 72.0)])
def test_or_until_something_may_go_again(seconds, waits):
    due = MORNING + timedelta(seconds=seconds)
    assert Pacing().after(done(due=due), MORNING).seconds == waits


@pytest.mark.parametrize(("reads_again", "waits"), [(True, 0.0), (False, 72.0)])
def test_where_all_is_to_be_read_again_it_goes_at_once(reads_again, waits):
    said = CycleDone(0, 0, ("item",), 0.0, reads_again=reads_again)
    assert Pacing().after(said, MORNING).seconds == waits


def test_it_waits_longer_after_each_failure_up_to_five_minutes(longest_draw):
    ours = Pacing()
    waits = [ours.after_failure() for _ in range(11)]
    assert [each.seconds for each in waits] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert {least for least, _ in longest_draw} == {0.5}
    assert {each.asked for each in waits} == {0.0}


def test_a_thousand_failures_are_no_overflow():
    ours = Pacing()
    assert {ours.after_failure().seconds for _ in range(1200)} >= {300.0}


def test_a_sound_cycle_and_an_ended_sign_in_begin_the_count_anew():
    ours = Pacing()
    for _ in range(5):
        ours.after_failure()
    ours.after(done(), MORNING)
    assert ours.after_failure().seconds == 1.0
    assert ours.after_failure().seconds == 2.0
    assert ours.after_expiry() == Pause(300.0, 0.0)
    assert ours.after_failure().seconds == 1.0


@pytest.mark.parametrize(
    ("asked", "pause"),
    [(None, Pause(1.0, 0.0)), (0.0, Pause(1.0, 0.0)), (7.0, Pause(0.0, 7.0)),
     (3600.0, Pause(0.0, 3600.0)), (86_400.0, Pause(0.0, 3600.0))],
)  # fmt: skip
def test_a_busy_centre_is_left_alone_as_long_as_it_asked_within_an_hour(asked, pause):
    assert Pacing().after_busy(asked) == pause


def test_a_busy_centre_is_a_failure_too():
    ours = Pacing()
    ours.after_busy(7.0)
    assert ours.after_failure().seconds == 2.0


def test_the_sooner_a_stream_ends_the_longer_until_it_is_asked_for_again():
    ours = StreamPacing()
    waits = [ours.after(1.0, errors.CentreUnreachable()) / 1.2 for _ in range(7)]
    assert waits == pytest.approx([2, 4, 8, 16, 32, 60, 60])
    assert ours.after(1.0, None) / 1.2 == pytest.approx(60)


def test_one_that_was_sound_is_asked_for_within_45_s_as_all_others_ended_with_it(
    longest_draw,
):
    ours = StreamPacing()
    for _ in range(4):
        ours.after(1.0, None)
    assert ours.after(46.0, None) == 45.0
    assert longest_draw[-1] == (2.0, 45.0)
    assert ours.after(1.0, None) == pytest.approx(2.4)


@pytest.mark.parametrize(
    ("away", "asked_after"), [(4, 4), (40, 5), (95, 12), (295, 36), (580, 70), (7200, 72)]
)
def test_the_longer_a_centre_is_away_the_more_seldom_it_is_asked(away, asked_after):
    """A tenth of the time, give or take a fifth, at most as seldom as a poll."""
    absence = Absence(1000.0)
    assert absence.is_to_be_asked(1000.0 + away)
    later = (
        seconds for seconds in range(1, 100) if absence.is_to_be_asked(1000.0 + away + seconds)
    )
    assert max(4, next(later)) == asked_after


@pytest.mark.parametrize("status", [404, 405, 501])
def test_where_the_centre_has_no_stream_it_is_asked_for_in_an_hour(status):
    ours = StreamPacing()
    assert ours.after(0.1, errors.CentreRefused(status, "", "")) == pytest.approx(4320)
    assert ours.after(0.1, None) == pytest.approx(2.4)  # what it is otherwise is not lengthened


@pytest.mark.parametrize(("asked", "waits"), [(90.0, 92.4), (86_400.0, 3602.4), (None, 2.4)])
def test_a_stream_is_not_asked_for_before_the_time_a_busy_centre_named(asked, waits):
    assert StreamPacing().after(0.1, errors.CentreBusy(asked)) == pytest.approx(waits)
