"""What a bundle takes in, and what it leaves to the machine.

``build.spec`` builds by it, ``check.py`` looks whether it did.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

from app.support.licences import NOT_SHIPPED

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
DESK, READING = ("desk.txt", "practice.txt"), ("reading.txt",)  # the lists of a folder
NOT_PINNED = "not pinned for the desk or its practice centre"
# Modules, each with the reason it stays out.
UNWANTED = {
    "readline": "GPL-3",
    "_gdbm": "GPL-3",
    "_dbm": "Berkeley DB, AGPL-3 in some builds",
    "tkinter": "a window system of its own",
    "gi": "the host's GTK",
    "pip": "installs what it is told to",
    "faker": "makes names up, 12 MB of them",
    "polyfactory": "makes data up",
    "PIL._avif": "no paper comes in AVIF; 5 MB",
    "PIL.AvifImagePlugin": "no paper comes in AVIF",
    "PIL._imagingcms": "no picture's colours are converted",
    "PIL._imagingft": "Pillow draws no letters; 3 MB with FreeType and HarfBuzz",
    "PIL._imagingtk": "a window system of its own",
    "aiohttp._http_parser": "pyhanko imports aiohttp, and nobody speaks by it",
    "aiohttp._http_writer": "the same",
    "aiohttp._websocket.mask": "the same",
    "aiohttp._websocket.reader_c": "the same",
    "lxml.builder": "of XML the desk writes none",
    "lxml.html": "no web page is read",
    "lxml.isoschematron": "no XML is held against a schema",
    "lxml.objectify": "XML is read by its elements; 3 MB",
    "lxml.sax": "XML is read by its elements",
    "pydoc_data": "what a prompt's help() says",
    "nis": "a directory service of the past",
    "curses": "a terminal's",
    "anyio.pytest_plugin": "a test's",
    "litestar.testing": "a test's",
}
UNUSED_OF_QT = (
    "PySide6.QtDBus",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
)
# PyInstaller's own scripts that would run before the desk's first line, in every process, and load
# what they are about; each with the reason it is not needed.
UNUSED_HOOKS = {
    "pyi_rth_inspect": "tells where a module's source is, and no sources are inside",
    "pyi_rth_multiprocessing": "for multiprocessing.freeze_support, which nobody calls",
    "pyi_rth_pkgutil": "lists the modules of the archive, which nobody asks for",
}
if sys.platform == "linux":  # on Windows it was not tried
    UNUSED_HOOKS["pyi_rth_pyside6"] = "says where Qt lies, which Qt's wheel finds beside itself"
# What Qt may load, by the folder of its plugins. Widgets are painted by the processor: no OpenGL.
PLUGINS = {
    "platforms": ("*qxcb*", "*qwayland.*", "*qwayland-generic.*", "*qwindows*", "*qoffscreen*"),
    "platforminputcontexts": ("*compose*", "*ibus*"),
    "platformthemes": ("*xdgdesktopportal*",),
    "wayland-decoration-client": ("*adwaita*", "*bradient*"),
    "wayland-shell-integration": ("*xdg-shell*",),
    "iconengines": ("*qsvgicon*",),
    "imageformats": ("*qico*", "*qjpeg*", "*qsvg*"),
    "printsupport": ("*cups*", "*windowsprinter*"),
    "styles": ("*windows*",),
}
# Data files and libraries of a distribution that nothing of the desk reads.
UNREAD = (
    "PySide6/opengl32sw.dll",
    "PySide6/d3dcompiler_*.dll",
    "PySide6/libEGL.dll",
    "PySide6/libGLESv2.dll",
    "PySide6/*translations/[!q]*",
    "PySide6/*translations/qt[!b]*",
    "PySide6/*translations/qtbase_[!z]*",
    "PySide6/*translations/qtbase_zh_[!C]*",
    "stdnum/*.dat",
    "resources/translations/*.ts",
)
# The same of the optional part.
UNREAD_OF_READING = (
    "*.pyi",
    "*.h",
    "*.a",
    "*.pxd",
    "*.pyx",
    "*.pc",
    "*/tests/*",
    "*/tests.py",
    "*_tests.cpython-*",
    "*_tests.cp3*.pyd",
    "numpy/_pyinstaller/*",
    "numpy/distutils/*",
    "numpy/f2py/*",
    "numpy/random/_examples/*",
    "numpy/testing/*",
    "onnxruntime/backend/*",
    "onnxruntime/capi/libonnxruntime.so*",  # for programs in C
    "onnxruntime/datasets/*",
    "onnxruntime/quantization/*",
    "onnxruntime/tools/*",
    "onnxruntime/transformers/*",
    *(f"rapidocr/inference_engine/{engine}/*" for engine in ("mnn", "openvino", "paddle")),
    *(f"rapidocr/inference_engine/{engine}/*" for engine in ("pytorch", "tensorrt")),
    "tqdm/contrib/*",
    *(f"tqdm/{name}.py" for name in ("dask", "keras", "rich")),
)
READ_OF_METADATA = ("METADATA", "entry_points.txt")  # the licences are gathered elsewhere
# Libraries of the system that are taken in, for a hall's machine may lack them or have another
# version: the names of what they are of, and their licences.
TAKEN_IN = {
    "libffi.so.*": ("libffi", "MIT"),
    "libssl.so.*": ("OpenSSL", "Apache-2.0"),
    "libcrypto.so.*": ("OpenSSL", "Apache-2.0"),
    "libsqlite3.so.*": ("SQLite", "blessing"),
    "libxcb-cursor.so.*": ("xcb-util-cursor", "MIT"),
    "libxcb-icccm.so.*": ("xcb-util-wm", "MIT"),
    "libxcb-image.so.*": ("xcb-util-image", "MIT"),
    "libxcb-keysyms.so.*": ("xcb-util-keysyms", "MIT"),
    "libxcb-render-util.so.*": ("xcb-util-renderutil", "MIT"),
    "libxcb-util.so.*": ("xcb-util", "MIT"),
}
# Libraries that a desk machine has, each with Debian's package of it: they fit its drivers, fonts,
# printers and accounts, and are mended by its updates.
OF_THE_SYSTEM = {
    "ld-linux*.so.*": "libc6", "libc.so.*": "libc6", "libm.so.*": "libc6", "libdl.so.*": "libc6",
    "libpthread.so.*": "libc6", "librt.so.*": "libc6", "libutil.so.*": "libc6",
    "libresolv.so.*": "libc6",
    "libcrypt.so.*": "libcrypt1",
    "libgcc_s.so.*": "libgcc-s1", "libstdc++.so.*": "libstdc++6",
    "libz.so.*": "zlib1g", "libzstd.so.*": "libzstd1", "libbz2.so.*": "libbz2-1.0",
    "liblzma.so.*": "liblzma5", "libuuid.so.*": "libuuid1",
    "libglib-2.0.so.*": "libglib2.0-0", "libgthread-2.0.so.*": "libglib2.0-0",
    "libdbus-1.so.*": "libdbus-1-3", "libcups.so.*": "libcups2",
    "libgssapi_krb5.so.*": "libgssapi-krb5-2",
    "libbrotlidec.so.*": "libbrotli1", "libbrotlicommon.so.*": "libbrotli1",
    "libfontconfig.so.*": "libfontconfig1", "libfreetype.so.*": "libfreetype6",
    "libEGL.so.*": "libegl1", "libGL.so.*": "libgl1",
    "libSM.so.*": "libsm6", "libICE.so.*": "libice6",  # of Qt for arm64
    "libX11.so.*": "libx11-6", "libX11-xcb.so.*": "libx11-xcb1", "libxcb.so.*": "libxcb1",
    "libxcb-glx.so.*": "libxcb-glx0", "libxcb-randr.so.*": "libxcb-randr0",
    "libxcb-render.so.*": "libxcb-render0", "libxcb-shape.so.*": "libxcb-shape0",
    "libxcb-shm.so.*": "libxcb-shm0", "libxcb-sync.so.*": "libxcb-sync1",
    "libxcb-xfixes.so.*": "libxcb-xfixes0", "libxcb-xkb.so.*": "libxcb-xkb1",
    "libxkbcommon.so.*": "libxkbcommon0", "libxkbcommon-x11.so.*": "libxkbcommon-x11-0",
    "libwayland-client.so.*": "libwayland-client0", "libwayland-cursor.so.*": "libwayland-cursor0",
}  # fmt: skip


def is_chosen(path: PurePosixPath) -> bool:
    """Whether a file of an installed distribution, by its path there, goes into the bundle."""
    if "plugins" in path.parts and not is_chosen_plugin(*path.parts[-2:]):
        return False
    if path.parts[0].endswith(".dist-info"):
        return path.name in READ_OF_METADATA
    return not any(fnmatch(path.as_posix(), pattern) for pattern in UNREAD)


def is_chosen_of_reading(path: PurePosixPath) -> bool:
    """The same of the optional part's folder, where wheels lie as they are."""
    if path.parts[0].endswith(".dist-info"):
        return path.name == "METADATA"
    inside = ".." not in path.parts and "__pycache__" not in path.parts
    return inside and not any(fnmatch(path.as_posix(), pattern) for pattern in UNREAD_OF_READING)


