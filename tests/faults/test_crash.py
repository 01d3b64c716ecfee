"""A desk that a fault in a library ends: IT learns where, the clerk that nothing is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.machine.crash import crashes_left
from tests.support.programs import ROOT
from tests.support.waiting import eventually

pytestmark = pytest.mark.linux("signals, and /proc")


def is_caught(pid, number):
    status = Path(f"/proc/{pid}/status").read_text()
    caught = next(line for line in status.splitlines() if line.startswith("SigCgt:"))
    return int(caught.split()[1], 16) & 1 << (number - 1)


def test_the_desk_s_own_crash_is_left_for_its_next_start(tmp_path):
    desk = subprocess.Popen(
        [sys.executable, "main.py", "desk"],
        cwd=ROOT,
        env={**os.environ, "JIANJIAN_HOME": str(tmp_path)},
    )
    eventually(lambda: is_caught(desk.pid, signal.SIGSEGV))
    desk.send_signal(signal.SIGSEGV)
    assert desk.wait(60) == -signal.SIGSEGV
    assert [crash.kind for crash in crashes_left(tmp_path / "journal")] == ["Segmentation fault"]
