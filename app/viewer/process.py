"""The desk's side of the viewer: child processes that may die without harm."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from app.viewer.documents import is_ofd
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
    Signatures,
    Signed,
)
from app.viewer.parser_process import Answers, ParserProcess

# A slow disk, and a virus scanner that reads all of a program at its first start, are no fault of
# the file that waits meanwhile.
STARTING_SECONDS = 60.0
ANSWER_SECONDS, ASSEMBLY_SECONDS = 11.0, 61.0
LARGEST_ASSEMBLED = LARGEST_PAPER + 1024
_ANSWERS: dict[type[Request], msgspec.msgpack.Decoder[Any]] = {
    Open: msgspec.msgpack.Decoder(Opened | NotShown),
    Draw: msgspec.msgpack.Decoder(Picture | NotShown),
    Read: msgspec.msgpack.Decoder(PageText | NotShown),
    Find: msgspec.msgpack.Decoder(Found | NotShown),
    Signatures: msgspec.msgpack.Decoder(Signed | NotShown),
    Assemble: msgspec.msgpack.Decoder(Assembled | NotShown),
}


class Viewer:
    """Opens, draws and reads applicants' files elsewhere: an OFD in a process of its own, which
    starts with the first one (docs/decisions/0028), all other files in one together.

    Calls block until the answer is there or ``seconds`` have passed, after at most ``starting`` in
    which the process starts; call from a background thread. A process that dies, hangs
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
        self._common = ParserProcess(command, started, starting)
        self._ofd = ParserProcess([*command, "--ofd"], started, starting)
        self._ofd_keys: set[str] = set()

    def start(self) -> None:
        """Starts the process of all but OFD before it is needed: loading its parsers takes a
        moment.

        Where that cannot be, whoever asks first gets the error.
        """
        self._common.start()

    def open(self, key: str, content: bytes) -> Opened | NotShown:
        if is_ofd(content):
            self._ofd_keys.add(key)
        else:
            self._ofd_keys.discard(key)
        process = self._of(key)
        reply: Opened | NotShown = self._ask(process, Open(key, content))
        if isinstance(reply, Opened):
            process.opened[key] = len(reply.sizes)
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
        reply: Picture | NotShown = self._ask_of(key, Draw(key, page, width, rotation, region))
        if isinstance(reply, Picture) and len(reply.pixels) != 4 * reply.width * reply.height:
            return NotShown("broken")
        return reply

    def read(self, key: str, page: int) -> PageText | NotShown:
        reply: PageText | NotShown = self._ask_of(key, Read(key, page))
        return reply

    def find(self, key: str, text: str, page: int = 0) -> Found | NotShown:
        """Hits from ``page`` on, as far as the process came in a moment."""
        reply: Found | NotShown = self._ask_of(key, Find(key, text, page))
        pages = self._of(key).opened.get(key, 0)
        if isinstance(reply, Found) and not _goes_on(reply, page, pages):
            return NotShown("broken")
        return reply

    def signatures(self, key: str, authorities: Sequence[bytes] = ()) -> Signed | NotShown:
        """The seals of an OFD, and whether it is as it was when they were put. ``authorities``:
        certificates as DER of those whose seals are trusted."""
        reply: Signed | NotShown = self._ask_of(key, Signatures(key, tuple(authorities)))
        return reply

    def assemble(self, files: Sequence[bytes], sheets: Sequence[Sheet]) -> bytes | NotShown:
        """One PDF of these sheets, in their order; it may take a minute."""
        process = self._ofd if any(map(is_ofd, files)) else self._common
        reply: Assembled | NotShown = self._ask(process, Assemble(tuple(files), tuple(sheets)))
        if isinstance(reply, Assembled):
            return reply.content if reply.content.startswith(b"%PDF-") else NotShown("broken")
        return reply

    def replace(self) -> None:
        """Ends the processes and everything they have seen; the next call starts another.

        Whoever waits for an answer, or for their turn to ask, gets ``replaced`` at once.
        """
        self._common.replace()
        self._ofd.replace()
        self._ofd_keys.clear()

    @property
    def process(self) -> subprocess.Popen[bytes] | None:
        """That of all but OFD; None where the next call starts one."""
        return self._common.process

    @property
    def processes(self) -> tuple[subprocess.Popen[bytes], ...]:
        """All that there are now."""
        both = self._common.process, self._ofd.process
        return tuple(process for process in both if process is not None)

    def _of(self, key: str) -> ParserProcess:
        return self._ofd if key in self._ofd_keys else self._common

    def _ask_of(self, key: str, request: Request) -> Any:
        """Asks about a file that is open."""
        return self._ask(self._of(key), request, key)

    def _ask(self, process: ParserProcess, request: Request, of: str | None = None) -> Any:
        match request:
            case Assemble():
                largest, seconds = LARGEST_ASSEMBLED, ASSEMBLY_SECONDS
            case Draw():
                largest, seconds = LARGEST_PICTURE, self._seconds
            case _:
                largest, seconds = LARGEST_REPLY, self._seconds
        return process.ask(request, Answers(_ANSWERS[type(request)], largest, seconds), of)


def _goes_on(found: Found, page: int, pages: int) -> bool:
    """Whether hits lie on pages that there are, and the search comes to an end."""
    return all(where < pages for where, _ in found.hits) and (
        found.next_page == -1 or page < found.next_page < pages
    )
