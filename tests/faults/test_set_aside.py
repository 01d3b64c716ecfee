"""Setting a cache aside, killed at each of its steps: what is unsent in it is always found again."""

import os
import secrets
import shutil
import signal
from datetime import datetime
from pathlib import Path

import pytest

from app.account.errors import PasswordChanged
from app.account.keyring import KeyringPlace
from app.account.vault import Vault
from app.cases.actions import Action, SendMessage
from app.cases.model import SHANGHAI
from app.desk import Desk
from app.machine.paths import Places
from app.machine.settings import load
from app.store import drafts, outbox, quarantine
from app.store.database import Store
from tests.support.caches import entry_of_keyring
from tests.support.centres import resting_centre
from tests.support.desks import received
from tests.support.examples import ASKED, MORNING, a_case
from tests.support.waiting import eventually

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)
STEPS = 8  # the folder, the half of the key, four parts, the half of before, the folder's name


def desk_at(home, url):
    places = Places.below(home)
    made = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
    made.machine.keep_settings(centre_url=url)
    return made


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """A closed desk with an unsent decision; meanwhile the clerk's password is another one."""
    folder = tmp_path_factory.mktemp("aside")
    with resting_centre(60, 45, folder) as centre:
        clerk = centre.clerks[0]
        made = desk_at(folder / "home", centre.url)
        made.account.sign_in(**clerk)
        made.begin()
        eventually(lambda: made.documents.counts()[0] > 0)  # so that files lie beside it
        centre.say("cut")
        case_id = received(made).id
        made.deciding.decide(case_id, ASKED).result()
        made.close()
        centre.say(f"password {clerk['username']} neues-passwort")
        centre.say("restore")
        half = entry_of_keyring(made, clerk["username"], "cache").read()
        yield folder / "home", centre, half


@pytest.fixture
def home(left, tmp_path):
    """The machine as it was left, each time anew."""
    kept, centre, half = left
    shutil.copytree(kept, tmp_path / "home")
    place = desk_at(tmp_path / "home", centre.url)
    entry_of_keyring(place, centre.clerks[0]["username"], "cache").write(half)
    return tmp_path / "home"


def set_aside_and_killed(home, centre, step):
    """Signs in, setting the cache aside, and is killed before this step of it; how it ended."""
    child = os.fork()
    if child == 0:
        whole = quarantine.set_aside

        def until_killed(*asked):
            done = []
            for place, name in (
                (Path, "mkdir"),
                (Path, "rename"),
                (KeyringPlace, "write"),
                (KeyringPlace, "remove"),
            ):
                dies_before(place, name, done)
            whole(*asked)
            os._exit(0)

        def dies_before(place, name, done):
            made = getattr(place, name)

            def dying(*asked, **named):
                if len(done) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                done.append(name)
                return made(*asked, **named)

            setattr(place, name, dying)

        quarantine.set_aside = until_killed
        try:
            desk_at(home, centre.url).account.sign_in_setting_aside(
                centre.clerks[0]["username"], "neues-passwort"
            )
        finally:
            os._exit(1)
    return os.waitpid(child, 0)[1]


@pytest.mark.linux("forks, and kills the fork")
@pytest.mark.parametrize("step", range(1, STEPS))
def test_killed_amid_it_the_next_sign_in_finishes_it_and_the_unsent_comes_back(left, home, step):
    _, centre, _ = left
    clerk = centre.clerks[0]
    assert set_aside_and_killed(home, centre, step) == signal.SIGKILL
    again = desk_at(home, centre.url)
    again.account.sign_in(clerk["username"], "neues-passwort")  # nothing more is asked
    try:
        (waits,) = again.account.quarantined()
        assert again.deciding.entries() == []
        assert again.account.recover_unsent(waits, clerk["password"]) >= 1
        assert "request_correction" in [entry.payload.type for entry in again.deciding.entries()]
        assert again.account.quarantined() == []
    finally:
        again.close()


@pytest.mark.linux("forks, and kills the fork")
def test_killed_before_its_first_step_nothing_has_happened(left, home):
    _, centre, _ = left
    clerk = centre.clerks[0]
    assert set_aside_and_killed(home, centre, 0) == signal.SIGKILL
    again = desk_at(home, centre.url)
    with pytest.raises(PasswordChanged):
        again.account.sign_in(clerk["username"], "neues-passwort")
    again.account.sign_in_with_old_password(clerk["username"], "neues-passwort", clerk["password"])
    assert "request_correction" in [entry.payload.type for entry in again.deciding.entries()]
    again.close()


