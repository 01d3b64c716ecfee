"""What the contract says of the centre itself and of signing in."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import msgspec
import requests

from app.cases.model import Clerk
from app.cases.typed import decode
from app.central.wire import About, Token
from app.support.conformance.probe import Probe, expect


class SignInPoints:
    """Signs the probe in."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe

    def points(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("GET /v1/about", self._about),
            ("426 desk_too_old", self._too_old),
            ("POST /v1/token", self._sign_in),
            ("invalid_grant", self._wrong_password),
            ("refresh_token", self._refresh),
            ("token/revoke", self._revoke),
            ("access token and its family", self._family),
            ("401", self._without_token),
        ]

    def _about(self) -> str:
        answer, raw = self._probe.ask("GET", "/v1/about", signed=False)
        expect(answer.status_code == 200, f"{answer.status_code}")
        about = decode(raw, About)
        expect(about.api.startswith("1."), f"api {about.api!r}")
        expect(about.server_time.tzinfo is not None, "server_time without offset")
        return f"{about.name}，{about.api}"

    def _too_old(self) -> str:
        old = {"Desk-Version": "0.0.1"}
        return self._probe.problem(
            426, "desk_too_old", self._probe.ask("GET", "/v1/about", headers=old)
        )

    def _sign_in(self) -> str:
        answer, raw = self._grant(grant_type="password", **self._probe.credentials)
        expect(answer.status_code == 200, f"{answer.status_code}")
        token = decode(raw, Token)
        expect(token.token_type.lower() == "bearer", f"token_type {token.token_type!r}")
        expect(token.expires_in > 0, f"expires_in {token.expires_in}")
        clerk: Clerk = token.clerk
        expect(bool(clerk.id and clerk.department), "clerk without id or department")
        expect(set(clerk.roles) <= {"clerk", "lead"}, f"roles {clerk.roles}")
        self._probe.token = token.access_token
        return f"{clerk.id}，{'、'.join(clerk.roles)}"

    def _wrong_password(self) -> str:
        wrong = self._probe.credentials | {
            "username": f"nobody-{uuid.uuid4()}",
            "password": "wrong",
        }
        answer, raw = self._grant(grant_type="password", **wrong)
        expect(answer.status_code == 400, f"{answer.status_code}")
        error = msgspec.json.decode(raw).get("error")
        expect(error == "invalid_grant", f"error {error!r} (RFC 6749 5.2)")
        return "400 invalid_grant"

    def _refresh(self) -> str:
        """Serves once; used again once its successor was, the family is revoked.

        Whether a refresh whose answer may have been lost is answered again before that is the
        centre's to decide.
        """
        last = self._reused_family()
        family, _ = self._grant(grant_type="refresh_token", refresh_token=last.refresh_token)
        expect(family.status_code == 400, f"the family after it: {family.status_code}")
        return "一次有效 serves once"

    def _revoke(self) -> str:
        refresh = self._fresh_family().refresh_token
        for token in (refresh, "never-issued"):
            answer, _ = self._probe.ask(
                "POST", "/v1/token/revoke", signed=False, data={"token": token}
            )
            expect(answer.status_code == 200, f"{answer.status_code} (RFC 7009 2.2)")
        after, _ = self._grant(grant_type="refresh_token", refresh_token=refresh)
        expect(after.status_code == 400, f"a revoked token: {after.status_code}")
        return "200"

    def _family(self) -> str:
        """Ends with it: where it is revoked, and where a refresh token of it is used again."""
        revoked = self._fresh_family()
        self._probe.ask(
            "POST", "/v1/token/revoke", signed=False, data={"token": revoked.refresh_token}
        )
        for how, token in (("revoked", revoked), ("reused", self._reused_family())):
            said = {"Authorization": f"Bearer {token.access_token}"}
            answer, _ = self._probe.ask("GET", "/v1/changes/digest", signed=False, headers=said)
            expect(answer.status_code == 401, f"family {how}: {answer.status_code}")
        return "401"

    def _without_token(self) -> str:
        for path in ("/v1/changes", "/v1/changes/digest", "/v1/licences", "/v1/statistics"):
            self._probe.problem(401, "", self._probe.ask("GET", path, signed=False))
        return "401"

    def _reused_family(self) -> Token:
        """The last tokens of a family whose first refresh token was used again."""
        first = token = self._fresh_family()
        for use in ("first", "its successor's first"):
            answer, raw = self._grant(grant_type="refresh_token", refresh_token=token.refresh_token)
            expect(answer.status_code == 200, f"{use} use: {answer.status_code}")
            token = decode(raw, Token)
        again, _ = self._grant(grant_type="refresh_token", refresh_token=first.refresh_token)
        expect(again.status_code == 400, f"second use: {again.status_code}")
        return token

    def _fresh_family(self) -> Token:
        answer, raw = self._grant(grant_type="password", **self._probe.credentials)
        expect(answer.status_code == 200, f"{answer.status_code}")
        return decode(raw, Token)

    def _grant(self, **form: str) -> tuple[requests.Response, bytes]:
        return self._probe.ask("POST", "/v1/token", signed=False, data=form)
