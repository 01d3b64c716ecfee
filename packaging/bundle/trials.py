"""A bundle runs with no Python at hand, and nothing of an account's environment gets into it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from components import program_of

from app.reader import READING_VARIABLE

ACCOUNT = (
    "HOME", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "LANG",
    "SYSTEMROOT", "SYSTEMDRIVE", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA",
    "TEMP", "TMP", "WINEPREFIX",
)  # fmt: skip
READ_IT = "读出一页"  # as app/support/processes.py says it
# By which OpenSSL would load a library that it names; with this it does nothing that is asked for.
OPENSSL_S = """
openssl_conf = all
[all]
alg_section = algorithms
[algorithms]
default_properties = fips=yes
"""
MARK = "import pathlib; pathlib.Path({mark!r}).touch()\n"


def run(folder: Path) -> bool:
    """Prints a line a trial; whether all went well."""
    program = str(program_of(folder).resolve())
    with TemporaryDirectory() as elsewhere:
        return all([_told(name, trial, program, Path(elsewhere)) for name, trial in TRIALS.items()])


def recognises(desk: Path, part: Path) -> bool:
    """The same of the optional part, put beside a copy of the desk: its reader reads a picture."""
    with TemporaryDirectory(dir=desk.parent) as elsewhere:
        installed = Path(elsewhere) / "jianjian"
        shutil.copytree(desk, installed, symlinks=True, copy_function=os.link)
        shutil.copytree(part, installed / "reading", symlinks=True, copy_function=os.link)
        program = str(program_of(installed).resolve())
        return _told("recognises", _reads_a_picture, program, Path(elsewhere))


def _told(name: str, trial: Callable[[str, Path], bool], program: str, elsewhere: Path) -> bool:
    place = elsewhere / name.replace(" ", "-")
    place.mkdir()
    well = trial(program, place)
    print(f"{'✓' if well else '✗'} {name}", flush=True)
    return well


def _said(
    program: str, *asked: str, at: Path, seconds: int = 240, **variables: str
) -> subprocess.CompletedProcess[str]:
    kept = {key: os.environ[key] for key in ACCOUNT if key in os.environ}
    return subprocess.run(
        [program, *asked],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        cwd=at,
        env=kept | {"PATH": "/nowhere", "QT_QPA_PLATFORM": "offscreen"} | variables,
        timeout=seconds,
        stdin=subprocess.DEVNULL,
    )


def _version(program: str, at: Path) -> bool:
    said = _said(program, "--version", at=at)
    return said.returncode == 0 and said.stdout.startswith("jianjian ")


def _alone(program: str, at: Path) -> bool:
    """Python's own variables, OpenSSL's, an account's packages and the folder one stands in are not
    heeded; that they would be, an ordinary Python shows."""
    mark, modules = at / "mark", at / "modules"
    site = at / f".local/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    for each in (modules, site):
        each.mkdir(parents=True)
    for name in ("json", "msgspec", "sitecustomize", "usercustomize", "startup"):
        (modules / f"{name}.py").write_text(MARK.format(mark=str(mark)))
    (site / "hostile.pth").write_text(MARK.format(mark=str(mark)))
    hostile = {"PYTHONPATH": str(modules), "PYTHONSTARTUP": str(modules / "startup.py")}
    _said(sys.executable, "-c", "import json", at=at, **hostile)
    would, _ = mark.exists(), mark.unlink(missing_ok=True)
    hostile |= {"PYTHONHOME": str(at), "PYTHONUSERBASE": str(at / ".local"), "HOME": str(at)}
    (at / "openssl.cnf").write_text(OPENSSL_S)
    hostile |= {
        "OPENSSL_CONF": str(at / "openssl.cnf"),
        "PYTHONINSPECT": "1",
        "PYTHONPLATLIBDIR": "modules",
        "PYTHONBREAKPOINT": "startup.x",
    }
    said = _said(program, "--version", at=modules, **hostile)
    asked = _said(program, "doctor", "--json", at=modules, **hostile)
    told = '"points"' in asked.stdout
    return would and told and said.stdout.startswith("jianjian ") and not mark.exists()


def _own_plugins(program: str, at: Path) -> bool:
    """Qt looks for its plugins in the bundle, whatever an account's variables say."""
    hostile = {"QT_PLUGIN_PATH": str(at), "QT_QPA_PLATFORM_PLUGIN_PATH": str(at)}
    said = _said(program, "doctor", "--json", at=at, QT_DEBUG_PLUGINS="1", **hostile).stderr
    return "qoffscreen" in said and str(at) not in said


