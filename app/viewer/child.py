"""A confined process as the desk holds it: started, asked with a time limit, ended for certain."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import IO, cast

import msgspec

from app.viewer.messages import Part, Ready, receive, send

LARGEST_GREETING = 1024
END_SECONDS = 1.0
_GREETING = msgspec.msgpack.Decoder(Ready)


class Child:
    """The process, and the one thread that starts it and speaks with it.

    Linux ends the process with the thread that started it (PR_SET_PDEATHSIG), so that thread stays
    until the end. Whoever asks waits for the thread and not for a pipe: nothing that keeps a pipe
    open, or does not read from it, keeps them longer than the seconds they give.

    ``greeted`` is called on that thread with what the process could still do. Raises OSError where
    it cannot be started.
    """

    def __init__(self, command: Sequence[str], greeted: Callable[[tuple[Part, ...]], None]) -> None:
        self._command, self._greeted = list(command), greeted
        self._requests: SimpleQueue[tuple[msgspec.Struct, int] | None] = SimpleQueue()
        self._replies: SimpleQueue[bytes | None] = SimpleQueue()
        self._ready = threading.Event()  # it has greeted, or will not
        self.is_ended = False
        started: Future[subprocess.Popen[bytes]] = Future()
        threading.Thread(target=self._run, args=(started,), name="viewer", daemon=True).start()
        self.process = started.result()

    def ask(
        self, request: msgspec.Struct, most: int, starting: float, seconds: float
    ) -> bytes | None:
        """The reply's bytes, ``most`` of them; None where none came in time: the process has
        ``starting`` seconds to greet, and from then on so many to answer."""
        self._requests.put((request, most))
        if not self._ready.wait(starting):
            return None
        try:
            return self._replies.get(timeout=seconds)
        except Empty:
            return None

    def end(self) -> None:
        """Kills the process and all it started; whoever waits for an answer gets None at once."""
        if not self.is_ended:
            self.is_ended = True
            _kill(self.process)
            self._requests.put(None)
            self._replies.put(None)
            self._ready.set()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(END_SECONDS)

    def _run(self, started: Future[subprocess.Popen[bytes]]) -> None:
        try:
            process = _start(self._command)
        except OSError as error:
            started.set_exception(error)
            return
        started.set_result(process)
        requests, replies = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        try:
            with contextlib.suppress(OSError, msgspec.MsgspecError), requests, replies:
                greeting = receive(replies, LARGEST_GREETING) or b""
                self._greeted(_GREETING.decode(greeting).unconfined)
                self._ready.set()
                while (asked := self._requests.get()) is not None:
                    request, most = asked
                    send(requests, request)
                    self._replies.put(receive(replies, most))
        finally:
            self._replies.put(None)
            self._ready.set()


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    """In a session of its own, so that all it may start ends with it; it inherits three pipes."""
    return subprocess.Popen(  # noqa: S603  # our own executable
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_bare_environment(),
        close_fds=True,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _bare_environment() -> dict[str, str]:
    """Only what a process needs to start: no session bus, no proxy, no home."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LD_LIBRARY_PATH")
    return {key: os.environ[key] for key in kept if key in os.environ}
