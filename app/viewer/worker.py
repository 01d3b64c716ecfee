"""The viewer process's own side: bound itself, then answer until the pipe closes."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections import OrderedDict
from typing import IO, TYPE_CHECKING

import msgspec

from app.viewer.messages import Draw, NotShown, Open, Opened, Reply, Request, receive, send

if TYPE_CHECKING:
    from app.viewer.documents import Document

MOST_MEMORY = 2 * 2**30
OPEN_AT_ONCE = 6
_PR_SET_NO_NEW_PRIVS, _CLONE_NEWUSER, _CLONE_NEWNET = 38, 0x10000000, 0x40000000


def serve(requests: IO[bytes], replies: IO[bytes]) -> int:
    """Answers every request with one reply. Applicants' bytes are parsed here and nowhere else."""
    confine()
    held: OrderedDict[str, Document] = OrderedDict()
    decoder = msgspec.msgpack.Decoder(Request)
    while (raw := receive(requests)) is not None:
        send(replies, _answer(decoder.decode(raw), held))
    return 0


def confine() -> None:
    """Limits on this very process: memory, files, and on Linux privileges and the network."""
    if sys.platform == "win32":
        return
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if libc.unshare(_CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _answer(request: Request, held: OrderedDict[str, Document]) -> Reply:
    from app.viewer.documents import CannotShow, open_document

    try:
        match request:
            case Open():
                document = open_document(request.content)
                held[request.key] = document
                while len(held) > OPEN_AT_ONCE:
                    held.popitem(last=False)
                return Opened(document.sizes)
            case Draw():
                known = held.get(request.key)
                if known is None:
                    return NotShown("not_open")
                held.move_to_end(request.key)
                return known.draw(request.page, request.width, request.rotation)
    except CannotShow as cannot:
        return cannot.reply
    except MemoryError:
        return NotShown("too_large")
    except Exception:  # whatever a hostile file sets off in a parser is that file's fault
        return NotShown("broken")
