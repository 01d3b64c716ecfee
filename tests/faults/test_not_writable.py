"""A folder or a file nobody may write to: a sentence, nothing lost, and all is well once it may."""

import os
import subprocess
import sys

import pytest

from tests.support.desks import received
from tests.support.examples import ASKED
from tests.support.programs import A_DESK, ROOT

pytestmark = pytest.mark.linux("permissions as POSIX has them")

SIGN_IN = (
    A_DESK
    + """
try:
    desk.account.sign_in(username, password)
    print("in", len(desk.deciding.entries()))
except Failure as failure:
    print(failure.code, failure.sentence.zh)
desk.close()
"""
)
# Even root is held to the permissions once it may not pass over them.
HELD_TO_PERMISSIONS = {
    0: ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"),
}.get(getattr(os, "geteuid", lambda: None)(), ())


def signs_in(home, url, clerk):
    done = subprocess.run(
        [*HELD_TO_PERMISSIONS, sys.executable, "-c", SIGN_IN, str(home), url, clerk["username"],
         clerk["password"]],
        capture_output=True, text=True, timeout=100, cwd=ROOT,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.stdout.strip()


@pytest.fixture
def closed(desk, own_centre, tmp_path):
    """The home of a closed desk with an unsent decision; the line is cut."""
    own_centre.say("cut")
    desk.deciding.decide(received(desk).id, ASKED).result()
    path, unsent = desk.account.signed_in.store.path, len(desk.deciding.entries())
    desk.close()
    return tmp_path / "home", path, unsent


@pytest.mark.parametrize("what", ["the folder", "the file", "the folder of locks"])
def test_it_is_said_and_nothing_is_lost(closed, own_centre, what):
    home, path, unsent = closed
    clerk = own_centre.clerks[0]
    places = {
        "the folder": [path.parent],
        "the file": [path],
        "the folder of locks": [home / "locks", *(home / "locks").iterdir()],
    }[what]
    for place in places:
        place.chmod(0o500)
    said = signs_in(home, own_centre.url, clerk)
    assert said.startswith("cache_not_writable") and "不能读写" in said
    for place in places:
        place.chmod(0o700)
    assert signs_in(home, own_centre.url, clerk) == f"in {unsent}"


def test_a_first_sign_in_where_nothing_can_be_kept_says_so(centre, tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    assert signs_in(home, centre.url, centre.clerks[0]).startswith("cache_not_writable")
    home.chmod(0o700)
    assert signs_in(home, centre.url, centre.clerks[0]) == "in 0"
