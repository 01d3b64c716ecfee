"""A centre, or something on the way to it, that keeps the contract oddly: the desk stays calm."""

import threading
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from app.central.client import CentralClient
from app.central.errors import CentreBusy, LockedOut
from tests.support.desks import all_sent, decide
from tests.support.waiting import eventually

ODD = ["9" * 400, "9" * 5000, "-5", "-" + "9" * 400, "²", "1.5", "soon", "",
       "Sun, 06 Nov 9999 08:49:37 GMT", "Sun, 06 Nov 99999999999999999999 08:49:37 GMT",
       "Thu, 01 Jan 1970 00:00:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "86401", "0"]  # fmt: skip


def named(seconds):
    return format_datetime(datetime.now(timezone.utc) + timedelta(seconds=seconds), usegmt=True)


@pytest.fixture
def seated(way, own_centre, make_desk):
    desk = make_desk(way.url)
    desk.account.sign_in(**own_centre.clerks[0])
    desk.heard = []
    desk.on_status = desk.heard.append
    return desk


def refused(server, status, said):
    server.answer = (status, {"Retry-After": said} if said else {}, b"{}")
    with pytest.raises((CentreBusy, LockedOut)) as failed:
        CentralClient(f"http://127.0.0.1:{server.server_port}", "d").about()
    return failed.value.retry_after


@pytest.mark.parametrize("said", ODD, ids=lambda said: said[:32] + f" ({len(said)})")
def test_a_time_to_come_back_that_no_centre_means_counts_as_none(server, said):
    assert refused(server, 503, said) is None
    assert refused(server, 423, said) == 60


def test_a_sound_one_counts_as_seconds_or_as_a_date(server):
    assert refused(server, 503, "3") == 3
    assert 55 <= refused(server, 429, named(60)) <= 61
    assert refused(server, 423, "90") == 90


def test_a_desk_is_not_silenced_by_it(seated, way):
    asked = []

    def alter(path, answer):
        if path.startswith("/v1/changes?"):
            asked.append(path)
            if len(asked) < 3:
                return 503, {"Retry-After": "9" * 400}, b"{}"
        return answer

    way.alter(alter)
    seated.begin()
    eventually(seated.cases.has_pulled)
    assert len(asked) >= 3
    assert [status.until for status in seated.heard if status.until] == []


@pytest.mark.parametrize("manner", ["one_line", "at_once"])
def test_a_stream_that_ends_again_and_again_is_asked_for_less_and_less(seated, way, manner):
    asked = []

    def alter(path, answer):
        asked.append(path)
        return answer

    way.alter(alter)
    way.hang(manner, "/v1/changes/stream")
    seated.begin()
    eventually(lambda: len(way.streams) >= 3, 30)
    rounds = sum(path.startswith("/v1/changes?") for path in asked)
    assert way.streams[2] - way.streams[0] > 4  # it was two
    assert rounds <= 5
    before = len(asked)
    threading.Event().wait(3)  # the fourth is asked for some eight seconds after the third
    assert len(way.streams) == 3
    assert sum(path.startswith("/v1/changes?") for path in asked[before:]) <= 2


def test_a_lost_answer_to_a_refresh_costs_nothing_at_a_centre_with_grace(seated, way, own_centre):
    seated.begin()
    eventually(seated.cases.has_pulled)
    way.hang("lost_and_said_again", "/v1/token")
    own_centre.say("expire")
    decide(seated)
    eventually(lambda: all_sent(seated))
    assert way.lost == 1
    assert {status.state for status in seated.heard} <= {"online", "syncing"}


def test_at_a_centre_without_it_the_clerk_is_asked_quietly_and_nothing_is_lost(
    seated, way, own_centre
):
    seated.begin()
    eventually(seated.cases.has_pulled)
    way.hang("lost_and_refused", "/v1/token")
    own_centre.say("expire")
    decide(seated)
    eventually(lambda: "signed_out" in {status.state for status in seated.heard})
    assert way.lost == 1 and seated.deciding.counts() == (1, 0)
    way.hang("silent")
    seated.account.sign_in_again(own_centre.clerks[0]["password"])
    eventually(lambda: all_sent(seated))
    assert "unexpected" not in (seated.machine.places.journal / "journal.jsonl").read_text("utf-8")
