"""The centre's address, however it is typed: one cache, one entry of the keyring, one token."""

import json
import os
import signal
import sys
from pathlib import Path

import keyring
import pytest

from app.account.erase import entry_of
from app.account.keyring import SERVICE, KeyringPlace
from app.central.errors import NotTheCentre
from app.central.transport import require_https_or_loopback
from app.machine.address import earlier_spellings, normal_address
from tests.support.caches import entry_of_keyring
from tests.support.desks import received
from tests.support.examples import ASKED


@pytest.mark.parametrize(
    "typed", [
        "https://centre.example", "https://centre.example/", " https://centre.example\t",
        "HTTPS://Centre.Example", "https://centre.example:443", "https://CENTRE.example:443//",
    ],
)  # fmt: skip
def test_every_way_to_type_an_address_is_one(typed):
    assert normal_address(typed) == "https://centre.example"


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://centre.example/A", "https://centre.example/a"),
        ("https://centre.example:8443", "https://centre.example"),
        ("http://127.0.0.1:80", "http://127.0.0.1:443"),
    ],
)
def test_what_may_be_another_place_stays_another(one, other):
    assert normal_address(one) != normal_address(other)


@pytest.mark.parametrize(
    "typed", ["", "centre", "https://[::1", "https://centre.example:99999/", "https://[::1]:443/"]
)
def test_a_normal_address_stays_as_it_is_and_nonsense_breaks_nothing(typed):
    once = normal_address(typed)
    assert normal_address(once) == once
    assert once not in earlier_spellings(once)


def test_what_is_no_address_is_refused_in_words():
    with pytest.raises(NotTheCentre):
        require_https_or_loopback("https://[::1")


def as_earlier_versions_left_it(desk, url, spelling, clerk):
    """A closed cache comes under another spelling, with both entries of the keyring."""
    username = clerk["username"]
    here = desk.machine.places.cache_of(url, username)
    there = desk.machine.places.cache_under(spelling, username)
    for part in here.parent.glob(f"{here.stem}.*"):
        part.rename(part.with_name(part.name.replace(here.stem, there.stem)))
    for what, address in (("cache", spelling), ("refresh", spelling.rstrip("/"))):
        held = entry_of_keyring(desk, username, what)
        keyring.set_password(SERVICE, f"{address}|{username}|{what}", held.read())
        held.remove()


@pytest.fixture
def decided(desk, own_centre):
    """A closed desk with an unsent decision, the line cut; its clerk."""
    own_centre.say("cut")
    desk.deciding.decide(received(desk).id, ASKED).result()
    desk.close()
    return own_centre.clerks[0]


def kinds(desk):
    return [entry.payload.type for entry in desk.deciding.entries()]


def spelt(url, how):
    return {"slash": f"{url}/", "capitals": url.upper(), "spaces": f"  {url} "}[how]


@pytest.mark.parametrize("how", ["slash", "capitals", "spaces"])
def test_typed_otherwise_the_same_cache_opens(decided, make_desk, own_centre, how):
    again = make_desk(spelt(own_centre.url, how))
    again.account.sign_in(**decided)
    assert "request_correction" in kinds(again)
    assert again.machine.settings.centre_url == own_centre.url


@pytest.mark.parametrize("how", ["slash", "capitals"])
def test_a_cache_of_an_earlier_version_is_found_with_its_outbox_and_its_token(
    decided, desk, make_desk, own_centre, tmp_path, how
):
    if how == "capitals" and sys.platform == "win32":
        pytest.skip("Windows takes the two names of the secret for one: nothing is to be found")
    url, username = own_centre.url, decided["username"]
    spelling = spelt(url, how)
    as_earlier_versions_left_it(desk, url, spelling, decided)
    settings = tmp_path / "home" / "settings" / "settings.json"
    kept = json.loads(settings.read_text()) | {"centre_url": spelling, "former_addresses": []}
    settings.write_text(json.dumps(kept))
    again = make_desk(url)  # as IT has it now
    again.account.sign_in(**decided)
    assert "request_correction" in kinds(again)
    entry = entry_of(again.machine.places.cache_of(url, username).stem, "refresh")
    assert KeyringPlace(entry, f"{url}|{username}|refresh").read()
    assert again.account.quarantined() == []
    assert keyring.get_password(SERVICE, f"{spelling}|{username}|cache") is None
    again.close()
    assert {path.name.split(".")[0] for path in again.machine.places.caches.iterdir()} == {
        again.machine.places.cache_of(url, username).stem
    }


