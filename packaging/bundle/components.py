"""Whose each file of a bundle is: read from the bundle, and held against what it was built from.

A file belongs to a component if the file of that component, on the machine that built, is the same:
byte for byte, but for what ``build.spec`` does to it (``strip``, and ICU's data made shorter).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import shutil
import sqlite3
import ssl
import subprocess
import sys
import sysconfig
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from os.path import normcase
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import chosen
import compiled
import icu

from app import __version__
from app.support import licences
from app.support.licences import Component, kept_text, of_distribution, within

ROOT = Path(__file__).parents[2]
LICENCES = PurePosixPath("resources/licences")
MADE = ("jianjian", "jianjian.exe", "jianjianw.exe", "resources/build.json")  # by the build
MICROSOFT = "Microsoft Visual C++ Runtime"
PHOSPHOR = "1.3.0"  # whose outlines these are
# Parts of a distribution's files that are a component of their own.
PARTS = (
    ("PySide6/Qt/lib/libicu*", "ICU"),
    ("PySide6/Qt/*", "Qt"),
    ("PySide6/Qt6*.dll", "Qt"),
    ("PySide6/plugins/*", "Qt"),
    ("PySide6/translations/*", "Qt"),
    ("pypdfium2_raw/*pdfium.*", "PDFium"),
)
# The same of the optional part's wheels, with the licences; the texts are in those of the wheels.
PARTS_OF_READING = (
    ("opencv_python_headless.libs/libav[cfu]*", "FFmpeg", "LGPL-2.1-or-later"),
    ("opencv_python_headless.libs/libsw*", "FFmpeg", "LGPL-2.1-or-later"),
    ("cv2/opencv_videoio_ffmpeg*.dll", "FFmpeg", "LGPL-2.1-or-later"),
    ("opencv_python_headless.libs/libaom*", "libaom", "BSD-2-Clause"),
    ("opencv_python_headless.libs/libavif*", "libavif", "BSD-2-Clause"),
    ("opencv_python_headless.libs/libvpx*", "libvpx", "BSD-3-Clause"),
    ("opencv_python_headless.libs/libpng*", "libpng", "libpng-2.0"),
    ("opencv_python_headless.libs/libdrm*", "libdrm", "MIT"),
    ("opencv_python_headless.libs/lib[sc][sr]*", "OpenSSL", "OpenSSL"),
    ("*.libs/*openblas*", "OpenBLAS", "BSD-3-Clause"),
    ("*.libs/libgfortran*", "GCC runtime", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("*.libs/libquadmath*", "libquadmath", "LGPL-2.1-or-later"),
    ("shapely.libs/*geos*", "GEOS", "LGPL-2.1-only"),
    ("rapidocr/models/PP-OCRv6_*.onnx", "PP-OCRv6", "Apache-2.0"),
    ("rapidocr/models/ch_ppocr_mobile_v2.0_*.onnx", "PP-OCR mobile 2.0", "Apache-2.0"),
)
# Of these the files' names end with the release; of the others with an interface's number, which a
# search for known faults would take for another release.
RELEASE_IN_NAME = {"GEOS", "libaom", "OpenSSL"}
MODEL = ".onnx"
# Of Windows' Python: what of its folder is not its own.
BESIDE_PYTHON = (
    ("libcrypto-*.dll", "OpenSSL", "Apache-2.0"),
    ("libssl-*.dll", "OpenSSL", "Apache-2.0"),
    ("libffi-*.dll", "libffi", "MIT"),
    ("sqlite3.dll", "SQLite", "blessing"),
)
A_RUNTIME = ("msvcp*.dll", "vcruntime*.dll", "concrt*.dll", "vccorlib*.dll", "ucrtbase.dll")


# What Pillow's bill calls optional, by the name its own ``features`` have for it.
OF_PILLOW = {
    "libavif": "avif", "libimagequant": "libimagequant", "libtiff": "libtiff", "libwebp": "webp",
    "libxcb": "xcb", "Little CMS 2": "littlecms2", "OpenJPEG": "jpg_2000", "FreeType": "freetype2",
    "FriBiDi": "fribidi", "HarfBuzz": "harfbuzz",
}  # fmt: skip
# By Qt's own account of its modules that are inside; their texts are in Qt's.
WITHIN_QT = {
    "BLAKE2": "CC0-1.0 OR Apache-2.0",
    "double-conversion": "BSD-3-Clause",
    "easing equations": "BSD-3-Clause",
    "forkfd": "MIT",
    "HarfBuzz": "MIT",
    "libjpeg-turbo": "IJG AND BSD-3-Clause AND Zlib",
    "libpng": "libpng-2.0",
    "MD4C": "MIT",
    "PCRE2": "BSD-3-Clause",
    "pixman": "MIT",
    "SHA (RFC 6234)": "BSD-3-Clause",
    "SHA-3 (Keccak)": "CC0-1.0",
    "SipHash": "CC0-1.0",
    "TinyCBOR": "MIT",
    "Unicode Character Database and CLDR": "Unicode-3.0",
} | (
    {"FreeType": "FTL", "zlib": "Zlib"}
    if sys.platform == "win32"
    else {"Wayland protocols": "MIT AND HPND"}
)


# In a process of its own: two SQLites in one do not agree everywhere.
SQLCIPHER_S = """
from sqlcipher3 import dbapi2
db = dbapi2.connect(":memory:")
db.execute("pragma key = 'asked of no database'")
for name in ("cipher_version", "cipher_provider_version"):
    print(*db.execute(f"pragma {name}").fetchone())
