"""The loop that owns the network: what it notices, what it obeys, what it asks the clerk."""

from datetime import datetime, timedelta

import pytest

from app.cases.model import SHANGHAI
from app.central.errors import CentreUnreachable, NotTheCentre
from app.store import catalogue, outbox
from app.sync import loop, verify
from app.sync.pacing import Pacing, Pause
from tests.support.desks import all_sent, decide
from tests.support.waiting import eventually

NOTICED_SECONDS = 40  # five, on a machine that is not busy; unnoticed it takes 48 to 300


@pytest.fixture
def heard(desk):
    """Every status from now on."""
    statuses = []
    desk.on_status = statuses.append
    return statuses


GHOST = b'{"id": "ghost", "kind": "faq", "title": "", "text": ""}'


def states(heard):
    return {status.state for status in heard}


def test_an_access_token_that_expires_in_the_middle_costs_nothing(desk, own_centre, heard):
    own_centre.say("expire")
    decide(desk)
    eventually(lambda: all_sent(desk))
    assert states(heard) <= {"online", "syncing"}


def test_where_the_sign_in_has_ended_the_desk_goes_on_offline_asks_and_sends_after_it(
    desk, own_centre, heard
):
    own_centre.say("expire all")
    decide(desk)
    eventually(lambda: "signed_out" in states(heard))
    decide(desk)
    assert desk.deciding.counts() == (2, 0)
    desk.account.sign_in_again(own_centre.clerks[0]["password"])
    eventually(lambda: all_sent(desk))


def test_a_centre_that_was_away_for_a_moment_is_found_within_five_seconds(
    desk, own_centre, heard, monkeypatch
):
    monkeypatch.setattr(Pacing, "after_failure", lambda _pacing: Pause(300.0, 0.0))
    assert loop.NOTICE_SECONDS < 5
    own_centre.say("cut")
    decide(desk)
    eventually(lambda: "offline" in states(heard))
    assert isinstance(heard[-1].failure, CentreUnreachable)
    own_centre.say("restore")
    eventually(lambda: all_sent(desk), NOTICED_SECONDS)


def test_a_networks_own_sign_in_page_is_not_an_answer_and_its_end_is_noticed(
    desk, own_centre, heard, monkeypatch
):
    monkeypatch.setattr(Pacing, "after_failure", lambda _pacing: Pause(300.0, 0.0))
    own_centre.say("portal on")
    decide(desk)
    eventually(lambda: any(isinstance(s.failure, NotTheCentre) for s in heard))
    assert desk.deciding.counts() == (1, 0)
    own_centre.say("portal off")
    eventually(lambda: all_sent(desk), NOTICED_SECONDS)


def test_a_busy_centre_is_left_alone_until_the_time_it_named(desk, own_centre, heard):
    own_centre.say("busy 3")
    decide(desk)
    eventually(lambda: any(s.until for s in heard))
    said = next(s for s in heard if s.until)
    assert timedelta(seconds=1) <= said.until - said.at <= timedelta(seconds=3)
    decide(desk)
    decide(desk)
    eventually(lambda: all_sent(desk))
    assert [s for s in heard if s.until] == [said]  # no other cycle came to a busy centre
    assert datetime.now(SHANGHAI) >= said.until


@pytest.mark.parametrize("hours", [1, -1])
def test_a_machine_that_slept_or_a_clock_that_was_set_is_noticed_and_said(desk, heard, hours):
    eventually(lambda: desk.centre.online)
    desk.machine.clock = lambda: datetime.now(SHANGHAI) + timedelta(hours=hours)
    said = pytest.approx(hours * 3600, abs=60)
    eventually(
        lambda: any(s.done is not None and s.done.clock_skew == said for s in heard),
        NOTICED_SECONDS,
    )


def test_a_clock_set_back_never_keeps_an_entry_waiting(desk, own_centre):
    own_centre.say("cut")
    decide(desk)
    now = desk.machine.now()

    def asked_to_wait(db):
        (entry,) = outbox.entries(db)
        return outbox.mark_later(db, entry, now + timedelta(minutes=5), now)

    eventually(lambda: desk.deciding.entries()[0].state == "waiting")
    desk.account.signed_in.store.write(asked_to_wait).result()
    reader = desk.account.signed_in.store.reader()
    assert outbox.sendable(reader, now + timedelta(minutes=1), 50) == []
    assert len(outbox.sendable(reader, now + timedelta(minutes=6), 50)) == 1
    assert len(outbox.sendable(reader, now - timedelta(days=365), 50)) == 1


def test_after_410_everything_is_read_again_and_nothing_unsent_is_lost(desk, own_centre, heard):
    own_centre.say("cut")
    case_id = decide(desk)
    own_centre.say("reread")
    own_centre.say("restore")
    eventually(lambda: all_sent(desk))
    assert [e.state for e in outbox.of_case(desk.account.signed_in.store.reader(), case_id)] == [
        "sent"
    ]


def test_what_the_centre_no_longer_names_is_dropped_after_the_digest_differed(desk, monkeypatch):
    """As a desk killed between reading anew and dropping is left."""
    monkeypatch.setattr(verify, "COMPARED_EVERY", timedelta(0))
    ghost = "select count(*) from catalogue where id = 'ghost'"
    put = desk.account.signed_in.store.write(
        lambda db: catalogue.put(db, "article", [("ghost", 1, GHOST)])
    )
    put.result()
    desk.centre.sync_now()
    eventually(lambda: desk.account.signed_in.store.reader().value(ghost) == 0)
    assert desk.cases.counts()["everything"] > 0
