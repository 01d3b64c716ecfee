"""An attacker who runs code in a viewer process: each attempt works elsewhere, and not there."""

import errno
import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from app.machine.paths import own_command
from app.support.processes import PARTS
from app.viewer.messages import Opened, Picture
from app.viewer.process import Viewer
from app.viewer.seccomp import ARCHITECTURES, program
from tests.support.papers import good
from tests.viewer.attacks import ATTACKS, BY_LANDLOCK, ROOTS_OWN
from tests.viewer.hall import Hall, has_landlock

pytestmark = pytest.mark.linux("its confinement")


@pytest.fixture
def hall(tmp_path):
    made = []

    def open_hall() -> Hall:
        made.append(Hall(tmp_path / str(len(made))))
        return made[-1]

    yield open_hall
    for each in made:
        each.close()


@pytest.mark.parametrize("name", ATTACKS)
def test_hostile_code_cannot(hall, name):
    if name in BY_LANDLOCK and not has_landlock():
        pytest.skip("this kernel has no Landlock, which alone refuses this")
    free = hall().attacked("free", name)
    if free["errno"] in (errno.ENOSYS, errno.EOPNOTSUPP):
        pytest.skip(f"this kernel knows no such thing: {free['said']}")
    if name in ROOTS_OWN and os.geteuid() != 0 and free["errno"] in (errno.EPERM, errno.EACCES):
        pytest.skip(f"this machine leaves it to root in any case: {free['said']}")
    assert free["succeeded"], f"an attack that never works shows nothing: {free['said']}"
    mark = hall()
    confined = mark.attacked("confined", name)
    assert not confined["succeeded"]
    assert mark.is_untouched()


@pytest.mark.parametrize("thread", ["main", "painting"])
def test_nor_can_it_on_either_thread_of_the_process_that_draws_ofd(hall, thread):
    mark = hall()
    said = mark.attacked("drawing", thread)
    assert set(said) == set(ATTACKS)
    lets_read = set() if has_landlock() else BY_LANDLOCK
    assert {name for name, why in said.items() if why == "succeeded"} <= lets_read
    assert mark.is_untouched()


def test_the_process_that_draws_ofd_has_two_threads_and_no_widgets():
    said = []
    viewer = Viewer(own_command("viewer"), said.append)
    assert isinstance(viewer.open("file", good()["sealed.ofd"]), Opened)
    assert isinstance(viewer.draw("file", 0, 2000), Picture)  # large enough for Qt to share it
    (process,) = viewer.processes
    folder = Path(f"/proc/{process.pid}")
    assert len(list((folder / "task").iterdir())) == 2
    assert "Widgets" not in (folder / "maps").read_text()
    assert "network" not in said[0] and "processes" not in said[0]
    viewer.replace()


