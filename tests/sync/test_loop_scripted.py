"""What the loop says, when it goes again and how it ends, without a network."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from app.central import errors
from app.sync import loop as looping
from app.sync import pacing
from app.sync.loop import SyncLoop
from app.sync.pacing import Pacing, Pause
from tests.support.examples import ASKED, MORNING
from tests.support.stores import decide
from tests.support.waiting import eventually
from tests.sync.scripted import ScriptedCentre, applied, digest, page, read_up_to

HELD = {"sub_application": digest({"sa-000001": 1})}
LONG = 3600.0


class Centre(ScriptedCentre):
    """``cycles`` began; each does ``on_cycle`` first. The stream says what is in ``events``, then
    holds; ``files`` counts what asks for files."""

    def __init__(self) -> None:
        super().__init__()
        self.pages, self.digests = {"c1": page("c1")}, HELD
        self.cycles, self.asked = 0, 0
        self.on_cycle = lambda: None
        self.events: list[str] = []
        self.heard = 0
        self.ending = threading.Event()
        self.broken: Exception | None = None

    def changes(self, cursor):
        self.cycles += 1
        self.on_cycle()
        return super().changes(cursor)

    def answers(self):
        self.asked += 1
        return super().answers()

    def stream(self):
        if self.broken is not None:
            raise self.broken
        while self.events:
            self.heard += 1
            yield self.events.pop(0)
        self.ending.wait(60)


class Desk:
    """A loop and what it said; its clock stands until a test moves it."""

    def __init__(self, store, centre):
        self.said, self.reported, self.now = [], [], MORNING
        self.looked = threading.Event()  # at the clock
        self.loop = SyncLoop(
            store, centre, "desk-1", self.clock, self.said.append, self.reported.append, 10**9
        )

    def clock(self):
        now = self.now
        self.looked.set()
        return now

    def until(self, *states):
        eventually(lambda: self.states[-len(states) :] == list(states))

    @property
    def states(self):
        return [status.state for status in self.said]


@pytest.fixture
def store(store):
    read_up_to(store, "c1")
    return store


@pytest.fixture
def centre():
    return Centre()


@pytest.fixture
def desk(store, centre, monkeypatch):
    """Nothing goes again by itself for an hour."""
    for pause in ("after", "after_failure", "after_expiry"):
        monkeypatch.setattr(Pacing, pause, lambda *_: Pause(LONG, 0.0))
    made = Desk(store, centre)
    yield made
    made.loop.ask_to_stop()
    centre.ending.set()
    made.loop.stop()


def fails(error):
    def fail():
        raise error

    return fail


def test_a_cycle_that_came_through_is_said_with_what_it_did(desk):
    assert not desk.loop.online
    desk.loop.start()
    desk.until("online")
    assert desk.loop.online
    assert desk.said[-1].at == MORNING
    assert desk.said[-1].failure is None
    assert desk.said[-1].done.taken_in == 0


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (errors.CentreUnreachable(), "offline"),
        (errors.NotTheCentre("a page of the network's own"), "offline"),
        (errors.CentreBusy(None), "offline"),
        (errors.SignInExpired(), "signed_out"),
        (errors.DeviceRevoked(), "revoked"),
    ],
    ids=lambda said: said if isinstance(said, str) else type(said).__name__,
)
def test_a_cycle_that_failed_is_said_with_the_reason(desk, centre, error, state):
    centre.on_cycle = fails(error)
    desk.loop.start()
    desk.until(state)
    assert desk.said[-1].failure is error
    assert desk.said[-1].until is None
    assert not desk.loop.online


def test_an_error_nobody_expected_is_said_and_reported(desk, centre):
    error = ZeroDivisionError()
    centre.on_cycle = fails(error)
    desk.loop.start()
    desk.until("offline")
    assert desk.said[-1].failure.code == "sync_unexpected"
    assert desk.reported == [error]


def test_the_time_a_busy_centre_named_is_said_and_nothing_goes_before_it(desk, centre):
    centre.on_cycle = fails(errors.CentreBusy(600.0))
    desk.loop.start()
    desk.until("offline")
    assert desk.said[-1].until == MORNING + timedelta(minutes=10)
    desk.loop.request_sync()
    desk.loop.stop()
    assert centre.cycles == 1


def test_what_is_asked_for_goes_at_once(desk, centre):
    desk.loop.start()
    desk.until("online")
    desk.loop.request_sync()
    desk.until("online", "online")
    assert centre.cycles == 2


def test_what_is_asked_for_later_goes_then_and_not_before(desk, centre):
    desk.loop.start()
    desk.until("online")
    begun = time.monotonic()
    for seconds in (LONG, 0.2, 0.1):
        desk.loop.request_sync(seconds)
    desk.until("online", "online")
    assert time.monotonic() - begun >= 0.1
    desk.until("online", "online", "online")
    assert time.monotonic() - begun >= 0.2
    assert centre.cycles == 3


def test_a_cycle_that_comes_before_takes_nothing_from_what_is_asked_for_later(desk, centre):
    desk.loop.start()
    desk.until("online")
    desk.loop.request_sync(0.2)
    centre.on_cycle = fails(errors.DeskTooOld())  # after which it would wait an hour
    desk.loop.request_sync()
    desk.until("online", "offline")
    desk.until("online", "offline", "offline")
    assert centre.cycles == 3


class MovingDesk(Desk):
    """One whose clock goes."""

    def clock(self):
        self.begun = getattr(self, "begun", time.monotonic())
        return MORNING + timedelta(seconds=time.monotonic() - self.begun)


def test_what_an_earlier_desk_left_waiting_is_sent_when_its_time_has_come(store, centre):
    decide(store, ASKED, delay=0.5)
    made, sent_at = MovingDesk(store, centre), []
    centre.answer = lambda action: sent_at.append(made.clock()) or applied(action)
    made.loop.start()
    eventually(lambda: sent_at)
    centre.ending.set()
    made.loop.stop()
    assert timedelta(seconds=0.5) <= sent_at[0] - MORNING
    assert centre.cycles <= 6  # it slept: at the start, for the stream, for the row and its answer


def test_after_its_pause_it_goes_by_itself(desk, monkeypatch):
    monkeypatch.setattr(looping, "NOTICE_SECONDS", 0.01)
    monkeypatch.setattr(Pacing, "after", lambda *_: Pause(0.05, 0.0))
    desk.loop.start()
    desk.until("online", "online", "online")


def test_a_centre_that_answers_again_is_gone_to(desk, centre, monkeypatch):
    monkeypatch.setattr(looping, "NOTICE_SECONDS", 0.01)
    centre.on_cycle = fails(errors.CentreUnreachable())
    centre.reachable = False
    desk.loop.start()
    eventually(lambda: centre.asked > 3)  # of one cycle's pause: the pull that failed asked once
    assert centre.cycles == 1
    centre.on_cycle, centre.reachable = lambda: None, True
    desk.until("offline", "online")


def test_one_that_is_there_but_refuses_is_not_asked_all_the_time(desk, centre, monkeypatch):
    monkeypatch.setattr(looping, "NOTICE_SECONDS", 0.01)
    centre.on_cycle = fails(errors.DeskTooOld())
    desk.loop.start()
    desk.until("offline")
    for _ in range(5):
        desk.looked.clear()
        assert desk.looked.wait(60)
    assert (centre.cycles, centre.asked) == (1, 0)


def test_a_network_that_is_there_again_is_tried_at_once_however_long_it_was_away(
    desk, centre, monkeypatch
):
    monkeypatch.setattr(looping, "NOTICE_SECONDS", 0.01)
    plugged_in = threading.Event()
    monkeypatch.setattr(looping, "has_way_out", plugged_in.is_set)
    monkeypatch.setattr(pacing.Absence, "is_to_be_asked", lambda *_: False)
    centre.on_cycle = fails(errors.CentreUnreachable())
    desk.loop.start()
    desk.until("offline")
    centre.on_cycle = lambda: None
    plugged_in.set()
    desk.until("offline", "online")


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_set_anew_is_noticed(desk, monkeypatch, hours):
    monkeypatch.setattr(looping, "NOTICE_SECONDS", 0.01)
    desk.loop.start()
    desk.until("online")
    desk.looked.clear()
    assert desk.looked.wait(60)  # a first time, to see it differ later
    desk.now = MORNING + timedelta(hours=hours)
    desk.until("online", "online")
    assert desk.said[-1].at == desk.now


def test_a_stream_that_opens_may_have_missed_something(desk, centre):
    centre.events = [""]
    desk.loop.start()
    desk.until("online", "online")


def test_of_what_the_stream_says_only_a_change_is_gone_for(desk, centre):
    centre.events = ["", "", "something new"]
    desk.loop.start()
    eventually(lambda: centre.heard == 3)
    desk.until("online", "online")
    assert centre.cycles == 2  # the opening's
    centre.ending.set()


def test_each_change_the_stream_says_is_gone_for(desk, centre):
    gone = threading.Semaphore(0)
    centre.on_cycle = gone.release

    def stream():
        for event in ("", "changed", "changed"):
            assert gone.acquire(timeout=60)  # one cycle for each, the first before the stream
            yield event
        centre.ending.wait(60)

    centre.stream = stream
    desk.loop.start()
    desk.until("online", "online", "online", "online")


def test_a_stream_that_breaks_ends_nothing_and_what_nobody_expected_is_reported(
    desk, centre, monkeypatch
):
    monkeypatch.setattr(pacing, "STREAM_WAIT", 0.01)
    centre.broken = errors.CentreUnreachable()
    desk.loop.start()
    desk.until("online")
    centre.broken = error = ZeroDivisionError()
    eventually(lambda: error in desk.reported)
    centre.broken, centre.events = None, ["changed"]
    desk.until("online", "online")
    assert {type(each) for each in desk.reported} == {ZeroDivisionError}


def test_files_are_fetched_after_a_cycle_until_none_is_wanted(desk, monkeypatch):
    asked, left, enough = [], [3, 2, 0], threading.Event()

    def fetch(_store, _centre, now, stopped, most_bytes):
        asked.append((now, stopped(), most_bytes))
        if len(asked) == len(left):
            enough.set()
        return left[len(asked) - 1]

    monkeypatch.setattr(looping, "fetch", fetch)
    desk.loop.start()
    assert enough.wait(60)
    assert asked == [(MORNING, False, 10**9)] * 3


def test_files_that_fail_are_tried_after_the_next_cycle(desk, monkeypatch):
    raised, asked = [errors.CentreUnreachable(), ZeroDivisionError()], threading.Semaphore(0)

    def fetch(*_):
        asked.release()
        if raised:
            raise raised.pop(0)
        return 0

    monkeypatch.setattr(looping, "fetch", fetch)
    desk.loop.start()
    for _ in range(3):
        assert asked.acquire(timeout=60)
        desk.loop.request_sync()
    assert [type(each) for each in desk.reported] == [ZeroDivisionError]


@pytest.mark.parametrize("delay", [0, 10])
def test_a_revoked_machine_sends_what_it_has_and_is_silent(desk, store, centre, delay):
    decide(store, ASKED, delay=delay)
    centre.on_cycle = fails(errors.DeviceRevoked())
    desk.loop.start()
    desk.until("revoked")
    assert centre.requests == [["sa-000001"]]
    desk.loop.stop()
    assert (desk.states, centre.cycles) == (["revoked"], 1)


def test_a_revoked_machine_is_told_though_the_centre_takes_nothing_any_more(desk, store, centre):
    decide(store, ASKED)
    centre.on_cycle = fails(errors.DeviceRevoked())
    centre.answer = lambda _action: fails(errors.DeviceRevoked())()
    desk.loop.start()
    desk.until("revoked")
    assert desk.reported == []


def hold_in_a_cycle(centre):
    """The next cycle holds until ``release`` is set; ``held`` says that it does."""
    held, release, ended = threading.Event(), threading.Event(), threading.Event()

    def hold():
        held.set()
        release.wait(60)
        ended.set()

    centre.on_cycle = hold
    return held, release, ended


def test_stopping_waits_for_the_cycle_under_way(desk, centre, monkeypatch):
    monkeypatch.setattr(looping, "LEAVING_SECONDS", 0.0)
    held, release, ended = hold_in_a_cycle(centre)
    desk.loop.start()
    assert held.wait(60)
    threading.Timer(0.3, release.set).start()
    desk.loop.stop()
    assert ended.is_set()
    assert desk.states == []  # once it stops nothing more is said


def test_stopping_waits_a_moment_for_what_was_cancelled(desk, centre, monkeypatch):
    monkeypatch.setattr(looping, "LEAVING_SECONDS", 60.0)
    held, release, ended = hold_in_a_cycle(centre)
    centre.ending.set()
    desk.loop.start()
    assert held.wait(60)
    centre.scope.cancel()
    threading.Timer(0.3, release.set).start()
    desk.loop.stop()
    assert ended.is_set()


def test_it_does_not_wait_for_ever_for_what_was_cancelled(desk, centre, monkeypatch):
    monkeypatch.setattr(looping, "LEAVING_SECONDS", 0.1)
    held, release, ended = hold_in_a_cycle(centre)
    desk.loop.start()
    assert held.wait(60)
    centre.scope.cancel()
    desk.loop.stop()
    assert not ended.is_set()
    release.set()


def test_what_is_cut_off_by_stopping_is_not_reported(desk, centre):
    held, release, _ended = hold_in_a_cycle(centre)
    hold = centre.on_cycle
    centre.on_cycle = lambda: (hold(), fails(ZeroDivisionError())())
    desk.loop.start()
    assert held.wait(60)
    desk.loop.ask_to_stop()
    release.set()
    desk.loop.stop()
    assert (desk.reported, desk.states) == ([], [])


def test_once_stopped_it_is_not_online(desk):
    desk.loop.start()
    desk.until("online")
    desk.loop.ask_to_stop()
    assert not desk.loop.online


def test_a_stream_that_is_missing_is_said_once_that_lasts(desk, centre, monkeypatch):
    centre.broken = errors.CentreRefused(404, "", "")
    desk.loop.start()
    desk.until("online")
    assert desk.said[-1].streams
    monkeypatch.setattr(looping, "STREAM_MISSED_SECONDS", 0.0)
    desk.loop.request_sync()
    desk.until("online", "online")
    assert not desk.said[-1].streams
    monkeypatch.setattr(looping, "STREAM_MISSED_SECONDS", 300.0)
    desk.loop.request_sync()
    desk.until("online", "online", "online")
    assert desk.said[-1].streams
