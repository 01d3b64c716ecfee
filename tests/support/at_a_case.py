"""A scripted clerk in front of an open case, in a program of its own that is about to be ended."""

from __future__ import annotations

from pathlib import Path

from app.machine.paths import Places
from ui.application import JianjianApplication
from ui.rehearsal.clerk import ScriptedClerk


def clerk_at_a_case(home: Path, url: str, username: str, password: str) -> ScriptedClerk:
    """Whose application is still to be run."""
    application = JianjianApplication(Places.below(home), [])
    application.desk.machine.keep_settings(centre_url=url)
    hands = ScriptedClerk(application, home)
    application.open_sign_in()
    hands.sign_in(username, password)
    hands.until("the case", lambda: hands.window.review.view is not None)
    return hands
