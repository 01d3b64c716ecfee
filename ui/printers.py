"""The printers this account may use."""

from __future__ import annotations

import os
import sys

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication


def names() -> list[str]:
    if sys.platform == "linux" and not (os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    found = list(QPrinterInfo.availablePrinterNames())
    del application
    return found
