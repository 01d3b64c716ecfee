"""The desk's side of the viewer: a child process that may die without harm."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from app.viewer.messages import (
    LARGEST_PAPER,
    LARGEST_PICTURE,
    LARGEST_REPLY,
    Assemble,
    Assembled,
    Draw,
    Find,
    Found,
    NotShown,
    Open,
    Opened,
    PageText,
    Part,
    Picture,
    Read,
    Request,
    Sheet,
    Words,
)
from app.viewer.parser_process import Answers, ParserProcess

# A slow disk, and a virus scanner that reads all of a program at its first start, are no fault of
# the file that waits meanwhile.
STARTING_SECONDS = 60.0
ANSWER_SECONDS, ASSEMBLY_SECONDS = 11.0, 61.0
LARGEST_ASSEMBLED = LARGEST_PAPER + 1024
_ANSWERS: dict[type[Request], msgspec.msgpack.Decoder[Any]] = {
    Open: msgspec.msgpack.Decoder(Opened | Words | NotShown),
    Draw: msgspec.msgpack.Decoder(Picture | NotShown),
    Read: msgspec.msgpack.Decoder(PageText | NotShown),
    Find: msgspec.msgpack.Decoder(Found | NotShown),
    Assemble: msgspec.msgpack.Decoder(Assembled | NotShown),
}


class Viewer:
    """Opens, draws and reads applicants' files elsewhere.

    Calls block until the answer is there or ``seconds`` have passed, after at most ``starting`` in
    which the process starts; call from a background thread. A viewer that dies, hangs
    or answers nonsense is replaced, and the file it died of is answered with ``died``; files opened
    before must be opened again, which ``not_open`` says.

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

    def start(self) -> None:
        """Starts the process before it is needed: loading its parsers takes a moment.

        Where that cannot be, whoever asks first gets the error.
        """
        self._parser.start()

    def open(self, key: str, content: bytes) -> Opened | Words | NotShown:
        reply: Opened | Words | NotShown = self._ask(Open(key, content))
        if not isinstance(reply, NotShown):
            self._parser.opened[key] = len(
                reply.sizes if isinstance(reply, Opened) else reply.pages
            )
        return reply

    def draw(
        self,
        key: str,
        page: int,
        width: int,
        rotation: int = 0,
        region: tuple[int, int, int, int] | None = None,
    ) -> Picture | NotShown:
        """The page's picture, or the ``region`` of it."""
        reply: Picture | NotShown = self._ask(Draw(key, page, width, rotation, region))
        if isinstance(reply, Picture) and len(reply.pixels) != 4 * reply.width * reply.height:
            return NotShown("broken")
        return reply

    def read(self, key: str, page: int) -> PageText | NotShown:
        reply: PageText | NotShown = self._ask(Read(key, page))
        return reply

    def find(self, key: str, text: str, page: int = 0) -> Found | NotShown:
        """Hits from ``page`` on, as far as the viewer came in a moment."""
        reply: Found | NotShown = self._ask(Find(key, text, page))
        if isinstance(reply, Found) and not _goes_on(reply, page, self._parser.opened.get(key, 0)):
            return NotShown("broken")
        return reply

    def assemble(self, files: Sequence[bytes], sheets: Sequence[Sheet]) -> bytes | NotShown:
        """One PDF of these sheets, in their order; it may take a minute."""
        reply: Assembled | NotShown = self._ask(Assemble(tuple(files), tuple(sheets)))
        if isinstance(reply, Assembled):
            return reply.content if reply.content.startswith(b"%PDF-") else NotShown("broken")
        return reply

    def replace(self) -> None:
        """Ends the process and everything it has seen; the next call starts another.

        Whoever waits for an answer, or for their turn to ask, gets ``replaced`` at once.
        """
        self._parser.replace()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """The process that would be asked next; None where the next call starts one."""
        return self._parser.process

    def _ask(self, request: Request) -> Any:
        match request:
            case Assemble():
                largest, seconds = LARGEST_ASSEMBLED, ASSEMBLY_SECONDS
            case Draw():
                largest, seconds = LARGEST_PICTURE, self._seconds
            case _:
                largest, seconds = LARGEST_REPLY, self._seconds
        looked_at = request.key if isinstance(request, Draw | Read | Find) else None
        answers = Answers(_ANSWERS[type(request)], largest, seconds)
        return self._parser.ask(request, answers, looked_at)


def _goes_on(found: Found, page: int, pages: int) -> bool:
    """Whether hits lie on pages that there are, and the search comes to an end."""
    return all(where < pages for where, _ in found.hits) and (
        found.next_page == -1 or page < found.next_page < pages
    )
