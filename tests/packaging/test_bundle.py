"""The check of a bundle, on folders made up here: what must not be inside is named with its reason."""

import ast
import importlib.metadata
import importlib.util
import json
import shutil
import ssl
import subprocess
import sys
import sysconfig
from pathlib import Path, PurePosixPath

import check
import pytest
from chosen import (
    UNUSED_HOOKS,
    UNUSED_OF_QT,
    UNWANTED,
    foreign_modules,
    is_chosen,
    is_chosen_plugin,
    is_system_library,
    left_to_the_system,
    taken_in,
)
from components import Part, names_gpl, read, write_licences

from app.support.licences import Component
from tests.support.programs import ROOT

PACKAGES = Path(sysconfig.get_path("purelib"))
LICENCE = "_internal/LICENSE"
MIT = "Permission is hereby granted, free of charge, to any person"
GPL = "GNU GENERAL PUBLIC\n   LICENSE, Version 3"


@pytest.fixture
def bundle(tmp_path):
    """Adds files to a folder like a built one, by their paths, from a file or a text."""
    folder = tmp_path / "jianjian"

    def add(**files):
        for path, content in files.items():
            place = folder / "_internal" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copy(content, place)
            else:
                place.write_text(content)
        return read(folder)

    return lambda files: add(**files)


def part(licence="MIT", text=MIT, name="made-up", modules=()):
    return Part(Component(name, "1.0", licence, text), modules=list(modules))


def test_each_file_belongs_to_the_component_it_was_taken_from(bundle):
    own = next(Path(sysconfig.get_path("stdlib"), "lib-dynload").glob("_json*.so"))
    read_back = bundle({
        "LICENSE": ROOT / "LICENSE",
        "app/store/migrations/0001.sql": "",
        "certifi/cacert.pem": PACKAGES / "certifi/cacert.pem",
        f"python3.11/lib-dynload/{own.name}": own,
        "PySide6/Qt/translations/qtbase_zh_CN.qm": PACKAGES / "PySide6/Qt/translations/qtbase_zh_CN.qm",
    })  # fmt: skip
    assert {
        name: [str(file.path) for file in each.files]
        for name, each in read_back.parts.items()
        if each.files
    } == {
        "Jianjian": ["LICENSE"],
        "Python": [f"python3.11/lib-dynload/{own.name}"],
        "certifi": ["certifi/cacert.pem"],
        "Qt": ["PySide6/Qt/translations/qtbase_zh_CN.qm"],
    }
    assert list(read_back.unknown) == ["app/store/migrations/0001.sql"]


def test_an_openssl_that_is_built_into_python_s_ssl_is_told_with_its_version(bundle):
    own = next(Path(sysconfig.get_path("stdlib"), "lib-dynload").glob("_ssl.*.so"))
    read_back = bundle({f"python3.11/lib-dynload/{own.name}": own})
    told = [each for each in read_back.components if each.name == "OpenSSL"]
    assert [each.version for each in told] == [ssl.OPENSSL_VERSION.split()[1]]
    assert "Apache License" in told[0].text


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is stripped for Windows")
def test_a_stripped_library_is_still_its_wheel_s(bundle):
    (library,) = PACKAGES.glob("sqlcipher3/_sqlite3*.so")
    folder = bundle({f"sqlcipher3/{library.name}": library}).folder
    (stripped,) = folder.rglob("*.so")
    subprocess.run(["strip", stripped], check=True)
    assert stripped.stat().st_size < library.stat().st_size
    assert not read(folder).unknown


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("libbrandnew.so.1", "no component we know"),
        ("pillow.libs/libnew-0123abcd.so.1", "no component we know"),
        ("_pytest/config/__init__.py", "no component we know"),
        ("certifi/cacert.pem", "is not certifi's file of that name"),
        ("resources/notices/other.typ", "is not Jianjian's file of that name"),
    ],
)
def test_a_file_that_nobody_brought_is_unknown(bundle, path, told):
    (finding,) = check.unknown(bundle({path: "made up"}))
    assert finding.startswith(f"{path}: ") and told in finding


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="no system of Debian's")
def test_a_library_of_the_system_under_the_gpl_is_named_with_its_package(bundle):
    library = next(Path("/").glob("lib/*/libreadline.so.8"), None) or next(
        Path("/").glob("usr/lib/*/libreadline.so.8"), None
    )
    if library is None:
        pytest.skip("libreadline is not installed here")
    (finding,) = check.unknown(bundle({"libreadline.so.8": library}))
    assert "libreadline8" in finding and "General Public License" in finding


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("LGPL-3.0-only", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MIT AND (GPL-2.0-only OR Apache-2.0)", True),
        ("GPL-2.0-or-later WITH Bootloader-exception", True),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("AGPL-3.0-only OR GPL-3.0-only", False),
    ],
)
def test_a_licence_must_leave_a_way_that_is_not_the_gpl_s(licence, allowed):
    assert check.is_allowed(licence) is allowed
    assert bool(check.licences_of([part(licence).component])) is not allowed


