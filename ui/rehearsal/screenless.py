"""The platform of a tour: the screen where there is one, else Qt's offscreen."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qFormatLogMessage, qInstallMessageHandler

CANNOT = "This plugin does not support "


def choose_platform() -> None:
    """Before the application is made. Offscreen, Qt says at each window what it cannot do there;
    whatever else it says is told as ever."""
    if sys.platform == "linux" and not os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"}:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        qInstallMessageHandler(_tell)


def _tell(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if not message.startswith(CANNOT):
        print(qFormatLogMessage(kind, context, message), file=sys.stderr)
