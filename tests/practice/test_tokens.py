"""Sign-in: a family of tokens for each sign-in, and what ends it ends all of it."""

import pytest

from app.practice.tokens import ACCESS_SECONDS, GRACE_SECONDS, Refused, Tokens
from tests.practice.calls import Caller


@pytest.fixture
def clerk(centre):
    return Caller(centre, 4)


def reads(clerk, access_token):
    return clerk.call("GET", "/v1/changes/digest", access_token=access_token).status_code == 200


@pytest.mark.parametrize("name", ["refresh_token", "access_token"])
def test_revoking_either_token_ends_both(clerk, name):
    assert reads(clerk, clerk.token["access_token"])
    assert clerk.revoke(clerk.token[name]).status_code == 200
    assert not reads(clerk, clerk.token["access_token"])
    assert clerk.refresh().json()["error"] == "invalid_grant"


def test_revoking_ends_every_access_token_of_the_family(clerk):
    second = clerk.refresh().json()
    third = clerk.refresh(second["refresh_token"]).json()
    assert reads(clerk, second["access_token"])
    clerk.revoke(third["refresh_token"])
    family = (clerk.token, second, third)
    assert [reads(clerk, token["access_token"]) for token in family] == [False, False, False]


def test_a_refresh_token_used_again_after_its_successor_was_ends_the_family(clerk):
    second = clerk.refresh().json()
    third = clerk.refresh(second["refresh_token"]).json()
    assert clerk.refresh().status_code == 400
    assert clerk.refresh(third["refresh_token"]).status_code == 400
    assert not reads(clerk, third["access_token"])


def test_a_refresh_whose_answer_was_lost_is_answered_again_and_ends_nothing(clerk):
    lost, again = clerk.refresh(), clerk.refresh()
    assert (lost.status_code, again.status_code) == (200, 200)
    assert again.json()["refresh_token"] == lost.json()["refresh_token"]
    assert reads(clerk, again.json()["access_token"])
    assert clerk.refresh(again.json()["refresh_token"]).status_code == 200


def test_the_desks_of_one_clerk_do_not_end_each_other_s_sign_in(centre):
    counter, back_office = Caller(centre, 4, "counter"), Caller(centre, 4, "back office")
    counter.revoke(counter.token["refresh_token"])
    assert reads(back_office, back_office.token["access_token"])
    assert back_office.refresh().status_code == 200


def test_signing_in_again_at_one_desk_leaves_the_sign_in_before_it_as_it_was(centre):
    first = Caller(centre, 4, "counter")
    second = Caller(centre, 4, "counter")
    second.revoke(second.token["refresh_token"])
    assert reads(first, first.token["access_token"])


class Time:
    """A monotonic clock that stands still until it is set on."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def tokens(time):
    return Tokens({"ada": ("secret", "clerk-01")}, time)


def test_the_grace_of_a_refresh_is_a_minute_from_its_first_use(tokens, time):
    first = tokens.by_password("ada", "secret")
    second = tokens.by_refresh(first.refresh_token)
    time.now += GRACE_SECONDS - 1
    assert tokens.by_refresh(first.refresh_token).refresh_token == second.refresh_token
    time.now += 1  # being asked again within it does not lengthen it
    with pytest.raises(Refused):
        tokens.by_refresh(first.refresh_token)
    assert tokens.clerk_of(second.access_token) is None
    with pytest.raises(Refused):
        tokens.by_refresh(second.refresh_token)


def test_an_answer_given_again_says_how_long_its_access_token_still_lives(tokens, time):
    first = tokens.by_password("ada", "secret")
    second = tokens.by_refresh(first.refresh_token)
    time.now += 30
    again = tokens.by_refresh(first.refresh_token)
    assert again.expires_in == ACCESS_SECONDS - 30
    time.now += again.expires_in - 1
    assert tokens.clerk_of(second.access_token) == "clerk-01"
    time.now += 1
    assert tokens.clerk_of(second.access_token) is None


def test_a_stolen_refresh_token_is_of_no_use_once_the_desk_has_gone_on(tokens):
    first = tokens.by_password("ada", "secret")
    second = tokens.by_refresh(first.refresh_token)
    third = tokens.by_refresh(second.refresh_token)
    with pytest.raises(Refused):
        tokens.by_refresh(first.refresh_token)
    assert tokens.clerk_of(third.access_token) is None
    assert tokens.present() == set()


def test_another_device_has_no_grace(tokens):
    first = tokens.by_password("ada", "secret")
    second = tokens.by_refresh(first.refresh_token, "counter")
    assert tokens.by_refresh(first.refresh_token, "counter") == second
    with pytest.raises(Refused):
        tokens.by_refresh(first.refresh_token, "another")
    assert tokens.clerk_of(second.access_token) is None
