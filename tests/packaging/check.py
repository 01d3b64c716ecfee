"""Judges a built folder: only what is known and may be inside, and it runs with no Python at hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from tests.packaging.shipped import findings

ACCOUNT = (
    "HOME",
    "DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_RUNTIME_DIR",
    "XDG_DATA_HOME",
    "LANG",
)


def main(folder: Path) -> int:
    inside = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in inside) / 2**20
    print(f"{folder}: {len(inside)} files, {size:.0f} MB")
    program = str((folder / "jianjian").resolve())
    paths = [PurePosixPath(path.relative_to(folder).as_posix()) for path in inside]
    unwanted = findings(paths, _modules(program))
    if not any(path.name == "LICENSE" and len(path.parts) < 3 for path in paths):
        unwanted.append("LICENSE: is missing")
    for finding in unwanted:
        print(f"✗ {finding}")
    with tempfile.TemporaryDirectory() as elsewhere:
        failed = [
            name
            for name, trial in (
                ("--version", _version),
                ("practice", _practice),
                ("doctor", _doctor),
                ("diagnose", _diagnose),
                ("only chosen platforms", _platforms),
                ("tour", _tour),
                ("handbook", _handbook),
            )
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
        [program, "--version"],
        capture_output=True,
        text=True,
        cwd=elsewhere,
        env=_environment(),
        timeout=60,
    )
    return said.returncode == 0 and said.stdout.startswith("jianjian ")


def _practice(program: str, elsewhere: Path) -> bool:
    child = subprocess.Popen(
        [program, "practice", "--cases", "12", "--controlled"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=elsewhere,
        env=_environment(),
    )
    try:
        ready = json.loads(child.stdout.readline() if child.stdout else "")
        return bool(ready["url"] and ready["clerks"])
    finally:
        child.stdin.close() if child.stdin else None
        child.wait(20)


def _doctor(program: str, elsewhere: Path) -> bool:
    """Every point is answered; a printer or a centre may be missing here."""
    said = subprocess.run(
        [program, "doctor", "--json"],
        capture_output=True,
        text=True,
        cwd=elsewhere,
        env=_environment(),
        timeout=60,
    )
    points = {
        point["name"].split()[-1]: point["well"] for point in json.loads(said.stdout)["points"]
    }
    return points["keyring"] and points["fonts"] and "printers" in points


def _diagnose(program: str, elsewhere: Path) -> bool:
    """The bundle for IT knows the version of everything it tells of."""
    out = elsewhere / "bundle.zip"
    subprocess.run(
        [program, "diagnose", "--out", str(out)],
        cwd=elsewhere,
        env=_environment(),
        timeout=60,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with zipfile.ZipFile(out) as bundle:
        versions = json.loads(bundle.read("versions.json"))
    print(f"   {versions}")
    return bool(versions) and "?" not in versions.values()


def _platforms(program: str, elsewhere: Path) -> bool:
    """Asked for a screen that listens on a port, it says no and ends."""
    said = subprocess.run(
        [program, "desk"],
        capture_output=True,
        text=True,
        cwd=elsewhere,
        timeout=60,
        env=_environment() | {"QT_QPA_PLATFORM": "vnc"},
    )
    return said.returncode == 1 and "[platform_refused]" in said.stderr


def _tour(program: str, elsewhere: Path) -> bool:
    day = subprocess.run(
        [program, "tour", "--out", str(elsewhere / "tour")],
        capture_output=True,
        text=True,
        cwd=elsewhere,
        env=_environment(),
        timeout=240,
    )
    print("   " + (day.stdout.strip().splitlines() or ["said nothing"])[-1])
    if day.returncode:
        print(day.stdout[-1500:], day.stderr[-1500:])
    return day.returncode == 0


def _handbook(program: str, elsewhere: Path) -> bool:
    """Its pages and its template are inside."""
    made = subprocess.run(
        [program, "handbook", "--out", str(elsewhere), "--language", "en"],
        capture_output=True,
        text=True,
        cwd=elsewhere,
        env=_environment(),
        timeout=240,
    )
    if made.returncode:
        print(made.stdout[-1500:], made.stderr[-1500:])
    return made.returncode == 0 and (elsewhere / "handbook-en.pdf").exists()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
