"""Practice centres in processes of their own."""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from app.cases.model import SHANGHAI
from app.machine.paths import own_command


class Centre:
    """A controlled practice centre whose line to the desk can be cut."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            own_command("practice", "--controlled", *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        ready = json.loads(self.process.stdout.readline())
        self.url, self.inner_url, self.clerks = ready["url"], ready["inner_url"], ready["clerks"]

    def say(self, word: str) -> str:
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline()

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)


@contextlib.contextmanager
def resting_centre(cases: int, seed: int, folder: Path) -> Iterator[Centre]:
    """A centre with a city of its own whose citizens rest."""
    path = folder / f"centre-{cases}-{seed}.sqlite"
    path.write_bytes(city_file(cases, seed))
    opened = Centre("--speed", "0", "--database", str(path))
    yield opened
    opened.close()


@cache
def city_file(cases: int, seed: int) -> bytes:
    """The file of a city at rest; founding it takes seconds, so it is done once."""
    from app.practice.founding import generate_city
    from app.practice.ledger import Ledger
    from app.practice.scenes import load_city

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.sqlite"
        ledger = Ledger(path)
        generate_city(ledger, load_city(), seed, cases, datetime.now(SHANGHAI))
        ledger.close()
        return path.read_bytes()
