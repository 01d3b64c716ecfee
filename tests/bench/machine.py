"""The card of the machine that figures were measured on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import PySide6
from sqlcipher3 import dbapi2


def card() -> dict[str, str]:
    return {
        "processor": _named_in("/proc/cpuinfo", "model name") or platform.processor(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{int(_named_in('/proc/meminfo', 'MemTotal').split()[0]) / 2**20:.0f} GB",
        "kernel": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Qt": PySide6.__version__,
        "SQLCipher": _sqlcipher(),
    }


def _named_in(file: str, name: str) -> str:
    """What stands behind a name in one of the kernel's lists."""
    for line in Path(file).read_text().splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""


def _sqlcipher() -> str:
    connection = dbapi2.connect(":memory:")
    (version,) = connection.execute("pragma cipher_version").fetchone()
    return f"{version} (SQLite {dbapi2.sqlite_version})"
