"""What the contract says of the centre itself and of signing in."""

from __future__ import annotations

import uuid

import msgspec
import requests

from app.cases.model import Clerk
from app.cases.sentence import Sentence, say
from app.cases.typed import decode
from app.central.wire import About, Token
from app.support.conformance.probe import (
    DEVICE,
    Check,
    Pace,
    Probe,
    answered,
    expect,
    problem,
)

ROLES = {"clerk", "lead"}
GRACE_SECONDS = 60  # in which a refresh is answered again
TOKEN_ERRORS = {  # RFC 6749 5.2
    "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
    "unsupported_grant_type", "invalid_scope",
}  # fmt: skip
NOWHERE = "/v1/materials/nothing"
SIGNED = (
    ("GET", "/v1/changes"), ("GET", "/v1/changes/digest"), ("POST", "/v1/actions"),
    ("POST", "/v1/claims"), ("GET", NOWHERE), ("PUT", "/v1/attachments/" + "0" * 64),
    ("GET", "/v1/search"), ("GET", "/v1/licences"), ("GET", "/v1/statistics"),
)  # fmt: skip
AUTHORITY = say(
    "中心证书的签发机构受本机信任，或写在 policy.toml 的 extra_ca 里",
    "the authority that signed the centre's certificate is trusted by this machine, or named by "
    "extra_ca in policy.toml",
)
REACHED = say("中心在这个地址应答", "the centre answers at this address")


