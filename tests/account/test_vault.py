"""The key of the cache: sealed by the keyring and by the password, and neither alone opens it."""

import json
import os
import signal
import uuid
from datetime import datetime, timedelta
from pathlib import Path

import keyring
import pytest

from app.account import vault as vault_module
from app.account.errors import (
    KeyLost,
    NoKeyring,
    NotHeldHere,
    OfflineTooLong,
    PasswordChanged,
    PasswordDiffers,
    TooManyTries,
)
from app.account.keyring import KeyringPlace, MemoryPlace, load_backend, require_keyring
from app.account.vault import Vault
from app.cases.model import SHANGHAI
from tests.support.programs import python

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def quick_scrypt():
    """Here it is as slow as a clerk's."""


@pytest.fixture
def place():
    return KeyringPlace(f"test|{uuid.uuid4()}")


@pytest.fixture
def vault(tmp_path, place):
    return Vault(tmp_path / "cache.key", place)


def test_the_same_clerk_gets_the_same_key_again_and_another_has_another(vault, tmp_path):
    key = vault.after_sign_in("a", NOW)
    assert len(bytes.fromhex(key)) == 32
    assert vault.after_sign_in("a", NOW) == key
    other = Vault(tmp_path / "other.key", MemoryPlace())
    assert other.after_sign_in("a", NOW) != key


def test_the_file_alone_and_the_keyring_alone_hold_nothing_the_key_can_be_read_from(
    vault, place, tmp_path
):
    key = vault.after_sign_in("right", NOW)
    raw = (tmp_path / "cache.key").read_bytes()
    for text in (raw.decode(), place.read()):
        assert key not in text and "right" not in text
    stolen = tmp_path / "elsewhere"
    stolen.mkdir()
    (stolen / "cache.key").write_bytes(raw)
    with pytest.raises(KeyLost):  # the file and the password, on another machine
        Vault(stolen / "cache.key", MemoryPlace()).with_password("right", NOW)
    another = MemoryPlace()
    another.write(json.dumps(json.loads(place.read()) | {"secret": "00" * 32}))
    with pytest.raises(KeyLost):  # another keyring's half
        Vault(stolen / "cache.key", another).with_password("right", NOW)
    with pytest.raises(PasswordDiffers):  # both halves, not the password
        vault.with_password("wrong", NOW)


def test_the_parameters_of_scrypt_lie_beside_what_they_sealed(vault, tmp_path, monkeypatch):
    monkeypatch.setattr(vault_module, "SCRYPT_N", 2**14)
    key = vault.after_sign_in("a", NOW)
    monkeypatch.setattr(vault_module, "SCRYPT_N", 2**16)  # a later version asks for more
    assert json.loads((tmp_path / "cache.key").read_text())["n"] == 2**14
    assert vault.after_sign_in("a", NOW) == key


def weakly_sealed(vault, monkeypatch):
    """A key as an earlier version sealed it; the key."""
    with monkeypatch.context() as earlier:
        earlier.setattr(vault_module, "SCRYPT_N", 2**16)
        return vault.after_sign_in("a", NOW)


def strength(folder):
    sealed = json.loads((folder / "cache.key").read_text())
    return sealed["n"], sealed["r"], sealed["p"]


def test_a_new_seal_is_as_strong_as_owasp_has_it(vault, tmp_path):
    vault.after_sign_in("a", NOW)
    assert strength(tmp_path) == (2**17, 8, 1)


@pytest.mark.parametrize(
    "signs_in",
    [
        lambda vault: vault.after_sign_in("a", NOW),
        lambda vault: vault.offline("a", NOW, 7),
        lambda vault: vault.with_password("a", NOW),
    ],
)
def test_an_older_seal_is_raised_at_the_next_sign_in(vault, tmp_path, monkeypatch, signs_in):
    key = weakly_sealed(vault, monkeypatch)
    assert strength(tmp_path) == (2**16, 8, 1)
    assert signs_in(vault) == key
    assert strength(tmp_path) == (2**17, 8, 1)
    raw = (tmp_path / "cache.key").read_bytes()
    assert signs_in(vault) == key
    assert (tmp_path / "cache.key").read_bytes() == raw  # once


def test_a_wrong_password_raises_nothing(vault, tmp_path, monkeypatch):
    weakly_sealed(vault, monkeypatch)
    with pytest.raises(PasswordDiffers):
        vault.with_password("b", NOW)
    assert strength(tmp_path) == (2**16, 8, 1)


