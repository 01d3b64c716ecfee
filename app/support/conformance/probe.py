"""Asking a centre as a test clerk's desk would, and saying where it answers otherwise."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
import requests

from app import __version__
from app.cases.contract import API_VERSION, knows
from app.cases.sentence import Sentence, say
from app.cases.typed import decode
from app.central.transport import Trust, body, session_for
from app.central.wire import About, Problem, Token
from app.machine.cancel import CancelScope

SECONDS = 30
NO_TIME = 0.001  # in which no answer comes
DEVICE = "c0117ac7-0000-4000-8000-000000000000"  # the Desk-Device of every run
LARGEST = 64 * 2**20
NOT_SIGNED_IN = say("测试人员没有登录", "the test clerk is not signed in")
NOT_REACHED = say("连不上中心", "the centre is not reached")
NO_SECOND_CLERK = say("没有第二名测试人员", "no second clerk was given")

Asked = tuple[requests.Response, bytes]


class Differs(Exception):
    """The centre answered otherwise than the contract says.

    ``came`` is what it said; ``section`` of docs/contract.md says ``expected``, its point's own
    where it is "".
    """

    def __init__(self, expected: Sentence, came: object, section: str = "") -> None:
        super().__init__(expected.en)
        self.expected, self.came, self.section = expected, str(came), section


class NotTried(Exception):
    """A point that cannot be tried here, and why."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.en)
        self.why = why


def expect(true: bool, expected: Sentence, came: object, section: str = "") -> None:
    """Raises Differs where it is not true."""
    if not true:
        raise Differs(expected, came, section)


class Check(NamedTuple):
    """One point: the section of docs/contract.md that says it; ``examine`` says what was found, or
    raises Differs or NotTried."""

    name: str
    section: str
    examine: Callable[[], str]


class Credentials(msgspec.Struct, frozen=True):
    """A test clerk's."""

    username: str
    password: str


class Pace(msgspec.Struct, frozen=True):
    """How long a run waits, in seconds.

    ``silence``: the stream's longest, whose comments come every 15 s. ``prompt``: from a change to
    its event. ``patience``: what ends later than that is not waited for. ``wait`` lets them pass.
    """

    silence: float = 20.0
    prompt: float = 5.0
    patience: float = 30.0
    wait: Callable[[float], None] = time.sleep

    def require(self, seconds: float) -> None:
        """Raises NotTried where that is too long to wait."""
        if seconds > self.patience:
            raise NotTried(say("要等 {n} 秒", "this waits for {n} s", n=int(seconds)))


