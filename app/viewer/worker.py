"""The viewer process's own side: confine itself, then answer until the pipe closes.

Every parser is imported here, at the top: once confined, the process cannot load a module.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from typing import IO

import msgspec

from app.viewer.assembly import assemble
from app.viewer.confinement import confine
from app.viewer.documents import Document
from app.viewer.messages import (
    Assemble,
    Assembled,
    Draw,
    Find,
    Open,
    Read,
    Reply,
    Request,
    Signatures,
    Signed,
)
from app.viewer.opening import open_document
from app.viewer.serving import OpenFiles, reply_to_each

MOST_SECONDS, MOST_SECONDS_TO_ASSEMBLE = 10, 60
OPEN_AT_ONCE = 8


def serve(requests: IO[bytes], replies: IO[bytes]) -> int:
    """Answers every request with one reply. Applicants' bytes are parsed here and nowhere else."""
    confined = confine()
    files = OpenFiles[Document](OPEN_AT_ONCE)
    decoder = msgspec.msgpack.Decoder(Request)
    reply_to_each(requests, replies, decoder, lambda request: _answer(request, files), _limit)
    del confined
    return 0


@contextlib.contextmanager
def _limit(request: Request) -> Iterator[None]:
    """Ends the process where one answer takes longer; Windows has no alarm, the desk ends it."""
    if sys.platform != "win32":
        assembles = isinstance(request, Assemble)
        signal.alarm(MOST_SECONDS_TO_ASSEMBLE if assembles else MOST_SECONDS)
    yield
    if sys.platform != "win32":
        signal.alarm(0)


def _answer(request: Request, files: OpenFiles[Document]) -> Reply:
    match request:
        case Assemble():
            return Assembled(assemble(request.files, request.sheets))
        case Open():
            files.forget(request.key)
            document = open_document(request.content)
            files.keep(request.key, document)
            return document.opened
    known = files.get(request.key)
    match request:
        case Draw():
            return known.draw(request.page, request.width, request.rotation, request.region)
        case Read():
            return known.read(request.page)
        case Find():
            return known.find(request.text, request.page)
        case Signatures():
            return Signed(known.signatures(request.authorities))
