"""Two desks of one operating-system account: a clerk has one at a time, two clerks have two."""

import json
import subprocess
import sys

import pytest

from app.central.errors import SignInRefused
from app.machine.instance import DeskOpen
from app.machine.journal import verify
from app.store import outbox
from tests.support.caches import entry_of_keyring
from tests.support.desks import all_sent, received
from tests.support.examples import ASKED
from tests.support.programs import A_DESK, ROOT, python
from tests.support.waiting import eventually

OTHER_PROCESS = (
    A_DESK
    + """
desk.account.warm_up()
print("ready", flush=True)
sys.stdin.readline()
try:
    desk.account.sign_in(username, password)
    print("in", flush=True)
except Failure as failure:
    print(failure.code, flush=True)
sys.stdin.readline()
desk.close()
"""
)


class OtherProcess:
    """A desk in a process of its own, about to sign in."""

    def __init__(self, home, url, clerk):
        self.process = subprocess.Popen(
            [sys.executable, "-c", OTHER_PROCESS, str(home), url, clerk["username"],
             clerk["password"]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert self.heard() == "ready"

    def heard(self):
        return self.process.stdout.readline().strip()

    def go(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def signs_in(self):
        self.go()
        return self.heard()

    def ends(self):
        self.process.stdin.close()
        assert self.process.wait(30) == 0

    def is_killed(self):
        self.process.kill()
        self.process.wait(30)


def test_a_second_desk_of_the_same_clerk_is_told_that_the_first_is_open(desk, make_desk):
    second = make_desk(desk.machine.settings.centre_url)
    with pytest.raises(DeskOpen) as told:
        second.account.sign_in(desk.machine.settings.username, "any")
    assert "已在本机打开" in told.value.sentence.zh and second.account.clerk is None


def test_the_second_leaves_what_the_first_is_sending_and_its_sign_in_alone(
    desk, make_desk, own_centre
):
    clerk, case_id = own_centre.clerks[0], received(desk).id
    desk.close()
    first = make_desk(own_centre.url)  # nothing of it is sent yet
    first.account.sign_in(**clerk)
    first.deciding.decide(case_id, ASKED).result()
    going = [entry.id for entry in first.deciding.entries()]
    first.account.signed_in.store.write(
        lambda db: outbox.mark_sending(db, going, first.machine.now())
    ).result()
    token = entry_of_keyring(first, clerk["username"], "refresh").read()
    with pytest.raises(DeskOpen):
        make_desk(own_centre.url).account.sign_in(**clerk)
    assert {entry.state for entry in first.deciding.entries()} == {"sending"}
    assert entry_of_keyring(first, clerk["username"], "refresh").read() == token
    first.begin()
    eventually(lambda: all_sent(first))


@pytest.mark.parametrize("leave", ["close", "sign_out"])
def test_once_the_first_is_closed_the_clerk_is_let_in_again(desk, make_desk, own_centre, leave):
    getattr(desk.account, leave)()
    assert make_desk(desk.machine.settings.centre_url).account.sign_in(**own_centre.clerks[0]).name


def test_where_nobody_came_in_the_next_try_is_not_refused(make_desk, centre):
    made = make_desk(centre.url)
    with pytest.raises(SignInRefused):
        made.account.sign_in(centre.clerks[0]["username"], "falsch")
    assert made.account.sign_in(**centre.clerks[0]).name


def test_a_desk_that_was_killed_holds_nobody_up(centre, make_desk, tmp_path):
    first = OtherProcess(tmp_path / "home", centre.url, centre.clerks[0])
    assert first.signs_in() == "in"
    second = make_desk(centre.url)
    with pytest.raises(DeskOpen):
        second.account.sign_in(**centre.clerks[0])
    first.is_killed()
    assert second.account.sign_in(**centre.clerks[0]).name


@pytest.mark.parametrize("turn", range(3))
def test_two_first_sign_ins_at_the_same_moment_lock_nobody_out(centre, make_desk, tmp_path, turn):
    clerk = centre.clerks[0]
    make_desk(centre.url)  # so that both find the machine's settings
    both = [OtherProcess(tmp_path / "home", centre.url, clerk) for _ in range(2)]
    for each in both:
        each.go()
    told = sorted(each.heard() for each in both)
    for each in both:
        each.ends()
    assert told == ["desk_open", "in"]
    assert make_desk(centre.url).account.sign_in(**clerk).name


def test_two_clerks_of_the_account_work_side_by_side_and_share_a_journal_that_is_whole(
    desk, own_centre, tmp_path
):
    beside = OtherProcess(tmp_path / "home", own_centre.url, own_centre.clerks[1])
    assert beside.signs_in() == "in"
    received(desk)
    for _ in range(20):
        desk.machine.note("unmasked", field="id_number")
    beside.ends()
    assert verify(desk.machine.places.journal) == []


def test_the_command_line_s_sync_leaves_an_open_desk_alone_and_asks_for_no_password(desk, tmp_path):
    username = desk.machine.settings.username
    said = python(
        "main.py", "sync", "--centre", desk.machine.centre_url, "--username", username,
        JIANJIAN_HOME=str(tmp_path / "home"),
    )  # fmt: skip
    assert said.returncode == 1
    assert "由它自动同步" in said.stderr and "[desk_open]" in said.stderr
    assert "assword" not in said.stdout + said.stderr


def test_the_doctor_finds_an_open_desk_well_and_leaves_it_as_it_is(desk, tmp_path):
    before = {path.name for path in desk.machine.places.caches.parent.rglob("*")}
    said = python("main.py", "doctor", "--json", JIANJIAN_HOME=str(tmp_path / "home"))
    points = {point["name"].split()[-1]: point for point in json.loads(said.stdout)["points"]}
    assert points["cache"]["well"] and points["journal"]["well"]
    assert {path.name for path in desk.machine.places.caches.parent.rglob("*")} >= before
    case_id = received(desk).id
    desk.drafting.write_opinion(case_id, "照常").result(20)
    assert desk.cases.view(case_id).draft.opinion == "照常"