@pytest.mark.parametrize(
    ("made", "finding"),
    [
        (part(licence="?"), "no licence of SPDX's"),
        (part(licence="see LICENSE"), "no licence of SPDX's"),
        (part(text=" \n"), "text is missing"),
        (part(text=GPL), "its text names the GPL"),
        (part(text="License: AGPL-3+"), "its text names the GPL"),
    ],
)
def test_a_licence_that_is_not_told_or_told_wrong_is_found(made, finding):
    (found,) = check.licences_of([made.component])
    assert finding in found and found.startswith("made-up 1.0: ")


def test_what_is_built_into_a_wheel_is_judged_too(tmp_path):
    told = [{"name": name, "licenses": [{"license": {"id": licence}}]}
            for name, licence in (("zlib", "Zlib"), ("odd", "GPL-3.0-or-later"))]  # fmt: skip
    (tmp_path / "bill.json").write_text(json.dumps({"components": told}))
    made = part()
    made.bills.append(tmp_path / "bill.json")
    assert check.licences_within([made]) == ["odd in made-up: GPL-3.0-or-later"]


def test_the_lgpl_s_text_is_not_the_gpl_s():
    assert not names_gpl("GNU LESSER GENERAL PUBLIC LICENSE, Version 2.1; LGPL-2.1-or-later")
    assert check.licences_of([part("LGPL-3.0-only", "GNU LESSER … " + GPL).component]) == []


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platforms/libqlinuxfb.so",
        "PySide6/plugins/platforms/qdirect2d.dll",
        "PySide6/Qt/plugins/generic/libqtuiotouchplugin.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/opengl32sw.dll",
        "stdnum/iban.dat",
        "msgspec-0.22.0.dist-info/RECORD",
    ],
)
def test_what_nobody_chose_is_found(path):
    assert check.foreign([PurePosixPath(path)]) == [f"{path}: nobody chose it"]


def test_what_was_chosen_is_not():
    paths = ("PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/platforms/libqwayland.so",
             "PySide6/plugins/platforms/qwindows.dll", "PySide6/Qt/plugins/platforms/libqoffscreen.so",
             "PySide6/Qt/translations/qtbase_zh_CN.qm", "PySide6/translations/qtbase_zh_CN.qm",
             "resources/icons/phosphor/x.svg", "msgspec-0.22.0.dist-info/METADATA",
             "resources/translations/zh_CN.qm")  # fmt: skip
    assert all(is_chosen(PurePosixPath(path)) for path in paths)


def test_of_qt_s_platforms_four_are_chosen():
    names = ("libqxcb.so", "libqwayland.so", "libqwayland-generic.so", "qwindows.dll", "libqoffscreen.so",
             "libqwayland-egl.so",
             "libqvnc.so", "libqlinuxfb.so", "libqeglfs.so", "libqminimal.so", "qdirect2d.dll")  # fmt: skip
    assert [is_chosen_plugin("platforms", name) for name in names] == [True] * 5 + [False] * 6


@pytest.mark.parametrize(
    "module", ["readline", "pip._internal", "faker.providers", "gi", "PIL._avif"]
)
def test_an_unwanted_module_is_found_with_its_reason(module):
    (finding,) = check.unwanted_modules([part(modules=["app.cli", "json", module])])
    assert finding.startswith(
        f"module {module if module == 'PIL._avif' else module.split('.')[0]}: "
    )


def test_tools_and_tests_are_foreign_and_what_the_desk_runs_on_is_not():
    assert {"_pytest", "hypothesis", "PyInstaller"} <= foreign_modules()
    assert foreign_modules().isdisjoint({"PySide6", "msgspec", "litestar", "PIL", "pluggy", "yaml"})


@pytest.mark.parametrize("hook", UNUSED_HOOKS)
def test_a_hook_that_is_left_out_is_one_of_the_packer_s(hook):
    """One by another name would run again before the desk does."""
    (packer,) = importlib.util.find_spec("PyInstaller").submodule_search_locations
    assert (Path(packer) / f"hooks/rthooks/{hook}.py").exists()


