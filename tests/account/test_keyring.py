"""The keyring fails in the middle of a day: it is said, nothing is lost, and signing out works."""

import keyring
import pytest
from keyring.errors import InitError, KeyringLocked

from app.account.errors import NoKeyring
from app.account.keyring import PROMPT_SECONDS, KeyringPlace
from app.central import errors
from app.central.client import CentralClient
from tests.support.desks import all_sent, decide
from tests.support.keyrings import killed_keyring, locked_keyring, no_keyring, silent_keyring
from tests.support.waiting import at_once, eventually

AT_MOST = 4.0


@pytest.fixture
def heard(desk):
    statuses = []
    desk.on_status = statuses.append
    return statuses


def test_a_keyring_that_is_away_for_a_moment_is_asked_once_more(monkeypatch):
    """As gnome-keyring is while it reads its file anew."""
    entry = KeyringPlace("a clerk")
    entry.write("secret")
    asked = []

    def away_at_first(real):
        def answer(*arguments):
            asked.append(arguments)
            if len(asked) <= 2:
                raise InitError("Failed to create the collection: Prompt dismissed..")
            return real(*arguments)

        return answer

    monkeypatch.setattr("keyring.get_password", away_at_first(keyring.get_password))
    assert entry.read() == "secret"
    monkeypatch.undo()
    entry.remove()
    assert entry.read() == ""


def test_a_prompt_that_somebody_dismissed_is_not_shown_again(monkeypatch):
    monkeypatch.setattr("app.account.keyring.MOMENT_SECONDS", -1.0)
    asked = []

    def dismissed(*arguments):
        asked.append(arguments)
        raise KeyringLocked("Failed to unlock the collection!")

    monkeypatch.setattr("keyring.get_password", dismissed)
    with pytest.raises(NoKeyring):
        KeyringPlace("a clerk").read()
    assert len(asked) == 1


@pytest.mark.parametrize("ill", [locked_keyring, killed_keyring, no_keyring])
def test_a_token_that_expires_meanwhile_is_a_sentence_and_is_renewed_once_the_keyring_is_back(
    desk, own_centre, heard, ill
):
    with ill():
        own_centre.say("expire")
        decide(desk)
        eventually(lambda: any(isinstance(s.failure, NoKeyring) for s in heard))
        said = next(s for s in heard if s.failure is not None)
        assert said.state == "offline" and "密码保管服务" in said.failure.sentence.zh
        assert desk.deciding.counts() == (1, 0)
    desk.centre.sync_now()
    eventually(lambda: all_sent(desk), PROMPT_SECONDS + 20)  # a prompt died with its service


@pytest.mark.parametrize("ill", [locked_keyring, killed_keyring, silent_keyring, no_keyring])
@pytest.mark.parametrize("expired", [False, True])
def test_signing_out_works_and_the_next_clerk_comes_in(desk, own_centre, ill, expired):
    with ill():
        if expired:
            own_centre.say("expire")
            desk.centre.sync_now()
        with at_once(AT_MOST):
            desk.account.sign_out()
        assert desk.account.clerk is None
    desk.account.sign_in(**own_centre.clerks[1])
    desk.begin()
    eventually(desk.cases.has_pulled)


@pytest.mark.parametrize("ill", [silent_keyring, locked_keyring])
def test_closing_does_not_wait_for_a_keyring(desk, own_centre, ill):
    with ill():
        own_centre.say("expire")
        desk.centre.sync_now()
        with at_once(AT_MOST):
            desk.close()


def test_the_centre_hears_of_a_sign_out_though_the_keyring_is_locked(desk, own_centre):
    """By the access token, which is at hand."""
    central = CentralClient(own_centre.inner_url, "d")
    central.access_token = desk.account.signed_in.client.access_token
    assert central.digest()
    with locked_keyring():
        desk.account.sign_out()
        with pytest.raises(errors.SignInExpired):
            central.digest()
