"""Signing in to the centre and staying signed in (RFC 6749, 7009)."""

from __future__ import annotations

import threading
from typing import Protocol

from app.cases.failure import Failure
from app.cases.model import Clerk
from app.central import errors
from app.central.client import Central

SERVICE = "jianjian"


class TokenPlace(Protocol):
    """Where the refresh token rests."""

    def read(self) -> str: ...
    def write(self, token: str) -> None: ...
    def remove(self) -> None: ...


class KeyringToken:
    """In the operating system's keyring, nowhere else."""

    def __init__(self, url: str, username: str) -> None:
        self._entry = f"{url.rstrip('/')}|{username}|refresh"

    def read(self) -> str:
        import keyring

        return keyring.get_password(SERVICE, self._entry) or ""

    def write(self, token: str) -> None:
        import keyring

        keyring.set_password(SERVICE, self._entry, token)

    def remove(self) -> None:
        import keyring

        if keyring.get_password(SERVICE, self._entry):
            keyring.delete_password(SERVICE, self._entry)


class SignIn:
    """The tokens of one clerk; the access token is in memory only."""

    def __init__(
        self, central: Central, username: str, device_id: str, refresh_token: TokenPlace
    ) -> None:
        self._central = central
        self._refresh_token = refresh_token
        self._username = username
        self._device_id = device_id
        self._renewing = threading.Lock()
        central.renew = self.renew

    def with_password(self, password: str) -> Clerk:
        """Signs in; raises SignInRefused, LockedOut, or what the wire raises."""
        token = self._central.token(
            {
                "grant_type": "password",
                "username": self._username,
                "password": password,
                "device_id": self._device_id,
            }
        )
        self._keep(token.access_token, token.refresh_token)
        return token.clerk

    def renew(self) -> str:
        """A fresh access token; raises SignInExpired when the refresh token serves no more."""
        stale = self._central.access_token
        with self._renewing:
            if self._central.access_token != stale:
                return self._central.access_token
            refresh = self._refresh_token.read()
            if not refresh:
                raise errors.SignInExpired
            try:
                token = self._central.token(
                    {"grant_type": "refresh_token", "refresh_token": refresh}
                )
            except errors.SignInRefused:
                self._refresh_token.remove()
                raise errors.SignInExpired from None
            self._keep(token.access_token, token.refresh_token)
            return token.access_token

    def sign_out(self) -> None:
        """Forgets the tokens here, and at the centre where it can be reached."""
        refresh = self._refresh_token.read()
        self.forget()
        if not refresh:
            return
        try:
            self._central.revoke(refresh)
        except Failure:
            return  # it expires there by itself

    def forget(self) -> None:
        """Forgets the tokens here."""
        self._central.access_token = ""
        self._refresh_token.remove()

    def _keep(self, access: str, refresh: str) -> None:
        self._central.access_token = access
        self._refresh_token.write(refresh)
