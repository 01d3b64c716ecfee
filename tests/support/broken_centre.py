"""The practice centre in this process, with exactly one of its behaviours broken: a *mutant*.

Tests hold the conformance run against each. Nothing outside of tests can break a centre.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import uvicorn

from app.cases.contract import API_VERSION
from app.central.transport import Trust
from app.practice import server
from app.practice.centre import Clock, password_of
from app.practice.ledger import Ledger
from app.practice.scenes import City, load_city
from app.practice.tokens import Tokens
from app.practice.world import World
from app.support.conformance.probe import Credentials, Pace
from app.support.conformance.run import ConformanceRun, Point
from tests.support.examined_city import examined_city

CASES, SEED = 60, 45
CLERK, SECOND = 1, 2  # a lead, and a clerk of another department
HEARTBEAT = 0.1
Asgi = Any


class Mutant(NamedTuple):
    """``told_by``: the points that differ at such a centre, and no other does; ``untried``: those
    that cannot be tried there, None where there may be any."""

    broken: str
    told_by: set[str]
    breaks: Callable[[Workings], None]
    untried: frozenset[str] | None = frozenset()


class Reply:
    """An answer on its way, to be altered; ``path`` (with its query), ``asked`` (headers, in lower
    case) and ``sent`` are its request's."""

    def __init__(self, method: str, path: str, asked: dict[str, str], sent: bytes) -> None:
        self.method, self.path, self.asked, self.sent = method, path, asked, sent
        self.status, self.headers, self.body = 0, dict[str, str](), b""

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @json.setter
    def json(self, value: Any) -> None:
        self.body = json.dumps(value, ensure_ascii=False).encode()


class Workings:
    """What a mutant breaks, before the centre is opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.layers: list[Callable[[Asgi], Asgi]] = []

    def patch(self, owner: Any, name: str, value: Any) -> None:
        """Another value, or function, of a module or class of the centre's."""
        self._monkeypatch.setattr(owner, name, value)

    def around(self, owner: Any, name: str, wrapper: Callable[..., Any]) -> None:
        """``wrapper(original, *arguments)`` in a function's place."""
        original = getattr(owner, name)
        self.patch(owner, name, lambda *given, **named: wrapper(original, *given, **named))

    def answers(self, path: str, alter: Callable[[Reply], None]) -> None:
        """Each answer to a request whose path begins so, the stream's excepted."""
        self.layers.append(lambda app: _altering(app, path, alter))

    def layer(self, wrap: Callable[[Asgi], Asgi]) -> None:
        """An ASGI application around the centre's."""
        self.layers.append(wrap)


class Served(NamedTuple):
    """``wait`` lets the centre's tokens grow older, at once."""

    url: str
    clerk: Credentials
    second: Credentials
    wait: Callable[[float], None]

    def points(self, second: bool = True, patience: float = 3600) -> list[Point]:
        """A whole run against this centre."""
        pace = Pace(silence=1.5, prompt=1.0, patience=patience, wait=self.wait)
        other = self.second if second else None
        return list(ConformanceRun(self.url, self.clerk, Trust(), other, pace).points())


@contextlib.contextmanager
def served(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    breaks: Callable[[Workings], None] | None = None,
    api: str = API_VERSION,
) -> Iterator[Served]:
    """A centre on loopback of this version, its city a copy of one that all share."""
    database = folder / "centre.sqlite"
    database.write_bytes(examined_city(CASES, SEED, list(_city().staff().values())[CLERK].id))
    workings = Workings(monkeypatch)
    workings.patch(server, "HEARTBEAT_SECONDS", HEARTBEAT)
    if breaks is not None:
        breaks(workings)
    age = [0.0]
    begun: Future[tuple[uvicorn.Server, str]] = Future()

    def run() -> None:
        try:
            asyncio.run(_serve(database, workings, lambda: time.monotonic() + age[0], begun, api))
        except BaseException as error:
            begun.set_exception(error)
            raise

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    serving, url = begun.result(60)

    def wait(seconds: float) -> None:
        age[0] += seconds

    usernames = list(_city().staff())
    clerk, second = (
        Credentials(usernames[which], password_of(usernames[which])) for which in (CLERK, SECOND)
    )
    try:
        yield Served(url, clerk, second, wait)
    finally:
        serving.should_exit = serving.force_exit = True
        thread.join(10)


@cache
def _city() -> City:
    return load_city()


async def _serve(
    database: Path,
    workings: Workings,
    monotonic: Callable[[], float],
    begun: Future[tuple[uvicorn.Server, str]],
    api: str,
) -> None:
    ledger = Ledger(database)
    world = World(ledger, Clock().now, api)
    passwords = {name: (password_of(name), clerk.id) for name, clerk in _city().staff().items()}
    app: Asgi = server.make_server(world, Tokens(passwords, monotonic), api)
    for wrap in workings.layers:
        app = wrap(app)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    serving = uvicorn.Server(
        uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off")
    )
    task = asyncio.create_task(serving.serve(sockets=[listener]))
    while not serving.started:
        await asyncio.sleep(0.005)
    begun.set_result((serving, f"http://127.0.0.1:{listener.getsockname()[1]}"))
    await task
    ledger.close()


def _altering(app: Asgi, path: str, alter: Callable[[Reply], None]) -> Asgi:
    async def altered(scope: Any, receive: Any, send: Any) -> None:
        asked = scope.get("path", "") + ("?" + scope["query_string"].decode()
                                         if scope.get("query_string") else "")  # fmt: skip
        if not asked.startswith(path) or asked.startswith("/v1/changes/stream"):
            await app(scope, receive, send)
            return
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        reply = Reply(scope["method"], asked, headers, b"")

        async def received() -> Any:
            message = await receive()
            reply.sent += message.get("body", b"")
            return message

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                reply.status = message["status"]
                reply.headers = {n.decode().lower(): v.decode() for n, v in message["headers"]}
                return
            reply.body += message.get("body", b"")
            if message.get("more_body"):
                return
            alter(reply)
            reply.headers["content-length"] = str(len(reply.body))
            head = [(n.encode(), v.encode()) for n, v in reply.headers.items()]
            await send({"type": "http.response.start", "status": reply.status, "headers": head})
            await send({"type": "http.response.body", "body": reply.body})

        await app(scope, received, sent)

    return altered
