"""At a real centre: a decision goes when its seconds are over, and before where nobody is there to
take it back."""

import subprocess
import sys

import pytest

from app.store import outbox
from tests.support.desks import all_sent, held_by_centre, received
from tests.support.examples import ASKED
from tests.support.programs import A_DESK, ROOT
from tests.support.waiting import at_once, eventually

AT_MOST = 4.0  # two seconds, and as much again for a busy machine
ACTIONS = "/v1/actions"
KILLED_DESK = (
    A_DESK
    + """
from app.cases.actions import RequestCorrection
from app.cases.model import Fault
desk.machine.keep_settings(seconds_before_sending=3)
desk.account.sign_in(username, password)
desk.begin()
desk.deciding.decide(sys.stdin.readline().strip(), RequestCorrection(faults=(Fault(text="缺签字"),))).result()
print("decided", flush=True)
sys.stdin.readline()
"""
)


@pytest.fixture
def desk(desk):
    """One whose decisions wait for a minute, in step with the centre."""
    desk.machine.keep_settings(seconds_before_sending=60)
    eventually(lambda: desk.centre.online)
    return desk


@pytest.fixture
def decided(desk):
    """The id of the case on which it has decided."""
    case_id = received(desk).id
    desk.deciding.decide(case_id, ASKED).result()
    return case_id


def cycle(desk):
    """One more cycle comes through."""
    before = desk.centre.status
    desk.centre.request_sync()
    eventually(lambda: desk.centre.status is not before and desk.centre.status.state == "online")


def test_online_too_it_can_be_taken_back_and_the_centre_never_heard_of_it(
    desk, decided, own_centre
):
    cycle(desk)
    assert 50 < desk.deciding.seconds_to_take_back() <= 60
    assert desk.cases.view(decided).case.state == "correcting"
    desk.deciding.undo().result()
    cycle(desk)
    assert desk.deciding.seconds_to_take_back() == 0.0
    assert desk.cases.view(decided).case.state == "received"
    assert held_by_centre(own_centre, decided).corrections == ()


def test_it_goes_by_itself_once_they_are_over(desk):
    desk.machine.keep_settings(seconds_before_sending=1)
    case_id = received(desk).id
    desk.deciding.decide(case_id, ASKED).result()
    (entry,) = desk.deciding.entries()
    eventually(lambda: all_sent(desk))
    assert desk.deciding.sent_entries()[-1].changed_at >= entry.not_before


@pytest.mark.parametrize("way", ["Sync now", "lock"])
def test_sync_now_and_a_locked_desk_send_it_at_once(desk, decided, own_centre, way):
    {"Sync now": desk.centre.sync_now, "lock": desk.account.lock}[way]()
    eventually(lambda: all_sent(desk), 20)
    assert held_by_centre(own_centre, decided).corrections


@pytest.mark.parametrize("way", ["sign_out", "close"])
def test_whoever_leaves_sends_it_at_once(desk, decided, own_centre, way):
    getattr(desk.account, way)()
    assert held_by_centre(own_centre, decided).corrections


def test_claiming_a_case_and_signing_in_again_leave_it_to_be_taken_back(desk, decided, own_centre):
    desk.centre.claim(1, ())
    desk.account.sign_in_again(own_centre.clerks[0]["password"])
    cycle(desk)
    assert desk.deciding.seconds_to_take_back() > 0
    assert held_by_centre(own_centre, decided).corrections == ()


def test_leaving_waits_no_longer_for_a_centre_that_is_silent_and_it_goes_the_next_time(
    way, own_centre, make_desk
):
    desk = make_desk(way.url)
    desk.account.sign_in(**own_centre.clerks[0])
    desk.machine.keep_settings(seconds_before_sending=60)
    desk.begin()
    eventually(lambda: desk.cases.has_pulled() and desk.centre.online)
    case_id = received(desk).id
    desk.deciding.decide(case_id, ASKED).result()
    way.hang("silent", ACTIONS)
    with at_once(AT_MOST):
        desk.close()
    way.hang("silent")
    again = make_desk(way.url)
    again.account.sign_in(**own_centre.clerks[0])
    again.begin()
    eventually(lambda: all_sent(again), 20)
    assert held_by_centre(own_centre, case_id).corrections


def test_killed_within_them_it_is_sent_after_the_next_start_when_its_time_has_come(
    desk, make_desk, own_centre, tmp_path
):
    url, clerk, case_id = desk.machine.settings.centre_url, own_centre.clerks[0], received(desk).id
    desk.close()
    program = subprocess.Popen(
        [sys.executable, "-c", KILLED_DESK, str(tmp_path / "home"), url, *clerk.values()],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    program.stdin.write(f"{case_id}\n")
    program.stdin.flush()
    assert program.stdout.readline() == "decided\n"
    program.kill()
    program.wait(30)
    assert held_by_centre(own_centre, case_id).corrections == ()
    again = make_desk(url)
    again.account.sign_in(**clerk)
    (entry,) = again.deciding.entries()
    assert entry.code == outbox.DELAYED and entry.not_before is not None
    again.begin()
    eventually(lambda: all_sent(again), 20)
    (sent,) = again.deciding.sent_entries()
    assert sent.id == entry.id and sent.changed_at >= entry.not_before
    assert len(held_by_centre(own_centre, case_id).corrections) == 1
