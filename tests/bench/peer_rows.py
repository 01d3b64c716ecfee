"""The rows of peers: ours beside what does the same, in the same run. No aim is theirs to set.

Other applications are installed into ``build/peers`` where the registry can be reached, and left out
with a word where it cannot; so is ``pdftoppm``.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.bench import search as search_bench
from tests.bench.programs import ROOT, figures, until_painted
from tests.bench.rows import Table, row
from tests.bench.sizes import Sizes
from tests.bench.window_rows import fill
from tests.support.papers import pages_saying

VENV = ROOT / "build" / "peers"
BINDING = "PySide6-Essentials"  # git-cola names none; novelWriter brings PyQt6
WIDTH = 827  # pixels: A4 at 100 dpi


def peers(folder: Path, sizes: Sizes) -> Table:
    return _list(folder / "list", sizes) | _pages(folder, sizes) | _starts(folder / "start", sizes)


def _list(home: Path, sizes: Sizes) -> Table:
    key = secrets.token_hex(32)
    search_bench.fill(home, key, sizes.cases, 1)
    counts = (str(count) for count in (sizes.cases, sizes.frames, sizes.queries))
    said = figures("peer_list", str(home), key, *counts)
    names = ("scroll_p50_ms", "scroll_p99_ms", "search_p50_ms", "search_p99_ms")
    pairs = zip(
        names,
        (said[0], said[1], said[4], said[5]),
        (said[2], said[3], said[6], said[7]),
        strict=True,
    )
    return {f"peers_{name}": row(ours, "ms", theirs) for name, ours, theirs in pairs}


def _pages(folder: Path, sizes: Sizes) -> Table:
    """A page of a long document; theirs is that of the whole, drawn one after the other."""
    if shutil.which("pdftoppm") is None:
        _left_out("pdftoppm", "it is not on this machine")
        return {}
    file = folder / "long.pdf"
    file.write_bytes(pages_saying([f"page {n}" for n in range(sizes.pages)]))
    (ours,) = figures("peer_pages", str(file), str(sizes.pages), str(WIDTH))
    begun = time.perf_counter()
    subprocess.run(
        ["pdftoppm", "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", file, folder / "page"],
        check=True,
    )
    theirs = 1000 * (time.perf_counter() - begun) / sizes.pages
    return {"peers_page_ms": row(ours, "ms", theirs)}


def _starts(home: Path, sizes: Sizes) -> Table:
    """Cold: what the files of both hold was put out of memory before, where nobody else uses it."""
    table: Table = {}
    key = secrets.token_hex(32)
    fill(home, key, sizes.small_cases)
    desk = [sys.executable, "-m", "tests.bench.start_desk", str(home), key]
    own_files = (ROOT / "app", ROOT / "ui", Path(sys.prefix), home)
    for name in sizes.peers:
        if not _installed(name):
            continue
        theirs = [str(VENV / "bin" / "python"), "tests/bench/peer_start.py", name, str(ROOT)]
        for kept, runs in (("warm", sizes.starts), ("cold", min(3, sizes.starts))):
            seconds: tuple[list[float], list[float]] = ([], [])
            for run in range(runs + 1):
                for kept_seconds, command, files in (
                    (seconds[0], desk, own_files),
                    (seconds[1], theirs, (VENV,)),
                ):
                    if kept == "cold":
                        put_out_of_memory(files)
                    taken = until_painted(command)
                    if run:
                        kept_seconds.append(taken)
            ours, peer = (statistics.median(each) for each in seconds)
            table[f"peers_start_{kept}_{name}"] = row(ours, "s", peer)
    return table


def _installed(name: str) -> bool:
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    asked = subprocess.run(
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", name, BINDING],
        capture_output=True, text=True,
    )  # fmt: skip
    if asked.returncode:
        _left_out(name, (asked.stderr.strip().splitlines() or [""])[-1])
    return not asked.returncode


def put_out_of_memory(folders: tuple[Path, ...]) -> None:
    """What the system keeps of these files, but for what a process has mapped."""
    for folder in folders:
        for file in (each for each in folder.rglob("*") if each.is_file()):
            with contextlib.suppress(OSError):
                descriptor = os.open(file, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


def _left_out(name: str, why: str) -> None:
    print(f"{name} is left out: {why}", file=sys.stderr, flush=True)
