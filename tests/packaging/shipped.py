"""What a bundle may hold: its own code, the standard library, and what is pinned for it.

``build.spec`` leaves out what these functions call foreign, and ``check`` looks whether it did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

REQUIREMENTS = Path(__file__).parents[2] / "requirements"
NOT_PINNED = "not pinned for the desk or its practice centre"
UNWANTED = {
    "readline": "GPL-3",
    "_gdbm": "GPL-3",
    "_dbm": "Berkeley DB, AGPL-3 in some builds",
    "tkinter": "a window system of its own",
    "gi": "the host's GTK",
    "pip": "installs what it is told to",
    "faker": "makes names up, 12 MB of them",
    "polyfactory": "makes data up",
}
UNUSED_OF_QT = (
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
)
# What Qt may load, by the folder of its plugins.
PLUGINS = {
    "platforms": ("*qxcb*", "*qwayland*", "*qwindows*", "*qoffscreen*"),
    "platforminputcontexts": ("*compose*", "*ibus*"),
    "platformthemes": ("*xdgdesktopportal*",),
    "xcbglintegrations": ("*qxcb*",),
    "wayland-decoration-client": ("*adwaita*", "*bradient*"),
    "wayland-graphics-integration-client": ("*wayland-egl*", "*shm-emulation*"),
    "wayland-shell-integration": ("*xdg-shell*",),
    "iconengines": ("*qsvgicon*",),
    "imageformats": ("*qico*", "*qjpeg*", "*qsvg*"),
    "printsupport": ("*cups*", "*windowsprinter*"),
    "styles": ("*windows*",),
}
# Name, reason. Looked for in every path of the bundle, whatever else allows it.
FORBIDDEN = (
    ("libreadline", "GPL-3"),
    ("libhistory", "GPL-3, of readline"),
    ("libgdbm", "GPL-3"),
    ("libdb-", "Berkeley DB, AGPL-3 from version 6 on"),
    ("mysql", "GPL-2"),
    ("mariadb", "GPL-2"),
    ("virtualkeyboard", "GPL-3 in Qt for the community"),
    ("qt6charts", "GPL-3 in Qt for the community"),
    ("qtcharts", "GPL-3 in Qt for the community"),
    ("qt6graphs", "GPL-3 in Qt for the community"),
    ("qtgraphs", "GPL-3 in Qt for the community"),
    ("datavisualization", "GPL-3 in Qt for the community"),
    ("qt6lottie", "GPL-3 in Qt for the community"),
    ("quick3d", "GPL-3 in Qt for the community"),
    ("pyqt", "GPL-3"),
    ("pymupdf", "AGPL-3"),
    ("fitz", "AGPL-3"),
    ("libmupdf", "AGPL-3"),
    ("poppler", "GPL-2"),
    ("ghostscript", "AGPL-3"),
    ("libgs.", "AGPL-3"),
    ("libgtk", "the host's, and another toolkit"),
    ("libgdk", "the host's, and another toolkit"),
    ("qgtk", "the host's, and another toolkit"),
    ("qvnc", "opens a port without a password"),
    ("tuiotouch", "listens on a port"),
)
COMPONENTS = {
    "Qt (LGPL-3)": (
        "libQt6Core", "libQt6Gui", "libQt6Widgets", "libQt6DBus", "libQt6PrintSupport", "libQt6Svg",
        "libQt6Test", "libQt6Network", "libQt6OpenGL", "libQt6XcbQpa", "libQt6WaylandClient",
        "libQt6WaylandEglClientHwIntegration", "libQt6WlShellIntegration", "libicudata", "libicui18n",
        "libicuuc", "libpyside6.abi3", "libshiboken6.abi3",
    ),
    "Python (PSF)": ("libpython3.*", "libffi", "libexpat", "libsqlite3", "libuuid", "libz", "libbz2",
                     "liblzma", "libssl", "libcrypto"),
    "GCC's runtime (GPL-3 with the runtime exception)": ("libgcc_s", "libstdc++"),
    "X11 and XKB (MIT)": (
        "libX11", "libX11-xcb", "libXau", "libXdmcp", "libXext", "libxkbcommon", "libxkbcommon-x11",
        "libxcb", "libxcb-*",
    ),
    "Wayland (MIT)": ("libwayland-client", "libwayland-cursor", "libwayland-egl"),
    "fonts (FreeType, MIT)": (
        "libfontconfig", "libfreetype", "libpng16", "libbrotlicommon", "libbrotlidec",
    ),
    "GLib (LGPL-2.1)": ("libglib-2.0", "libgthread-2.0", "libpcre2-8", "libpcre"),
    "D-Bus (AFL-2.1) and what it is built on (LGPL-2.1, MIT, BSD)": (
        "libdbus-1", "libsystemd", "libcap", "libgcrypt", "libgpg-error", "liblz4", "libzstd",
        "libbsd", "libmd",
    ),
    "CUPS (Apache-2.0) and what it is built on (LGPL, MIT)": (
        "libcups", "libavahi-client", "libavahi-common", "libgnutls", "libhogweed", "libnettle",
        "libgmp", "libidn2", "libunistring", "libtasn1", "libp11-kit", "libgssapi_krb5", "libkrb5",
        "libkrb5support", "libk5crypto", "libcom_err", "libkeyutils",
    ),
    "Pillow's (MIT, BSD, zlib)": (
        "libavif", "libjpeg", "liblcms2", "libopenjp2", "libsharpyuv", "libtiff", "libwebp",
        "libwebpdemux", "libwebpmux", "libfreetype", "libharfbuzz",
    ),
    "PDFium (BSD, Apache-2.0)": ("libpdfium",),
}  # fmt: skip


@cache
def distribution_names() -> frozenset[str]:
    """Those pinned for the desk and its practice centre, as PEP 503 has them."""
    lines = [
        line
        for name in ("desk.txt", "practice.txt")
        for line in (REQUIREMENTS / name).read_text().splitlines()
    ]
    return frozenset(_canonical(line.split("==")[0]) for line in lines if "==" in line)


@cache
def foreign_modules() -> frozenset[str]:
    """Modules installed here that are not for a bundle: tools, tests, whatever is beside them."""
    pinned = distribution_names()
    return frozenset(
        module
        for module, names in packages_distributions().items()
        if not pinned & {_canonical(name) for name in names}
    )


def is_chosen_plugin(folder: str, name: str) -> bool:
    return any(fnmatch(name.lower(), pattern) for pattern in PLUGINS.get(folder, ()))


def findings(paths: Iterable[PurePosixPath], modules: Iterable[str]) -> list[str]:
    """What must not be inside, each with its reason: ``paths`` of the files in the bundle, and
    ``modules``, by their full names, of the program's own archive."""
    inside = [PurePosixPath(*(part for part in p.parts if part != "_internal")) for p in paths]
    packages = {p.parts[0] for p in inside if p.parts[0].endswith(".dist-info")}
    imported = {name.split(".")[0] for name in modules} | {
        _module_of(path) for path in inside if _is_an_extension(path)
    }
    return [
        *(f"{path}: {reason}" for path in inside if (reason := _why_not(path))),
        *(f"module {name}: {reason}" for name in sorted(imported) if (reason := _why_no(name))),
        *(f"{name}: {NOT_PINNED}" for name in sorted(packages) if not _is_pinned(name)),
    ]


