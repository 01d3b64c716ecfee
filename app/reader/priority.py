"""Last in line for the processor and the disk: a clerk's own work never waits for a reading."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import sys

_LOWEST = 19
# ioprio_set(2) of this process, in the class that gets the disk when nobody else wants it.
_IOPRIO_SET = {"x86_64": 251, "aarch64": 30}
_WHO_PROCESS, _CLASS_IDLE, _CLASS_SHIFT = 1, 3, 13


def run_last() -> None:
    """For good, for this process. What a system does not offer is left."""
    if sys.platform == "win32":
        import win32process

        win32process.SetPriorityClass(
            win32process.GetCurrentProcess(), win32process.IDLE_PRIORITY_CLASS
        )
        return
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, _LOWEST)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        if (number := _IOPRIO_SET.get(platform.machine())) is not None:
            idle = _CLASS_IDLE << _CLASS_SHIFT
            ctypes.CDLL(None).syscall(ctypes.c_long(number), _WHO_PROCESS, 0, idle)
