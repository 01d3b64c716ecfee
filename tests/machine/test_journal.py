"""The journal: a line that was changed or taken out shows; and no line has anyone's name."""

import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.cases.model import SHANGHAI
from app.machine import journal as journal_module
from app.machine.journal import HEAD, NAME, Journal, verify
from tests.support.programs import ROOT

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture
def written(tmp_path):
    journal = Journal(tmp_path)
    for n in range(8):
        journal.note("offline", NOW + timedelta(minutes=n), code="centre_unreachable", count=n)
    return tmp_path


def lines(folder):
    return (folder / NAME).read_bytes().splitlines(keepends=True)


def put(folder, changed):
    (folder / NAME).write_bytes(b"".join(changed))


def test_what_nobody_touched_fits_together_also_after_a_restart(written):
    assert verify(written) == []
    Journal(written).note("signed_in", NOW)
    assert verify(written) == []


def test_a_changed_line_shows(written):
    all_ = lines(written)
    all_[3] = all_[3].replace(b'"count":3', b'"count":4')
    put(written, all_)
    assert any(f"{NAME}:5" in said for said in verify(written))


def test_the_changed_last_line_shows(written):
    all_ = lines(written)
    all_[-1] = all_[-1].replace(b'"count":7', b'"count":6')
    put(written, all_)
    assert any(HEAD in said for said in verify(written))


@pytest.mark.parametrize("gone", [2, 7])
def test_a_line_taken_out_shows_in_the_middle_and_at_the_end(written, gone):
    all_ = lines(written)
    del all_[gone]
    put(written, all_)
    assert verify(written)
    Journal(written).note("signed_in", NOW)  # and goes on showing
    assert verify(written)


def test_a_line_put_in_shows(written):
    all_ = lines(written)
    all_.insert(4, b'{"seq": 5, "prev": "00", "event": "signed_in"}\n')
    put(written, all_)
    assert verify(written)


def test_nonsense_in_it_shows_and_stops_nothing(written):
    put(written, [*lines(written), b"\xff\xfe nonsense\n"])
    assert verify(written)
    Journal(written).note("signed_in", NOW)


def test_it_rotates_and_still_fits_together(tmp_path, monkeypatch):
    monkeypatch.setattr(journal_module, "FILE_BYTES", 2000)
    journal = Journal(tmp_path)
    for n in range(200):
        journal.note("offline", NOW, code="centre_unreachable", count=n)
    assert len(list(tmp_path.glob(f"{NAME}*"))) == 6
    assert verify(tmp_path) == []


def test_an_error_s_words_are_not_in_it_only_its_kind_and_where(tmp_path):
    journal = Journal(tmp_path)
    try:
        raise ValueError("王小明 320104199001011234")
    except ValueError as error:
        journal.unexpected(error, NOW)
    raw = (tmp_path / NAME).read_text("utf-8")
    assert "ValueError" in raw and "test_journal.py" in raw
    assert "王小明" not in raw and "320104199001011234" not in raw


def test_a_journal_that_cannot_be_written_stops_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    Journal(tmp_path / "file" / "below").note("signed_in", NOW)


def test_several_processes_write_into_one_journal_and_it_fits_together(tmp_path):
    writers = [writer(tmp_path) for _ in range(4)]
    for each in writers:
        assert each.stdout.readline() == "begun\n"
    for each in writers:
        each.stdin.close()
        assert each.wait(60) == 0
    assert verify(tmp_path) == []
    written = [
        line for path in tmp_path.glob(f"{NAME}*") for line in path.read_bytes().splitlines()
    ]
    assert len(written) > 4


def test_processes_killed_while_they_write_are_no_finding_and_stop_no_other(tmp_path):
    goes_on = writer(tmp_path)
    for _ in range(12):
        killed = writer(tmp_path)
        assert killed.stdout.readline() == "begun\n"
        killed.kill()
        killed.wait(30)
        assert verify(tmp_path) == []
    goes_on.stdin.close()
    assert goes_on.wait(60) == 0
    Journal(tmp_path).note("signed_in", NOW)
    assert verify(tmp_path) == []


def writer(folder):
    """A process that writes line after line, with files so small that they are often changed,
    until its input ends."""
    code = (
        "import sys, threading\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from app.machine import journal\n"
        "from app.cases.model import SHANGHAI\n"
        "journal.FILE_BYTES = 200_000\n"
        "over = threading.Event()\n"
        "threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()\n"
        "written, line = journal.Journal(Path(sys.argv[1])), 0\n"
        "while not over.is_set() or line < 30:\n"
        "    written.note('offline', datetime.now(SHANGHAI), code='centre_unreachable', count=line)\n"
        "    line += 1\n"
        "    line == 10 and print('begun', flush=True)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


@pytest.mark.parametrize("left", [1, 40, -1])
def test_half_a_line_at_the_end_is_no_finding_and_the_next_line_takes_its_place(written, left):
    before = (written / NAME).read_bytes()
    known = (written / HEAD).read_bytes()
    Journal(written).note("signed_in", NOW)
    line = (written / NAME).read_bytes()[len(before) :]
    (written / NAME).write_bytes(before + line[:left])
    (written / HEAD).write_bytes(known)  # the head is written after the line
    assert verify(written) == []
    Journal(written).note("signed_out", NOW)
    assert verify(written) == []
    assert b"signed_out" in lines(written)[-1] and len(lines(written)) == 9


def test_a_whole_line_the_head_does_not_know_yet_is_none_either_and_counts(written):
    known = (written / HEAD).read_bytes()
    Journal(written).note("signed_in", NOW)
    (written / HEAD).write_bytes(known)
    assert verify(written) == []
    Journal(written).note("signed_out", NOW)
    assert verify(written) == [] and len(lines(written)) == 10


def test_half_of_a_line_that_was_whole_shows_and_goes_on_showing(written):
    all_ = lines(written)
    put(written, [*all_[:-1], all_[-1][:30]])
    assert any(HEAD in said for said in verify(written))
    Journal(written).note("signed_in", NOW)
    assert verify(written)


@pytest.mark.linux("forks, and kills the fork")
@pytest.mark.parametrize("renames", range(4))
def test_killed_while_the_files_are_changed_it_still_fits_together(tmp_path, monkeypatch, renames):
    monkeypatch.setattr(journal_module, "FILE_BYTES", 600)
    monkeypatch.setattr(journal_module, "FILES", 3)
    for n in range(40):
        Journal(tmp_path).note("offline", NOW, code="centre_unreachable", count=n)
    child = os.fork()
    if child == 0:
        replace, made = Path.replace, []

        def dies(self, target):
            if self.name.startswith(NAME):
                if len(made) == renames:
                    os.kill(os.getpid(), signal.SIGKILL)
                made.append(target)
            return replace(self, target)

        Path.replace = dies
        for n in range(40):
            Journal(tmp_path).note("offline", NOW, code="centre_unreachable", count=n)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert verify(tmp_path) == []
    for n in range(40):
        Journal(tmp_path).note("offline", NOW, code="centre_unreachable", count=n)
    assert verify(tmp_path) == []


def test_who_only_looks_makes_no_file(tmp_path):
    assert verify(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
