"""A clerk in front of a real window on a real centre."""

import gc
import os

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.machine.paths import Places, own_command
from app.viewer import child
from tests.support.desks import hand_over
from tests.support.forked import Forked
from ui.application import JianjianApplication
from ui.rehearsal.clerk import ScriptedClerk
from ui.window import DeskWindow


@pytest.fixture(autouse=True)
def forked_viewers(monkeypatch):
    """A window has two viewers; their programs are started as they are elsewhere (tests/viewer)."""
    started = child._start

    def start(command):
        return Forked(["viewer"], "b") if command == own_command("viewer") else started(command)

    if hasattr(os, "fork"):
        monkeypatch.setattr(child, "_start", start)


@pytest.fixture
def application(qapp, tmp_path):
    made = JianjianApplication(Places.below(tmp_path / "home"), [])
    made.desk.machine.keep_settings(seconds_before_sending=0)
    yield made
    made.close()
    # What was to be deleted later is restyled by the next test's application, else.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # while nothing is frozen: the next window's _begin would keep it


@pytest.fixture
def credentials(own_centre):
    """Of the clerk who sits there."""
    return own_centre.clerks[0]


@pytest.fixture
def colleague(own_centre):
    """Another clerk, of whom the one who sits there once got a case; to be asked for before it."""
    hand_over(own_centre)


@pytest.fixture
def clerk(application, own_centre, credentials, tmp_path):
    """A scripted clerk in front of an open desk whose first pull is done."""
    application.desk.machine.keep_settings(centre_url=own_centre.url)
    hands = ScriptedClerk(application, tmp_path)
    page = application.open_sign_in()
    hands.type(page.username, credentials["username"])
    hands.type(page.password, credentials["password"])
    hands.click(page.go)
    hands.until("the desk", lambda: isinstance(application.window, DeskWindow))
    hands.until("the rows", lambda: hands.window.worklist.model.rowCount() > 0)
    hands.until("the case", lambda: hands.window.review.view is not None)
    return hands
