"""The desk's side of the reader: a child process that may die without harm."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from app.cases.paper_text import PageReading, Signature
from app.reader.messages import (
    LARGEST_REPLY,
    PageCount,
    PageReply,
    ReadPage,
    Request,
    SignaturesReply,
)
from app.reader.pausing import Pauses
from app.viewer.messages import NotShown, Open, Part, Signatures
from app.viewer.parser_process import Answers, ParserProcess

STARTING_SECONDS = 120.0
# It has what others leave of the processor: what it may use of it is bounded in the process itself.
ANSWER_SECONDS = 180.0
_ANSWERS: dict[type[Request], msgspec.msgpack.Decoder[Any]] = {
    Open: msgspec.msgpack.Decoder(PageCount | NotShown),
    ReadPage: msgspec.msgpack.Decoder(PageReply | NotShown),
    Signatures: msgspec.msgpack.Decoder(SignaturesReply | NotShown),
}
_MUST_BE_OPENED = ("died", "replaced", "not_open")


class Reader:
    """Reads applicants' files elsewhere, when nobody else wants the processor.

    Calls block until the answer is there or ``seconds`` have passed, after at most ``starting`` in
    which the process starts; call from a background thread. A reader that dies, hangs or answers
    nonsense is replaced, and the file it died of is answered with ``died``; files opened before
    must be opened again, which ``not_open`` says. Whoever waits as ``replace`` is called gets
    ``replaced``.

    ``started`` is called, on a thread of its own, with what a process that has started could still
    do: ``filesystem``, ``processes``, ``network``.
    """

    def __init__(
        self,
        command: Sequence[str],
        started: Callable[[tuple[Part, ...]], None] = lambda unconfined: None,
        seconds: float = ANSWER_SECONDS,
        starting: float = STARTING_SECONDS,
    ) -> None:
        self._seconds = seconds
        self._parser = ParserProcess(command, started, starting)
        self._pauses = Pauses(lambda: self._parser.process)

    def start(self) -> None:
        """Starts the process before it is needed."""
        self._parser.start()

    def open(self, key: str, content: bytes) -> PageCount | NotShown:
        """``key``: what later calls name the file by. One file at a time is open: the one before is
        closed."""
        reply: PageCount | NotShown = self._ask(Open(key, content))
        if isinstance(reply, PageCount):
            self._parser.opened[key] = reply.pages
        return reply

    def read_page(self, key: str, page: int) -> PageReading | NotShown:
        """``page`` from 0. A page without words of its own may take some seconds."""
        reply: PageReply | NotShown = self._ask(ReadPage(key, page), key)
        return reply if isinstance(reply, NotShown) else reply.to_reading()

    def signatures(self, key: str, authorities: Sequence[bytes] = ()) -> tuple[Signature, ...]:
        """Of a PDF or an OFD; () where there are none, or the file must be opened again, as the
        next call says. Where the reader failed at them, one of which nothing is known.
        ``authorities``: certificates in DER; who has theirs from one of them is trusted."""
        reply: SignaturesReply | NotShown = self._ask(Signatures(key, tuple(authorities)), key)
        if not isinstance(reply, NotShown):
            return reply.to_signatures()
        return () if reply.reason in _MUST_BE_OPENED else (Signature(""),)

    def pause(self, seconds: float) -> None:
        """Stops the process for so long, and at once: the clerk's hands move. An answer comes as
        much later."""
        self._pauses.pause(seconds)

    def replace(self) -> None:
        """Ends the process and everything it has seen; the next call starts another."""
        self._parser.replace()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The process that would be asked next; None where the next call starts one."""
        return self._parser.process

    def _ask(self, request: Request, of: str | None = None) -> Any:
        return self._parser.ask(
            request, Answers(_ANSWERS[type(request)], LARGEST_REPLY, self._seconds), of
        )
