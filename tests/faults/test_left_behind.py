"""What a day at the counter leaves on the machine: nothing anyone can read."""

import json

import pytest

from app.reader import READING_VARIABLE
from tests.faults.left_behind import found_in
from tests.practice.calls import caller
from tests.practice.test_signing import propose
from tests.support.programs import python

ACCOUNT = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "HOME", "TMPDIR")


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """The folder after a lead signed in, worked, searched, signed, printed, locked, and was killed."""
    from tests.support.centres import resting_centre

    folder = tmp_path_factory.mktemp("left")
    account = folder / "account"
    places = {name: str(account / name.lower()) for name in ACCOUNT}
    for place in places.values():
        (account / place).mkdir(parents=True)
    with resting_centre(60, 1, tmp_path_factory.mktemp("centre")) as centre:
        propose(caller(centre, "zhang.wei"))
        clerk = next(c for c in centre.clerks if c["username"] == "wang.fang")
        done = python("-m", "tests.faults.left_behind", str(folder), centre.url,
                      clerk["username"], clerk["password"],
                      **{READING_VARIABLE: "first", "JIANJIAN_HOME": "", **places})  # fmt: skip
    assert done.returncode == -9, done.stderr[-3000:]
    return folder


def test_no_byte_on_the_disk_says_a_name_a_number_or_what_was_typed(left):
    marks = json.loads((left / "marks.json").read_text())
    assert len(marks) > 40
    files = [path for path in (left / "account").rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"settings.json", "journal.jsonl"} <= names
    assert any(name.endswith(".db") for name in names) and any("-wal" in name for name in names)
    assert any(path.parent.suffix == ".files" for path in files)
    found = {
        str(path.relative_to(left)): hits
        for path in files
        if (hits := found_in(path.read_bytes() + path.name.encode(), marks))
    }
    assert found == {}


def test_the_scan_sees_what_is_there(left):
    """The printed notice, outside the account's folders, is made of glyphs; the marks file is not."""
    marks = json.loads((left / "marks.json").read_text())
    assert found_in((left / "marks.json").read_bytes(), marks).keys() == set(marks)
    assert found_in(marks[0].encode("utf-16-le") + b"\0", marks)


@pytest.mark.linux("reads /proc")
def test_nor_does_the_memory_of_the_viewer_processes(left):
    images = json.loads((left / "images.json").read_text())
    assert set(images.values()) == {0}


def test_the_desk_leaves_no_core_and_lets_no_other_program_read_its_memory():
    code = (
        "import ctypes, resource\n"
        "from app.machine.hardening import refuse_dumps\n"
        "refuse_dumps()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    assert python("-c", code).stdout.split() == ["(0,", "0)", "0"]
