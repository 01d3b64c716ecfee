"""The viewer process's own side: confine itself, then answer until the pipe closes.

Every parser is imported here, at the top: once confined, the process cannot load a module, nor
Python a codec it has not met.
"""

from __future__ import annotations

import codecs
import contextlib
import signal
import sys
from collections import OrderedDict
from collections.abc import Iterator
from typing import IO

import msgspec

from app.viewer.confinement import confine, unconfined
from app.viewer.documents import CannotShow, Document
from app.viewer.messages import (
    LARGEST_REQUEST,
    Draw,
    Find,
    NotShown,
    Open,
    Read,
    Ready,
    Reply,
    Request,
    receive,
    send,
)
from app.viewer.opening import open_document

MOST_SECONDS = 10
OPEN_AT_ONCE = 8
for codec in ("cp437", "utf-16-le"):  # of names in a zip, and of PDFium's words
    codecs.lookup(codec)


def serve(requests: IO[bytes], replies: IO[bytes]) -> int:
    """Answers every request with one reply. Applicants' bytes are parsed here and nowhere else."""
    confined = confine()
    send(replies, Ready(unconfined()))
    held: OrderedDict[str, Document] = OrderedDict()
    decoder = msgspec.msgpack.Decoder(Request)
    while (raw := receive(requests, LARGEST_REQUEST)) is not None:
        with _at_most_seconds():
            reply = _answer(decoder.decode(raw), held)
        send(replies, reply)
    del confined
    return 0


@contextlib.contextmanager
def _at_most_seconds() -> Iterator[None]:
    """Ends the process where one answer takes longer; Windows has no alarm, the desk ends it."""
    if sys.platform != "win32":
        signal.alarm(MOST_SECONDS)
    yield
    if sys.platform != "win32":
        signal.alarm(0)


def _answer(request: Request, held: OrderedDict[str, Document]) -> Reply:
    try:
        if isinstance(request, Open):
            held.pop(request.key, None)
            document = open_document(request.content)
            held[request.key] = document
            while len(held) > OPEN_AT_ONCE:
                held.popitem(last=False)
            return document.opened
        known = held.get(request.key)
        if known is None:
            return NotShown("not_open")
        held.move_to_end(request.key)
        match request:
            case Draw():
                return known.draw(request.page, request.width, request.rotation, request.region)
            case Read():
                return known.read(request.page)
            case Find():
                return known.find(request.text, request.page)
    except CannotShow as cannot:
        return cannot.reply
    except MemoryError:
        return NotShown("too_large")
    except Exception:  # whatever a hostile file sets off in a parser is that file's fault
        return NotShown("broken")
