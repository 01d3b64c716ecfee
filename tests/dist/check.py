"""Judges a built folder: nothing GPL, GTK or pip inside, and it runs with no Python at hand."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FORBIDDEN = re.compile(
    r"virtualkeyboard|qt6?charts|qt6?graphs|pyqtgraph|libgtk|libgdk-|qgtk|(^|/)gi/|(^|/)pip(/|-\d)|pymupdf|fitz",
    re.IGNORECASE,
)
MODULES = ("pip", "gi", "fitz", "pymupdf", "PyQt5", "PyQt6", "tkinter", "pyqtgraph")
ACCOUNT = ("HOME", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "LANG")


def main(folder: Path) -> int:
    inside = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in inside) / 2**20
    print(f"{folder}: {len(inside)} files, {size:.0f} MB")
    unwanted = [p for p in inside if FORBIDDEN.search(p.relative_to(folder).as_posix())]
    program = str((folder / "jianjian").resolve())
    unwanted += [Path(name) for name in _modules(program) if name.split(".")[0] in MODULES]
    for path in unwanted:
        print(f"✗ must not be inside: {path}")
    with tempfile.TemporaryDirectory() as elsewhere:
        failed = [
            name
            for name, trial in (("--version", _version), ("practice", _practice),
                                ("doctor", _doctor), ("tour", _tour))
            if not _told(name, trial(program, Path(elsewhere)))
        ]
    return 1 if unwanted or failed else 0


def _modules(program: str) -> list[str]:
    """The Python modules in the program's own archive."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(program)
    name = next(entry for entry in archive.toc if entry.endswith(".pyz"))
    return list(archive.open_embedded_archive(name).toc)


def _told(name: str, well: bool) -> bool:
    print(f"{'✓' if well else '✗'} {name}")
    return well


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in ACCOUNT if key in os.environ}
    return kept | {"PATH": "/nowhere", "QT_QPA_PLATFORM": "offscreen"}


def _version(program: str, elsewhere: Path) -> bool:
    said = subprocess.run(
        [program, "--version"], capture_output=True, text=True, cwd=elsewhere, env=_environment(),
        timeout=60,
    )  # fmt: skip
    return said.returncode == 0 and said.stdout.startswith("jianjian ")


def _practice(program: str, elsewhere: Path) -> bool:
    child = subprocess.Popen(
        [program, "practice", "--cases", "12", "--controlled"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, cwd=elsewhere, env=_environment(),
    )  # fmt: skip
    try:
        ready = json.loads(child.stdout.readline() if child.stdout else "")
        return bool(ready["url"] and ready["clerks"])
    finally:
        child.stdin.close() if child.stdin else None
        child.wait(20)


def _doctor(program: str, elsewhere: Path) -> bool:
    """Every point is answered; a printer or a centre may be missing here."""
    said = subprocess.run(
        [program, "doctor", "--json"], capture_output=True, text=True, cwd=elsewhere,
        env=_environment(), timeout=60,
    )  # fmt: skip
    points = {point["name"].split()[-1]: point["well"] for point in json.loads(said.stdout)["points"]}
    return points["keyring"] and points["fonts"] and "printers" in points


def _tour(program: str, elsewhere: Path) -> bool:
    day = subprocess.run(
        [program, "tour", "--out", str(elsewhere / "tour")], capture_output=True, text=True,
        cwd=elsewhere, env=_environment(), timeout=240,
    )  # fmt: skip
    print("   " + (day.stdout.strip().splitlines() or ["said nothing"])[-1])
    if day.returncode:
        print(day.stdout[-1500:], day.stderr[-1500:])
    return day.returncode == 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
