"""The ends of a desk that nobody clicked: signals, and the session of the operating system."""

from __future__ import annotations

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

from PySide6.QtCore import QSocketNotifier

SIGNALS = tuple(
    getattr(signal, name)
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
)


@contextlib.contextmanager
def on_signals(leave: Callable[[], None]) -> Iterator[None]:
    """Calls ``leave`` on this, the main, thread when one of SIGNALS comes.

    Python runs its handlers between two steps of Python code, and Qt's loop may rest without one:
    the descriptor the interpreter writes to wakes it.
    """
    here, there = socket.socketpair()
    with here, there:
        for end in (here, there):
            end.setblocking(False)
        notifier = QSocketNotifier(here.fileno(), QSocketNotifier.Type.Read)

        def came() -> None:
            with contextlib.suppress(OSError):
                here.recv(64)
            leave()

        notifier.activated.connect(came)
        woken = signal.set_wakeup_fd(there.fileno(), warn_on_full_buffer=False)
        before = {number: signal.signal(number, lambda *_: None) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(woken)
            notifier.setEnabled(False)
