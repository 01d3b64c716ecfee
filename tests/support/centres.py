"""Practice centres in processes of their own."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.machine.practice_process import PracticeProcess
from app.practice.kept import lay_city
from app.practice.scenes import load_city
from tests.support.forked import Forked


class Centre(PracticeProcess):
    """A controlled practice centre whose line to the desk can be cut."""

    def __init__(self, *arguments: str) -> None:
        super().__init__("--controlled", *arguments)

    def start(self, arguments: list[str]) -> subprocess.Popen[str] | Forked:
        """Forked, where a system can."""
        return Forked(arguments, "t") if hasattr(os, "fork") else super().start(arguments)

    def close(self) -> None:
        super().close(60)


@contextlib.contextmanager
def resting_centre(cases: int, seed: int, folder: Path) -> Iterator[Centre]:
    """A centre with a city of its own whose citizens rest."""
    database = folder / f"centre-{cases}-{seed}.sqlite"
    opened = Centre("--speed", "0", "--cases", str(cases), "--seed", str(seed),
                    "--database", str(database))  # fmt: skip
    yield opened
    opened.close()


def city_file(cases: int, seed: int) -> bytes:
    """The file of a city at rest."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.sqlite"
        lay_city(path, load_city(), seed, cases)
        return path.read_bytes()
