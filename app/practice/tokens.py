"""The practice centre's sign-in: passwords, access and refresh tokens (RFC 6749, 7009, 9700)."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable

import msgspec

ACCESS_SECONDS = 900
GRACE_SECONDS = 60
FAILURES, LOCKED_SECONDS = 5, 300


class Refused(Exception):
    """The grant is not good."""


class Locked(Exception):
    """Too many wrong passwords; ``seconds`` until the next try."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"locked for {seconds} s")


class Grant(msgspec.Struct, frozen=True):
    """A pair of tokens and whose they are; ``expires_in`` seconds is the access token's."""

    access_token: str
    refresh_token: str
    expires_in: int
    clerk_id: str


class _Access(msgspec.Struct, frozen=True):
    family: str
    clerk_id: str
    until: float


class _Refresh(msgspec.Struct):
    """``successor``, ``spent_at`` and the device ``spent_by`` once it has served."""

    family: str
    clerk_id: str
    successor: Grant | None = None
    spent_at: float = 0.0
    spent_by: str = ""


class Tokens:
    """Who may come in. Kept in memory: a restarted centre asks everyone to sign in again.

    Each sign-in begins a family of its own, so that the desks of one clerk do not end each other's
    sign-in; all tokens of a family end with it.
    """

    def __init__(
        self, passwords: dict[str, tuple[str, str]], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """``passwords``: username → (password, clerk id)."""
        self.revoked = False  # whether desks are to erase what they hold
        self._passwords = passwords
        self._monotonic = monotonic
        self._access: dict[str, _Access] = {}
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
        """From now on; tokens already given stay."""
        _, clerk_id = self._passwords[username]
        self._passwords[username] = (password, clerk_id)

    def by_refresh(self, token: str, device: str = "") -> Grant:
        """Serves once; a token used again revokes its whole family.

        But an answer can be lost on the way: within GRACE_SECONDS, and as long as nobody has used
        the refresh token it gave, the same answer is given again to the same device.
        """
        held = self._refresh.get(token)
        if held is None:
            raise Refused
        if held.successor is None:
            held.spent_at, held.spent_by = self._monotonic(), device
            held.successor = self._grant(held.clerk_id, held.family)
            return held.successor
        age = self._monotonic() - held.spent_at
        gone_on = self._refresh[held.successor.refresh_token].successor is not None
        if age >= GRACE_SECONDS or gone_on or device != held.spent_by:
            self._revoke_family(held.family)
            raise Refused
        return msgspec.structs.replace(held.successor, expires_in=int(ACCESS_SECONDS - age))

    def revoke(self, token: str) -> None:
        """Ends the family of a refresh or an access token; what is neither ends nothing."""
        held = self._refresh.get(token) or self._access.get(token)
        if held is not None:
            self._revoke_family(held.family)

    def clerk_of(self, access_token: str) -> str | None:
        """The id of the clerk whose living access token this is; None where it is none."""
        held = self._access.get(access_token)
        return held.clerk_id if held is not None and held.until > self._monotonic() else None

    def expire(self, wholly: bool) -> None:
        """Ends every access token now; ``wholly`` the refresh tokens as well."""
        self._access.clear()
        if wholly:
            self._refresh.clear()

    def present(self) -> set[str]:
        """The clerks who are signed in now."""
        now = self._monotonic()
        return {access.clerk_id for access in self._access.values() if access.until > now}

    def _grant(self, clerk_id: str, family: str) -> Grant:
        now = self._monotonic()
        self._access = {token: held for token, held in self._access.items() if held.until > now}
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._access[access] = _Access(family, clerk_id, now + ACCESS_SECONDS)
        self._refresh[refresh] = _Refresh(family, clerk_id)
        return Grant(access, refresh, ACCESS_SECONDS, clerk_id)

    def _revoke_family(self, family: str) -> None:
        self._access = {t: held for t, held in self._access.items() if held.family != family}
        self._refresh = {t: held for t, held in self._refresh.items() if held.family != family}
