"""What the desk needs of the operating system, and finds there."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.machine.build import build
from app.machine.platforms import glibc_here
from app.support.found import Said, Unfit

CURSOR = "libxcb-cursor.so.0"
# The process of each, as the kernel has its name.
INPUT_METHODS = {"ibus-daemon": "ibus", "fcitx": "fcitx 4", "fcitx5": "fcitx 5"}
NO_INPUT = "界面里打不出中文：设 XMODIFIERS=@im=fcitx no Chinese can be typed: set it"
UNPROVEN = "经 ibus 接口，未经验证 by ibus's interface, unproven"


def libraries() -> Said:
    """The C library beside what this build asks for, and what a window of Qt's needs of X11."""
    if sys.platform != "linux":
        return Said("由系统提供 the system's own")
    asked = f"，需要 needs {build().glibc}" if build().glibc else ""
    said = f"glibc {glibc_here() or '?'}{asked}"
    try:
        ctypes.CDLL(CURSOR)
    except OSError:
        raise Unfit(
            f"{said}；缺 libxcb-cursor0，窗口打不开：请安装 no window opens: install it"
        ) from None
    return Said(said)


def input_method() -> Said:
    """By which Chinese is typed."""
    if sys.platform != "linux":
        return Said("由系统提供 the system's own")
    return judge_input(os.environ, set(_running()))


def judge_input(environment: Mapping[str, str], running: set[str]) -> Said:
    """Of these processes, with what Qt is told by these variables. Qt as it is shipped reaches all
    of them by ibus's interface, once it is told to; on Wayland the compositor does."""
    found = [said for process, said in INPUT_METHODS.items() if process in running]
    if not found:
        return Said("未见 none found")
    said = "、".join(found)
    told = environment.get("XMODIFIERS", "").endswith("fcitx") or (
        environment.get("QT_IM_MODULE") == "ibus"
    )
    if environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY") and not told:
        if found == ["ibus"]:
            raise Unfit(f"{said}；界面里打不出中文：设 QT_IM_MODULE=ibus no Chinese: set it")
        raise Unfit(f"{said}；{NO_INPUT}")
    return Said(f"{said}，{UNPROVEN}" if "fcitx 4" in found else said)


def _running() -> Iterator[str]:
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            yield path.read_text("utf-8", "replace").strip()
        except OSError:
            continue
