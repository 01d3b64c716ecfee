"""A reader process that an attacker has made their own harms nobody, and outlives nobody."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from app.cases.paper_text import PageReading, Signature
from app.machine.paths import own_command
from app.reader import READING_VARIABLE, engine, pausing
from app.reader.messages import PageCount
from app.reader.process import Reader
from app.viewer.messages import NotShown
from tests.reader.lying import ANSWERS
from tests.reader.papers import printed, scanned
from tests.reader.started import start_reader
from tests.support.papers import pages_saying
from tests.support.waiting import eventually
from tests.viewer.attacks import BY_LANDLOCK
from tests.viewer.hall import Hall, has_landlock
from tests.viewer.hostile import hostile

FALSE = [(kind, name) for kind, answers in ANSWERS.items() for name in answers]
HEAVY = ("onnxruntime", "cv2", "numpy")


@pytest.mark.parametrize(("kind", "name"), FALSE)
def test_an_answer_no_parser_gives_is_not_taken(kind, name):
    liar = Reader([sys.executable, "-m", "tests.reader.lying", kind, name])
    ask = {
        "open": lambda: liar.open("file", b"x"),
        "read_page": lambda: liar.read_page("file", 0),
        "signatures": lambda: liar.signatures("file"),
    }
    if kind != "open":
        assert liar.open("file", b"x") == PageCount(1)
    assert ask[kind]() in (NotShown("died"), ())
    assert liar.process is None, "it is replaced"
    liar.replace()


def test_where_the_reader_failed_at_a_files_signatures_it_has_one_of_which_nothing_is_known():
    failing = Reader([sys.executable, "-m", "tests.reader.lying", "signatures", "a failure"])
    failing.open("file", b"x")
    assert failing.signatures("file") == (Signature(""),)
    failing.replace()


def test_every_hostile_file_gets_an_answer_and_the_next_one_too():
    reader = start_reader("plain")
    for name, content in hostile():
        if isinstance(reader.open("file", content), PageCount):
            reader.read_page("file", 0)
            reader.signatures("file")
        assert reader.open("honest", pages_saying(["page"])) == PageCount(1), f"after {name}"
    reader.replace()


def test_a_file_that_is_the_death_of_its_reader_says_so_and_the_next_one_is_read():
    reader = start_reader("plain")
    reader.open("paper", printed())
    os.kill(reader.process.pid, 9)
    reader.process.wait()
    assert reader.read_page("paper", 0) in (NotShown("died"), NotShown("not_open"))
    assert reader.open("paper", printed()) == PageCount(1)
    reader.replace()


def test_what_a_file_holds_is_let_go_of_for_the_next():
    reader = start_reader("plain")
    reader.open("paper", printed())
    reader.open("another", pages_saying(["page"]))
    assert reader.read_page("paper", 0) == NotShown("not_open")
    reader.replace()


@pytest.mark.linux("a process's state is read in /proc")
def test_it_stands_still_while_the_clerks_hands_move_and_goes_on_by_itself(monkeypatch):
    monkeypatch.setattr(pausing, "LONGEST_SECONDS", 5.0)
    reader = start_reader("plain")
    reader.open("paper", printed())
    reader.pause(600)
    eventually(lambda: _state(reader.process.pid) == "T")
    assert isinstance(reader.read_page("paper", 0), PageReading)
    reader.replace()


@pytest.mark.linux("a process's state is read in /proc")
def test_a_clerk_who_never_rests_does_not_keep_it_from_its_page(monkeypatch):
    monkeypatch.setattr(pausing, "LONGEST_SECONDS", 0.2)
    reader = start_reader("plain")
    reader.open("paper", printed())
    reader.pause(600)
    eventually(lambda: _state(reader.process.pid) not in "T")
    reader.pause(600)
    assert isinstance(reader.read_page("paper", 0), PageReading)
    reader.replace()


def test_what_has_ended_is_not_stopped_and_the_next_one_reads():
    reader = start_reader("plain")
    reader.pause(600)
    reader.open("paper", printed())
    reader.process.kill()
    reader.process.wait()
    reader.pause(600)
    assert reader.open("paper", printed()) in (PageCount(1), NotShown("died"))
    assert reader.open("paper", printed()) == PageCount(1)
    reader.replace()


@pytest.mark.linux("PR_SET_PDEATHSIG")
def test_it_ends_with_the_desk():
    script = (
        "import sys; from tests.reader.started import start_reader\n"
        "reader = start_reader('plain'); reader.open('x', b'%PDF-')\n"
        "print(reader.process.pid, flush=True); sys.stdin.read()"
    )
    desk = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    reader = int(desk.stdout.readline())
    assert Path(f"/proc/{reader}").exists()
    desk.kill()
    desk.communicate()
    eventually(lambda: not _is_running(reader))


def _is_running(pid: int) -> bool:
    try:
        return _state(pid) != "Z"
    except OSError:
        return False


def _state(pid: int) -> str:
    """``T`` is stopped (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]


