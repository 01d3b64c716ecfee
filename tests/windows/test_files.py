"""Homes as Windows has them: long, in Chinese, on a share; and files that another program holds."""

import ctypes
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from app.cases.failure import Failure
from app.machine.instance import DeskOpen, hold_instance
from app.machine.journal import Journal, verify
from app.machine.paths import Places
from app.machine.settings import load
from app.store.database import Store
from tests.support.examples import MORNING
from tests.support.programs import ROOT
from tests.support.stores import keep, opened, states

pytestmark = pytest.mark.windows("its paths and its locks")

GENERIC_READ, OPEN_EXISTING, NOBODY_ELSE = 0x80000000, 3, 0
HOLDS = "import sys; from pathlib import Path; from app.machine.instance import hold_instance; " \
    "held = hold_instance(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"  # fmt: skip


def long(folder: Path) -> Path:
    return folder.joinpath(*["很长的文件夹名" * 5] * 8)


def on_a_share(folder: Path) -> Path:
    """The same folder by the way over the network, as the machine's own share of its drive."""
    whole = folder.resolve()
    return Path(rf"\\localhost\{whole.drive[0]}$", *whole.parts[1:])


HOMES = {
    "in Chinese": lambda folder: folder / "张伟 的（文件夹）",
    "longer than 260": long,
    "on a share": on_a_share,
}


@pytest.fixture(params=HOMES)
def home(request, tmp_path):
    made = HOMES[request.param](tmp_path)
    try:
        made.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        pytest.skip(f"this machine has no such folder: {error}")
    return made


def test_settings_journal_lock_and_cache_live_in_any_home(home):
    places = Places.below(home)
    settings = load(places.settings)
    assert settings is not None
    journal = Journal(places.journal)
    journal.note("opened", MORNING)
    journal.note("closed", MORNING)
    assert verify(places.journal) == []
    held = hold_instance(places.lock_of("https://centre.example", "张伟"))
    with pytest.raises(DeskOpen):
        hold_instance(places.lock_of("https://centre.example", "张伟"))
    held.release()
    cache = places.cache_of("https://centre.example", "张伟")
    cache.parent.mkdir(parents=True)
    key = secrets.token_hex(32)
    opened(cache, key).close()
    again = Store(cache, key)
    assert states(again) == []
    again.close()


def test_a_desk_in_another_process_is_told(tmp_path):
    lock = tmp_path / "locks" / "one.lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(lock)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert other.stdout.readline() == "held\n"
    with pytest.raises(DeskOpen):
        hold_instance(lock)
    other.communicate()
    hold_instance(lock).release()


def test_a_cache_that_another_program_holds_is_said_and_opens_once_it_is_let_go(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("app.store.connection.OPENING_WAITS_SECONDS", 0.2)
    cache, key = tmp_path / "cache.db", secrets.token_hex(32)
    opened(cache, key).close()
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = ctypes.c_void_p
    held = kernel.CreateFileW(str(cache), GENERIC_READ, NOBODY_ELSE, None, OPEN_EXISTING, 0, None)
    with pytest.raises(Failure) as told:
        Store(cache, key)
    assert told.value.code in ("cache_busy", "cache_not_writable")
    kernel.CloseHandle(ctypes.c_void_p(held))
    again = Store(cache, key)
    keep(again)
    again.close()


def test_a_journal_line_is_written_while_another_program_reads_the_file(tmp_path):
    """A scanner or a backup opens a file and lets others read, write and delete meanwhile."""
    journal = Journal(tmp_path)
    journal.note("first", MORNING)
    with (tmp_path / "journal.jsonl").open("rb"):
        journal.note("second", MORNING)
    assert verify(tmp_path) == []
    assert (tmp_path / "journal.jsonl").read_bytes().count(b"\n") == 2
