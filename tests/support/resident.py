"""How much memory a process holds."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resident(pid: int | None = None) -> int:
    """In bytes, of what lies in memory just now; this process's own, another's on Linux only."""
    if sys.platform == "win32":
        import win32process

        held: int = win32process.GetProcessMemoryInfo(-1)["WorkingSetSize"]
        return held
    pages = Path(f"/proc/{pid or 'self'}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
