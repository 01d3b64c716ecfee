"""Emptying this machine of a centre's cases, once that centre has revoked it: the keys first, then
the files, then what the keyring holds. Interrupted, it goes on at the next start.

The name of a cache tells neither clerk nor centre, so a marker lies beside it, a digest of the
centre's address. A cache from before there were markers belongs to the revoking centre unless that
is a practice centre on this machine: a hall's machine speaks to one real centre, whose cases must
not stay, and a rehearsal must not take them.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from pathlib import Path

import msgspec

from app.account.keyring import KeyringPlace
from app.cases.typed import decode
from app.machine.address import normal_address
from app.machine.cancel import CancelScope

MARKER, PENDING = ".centre", ".erasing"
KEYS = (".key", ".key.new")
STEM = re.compile(r"[0-9a-f]{24}(?=\.)")


class _Pending(msgspec.Struct, frozen=True):
    """What is still to go: the stems of caches, and entries of the keyring."""

    stems: list[str]
    entries: list[str]


def entry_of(stem: str, what: str) -> str:
    """The name of a cache's entry in the keyring; ``what``: ``cache``, ``cache|aside-…``,
    ``refresh``."""
    return f"{stem}|{what}"


def note_centre(cache: Path, url: str) -> None:
    """Marks a cache that is about to be opened; from here on nothing of an earlier erasure takes
    it."""
    cache.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    cache.with_suffix(MARKER).write_text(_digest(url), "ascii")
    for file in cache.parent.glob(f"*{PENDING}"):
        pending = _read(file)
        if cache.stem in pending.stems:
            _settle(
                file,
                _Pending(
                    [stem for stem in pending.stems if stem != cache.stem],
                    [e for e in pending.entries if not e.startswith(f"{cache.stem}|")],
                ),
            )


def erase_centre(folder: Path, url: str, own: str, unmarked: bool) -> int:
    """Erases all caches of a centre but what the keyring holds; how many. ``own`` is the stem of
    the clerk's who heard of it; ``unmarked``: those without a marker too. Raises nothing."""
    stems = sorted(_stems(folder, url, unmarked) | {own})
    entries = [entry_of(stem, what) for stem in stems for what in ("refresh", "cache")]
    for aside in folder.glob("*.aside-*"):
        stem, name, *_ = aside.name.split(".")
        if stem in stems:
            entries.append(entry_of(stem, f"cache|{name}"))
    with contextlib.suppress(OSError):  # a full disk: erased all the same, once
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / f"{_digest(url)}{PENDING}", _Pending(stems, entries))
    _erase_files(folder, stems)
    return len(stems)


def resume(folder: Path) -> bool:
    """Goes on where a crash, or a file held open by another desk, kept an erasure from its end;
    whether there was one."""
    begun = list(folder.glob(f"*{PENDING}"))
    for file in begun:
        pending = _read(file)
        if _erase_files(folder, pending.stems):
            _settle(file, _Pending([], pending.entries))
    return bool(begun)


def forget_entries(folder: Path, scope: CancelScope) -> None:
    """Empties the keyring of what has been erased. Raises NoKeyring; then it is done later."""
    for file in folder.glob(f"*{PENDING}"):
        pending = _read(file)
        for entry in pending.entries:
            KeyringPlace(entry, scope=scope).remove()
        stems = [] if _erase_files(folder, pending.stems) else pending.stems
        _settle(file, _Pending(stems, []))


def _stems(folder: Path, url: str, unmarked: bool) -> set[str]:
    markers = [*folder.glob(f"*{MARKER}"), *folder.glob(f"*.aside-*/*{MARKER}")]
    all_ = {found[0] for path in folder.glob("*.*") if (found := STEM.match(path.name))}
    theirs = {path.stem for path in markers if _text(path) == _digest(url)}
    return theirs | (all_ - {path.stem for path in markers} if unmarked else set())


def _erase_files(folder: Path, stems: list[str]) -> bool:
    """Whether nothing is left. What another desk holds open goes where the system lets it."""
    for stem in stems:
        for suffix in KEYS:
            for key in (folder / f"{stem}{suffix}", *folder.glob(f"{stem}.aside-*/*{suffix}")):
                with contextlib.suppress(OSError):
                    key.unlink()
    for stem in stems:
        for part in folder.glob(f"{stem}.*"):
            if part.is_dir():
                shutil.rmtree(part, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    part.unlink()
    return not any(part for stem in stems for part in folder.glob(f"{stem}.*"))


def _settle(file: Path, pending: _Pending) -> None:
    with contextlib.suppress(OSError):
        if pending.stems or pending.entries:
            _write(file, pending)
        else:
            file.unlink()


def _write(file: Path, pending: _Pending) -> None:
    fresh = file.with_name(file.name + ".new")
    with fresh.open("wb") as opened:
        opened.write(msgspec.json.encode(pending))
        opened.flush()
        os.fsync(opened.fileno())
    fresh.replace(file)


def _read(file: Path) -> _Pending:
    try:
        return decode(file.read_bytes(), _Pending)
    except (OSError, msgspec.MsgspecError):
        return _Pending([], [])


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def _digest(url: str) -> str:
    return hashlib.sha256(f"jianjian centre {normal_address(url)}".encode()).hexdigest()[:24]
