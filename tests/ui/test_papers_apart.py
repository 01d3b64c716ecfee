"""The papers on another screen, and screens that come and go."""

import json
import shutil

import pytest
from PySide6.QtCore import Qt

from tests.support.programs import python
from tests.support.screens import managed_display, offscreen
from ui.window import DeskWindow

FORM_CHECKLIST_OPINION = [True, True, True]


# --- on three screens --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What stood where at each step (tests/ui/apart.py), after a case was worked by keys."""
    folder = tmp_path_factory.mktemp("apart")
    platform = offscreen(
        folder, ("clerk", 1366, 768), ("papers", 1280, 1024), ("counter", 1024, 768)
    )
    done = python("-m", "tests.ui.apart", str(folder / "home"), QT_QPA_PLATFORM=platform)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_papers_have_the_larger_screen_and_all_else_the_first(seen):
    assert seen["together"]["in window"] and not all(seen["together"]["beside"])
    apart = seen["apart"]
    assert (apart["papers"], apart["maximised"], apart["readable"]) == ("papers", True, True)
    assert not apart["in window"]
    assert apart["beside"] == FORM_CHECKLIST_OPINION


def test_keys_lead_from_the_papers_to_the_points_to_the_opinion_and_to_the_next_cases_paper(seen):
    assert seen["delivered"] == "delivered"
    assert seen["another"]
    tabs, papers = seen["papers"]
    assert tabs == papers


def test_the_papers_menu_offers_what_their_keys_do(seen):
    assert "材料放到另一屏幕\tShift+F11" in seen["menu"]
    assert "合格\tY" in seen["menu"]


def test_the_applicants_view_has_the_screen_the_papers_do_not_have(seen):
    assert seen["applicant on"] == "counter"


def test_locked_nothing_of_the_papers_is_in_sight_and_unlocked_they_have_the_keys_again(seen):
    assert seen["locked"] == ["ApplicantView", "LockWindow"]
    stands, keys, in_sight = seen["unlocked"]
    assert stands == seen["apart"]
    assert keys == "PapersWindow paper"
    assert in_sight == ["ApplicantView", "DeskWindow", "PapersWindow"]


def test_another_language_leaves_them_where_they_stood(seen):
    stands, title, in_sight = seen["language"]
    assert (stands["papers"], stands["geometry"]) == ("papers", [1500, 60, 900, 600])
    assert title == "Papers — Jianjian"
    assert in_sight == ["ApplicantView", "DeskWindow", "PapersWindow"]


def test_the_paper_is_alone_or_apart_never_both(seen):
    alone, has_status = seen["alone"]
    assert alone["in window"] and not any(alone["beside"]) and not has_status
    apart, has_status = seen["apart again"]
    assert apart["papers"] and all(apart["beside"]) and has_status


def test_they_stand_there_again_after_a_restart_and_the_list_has_the_keys(seen):
    stands, keys = seen["started again"]
    assert (stands["papers"], stands["maximised"]) == ("papers", True)
    assert keys == "DeskWindow list"


def test_who_only_turns_the_wheel_over_them_is_not_idle(seen):
    assert seen["touched"]


# --- screens that come and go --------------------------------------------------------------------


@pytest.fixture(scope="module")
def plugged(tmp_path_factory):
    """What stood where as screens went and came back (tests/ui/plugged.py), by a real X server."""
    if not all(shutil.which(program) for program in ("Xvfb", "openbox", "xrandr")):
        pytest.skip("needs xvfb, openbox and x11-xserver-utils")
    folder = tmp_path_factory.mktemp("plugged")
    with managed_display("3446x768", folder) as display:
        done = python("-m", "tests.ui.plugged", str(folder / "home"),
                      QT_QPA_PLATFORM="xcb", DISPLAY=display)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_papers_whose_screen_goes_are_in_the_window_again_with_the_keys(plugged):
    assert plugged["screens"] == 3
    assert plugged["form shown"]["papers"] == "middle"
    gone = plugged["papers' screen gone"]
    assert gone["in window"] and gone["readable"]
    assert gone["keys"] == "DeskWindow paper"


def test_and_they_go_there_again_with_the_keys_when_it_comes_back(plugged):
    back = plugged["papers' screen back"]
    assert (back["papers"], back["maximised"]) == ("middle", True)
    assert back["keys"] == "PapersWindow paper"


def test_the_form_goes_with_the_applicants_screen_and_the_screen_comes_back_dark(plugged):
    assert plugged["form shown"]["applicant"][0] == "right"
    assert plugged["form shown"]["keys"] == "PapersWindow paper"
    assert plugged["papers' screen gone"]["applicant"] == plugged["form shown"]["applicant"]
    assert plugged["applicant's screen gone"]["applicant"] == []
    assert "ApplicantView" not in plugged["applicant's screen gone"]["in sight"]
    assert plugged["applicant's screen back"]["applicant"] == ["right", "请稍候"]


def test_a_screen_that_comes_back_while_the_desk_is_locked_shows_its_papers_only_after_it(plugged):
    assert plugged["locked"]["in sight"] == ["ApplicantView", "LockWindow"]
    assert plugged["unlocked"]["papers"] == "middle"
    assert plugged["unlocked"]["keys"] == "PapersWindow paper"


def test_a_window_whose_screen_goes_is_inside_what_is_left_and_goes_back_with_it(plugged):
    stood, gone = plugged["on the middle"], plugged["its screen gone"]
    assert stood["window"] == ["middle", [1500, 100, 1100, 620]]
    assert gone["window"][0] == "left" and gone["inside"]
    assert plugged["its screen back"]["window"] == stood["window"]


def test_on_a_screen_that_comes_back_smaller_it_is_inside_too(plugged):
    assert plugged["a smaller screen"]["window"][0] == "middle"
    assert plugged["a smaller screen"]["inside"]


def test_a_maximised_window_is_maximised_on_what_is_left_and_again_where_it_was(plugged):
    gone, back = plugged["gone while maximised"], plugged["back, maximised"]
    assert (gone["window"][0], gone["maximised"], gone["inside"]) == ("left", True, True)
    assert (back["window"][0], back["maximised"], back["inside"]) == ("middle", True, True)


# --- on one screen -------------------------------------------------------------------------------


def test_with_one_screen_it_says_so_and_all_stays(clerk):
    window: DeskWindow = clerk.window
    window.worklist.list.setFocus()
    clerk.press(Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    assert "没有连接另一屏幕" in window.status.said.text()
    assert window.papers.view is None
    assert window.review.materials.isVisible()
    assert clerk.application.desk.machine.settings.papers_screen == ""


def test_a_screen_that_is_not_there_leaves_them_in_the_window_and_is_not_forgotten(clerk):
    machine = clerk.application.desk.machine
    machine.keep_settings(papers_screen="a screen at home")
    clerk.application.apply_appearance("", "dark")
    clerk.until("the case", lambda: clerk.window.review.view is not None)
    clerk.window.read_alone()
    assert clerk.window.papers.view is None
    assert machine.settings.papers_screen == "a screen at home"
