"""Real parts: a practice centre in a process of its own, a real keyring, a real cache file."""

from __future__ import annotations

import json
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

from app.cases.model import SHANGHAI
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import load
from app.practice.kept import FOLDER
from app.store.database import Store
from tests.support.centres import Centre, resting_centre
from tests.support.hanging import HangingWay
from tests.support.odd_centre import OddCentre, odd_centre
from tests.support.programs import COUNTS
from tests.support.servers import scripted_server
from tests.support.stores import opened
from tests.support.waiting import eventually

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
LONGEST = (
    "tests/journeys/", "tests/ui/test_screens.py", "tests/packaging/", "tests/faults/test_kills.py",
    "tests/faults/test_endings.py", "tests/ui/test_leaks.py", "tests/practice/test_same_rules.py",
    "tests/sync/test_hostile_centre.py", "tests/viewer/", "tests/practice/test_conformance.py",
)  # fmt: skip


NO_KEYRING = "密码保管服务没有运行或没有解锁"  # of the sentence a clerk reads then


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        cities = tempfile.TemporaryDirectory(prefix="jianjian-cities-")
        os.environ[FOLDER] = cities.name
        config.add_cleanup(cities.cleanup)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is another system's own is skipped. The longest files first, lest one worker ends with
    them while the other rests."""
    for item in items:
        for system, name in (("linux", "linux"), ("windows", "win32")):
            mark = item.get_closest_marker(system)
            if mark is not None and sys.platform != name:
                item.add_marker(pytest.mark.skip(reason=f"{system} only: {mark.args[0]}"))
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        COUNTS.unlink(missing_ok=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """A test that failed beside a keyring that had locked itself, or that says so, is made once more
    with it mended: gnome-keyring does so now and then on a busy machine. Which tests these were is told at the end;
    one that makes the keyring ill has it well again when it ends, failed or not."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports) and (matter := _mended() or _told(reports)):
        item.user_properties.append(("keyring", matter))
        item._initrequest()  # type: ignore[attr-defined]
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def _told(reports: list[pytest.TestReport]) -> str:
    """What a failure says of a keyring that is well again meanwhile; ``""`` where it does not."""
    said = any(NO_KEYRING in report.longreprtext for report in reports if report.failed)
    return "unavailable for a while" if said else ""


def _mended() -> str:
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        return ""
    from tests.support.keyrings import mend  # of Linux's session bus

    return mend()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The tests made once more for their keyring; the table of faults, where some were made."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        if report.when == "call" and (matter := dict(report.user_properties).get("keyring")):
            terminalreporter.write_line(f"made once more, {report.nodeid}: keyring {matter}")
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
