"""The viewer process's own side: confine itself, then answer until the pipe closes.

Every parser is imported here, at the top: once confined, the process cannot load a module.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections import OrderedDict
from collections.abc import Iterator
from typing import IO

import msgspec

from app.viewer.assembly import assemble
from app.viewer.confinement import confine, unconfined
from app.viewer.documents import CannotShow, Document
from app.viewer.messages import (
    LARGEST_REQUEST,
    Assemble,
    Assembled,
    Draw,
    Find,
    NotShown,
    Open,
    Read,
    Ready,
    Reply,
    Request,
    Signatures,
    Signed,
    receive,
    send,
)
from app.viewer.opening import open_document

MOST_SECONDS, MOST_SECONDS_TO_ASSEMBLE = 10, 60
OPEN_AT_ONCE = 8


def serve(requests: IO[bytes], replies: IO[bytes]) -> int:
    """Answers every request with one reply. Applicants' bytes are parsed here and nowhere else."""
    confined = confine()
    send(replies, Ready(unconfined()))
    held: OrderedDict[str, Document] = OrderedDict()
    decoder = msgspec.msgpack.Decoder(Request)
    while (raw := receive(requests, LARGEST_REQUEST)) is not None:
        request = decoder.decode(raw)
        assembles = isinstance(request, Assemble)
        with _at_most(MOST_SECONDS_TO_ASSEMBLE if assembles else MOST_SECONDS):
            reply = _answer(request, held)
        send(replies, reply)
    del confined
    return 0


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Ends the process where one answer takes longer; Windows has no alarm, the desk ends it."""
    if sys.platform != "win32":
        signal.alarm(seconds)
    yield
    if sys.platform != "win32":
        signal.alarm(0)


def _answer(request: Request, held: OrderedDict[str, Document]) -> Reply:
    try:
        if isinstance(request, Assemble):
            return Assembled(assemble(request.files, request.sheets))
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
            case Signatures():
                return Signed(known.signatures(request.authorities))
    except CannotShow as cannot:
        return cannot.reply
    except MemoryError:
        return NotShown("too_large")
    except Exception:  # whatever a hostile file sets off in a parser is that file's fault
        return NotShown("broken")
