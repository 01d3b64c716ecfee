"""No variable of an account makes the desk open a port."""

import os
import subprocess
import sys

import pytest

from tests.support.programs import ROOT, python

LOOK = "from PySide6.QtWidgets import QApplication; QApplication([]); print(open('/proc/self/maps').read())"


@pytest.mark.parametrize(
    "platform", ["vnc", "vnc:size=800x600", "xcb;vnc", "linuxfb", "eglfs", "minimal"]
)
@pytest.mark.parametrize("door", ["desk", "doctor", "tour --out x"])
def test_another_platform_is_refused_with_a_sentence(platform, door, tmp_path):
    done = python("main.py", *door.split(), QT_QPA_PLATFORM=platform, JIANJIAN_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "[platform_refused]" in done.stderr and "QT_QPA_PLATFORM" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("platform", ["offscreen", "offscreen:size=800x600", "xcb;offscreen"])
def test_an_allowed_one_is_not(platform, tmp_path):
    done = python("main.py", "doctor", QT_QPA_PLATFORM=platform, JIANJIAN_HOME=str(tmp_path))
    assert "[platform_refused]" not in done.stderr


def test_qt_s_own_argument_is_none_of_the_desk_s(tmp_path):
    done = python("main.py", "desk", "-platform", "vnc", JIANJIAN_HOME=str(tmp_path))
    assert done.returncode == 2


def test_a_plugin_that_listens_for_touches_on_a_port_is_not_loaded():
    kept = "from app.machine.platforms import keep_to_allowed; keep_to_allowed(); "
    asked = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QPA_GENERIC_PLUGINS": "tuiotouch"}
    loaded = [
        subprocess.run(
            [sys.executable, "-c", first + LOOK],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=asked,
        ).stdout
        for first in ("", kept)
    ]
    assert ["tuiotouch" in maps for maps in loaded] == [True, False]


@pytest.mark.parametrize("variable", ["QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH"])
def test_no_plugin_is_looked_for_where_an_account_says(variable, tmp_path):
    planted = tmp_path / "planted"
    planted.mkdir()
    said = python(
        "main.py", "doctor", "--json", QT_DEBUG_PLUGINS="1", QT_QPA_PLATFORM="offscreen",
        JIANJIAN_HOME=str(tmp_path / "home"), **{variable: str(planted)},
    ).stderr  # fmt: skip
    assert "qoffscreen" in said and str(planted) not in said
