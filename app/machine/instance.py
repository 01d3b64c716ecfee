"""One desk for each clerk of an operating-system account: a lock on a file, which the kernel
releases when the process ends, however it ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.cases.failure import Failure
from app.cases.sentence import say

if TYPE_CHECKING:
    from filelock import BaseFileLock


class DeskOpen(Failure):
    """Another process of this account has the clerk's cache open."""

    code = "desk_open"

    def __init__(self) -> None:
        super().__init__(
            say(
                "您的工作台已在本机打开，由它自动同步：请回到已打开的窗口",
                "Your desk is open on this machine already and syncs by itself: go back to its "
                "window",
            )
        )


def file_lock(path: Path) -> BaseFileLock:
    """A lock between processes. It may be released on another thread than it was acquired on;
    where the file system has no such locks, acquiring raises OSError."""
    from filelock import FileLock  # 12 ms, and the window has them with the first lock

    return FileLock(path, mode=0o600, thread_local=False, fallback_to_soft=False)


def hold_instance(path: Path) -> BaseFileLock:
    """The lock of one clerk's desk, held. Raises DeskOpen where another process holds it."""
    from filelock import Timeout

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = file_lock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DeskOpen from None
    return lock
