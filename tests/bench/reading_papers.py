"""Papers read by the reader process, each once, and the seconds that each page took."""

from __future__ import annotations

import hashlib
import time

import msgspec

from app.cases.paper_text import PageReading, PaperReading
from app.reader import engine
from app.reader.process import Reader
from app.viewer.messages import NotShown


class ReadPaper(msgspec.Struct, frozen=True):
    """``seconds``: of each page; the first has those of opening the file and of its signatures."""

    reading: PaperReading
    seconds: tuple[float, ...]


class ReadPapers:
    """What was read so far, by the file's hash, as the desk keeps it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._engine = engine.version(engine.can_recognise())
        self._read: dict[str, ReadPaper] = {}

    def of(self, content: bytes) -> tuple[ReadPaper, bool]:
        """Whether it was read only now, too."""
        key = hashlib.sha256(content).hexdigest()
        if key in self._read:
            return self._read[key], False
        self._read[key] = self._read_now(key, content)
        return self._read[key], True

    def _read_now(self, key: str, content: bytes) -> ReadPaper:
        begun = time.perf_counter()
        opened = self._reader.open(key, content)
        if isinstance(opened, NotShown):
            return ReadPaper(PaperReading(self._engine, problem=opened.reason), ())
        signatures = self._reader.signatures(key)
        pages, seconds = [], []
        for at in range(opened.pages):
            page = self._reader.read_page(key, at)
            if isinstance(page, NotShown):
                if page.reason == "died":
                    return ReadPaper(PaperReading(self._engine, problem="died"), ())
                page = PageReading(problem="unreadable")
            pages.append(page)
            now = time.perf_counter()
            seconds.append(now - begun)
            begun = now
        return ReadPaper(PaperReading(self._engine, tuple(pages), signatures), tuple(seconds))