@pytest.mark.linux("forks, and kills the fork")
def test_these_are_all_of_its_steps(left, home):
    _, centre, _ = left
    assert set_aside_and_killed(home, centre, STEPS) == 0


def places_of(entry):
    return lambda name: KeyringPlace(f"{entry}|{name}")


def sealed_cache(folder, places, password, text):
    """A closed cache with one unsent message and a draft."""
    path = folder / "clerk.db"
    key = Vault(path.with_suffix(".key"), places("")).after_sign_in(password, NOW)
    store = Store(path, key)

    def work(db):
        action = Action(
            id=text,
            sub_application_id="sa-000001",
            at=MORNING,
            payload=SendMessage(to_department="wsjk", text=text),
        )
        outbox.insert(db, a_case(), action, 1, None)
        return drafts.save(db, "sa-1", "opinion", text, MORNING)

    store.write(work).result()
    store.close()
    return path


def unsent_in(waits, places, password):
    key = Vault(waits.key, places(waits.name)).with_password(password, NOW)
    store = Store(waits.database, key)
    texts = [entry.payload.text for entry in outbox.entries(store.reader())]
    store.close()
    return texts


def test_caches_set_aside_in_the_same_second_keep_a_name_and_a_key_each(tmp_path):
    places = places_of(secrets.token_hex(8))
    for n in range(3):
        path = sealed_cache(tmp_path, places, f"password {n}", f"text {n}")
        quarantine.set_aside(path, places, NOW)
    waiting = quarantine.caches_aside(path)
    assert len({each.name for each in waiting}) == 3
    assert {each.at for each in waiting} == {NOW.replace(tzinfo=None)}
    found = [unsent_in(w, places, f"password {n}") for n, w in enumerate(reversed(waiting))]
    assert found == [["text 0"], ["text 1"], ["text 2"]]


def test_an_entry_of_the_keyring_that_is_left_over_is_not_written_over(tmp_path):
    places = places_of(secrets.token_hex(8))
    places("aside-20260303090000").write("somebody's")
    quarantine.set_aside(sealed_cache(tmp_path, places, "p", "text"), places, NOW)
    (waits,) = quarantine.caches_aside(tmp_path / "clerk.db")
    assert places("aside-20260303090000").read() == "somebody's"
    assert unsent_in(waits, places, "p") == ["text"]


@pytest.mark.parametrize("moved", [[".db"], [".db", ".key"]])
def test_one_that_an_earlier_version_let_a_fresh_cache_hide_is_found_and_both_stay(tmp_path, moved):
    """Killed amid setting aside, that version began a fresh cache in the place of the first."""
    places = places_of(secrets.token_hex(8))
    path = sealed_cache(tmp_path, places, "old", "first")
    half = places("").read()
    places("aside-20260101000000").write(half)
    folder = tmp_path / "clerk.aside-20260101000000.unfinished"
    folder.mkdir()
    for suffix in moved:
        part = path.with_suffix(suffix)
        part.rename(folder / part.name)
    sealed_cache(tmp_path, places, "old", "second")
    quarantine.finish(path, places)
    (waits,) = quarantine.caches_aside(path)
    assert unsent_in(waits, places, "old") == ["first"]
    key = Vault(path.with_suffix(".key"), places("")).with_password("old", NOW)
    store = Store(path, key)
    assert [entry.payload.text for entry in outbox.entries(store.reader())] == ["second"]
    store.close()


def test_one_that_was_let_go_only_half_goes_at_the_next_sign_in(tmp_path):
    places = places_of(secrets.token_hex(8))
    path = sealed_cache(tmp_path, places, "p", "text")
    quarantine.set_aside(path, places, NOW)
    (waits,) = quarantine.caches_aside(path)
    waits.folder.rename(waits.folder.with_name(waits.folder.name + ".erased"))  # then killed
    assert quarantine.caches_aside(path) == []
    quarantine.finish(path, places)
    assert list(tmp_path.iterdir()) == [] and places(waits.name).read() == ""