class Probe:
    """One test clerk at one centre; ``token`` is their access token once they are signed in.

    ``second`` is another clerk's, of another department. Where the centre is not ``reached``, and
    where nobody is signed in, what asks it is NotTried.
    """

    def __init__(
        self, url: str, clerk: Credentials, trust: Trust, second: Probe | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self.session = session_for(self.url, trust, CancelScope())
        self._clerk, self._trust = clerk, trust
        self.credentials = {
            "username": clerk.username,
            "password": clerk.password,
            "device_id": DEVICE,
        }
        self.token = self.clerk_id = ""
        self.reached = True
        self._second = second

    @property
    def second(self) -> Probe:
        """Signed in. Raises NotTried where there is none."""
        if self._second is None:
            raise NotTried(NO_SECOND_CLERK)
        self._second.reached = self.reached
        if not self._second.token:
            self._second.sign_in()
        return self._second

    def require_sign_in(self) -> None:
        """Raises NotTried where the centre is not reached, or the clerk was not signed in."""
        if not self.reached:
            raise NotTried(NOT_REACHED)
        if not self.token:
            raise NotTried(NOT_SIGNED_IN)

    def sign_in(self) -> Token:
        """Begins a family of tokens, and asks with it from now on. Raises NotTried."""
        _, raw = self.grant(grant_type="password", **self.credentials)
        try:
            token = decode(raw, Token)
        except msgspec.MsgspecError as error:
            raise NotTried(NOT_SIGNED_IN) from error
        self.keep(token)
        return token

    def keep(self, token: Token) -> None:
        """Asks with it from now on."""
        self.token, self.clerk_id = token.access_token, token.clerk.id

    def beside(self) -> Probe:
        """The same clerk at another desk, for another thread."""
        made = Probe(self.url, self._clerk, self._trust)
        made.token, made.clerk_id, made.reached = self.token, self.clerk_id, self.reached
        return made

    def grant(self, **form: str) -> Asked:
        """The answer of ``/v1/token`` to a form."""
        return self.ask("POST", "/v1/token", signed=False, data=form)

    def ask(
        self, method: str, path: str, *, signed: bool = True, headers: dict[str, str] | None = None,
        **sent: Any,
    ) -> Asked:  # fmt: skip
        """The answer and its body, whatever its status; ``signed`` with the clerk's token, and
        once more after a new sign-in where that has ended. Raises what requests raises, and
        NotTried."""
        if not signed:
            return self._ask(method, path, headers or {}, sent)
        self.require_sign_in()
        asked = self._ask(method, path, self._bearer() | (headers or {}), sent)
        if asked[0].status_code == 401:
            self.sign_in()
            asked = self._ask(method, path, self._bearer() | (headers or {}), sent)
        return asked

    def open_stream(
        self, headers: dict[str, str] | None = None, seconds: float = SECONDS
    ) -> requests.Response:
        """The stream of changes as it begins, to be closed; after so many ``seconds`` of silence it
        raises. ``headers`` replace a desk's own."""
        self.require_sign_in()
        said = {
            "Desk-Version": __version__, "Desk-Device": DEVICE, "Accept": "text/event-stream",
            "Accept-Encoding": "identity", **self._bearer(), **(headers or {}),
        }  # fmt: skip
        return self.session.get(
            self.url + "/v1/changes/stream", headers=said, timeout=(SECONDS, seconds),
            stream=True, allow_redirects=False,
        )  # fmt: skip

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _ask(self, method: str, path: str, headers: dict[str, str], sent: dict[str, Any]) -> Asked:
        if not self.reached:
            raise NotTried(NOT_REACHED)
        said = {"Desk-Version": __version__, "Desk-Device": DEVICE, "Accept-Encoding": "gzip"}
        with self.session.request(
            method, self.url + path, headers=said | headers, timeout=SECONDS,
            allow_redirects=False, stream=True, **sent,
        ) as answer:  # fmt: skip
            return answer, b"".join(body(answer, LARGEST))

    def hang_up(self, method: str, path: str, **sent: Any) -> None:
        """Asks, and is gone before the answer has come."""
        self.require_sign_in()
        said = {"Desk-Version": __version__, "Desk-Device": DEVICE, **self._bearer()}
        with contextlib.suppress(requests.RequestException):
            self.session.request(
                method, self.url + path, headers=said, timeout=(SECONDS, NO_TIME), stream=True,
                allow_redirects=False, **sent,
            ).close()  # fmt: skip

    def got(self, path: str, kind: type[Any], /, **query: str | int) -> Any:
        """The typed body of a 200; else Differs."""
        return decode(answered(200, self.ask("GET", path, params=query)), kind)


def require_newer(probe: Probe) -> None:
    """Raises NotTried where the centre is of version 1.0, which has none of what came after."""
    about: About = probe.got("/v1/about", About)
    if not knows(about.api, API_VERSION):
        raise NotTried(
            say("中心的接口为 {api} 版", "the centre is of version {api}", api=about.api)
        )


def answered(status: int, asked: Asked) -> bytes:
    """The body of an answer of this status; else Differs."""
    answer, raw = asked
    call = f"{answer.request.method} {answer.request.path_url[:80]}"
    expect(
        answer.status_code == status,
        say(
            "{call} 的状态为 {status}",
            "{call} answers {status}",
            call=call,
            status=status,
        ),
        f"{answer.status_code} {raw[:200]!r}",
    )
    return raw


def problem(status: int, code: str, asked: Asked) -> str:
    """Its status and code, where an answer is this error of the contract (RFC 9457), of any code
    where it is ""; else Differs."""
    raw = answered(status, asked)
    kind = asked[0].headers.get("Content-Type", "")
    expect(
        kind.startswith("application/problem+json"),
        say(
            "错误为 application/problem+json（RFC 9457）",
            "an error is application/problem+json (RFC 9457)",
        ),
        f"Content-Type: {kind}",
    )
    said = decode(raw, Problem)
    expect(
        (said.status, said.code) == (status, code or said.code),
        say(
            "错误正文的 status 为 {status}，code 为 {code}",
            "the problem's status is {status}, its code {code}",
            status=status,
            code=code or "…",
        ),
        f"status {said.status}, code {said.code!r}",
    )
    return f"{status} {said.code}".strip()
