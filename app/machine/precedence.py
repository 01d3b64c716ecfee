"""Who goes first at the interpreter, which serves one thread at a time: the window.

Python has no order among threads that wait for its lock. Each may keep it for a turn, so that the
window, between two others at work, is served every third turn, and its frame takes three times as
long. Work of many small steps therefore asks before each (``give_way``).
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

LONGEST_SECONDS = 0.05  # for which others hold back, whatever the window does

_free = threading.Event()
_free.set()
_until = 0.0


@contextlib.contextmanager
def window_first() -> Iterator[None]:
    """While the window's thread makes something that the clerk waits to see."""
    global _until
    if not _free.is_set():
        yield
        return
    _until = time.monotonic() + LONGEST_SECONDS
    _free.clear()
    try:
        yield
    finally:
        _free.set()


def give_way() -> None:
    """Before a small step on another thread: holds back while the window is at work."""
    if not _free.is_set() and (left := _until - time.monotonic()) > 0:
        _free.wait(left)
