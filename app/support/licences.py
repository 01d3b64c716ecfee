"""What the desk is built of, under which licence each part is, and that licence's text."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import sys
import sysconfig
from pathlib import Path

import msgspec

from app.cases.typed import decode
from app.machine.paths import READING, RESOURCES

# What is asked for by name; what these need follows them.
ROOTS = (
    "PySide6-Essentials", "requests", "keyring", "sqlite-utils", "sqlcipher3", "cryptography",
    "msgspec", "truststore", "pypdfium2", "Pillow", "ofdkit", "zxing-cpp", "pyhanko", "gmalg",
    "asn1crypto", "pywin32", "typst", "segno", "python-stdnum", "chinesecalendar", "borax",
    "platformdirs", "filelock", "litestar", "uvicorn",
)  # fmt: skip
OF_READING = ("rapidocr", "onnxruntime")  # the same of the optional part
# Needed by name, and shipped by nobody: installers, and what nothing that recognises loads.
NOT_SHIPPED = {"pip", "setuptools", "wheel", "flatbuffers", "protobuf", "six"}
# Where the metadata have no word of it, more than one, or one that is not SPDX's.
SAID_ELSEWHERE = {
    "click-default-group": "BSD-3-Clause",
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause",
    "pyside6-essentials": "LGPL-3.0-only",
    "python-dateutil": "Apache-2.0 AND BSD-3-Clause",
    "python-stdnum": "LGPL-2.1-or-later",
    "rich-click": "MIT",
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib",
}
SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "PSF": "PSF-2.0",
}
TEXTS = RESOURCES / "licences"
INDEX = "components.json"
A_TEXT = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)


class Component(msgspec.Struct, frozen=True, order=True):
    """``licence`` as SPDX writes it; ``version`` is empty where the part does not say."""

    name: str
    version: str
    licence: str
    text: str = ""


# Has no metadata of its own: by name, the licence, and the package that it comes within; none has
# what lies among our own resources.
WITHIN = {
    "Qt": ("LGPL-3.0-only", "pyside6-essentials"),
    "ICU": ("Unicode-3.0", "pyside6-essentials"),
    "SQLCipher": ("BSD-3-Clause", "sqlcipher3"),
    "OpenSSL": ("Apache-2.0", "sqlcipher3"),
    "PDFium": ("Apache-2.0 AND BSD-3-Clause", "pypdfium2"),
    "Phosphor Icons": ("MIT", ""),
    "Clipper": ("BSL-1.0", "pyclipper"),
}


def components() -> list[Component]:
    """By name, with their texts: in a bundle what its build found inside, with what that of the
    optional part did, else what is here."""
    if not (TEXTS / INDEX).exists():
        return installed()
    listed = [*_listed(TEXTS), *_listed(READING / TEXTS.name)]
    return sorted(listed, key=lambda each: each.name.casefold())


def installed() -> list[Component]:
    """Python, its packages that are here, and what comes within them."""
    found = _found(*ROOTS, *OF_READING)
    parts = [of_distribution(each) for each in found.values()]
    parts += [within(name) for name, (_, of) in WITHIN.items() if not of or of in found]
    return sorted([python(), *parts], key=lambda each: each.name.casefold())


def packages() -> list[str]:
    """The names of the desk's own Python packages, as PEP 503 has them."""
    return sorted(_found(*ROOTS))


def of_distribution(found: importlib.metadata.Distribution) -> Component:
    """What a Python package says of itself, in its metadata and the texts beside them."""
    name = _canonical(found.metadata["Name"])
    texts = [
        path.read_text("utf-8", "replace")
        for file in found.files or ()
        if ".dist-info" in file.parts[0] and A_TEXT.search("/".join(file.parts[1:]))
        if (path := Path(str(file.locate()))).is_file()
    ]
    return Component(
        name,
        found.version,
        _licence(name, found.metadata),
        "\n\n".join(texts) or kept_text(name) or _texts_beside(found),
    )


def within(name: str, version: str = "") -> Component:
    """A part of ``WITHIN``."""
    return Component(name, version, WITHIN[name][0], kept_text(name))


def python() -> Component:
    """CPython itself. Its text lies beside the standard library, on Windows above it."""
    library = Path(sysconfig.get_path("stdlib"))
    places = (library / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt")
    text = next((each.read_text("utf-8") for each in places if each.exists()), "")
    return Component("Python", platform.python_version(), "PSF-2.0", text or kept_text("Python"))


def kept_text(name: str) -> str:
    """The text kept for a part that brings none; empty where there is none."""
    path = TEXTS / f"{name}.txt"
    return path.read_text("utf-8") if path.exists() else ""


def write(found: list[Component], folder: Path) -> None:
    """Into a bundle's ``resources/licences``: the list, and each one's text as a file."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in found:
        (folder / f"{each.name}.txt").write_text(each.text, "utf-8")
    listed = [msgspec.structs.replace(each, text="") for each in found]
    (folder / INDEX).write_bytes(msgspec.json.format(msgspec.json.encode(listed)))


def _listed(folder: Path) -> list[Component]:
    """As ``write`` left it; nothing where it left none."""
    if not (folder / INDEX).exists():
        return []
    listed = decode((folder / INDEX).read_bytes(), list[Component])
    return [
        msgspec.structs.replace(each, text=(folder / f"{each.name}.txt").read_text("utf-8"))
        for each in listed
    ]


def _texts_beside(found: importlib.metadata.Distribution) -> str:
    """Those a wheel has among its modules."""
    return "\n\n".join(
        Path(str(file.locate())).read_text("utf-8", "replace")
        for file in found.files or ()
        if len(file.parts) == 2 and file.suffix in ("", ".txt") and A_TEXT.search(file.name)
    )


def _found(*roots: str) -> dict[str, importlib.metadata.Distribution]:
    found: dict[str, importlib.metadata.Distribution] = {}
    wanted = [_canonical(name) for name in roots]
    while wanted:
        name = wanted.pop()
        if name in found or name in NOT_SHIPPED:
            continue
        try:
            found[name] = distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system or version of Python, or left out of the bundle
        for needed in distribution.requires or ():
            if "extra ==" not in needed:
                wanted.append(_canonical(re.split(r"[^\w.-]", needed, maxsplit=1)[0]))
    return found


def _licence(name: str, metadata: importlib.metadata.PackageMetadata) -> str:
    if name in SAID_ELSEWHERE:
        return SAID_ELSEWHERE[name]
    for field in ("License-Expression", "License"):
        said = metadata.get_all(field) or []
        if said and len(said[0]) < 80:
            return SPDX.get(said[0], str(said[0]))
    classes = [
        c.rsplit(" :: ", 1)[-1] for c in metadata.get_all("Classifier") or [] if "License" in c
    ]
    return " AND ".join(SPDX.get(each, each) for each in classes) or "?"


def _canonical(name: str) -> str:
    """As PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()
