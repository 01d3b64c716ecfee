"""Signing in to the centre and staying signed in (RFC 6749, 7009)."""

from __future__ import annotations

import threading

from app.cases.failure import Failure
from app.cases.model import Clerk
from app.central import errors
from app.central.client import Central

SERVICE = "jianjian"


class SignIn:
    """The tokens of one clerk. The refresh token rests in the keyring, nowhere else."""

    def __init__(self, central: Central, username: str, device_id: str) -> None:
        self._central = central
        self._entry = f"{central.url}|{username}|refresh"
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
        import keyring

        stale = self._central.access_token
        with self._renewing:
            if self._central.access_token != stale:
                return self._central.access_token
            refresh = keyring.get_password(SERVICE, self._entry)
            if not refresh:
                raise errors.SignInExpired
            try:
                token = self._central.token(
                    {"grant_type": "refresh_token", "refresh_token": refresh}
                )
            except errors.SignInRefused:
                keyring.delete_password(SERVICE, self._entry)
                raise errors.SignInExpired from None
            self._keep(token.access_token, token.refresh_token)
            return token.access_token

    def sign_out(self) -> None:
        """Forgets the tokens here, and at the centre where it can be reached."""
        import keyring

        refresh = keyring.get_password(SERVICE, self._entry)
        self._central.access_token = ""
        if not refresh:
            return
        keyring.delete_password(SERVICE, self._entry)
        try:
            self._central.revoke(refresh)
        except Failure:
            return  # it expires there by itself

    def _keep(self, access: str, refresh: str) -> None:
        import keyring

        self._central.access_token = access
        keyring.set_password(SERVICE, self._entry, refresh)
