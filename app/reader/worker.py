"""The reader process's own side: load, confine itself, then answer until the pipe closes.

What reads is imported here, at the top, or by ``load_recogniser`` before the process is confined:
once it is, it cannot load a module, start a thread or read a file.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import signal
import sys
from collections.abc import Iterator
from typing import IO, Any

import msgspec

from app.reader import engine
from app.reader.messages import PageCount, PageReply, ReadPage, Request, SignaturesReply
from app.reader.page import Recogniser, read_page
from app.reader.signatures import signatures_of
from app.viewer.confinement import confine
from app.viewer.documents import Document
from app.viewer.messages import MOST_PAGES, Open, Signatures
from app.viewer.ofd.qt import prepare_drawing
from app.viewer.opening import open_document
from app.viewer.serving import OpenFiles, reply_to_each

MOST_MEMORY = 1200 * 2**20
MOST_SECONDS = 60  # of the processor's time, however long others keep it
OPEN_AT_ONCE = 1  # for what one file holds of the memory another may need
_MMAP_THRESHOLD, _LARGE = -3, 8 * 2**20  # mallopt(3)
_LIBC: Any = ctypes.CDLL(None) if sys.platform == "linux" else None

Files = OpenFiles[tuple[Document, bytes]]


def serve(requests: IO[bytes], replies: IO[bytes], recognises: bool = True) -> int:
    """Answers every request with one reply. Applicants' bytes are parsed here and nowhere else.
    ``recognises``: the words of pictures too, where the optional part is installed."""
    return_large_blocks()
    recogniser = load_recogniser() if recognises else None
    prepare_drawing()
    confined = confine(MOST_MEMORY)
    files = Files(OPEN_AT_ONCE)
    decoder = msgspec.msgpack.Decoder(Request)
    reply_to_each(
        requests, replies, decoder, lambda request: _answer(request, files, recogniser), _limit
    )
    del confined
    return 0


def return_large_blocks() -> None:
    """glibc keeps larger and larger blocks to itself once such were freed, unless told a limit, and
    cuts them into pieces: some twenty scans, and none for another one is left of the memory. A
    lower limit than this makes a page take half as long again, for each block is cleared anew."""
    with contextlib.suppress(AttributeError):  # another system or libc
        _LIBC.mallopt(_MMAP_THRESHOLD, _LARGE)


def return_free_memory() -> None:
    """What is free within the blocks that are kept, to the system."""
    with contextlib.suppress(AttributeError):
        _LIBC.malloc_trim(0)


def load_recogniser() -> Recogniser | None:
    """The optional part where it is installed and works."""
    if not engine.can_recognise():
        return None
    engine.use_optional_part()
    made: Recogniser = importlib.import_module("app.reader.recogniser").RapidRecogniser()
    return made


@contextlib.contextmanager
def _limit(_request: Request) -> Iterator[None]:
    """Ends the process where one answer needs more; on Windows the desk ends it."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    yield
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, 0)


def _answer(
    request: Request, files: Files, recogniser: Recogniser | None
) -> PageCount | PageReply | SignaturesReply:
    if isinstance(request, Open):
        files.forget_all()
        opened = open_document(request.content)
        files.keep(request.key, (opened, request.content))
        return PageCount(min(len(opened.opened.sizes), MOST_PAGES))
    document, content = files.get(request.key)
    match request:
        case ReadPage():
            reply = PageReply.of(read_page(document, request.page, recogniser))
            return_free_memory()
            return reply
        case Signatures():
            return SignaturesReply.of(signatures_of(document, content, request.authorities))
