"""Asking a centre as a test clerk's desk would, and saying where it answers otherwise."""

from __future__ import annotations

from typing import Any

import requests

from app import __version__
from app.cases.typed import decode
from app.central.transport import Trust, body, session_for
from app.central.wire import Problem
from app.machine.cancel import CancelScope

SECONDS = 30
LARGEST = 64 * 2**20


class Differs(Exception):
    """The centre answered otherwise than the contract says."""


def expect(true: bool, otherwise: str) -> None:
    """Raises Differs where it is not true."""
    if not true:
        raise Differs(otherwise)


class Probe:
    """One test clerk at one centre; ``token`` is their access token once they are signed in."""

    def __init__(self, url: str, username: str, password: str, trust: Trust) -> None:
        self.url = url.rstrip("/")
        self.session = session_for(self.url, trust, CancelScope())
        self.credentials = {"username": username, "password": password, "device_id": "contract"}
        self.token = ""

    def ask(
        self, method: str, path: str, *, signed: bool = True, headers: dict[str, str] | None = None,
        **sent: Any,
    ) -> tuple[requests.Response, bytes]:  # fmt: skip
        """The answer and its body, whatever its status; ``signed`` with the clerk's token. Raises
        what requests raises."""
        said = {"Desk-Version": __version__, "Desk-Device": "contract", "Accept-Encoding": "gzip"}
        if signed:
            said["Authorization"] = f"Bearer {self.token}"
        with self.session.request(
            method, self.url + path, headers=said | (headers or {}), timeout=SECONDS,
            allow_redirects=False, stream=True, **sent,
        ) as answer:  # fmt: skip
            return answer, b"".join(body(answer, LARGEST))

    def problem(self, status: int, code: str, asked: tuple[requests.Response, bytes]) -> str:
        """Its status and code, where an answer is this error of the contract (RFC 9457); else
        Differs."""
        answer, raw = asked
        expect(answer.status_code == status, f"{answer.status_code}, not {status}")
        kind = answer.headers.get("Content-Type", "")
        expect(kind.startswith("application/problem+json"), f"Content-Type {kind!r} (RFC 9457)")
        said = decode(raw, Problem)
        expect(not code or said.code == code, f"code {said.code!r}, not {code!r}")
        expect(said.status == status, f"problem.status {said.status}")
        return f"{status} {said.code}"

    def got(self, path: str, kind: type[Any], **query: str | int) -> Any:
        """The typed body of a 200; else Differs."""
        answer, raw = self.ask("GET", path, params=query)
        expect(answer.status_code == 200, f"{answer.status_code}")
        return decode(raw, kind)
