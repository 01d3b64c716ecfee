"""The reader process stands still while the clerk's hands move.

The lowest priority is not enough: two threads of one core share its caches, and a page that is
recognised makes the next case half as slow again.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

LONGEST_SECONDS = 20.0  # in a row: a page comes to its end though the clerk never rests
FREE_SECONDS = 5.0  # after so long a one, in which it is not stopped again


class Pauses:
    """``process`` says which one is to be stopped; None where there is none."""

    def __init__(self, process: Callable[[], subprocess.Popen[bytes] | None]) -> None:
        self._process = process
        self._lock = threading.Lock()
        self._stopped: subprocess.Popen[bytes] | None = None
        self._until = self._latest = self._free_until = 0.0  # monotonic

    def pause(self, seconds: float) -> None:
        """For so long from now; called again before that, for so long from then. Takes no time."""
        with self._lock:
            now = time.monotonic()
            if self._stopped is not None:
                self._until = now + seconds
                return
            process = self._process()
            if process is None or now < self._free_until or not _stop(process):
                return
            self._stopped = process
            self._until, self._latest = now + seconds, now + LONGEST_SECONDS
            threading.Thread(target=self._let_go_on, name="pause", daemon=True).start()

    def _let_go_on(self) -> None:
        while (left := min(self._until, self._latest) - time.monotonic()) > 0:
            time.sleep(left)
        with self._lock:
            if self._stopped is not None:
                _continue(self._stopped)
            self._stopped = None
            if self._until > self._latest:
                self._free_until = time.monotonic() + FREE_SECONDS


if sys.platform == "win32":
    import ctypes

    def _stop(process: subprocess.Popen[bytes]) -> bool:
        return bool(ctypes.windll.ntdll.NtSuspendProcess(int(process._handle)) == 0)

    def _continue(process: subprocess.Popen[bytes]) -> None:
        ctypes.windll.ntdll.NtResumeProcess(int(process._handle))

else:

    def _stop(process: subprocess.Popen[bytes]) -> bool:
        with contextlib.suppress(OSError):
            process.send_signal(signal.SIGSTOP)
            return process.returncode is None
        return False

    def _continue(process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(OSError):
            process.send_signal(signal.SIGCONT)
