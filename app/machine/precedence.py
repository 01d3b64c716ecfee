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

LONGEST_SECONDS = 0.08  # for which others hold back, whatever the window does
ASIDE_SECONDS = 0.0003

_free = threading.Event()
_free.set()
_under_way = 0  # pieces of the window's work; its thread alone counts them
_until = 0.0


@contextlib.contextmanager
def window_first() -> Iterator[None]:
    """While the window's thread makes something that the clerk waits to see."""
    begin_window_work()
    try:
        yield
    finally:
        end_window_work()


def begin_window_work() -> None:
    """Of what goes on after its function has returned: ``end_window_work`` follows."""
    global _under_way, _until
    if _under_way == 0:  # within a piece that goes on, a dialog perhaps, nobody holds back again
        _until = time.monotonic() + LONGEST_SECONDS
        _free.clear()
    _under_way += 1


def end_window_work() -> None:
    global _under_way, _until
    _under_way -= 1
    if _under_way == 0:
        _until = 0.0
        _free.set()


def give_way() -> None:
    """Before a small step on another thread: holds back while the window is at work."""
    if not _free.is_set() and (left := _until - time.monotonic()) > 0:
        _free.wait(left)


def step_aside() -> None:
    """Now and then, beside a thread that is waited for: it has the interpreter at once, and not a
    turn later, when it comes back from SQL."""
    time.sleep(ASIDE_SECONDS)
