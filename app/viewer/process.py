"""The desk's side of the viewer: a child process that may die without harm."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Sequence

import msgspec

from app.viewer.messages import Draw, NotShown, Open, Opened, Picture, Reply, Request, receive, send

ANSWER_SECONDS = 10.0


class Viewer:
    """Opens and draws applicants' files elsewhere.

    Calls block until the answer is there or ten seconds have passed; call from
    a background thread. A viewer that dies or hangs is replaced and the file
    it died of is answered with ``died``.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._opened: set[str] = set()

    def open(self, key: str, media_type: str, content: bytes) -> Opened | NotShown:
        reply = self._ask(Open(key, media_type, content))
        if isinstance(reply, Opened):
            self._opened.add(key)
        return reply if isinstance(reply, Opened | NotShown) else NotShown("broken")

    def draw(self, key: str, page: int, width: int, rotation: int = 0) -> Picture | NotShown:
        """The page's picture; ``not_open`` where the file must be opened (again) first."""
        if key not in self._opened:
            return NotShown("not_open")
        reply = self._ask(Draw(key, page, width, rotation))
        if isinstance(reply, NotShown) and reply.reason == "not_open":
            self._opened.discard(key)
        return reply if isinstance(reply, Picture | NotShown) else NotShown("broken")

    def replace(self) -> None:
        """Ends the process and everything it has seen; the next call starts another."""
        with self._lock:
            self._end()

    def _ask(self, request: Request) -> Reply:
        with self._lock:
            process = self._running()
            if process.stdin is None or process.stdout is None:
                return NotShown("died")
            deadline = threading.Timer(ANSWER_SECONDS, process.kill)
            deadline.daemon = True
            deadline.start()
            try:
                send(process.stdin, request)
                raw = receive(process.stdout)
            except OSError:
                raw = None
            finally:
                deadline.cancel()
            if raw is None:
                self._end()
                return NotShown("died")
            reply: Reply = msgspec.msgpack.decode(raw, type=Reply)
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
