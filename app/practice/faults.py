"""Faults between desk and centre that a city's IT can rehearse: a line that is cut, or bad."""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
import time
from collections import Counter

BAD = (
    "refused", "delayed", "overtaken", "request_cut", "answer_lost", "answer_cut", "sent_twice",
    "sent_again_late", "http_500", "http_502", "http_503", "http_429", "html",
)  # fmt: skip
LONGEST_DELAY_SECONDS = 0.3
LATE_SECONDS = 0.5
ANSWERS = {
    "http_500": b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n",
    "http_502": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n",
    "http_503": b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n",
    "http_429": b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n",
    "html": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 21\r\n",
}
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: %d\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)
HTML = b"<html>wifi sign-in </"


class FaultProxy:
    """A TCP line from a public port to the centre's own.

    Cut, it drops everything. Bad, it takes one request a
    connection and does one of BAD to the given share of them; what it did is
    counted in ``done``. The change stream is never meddled with. Behind a
    ``portal`` every answer is a network's own sign-in page; a busy centre asks
    to be left alone for a while.
    """

    def __init__(self, public_port: int, inner_port: int) -> None:
        self._public_port = public_port
        self._inner_port = inner_port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._rng = random.Random()
        self._share = 0.0
        self._is_cut = False
        self._portal = False
        self._busy_until = 0.0
        self._passed = asyncio.Event()
        self._late: set[asyncio.Task[bytes]] = set()
        self.done: Counter[str] = Counter()

    async def restore(self) -> None:
        """Carries again; the first time, opens the public port."""
        self._is_cut = False
        if self._server is None:
            self._server = await asyncio.start_server(
                self._carry, "127.0.0.1", self._public_port, reuse_address=True
            )

    async def cut(self) -> None:
        """Drops every connection, old and new.

        The port stays open: one that is just being accepted while it closes
        would be left hanging, neither refused nor carried.
        """
        self._is_cut = True
        self._drop_connections()

    def spoil(self, share: float, seed: int) -> None:
        """Does something bad to this share of the requests from now on; 0 is a good line again."""
        self._share, self._rng = share, random.Random(seed)

    def stand_behind_portal(self, stands: bool) -> None:
        """Whether every answer is a sign-in page from now on."""
        self._portal = stands
        self._drop_connections()

    def busy_for(self, seconds: float) -> None:
        """Answers 503 with Retry-After for so long."""
        self._busy_until = time.monotonic() + seconds
        self._drop_connections()

    def _drop_connections(self) -> None:
        for writer in list(self._writers):
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                if self._is_cut:
                    writer.transport.abort()
                elif self._portal or time.monotonic() < self._busy_until:
                    await self._turn_away(reader, writer)
                elif self._share > 0:
                    await self._carry_badly(reader, writer)
                else:
                    await self._carry_well(reader, writer, b"")
        finally:
            self._writers.discard(writer)
            with contextlib.suppress(OSError):
                writer.close()

    async def _turn_away(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _one_request(reader)
        if self._portal:
            answer = ANSWERS["html"] + b"Connection: close\r\n\r\n" + HTML
        else:
            left = math.ceil(self._busy_until - time.monotonic())
            answer = BUSY % left
        self.done["portal" if self._portal else "busy"] += 1
        writer.write(answer)
        await writer.drain()

    async def _carry_well(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, begun: bytes
    ) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._inner_port)
        if self._is_cut:  # while this connection was being made
            far_writer.transport.abort()
            return
        self._writers.add(far_writer)
        try:
            far_writer.write(begun)
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            self._writers.discard(far_writer)

    async def _carry_badly(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        request = await _one_request(reader)
        if b"/v1/changes/stream" in request[:200]:
            await self._carry_well(reader, writer, request)
            return
        fault = self._rng.choice(BAD) if self._rng.random() < self._share else ""
        self.done[fault or "well"] += 1
        if fault == "refused":
            writer.transport.abort()
        elif fault in ANSWERS:
            writer.write(ANSWERS[fault] + b"Connection: close\r\n\r\n")
            writer.write(HTML if fault == "html" else b"")
        elif fault == "request_cut":
            await self._ask(request[: self._rng.randrange(len(request))])
            writer.transport.abort()
        else:
            if fault == "delayed":
                await asyncio.sleep(self._rng.random() * LONGEST_DELAY_SECONDS)
            if fault == "overtaken":
                await self._let_another_pass()
            if fault == "sent_twice":
                await self._ask(request)
            answer = await self._ask(request)
            if fault == "sent_again_late":
                self._send_late(request)
            if fault == "answer_lost":
                writer.transport.abort()
            elif fault == "answer_cut":
                writer.write(answer[: self._rng.randrange(len(answer) or 1)])
                await writer.drain()
                writer.transport.abort()
            else:
                writer.write(answer)
        self._passed.set()
        with contextlib.suppress(OSError):
            await writer.drain()

    async def _let_another_pass(self) -> None:
        """Waits until a request that came later has been answered, but not for ever."""
        self._passed.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._passed.wait(), LONGEST_DELAY_SECONDS)

    def _send_late(self, request: bytes) -> None:
        """Sends a request a second time, when others have come after it."""

        async def again() -> bytes:
            await asyncio.sleep(LATE_SECONDS)
            with contextlib.suppress(OSError):
                return await self._ask(request)
            return b""

        task = asyncio.get_running_loop().create_task(again())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _ask(self, request: bytes) -> bytes:
        """The centre's whole answer to a request, or to the part of one that came through."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._inner_port)
        try:
            writer.write(_alone(request))
            await writer.drain()
            if not _whole(request):
                return b""
            return await reader.read(-1)
        finally:
            writer.close()


async def _one_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    return head + await reader.readexactly(_length(head))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def _whole(request: bytes) -> bool:
    head, found, body = request.partition(b"\r\n\r\n")
    return bool(found) and len(body) >= _length(head)


def _alone(request: bytes) -> bytes:
    """The request asking for its connection to be closed after the answer."""
    head, found, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + found + body


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()