class SignInPoints:
    """Signs the probe in."""

    def __init__(self, probe: Probe, pace: Pace) -> None:
        self._probe, self._pace = probe, pace

    def checks(self) -> list[Check]:
        general, section = "HTTP", "Sign-in"
        return [
            Check("HTTPS", general, self._reached),
            Check("GET /v1/about", section, self._about),
            Check("426 desk_too_old", general, self._too_old),
            Check("POST /v1/token", section, self._sign_in),
            Check("roles", section, self._roles),
            Check("invalid_grant", section, self._wrong_password),
            Check("token: 400", section, self._odd_forms),
            Check("refresh_token", section, self._refresh),
            Check("refresh: lost answer", section, self._lost_answer),
            Check("refresh: after a minute", section, self._late_repeat),
            Check("refresh: replay", section, self._replay),
            Check("token/revoke", section, self._revoke),
            Check("access token and its family", section, self._family),
            Check("access token: its end", section, self._expiry),
            Check("two desks of one clerk", section, self._two_desks),
            Check("401", general, self._without_token),
        ]

    def _reached(self) -> str:
        """Where it is not, nothing else is tried."""
        self._probe.reached = False
        try:
            self._probe.session.get(self._probe.url + "/v1/about", timeout=30, stream=True).close()
        except requests.exceptions.SSLError as error:
            expect(False, AUTHORITY, error)
        except requests.RequestException as error:
            expect(False, REACHED, error)
        self._probe.reached = True
        return self._probe.url.partition(":")[0]

    def _about(self) -> str:
        about = decode(answered(200, self._probe.ask("GET", "/v1/about", signed=False)), About)
        expect(bool(about.name), say("name 不为空", "a name"), repr(about.name))
        expect(about.api.startswith("1."), say("api 为 1.x", "api is 1.x"), repr(about.api))
        expect(
            about.server_time.tzinfo is not None,
            say("server_time 带时区（RFC 3339）", "server_time has an offset (RFC 3339)"),
            about.server_time.isoformat(),
        )
        return f"{about.name}，{about.api}"

    def _too_old(self) -> str:
        old = {"Desk-Version": "0.0.1"}
        asked = self._probe.ask("GET", "/v1/about", signed=False, headers=old)
        return problem(426, "desk_too_old", asked)

    def _sign_in(self) -> str:
        token = self._granted(grant_type="password", **self._probe.credentials)
        self._probe.keep(token)
        expect(token.token_type.lower() == "bearer", say("token_type 为 Bearer", "token_type is "
               "Bearer"), repr(token.token_type))  # fmt: skip
        expect(token.expires_in > 0, say("expires_in 大于 0 秒", "expires_in is more than 0 "
               "seconds"), token.expires_in)  # fmt: skip
        clerk: Clerk = token.clerk
        department = clerk.department
        expect(
            bool(clerk.id and clerk.name and department and department.code),
            say(
                "clerk 带 id、name、department.code",
                "the clerk has id, name and department.code",
            ),
            msgspec.json.encode(clerk).decode(),
        )
        return f"{clerk.id}，{token.expires_in} s"

    def _roles(self) -> str:
        roles = self._fresh_family().clerk.roles
        expect(
            "clerk" in roles and set(roles) <= ROLES,
            say("roles 只有 clerk、lead，必有 clerk", "roles are clerk and lead, clerk always"),
            roles,
        )
        return "、".join(roles)

    def _wrong_password(self) -> str:
        """Of a name nobody has, so that the test clerk is not locked out."""
        wrong = {"username": f"nobody-{uuid.uuid4()}", "password": "wrong"}
        form = self._probe.credentials | wrong
        raw = answered(400, self._probe.grant(grant_type="password", **form))
        _expect_error(raw, {"invalid_grant"})
        unknown = self._probe.grant(grant_type="refresh_token", refresh_token=str(uuid.uuid4()))
        _expect_error(answered(400, unknown), {"invalid_grant"})
        return "400 invalid_grant"

    def _odd_forms(self) -> str:
        forms: tuple[dict[str, str], ...] = (
            {}, {"grant_type": "password"}, {"grant_type": "refresh_token"},
            {"grant_type": "magic", **self._probe.credentials},
        )  # fmt: skip
        for form in forms:
            _expect_error(answered(400, self._probe.grant(**form)), TOKEN_ERRORS)
        return "400"

    def _refresh(self) -> str:
        first = self._fresh_family()
        second = self._refreshed(first)
        expect(
            second.refresh_token != first.refresh_token,
            say("刷新后得到新的刷新令牌", "a refresh gives another refresh token"),
            "the same refresh token",
        )
        self._expect_access(
            second, 200, say("刷新得到的访问令牌有效", "the access token it gives is good")
        )
        self._refreshed(second)
        return "一次有效 serves once"

    def _lost_answer(self) -> str:
        """Asked again at once, as a desk does that never heard the answer."""
        first = self._fresh_family()
        lost = self._refreshed(first)
        again = self._probe.grant(grant_type="refresh_token", refresh_token=first.refresh_token)
        same = say(
            "{n} 秒内、后继令牌未用过时，同一刷新令牌得到同样的令牌",
            "within {n} s, and until its successor was used, a refresh token is answered again "
            "with the same tokens",
            n=GRACE_SECONDS,
        )
        expect(again[0].status_code == 200, same, again[0].status_code)
        token = decode(again[1], Token)
        expect(token.refresh_token == lost.refresh_token, same, "another refresh token")
        last = self._probe.grant(grant_type="refresh_token", refresh_token=lost.refresh_token)
        expect(last[0].status_code == 200, same, f"its successor: {last[0].status_code}")
        return f"{GRACE_SECONDS} s"

    def _late_repeat(self) -> str:
        first = self._fresh_family()
        last = self._refreshed(first)
        self._let_pass(GRACE_SECONDS + 1)
        over = say(
            "{n} 秒后再用旧的刷新令牌，为 400，整族作废",
            "after {n} s a used refresh token is 400 and its family is revoked",
            n=GRACE_SECONDS,
        )
        for token in (first, last):
            answer, _ = self._probe.grant(
                grant_type="refresh_token", refresh_token=token.refresh_token
            )
            expect(answer.status_code == 400, over, answer.status_code)
        return "400"

    def _replay(self) -> str:
        first = self._fresh_family()
        last = self._refreshed(self._refreshed(first))
        ends = say(
            "后继令牌用过之后再用旧的刷新令牌，为 400，整族（含访问令牌）立即作废",
            "a refresh token used again after its successor was is 400, and all of its family "
            "ends at once, access tokens too",
        )
        for which, token in (("the first again", first), ("the family's last", last)):
            answer, _ = self._probe.grant(
                grant_type="refresh_token", refresh_token=token.refresh_token
            )
            expect(answer.status_code == 400, ends, f"{which}: {answer.status_code}")
        self._expect_access(last, 401, ends)
        return "400, 401"

    def _revoke(self) -> str:
        """Either token of the pair; what is no token is 200 as well."""
        by_refresh, by_access = self._fresh_family(), self._fresh_family()
        for token in (by_refresh.refresh_token, by_access.access_token, "never-issued"):
            self._revoked(token)
        for family in (by_refresh, by_access):
            answer, _ = self._probe.grant(
                grant_type="refresh_token", refresh_token=family.refresh_token
            )
            expect(
                answer.status_code == 400,
                say(
                    "撤销任一令牌后，刷新令牌为 400",
                    "once either token is revoked the refresh token is 400",
                ),
                answer.status_code,
            )
        return "200"

    def _family(self) -> str:
        family = self._fresh_family()
        self._revoked(family.refresh_token)
        self._expect_access(
            family,
            401,
            say(
                "刷新令牌撤销后，访问令牌立即为 401",
                "an access token is 401 as soon as its refresh token is revoked",
            ),
        )
        return "401"

    def _expiry(self) -> str:
        token = self._fresh_family()
        self._let_pass(token.expires_in + 1)
        self._expect_access(
            token,
            401,
            say("访问令牌在 expires_in 秒后为 401", "an access token is 401 after expires_in"),
        )
        self._refreshed(token)
        return f"{token.expires_in} s"

    def _two_desks(self) -> str:
        """Of one clerk, at once: neither ends the other's sign-in."""
        counter, office = (self._fresh_family(str(uuid.uuid4())) for _ in range(2))
        apart = say(
            "同一人员的两台设备各有各的登录，一台退出不影响另一台",
            "two desks of one clerk sign in apart: one that signs out does not end the other",
        )
        self._expect_access(counter, 200, apart)
        self._revoked(office.refresh_token)
        self._expect_access(counter, 200, apart)
        return "200"

    def _without_token(self) -> str:
        nonsense = {"Authorization": "Bearer nonsense"}
        for method, path in SIGNED:
            for headers in ({}, nonsense):
                problem(401, "", self._probe.ask(method, path, signed=False, headers=headers))
        with self._probe.open_stream(nonsense) as stream:
            expect(
                stream.status_code == 401,
                say("无有效令牌时，变更流为 401", "without a good token the stream is 401"),
                stream.status_code,
            )
        return "401"

    def _fresh_family(self, device_id: str = DEVICE) -> Token:
        self._probe.require_sign_in()
        form = self._probe.credentials | {"grant_type": "password", "device_id": device_id}
        headers = {"Desk-Device": device_id}
        asked = self._probe.ask("POST", "/v1/token", signed=False, headers=headers, data=form)
        token: Token = decode(answered(200, asked), Token)
        return token

    def _refreshed(self, token: Token) -> Token:
        return self._granted(grant_type="refresh_token", refresh_token=token.refresh_token)

    def _granted(self, **form: str) -> Token:
        token: Token = decode(answered(200, self._probe.grant(**form)), Token)
        return token

    def _revoked(self, token: str) -> None:
        form = {"token": token}
        answered(200, self._probe.ask("POST", "/v1/token/revoke", signed=False, data=form))

    def _expect_access(self, token: Token, status: int, expected: Sentence) -> None:
        said = {"Authorization": f"Bearer {token.access_token}"}
        answer, _ = self._probe.ask("GET", "/v1/changes/digest", signed=False, headers=said)
        expect(answer.status_code == status, expected, answer.status_code)

    def _let_pass(self, seconds: float) -> None:
        self._pace.require(seconds)
        self._pace.wait(seconds)


def _expect_error(raw: bytes, errors: set[str]) -> None:
    error = msgspec.json.decode(raw).get("error")
    expect(
        error in errors,
        say(
            "错误正文的 error 为 {errors}（RFC 6749 5.2）",
            "the error member is {errors} (RFC 6749 5.2)",
            errors=" / ".join(sorted(errors)),
        ),
        repr(error),
    )
