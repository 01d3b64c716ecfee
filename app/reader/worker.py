"""The reader process's own side: load, confine itself, then answer until the pipe closes.

What reads is imported here, at the top, or by ``load_recogniser`` before the process is confined:
once it is, it cannot load a module, start a thread or read a file.
"""

from __future__ import annotations

import contextlib
import importlib
import signal
import sys
from collections import OrderedDict
from collections.abc import Iterator
from typing import IO

import msgspec

from app.reader import engine
from app.reader.messages import Open, PageRead, Paper, ReadPage, Request, Signatures, Signed
from app.reader.page import Recogniser, read_page
from app.reader.signatures import signatures_of
from app.viewer.confinement import confine, unconfined
from app.viewer.documents import CannotShow, Document
from app.viewer.messages import LARGEST_REQUEST, MOST_PAGES, NotShown, Ready, receive, send
from app.viewer.ofd.qt import prepare_drawing
from app.viewer.opening import open_document

MOST_MEMORY = 1200 * 2**20
MOST_SECONDS = 60  # of the processor's time, however long others keep it
OPEN_AT_ONCE = 2

Held = OrderedDict[str, tuple[Document, bytes]]
Reply = Paper | PageRead | Signed | NotShown


def serve(requests: IO[bytes], replies: IO[bytes], recognises: bool = True) -> int:
    """Answers every request with one reply. Applicants' bytes are parsed here and nowhere else.
    ``recognises``: the words of pictures too, where the optional part is installed."""
    recogniser = load_recogniser() if recognises else None
    prepare_drawing()
    confined = confine(MOST_MEMORY)
    send(replies, Ready(unconfined()))
    held: Held = OrderedDict()
    decoder = msgspec.msgpack.Decoder(Request)
    while (raw := receive(requests, LARGEST_REQUEST)) is not None:
        with _at_most(MOST_SECONDS):
            reply = _answer(decoder.decode(raw), held, recogniser)
        send(replies, reply)
    del confined
    return 0


def load_recogniser() -> Recogniser | None:
    """The optional part where it is installed and works."""
    if not engine.can_recognise():
        return None
    engine.use_optional_part()
    made: Recogniser = importlib.import_module("app.reader.recogniser").RapidRecogniser()
    return made


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Ends the process where one answer needs more; on Windows the desk ends it."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)
    yield
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, 0)


def _answer(request: Request, held: Held, recogniser: Recogniser | None) -> Reply:
    try:
        if isinstance(request, Open):
            return _open(request, held)
        known = held.get(request.key)
        if known is None:
            return NotShown("not_open")
        document, content = known
        held.move_to_end(request.key)
        match request:
            case ReadPage():
                return PageRead.of(read_page(document, request.page, recogniser))
            case Signatures():
                return Signed.of(signatures_of(document, content, request.authorities))
    except CannotShow as cannot:
        return cannot.reply
    except MemoryError:
        return NotShown("too_large")
    except Exception:  # whatever a hostile file sets off in a parser is that file's fault
        return NotShown("broken")


def _open(request: Open, held: Held) -> Paper:
    held.pop(request.key, None)
    document = open_document(request.content)
    held[request.key] = document, request.content
    while len(held) > OPEN_AT_ONCE:
        held.popitem(last=False)
    return Paper(min(len(document.opened.sizes), MOST_PAGES))
