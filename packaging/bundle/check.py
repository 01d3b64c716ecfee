"""Judges a built folder: what is inside, whose it is, under which licence, and that it runs alone.

    check.py FOLDER [--glibc 2.30] [--budget 200] [--no-trials]
    check.py FOLDER --reading [--desk FOLDER] [--glibc 2.30] [--budget 300]

The second looks at the optional part, which runs in a desk beside it.

Run by the Python that built it. One line a finding; ends with 1 where there is one.
"""

from __future__ import annotations

import argparse
import re
import stat
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePosixPath

sys.path[:0] = [str(Path(__file__).parents[2])]

import chosen
import compiled
from components import (
    PARTS_OF_READING,
    Bundle,
    Part,
    by_bills,
    licence_by_bill,
    licences_folder,
    names_gpl,
    read,
)
from license_expression import ExpressionError, Licensing, get_spdx_licensing

from app.support.licences import INDEX, Component

MB = 2**20  # bytes
BUDGET = 215  # MB, of the whole folder, without the optional part: docs/decisions/0025
READING_BUDGET = 300  # MB, of that
# Under the GPL with leave to be used as they are used here.
EXCEPTIONS = {"Bootloader-exception", "GCC-exception-3.1"}
NOT_SPDX_S = {"LicenseRef-Microsoft-Visual-Cpp-Runtime"}
# Whose text names the GPL though nothing of theirs that is inside is under it, and why.
NAMES_GPL = {
    "PyInstaller bootloader": "its exception allows any licence for what is bundled",
    "Python": "its history: some releases were compatible with the GPL",
    "ICU": "a macro of its build, with the exception that makes it free there",
    "libffi": "Debian's copyright names the test suite and the scripts that build it",
    "SQLite": "Debian's copyright names its own packaging",
    "OpenSSL": "Debian's copyright names its own packaging",
    "typing-extensions": "as Python",
    "aiohappyeyeballs": "as Python",
    **dict.fromkeys(
        (
            "xcb-util",
            "xcb-util-cursor",
            "xcb-util-image",
            "xcb-util-keysyms",
            "xcb-util-renderutil",
            "xcb-util-wm",
        ),
        "Debian's copyright names its own packaging",
    ),
    "pillow": "FreeType and others, at the user's choice under a licence of their own",
    "PDFium": "FreeType, at the user's choice under its own licence",
    "pywin32": "the history of Python, told with an editor that is not inside",
    "onnxruntime": "the MPL's secondary licences, and Mbed TLS, which it has under the Apache's",
    **dict.fromkeys(
        ("numpy", "opencv-python-headless", "shapely", *(name for _, name, _ in PARTS_OF_READING)),
        "a wheel's text, in which the LGPL and GCC's runtime with its exception have theirs",
    ),
    "pypdfium2": "what may be built into PDFium, GCC's runtime with its exception among it",
}


def main() -> int:
    chosen_by = argparse.ArgumentParser()
    chosen_by.add_argument("folder", type=Path)
    chosen_by.add_argument("--glibc", default="", help="the newest version that may be asked for")
    chosen_by.add_argument("--reading", action="store_true", help="the optional part's folder")
    chosen_by.add_argument("--desk", type=Path, default=None, help="that recognises with it")
    chosen_by.add_argument("--budget", type=float, default=0, help="MB")
    chosen_by.add_argument("--no-trials", action="store_true", help="looks, and starts nothing")
    asked = chosen_by.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # a Windows' code page may have no cross
    bundle = read(asked.folder, chosen.READING if asked.reading else chosen.DESK)
    budget = asked.budget or (READING_BUDGET if asked.reading else BUDGET)
    print(table(bundle))
    needs = versions_needed(bundle.folder)
    if needs:
        print(f"needs glibc {needs[0][0]} ({needs[0][1]})")
    found = [
        *unknown(bundle),
        *foreign((file.path for file in bundle.files), asked.reading),
        *unwanted_modules(bundle.parts.values()),
        *licences_of(bundle.components),
        *licences_within(bundle.parts.values()),
        *not_told(bundle),
        *too_large(bundle, budget),
        *too_new(needs, asked.glibc),
        *missing_libraries(bundle.folder),
        *writable(bundle.folder),
    ]
    for finding in found:
        print(f"✗ {finding}")
    failed = False
    if asked.reading and asked.desk is not None:
        from trials import recognises

        failed = not recognises(asked.desk, asked.folder)
    elif not asked.reading and not asked.no_trials:
        from trials import run

        failed = not run(asked.folder)
    return 1 if found or failed else 0


def table(bundle: Bundle) -> str:
    """What each component takes, largest first."""
    parts = sorted(bundle.parts.values(), key=lambda part: -part.size)
    lines = [
        f"{part.size / MB:7.1f} MB  {part.component.name} {part.component.version}  "
        f"{part.component.licence}"
        for part in parts
        if part.size >= 0.05 * MB
    ]
    small = [part for part in parts if part.size < 0.05 * MB]
    rest = sum(part.size for part in small)
    lines.append(f"{rest / MB:7.1f} MB  {len(small)} more, each below 0.05 MB")
    lines.append(
        f"{bundle.size / MB:7.1f} MB  {len(bundle.files)} files of {len(parts)} components"
    )
    return "\n".join(lines)


def unknown(bundle: Bundle) -> list[str]:
    return [f"{name}: {told}" for name, told in bundle.unknown.items()]


def foreign(paths: Iterable[PurePosixPath], reading: bool = False) -> list[str]:
    """Files of known components that were not chosen: plugins of Qt before all."""
    return [f"{path}: nobody chose it" for path in paths if not _is_chosen(path, reading)]


