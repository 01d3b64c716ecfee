"""Real parts: a practice centre in a process of its own, a real keyring, a real cache file."""

from __future__ import annotations

import json
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from app.cases.model import SHANGHAI
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import load
from app.practice.kept import FOLDER
from app.reader import READING_VARIABLE
from app.store.database import Store
from tests.support.centres import Centre, resting_centre
from tests.support.hanging import HangingWay
from tests.support.odd_centre import OddCentre, odd_centre
from tests.support.programs import COUNTS
from tests.support.servers import scripted_server
from tests.support.stores import opened
from tests.support.waiting import eventually

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ[READING_VARIABLE] = "off"  # a test of reading steps through it, or says otherwise
LONGEST = (
    "tests/journeys/", "tests/ui/test_screens.py", "tests/packaging/test_makefile.py", "tests/bench/",
    "tests/reader/", "tests/faults/test_crash_points.py", "tests/faults/test_endings.py",
    "tests/ui/test_leaks.py", "tests/practice/test_same_rules.py", "tests/machine/test_terminal.py",
    "tests/practice/test_conformance.py", "tests/sync/test_hostile_centre.py", "tests/viewer/",
    "tests/doctor/", "tests/faults/", "tests/packaging/", "tests/ui/", "tests/account/",
    "tests/sync/", "tests/machine/", "tests/practice/",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        cities = tempfile.TemporaryDirectory(prefix="jianjian-cities-")
        os.environ[FOLDER] = cities.name
        config.add_cleanup(cities.cleanup)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is another system's own is skipped. The longest files first, lest one worker ends with
    them while the others rest."""
    for item in items:
        for system, name in (("linux", "linux"), ("windows", "win32")):
            mark = item.get_closest_marker(system)
            if mark is not None and sys.platform != name:
                item.add_marker(pytest.mark.skip(reason=f"{system} only: {mark.args[0]}"))
    items.sort(key=_length)


def _length(item: pytest.Item) -> int:
    starts = (at for at, start in enumerate(LONGEST) if item.nodeid.startswith(start))
    return next(starts, len(LONGEST))


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        COUNTS.unlink(missing_ok=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """After a test that failed the keyring is well again, for the next one's sake: gnome-keyring
    locks itself now and then on a busy machine."""
    failed = item.session.testsfailed
    done = yield
    if item.session.testsfailed > failed and "DBUS_SESSION_BUS_ADDRESS" in os.environ:
        from tests.support.keyrings import mend  # of Linux's session bus

        mend()
    return done


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of faults, where some were made."""
    if not COUNTS.exists() or hasattr(terminalreporter.config, "workerinput"):
        return
    for line, counts in json.loads(COUNTS.read_text()).items():
        told = ", ".join(f"{name} {n}" for name, n in counts.items() if name != "faults")
        terminalreporter.write_line(f"faults, {line}: {told}")


@pytest.fixture(autouse=True)
def quick_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is tried half a second long by design; only tests of that wait for it."""
    monkeypatch.setattr("app.account.vault.SCRYPT_N", 2**12)


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """One city for reading; tests that cut the line or decide use ``own_centre``."""
    with resting_centre(60, 26, tmp_path_factory.mktemp("centre")) as opened:
        yield opened


@pytest.fixture
def own_centre(tmp_path: Path) -> Iterator[Centre]:
    with resting_centre(60, 45, tmp_path) as opened:
        yield opened


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def make(url: str, home: str = "home") -> Desk:
        places = Places.below(tmp_path / home)
        desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
        desk.machine.keep_settings(centre_url=url, seconds_before_sending=0)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(own_centre: Centre, make_desk: Callable[[str], Desk]) -> Desk:
    """A desk signed in at a centre of its own, after its first pull."""
    made = make_desk(own_centre.url)
    first = own_centre.clerks[0]
    made.account.sign_in(first["username"], first["password"])
    made.begin()
    eventually(made.cases.has_pulled)
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A cache of a clerk's with one received case, without a desk or a centre."""
    made = opened(tmp_path / "cache.db", secrets.token_hex(32))
    yield made
    made.close()


@pytest.fixture
def odd() -> Iterator[OddCentre]:
    """A centre that does what the test says (tests/support/odd_centre.py)."""
    with odd_centre() as made:
        yield made


@pytest.fixture
def way(own_centre: Centre) -> Iterator[HangingWay]:
    """A way to the centre that can hang (tests/support/hanging.py)."""
    made = HangingWay(own_centre.inner_url)
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with scripted_server() as made:
        yield made
