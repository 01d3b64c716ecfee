"""A confined process that parses files, as whoever asks it has it: it may die without harm."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from app.viewer.child import Child
from app.viewer.messages import NotShown, Part


class Answers(msgspec.Struct, frozen=True):
    """What an answer may be: its type, its bytes, and the seconds until it is there."""

    decoder: msgspec.msgpack.Decoder[Any]
    largest: int
    seconds: float


SAID_BY_THE_DESK = (NotShown("died"), NotShown("replaced"))  # of a process, never by one


class ParserProcess:
    """Asked one thing at a time. A process that dies, hangs or answers nonsense is replaced.

    Calls block until the answer is there or its seconds have passed, after at most ``starting`` in
    which the process starts. ``opened``: how many pages each open file has, by its key. ``started``
    is called, on a thread of its own, with what a process that has started could still do.
    """

    def __init__(
        self,
        command: Sequence[str],
        started: Callable[[tuple[Part, ...]], None],
        starting: float,
    ) -> None:
        self.opened: dict[str, int] = {}
        self._command, self._started, self._starting = list(command), started, starting
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._replacements = 0

    def start(self) -> None:
        """Starts the process before it is needed: loading its parsers takes a moment.

        Where that cannot be, whoever asks first gets the error.
        """
        with self._lock, contextlib.suppress(OSError):
            self._running()

    def ask(self, request: msgspec.Struct, answers: Answers, of: str | None = None) -> Any:
        """The answer, or NotShown. ``of``: the key of the file that is asked about."""
        before = self._replacements
        with self._lock:
            if of is not None and of not in self.opened:
                return NotShown("not_open")
            raw = self._answer(request, answers, before) if self._replacements == before else None
            if (reply := _decoded(raw or b"", answers)) is None:
                self._end()
                return NotShown("died" if self._replacements == before else "replaced")
            if of is not None and reply == NotShown("not_open"):
                self.opened.pop(of, None)
            return reply

    def replace(self) -> None:
        """Ends the process and everything it has seen; the next call starts another.

        Whoever waits for an answer, or for their turn to ask, gets ``replaced`` at once.
        """
        self._replacements += 1
        if (child := self._child) is not None:
            child.end()
        with self._lock:
            self._end()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The process that would be asked next; None where the next call starts one."""
        return self._child.process if self._child is not None else None

    def _answer(self, request: msgspec.Struct, answers: Answers, before: int) -> bytes | None:
        child = self._running()
        if self._replacements != before:
            return None  # replace() has seen the process before this one
        return child.ask(request, answers.largest, self._starting, answers.seconds)

    def _running(self) -> Child:
        if self._child is None or self._child.process.poll() is not None:
            self._end()
            self._child = Child(self._command, self._started)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
        self._child = None
        self.opened.clear()


def _decoded(raw: bytes, answers: Answers) -> Any:
    """None where no parser of ours gives such an answer."""
    try:
        reply = answers.decoder.decode(raw)
    except msgspec.MsgspecError:
        return None
    return None if reply in SAID_BY_THE_DESK else reply