def _platforms(program: str, at: Path) -> bool:
    """Asked for a screen that listens on a port, it says no and ends."""
    said = [
        _said(program, "desk", at=at, QT_QPA_PLATFORM=each)
        for each in ("vnc", "vnc:port=5901", "xcb;vnc")
    ]
    return all(each.returncode == 1 and "[platform_refused]" in each.stderr for each in said)


def _practice(program: str, at: Path) -> bool:
    child = subprocess.Popen(
        [program, "practice", "--cases", "12", "--controlled"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=at,
    )
    try:
        ready = json.loads(child.stdout.readline() if child.stdout else "")
        return bool(ready["url"] and ready["clerks"])
    finally:
        child.stdin.close() if child.stdin else None
        child.wait(60)


def _doctor(program: str, at: Path) -> bool:
    """Every point is answered; a printer or a centre may be missing here."""
    points = json.loads(_said(program, "doctor", "--json", at=at).stdout)["points"]
    well = {point["name"].split()[-1]: point["well"] for point in points}
    return well["keyring"] and well["fonts"] and "printers" in well


def _reads_a_picture(program: str, at: Path) -> bool:
    """As doctor tries it: a picture with words in it, in a confined process."""
    points = json.loads(_said(program, "doctor", "--json", at=at).stdout)["points"]
    (reader,) = (each for each in points if each["name"].endswith(" reader"))
    print(f"   {reader['said']}")
    return reader["well"] and READ_IT in reader["said"]


def _diagnose(program: str, at: Path) -> bool:
    """The bundle for IT knows the version of everything it tells of."""
    _said(program, "diagnose", "--out", str(at / "bundle.zip"), at=at)
    with zipfile.ZipFile(at / "bundle.zip") as bundle:
        versions = json.loads(bundle.read("versions.json"))
    print(f"   {versions}")
    return bool(versions) and "?" not in versions.values()


def _tour(program: str, at: Path) -> bool:
    asked = ("tour", "--out", str(at / "tour"))
    day = _said(program, *asked, at=at, seconds=1200, **{READING_VARIABLE: "first"})
    print("   " + (day.stdout.strip().splitlines() or ["said nothing"])[-1])
    if day.returncode:
        print(day.stdout[-1500:], day.stderr[-1500:])
    return day.returncode == 0


def _handbook(program: str, at: Path) -> bool:
    """Its pages and its template are inside."""
    asked = ("handbook", "--out", str(at), "--language", "en")
    made = _said(program, *asked, at=at, seconds=1200, **{READING_VARIABLE: "first"})
    if made.returncode:
        print(made.stdout[-1500:], made.stderr[-1500:])
    return made.returncode == 0 and (at / "handbook-en.pdf").exists()


def _viewers(program: str, at: Path) -> bool:
    """Each greets once its parsers are loaded, and ends with its pipe."""
    said = [_said(program, "viewer", *kind, at=at) for kind in ((), ("--ofd",))]
    return all(each.returncode == 0 and "unconfined" in each.stdout for each in said)


TRIALS: dict[str, Callable[[str, Path], bool]] = {
    "--version": _version,
    "alone": _alone,
    "own plugins": _own_plugins,
    "only chosen platforms": _platforms,
    "practice": _practice,
    "doctor": _doctor,
    "diagnose": _diagnose,
    "viewers": _viewers,
    "tour": _tour,
    "handbook": _handbook,
}
