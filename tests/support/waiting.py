"""How long something may take."""

from __future__ import annotations

import contextlib
import faulthandler
import threading
import time
from collections.abc import Callable, Iterator


def eventually(true: Callable[[], object], seconds: float = 60.0) -> None:
    """Waits until something is true; fails loudly when it never becomes so."""
    end = time.monotonic() + seconds
    never = threading.Event()
    while not true():
        if time.monotonic() > end:
            faulthandler.dump_traceback(all_threads=True)  # what everyone is waiting for
            raise AssertionError("it never came true")
        never.wait(0.01)


@contextlib.contextmanager
def at_once(seconds: float) -> Iterator[None]:
    """What is done here takes less than so many seconds."""
    begun = time.monotonic()
    yield
    took = time.monotonic() - begun
    assert took < seconds, f"it took {took:.1f} s"