"""


@dataclass
class File:
    """``path`` in the bundle, with slashes, below ``_internal`` where it lies there."""

    path: PurePosixPath
    place: Path

    @property
    def size(self) -> int:
        return self.place.stat().st_size

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.place.read_bytes()).hexdigest()


@dataclass
class Part:
    """A component of a bundle with its files, and its modules in the program's own archive.
    ``purl`` is empty where there is none; ``bills`` are the wheel's own (PEP 770), ``within`` what
    is built into its files and told by nobody else."""

    component: Component
    purl: str = ""
    files: list[File] = field(default_factory=list)
    modules: list[str] = field(default_factory=list)
    bills: list[Path] = field(default_factory=list)
    within: list[Component] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


@dataclass
class Bundle:
    """``unknown``: files of no component, and modules, each with what was found out about it."""

    folder: Path
    parts: dict[str, Part] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)

    @property
    def components(self) -> list[Component]:
        """By name; one that is inside in two versions is there twice."""
        told = {
            (each.name.casefold(), each.version): each
            for part in self.parts.values()
            for each in (part.component, *part.within)
        }
        return [each for _, each in sorted(told.items())]

    @property
    def files(self) -> list[File]:
        return [file for part in self.parts.values() for file in part.files]

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in files_of(self.folder))


def read(folder: Path, lists: tuple[str, ...] = chosen.DESK) -> Bundle:
    """Every file of a bundle, and every module of its program, by its component: of what these
    lists pin."""
    bundle, pinned = Bundle(folder), chosen.distribution_names(lists)
    for place in files_of(folder):
        path = PurePosixPath(*(p for p in place.relative_to(folder).parts if p != "_internal"))
        part, source = _origin(path, pinned)
        if part is None or (source is not None and not _same(place, source, path)):
            other = "" if part is None else f"is not {part.component.name}'s file of that name"
            bundle.unknown[str(path)] = other or _told_by_debian(path.name)
            continue
        bundle.parts.setdefault(part.component.name, part).files.append(File(path, place))
    program = program_of(folder)
    for module in modules_of(program) if program.exists() else ():
        part = _origin_of_module(module, pinned)
        if part is None:
            bundle.unknown[f"module {module}"] = "is no part of Python, the desk, or what is pinned"
            continue
        bundle.parts.setdefault(part.component.name, part).modules.append(module)
    for part in bundle.parts.values():
        part.within += _built_into(part, bundle)
    return bundle


def write_licences(bundle: Bundle) -> None:
    """The list of what is inside, and each text, into the bundle: About shows them."""
    folder = licences_folder(bundle.folder)
    shutil.rmtree(folder, ignore_errors=True)
    licences.write(bundle.components, folder)


def licences_folder(folder: Path) -> Path:
    """Where a bundle has the texts: the optional part has no program, and they lie at its top."""
    internal = folder / "_internal"
    return internal / LICENCES if internal.exists() else folder / LICENCES.name


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def program_of(folder: Path) -> Path:
    windows = folder / "jianjian.exe"
    return windows if windows.exists() else folder / "jianjian"


def modules_of(program: Path) -> list[str]:
    """The Python modules in the program's own archive."""
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(program))
    name = next(entry for entry in archive.toc if entry.endswith(".pyz"))
    return sorted(archive.open_embedded_archive(name).toc)


