"""The folder into which the scanner puts its files: what has come and is whole."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp")
RECENT_SECONDS = 600


class Scan(msgspec.Struct, frozen=True):
    """A file as it was when it was looked at: ``size`` in bytes, ``changed_ns`` since the epoch."""

    path: Path
    size: int
    changed_ns: int


class ScanFolder:
    """Asked again and again, so that it works on any file system, a share of the hall's too. Files
    are only read; what was there longer than ten minutes at the first look is none of now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._before: set[Scan] | None = None
        self._done: set[Scan] = set()  # taken, put aside, or older than this desk's day

    def look(self, now: float) -> tuple[Scan, ...]:
        """What is new and whole, the oldest first: a file is whole once two looks found it the
        same. ``now`` in seconds since the epoch. Blocks; a folder that is not there has nothing."""
        found = set(_files(self.folder))
        if self._before is None:
            self._done = {s for s in found if s.changed_ns < (now - RECENT_SECONDS) * 1e9}
            self._before = set()
        whole = found & self._before - self._done
        self._before = found
        return tuple(sorted(whole, key=lambda scan: (scan.changed_ns, scan.path.name)))

    def put_aside(self, scans: Iterable[Scan]) -> None:
        """They are not told any more, unless they change."""
        self._done |= set(scans)


def _files(folder: Path) -> Iterable[Scan]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.lower().endswith(SUFFIXES) and not entry.name.startswith((".", "~")):
                    stat = entry.stat(follow_symlinks=False)
                    if entry.is_file(follow_symlinks=False) and stat.st_size:
                        yield Scan(Path(entry.path), stat.st_size, stat.st_mtime_ns)
    except OSError:
        return
