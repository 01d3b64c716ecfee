"""The check of a bundle, on folders made up here: what must not be inside is named with its reason."""

import ast
from importlib.metadata import version
from pathlib import PurePosixPath

import pytest

from app.support.diagnosis import TOLD_OF
from tests.packaging.shipped import (
    UNUSED_OF_QT,
    UNWANTED,
    findings,
    foreign_modules,
    is_chosen_plugin,
)
from tests.support.programs import ROOT

SOUND = (
    "jianjian",
    "_internal/LICENSE",
    "_internal/libpython3.11.so.1.0",
    "_internal/libjpeg-6dc8d115.so.62.4.0",
    "_internal/PySide6/QtWidgets.abi3.so",
    "_internal/PySide6/Qt/lib/libQt6Core.so.6",
    "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",
    "_internal/PySide6/Qt/plugins/platforms/libqwayland.so",
    "_internal/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
    "_internal/msgspec/_core.cpython-311-x86_64-linux-gnu.so",
    "_internal/sqlite_utils-4.2.1.dist-info/METADATA",
    "_internal/pypdfium2_raw/libpdfium.so",
    "_internal/resources/central-api.yaml",
)
MODULES = ("app", "app.cli", "ui.window", "json", "keyring.backends", "_pyi_rth_utils")


def of(*paths, modules=MODULES):
    return findings([PurePosixPath(path) for path in (*SOUND, *paths)], modules)


def test_a_sound_bundle_has_no_finding():
    assert of() == []


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("_internal/libreadline.so.8", "GPL-3"),
        ("_internal/libgdbm.so.6", "GPL-3"),
        ("_internal/libdb-5.3.so", "AGPL-3"),
        ("_internal/PySide6/Qt/plugins/sqldrivers/libqsqlmysql.so", "GPL-2"),
        ("_internal/PySide6/Qt/lib/libQt6Charts.so.6", "GPL-3"),
        ("_internal/PySide6/Qt/lib/libQt6Graphs.so.6", "GPL-3"),
        (
            "_internal/PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
            "GPL-3",
        ),
        ("_internal/pymupdf/mupdf.py", "AGPL-3"),
        ("_internal/libgtk-3.so.0", "toolkit"),
        ("_internal/PySide6/Qt/plugins/platforms/libqvnc.so", "port"),
        ("_internal/PySide6/Qt/plugins/generic/libqtuiotouchplugin.so", "port"),
        ("_internal/PySide6/Qt/plugins/platforms/libqlinuxfb.so", "nobody chose"),
        ("_internal/libbrandnew.so.1", "no component we know"),
        ("_internal/pillow.libs/libnew-0123abcd.so.1", "no component we know"),
        ("_internal/pytest-9.0.0.dist-info/METADATA", "not pinned"),
        ("_internal/_pytest/x.cpython-311-x86_64-linux-gnu.so", "not pinned"),
        ("_internal/python3.11/lib-dynload/readline.cpython-311-x86_64-linux-gnu.so", "GPL-3"),
    ],
)
def test_what_must_not_be_inside_is_named_with_its_reason(path, reason):
    (finding,) = of(path)
    assert reason in finding


@pytest.mark.parametrize("module", ["pytest._code", "_pytest", "hypothesis.core", "PyInstaller"])
def test_development_packages_are_found_by_what_is_pinned(module):
    assert of(modules=(*MODULES, module)) == [
        f"module {module.split('.')[0]}: not pinned for the desk or its practice centre"
    ]


@pytest.mark.parametrize("module", ["readline", "pip._internal", "faker.providers", "gi"])
def test_what_is_pinned_or_python_s_own_and_unwanted_is_found_too(module):
    (finding,) = of(modules=(*MODULES, module))
    assert finding.startswith(f"module {module.split('.')[0]}: ")


def test_what_the_desk_runs_on_is_not_foreign():
    assert foreign_modules().isdisjoint({"PySide6", "msgspec", "litestar", "PIL", "pluggy", "yaml"})


def test_of_qt_s_platforms_four_are_chosen():
    names = ("libqxcb.so", "libqwayland.so", "libqwayland-egl.so", "qwindows.dll", "libqoffscreen.so",
             "libqvnc.so", "libqlinuxfb.so", "libqeglfs.so", "libqminimal.so", "qdirect2d.dll")  # fmt: skip
    assert [is_chosen_plugin("platforms", name) for name in names] == [True] * 5 + [False] * 5


def test_nothing_the_desk_imports_is_left_out():
    """One import that fails there, and the desk's window opens but never begins to sync."""
    imported = {
        name
        for folder in ("app", "ui")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in _names_in(node)
    }
    assert "PySide6.QtNetwork" in imported
    assert imported.isdisjoint({*UNUSED_OF_QT, *UNWANTED})


def _names_in(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) else []


def test_the_licence_is_the_one_the_project_names():
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()


def test_every_version_the_bundle_for_it_tells_of_is_known():
    assert all(version(name) for name in TOLD_OF)