@pytest.mark.linux("forks, and kills the fork")
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_killed_while_it_is_raised_one_of_both_fits(vault, tmp_path, monkeypatch, step):
    key = weakly_sealed(vault, monkeypatch)
    child = os.fork()
    if child == 0:
        place = {"fsync": os, "replace": Path}[step]
        setattr(place, step, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        vault.after_sign_in("a", NOW)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert vault.after_sign_in("a", NOW) == key
    assert strength(tmp_path) == (2**17, 8, 1)


def test_where_the_seal_cannot_be_raised_the_clerk_gets_in_all_the_same(
    vault, tmp_path, monkeypatch
):
    key = weakly_sealed(vault, monkeypatch)
    (tmp_path / "cache.key.new").mkdir()
    assert vault.after_sign_in("a", NOW) == key
    assert strength(tmp_path) == (2**16, 8, 1)


def test_parameters_nobody_wrote_are_a_lost_key(vault, tmp_path):
    vault.after_sign_in("a", NOW)
    sealed = json.loads((tmp_path / "cache.key").read_text())
    for wrong in ({"n": 3}, {"salt": "zz"}, {"r": 0}):
        (tmp_path / "cache.key").write_text(json.dumps(sealed | wrong))
        with pytest.raises(KeyLost):
            vault.with_password("a", NOW)


def test_a_password_changed_at_the_centre_is_resealed_with_the_old_one_once(vault):
    key = vault.after_sign_in("old", NOW)
    with pytest.raises(PasswordChanged):
        vault.after_sign_in("new", NOW)
    with pytest.raises(PasswordDiffers):
        vault.reseal("guess", "new", NOW)
    assert vault.reseal("old", "new", NOW) == key
    assert vault.after_sign_in("new", NOW) == key
    with pytest.raises(PasswordDiffers):
        vault.with_password("old", NOW)


def test_where_a_half_is_gone_it_is_said_and_no_new_key_hides_the_cache(vault, place, tmp_path):
    vault.after_sign_in("a", NOW)
    (tmp_path / "cache.db").write_bytes(b"unsent decisions")
    place.remove()
    with pytest.raises(KeyLost):
        vault.after_sign_in("a", NOW)


def test_offline_the_last_password_opens_it_for_as_many_days_as_the_policy_says(vault):
    key = vault.after_sign_in("a", NOW)
    assert vault.offline("a", NOW + 7 * DAY, 7) == key
    with pytest.raises(OfflineTooLong):
        vault.offline("a", NOW + 7 * DAY + timedelta(seconds=1), 7)
    with pytest.raises(PasswordDiffers):
        vault.offline("b", NOW + DAY, 7)
    assert vault.after_sign_in("a", NOW + 9 * DAY) == key  # the centre was asked again
    assert vault.offline("a", NOW + 16 * DAY, 7) == key


def test_a_clock_set_back_gives_no_more_days(vault, place):
    vault.after_sign_in("a", NOW)
    vault.offline("a", NOW + 6 * DAY, 7)
    with pytest.raises(OfflineTooLong):
        vault.offline("a", NOW - DAY, 7)
    with pytest.raises(PasswordDiffers):
        vault.offline("b", NOW + 7 * DAY, 7)
    place.write(place.read())
    with pytest.raises(OfflineTooLong):
        vault.offline("a", NOW + 8 * DAY, 7)


def test_a_clerk_who_never_signed_in_here_cannot_begin_offline(vault):
    with pytest.raises(NotHeldHere):
        vault.offline("any", NOW, 7)


def test_five_tries_then_a_wait_that_grows_and_survives_a_restart(
    vault, tmp_path, place, monkeypatch
):
    monkeypatch.setattr(vault_module, "SCRYPT_N", 2**10)
    key = vault.after_sign_in("a", NOW)

    def restarted() -> Vault:
        return Vault(tmp_path / "cache.key", place)

    for _ in range(5):
        with pytest.raises(PasswordDiffers):
            restarted().with_password("b", NOW)
    waits = []
    at = NOW
    for _ in range(4):
        with pytest.raises(TooManyTries) as closed:
            restarted().with_password("a", at)  # not even the right one
        waits.append(closed.value.wait)
        assert closed.value.sentence.zh
        at += closed.value.wait
        with pytest.raises(PasswordDiffers):
            restarted().with_password("b", at)
    assert waits == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    at += timedelta(minutes=16)
    assert restarted().with_password("a", at) == key
    with pytest.raises(PasswordDiffers):  # five tries again
        restarted().with_password("b", at)
    assert restarted().with_password("a", at) == key


def test_forgotten_both_halves_are_gone(vault, place, tmp_path):
    vault.after_sign_in("a", NOW)
    vault.forget()
    assert not (tmp_path / "cache.key").exists()
    assert place.read() == ""


def test_without_a_keyring_service_no_file_stands_in_for_it():
    code = (
        "from app.account.keyring import KeyringPlace\n"
        "try: KeyringPlace('u').write('p')\n"
        "except Exception as error: print(type(error).__name__, error.sentence.en)"
    )
    for backend in ("keyring.backends.fail.Keyring", "keyrings.alt.file.PlaintextKeyring"):
        said = python("-c", code, PYTHON_KEYRING_BACKEND=backend)
        assert said.stdout.startswith("NoKeyring The system's keyring is not running") or (
            "No module named" in said.stderr
        )


def test_a_keyring_that_breaks_is_no_keyring(place, monkeypatch):
    def broken(*_):
        raise keyring.errors.KeyringLocked("locked")

    monkeypatch.setattr(keyring, "get_password", broken)
    monkeypatch.setattr(keyring, "set_password", broken)
    with pytest.raises(NoKeyring):
        place.read()
    with pytest.raises(NoKeyring):
        place.write("x")
    with pytest.raises(NoKeyring):
        place.remove()


def test_a_keyring_that_breaks_while_it_is_looked_for_is_none_either(monkeypatch):
    def broken():
        raise OSError("the bus is gone")

    monkeypatch.setattr(keyring, "get_keyring", broken)
    with pytest.raises(NoKeyring) as failed:
        require_keyring()
    assert failed.value.detail == "OSError"
    load_backend()  # while the clerk is typing it is no matter


def test_several_keyrings_one_of_which_breaks_while_it_is_looked_for_are_none(monkeypatch):
    class Several:
        @property
        def backends(self):
            raise OSError("the bus is gone")

    monkeypatch.setattr(keyring, "get_keyring", Several)
    with pytest.raises(NoKeyring) as failed:
        require_keyring()
    assert failed.value.detail == "OSError"


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (59, 1), (60, 1), (61, 2), (28_800, 480)])
def test_the_wait_after_too_many_tries_is_said_in_whole_minutes(seconds, minutes):
    said = TooManyTries(timedelta(seconds=seconds)).sentence
    assert f"{minutes} 分钟" in said.zh and f"{minutes} min" in said.en