def without(what: str, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command on a machine whose kernel lacks this, or forbids it."""
    return subprocess.run(
        [sys.executable, "-m", "tests.viewer.forbidding", what, *command],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def viewer_point(done: subprocess.CompletedProcess[str]) -> dict:
    points = json.loads(done.stdout)["points"]
    return next(point for point in points if point["name"].endswith(" viewer"))


@pytest.mark.parametrize(
    ("lacks", "open_parts"),
    [
        ("nothing", set()),
        ("namespaces", set()),
        ("landlock", {"filesystem"}),
        ("landlock,namespaces", {"filesystem"}),
        ("landlock,seccomp", {"filesystem", "processes", "network"}),
        ("landlock,namespaces,seccomp", {"filesystem", "processes", "network"}),
    ],
)
def test_the_doctor_says_what_is_not_confined(tmp_path, lacks, open_parts):
    if not has_landlock():
        pytest.skip("this kernel has no Landlock to take away")
    point = viewer_point(
        without(lacks, sys.executable, "main.py", "doctor", "--json", JIANJIAN_HOME=str(tmp_path))
    )
    assert {part for part in PARTS if part in point["said"]} == open_parts
    assert point["well"] == (open_parts <= {"filesystem"})  # which no Landlock can shut off


def test_landlock_alone_is_not_called_a_confinement(tmp_path):
    """It leaves chmod, and for root processes, to seccomp."""
    done = without(
        "seccomp", sys.executable, "main.py", "doctor", "--json", JIANJIAN_HOME=str(tmp_path)
    )
    said = viewer_point(done)["said"]
    assert "filesystem" in said and "network" in said


def test_a_file_is_shown_though_the_kernel_confines_nothing():
    command = [sys.executable, "-m", "tests.viewer.forbidding", "landlock,namespaces,seccomp",
               *own_command("viewer")]  # fmt: skip
    said = []
    viewer = Viewer(command, said.append)
    assert isinstance(viewer.open("file", good()["a.pdf"]), Opened)
    assert said == [("filesystem", "processes", "network")]
    viewer.replace()


def test_the_journal_notes_once_what_is_not_confined(monkeypatch, own_centre, make_desk):
    lacking = [sys.executable, "-m", "tests.viewer.forbidding", "landlock"]
    monkeypatch.setattr(
        "app.desk.documents.own_command", lambda *words: [*lacking, *own_command(*words)]
    )
    desk = make_desk(own_centre.url)
    desk.account.sign_in(**own_centre.clerks[0])
    viewer = desk.documents.viewer
    for _ in range(3):
        assert isinstance(viewer.open("file", good()["a.pdf"]), Opened)
        viewer.replace()
    lines = [json.loads(line) for line in journal_of(desk)]
    noted = [line for line in lines if line["event"] == "viewer_unconfined"]
    assert [line["parts"] for line in noted] == ["filesystem"]


def test_the_journal_says_nothing_where_all_is_confined(own_centre, make_desk):
    if not has_landlock():
        pytest.skip("this kernel has no Landlock: the journal rightly says so")
    desk = make_desk(own_centre.url)
    desk.account.sign_in(**own_centre.clerks[0])
    assert isinstance(desk.documents.viewer.open("file", good()["a.pdf"]), Opened)
    assert "viewer_unconfined" not in "".join(journal_of(desk))


def journal_of(desk) -> list[str]:
    return (desk.machine.places.journal / "journal.jsonl").read_text().splitlines()


def test_the_viewer_has_started_before_a_file_is_asked_for(own_centre, make_desk):
    """Loading its parsers takes a moment: by the first file they are there."""
    desk = make_desk(own_centre.url)
    desk.account.sign_in(**own_centre.clerks[0])
    desk.begin()
    first = desk.documents.viewer.process
    assert first is not None and first.poll() is None
    desk.account.lock()
    assert desk.documents.viewer.process is None
    desk.account.unlock(own_centre.clerks[0]["password"])
    assert desk.documents.viewer.process.poll() is None


# What the filter does, by classic BPF's own rules: for the other machine as well.


def answered(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """What the filter of a machine answers to a call."""
    told = ARCHITECTURES[machine] if architecture is None else architecture
    said = struct.pack("=iIQ6Q", number, told, 0, *arguments, *[0] * (6 - len(arguments)))
    steps = list(struct.iter_unpack("=HBBI", program(machine)))
    at = accumulator = 0
    while True:
        code, if_so, if_not, value = steps[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("=I", said, value)
            case 0x15:
                at += if_so if accumulator == value else if_not
            case 0x45:
                at += if_so if accumulator & value else if_not
            case 0x06:
                return value


ALLOW, ENOSYS, EPERM = 0x7FFF0000, 0x00050000 | errno.ENOSYS, 0x00050000 | errno.EPERM
# From the kernel's headers: read, openat, mmap, mprotect, exit_group.
NUMBERS = {"x86_64": (0, 257, 9, 10, 231), "aarch64": (63, 56, 222, 226, 94)}
# clone, fork, vfork, execve, execveat, clone3, socket, ptrace, kill, unlinkat, prctl, memfd_create
REFUSED = {
    "x86_64": (56, 57, 58, 59, 322, 435, 41, 101, 62, 263, 157, 319),
    "aarch64": (220, 221, 281, 435, 198, 117, 129, 35, 167, 279),
}


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_the_filter_of_either_machine_allows_what_parsing_needs_and_refuses_the_rest(machine):
    read, openat, mmap, mprotect, exit_group = NUMBERS[machine]
    assert answered(machine, read) == answered(machine, exit_group) == ALLOW
    assert answered(machine, openat, 0, 0, os.O_RDONLY | os.O_CLOEXEC) == ALLOW
    for flag in (os.O_WRONLY, os.O_RDWR, os.O_CREAT, os.O_TRUNC, os.O_TMPFILE, os.O_PATH):
        assert answered(machine, openat, 0, 0, flag | os.O_CLOEXEC) == EPERM
    for call, argument in ((mmap, 2), (mprotect, 2)):
        assert answered(machine, call, *[0] * argument, 3) == ALLOW
        assert answered(machine, call, *[0] * argument, 4) == EPERM
        assert answered(machine, call, *[0] * argument, 7) == EPERM
    assert {answered(machine, number) for number in REFUSED[machine]} == {ENOSYS}


def test_of_a_thousand_calls_the_filter_allows_as_many_as_it_lists():
    for machine, many in (("x86_64", 37), ("aarch64", 34)):
        allowed = [n for n in range(1000) if answered(machine, n) == ALLOW]
        assert len(allowed) == many, machine


@pytest.mark.parametrize("machine", ARCHITECTURES)
def test_calls_by_another_machines_numbers_end_the_process(machine):
    i386, arm = 0x40000003, 0x40000028
    for other in (i386, arm, *(set(ARCHITECTURES.values()) - {ARCHITECTURES[machine]})):
        assert answered(machine, 1, architecture=other) == 0x80000000
    x32 = 0x40000000
    assert answered("x86_64", x32 | 0) == answered("x86_64", x32 | 1) == ENOSYS
