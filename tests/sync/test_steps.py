"""The order of a cycle's steps, and which of them are left out, without a network."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.central import errors
from app.central.wire import ActionResult
from app.machine.cancel import Cancelled
from app.store import outbox
from app.store.database import meta
from app.sync.cycle import sync_cycle
from tests.support.examples import ASKED, MORNING, a_case
from tests.support.stores import decide
from tests.sync.scripted import ScriptedCentre, digest, page, put, read_up_to

NOW = MORNING + timedelta(hours=1)
HELD = {"sub_application": digest({"sa-000001": 1})}


@pytest.fixture
def store(store):
    read_up_to(store, "c1")
    return store


@pytest.fixture
def centre():
    made = ScriptedCentre()
    made.pages = {"c1": page("c1")}
    made.digests = HELD
    return made


def cycle(store, centre):
    return sync_cycle(store, centre, "desk-1", lambda: NOW, lambda _progress: None)


def states(store):
    return [entry.state for entry in outbox.entries(store.reader(), outbox.STATES)]


def test_a_quiet_cycle_compares_both_sides(store, centre):
    done = cycle(store, centre)
    assert (done.taken_in, done.answered, done.differing) == (0, 0, ())
    assert done.clock_skew == 3600.0
    assert done.next_due is None


def test_where_they_differ_the_next_pull_starts_anew(store, centre):
    centre.digests = {"sub_application": digest({"sa-000001": 2})}
    assert cycle(store, centre).differing == ("sub_application",)
    assert meta(store.reader(), "cursor") == ""


def test_what_was_taken_in_is_not_compared_at_once(store, centre):
    centre.pages = {"c1": page("c2", put(a_case(id="sa-000002")))}
    done = cycle(store, centre)
    assert (done.taken_in, done.differing) == (1, ())
    assert meta(store.reader(), "cursor") == "c2"


def test_after_sending_the_feed_is_read_once_more_and_nothing_is_compared(store, centre):
    decide(store, ASKED)
    done = cycle(store, centre)
    assert (done.answered, done.differing) == (1, ())
    assert centre.cursors == ["c1", "c1"]
    assert meta(store.reader(), "cursor") == "c1"


def test_where_nothing_was_sent_it_is_read_once(store, centre):
    cycle(store, centre)
    assert centre.cursors == ["c1"]


def test_it_says_when_something_may_go_again(store, centre):
    decide(store, ASKED)
    centre.answer = lambda a: ActionResult(id=a.id, outcome="retry", retry_after=90)
    assert cycle(store, centre).next_due == NOW + timedelta(seconds=90)


def test_what_could_not_be_read_is_said_from_both_readings(store, centre):
    decide(store, ASKED)
    odd = replace(put(a_case(id="sa-000002")), op="patch")
    other = replace(put(a_case(id="sa-000003")), op="patch")
    centre.pages = {"c1": page("c2", odd), "c2": page("c3", other)}
    assert [each.id for each in cycle(store, centre).unreadable] == ["sa-000002", "sa-000003"]


def test_a_server_time_nobody_can_read_is_no_skew(store, centre):
    centre.pages = {"c1": replace(page("c1"), server_time=None)}
    assert cycle(store, centre).clock_skew is None


@pytest.mark.parametrize(
    ("failure", "reachable", "goes"),
    [
        (errors.SignInExpired(), True, False), (errors.DeviceRevoked(), True, False),
        (errors.DeskTooOld(), True, False), (Cancelled(), True, False),
        (errors.CentreBusy(9, "503"), True, False), (errors.CentreFailed("500"), True, True),
        (errors.CentreRefused(400, "", ""), True, True), (KeyError("nobody foresaw"), True, True),
        (errors.NotTheCentre("…"), True, True), (errors.NotTheCentre("…"), False, False),
        (errors.CentreUnreachable(), True, True), (errors.CentreUnreachable(), False, False),
        (errors.CentreRefused(400, "", ""), False, True),
    ],
)  # fmt: skip
def test_what_is_decided_goes_though_the_feed_fails_where_the_centre_is_there(
    store, centre, failure, reachable, goes
):
    decide(store, ASKED)
    centre.pages = {"c1": failure}
    centre.reachable = reachable
    with pytest.raises(type(failure)):
        cycle(store, centre)
    assert states(store) == (["sent"] if goes else ["waiting"])
