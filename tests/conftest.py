"""Real parts: a practice centre in a process of its own, a real keyring, a real cache file."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from app.account.erase import entry_of
from app.account.keyring import KeyringPlace
from app.cases.model import SHANGHAI
from app.desk import Desk
from app.machine.paths import Places
from app.machine.practice_process import PracticeProcess
from app.machine.settings import load
from tests.faults.odd_centre import OddCentre, odd_centre
from tests.hanging import HangingWay
from tests.servers import scripted_server

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


ROOT = Path(__file__).parent.parent
COUNTS = ROOT / "build" / "faults.json"


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        COUNTS.unlink(missing_ok=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of faults, where some were made in this run."""
    if not COUNTS.exists() or hasattr(terminalreporter.config, "workerinput"):
        return
    for line, counts in json.loads(COUNTS.read_text()).items():
        told = ", ".join(f"{name} {n}" for name, n in counts.items() if name != "faults")
        terminalreporter.write_line(f"faults, {line}: {told}")


class Centre(PracticeProcess):
    """A controlled practice centre whose line to the desk can be cut."""

    def __init__(self, *arguments: str) -> None:
        super().__init__("--controlled", *arguments)

    def close(self) -> None:
        super().close(60)


@cache
def founded(cases: int, seed: int) -> bytes:
    """The file of a city at rest; making it takes seconds, so it is done once."""
    from app.practice.generation import generate_city
    from app.practice.ledger import Ledger
    from app.practice.scenes import load_city

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.sqlite"
        ledger = Ledger(path)
        generate_city(ledger, load_city(), seed, cases, datetime.now(SHANGHAI))
        ledger.close()
        return path.read_bytes()


@contextlib.contextmanager
def resting_centre(cases: int, seed: int, folder: Path) -> Iterator[Centre]:
    """A centre with a city of its own whose citizens rest."""
    path = folder / f"centre-{cases}-{seed}.sqlite"
    path.write_bytes(founded(cases, seed))
    opened = Centre("--speed", "0", "--database", str(path))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """One city for reading; tests that cut the line or decide use ``own_centre``."""
    with resting_centre(60, 5, tmp_path_factory.mktemp("centre")) as opened:
        yield opened


@pytest.fixture
def own_centre(tmp_path: Path) -> Iterator[Centre]:
    with resting_centre(60, 3, tmp_path) as opened:
        yield opened


def eventually(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Waits until something is true; fails loudly when it never becomes so."""
    end = time.monotonic() + seconds
    never = threading.Event()
    while not true():
        if time.monotonic() > end:
            faulthandler.dump_traceback(all_threads=True)  # what everyone is waiting for
            raise AssertionError("it never came true")
        never.wait(0.01)


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[Callable[[str], Desk]]:
    made: list[Desk] = []

    def make(url: str, home: str = "home") -> Desk:
        places = Places.below(tmp_path / home)
        desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
        desk.machine.keep_settings(centre_url=url)
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
def odd() -> Iterator[OddCentre]:
    """A centre that does what the test says (tests/faults/odd_centre.py)."""
    with odd_centre() as made:
        yield made


@pytest.fixture
def way(own_centre: Centre) -> Iterator[HangingWay]:
    """A way to the centre that can hang (tests/hanging.py)."""
    made = HangingWay(own_centre.inner_url)
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    with scripted_server() as made:
        yield made


def entry_of_keyring(desk: Desk, username: str, what: str) -> KeyringPlace:
    """What the keyring holds of a clerk's cache at the desk's centre: ``cache`` or ``refresh``."""
    cache = desk.machine.places.cache_of(desk.machine.centre_url, username)
    return KeyringPlace(entry_of(cache.stem, what))


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=800,
        env={**os.environ, **environment},
        cwd=ROOT,
    )
