"""The journal: what happened, as JSON lines, without anyone's name or number.

Each line names the one before it by its SHA-256, and the head file the last one: a line that was
changed or taken out shows (``verify``). It shows to whoever compares; somebody who may write all of
these files can write them all anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from app.cases.typed import decode
from app.machine.instance import file_lock

Fact = str | int | float | bool | None
NAME, HEAD, LOCK = "journal.jsonl", "journal.head", "journal.lock"
LOCK_SECONDS, POLL_SECONDS = 2.0, 0.005
FILES, FILE_BYTES = 5, 2 * 2**20


class _Head(msgspec.Struct, frozen=True):
    """How many lines there have been, the digest of the last one, and how long its file is then."""

    seq: int = 0
    digest: str = ""
    size: int = -1


class Journal:
    """Rotating, 5 files of 2 MB. Facts are codes, counts and durations.

    Several processes of an account write into the same files, one line at a time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.Lock()

    def note(self, event: str, at: datetime, **facts: Fact) -> None:
        """Writes a line. A full disk, or a folder nobody can write to, must not stop the desk."""
        from filelock import Timeout

        with self._writing, contextlib.suppress(OSError, Timeout):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with file_lock(self._folder / LOCK).acquire(LOCK_SECONDS, poll_interval=POLL_SECONDS):
                head = _mended(self._folder)
                line = {
                    "seq": head.seq + 1,
                    "prev": head.digest,
                    "at": at.isoformat(timespec="milliseconds"),
                    "event": event,
                    **facts,
                }
                _append(self._folder, msgspec.json.encode(line), head)

    def unexpected(self, error: BaseException, at: datetime) -> None:
        """An error nobody foresaw: its kind and where it came from, never its words."""
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        trace = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames)
        )
        self.note("unexpected", at, kind=type(error).__name__, trace=trace)


def verify(folder: Path) -> list[str]:
    """What does not fit together, in words for IT; empty where all does.

    The oldest lines are let go in time, so the first one that is there is believed. A process may
    be killed while it writes: half a line at the very end, or one line that the head does not know
    yet, is no finding.
    """
    with _undisturbed(folder):
        head, lines = _head(folder), list(_lines(folder))
    wrong = []
    before = last = _Head()
    for name, number, line in lines:
        if name == NAME and not line.endswith(b"\n"):
            break
        raw = line.rstrip(b"\n")
        claimed = _claimed(raw)
        if claimed is None:
            wrong.append(f"{name}:{number} 不是日志行 is no line of the journal")
            continue
        seq, prev = claimed
        if last.seq and seq != last.seq + 1:
            wrong.append(f"{name}:{number} 缺行 lines are missing: {last.seq} → {seq}")
        elif last.seq and prev != last.digest:
            wrong.append(f"{name}:{number} 前一行被改动 the line before it was changed")
        before, last = last, _Head(seq, _digest(raw))
    known = (head.seq, head.digest)
    unnoted = last.seq == head.seq + 1 and known == (before.seq, before.digest)
    if known != (last.seq, last.digest) and not unnoted:
        wrong.append(f"{HEAD} 末行不符 the last line is not the one noted: {last.seq}, {head.seq}")
    return wrong


def entries(folder: Path) -> Iterator[dict[str, Fact]]:
    """What is noted, the oldest first; what is no line of the journal is left out."""
    with _undisturbed(folder):
        lines = [raw for _, _, raw in _lines(folder)]
    for raw in lines:
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
            yield decode(raw, dict[str, Fact])


def _append(folder: Path, raw: bytes, head: _Head) -> None:
    path, fresh = folder / NAME, folder / f"{HEAD}.new"
    if path.exists() and path.stat().st_size + len(raw) >= FILE_BYTES:
        _rotate(folder)
    with path.open("ab") as file:
        file.write(raw + b"\n")
    fresh.write_bytes(msgspec.json.encode(_Head(head.seq + 1, _digest(raw), path.stat().st_size)))
    fresh.replace(folder / HEAD)


def _mended(folder: Path) -> _Head:
    """The head, once what a process killed amid its writing has left is put in order: half a line
    goes, a whole one counts. What does not fit otherwise stays, for ``verify`` to find."""
    head, path = _head(folder), folder / NAME
    if not path.exists() or path.stat().st_size == head.size:
        return head
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    if whole != raw:
        os.truncate(path, len(whole))
    last = (whole.splitlines() or [b""])[-1]
    if _claimed(last) == (head.seq + 1, head.digest):
        return _Head(head.seq + 1, _digest(last))
    return head


def _rotate(folder: Path) -> None:
    """Makes room for a new file: the numbers move up to the first free one, or the oldest goes."""
    names = [NAME, *(f"{NAME}.{n}" for n in range(1, FILES + 1))]
    free = next((n for n, name in enumerate(names) if not (folder / name).exists()), FILES)
    for n in range(free, 0, -1):
        (folder / names[n - 1]).replace(folder / names[n])


@contextlib.contextmanager
def _undisturbed(folder: Path) -> Iterator[None]:
    """While nobody writes, where that can be had: who only looks makes no file, and need not be the
    account whose journal it is."""
    from filelock import Timeout

    with contextlib.ExitStack() as held:
        if (folder / LOCK).exists():
            with contextlib.suppress(OSError, Timeout):
                lock = file_lock(folder / LOCK)
                held.enter_context(lock.acquire(LOCK_SECONDS, poll_interval=POLL_SECONDS))
        yield


def _claimed(raw: bytes) -> tuple[int, str] | None:
    """A line's number, and the digest it names of the one before it; None where it is no line."""
    try:
        line = msgspec.json.decode(raw)
        return int(line["seq"]), str(line["prev"])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError):
        return None


def _lines(folder: Path) -> Iterator[tuple[str, int, bytes]]:
    """All lines as they lie there, the oldest first."""
    names = [*(f"{NAME}.{n}" for n in range(FILES, 0, -1)), NAME]
    for name in names:
        if (folder / name).exists():
            for number, raw in enumerate((folder / name).read_bytes().splitlines(keepends=True), 1):
                yield name, number, raw


def _head(folder: Path) -> _Head:
    try:
        return decode((folder / HEAD).read_bytes(), _Head)
    except (OSError, msgspec.MsgspecError):
        return _Head()


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
