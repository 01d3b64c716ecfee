"""What the desk is built of, and under which licence each part is."""

from __future__ import annotations

import importlib.metadata
import platform
import re

import msgspec

# What is asked for by name; what these need follows them.
ROOTS = (
    "PySide6-Essentials", "requests", "keyring", "sqlite-utils", "sqlcipher3", "cryptography",
    "msgspec", "truststore", "pypdfium2", "Pillow", "ofdkit", "pywin32", "typst", "segno",
    "python-stdnum", "chinesecalendar", "borax", "platformdirs", "filelock", "qtawesome",
    "litestar", "uvicorn",
)  # fmt: skip
INSTALLERS = {"pip", "setuptools", "wheel"}  # needed by name, shipped by nobody
WITHIN = (
    ("Qt", "LGPL-3.0-only"),
    ("SQLCipher", "BSD-3-Clause"),
    ("OpenSSL", "Apache-2.0"),
    ("PDFium", "Apache-2.0 AND BSD-3-Clause"),
    ("Phosphor Icons", "MIT"),
)
# Where the metadata have no word of it, or more than one.
SAID_ELSEWHERE = {
    "sqlcipher3": "Zlib",
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause",
    "rich-click": "MIT",
}


class Component(msgspec.Struct, frozen=True, order=True):
    """``version`` is empty for what comes within another component."""

    name: str
    version: str
    licence: str


def components() -> list[Component]:
    """By name: Python, its packages that are here, and what comes within them."""
    packages = [
        Component(name, found.version, _licence(name, found.metadata))
        for name, found in _found().items()
    ]
    within = [Component(name, "", licence) for name, licence in WITHIN]
    python = Component("Python", platform.python_version(), "PSF-2.0")
    return sorted([python, *within, *packages], key=lambda each: each.name.casefold())


def packages() -> list[str]:
    """The names of the Python packages among them, as PEP 503 has them."""
    return sorted(_found())


def _found() -> dict[str, importlib.metadata.Distribution]:
    found: dict[str, importlib.metadata.Distribution] = {}
    wanted = [_canonical(name) for name in ROOTS]
    while wanted:
        name = wanted.pop()
        if name in found or name in INSTALLERS:
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
    for field in ("License-Expression", "License"):
        said = metadata.get_all(field) or []
        if name not in SAID_ELSEWHERE and said and len(said[0]) < 80:
            return str(said[0])
    classifiers = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    said_by_class = [classifier.rsplit(" :: ", 1)[-1] for classifier in classifiers]
    return SAID_ELSEWHERE.get(name) or ", ".join(said_by_class) or "?"


def _canonical(name: str) -> str:
    """As PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name).lower()
