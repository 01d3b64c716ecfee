"""The desk's side of the viewer: a child process that may die without harm."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence

import msgspec

from app.viewer.messages import (
    LARGEST_REPLY,
    Draw,
    Find,
    Found,
    NotShown,
    Open,
    Opened,
    PageText,
    Picture,
    Read,
    Reply,
    Request,
    Words,
    receive,
    send,
)

ANSWER_SECONDS = 11.0


class Viewer:
    """Opens, draws and reads applicants' files elsewhere.

    Calls block until the answer is there or eleven seconds have passed; call
    from a background thread. A viewer that dies, hangs or answers nonsense is
    replaced, and the file it died of is answered with ``died``; files opened
    before must be opened again, which ``not_open`` says.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._opened: set[str] = set()

    def open(self, key: str, content: bytes) -> Opened | Words | NotShown:
        reply = self._ask(Open(key, content))
        if isinstance(reply, Opened | Words):
            self._opened.add(key)
            return reply
        return reply if isinstance(reply, NotShown) else NotShown("broken")

    def draw(
        self,
        key: str,
        page: int,
        width: int,
        rotation: int = 0,
        region: tuple[int, int, int, int] | None = None,
    ) -> Picture | NotShown:
        """The page's picture, or the ``region`` of it."""
        reply = self._ask(Draw(key, page, width, rotation, region))
        if isinstance(reply, Picture) and len(reply.pixels) == 4 * reply.width * reply.height:
            return reply
        return reply if isinstance(reply, NotShown) else NotShown("broken")

    def read(self, key: str, page: int) -> PageText | NotShown:
        reply = self._ask(Read(key, page))
        return reply if isinstance(reply, PageText | NotShown) else NotShown("broken")

    def find(self, key: str, text: str, page: int = 0) -> Found | NotShown:
        """Hits from ``page`` on, as far as the viewer came in a moment."""
        reply = self._ask(Find(key, text, page))
        return reply if isinstance(reply, Found | NotShown) else NotShown("broken")

    def replace(self) -> None:
        """Ends the process and everything it has seen; the next call starts another."""
        if (process := self._process) is not None:
            process.kill()  # whoever waits for its answer, and holds the lock, gets none
        with self._lock:
            self._end()

    def _ask(self, request: Request) -> Reply:
        with self._lock:
            if not isinstance(request, Open) and request.key not in self._opened:
                return NotShown("not_open")
            process = self._running()
            if process.stdin is None or process.stdout is None:
                return NotShown("died")
            deadline = threading.Timer(ANSWER_SECONDS, process.kill)
            deadline.daemon = True
            deadline.start()
            try:
                send(process.stdin, request)
                raw = receive(process.stdout, LARGEST_REPLY)
                reply: Reply | None = msgspec.msgpack.decode(raw, type=Reply) if raw else None
            except (OSError, msgspec.MsgspecError):
                reply = None
            finally:
                deadline.cancel()
            if reply is None:
                self._end()
                return NotShown("died")
            if isinstance(reply, NotShown) and reply.reason == "not_open":
                self._opened.discard(request.key)
            return reply

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._opened.clear()
            self._process = subprocess.Popen(  # noqa: S603  # our own executable
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_bare_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
        self._process = None
        self._opened.clear()


def _bare_environment() -> dict[str, str]:
    """Only what a process needs to start: no session bus, no proxy, no home."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH")
    return {key: os.environ[key] for key in kept if key in os.environ}