def test_nothing_of_the_desk_needs_a_hook_that_is_left_out():
    assert _imported_by_the_desk().isdisjoint({"inspect", "multiprocessing", "pkgutil"})


def test_about_s_list_names_what_is_inside_and_nothing_else(bundle):
    made = bundle({"certifi/cacert.pem": PACKAGES / "certifi/cacert.pem",
                   "resources/central-api.yaml": ROOT / "resources/central-api.yaml"})  # fmt: skip
    assert "is missing" in check.not_told(made)[0]
    write_licences(made)
    assert check.not_told(read(made.folder)) == []
    (made.folder / "_internal/certifi/cacert.pem").unlink()
    assert check.not_told(read(made.folder)) == ["certifi: in components.json, and not inside"]


def test_a_bundle_over_its_budget_is_found_by_its_size(bundle):
    made = bundle({"certifi/cacert.pem": PACKAGES / "certifi/cacert.pem"})
    assert check.too_large(made, 1) == []
    assert "MB, and 0 are allowed" in check.too_large(made, 0.1)[0]
    assert "certifi" in check.table(made)


def test_a_symbol_newer_than_the_baseline_is_found_in_its_file(bundle):
    own = next(Path(sysconfig.get_path("stdlib"), "lib-dynload").glob("_socket*.so"))
    needs = check.versions_needed(bundle({f"python3.11/lib-dynload/{own.name}": own}).folder)
    ((newest, path),) = needs
    assert path.endswith(own.name) and newest.startswith("2.")
    assert check.too_new(needs, newest) == check.too_new(needs, "") == []
    assert check.too_new([("2.9", "a"), ("2.34", "b")], "2.28") == [
        "b: needs glibc 2.34, and the baseline has 2.28"
    ]


def test_a_library_that_no_machine_is_known_to_have_is_missing():
    assert left_to_the_system(["libc.so.6", "libX11.so.6", "libodd.so.1"]) == {
        "libc.so.6": "libc6", "libX11.so.6": "libx11-6", "libodd.so.1": "",
    }  # fmt: skip
    assert taken_in("libffi.so.7") and taken_in("libffi.so.8") and not taken_in("libreadline.so.8")


def test_an_extension_module_at_the_top_is_no_library_of_the_system():
    names = ("libffi.so.8", "libX11.so.6", "_cffi_backend.cpython-311-x86_64-linux-gnu.so",
             "libpython3.11.so.1.0", "PIL/libz.so.1", "pywintypes312.dll")  # fmt: skip
    told = [is_system_library(PurePosixPath(name)) for name in names]
    assert told == [True, True, False, False, False, False]


def test_a_file_that_others_may_write_is_found(bundle):
    made = bundle({"LICENSE": ROOT / "LICENSE"})
    assert check.writable(made.folder) == []
    (made.folder / LICENCE).chmod(0o666)
    assert check.writable(made.folder) == [f"{LICENCE}: others may write it"]


def test_nothing_the_desk_imports_is_left_out():
    """One import that fails there, and the desk's window opens but never begins to sync."""
    imported = _imported_by_the_desk()
    assert "PySide6.QtNetwork" in imported
    assert imported.isdisjoint({*UNUSED_OF_QT, *UNWANTED})


def _imported_by_the_desk():
    return {
        name
        for folder in ("app", "ui")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in _names_in(node)
    }


def _names_in(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) else []


def test_the_licence_is_the_one_the_project_names():
    text = (ROOT / "LICENSE").read_text()
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="Windows' Qt asks Windows' own ICU")
def test_icu_made_shorter_still_sorts_chinese_and_reads_its_character_sets(tmp_path):
    import icu

    (library,) = Path(
        str(importlib.metadata.distribution("PySide6-Essentials").locate_file("."))
    ).glob("PySide6/Qt/lib/libicudata.so.*")
    shorter = icu.shortened(library)
    assert len(shorter) < library.stat().st_size / 6
    (tmp_path / library.name).write_bytes(shorter)
    asked = (
        "from PySide6.QtCore import QCollator, QLocale, QStringDecoder\n"
        "c = QCollator(QLocale('zh_CN')); c.setNumericMode(True)\n"
        "print(c.compare('阿', '张'), c.compare('张', '李'), c.compare('号10', '号9'))\n"
        "print(*(QStringDecoder(n).isValid() for n in ('gb18030', 'gbk', 'gb2312', 'big5')))\n"
        f"print({str(tmp_path)!r} in open('/proc/self/maps').read())"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        env={"LD_LIBRARY_PATH": str(tmp_path)},
    )
    assert said.stdout.split() == ["-1", "1", "1", *["True"] * 5], said.stderr