# --- whose it is ------------------------------------------------------------------------------


def _origin(path: PurePosixPath, pinned: frozenset[str]) -> tuple[Part | None, Path | None]:
    """The component of a file, and the file it was made from, where there is one."""
    if path.as_posix() == "base_library.zip":
        return _python(), None
    if path.parent in (LICENCES, PurePosixPath(LICENCES.name)) or path.as_posix() in MADE:
        return _ours(), None
    if path.suffix == ".pyc":
        return _origin(compiled.source_of(path), pinned)
    if distributed := _distributed(pinned).get(normcase(path)):
        found, source = distributed
        return _part_of(found, path), source
    if path.is_relative_to("resources/icons/phosphor"):
        return Part(within("Phosphor Icons", PHOSPHOR)), ROOT / path
    if path.parts[0] in ("resources", "app", "LICENSE"):
        return _ours(), ROOT / path
    if source := _beside_python(path):
        return _of_python(path.name), source
    if sys.platform == "linux" and chosen.is_system_library(path):
        return _of_the_system(path.name)
    return None, None


@cache
def _distributed(
    pinned: frozenset[str],
) -> dict[str, tuple[importlib.metadata.Distribution, Path]]:
    """By their paths, the files of all distributions that are pinned. Windows does not tell
    MSVCP140.dll from msvcp140.dll, nor does PyInstaller there."""
    return {
        normcase(file): (found, Path(str(file.locate())))
        for found in _distributions(pinned).values()
        for file in found.files or ()
        if ".." not in file.parts
    }


@cache
def _distributions(pinned: frozenset[str]) -> dict[str, importlib.metadata.Distribution]:
    """The first on the path, as Python imports it: setuptools has some of its own behind."""
    found: dict[str, importlib.metadata.Distribution] = {}
    for each in importlib.metadata.distributions():
        found.setdefault(chosen.canonical(each.metadata["Name"]), each)
    return {name: each for name, each in found.items() if name in pinned}


def _part_of(found: importlib.metadata.Distribution, path: PurePosixPath) -> Part:
    if any(fnmatch(path.name.lower(), pattern) for pattern in A_RUNTIME):
        return _runtime()
    for pattern, name in PARTS:
        if fnmatch(path.as_posix(), pattern):
            version = found.version if name == "Qt" else _version_in(path.name.split(".so.")[-1])
            return Part(within(name, version))
    for pattern, name, licence in PARTS_OF_READING:
        if fnmatch(path.as_posix(), pattern):
            version = path.name.split(".so.")[-1] if name in RELEASE_IN_NAME else ""
            return Part(Component(name, version, licence, of_distribution(found).text))
    return _of_distribution(found)


def _of_distribution(found: importlib.metadata.Distribution) -> Part:
    component, bills = _told_by(found)
    purl = f"pkg:pypi/{component.name}@{component.version}"
    return Part(component, purl, bills=list(bills))


@cache
def _told_by(found: importlib.metadata.Distribution) -> tuple[Component, tuple[Path, ...]]:
    """What a distribution says of itself: its metadata, and its bills."""
    bills = (
        Path(str(file.locate()))
        for file in found.files or ()
        if "sboms" in file.parts and file.name.endswith(".json")
    )
    return of_distribution(found), tuple(bills)


def _ours() -> Part:
    text = (ROOT / "LICENSE").read_text("utf-8")
    return Part(Component("Jianjian", __version__, "Apache-2.0", text))


def _python() -> Part:
    component = licences.python()
    return Part(component, f"pkg:generic/python@{component.version}")


def _bootloader() -> Part:
    found = importlib.metadata.distribution("pyinstaller")
    component = of_distribution(found)
    licence = "GPL-2.0-or-later WITH Bootloader-exception"
    named = Component("PyInstaller bootloader", found.version, licence, component.text)
    return Part(named, f"pkg:pypi/pyinstaller@{found.version}")


def _runtime() -> Part:
    licence = "LicenseRef-Microsoft-Visual-Cpp-Runtime"
    return Part(Component(MICROSOFT, "", licence, kept_text(MICROSOFT)))


