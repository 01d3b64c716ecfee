"""Signing in to the centre and staying signed in (RFC 6749, 7009)."""

from __future__ import annotations

import contextlib
import threading
from typing import Protocol

from app.cases.failure import Failure
from app.cases.model import Clerk
from app.central import errors
from app.central.client import CentralClient
from app.central.wire import Token


class TokenPlace(Protocol):
    """Where the refresh token rests; raises a Failure where it cannot be asked."""

    def read(self) -> str: ...
    def write(self, token: str) -> None: ...
    def remove(self) -> None: ...


class SignIn:
    """The tokens of one clerk; the access token is in memory only."""

    def __init__(
        self, central: CentralClient, username: str, device_id: str, refresh_token: TokenPlace
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
                token = self._refreshed(refresh)
            except errors.SignInRefused:
                self._refresh_token.remove()
                raise errors.SignInExpired from None
            self._keep(token.access_token, token.refresh_token)
            return token.access_token

    def _refreshed(self, refresh: str) -> Token:
        """Asks once more where the answer was lost, or kept back by something on the way: for a
        minute a centre answers the same token of the same desk again, and one that does not has
        ended the sign-in anyway."""
        form = {"grant_type": "refresh_token", "refresh_token": refresh}
        try:
            return self._central.token(form)
        except (errors.CentreUnreachable, errors.CentreFailed, errors.NotTheCentre):
            return self._central.token(form)

    def sign_out(self) -> None:
        """Forgets the tokens here, and at the centre where it can be reached.

        Raises what the place of the refresh token raises, once the centre has been told: with the
        access token then, which a centre may end the sign-in by as well (RFC 7009 2.1).
        """
        access = self._central.access_token
        try:
            refresh = self._refresh_token.read()
            self.forget()
        except Failure:
            self._tell(access)
            raise
        self._tell(refresh)

    def _tell(self, token: str) -> None:
        if token:
            with contextlib.suppress(Failure):  # it expires there by itself
                self._central.revoke(token)

    def forget(self) -> None:
        """Forgets the tokens here."""
        self._central.access_token = ""
        self._refresh_token.remove()

    def _keep(self, access: str, refresh: str) -> None:
        self._central.access_token = access
        self._refresh_token.write(refresh)
