"""Whether the words of scans and photos are recognised on this machine, and by whose word."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

import msgspec

from app.cases.sentence import Sentence, say

# What a machine sold with 4 GB has left: its firmware and its graphics keep up to half of one.
LEAST_MEMORY = 3584 * 2**20  # bytes
NOT_INSTALLED = say(
    "没有安装识读组件，不识别扫描件和照片：可由信息科安装。",
    "The reading part is not installed, scans and photos are not recognised: IT may install it.",
)
OFF_BY_IT = say(
    "信息科已关闭，不识别扫描件和照片。",
    "Switched off by IT: scans and photos are not recognised.",
)
LITTLE_MEMORY = say(
    "本机内存不足 4 GB，默认不识别扫描件和照片：可由信息科在策略中打开。",
    "This machine has less than 4 GB of memory, so scans and photos are not recognised: IT may "
    "switch it on in the policy.",
)
ON_BY_IT = say("由信息科打开。", "Switched on by IT.")
ON = say("默认启用。", "On by default.")


class Recognition(msgspec.Struct, frozen=True):
    """``said``: by whose word it is on, or why it is off. ``engine``: what recognises, with its
    version; empty where it is not installed."""

    is_on: bool
    said: Sentence
    engine: str


def decide(policy_says: bool | None, engine: str, memory: int | None) -> Recognition:
    """``engine`` as the reader tells it; ``memory``: the machine's, in bytes, None where the system
    does not say."""
    if not engine:
        return Recognition(False, NOT_INSTALLED, engine)
    if policy_says is not None:
        return Recognition(policy_says, ON_BY_IT if policy_says else OFF_BY_IT, engine)
    if memory is not None and memory < LEAST_MEMORY:
        return Recognition(False, LITTLE_MEMORY, engine)
    return Recognition(True, ON, engine)


def memory_here() -> int | None:
    """All that this machine has, in bytes; None where the system does not say."""
    if sys.platform == "win32":
        return _memory_of_windows()
    try:
        first = Path("/proc/meminfo").read_text("ascii").split("\n")[0]  # MemTotal:  16303792 kB
        return int(first.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        return None


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of Windows' sysinfoapi.h."""

    _fields_ = [
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total_physical", ctypes.c_uint64),
        ("rest", ctypes.c_uint64 * 6),
    ]


def _memory_of_windows() -> int | None:
    library: Any = ctypes
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    told = library.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
    return int(status.total_physical) if told else None
