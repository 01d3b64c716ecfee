"""The window sits inside the work area, remembers where it was, and says whose it is once."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from tests.support.programs import python
from ui.placement import fit

SMALL, LARGE = (1366, 768), (1920, 1080)


@pytest.fixture
def machine(tmp_path):
    """Starts the desk on a screen of a size, with frames around windows; where it stood."""

    def start(size, deed="nothing"):
        screens = tmp_path / f"{size[0]}x{size[1]}.json"
        screens.write_text(json.dumps({
            "windowFrameMargins": True,
            "screens": [{
                "name": "one", "x": 0, "y": 0, "width": size[0], "height": size[1],
                "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1,
            }],
        }))  # fmt: skip
        done = python("-m", "tests.ui.placed", str(tmp_path / "home"), deed,
                      QT_QPA_PLATFORM=f"offscreen:configfile={screens}")  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    return start


def test_where_it_would_not_fit_it_opens_maximised(machine):
    stood = machine(SMALL)
    assert stood["maximised"]
    assert stood["inside"]


def test_where_it_fits_it_opens_at_its_size_inside_the_work_area_frame_and_all(machine):
    stood = machine(LARGE)
    assert not stood["maximised"]
    assert stood["inside"]
    assert stood["client"][2:] == [1366, 768]
    assert stood["frame"][2] > 1366


def test_it_opens_again_where_it_was_put_and_as_large(machine):
    put = machine(LARGE, "move")
    assert put["client"][2:] == [1200, 700]
    again = machine(LARGE)
    assert (again["frame"], again["client"]) == (put["frame"], put["client"])
    assert machine(LARGE)["frame"] == put["frame"]


def test_it_opens_maximised_again_and_goes_back_to_where_it_was_before(machine):
    put = machine(LARGE, "move")
    assert machine(LARGE, "maximise")["maximised"]
    assert machine(LARGE)["maximised"]
    restored = machine(LARGE, "restore")
    assert (restored["maximised"], restored["client"]) == (False, put["client"])


def test_what_reached_outside_the_screen_is_inside_it_the_next_time(machine):
    assert not machine(LARGE, "outside")["inside"]
    assert machine(LARGE)["inside"]


def test_what_is_outside_once_the_work_area_has_changed_is_moved_inside(machine):
    assert machine(LARGE, "work area")["inside"]


def test_on_a_smaller_screen_than_the_last_time_it_is_maximised(machine):
    machine(LARGE, "nothing")
    assert machine(SMALL)["maximised"]


def test_the_language_leaves_it_where_it_is(machine):
    assert machine(SMALL, "language")["maximised"]


def test_it_has_an_icon_of_its_own_and_nothing_is_put_behind_its_title(machine):
    stood = machine(LARGE)
    assert stood["icon"]
    assert not stood["appended"]


def test_the_title_names_the_clerk_the_window_and_the_desk_once(clerk):
    who = clerk.application.desk.account.clerk
    assert clerk.window.windowTitle() == f"{who.name} · {who.window} — 件件"


def test_locked_and_unlocked_it_is_as_large_as_it_was(clerk, own_centre):
    window = clerk.window
    window.showMaximized()
    clerk.until("it to be so", window.isMaximized)
    clerk.application.lock()
    assert clerk.application.locked.isMaximized()
    clerk.application.unlock()
    assert window.isMaximized()
    window.showNormal()
    window.setGeometry(10, 20, 1300, 700)
    clerk.application.apply_appearance("en", "")
    assert clerk.window.geometry() == QRect(10, 20, 1300, 700)
    assert not clerk.window.isMaximized()


def rects(least: int, most: int):
    return st.builds(
        lambda x, y, w, h: QRect(QPoint(x, y), QSize(w, h)),
        st.integers(-4000, 4000),
        st.integers(-4000, 4000),
        st.integers(least, most),
        st.integers(least, most),
    )


@given(wanted=rects(200, 4000), area=rects(600, 4000))
def test_wherever_the_task_bar_lies_the_whole_frame_is_in_the_work_area(wanted, area):
    placed, fits = fit(wanted, area)
    assert area.contains(placed)
    assert fits == (placed.size() == wanted.size())
    assert placed == wanted or not area.contains(wanted)
