"""The printers this account may use, and what becomes of a job."""

from __future__ import annotations

import ctypes
import os
import sys

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

_REFUSED = 0x400  # RFC 8011, B.1: from here on status codes are errors


def names() -> list[str]:
    if sys.platform == "linux" and not (os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    found = list(QPrinterInfo.availablePrinterNames())
    del application
    return found


def is_stopped(name: str) -> bool:
    """Whether jobs for this printer would lie in its queue until somebody resumes it."""
    found = QPrinterInfo.printerInfo(name)
    return not found.isNull() and found.state() == QPrinter.PrinterState.Error


def refusal() -> str:
    """Why CUPS did not take the job this thread has just ended, in CUPS's words; empty where it
    took it, or there is no CUPS. Qt's print engine hands the job over and tells nobody."""
    try:
        cups = ctypes.CDLL("libcups.so.2")
    except OSError:
        return ""
    cups.cupsLastErrorString.restype = ctypes.c_char_p
    if cups.cupsLastError() < _REFUSED:
        return ""
    return bytes(cups.cupsLastErrorString()).decode(errors="replace")
