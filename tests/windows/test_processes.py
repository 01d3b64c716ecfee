"""Processes as Windows has them: the viewer's job object, the ends of a desk, code pages."""

import ctypes
import os
import subprocess
import sys

import pytest

from tests.support.programs import ROOT, python
from tests.support.wine import is_wine

pytestmark = pytest.mark.windows("job objects, consoles, the end of a session")

CONFINED = """
import subprocess, sys
from app.viewer.confinement import confine, MOST_MEMORY
held = confine()
{tried}
"""
STARTS = "subprocess.run([sys.executable, '--version'], check=True)"
TAKES_MEMORY = "bytearray(MOST_MEMORY + 2**20)"
READS_LIMITS = """
import win32job
limits = win32job.QueryInformationJobObject(held, win32job.JobObjectExtendedLimitInformation)
print(limits["ProcessMemoryLimit"], limits["BasicLimitInformation"]["ActiveProcessLimit"])
"""
# In a console of its own: who types there does not hear it itself.
TYPES = """
import ctypes, subprocess, sys
key, *command = sys.argv[1:]
child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
print(child.stdout.readline(), end="", flush=True)
deaf = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_uint)(lambda event: 1)
ctypes.windll.kernel32.SetConsoleCtrlHandler(deaf, True)
ctypes.windll.kernel32.GenerateConsoleCtrlEvent({"ctrl-c": 0, "ctrl-break": 1}[key], 0)
print(child.wait(60), flush=True)
"""


def confined(tried: str) -> subprocess.CompletedProcess[str]:
    return python("-c", CONFINED.format(tried=tried))


def test_the_viewer_process_is_in_a_job_with_its_limits():
    said = confined(READS_LIMITS)
    if said.stdout.split() == ["0", "0"]:
        pytest.skip("this Windows does not say a job's limits (wine)")
    assert said.stdout.split() == [str(1536 * 2**20), "1"], said.stderr


def test_the_viewer_process_starts_no_other():
    said = confined(STARTS)
    if said.returncode == 0:
        pytest.skip("this Windows has no limit of a job's processes (wine)")
    assert "Error" in said.stderr


def test_the_viewer_process_gets_no_more_memory_than_it_may():
    said = confined(TAKES_MEMORY)
    if said.returncode == 0:
        pytest.skip("this Windows has no limit of a job's memory (wine)")
    assert "MemoryError" in said.stderr


@pytest.mark.parametrize("moment", ["ctrl-c", "ctrl-break"])
def test_what_was_typed_before_ctrl_c_is_kept(own_centre, make_desk, tmp_path, moment):
    if moment == "ctrl-break" and is_wine():
        pytest.skip("wine tells a program's handlers of Ctrl+C alone")
    clerk = own_centre.clerks[0]
    command = [sys.executable, "-m", "tests.windows.endings", moment, str(tmp_path / "home"),
               own_centre.url, clerk["username"], clerk["password"]]  # fmt: skip
    console = subprocess.run(
        [sys.executable, "-c", TYPES, moment, *command],
        creationflags=subprocess.CREATE_NEW_CONSOLE, stdout=subprocess.PIPE, text=True,
        cwd=ROOT, timeout=300,
    )  # fmt: skip
    case_id, code = console.stdout.split()
    assert code == "0"
    assert kept(make_desk, own_centre, clerk, case_id)


def test_what_was_typed_when_the_session_ends_is_kept(own_centre, make_desk, tmp_path):
    """WM_QUERYENDSESSION and WM_ENDSESSION come to the window, and the process is killed at once."""
    clerk = own_centre.clerks[0]
    said = python("-m", "tests.windows.endings", "session", str(tmp_path / "home"),
                  own_centre.url, clerk["username"], clerk["password"],
                  QT_QPA_PLATFORM="windows")  # fmt: skip
    assert said.returncode == 9, said.stderr
    assert kept(make_desk, own_centre, clerk, said.stdout.split()[0])


def kept(make_desk, centre, clerk, case_id) -> bool:
    from tests.windows.endings import TYPED

    again = make_desk(centre.url)
    again.account.sign_in(**clerk)
    return again.cases.view(case_id).draft.opinion == TYPED


@pytest.mark.parametrize("page", ["cp936", "cp437", "utf-8"])
def test_the_doctor_speaks_on_any_code_page(page, tmp_path):
    said = subprocess.run(
        [sys.executable, "main.py", "doctor"], capture_output=True, cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": page, "JIANJIAN_HOME": str(tmp_path)},
    )  # fmt: skip
    words = said.stdout.decode(page)
    assert "version" in words
    assert ("版本" in words) == (page != "cp437")
    assert said.stderr == b""


def test_scaled_screens_give_a_window_more_pixels_and_no_other_size(tmp_path):
    """At 150 % the same window is drawn with half as many pixels more each way."""
    draws = (
        "from PySide6.QtWidgets import QApplication, QWidget; a = QApplication([]); w = QWidget(); "
        "w.resize(400, 300); w.show(); p = w.grab(); print(w.width(), p.width(), p.devicePixelRatio())"
    )
    said = python("-c", draws, QT_SCALE_FACTOR="1.5")
    assert said.stdout.split() == ["400", "600", "1.5"]


def test_the_process_sees_each_screen_s_own_scale():
    """Per-monitor awareness, version 2: Windows does not blow the window up by itself."""
    asks = (
        "import ctypes; from PySide6.QtWidgets import QApplication; a = QApplication([]); "
        "u = ctypes.windll.user32; u.GetThreadDpiAwarenessContext.restype = ctypes.c_void_p; "
        "print(u.AreDpiAwarenessContextsEqual(ctypes.c_void_p(u.GetThreadDpiAwarenessContext()), "
        "ctypes.c_void_p(-4)))"
    )
    assert python("-c", asks, QT_QPA_PLATFORM="windows").stdout.split() == ["1"]


def test_no_dialog_of_windows_stops_a_process_that_crashes():
    from app.machine.hardening import refuse_dumps

    refuse_dumps()
    assert ctypes.windll.kernel32.GetErrorMode() & 0x3 == 0x3
