"""What a fault in a library leaves: where each thread was, told at the next start.

faulthandler writes it, in the moment itself, beside the journal. Its paths may have an account's
name in them: the journal gets the files' names alone, and the file goes.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import re
import sys
from pathlib import Path, PureWindowsPath
from typing import BinaryIO

import msgspec

MOST_BYTES, MOST_FRAMES = 2**16, 8
_KIND = re.compile(r"^(?:Fatal Python error|Windows fatal exception): ([ -~]{1,80})$", re.M)
_FRAME = re.compile(r'^  File "(.*)", line (\d+) in (\S+)$', re.M)


class Crash(msgspec.Struct, frozen=True):
    """``kind``: the fault's. ``trace``: files, lines and functions, the innermost first."""

    kind: str
    trace: str


class CrashWatch:
    """Of this process, from its making until ``close``: a process that ends by itself leaves
    nothing."""

    def __init__(self, journal: Path) -> None:
        self._path = journal / f"crash-{os.getpid()}.log"
        self._file: BinaryIO | None = None
        with contextlib.suppress(OSError):
            journal.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = self._path.open("wb", buffering=0)
            faulthandler.enable(self._file)

    def close(self) -> None:
        faulthandler.disable()
        if self._file is not None:
            self._file.close()
            with contextlib.suppress(OSError):
                self._path.unlink()


def crashes_left(journal: Path) -> list[Crash]:
    """Of processes that are no more; nothing is changed."""
    return [crash for _, crash in _left(journal) if crash is not None]


def take_crashes(journal: Path) -> list[Crash]:
    """The same; what they left is gone then, and told once."""
    taken = []
    for path, crash in _left(journal):
        with contextlib.suppress(OSError):  # on Windows it cannot go while its process lives
            path.unlink()
            taken += [crash] if crash is not None else []
    return taken


def _left(journal: Path) -> list[tuple[Path, Crash | None]]:
    found: list[tuple[Path, Crash | None]] = []
    for path in sorted(journal.glob("crash-*.log")):
        pid = path.stem.removeprefix("crash-")
        if pid.isdecimal() and not _lives(int(pid)):
            with contextlib.suppress(OSError), path.open("rb") as file:
                found.append((path, _read(file.read(MOST_BYTES).decode("utf-8", "replace"))))
    return found


def _lives(pid: int) -> bool:
    if pid == os.getpid():
        return True
    if sys.platform == "win32":
        return False  # asking would end it: os.kill is TerminateProcess there
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _read(text: str) -> Crash | None:
    """None of a process that was ended from outside, which had nothing to write."""
    kind = _KIND.search(text)
    if kind is None:
        return None
    current = text[max(text.find("Current thread"), 0) :]
    frames = _FRAME.findall(current)[:MOST_FRAMES]
    told = (f"{PureWindowsPath(file).name}:{line} {name}" for file, line, name in frames)
    return Crash(kind[1], " < ".join(told))