@pytest.mark.linux("its confinement")
def test_hostile_code_cannot_anything_in_it_with_all_its_libraries_loaded(tmp_path):
    """Each attempt is shown to work elsewhere by tests/viewer/test_confinement.py."""
    hall = Hall(tmp_path / "hall")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.reader.attacks",
             msgspec.json.encode(hall.targets).decode()],
            stdin=subprocess.PIPE, capture_output=True, timeout=600,
        )  # fmt: skip
        assert done.stdout, done.stderr.decode()
        assert set(json.loads(done.stdout)) <= (set() if has_landlock() else BY_LANDLOCK)
        assert hall.is_untouched()
    finally:
        hall.close()


@pytest.mark.linux("/proc tells what a process may")
@pytest.mark.skipif(
    not engine.can_recognise(), reason="rapidocr and onnxruntime (requirements/reading.txt)"
)
def test_what_recognises_words_starts_no_thread_and_is_bounded():
    """Beside the first there is the one by which Qt draws an OFD; both are confined."""
    said = []
    reader = start_reader("recognising", started=said.append)
    reader.open("paper", scanned())
    before = _libraries(reader)
    reader.read_page("paper", 0)
    process = Path(f"/proc/{reader.process.pid}")
    threads = [_status(thread) for thread in (process / "task").iterdir()]
    assert [(each["NoNewPrivs"], each["Seccomp"]) for each in threads] == [("1", "2")] * 2
    assert "Max address space         1258291200" in (process / "limits").read_text()
    assert {str(link.readlink()).split(":")[0] for link in (process / "fd").iterdir()} <= {
        "pipe",
        "/dev/null",
        "anon_inode",  # by which Qt would be woken
    }
    assert _libraries(reader) == before, "all was loaded before it was confined"
    assert said == ([()] if has_landlock() else [("filesystem",)])
    reader.replace()


@pytest.mark.linux("/proc tells what a process holds")
@pytest.mark.skipif(
    not engine.can_recognise(), reason="rapidocr and onnxruntime (requirements/reading.txt)"
)
def test_what_a_scan_needed_is_given_back():
    """Else its memory is cut into pieces page by page, until no page is recognised any more."""
    reader = start_reader("recognising")
    reader.open("paper", scanned())
    status = Path(f"/proc/{reader.process.pid}")
    before = _megabytes(_status(status)["VmData"])
    assert reader.read_page("paper", 0).source == "recognised"
    assert _megabytes(_status(status)["VmData"]) < before + 75  # 154 more where it is not
    reader.replace()


def _megabytes(told: str) -> int:
    return int(told.split()[0]) // 1024


def _status(process: Path) -> dict[str, str]:
    return dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines())


@pytest.mark.linux("/proc tells what a process has loaded")
def test_without_the_optional_part_nothing_heavy_is_loaded():
    reader = start_reader("plain")
    reader.open("paper", printed())
    assert not {each for each in HEAVY if any(f"/{each}" in path for path in _libraries(reader))}
    reader.replace()


def _libraries(reader: Reader) -> set[str]:
    maps = Path(f"/proc/{reader.process.pid}/maps").read_text()
    return {line.split()[-1] for line in maps.splitlines() if ".so" in line}


@pytest.mark.linux("its scheduling classes")
def test_it_is_last_in_line_for_the_processor_unless_a_suite_of_tests_says_otherwise(monkeypatch):
    monkeypatch.setenv(READING_VARIABLE, "first")
    assert "--not-last" in engine.command(recognises=True)
    monkeypatch.delenv(READING_VARIABLE)
    assert "--not-last" not in engine.command(recognises=True)
    said = "import os; from app.reader.priority import run_last; run_last()\n"
    said += "print(os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0) == os.SCHED_IDLE)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["19", "True"]


def test_the_program_has_a_command_for_it():
    reader = Reader([*own_command("reader"), "--help"], starting=60)
    assert reader.open("paper", printed()) == NotShown("died"), "it asks for nothing"
    assert own_command("reader")[-1] == "reader"
    reader.replace()
