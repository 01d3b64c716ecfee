"""The key of the cache: in the keyring service, and nowhere else."""

import uuid

import pytest

from app.store.errors import NotHeldHere, PasswordDiffers
from app.store.vault import Vault
from tests.conftest import python


def vault() -> Vault:
    return Vault("http://127.0.0.1:1", f"clerk-{uuid.uuid4()}")


def test_the_same_clerk_gets_the_same_key_again():
    theirs = vault()
    assert theirs.key_after_sign_in("a") == theirs.key_after_sign_in("a")


def test_two_clerks_have_two_keys():
    assert vault().key_after_sign_in("a") != vault().key_after_sign_in("a")


def test_offline_the_last_password_opens_the_cache_and_another_does_not():
    theirs = vault()
    key = theirs.key_after_sign_in("right")
    assert theirs.key_offline("right") == key
    with pytest.raises(PasswordDiffers):
        theirs.key_offline("wrong")


def test_a_clerk_who_never_signed_in_here_cannot_begin_offline():
    with pytest.raises(NotHeldHere):
        vault().key_offline("any")


def test_without_a_keyring_service_nothing_is_kept_and_it_says_so(tmp_path):
    code = (
        "from app.store.vault import Vault\n"
        "try: Vault('u', 'n').key_after_sign_in('p')\n"
        "except Exception as error: print(type(error).__name__, error.sentence.en)"
    )
    said = python("-c", code, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")
    assert said.stdout.startswith("NoKeyring The system's keyring is not running")
