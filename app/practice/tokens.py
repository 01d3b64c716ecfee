"""The practice centre's sign-in: passwords, access and refresh tokens (RFC 6749, 7009)."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable

import msgspec

ACCESS_SECONDS = 900
FAILURES, LOCKED_SECONDS = 5, 300


class Refused(Exception):
    """The grant is not good."""


class Locked(Exception):
    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"locked for {seconds} s")


class Grant(msgspec.Struct, frozen=True):
    access_token: str
    refresh_token: str
    expires_in: int
    clerk_id: str


class _Refresh(msgspec.Struct):
    family: str
    clerk_id: str
    spent: bool = False


class Tokens:
    """Who may come in. Kept in memory: a restarted centre asks everyone to sign in again."""

    def __init__(
        self, passwords: dict[str, tuple[str, str]], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """``passwords``: username → (password, clerk id)."""
        self.revoked = False  # whether desks are to erase what they hold
        self._passwords = passwords
        self._monotonic = monotonic
        self._access: dict[str, tuple[str, float]] = {}
        self._refresh: dict[str, _Refresh] = {}
        self._failures: dict[str, int] = {}
        self._locked_until: dict[str, float] = {}

    def by_password(self, username: str, password: str) -> Grant:
        """Raises Locked after five failures, Refused on a wrong user name or password."""
        now = self._monotonic()
        if (until := self._locked_until.get(username, 0.0)) > now:
            raise Locked(int(until - now) + 1)
        known, clerk_id = self._passwords.get(username, ("", ""))
        if not clerk_id or not hmac.compare_digest(known.encode(), password.encode()):
            self._failures[username] = self._failures.get(username, 0) + 1
            if self._failures[username] >= FAILURES:
                self._failures[username] = 0
                self._locked_until[username] = now + LOCKED_SECONDS
            raise Refused
        self._failures.pop(username, None)
        return self._grant(clerk_id, secrets.token_hex(8))

    def change_password(self, username: str, password: str) -> None:
        _, clerk_id = self._passwords[username]
        self._passwords[username] = (password, clerk_id)

    def by_refresh(self, token: str) -> Grant:
        """Serves once; a token used again revokes its whole family."""
        held = self._refresh.get(token)
        if held is None:
            raise Refused
        if held.spent:
            self._revoke_family(held.family)
            raise Refused
        held.spent = True
        return self._grant(held.clerk_id, held.family)

    def revoke(self, token: str) -> None:
        held = self._refresh.get(token)
        if held is not None:
            self._revoke_family(held.family)
        self._access.pop(token, None)

    def clerk_of(self, access_token: str) -> str | None:
        clerk_id, until = self._access.get(access_token, ("", 0.0))
        return clerk_id if clerk_id and until > self._monotonic() else None

    def expire(self, wholly: bool) -> None:
        """Ends every access token now; ``wholly`` the refresh tokens as well."""
        self._access.clear()
        if wholly:
            self._refresh.clear()

    def present(self) -> set[str]:
        """The clerks who are signed in now."""
        now = self._monotonic()
        return {clerk_id for clerk_id, until in self._access.values() if until > now}

    def _grant(self, clerk_id: str, family: str) -> Grant:
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._access[access] = (clerk_id, self._monotonic() + ACCESS_SECONDS)
        self._refresh[refresh] = _Refresh(family, clerk_id)
        return Grant(access, refresh, ACCESS_SECONDS, clerk_id)

    def _revoke_family(self, family: str) -> None:
        for token in [t for t, r in self._refresh.items() if r.family == family]:
            del self._refresh[token]
