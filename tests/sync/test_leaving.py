"""Leaving the desk in the middle of something the network does not answer."""

import socket
import threading

import pytest

from app.account.erase import entry_of
from app.account.keyring import KeyringPlace
from app.cases.actions import RequestCorrection, SendMessage
from app.cases.model import Fault
from app.central.client import CentralClient
from app.central.errors import SignInRefused
from app.desk import CaseFilter
from app.machine.cancel import Cancelled
from app.machine.journal import NAME
from tests.support.desks import received
from tests.support.hanging import deaf, full
from tests.support.waiting import at_once, eventually

AT_MOST = 4.0  # two seconds, and as much again for a busy machine; it was 19 to 60
FEED, ACTIONS, PAPERS, STREAM = "/v1/changes?", "/v1/actions", "/v1/materials", "/v1/changes/stream"


@pytest.fixture
def seated(way, own_centre, make_desk):
    """A desk at the end of the way, signed in, its loop not begun."""
    desk = make_desk(way.url)
    desk.account.sign_in(**own_centre.clerks[0])
    return desk


def ours():
    """The threads of a desk that are still there."""
    names = ("writer", "sync", "stream", "files", "fetch", "farewell")
    return [t.name for t in threading.enumerate() if t.name.startswith(names)]


def journal_of(desk):
    return (desk.machine.places.journal / NAME).read_text("utf-8")


@pytest.mark.parametrize("manner", ["silent", "dripping_headers", "dripping_body", "endless_body"])
@pytest.mark.parametrize("path", [FEED, "/v1/changes/digest", PAPERS, STREAM])
def test_closing_cuts_off_what_hangs(seated, way, manner, path):
    way.hang(manner, path)
    seated.begin()
    eventually(way.is_hanging)
    with at_once(AT_MOST):
        seated.close()
    eventually(lambda: ours() == [], 5)
    assert "unexpected" not in journal_of(seated)


@pytest.mark.parametrize("manner", ["silent", "unread"])
@pytest.mark.parametrize("path", [ACTIONS, "/v1/attachments"])
def test_closing_cuts_off_what_is_being_sent_and_it_goes_again(
    seated, way, own_centre, make_desk, manner, path
):
    way.hang(manner, path)
    seated.begin()
    eventually(seated.cases.has_pulled)
    case_id = received(seated).id
    seated.deciding.decide(case_id, RequestCorrection(faults=(Fault(text="缺签字"),))).result()
    eventually(way.is_hanging)
    with at_once(AT_MOST):
        seated.close()
    way.hang("silent")
    again = make_desk(way.url)
    again.account.sign_in(**own_centre.clerks[0])
    again.begin()
    eventually(lambda: again.deciding.counts() == (0, 0))
    assert again.cases.view(case_id).case.corrections


def test_a_refresh_that_hangs_is_cut_off(seated, way, own_centre):
    seated.begin()
    eventually(seated.cases.has_pulled)
    way.hang("silent", "/v1/token")
    own_centre.say("expire")
    seated.centre.sync_now()
    eventually(way.is_hanging)
    with at_once(AT_MOST):
        seated.close()


@pytest.mark.parametrize("path", [FEED, "/v1/token/revoke"])
def test_signing_out_waits_neither_for_a_pull_nor_for_the_centre_to_hear_of_it(
    seated, way, make_desk, own_centre, path
):
    way.hang("silent", path)
    seated.begin()
    with at_once(AT_MOST):
        seated.account.sign_out()
    assert seated.account.clerk is None
    way.hang("silent")
    seated.account.sign_in(**own_centre.clerks[1])
    seated.begin()
    eventually(seated.cases.has_pulled)


def test_signing_out_ends_the_sign_in_at_the_centre_and_here_though_a_pull_hangs(
    seated, way, own_centre
):
    cache = seated.machine.cache_of(own_centre.clerks[0]["username"])
    token = KeyringPlace(entry_of(cache.stem, "refresh"))
    refresh = token.read()
    way.hang("silent", FEED)
    seated.begin()
    eventually(way.is_hanging)
    seated.account.sign_out()
    assert refresh and token.read() == ""
    with pytest.raises(SignInRefused):
        CentralClient(own_centre.inner_url, "d").token(
            {"grant_type": "refresh_token", "refresh_token": refresh}
        )


@pytest.mark.parametrize("place", [lambda: deaf("http"), lambda: deaf("https"), full])
def test_closing_cuts_off_a_sign_in_that_hangs(make_desk, place):
    with place() as url:
        desk, came = make_desk(url), []
        signing_in = threading.Thread(target=lambda: came.append(signed_in(desk)))
        signing_in.start()
        eventually(lambda: desk.account.scope.waited_in)
        with at_once(AT_MOST):
            desk.close()
            signing_in.join()
    assert came == ["cancelled"] and desk.account.clerk is None


def test_closing_does_not_wait_for_a_name_to_be_looked_up(make_desk, monkeypatch):
    asked, answered = threading.Event(), threading.Event()

    def slow(*_):
        asked.set()
        answered.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    desk, came = make_desk("https://centre.example"), []
    signing_in = threading.Thread(target=lambda: came.append(signed_in(desk)))
    signing_in.start()
    asked.wait()
    with at_once(AT_MOST):
        desk.close()
        signing_in.join()
    answered.set()
    assert came == ["cancelled"]


def signed_in(desk):
    try:
        return desk.account.sign_in("zhang.wei", "x").name
    except Cancelled as cancelled:
        return cancelled.code


@pytest.mark.parametrize(
    ("path", "ask"),
    [
        ("/v1/search", lambda desk: desk.searching.found_at_centre("许可", 5, ())),
        ("/v1/claims", lambda desk: desk.centre.claim(1, ())),
        ("/v1/about", lambda desk: desk.centre.about()),
        ("/v1/licences", lambda desk: desk.searching.look_up_licences(received_case(desk), "")),
    ],
)
def test_a_look_up_that_hangs_is_given_up_when_the_desk_closes(seated, way, path, ask):
    seated.begin()
    eventually(seated.cases.has_pulled)
    way.hang("silent", path)
    ended = []

    def asking():
        with pytest.raises(Cancelled):
            ask(seated)
        ended.append(path)

    thread = threading.Thread(target=asking)
    thread.start()
    eventually(way.is_hanging)
    with at_once(AT_MOST):
        seated.close()
        thread.join()
    assert ended == [path]


def received_case(desk):
    return desk.cases.view(received(desk).id).case


def test_what_had_come_when_the_desk_was_closed_is_kept(seated, way, make_desk, own_centre):
    """The answer to the first batch is written though the second one hangs."""
    seated.begin()
    eventually(seated.cases.has_pulled)
    rows = seated.cases.rows(seated.cases.numbers(CaseFilter()))
    seated.centre.stop_syncing()
    for _ in range(51):
        seated.deciding.decide(
            rows[0].id, SendMessage(to_department="wsjk", text="请告知进展")
        ).result()
    answered = []

    def alter(path, answer):
        if path == ACTIONS:
            answered.append(path)
            way.hang("silent", ACTIONS)
        return answer

    way.alter(alter)
    seated.close()
    again = make_desk(way.url)
    again.account.sign_in(**own_centre.clerks[0])
    again.begin()
    eventually(way.is_hanging)
    again.close()
    third = make_desk(way.url)
    third.account.sign_in(**own_centre.clerks[0])
    assert third.deciding.counts() == (1, 0)
