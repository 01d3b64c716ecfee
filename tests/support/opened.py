"""Which files this process has open, as Linux tells it."""

from __future__ import annotations

import contextlib
from pathlib import Path


def opened_below(folder: Path) -> list[Path]:
    """The caches in a folder and what SQLite has beside them."""
    held = []
    for number in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the listing's own
            held.append(number.readlink())
    return [path for path in held if path.is_relative_to(folder) and ".db" in path.name]
