"""A process that a library's fault has ended: the next start knows, and knows no name."""

import os
import subprocess
import sys

import pytest

from app.machine.crash import Crash, CrashWatch, crashes_left, take_crashes
from tests.support.programs import ROOT

CRASHES = """
import ctypes, sys
from pathlib import Path
from app.machine.crash import CrashWatch
def reads_what_is_not_there():
    ctypes.string_at(0)
watch = CrashWatch(Path(sys.argv[1]))
if sys.argv[2] == "crash":
    reads_what_is_not_there()
watch.close()
"""


def ended(journal, how):
    script = journal.parent / "wang.fang" / "desk.py"
    script.parent.mkdir(exist_ok=True)
    script.write_text(CRASHES)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, str(script), str(journal), how]
    return subprocess.run(arguments, env=environment, stderr=subprocess.DEVNULL).returncode


pytestmark = pytest.mark.linux("signals; on Windows no process is asked whether it lives")


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "journal"


def test_a_crash_is_told_once_by_files_and_lines_without_a_path(journal):
    assert ended(journal, "crash") < 0
    (seen,) = crashes_left(journal)
    assert seen.kind == "Segmentation fault"
    assert " < desk.py:6 reads_what_is_not_there < desk.py:9 <module>" in f" < {seen.trace}"
    assert "/" not in seen.trace and "wang" not in seen.trace
    assert take_crashes(journal) == [seen] and take_crashes(journal) == []
    assert not list(journal.iterdir())


def test_a_process_that_ends_by_itself_leaves_nothing(journal):
    assert ended(journal, "well") == 0
    assert not list(journal.iterdir())


def test_what_a_killed_one_left_is_no_crash_and_goes(journal):
    journal.mkdir()
    (journal / "crash-999999999.log").touch()
    assert take_crashes(journal) == [] and not list(journal.iterdir())


def test_that_of_a_process_that_lives_stays_with_it(journal):
    watch = CrashWatch(journal)
    other = journal / f"crash-{os.getppid()}.log"
    other.write_text("Fatal Python error: Aborted\n")
    assert take_crashes(journal) == []
    assert len(list(journal.iterdir())) == 2
    watch.close()


def test_windows_own_words_and_paths_are_read(journal):
    journal.mkdir()
    (journal / "crash-999999999.log").write_text(
        "Windows fatal exception: access violation\n\n"
        "Thread 0x00001234 (most recent call first):\n"
        '  File "C:\\\\Users\\\\wang\\\\a.py", line 1 in other\n\n'
        "Current thread 0x00005678 (most recent call first):\n"
        '  File "C:\\\\Users\\\\wang\\\\b.py", line 2 in here\n'
    )
    assert crashes_left(journal) == [Crash("access violation", "b.py:2 here")]


@pytest.mark.parametrize("text", ["", "nonsense", "Fatal Python error: ", "\0" * 100_000])
def test_nonsense_is_none(journal, text):
    journal.mkdir()
    (journal / "crash-999999999.log").write_text(text)
    (journal / "crash-x.log").write_text("Fatal Python error: Aborted\n")
    assert crashes_left(journal) == []


def test_where_nothing_can_be_written_the_desk_opens_all_the_same(tmp_path):
    (tmp_path / "file").touch()
    CrashWatch(tmp_path / "file").close()
