"""Which of Qt's platforms the desk may be shown on: a variable of an account opens no port.

``vnc`` shows the window to whoever asks port 5900, and a generic plugin may listen for touches.
"""

from __future__ import annotations

import os

from app.cases.failure import Failure
from app.cases.sentence import say

ALLOWED = ("xcb", "wayland", "wayland-egl", "windows", "offscreen")
UNHEEDED = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_GENERIC_PLUGINS")


class PlatformRefused(Failure):
    code = "platform_refused"

    def __init__(self, name: str) -> None:
        super().__init__(
            say(
                "软件不在“{name}”上显示（QT_QPA_PLATFORM 只可为 {allowed}）：请去掉该环境变量",
                "The desk is not shown on “{name}” (QT_QPA_PLATFORM may be {allowed}): "
                "take that variable away",
                name=name,
                allowed=", ".join(ALLOWED),
            ),
            name,
        )


def keep_to_allowed() -> None:
    """Before Qt starts. Raises PlatformRefused where another platform is asked for."""
    for name in UNHEEDED:
        os.environ.pop(name, None)
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    for name in (each.split(":")[0] for each in asked.split(";") if each):
        if name not in ALLOWED:
            raise PlatformRefused(name)
