"""A desk that is ended by a signal: nothing typed is lost, nothing is left running."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.machine.settings import load
from tests.faults.endings import TYPED
from tests.support.programs import ROOT
from tests.support.waiting import at_once, eventually

AT_MOST = 5.0  # two seconds, and as much again for a busy machine, and the interpreter's own end

pytestmark = pytest.mark.linux("signals, and /proc")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_what_was_typed_in_the_moment_of_a_signal_is_kept(own_centre, make_desk, tmp_path, name):
    clerk = own_centre.clerks[0]
    desk = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.endings", str(tmp_path / "home"), own_centre.url,
         clerk["username"], clerk["password"]],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    _, pid, case_id = desk.stdout.readline().split()
    os.kill(int(pid), getattr(signal, name))
    assert desk.stdout.readline() == "typed\n"
    with at_once(AT_MOST):
        assert desk.wait(60) == 0
    again = make_desk(own_centre.url)
    again.account.sign_in(**clerk)
    assert again.cases.view(case_id).draft.opinion == TYPED


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_the_practice_centre_of_a_desk_ends_with_it(tmp_path, name):
    desk = subprocess.Popen(
        [sys.executable, "main.py", "desk", "--practice"],
        cwd=ROOT,
        env={**os.environ, "JIANJIAN_HOME": str(tmp_path)},
    )
    eventually(lambda: load(tmp_path / "settings").centre_url, 60)
    centres = practice_centres_of(desk.pid)
    assert len(centres) == 1
    os.kill(desk.pid, getattr(signal, name))
    desk.wait(30)
    eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in centres), 10)


def practice_centres_of(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(c) for c in children if b"practice" in Path(f"/proc/{c}/cmdline").read_bytes()]
