"""A newer version that lies ready is said quietly, wherever the clerk is, and starts nothing."""

from datetime import datetime
from pathlib import Path

import pytest

from app.cases.model import SHANGHAI
from app.central.errors import DeskTooOld
from app.desk import Update, UpdateFile
from app.sync.loop import Status
from ui.language import tr

UPDATES = Path("/home/wang/updates")
DESK = UpdateFile(UPDATES / "jianjian_9.0.0_amd64.deb", "0" * 64)
PART = UpdateFile(UPDATES / "jianjian-reading_9.0.0_amd64.deb", "1" * 64)
READY = Update("9.0.0", (DESK,))


@pytest.fixture
def found(application):
    """Says that it was found, as the thread does that looks for it."""
    application.look_for_updates()

    def say():
        application.desk.updates.update = READY
        application.desk.on_update(READY)

    return say


def test_the_sign_in_page_says_it(application, qtbot, found):
    page = application.open_sign_in()
    found()
    qtbot.waitUntil(page.update_ready.isVisible)
    assert "9.0.0" in page.update_ready.text()
    assert application.open_sign_in().update_ready.isVisible()  # in another language, say


@pytest.mark.parametrize("code", ["desk_too_old", "cache_too_new"])
def test_a_desk_that_is_too_old_to_be_signed_in_with_looks_at_once(application, monkeypatch, code):
    page, asked = application.open_sign_in(), []
    page.too_old.connect(lambda: asked.append(code))
    failure = DeskTooOld()
    monkeypatch.setattr(DeskTooOld, "code", code)
    page._failed(failure)
    assert asked == [code]


def test_the_status_bar_says_it_and_leads_to_about_which_names_no_path(clerk, found):
    status = clerk.window.status
    assert not status.update_ready.isVisible()
    found()
    clerk.until("the word", status.update_ready.isVisible)
    assert "9.0.0" in status.update_ready.text()
    clerk.click(status.update_ready)
    about = clerk.dialog()
    assert tr("{version} is ready for IT to install", version="9.0.0") in about.text()
    assert "wang" not in about.text()
    about.reject()
    clerk.application.desk.updates.update = Update("9.0.0", (DESK, PART))
    clerk.click(status.update_ready)
    about = clerk.dialog()
    both = tr("{version} and its reading part are ready for IT to install", version="9.0.0")
    assert both in about.text()
    about.reject()
    looked = []
    clerk.application.desk.updates.look_now = lambda: looked.append(1)
    old = Status("offline", datetime.now(SHANGHAI), failure=DeskTooOld())
    clerk.application.desk.on_status(old)
    clerk.until("that it is too old", lambda: bool(looked))
    assert status.sync.text() == tr("○ Too old to send: tell IT")
    assert status.sync.toolTip() == DeskTooOld().sentence.zh
