"""A clerk who leaves has no file of theirs open: Windows would neither move nor erase it."""

import pytest

from tests.support.opened import opened_below
from ui.window import DeskWindow


@pytest.mark.linux("/proc tells which files are open")
def test_no_cache_is_open_once_its_clerk_has_left(clerk, tmp_path):
    clerk.until("the files", clerk.files_here)
    assert opened_below(tmp_path / "home")
    clerk.application.leave()
    page = clerk.application.window.centralWidget()
    clerk.until("the clerk to be gone", page.isEnabled)
    clerk.until("their files to be closed", lambda: not opened_below(tmp_path / "home"))


@pytest.mark.linux("/proc tells which files are open")
def test_a_cache_that_was_set_aside_is_not_open(clerk, own_centre, tmp_path):
    clerk.until("the files", clerk.files_here)
    clerk.application.leave()
    page = clerk.application.window.centralWidget()
    clerk.until("the clerk to be gone", page.isEnabled)
    username = own_centre.clerks[0]["username"]
    own_centre.say(f"password {username} neues-passwort")
    clerk.type(page.username, username)
    clerk.type(page.password, "neues-passwort")
    clerk.click(page.go)
    clerk.until("the question for the old one", page.old.isVisible)
    clerk.click(page.aside)
    clerk.until("the desk", lambda: isinstance(clerk.application.window, DeskWindow))
    (aside,) = (tmp_path / "home/caches").glob("*.aside-*")
    clerk.until("it to be closed", lambda: not opened_below(aside))