def _why_not(path: PurePosixPath) -> str:
    """Why a file must not be inside; empty where it may."""
    whole = path.as_posix().lower()
    if reasons := [reason for word, reason in FORBIDDEN if word in whole]:
        return reasons[0]
    if not re.search(r"\.so(\.|$)", path.name) or _is_an_extension(path):
        return ""
    if "plugins" in path.parts:
        chosen = is_chosen_plugin(path.parent.name, path.name)
        return "" if chosen else "a plugin nobody chose"
    return "" if component_of(path.name) else "a library of no component we know"


def _why_no(module: str) -> str:
    """Why a module must not be inside; empty where it may."""
    if module in UNWANTED:
        return UNWANTED[module]
    return NOT_PINNED if module in foreign_modules() else ""


def _is_pinned(folder: str) -> bool:
    name = folder.removesuffix(".dist-info").rsplit("-", 1)[0]
    return _canonical(name) in distribution_names()


def component_of(name: str) -> str:
    """Whose a shared library is; empty where nobody has said so."""
    plain = re.sub(r"(-[0-9a-f]{8})?\.so(\..*)?$", "", name)
    for component, patterns in COMPONENTS.items():
        if any(fnmatch(plain, pattern) for pattern in patterns):
            return component
    return ""


def _is_an_extension(path: PurePosixPath) -> bool:
    """Whether Python imports it: it is judged as a module."""
    return bool(re.search(r"\.(cpython-\d+-[\w-]+|abi3)\.so$", path.name))


def _module_of(extension: PurePosixPath) -> str:
    alone = len(extension.parts) == 1 or extension.parent.name == "lib-dynload"
    return extension.name.split(".")[0] if alone else extension.parts[0]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()
