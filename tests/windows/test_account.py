"""What Windows keeps for an account, and who may change the machine's policy."""

import secrets

import pytest

from app.account.keyring import KeyringPlace
from app.machine.ownership import strangers
from app.machine.policy import policy_place

pytestmark = pytest.mark.windows("Credential Locker, known folders")


@pytest.fixture
def place():
    made = KeyringPlace(f"test-{secrets.token_hex(8)}")
    yield made
    made.remove()


def test_a_secret_comes_back_from_the_credential_locker_and_goes(place):
    place.write(secret := secrets.token_hex(32))
    assert place.read() == secret
    place.write(other := secrets.token_hex(32))
    assert place.read() == other
    place.remove()
    assert place.read() == ""


def test_a_variable_of_the_account_does_not_move_the_policy(monkeypatch, tmp_path):
    place = policy_place()
    for name in ("ProgramData", "ALLUSERSPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    assert policy_place() == place
    assert tmp_path not in place.parents


def test_a_file_of_the_account_s_own_home_has_strangers(tmp_path):
    """Whoever owns it there may change it: the clerk is a stranger to the machine's policy."""
    (file := tmp_path / "policy.toml").write_text("")
    assert strangers(file)