@pytest.mark.linux("forks, and kills the fork")
@pytest.mark.parametrize("step", range(6))
def test_killed_while_it_comes_under_the_new_name_nothing_is_lost(
    decided, desk, make_desk, own_centre, step
):
    url = own_centre.url
    as_earlier_versions_left_it(desk, url, f"{url}/", decided)
    again = make_desk(url)
    child = os.fork()
    if child == 0:
        done = []

        def dies_before(place, name):
            made = getattr(place, name)

            def dying(*asked):
                if len(done) == step:
                    os.kill(os.getpid(), signal.SIGKILL)
                done.append(name)
                return made(*asked)

            setattr(place, name, dying)

        from app.account import sign_in_flow

        whole = sign_in_flow.relocate

        def armed(*asked):
            dies_before(Path, "replace")
            dies_before(KeyringPlace, "write")
            dies_before(KeyringPlace, "remove")
            whole(*asked)
            os.kill(os.getpid(), signal.SIGKILL)

        sign_in_flow.relocate = armed
        again.account.sign_in(**decided)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    again.account.sign_in(**decided)
    assert "request_correction" in kinds(again)


def test_of_two_caches_nothing_is_lost(decided, desk, make_desk, own_centre):
    url = own_centre.url
    as_earlier_versions_left_it(desk, url, f"{url}/", decided)
    own_centre.say("restore")
    second = make_desk(url, "beside")  # a fresh one under the normal form
    second.account.sign_in(**decided)
    second.close()
    here, there = desk.machine.places.caches, second.machine.places.caches
    for part in there.iterdir():
        part.rename(here / part.name)
    own_centre.say("cut")
    again = make_desk(url)
    again.account.sign_in(**decided)
    assert "request_correction" in kinds(again)  # brought back at once: the password is the same
    assert again.account.quarantined() == []


def test_where_the_former_one_has_another_password_it_waits(decided, desk, make_desk, own_centre):
    url, username = own_centre.url, decided["username"]
    as_earlier_versions_left_it(desk, url, f"{url}/", decided)
    own_centre.say(f"password {username} neues-passwort")
    own_centre.say("restore")
    second = make_desk(url, "beside")
    second.account.sign_in(username, "neues-passwort")
    second.close()
    for part in second.machine.places.caches.iterdir():
        part.rename(desk.machine.places.caches / part.name)
    again = make_desk(url)
    again.account.sign_in(username, "neues-passwort")
    (waits,) = again.account.quarantined()
    assert again.account.recover_unsent(waits, decided["password"]) >= 1
    assert "request_correction" in kinds(again)


def test_two_desks_are_one_however_the_address_is_typed(desk, make_desk):
    from app.machine.instance import DeskOpen

    with pytest.raises(DeskOpen):
        make_desk(f" {desk.machine.settings.centre_url}/ ").account.sign_in(
            desk.machine.settings.username, "any"
        )


def test_the_policy_s_address_is_read_the_same_way(decided, make_desk, own_centre, tmp_path):
    (tmp_path / "home" / "policy.toml").write_text(f'centre_url = "{own_centre.url}/"\n')
    again = make_desk("http://127.0.0.1:9")
    again.account.sign_in(**decided)
    assert "request_correction" in kinds(again)
