"""Papers read a page at a call, by a process that may die of any of them.

How much of the process's time and of the desk's memory one paper gets is bounded: whoever filed it
may have made it to hold up the others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from app.cases.paper_text import PageReading, PaperReading, Signature
from app.viewer.messages import NotShown

MOST_PAGES = 200  # of a paper, the rest is not recognised
MOST_IN_PROGRESS = 8  # papers that wait half read for others
ORDINARY_SECONDS = 5.0  # of a page: what it takes beyond them is counted against its paper
SLOW_SECONDS = 20.0  # so counted, after which others are read before it
MOST_SECONDS = 120.0  # so counted, after which the rest of it is not recognised
MOST_BYTES = 2 * 2**20  # of a paper's pages, some 250 of a contract; the rest is not recognised
MOST_OPENINGS = 3  # of a paper for the same page, whose process ends again and again
MAY_BE_THE_PROCESS = ("died", "too_large", "broken")  # and not the paper
NOT_OPEN, REPLACED = NotShown("not_open"), NotShown("replaced")


class PageCount(Protocol):
    @property
    def pages(self) -> int: ...


class PaperReader(Protocol):
    """A process that reads papers; ``app.reader.process.Reader`` says what it answers."""

    def open(self, key: str, content: bytes) -> PageCount | NotShown: ...
    def read_page(self, key: str, page: int) -> PageReading | NotShown: ...
    def signatures(self, key: str) -> tuple[Signature, ...]: ...
    def pause(self, seconds: float) -> None: ...
    def replace(self) -> None: ...


class FileMissing(Exception):
    """The paper's file is no longer here."""


class Progress(msgspec.Struct, frozen=True):
    """What one call has come to, after so many ``seconds``. ``page``: the one that was read;
    ``whole``: the paper, once nothing more is to be read of it. Neither where the same page is to
    be asked for again. ``is_slow``: others are to be read before this paper."""

    page: PageReading | None
    whole: PaperReading | None
    seconds: float
    is_slow: bool


class IncrementalReader:
    """``content``: a paper's file by its hash, None where it is not here. ``clock`` in seconds."""

    def __init__(
        self,
        reader: PaperReader,
        content: Callable[[str], bytes | None],
        clock: Callable[[], float],
    ) -> None:
        self._reader, self._content, self._clock = reader, content, clock
        self._in_progress: dict[str, _PaperInProgress] = {}

    def read_next_page(self, engine: str, sha256: str) -> Progress:
        """A paper that cannot be read is ``whole`` at once, with the reason. Raises FileMissing."""
        paper = self._in_progress.setdefault(sha256, _PaperInProgress())
        if len(self._in_progress) > MOST_IN_PROGRESS:
            del self._in_progress[next(iter(self._in_progress))]
        began_at = self._clock()
        answer = self._next_page(sha256, paper)
        seconds = self._clock() - began_at
        paper.seconds += max(0.0, seconds - ORDINARY_SECONDS)
        page = answer if isinstance(answer, PageReading) else None
        whole: PaperReading | None = None
        if page is not None:
            paper.add(page)
            if len(paper.pages) == paper.count:
                whole = PaperReading(engine, tuple(paper.pages), paper.signatures)
        elif isinstance(answer, NotShown) and answer != REPLACED:
            whole = PaperReading(engine, problem=answer.reason)
        if whole is not None:
            del self._in_progress[sha256]
        return Progress(page, whole, seconds, is_slow=paper.seconds > SLOW_SECONDS)

    def forget_all(self) -> None:
        """What was read of papers that are not whole; they begin anew."""
        self._in_progress.clear()

    def _next_page(self, sha256: str, paper: _PaperInProgress) -> PageReading | NotShown:
        """Or why nothing of the paper can be read; REPLACED where it is to be asked for again."""
        at = len(paper.pages)
        if paper.count and (at >= MOST_PAGES or paper.is_spent):
            return PageReading(problem="not_recognised")
        page = self._reader.read_page(sha256, at) if paper.count else NOT_OPEN
        if page == NOT_OPEN:
            if (not_opened := self._open(sha256, paper)) is not None:
                return not_opened
            page = self._reader.read_page(sha256, at)
        if not isinstance(page, NotShown) or page.reason == "died":
            return page
        if page == NOT_OPEN:
            return REPLACED
        if page == REPLACED:
            paper.openings = 0  # which was no fault of the paper
            return page
        return PageReading(problem="unreadable") if paper.was_asked_again else self._renew(paper)

    def _open(self, sha256: str, paper: _PaperInProgress) -> NotShown | None:
        """Why it is not open, REPLACED where that is to be tried again; None where it is."""
        if (content := self._content(sha256)) is None:
            raise FileMissing
        if paper.openings == MOST_OPENINGS or paper.is_spent:
            return NotShown("died")
        opened = self._reader.open(sha256, content)
        if isinstance(opened, NotShown):
            is_sure = paper.was_asked_again or opened.reason not in MAY_BE_THE_PROCESS
            return opened if is_sure else self._renew(paper)
        paper.openings += 1
        paper.count = opened.pages
        paper.signatures = self._reader.signatures(sha256)
        return None

    def _renew(self, paper: _PaperInProgress) -> NotShown:
        """A process that has seen nothing else is asked next, once: what this one lacked may have
        been memory."""
        paper.was_asked_again = True
        self._reader.replace()
        return REPLACED


class _PaperInProgress:
    """``count`` of its pages: 0 until it was opened. ``seconds``: what it has taken beyond what is
    ordinary; ``size``: the bytes of what was read of it. ``was_asked_again``: to be opened, or for
    a page, after that had failed."""

    def __init__(self) -> None:
        self.count, self.openings, self.size = 0, 0, 0
        self.seconds = 0.0
        self.was_asked_again = False
        self.pages: list[PageReading] = []
        self.signatures: tuple[Signature, ...] = ()

    @property
    def is_spent(self) -> bool:
        """It has had all that a paper may take of the reader and of the desk's memory."""
        return self.seconds > MOST_SECONDS or self.size > MOST_BYTES

    def add(self, page: PageReading) -> None:
        self.openings = 0
        self.size += len(msgspec.msgpack.encode(page))
        fits = self.size <= MOST_BYTES
        self.pages.append(page if fits else PageReading(problem="not_recognised"))
