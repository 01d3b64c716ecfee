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
from app.sync.verify import Verification
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


def cycle(store, centre, verification=None, now=NOW):
    known = verification or Verification()
    return sync_cycle(store, centre, "desk-1", lambda: now, lambda _progress: None, known)


def states(store):
    return [entry.state for entry in outbox.entries(store.reader(), outbox.STATES)]


def test_a_quiet_cycle_compares_both_sides(store, centre):
    done = cycle(store, centre)
    assert (done.taken_in, done.answered, done.differing) == (0, 0, ())
    assert done.clock_skew == 3600.0
    assert done.next_due is None


def test_where_they_differ_the_next_pull_starts_anew(store, centre):
    centre.digests = {"sub_application": digest({"sa-000001": 2})}
    done = cycle(store, centre)
    assert (done.differing, done.reads_again) == (("sub_application",), True)
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


WRONG = {"sub_application": digest({"of another desk": 1})}


def quiet_cycles(store, centre, *minutes):
    """Of one desk; how often all was read from the start, and what differed at each."""
    verification, differed = Verification(), []
    for each in minutes:
        now = NOW + timedelta(minutes=each)
        differed.append(bool(cycle(store, centre, verification, now).differing))
    return centre.cursors.count(""), differed


@pytest.fixture
def whole(centre):
    """It can be read from the start as well."""
    centre.pages[""] = page("c1", put(a_case()))
    return centre


def test_both_sides_are_compared_at_the_start_and_then_every_quarter_of_an_hour(store, centre):
    quiet_cycles(store, centre, 0, 1, 5, 14)
    assert centre.digests_asked == 1
    quiet_cycles(store, centre, 0, 1, 15, 16, 31)
    assert centre.digests_asked == 1 + 3


def test_a_clock_set_back_ends_no_comparing(store, centre):
    quiet_cycles(store, centre, 0, -600, -590, -584)
    assert centre.digests_asked == 1 + 2


def test_after_a_reading_from_the_start_they_are_compared_once_more(store, whole):
    verification = Verification()
    cycle(store, whole, verification)
    read_up_to(store, "")
    cycle(store, whole, verification)
    asked = whole.digests_asked
    cycle(store, whole, verification)
    assert whole.digests_asked == asked + 1


def test_a_digest_that_is_wrong_for_ever_costs_one_reading_a_day(store, whole):
    whole.digests = WRONG
    read, differed = quiet_cycles(store, whole, *range(0, 600, 20))
    assert read == 1
    assert all(differed)  # it is said all the time
    read, _ = quiet_cycles(store, whole, 601, 602, 700)  # a desk that was started again
    assert read == 1
    read, _ = quiet_cycles(store, whole, 24 * 60 + 1, 24 * 60 + 2, 24 * 60 + 30)
    assert read == 2


def test_a_digest_that_is_right_again_is_said_to_be(store, whole):
    verification = Verification()
    whole.digests = WRONG
    assert cycle(store, whole, verification).reads_again
    whole.digests = HELD
    cycle(store, whole, verification)
    assert cycle(store, whole, verification).differing == ()


def test_what_moved_between_the_pull_and_the_digest_is_no_difference(store, centre):
    def digest_of_later():
        centre.pages["c1"] = page("c2", put(a_case(id="sa-000002")))
        return {"sub_application": digest({"sa-000001": 1, "sa-000002": 1})}

    centre.digest = digest_of_later
    verification = Verification()
    done = cycle(store, centre, verification)
    assert (done.differing, done.reads_again, meta(store.reader(), "cursor")) == ((), False, "c1")
    assert verification.is_due(NOW)


def test_digests_in_capitals_agree_as_well(store, centre):
    said = HELD["sub_application"]
    centre.digests = {"sub_application": replace(said, digest=said.digest.upper())}
    assert cycle(store, centre).differing == ()
