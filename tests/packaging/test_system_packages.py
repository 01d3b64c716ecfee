"""The Debian packages the project asks for have every library Qt's chosen plugins load."""

import re
import shutil
import subprocess
from pathlib import Path

import PySide6
import pytest
from chosen import is_chosen_plugin

from tests.support.programs import ROOT

QT = Path(PySide6.__file__).parent / "Qt"
ALWAYS_THERE = {"libc6", "libstdc++6", "libgcc-s1", "zlib1g"}  # python3 stands on them
USED = ("Core", "Gui", "Widgets", "Network", "PrintSupport", "Test", "Svg", "DBus")

pytestmark = pytest.mark.skipif(not shutil.which("dpkg-query"), reason="asks dpkg")


def said(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout


def owner(library):
    """The package a library is of, whichever of a merged /usr's two names dpkg knows it by."""
    real = library.resolve()
    for path in (real, library, Path("/", *real.parts[2:]), Path("/usr", *real.parts[1:])):
        if name := said("dpkg-query", "-S", str(path)).split(":")[0]:
            return name
    return ""


def test_every_library_qt_names_is_in_a_package_that_is_asked_for_by_name():
    """What a library of the host depends on, its package brings; what Qt names, nobody else does."""
    plugins = [
        p for p in (QT / "plugins").glob("*/*.so") if is_chosen_plugin(p.parent.name, p.name)
    ]
    assert {"libqxcb.so", "libcupsprintersupport.so"} <= {plugin.name for plugin in plugins}
    missing, named = [], set()
    for path in (*plugins, *(QT / f"lib/libQt6{name}.so.6" for name in USED)):
        found = re.findall(r"(\S+) => (not found|/\S+)", said("ldd", str(path)))
        wanted = set(re.findall(r"NEEDED\s+(\S+)", said("objdump", "-p", str(path))))
        missing += [name for name, place in found if place == "not found"]
        named |= {Path(place) for name, place in found if name in wanted}
    assert missing == []
    asked = set((ROOT / "requirements/system-packages.txt").read_text().split())
    hosts = {path for path in named if not path.is_relative_to(QT)}
    assert sorted({owner(library) for library in hosts} - asked - ALWAYS_THERE) == []