def _beside_python(path: PurePosixPath) -> Path | None:
    """The file of Python's own that this one is: an extension module, or its library."""
    library = Path(sysconfig.get_path("stdlib"))
    base = Path(sys.base_prefix)
    folders = (
        library / "lib-dynload",
        Path(sysconfig.get_config_var("LIBDIR") or library),
        base / "DLLs",
        base,
    )
    is_own = path.parent.name == "lib-dynload" or (
        len(path.parts) == 1 and re.match(r".*\.(pyd|dll)$|libpython3", path.name)
    )
    return next((at for each in folders if is_own and (at := each / path.name).is_file()), None)


def _of_python(name: str) -> Part:
    for pattern, of, licence in BESIDE_PYTHON:
        if fnmatch(name.lower(), pattern):
            return Part(Component(of, _version_of(of), licence, kept_text(of)))
    if any(fnmatch(name.lower(), pattern) for pattern in A_RUNTIME):
        return _runtime()
    return _python()


def _of_the_system(name: str) -> tuple[Part | None, Path | None]:
    """A library of the system that is taken in, by Debian's package of it, or from Python's own."""
    of = chosen.taken_in(name)
    source = _library(name)
    if of is None or source is None:
        return None, None
    package, version = _debian_package(source)
    if not package:
        return Part(Component(of[0], _version_of(of[0]), of[1], kept_text(of[0]))), source
    text = _copyright(package) or kept_text(of[0])
    purl = f"pkg:deb/debian/{package}@{version}"
    return Part(Component(of[0], version, of[1], text), purl), source


def _origin_of_module(name: str, pinned: frozenset[str]) -> Part | None:
    top = name.split(".")[0]
    if top in ("app", "ui", "main", "__main__"):
        return _ours()
    if top.startswith(("pyimod", "_pyi_rth", "pyi_rth")):
        return _bootloader()
    if top in sys.stdlib_module_names or top.startswith("_sysconfigdata"):
        return _python()
    of = (_distributions(pinned).get(named) for named in chosen.modules().get(top, ()))
    found = next((each for each in of if each is not None), None) or _put_on_the_path(top, pinned)
    return None if found is None else _of_distribution(found)


def _put_on_the_path(top: str, pinned: frozenset[str]) -> importlib.metadata.Distribution | None:
    """The one whose .pth leads to a folder with this module: pywin32, to win32/lib/win32con.py."""
    for found in _distributions(pinned).values():
        files = found.files or ()
        leads = any(file.suffix == ".pth" for file in files)
        if leads and any(top in (file.parts[0], file.stem) for file in files):
            return found
    return None


def _built_into(part: Part, bundle: Bundle) -> list[Component]:
    """What is built into a component's own files, and has none itself."""
    if part.component.name == "Python" and "OpenSSL" not in bundle.parts:
        has_ssl = any(file.path.name.startswith("_ssl.") for file in part.files)
        return [within("OpenSSL", _version_of("OpenSSL"))] if has_ssl else []
    if part.component.name == "pyclipper":
        return [within("Clipper")]
    if part.component.name != "sqlcipher3":
        return []
    asked = subprocess.run([sys.executable, "-c", SQLCIPHER_S], capture_output=True, text=True)
    version, crypto = [*asked.stdout.splitlines(), "", ""][:2]
    return [
        within("SQLCipher", _version_in(version)),
        within("OpenSSL", _version_in(crypto)),
    ]


# --- what it was made from --------------------------------------------------------------------


def _same(place: Path, source: Path, path: PurePosixPath) -> bool:
    if not source.is_file():
        return False
    content = place.read_bytes()
    if path.suffix == ".pyc":
        with TemporaryDirectory() as folder:
            compiled.write(source, compiled.source_of(path), made := Path(folder) / path.name)
            return made.read_bytes() == content
    if source.read_bytes() == content:
        return True
    if sys.platform != "linux" or not content.startswith(b"\x7fELF"):
        return False
    with TemporaryDirectory() as folder:
        made = Path(folder) / source.name
        if source.name.startswith("libicudata.so"):
            made.write_bytes(icu.shortened(source))
        else:
            shutil.copy(source, made)
        subprocess.run(["strip", made], check=True, capture_output=True)
        return made.read_bytes() == content


