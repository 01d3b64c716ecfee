"""What the desk may be shown on, and runs on: a variable of an account opens no port.

``vnc`` shows the window to whoever asks port 5900.
"""

from __future__ import annotations

import os
import re
import sys

from app.cases.failure import Failure
from app.cases.sentence import say
from app.machine.build import build

ALLOWED = ("xcb", "wayland", "wayland-egl", "windows", "offscreen")
_ORDERED = re.compile(r"\d+(\.\d+)*")


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


class SystemTooOld(Failure):
    """A library would not load, somewhere in the middle of things."""

    code = "system_too_old"

    def __init__(self, here: str, asked: str) -> None:
        super().__init__(
            say(
                "本机系统库 glibc {here} 过旧，本软件需要 {asked}：请信息科安装适合本系统的安装包",
                "This machine's glibc {here} is too old, this build needs {asked}: ask IT for the "
                "package made for this system",
                here=here,
                asked=asked,
            ),
            f"{here} < {asked}",
        )


def require_system() -> None:
    """Raises SystemTooOld where the C library lacks what this build's libraries ask for."""
    here, asked = glibc_here(), build().glibc
    if here and asked and _order(here) < _order(asked):
        raise SystemTooOld(here, asked)


def glibc_here() -> str:
    """``2.31``; empty where the C library is another one."""
    if sys.platform != "linux":
        return ""
    try:
        name, _, version = (os.confstr("CS_GNU_LIBC_VERSION") or "").partition(" ")
    except (OSError, ValueError):
        return ""
    return version if name == "glibc" and _ORDERED.fullmatch(version) else ""


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def keep_to_allowed() -> None:
    """Before Qt starts. Raises PlatformRefused where another platform is asked for."""
    asked = os.environ.get("QT_QPA_PLATFORM", "")
    for name in (each.split(":")[0] for each in asked.split(";") if each):
        if name not in ALLOWED:
            raise PlatformRefused(name)
