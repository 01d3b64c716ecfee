"""The journal: what happened, as JSON lines, without anyone's name or number.

Each line names the one before it by its SHA-256, and the head file the last one: a line that was
changed or taken out shows (``verify``). It shows to whoever compares; somebody who may write all of
these files can write them all anew.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import traceback
from collections.abc import Iterator
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

import msgspec

Fact = str | int | float | bool | None
NAME, HEAD = "journal.jsonl", "journal.head"
FILES, FILE_BYTES = 5, 2 * 2**20


class _Head(msgspec.Struct, frozen=True):
    """How many lines there have been, and the digest of the last one."""

    seq: int = 0
    digest: str = ""


class Journal:
    """Rotating, 5 files of 2 MB. Facts are codes, counts and durations."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.Lock()
        self._logger = logging.Logger("jianjian.journal")
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handler: logging.Handler = RotatingFileHandler(
                folder / NAME, maxBytes=FILE_BYTES, backupCount=FILES, encoding="utf-8", delay=True
            )
        except OSError:
            handler = logging.NullHandler()
        handler.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk must not stop the desk
        self._logger.addHandler(handler)

    def note(self, event: str, at: datetime, **facts: Fact) -> None:
        with self._writing:
            head = _head(self._folder)
            line = {
                "seq": head.seq + 1, "prev": head.digest,
                "at": at.isoformat(timespec="milliseconds"), "event": event, **facts,
            }  # fmt: skip
            raw = msgspec.json.encode(line)
            self._logger.info(raw.decode())
            self._keep(_Head(head.seq + 1, _digest(raw)))

    def unexpected(self, error: BaseException, at: datetime) -> None:
        """An error nobody foresaw: its kind and where it came from, never its words."""
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        trace = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
        )
        self.note("unexpected", at, kind=type(error).__name__, trace=trace)

    def _keep(self, head: _Head) -> None:
        fresh = self._folder / f"{HEAD}.new"
        try:
            fresh.write_bytes(msgspec.json.encode(head))
            fresh.replace(self._folder / HEAD)
        except OSError:
            return  # the line after this one says that its count does not fit


def verify(folder: Path) -> list[str]:
    """What does not fit together, in words for IT; empty where all does.

    The oldest lines are let go in time, so the first one that is there is believed.
    """
    wrong = []
    seq, digest = 0, ""
    for name, number, raw in _lines(folder):
        try:
            line = msgspec.json.decode(raw)
            claimed, prev = int(line["seq"]), str(line["prev"])
        except (msgspec.DecodeError, KeyError, TypeError, ValueError):
            wrong.append(f"{name}:{number} 不是日志行 is no line of the journal")
            continue
        if seq and claimed != seq + 1:
            wrong.append(f"{name}:{number} 缺行 lines are missing: {seq} → {claimed}")
        elif seq and prev != digest:
            wrong.append(f"{name}:{number} 前一行被改动 the line before it was changed")
        seq, digest = claimed, _digest(raw)
    head = _head(folder)
    if (head.seq, head.digest) != (seq, digest):
        wrong.append(f"{HEAD} 末行不符 the last line is not the one noted: {seq}, {head.seq}")
    return wrong


def _lines(folder: Path) -> Iterator[tuple[str, int, bytes]]:
    """All lines, the oldest first."""
    names = [*(f"{NAME}.{n}" for n in range(FILES, 0, -1)), NAME]
    for name in names:
        if (folder / name).exists():
            for number, raw in enumerate((folder / name).read_bytes().splitlines(), 1):
                yield name, number, raw


def _head(folder: Path) -> _Head:
    try:
        return msgspec.json.decode((folder / HEAD).read_bytes(), type=_Head)
    except (OSError, msgspec.MsgspecError):
        return _Head()


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
