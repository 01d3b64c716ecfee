"""No variable of an account makes the desk open a port."""

import pytest

from tests.support.programs import python


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