def is_chosen_plugin(folder: str, name: str) -> bool:
    return any(fnmatch(name.lower(), pattern) for pattern in PLUGINS.get(folder, ()))


def is_system_library(path: PurePosixPath) -> bool:
    """Whether PyInstaller took a file, by its path in the bundle, from the system of Linux."""
    return len(path.parts) == 1 and bool(re.match(r"lib(?!python).*\.so\b", path.name))


def taken_in(name: str) -> tuple[str, str] | None:
    """What a library of the system is of, and its licence; None where it stays out."""
    return next((of for pattern, of in TAKEN_IN.items() if fnmatch(name, pattern)), None)


def left_to_the_system(names: Iterable[str]) -> dict[str, str]:
    """Libraries the machine has to have, each with Debian's package; empty where none is named."""
    return {
        name: next((pkg for pattern, pkg in OF_THE_SYSTEM.items() if fnmatch(name, pattern)), "")
        for name in names
    }


@cache
def distribution_names(lists: tuple[str, ...] = DESK) -> frozenset[str]:
    """Those pinned by the lists, as PEP 503 has them: for the desk and its practice centre, or for
    the optional part, in whose folder lies what is not in the desk's."""
    lines = [
        line for name in lists for line in (REQUIREMENTS / name).read_text("utf-8").splitlines()
    ]
    named = frozenset(canonical(line.split("==")[0]) for line in lines if "==" in line)
    return named if lists == DESK else named - distribution_names() - NOT_SHIPPED


@cache
def foreign_modules() -> frozenset[str]:
    """Modules installed here that are not for a bundle: tools, tests, whatever is beside them."""
    pinned = distribution_names()
    return frozenset(name for name, of in modules().items() if pinned.isdisjoint(of))


@cache
def modules() -> dict[str, tuple[str, ...]]:
    """The top modules that are installed here, each with the distributions it is of."""
    found = packages_distributions()
    return {name: tuple(map(canonical, of)) for name, of in found.items()}


def canonical(name: str) -> str:
    """As PEP 503 has it."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
