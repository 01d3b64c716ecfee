"""Centres that sign clerks in otherwise than the contract says."""

from app.practice import server, tokens
from app.practice.problems import Refusal
from app.practice.tokens import Refused, Tokens
from tests.support.broken_centre import Mutant


def without(*names):
    def alter(reply):
        reply.json = {name: value for name, value in reply.json.items() if name not in names}

    return alter


def without_offset(reply):
    if reply.status == 200:
        reply.json = reply.json | {"server_time": reply.json["server_time"][:19]}


def plain_json(reply):
    reply.headers["content-type"] = "application/json"


def of_clerk(**changes):
    def alter(reply):
        said = reply.json
        if "clerk" in said:
            reply.json = said | {"clerk": said["clerk"] | changes}

    return alter


def junk_after_refresh(reply):
    if b"grant_type=refresh_token" in reply.sent and reply.status == 200:
        reply.json = reply.json | {"access_token": "junk"}


def wrong_password_is(status):
    def alter(reply):
        if b"nobody-" in reply.sent:
            reply.status = status

    return alter


def any_grant_type_is_a_password(reply):
    if b"grant_type=magic" in reply.sent:
        reply.status, reply.json = 200, {}


def refusing_alone(original, self, token, *device):
    """A refresh token used again: refused, and its family lives on."""
    held = self._refresh.get(token)
    if held and held.successor and self._refresh[held.successor.refresh_token].successor:
        raise Refused
    return original(self, token, *device)


def ending_the_others(original, self, username, password, *device):
    """One sign-in a clerk."""
    _, clerk_id = self._passwords.get(username, ("", ""))
    for held in list(self._refresh.values()):
        if held.clerk_id == clerk_id:
            self._revoke_family(held.family)
    return original(self, username, password, *device)


def only_refresh_tokens(self, family):
    self._refresh = {t: held for t, held in self._refresh.items() if held.family != family}


def keeping_refresh(original, self, token):
    """As if only access tokens could be revoked."""
    held = self._refresh.get(token) or self._access.get(token)
    if held:
        self._access = {t: h for t, h in self._access.items() if h.family != held.family}


def deaf_to_access_tokens(original, self, token):
    if token not in self._access:
        original(self, token)


def refusing_unknown(original, self, token):
    if token not in self._refresh and token not in self._access:
        raise Refusal(400, "malformed", "no token")
    original(self, token)


def never_ending(self, access_token):
    held = self._access.get(access_token)
    return held.clerk_id if held else None


MUTANTS = [
    Mutant(
        "server_time without an offset",
        {"GET /v1/about"},
        lambda c: c.answers("/v1/about", without_offset),
    ),
    Mutant(
        "any desk is new enough",
        {"426 desk_too_old"},
        lambda c: c.patch(server, "OLDEST_DESK", (0, 0)),
    ),
    Mutant(
        "426 is no problem of RFC 9457",
        {"426 desk_too_old"},
        lambda c: c.answers("/v1/about", plain_json),
    ),
    Mutant(
        "a clerk without a department",
        {"POST /v1/token"},
        lambda c: c.answers("/v1/token", of_clerk(department=None)),
    ),
    Mutant(
        "a role of another name",
        {"roles"},
        lambda c: c.answers("/v1/token", of_clerk(roles=["clerk", "boss"])),
        frozenset({"extend"}),
    ),
    Mutant(
        "a wrong password is 401",
        {"invalid_grant"},
        lambda c: c.answers("/v1/token", wrong_password_is(401)),
    ),
    Mutant(
        "400 of the token call without the error of RFC 6749",
        {"invalid_grant", "token: 400"},
        lambda c: c.answers("/v1/token", without("error")),
    ),
    Mutant(
        "an unknown grant type is let in",
        {"token: 400"},
        lambda c: c.answers("/v1/token", any_grant_type_is_a_password),
    ),
    Mutant(
        "the access token of a refresh is no good",
        {"refresh_token"},
        lambda c: c.answers("/v1/token", junk_after_refresh),
    ),
    Mutant(
        "a refresh whose answer was lost ends the family",
        {"refresh: lost answer"},
        lambda c: c.patch(tokens, "GRACE_SECONDS", 0),
    ),
    Mutant(
        "a refresh token is answered again for ever",
        {"refresh: after a minute"},
        lambda c: c.patch(tokens, "GRACE_SECONDS", 10**9),
    ),
    Mutant(
        "a refresh token used again leaves its family alone",
        {"refresh: replay"},
        lambda c: c.around(Tokens, "by_refresh", refusing_alone),
    ),
    Mutant(
        "a refresh token outlives its revocation",
        {"token/revoke"},
        lambda c: c.around(Tokens, "revoke", keeping_refresh),
    ),
    Mutant(
        "revoking an access token ends nothing",
        {"token/revoke"},
        lambda c: c.around(Tokens, "revoke", deaf_to_access_tokens),
    ),
    Mutant(
        "revoking what is no token is 400",
        {"token/revoke"},
        lambda c: c.around(Tokens, "revoke", refusing_unknown),
    ),
    Mutant(
        "an access token outlives its family",
        {"access token and its family", "refresh: replay"},
        lambda c: c.patch(Tokens, "_revoke_family", only_refresh_tokens),
    ),
    Mutant(
        "an access token lives for ever",
        {"access token: its end"},
        lambda c: c.patch(Tokens, "clerk_of", never_ending),
    ),
    Mutant(
        "a second desk ends the first one's sign-in",
        {"two desks of one clerk"},
        lambda c: c.around(Tokens, "by_password", ending_the_others),
    ),
    Mutant(
        "licences are shown to anybody",
        {"401"},
        lambda c: c.patch(server, "SIGNED_OUT_PATHS", (*server.SIGNED_OUT_PATHS, "/v1/licences")),
    ),
]
