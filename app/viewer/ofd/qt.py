"""Qt in a process without a window that is about to be confined (docs/decisions/0028)."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from typing import cast

from PySide6.QtCore import QThreadPool
from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken

from app.viewer.confinement import confine_thread
from app.viewer.ofd import document  # noqa: F401  # nothing can be loaded once confined
from app.viewer.ofd.fonts import machine_families

LONGEST_MS = 2**31 - 1  # Qt 6.8 takes -1, for never, as at once
# Where Qt keeps the pool with which it fills large areas: of late, and to 6.8 at least.
POOLS = (
    ("libQt6Gui.so.6", "_ZN22QGuiApplicationPrivate15qtGuiThreadPoolEv"),
    ("libQt6Core.so.6", "_ZN18QThreadPoolPrivate13qtGuiInstanceEv"),
)
_application: list[QGuiApplication] = []  # kept, for Qt is gone with it


def prepare_drawing() -> None:
    """Loads the machine's fonts, and starts the one thread that Qt paints with beside the caller's:
    once confined, the process cannot start any, and Qt would wait for it for ever."""
    if sys.platform != "win32":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _application.append(QGuiApplication([""]))
    machine_families()
    if sys.platform == "linux":
        _confine_painting_thread(painting_threads())


def painting_threads() -> QThreadPool:
    """Qt's own; it shows them to nobody."""
    for library, function in POOLS:
        if (found := getattr(ctypes.CDLL(library), function, None)) is not None:
            found.restype = ctypes.c_void_p
            return cast(QThreadPool, Shiboken.wrapInstance(found(), QThreadPool))
    raise RuntimeError("this Qt paints with threads that cannot be found")


def _confine_painting_thread(pool: QThreadPool) -> None:
    confined = threading.Event()

    def begin() -> None:
        confine_thread()
        confined.set()

    pool.setMaxThreadCount(1)
    pool.setExpiryTimeout(LONGEST_MS)
    pool.start(begin)
    confined.wait()
