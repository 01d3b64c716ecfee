"""The screen that faces the counter, on a machine with two of them."""

import json

import pytest

from tests.support.programs import python
from tests.support.screens import offscreen


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What stood on the counter's screen at each step (tests/ui/counter.py)."""
    folder = tmp_path_factory.mktemp("screens")
    platform = offscreen(folder, ("clerk", 1366, 768), ("counter", 1024, 768))
    done = python("-m", "tests.ui.counter", str(folder / "home"), QT_QPA_PLATFORM=platform)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_form_stands_on_the_other_screen_and_nothing_of_the_offices(seen):
    assert seen["screens"] == 2
    shown = seen["shown"]
    assert shown["screen"] == "counter"
    assert seen["applicant"] in shown["words"]
    for words in seen["filed"]:
        assert words in shown["words"]
    for words in seen["office"]:
        assert words not in shown["words"]


def test_numbers_are_masked_there(seen):
    assert seen["numbers"]
    assert not [number for number in seen["numbers"] if number in seen["shown"]["words"]]


@pytest.mark.parametrize("step", ["left", "locked", "unlocked", "taken away"])
def test_it_goes_dark_when_the_case_is_left_or_the_desk_is_locked_and_stays_so(seen, step):
    assert seen[step]["words"] == "请稍候"


def test_the_clerks_window_keeps_the_keys(seen):
    assert seen["active"] == "DeskWindow"


def test_the_only_other_screen_is_for_the_papers_or_the_form_whichever_is_asked_for_last(seen):
    assert seen["papers asked for"] == ["counter", False]
    assert seen["form asked for"] == [False, "counter"]
    assert seen["papers kept on"] == ""


def test_with_one_screen_it_says_so(clerk):
    clerk.window.show_to_applicant()
    assert "另一屏幕" in clerk.window.status.said.text()
    assert clerk.window.applicant.view is None
