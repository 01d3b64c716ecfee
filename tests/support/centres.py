"""Practice centres in processes of their own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from app.cases.model import SHANGHAI
from app.machine.practice_process import PracticeProcess
from tests.support.forked_centres import ForkedCentre

CITIES = "JIANJIAN_TEST_CITIES"  # the folder that a run's workers and their programs share


class Centre(PracticeProcess):
    """A controlled practice centre whose line to the desk can be cut."""

    def __init__(self, *arguments: str) -> None:
        super().__init__("--controlled", *arguments)

    def start(self, arguments: list[str]) -> subprocess.Popen[str] | ForkedCentre:
        """Forked, where a system can."""
        return ForkedCentre(arguments) if hasattr(os, "fork") else super().start(arguments)

    def close(self) -> None:
        super().close(60)


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
    """The file of a city at rest; making it takes seconds, so a run of the suite does it once."""
    if CITIES not in os.environ:
        return _new_city(cases, seed)
    kept = Path(os.environ[CITIES]) / f"{cases}-{seed}.sqlite"
    if not kept.exists():
        begun = kept.with_suffix(f".{os.getpid()}")
        begun.write_bytes(_new_city(cases, seed))
        begun.replace(kept)
    return kept.read_bytes()


def _new_city(cases: int, seed: int) -> bytes:
    from app.practice.generation import generate_city
    from app.practice.ledger import Ledger
    from app.practice.scenes import load_city

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.sqlite"
        ledger = Ledger(path)
        generate_city(ledger, load_city(), seed, cases, datetime.now(SHANGHAI))
        ledger.close()
        return path.read_bytes()