def _is_chosen(path: PurePosixPath, reading: bool) -> bool:
    if not reading:
        return chosen.is_chosen(path)
    if path.suffix == ".pyc":
        path = compiled.source_of(path)
    return chosen.is_chosen_of_reading(path)


def unwanted_modules(parts: Iterable[Part]) -> list[str]:
    there = {module for part in parts for module in part.modules}
    there |= {
        str(file.path.with_suffix("")).split(".")[0].replace("/", ".").removeprefix("lib-dynload.")
        for part in parts
        for file in part.files
        if file.path.suffix in (".so", ".pyd", ".py")
    }
    return [
        f"module {name}: {reason}"
        for name, reason in chosen.UNWANTED.items()
        if any(module == name or module.startswith(f"{name}.") for module in there)
    ]


def licences_of(components: Iterable[Component]) -> list[str]:
    """No component under the GPL or AGPL, by what is said of it and by its text; each has one."""
    found = []
    for component in components:
        licence = component.licence
        name = f"{component.name} {component.version}".strip()
        if licence not in NOT_SPDX_S and _expression(licence) is None:
            found.append(f"{name}: “{licence}” is no licence of SPDX's")
        elif not is_allowed(licence):
            found.append(f"{name}: {licence}")
        if not component.text.strip():
            found.append(f"{name}: its licence's text is missing")
        elif (
            names_gpl(component.text) and "LGPL" not in licence and component.name not in NAMES_GPL
        ):
            found.append(f"{name}: said to be {licence}, and its text names the GPL")
    return found


def licences_within(parts: Iterable[Part]) -> list[str]:
    """The same of what wheels say is built into them, where they say a licence."""
    return [
        f"{told['name']} in {part.component.name}: {licence}"
        for part in parts
        for told in by_bills(part)
        if (licence := licence_by_bill(told)) and not is_allowed(licence)
    ]


def is_allowed(licence: str) -> bool:
    """Whether an SPDX expression leaves a way that is not the GPL's, AGPL's or SSPL's."""
    if licence in NOT_SPDX_S:
        return True

    def allowed(node: object) -> bool:
        parts = getattr(node, "args", ())
        operator = type(node).__name__
        if operator in ("AND", "OR"):
            return (all if operator == "AND" else any)(allowed(each) for each in parts)
        return bool(
            not re.match(r"(A?GPL|SSPL)-", str(node))
            or any(exception in str(node) for exception in EXCEPTIONS)
        )

    return allowed(_expression(licence))


def _expression(licence: str) -> object:
    """As SPDX reads it; None where it does not."""
    try:
        return _spdx().parse(licence, validate=True)
    except ExpressionError:
        return None


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


def not_told(bundle: Bundle) -> list[str]:
    """The list that About shows names what is inside, and nothing else."""
    from msgspec import json

    index = licences_folder(bundle.folder) / INDEX
    if not index.exists():
        return [f"{INDEX}: is missing, and with it every licence's text"]
    listed = {each["name"] for each in json.decode(index.read_bytes())}
    inside = {each.name for each in bundle.components}
    return [
        *(f"{name}: inside, and not in {INDEX}" for name in sorted(inside - listed)),
        *(f"{name}: in {INDEX}, and not inside" for name in sorted(listed - inside)),
    ]


def too_large(bundle: Bundle, budget: float) -> list[str]:
    size = bundle.size / MB
    return [f"{size:.1f} MB, and {budget:.0f} are allowed"] if size > budget else []


# --- what it needs of the machine -------------------------------------------------------------


def versions_needed(folder: Path) -> list[tuple[str, str]]:
    """The version of glibc that each ELF file asks for, and its path; the newest first."""
    found = []
    for path in _elf_files(folder):
        asked = re.findall(r"\bGLIBC_(\d+(?:\.\d+)+)\b", _said_of(path))
        if asked:
            found.append((max(asked, key=_as_version), path.relative_to(folder).as_posix()))
    return sorted(found, key=lambda each: _as_version(each[0]), reverse=True)


def too_new(needs: Iterable[tuple[str, str]], most: str) -> list[str]:
    return [
        f"{path}: needs glibc {version}, and the baseline has {most}"
        for version, path in needs
        if most and _as_version(version) > _as_version(most)
    ]


def missing_libraries(folder: Path) -> list[str]:
    """Shared libraries that are asked for, are not inside, and that no machine is known to have."""
    inside = {path.name for path in folder.rglob("*.so*")}
    asked = {
        name: path.relative_to(folder).as_posix()
        for path in _elf_files(folder)
        for name in re.findall(r"NEEDED\s+(\S+)", _said_of(path))
    }
    outside = chosen.left_to_the_system(name for name in asked if name not in inside)
    return [
        f"{name}: {asked[name]} loads it, and neither the bundle nor a machine is known to have it"
        for name, package in outside.items()
        if not package
    ]


def writable(folder: Path) -> list[str]:
    """Nothing inside may be changed by others than its owner: the package's is root."""
    if sys.platform == "win32":
        return []  # by the access list of the folder the installer puts it into
    return [
        f"{path.relative_to(folder)}: others may write it"
        for path in folder.rglob("*")
        if not path.is_symlink() and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ]


def _elf_files(folder: Path) -> list[Path]:
    def is_elf(path: Path) -> bool:
        with path.open("rb") as file:
            return file.read(4) == b"\x7fELF"

    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and is_elf(p))


def _said_of(path: Path) -> str:
    said = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True)
    return said.stdout


def _as_version(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split("."))


if __name__ == "__main__":
    sys.exit(main())