def _library(name: str) -> Path | None:
    """Where the system, or Python's own prefix, has a shared library."""
    triplet = sysconfig.get_config_var("MULTIARCH") or ""
    prefix = sysconfig.get_config_var("LIBDIR") or ""
    folders = (prefix, f"/usr/lib/{triplet}", f"/lib/{triplet}", "/usr/lib64", "/usr/lib", "/lib")
    return next((at for each in folders if each and (at := Path(each) / name).is_file()), None)


@cache
def _debian_package(source: Path) -> tuple[str, str]:
    """The name and version of Debian's package that brought a file; empty where none did."""
    if shutil.which("dpkg-query") is None:
        return "", ""
    real = source.resolve()
    for place in (
        real,
        Path("/") / real.relative_to("/usr") if real.is_relative_to("/usr") else real,
    ):
        said = subprocess.run(["dpkg-query", "-S", place], capture_output=True, text=True)
        if said.returncode == 0:
            package = said.stdout.split(": ")[0].split(",")[0]
            version = subprocess.run(
                ["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True
            ).stdout
            return package.split(":")[0], version
    return "", ""


def _copyright(package: str) -> str:
    path = Path(f"/usr/share/doc/{package}/copyright")
    return path.read_text("utf-8", "replace") if path.exists() else ""


def _told_by_debian(name: str) -> str:
    """What a library nobody has judged is, as far as the system knows."""
    source = _library(name)
    package = _debian_package(source)[0] if source else ""
    if not package:
        return "is of no component we know"
    gpl = (
        "; its licence names the GNU General Public License"
        if names_gpl(_copyright(package))
        else ""
    )
    return f"is of Debian's {package}, which nobody has judged{gpl}"


def names_gpl(text: str) -> bool:
    """Whether a licence's text has the GPL or AGPL in it (not the LGPL alone)."""
    words = " ".join(text.split())
    return bool(
        re.search(r"GNU (AFFERO )?GENERAL PUBLIC LICENSE|\bA?GPL-?v?\d", words, re.IGNORECASE)
    )


def _version_of(name: str) -> str:
    if name == "OpenSSL":
        return _version_in(ssl.OPENSSL_VERSION)
    return sqlite3.sqlite_version if name == "SQLite" else ""


def _version_in(words: str) -> str:
    found = re.search(r"\d+(\.\d+)*", words)
    return found[0] if found else ""


# --- what wheels say of themselves ------------------------------------------------------------


def by_bills(part: Part) -> list[dict]:
    """What a wheel's bills, or Qt's account, say is built into its files that are inside."""
    if part.component.name == "Qt":
        return [
            {"name": name, "licenses": [{"expression": licence}]}
            for name, licence in WITHIN_QT.items()
        ]
    paths = {file.path.as_posix() for file in part.files}
    told = {
        each["name"].lower(): each
        for bill in part.bills
        for each in inside_by_bill(json.loads(bill.read_text("utf-8")), paths)
    }
    return [each for name, each in sorted(told.items()) if name != part.component.name.lower()]


def inside_by_bill(bill: dict, paths: set[str]) -> list[dict]:
    """The components of a wheel's bill that are in those of its files that are inside: what the
    wheel depends on by its bill, without what was used to build it, and what only an extension
    module asks for that was left out."""
    listed = {each.get("bom-ref", each["name"]): each for each in bill.get("components", [])}
    needs = {each["ref"]: each.get("dependsOn", []) for each in bill.get("dependencies", [])}
    root = bill.get("metadata", {}).get("component", {}).get("bom-ref")
    waiting, reached = list(needs.get(root, listed)), []
    while waiting:
        told = listed.get(waiting.pop())
        if told is None or told in reached or not _is_inside(told, paths):
            continue
        reached.append(told)
        waiting += needs.get(told.get("bom-ref"), [])
    return [each for each in reached if "#c-ext/" not in each.get("purl", "")]


def _is_inside(told: dict, paths: set[str]) -> bool:
    if told.get("scope") == "excluded":
        return False
    if "#c-ext/" in told.get("purl", ""):
        start = told["name"].replace(".", "/") + "."
        return any(path.startswith(start) for path in paths)
    if told.get("scope") == "optional":
        from PIL import features

        return OF_PILLOW.get(told["name"], "") in features.get_supported()
    return True


def licence_by_bill(told: dict) -> str:
    """Of a component of a bill; empty where it says none."""
    return " AND ".join(
        each.get("expression") or each["license"].get("id") or each["license"].get("name")
        for each in told.get("licenses", [])
    )
