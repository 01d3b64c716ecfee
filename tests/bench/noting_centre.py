"""A centre that has nothing and notes when it is asked for what: the check of ``many_desks``.

A process of its own: it prints its port, obeys ``away`` and ``back`` on its input, and on ``tell``
prints the moments (``time.time``) and calls it noted. While it is away nobody can connect.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
import time

from app.central.wire import About, ChangesPage, encode
from tests.bench.city import BEGUN

COMMENT_SECONDS = 1.0
PAGE = encode(ChangesPage(changes=(), cursor="1", more=False, server_time=BEGUN))
BODIES = {
    "about": encode(About(name="bench", api="1.1", server_time=BEGUN)),
    "changes": PAGE,
    "digest": b"{}",
}


class NotingCentre:
    """Begun and told what to do from another process."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.noting_centre"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.url = f"http://127.0.0.1:{self._process.stdout.readline().strip()}"

    def say(self, order: str) -> None:
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        self._process.stdout.readline()

    def close(self) -> list[tuple[float, str]]:
        """What was noted."""
        self._process.stdin.close()
        noted = [(at, call) for at, call in json.loads(self._process.stdout.readline())]
        self._process.wait(20)
        return noted


class _Serving:
    def __init__(self) -> None:
        self.noted: list[tuple[float, str]] = []
        self._open: set[asyncio.StreamWriter] = set()

    async def serve(self, said: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        self._open.add(to)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while head := await said.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].split(b"?")[0].decode()
                call = path.rsplit("/", 1)[1]
                self.noted.append((time.time(), f"GET {call}"))
                if call == "stream":
                    await self._comment(to)
                body = BODIES[call]
                to.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
                )
                await to.drain()
        self._open.discard(to)
        to.close()

    async def _comment(self, to: asyncio.StreamWriter) -> None:
        to.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        while True:
            to.write(b": \n\n")
            await to.drain()
            await asyncio.sleep(COMMENT_SECONDS)

    def hang_up(self) -> None:
        for to in self._open:
            to.transport.abort()


async def _obey() -> None:
    serving, port = _Serving(), 0
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(orders), sys.stdin
    )

    async def open_door() -> asyncio.Server:
        return await asyncio.start_server(
            serving.serve, "127.0.0.1", port, backlog=1024, reuse_address=True
        )

    door = await open_door()
    port = door.sockets[0].getsockname()[1]
    print(port, flush=True)
    while order := (await orders.readline()).decode().strip():
        if order == "away":
            door.close()
            serving.hang_up()
        else:
            door = await open_door()
        print(order, flush=True)
    print(json.dumps(serving.noted), flush=True)
    serving.hang_up()


if __name__ == "__main__":
    asyncio.run(_obey())
