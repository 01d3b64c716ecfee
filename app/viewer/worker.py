"""The viewer process's own side: bound itself, then answer until the pipe closes."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import sys
from collections import OrderedDict
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

import msgspec

from app.viewer.messages import (
    LARGEST_REQUEST,
    Draw,
    Find,
    NotShown,
    Open,
    Read,
    Reply,
    Request,
    receive,
    send,
)

if TYPE_CHECKING:
    from app.viewer.documents import Document

MOST_MEMORY = 1536 * 2**20
MOST_SECONDS = 10
OPEN_AT_ONCE = 8
_PR_SET_NO_NEW_PRIVS, _CLONE_NEWUSER, _CLONE_NEWNET = 38, 0x10000000, 0x40000000


def serve(requests: IO[bytes], replies: IO[bytes]) -> int:
    """Answers every request with one reply. Applicants' bytes are parsed here and nowhere else."""
    if sys.platform == "win32":
        confined = confine_windows()
    else:
        confined = confine_posix()
    held: OrderedDict[str, Document] = OrderedDict()
    decoder = msgspec.msgpack.Decoder(Request)
    while (raw := receive(requests, LARGEST_REQUEST)) is not None:
        with _at_most_seconds():
            reply = _answer(decoder.decode(raw), held)
        send(replies, reply)
    del confined
    return 0


def confine_posix() -> object:
    """Limits on this very process: memory, files, and on Linux privileges and the network."""
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
    return None


def confine_windows() -> object:
    """A job object around this process: its memory bound, and no process of its own.

    The job lives as long as what is returned.
    """
    import win32api
    import win32job

    job = win32job.CreateJobObject(None, "")
    kind = win32job.JobObjectExtendedLimitInformation
    limits = win32job.QueryInformationJobObject(job, kind)
    limits["ProcessMemoryLimit"] = MOST_MEMORY
    limits["BasicLimitInformation"]["ActiveProcessLimit"] = 1
    limits["BasicLimitInformation"]["LimitFlags"] = (
        win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
        | win32job.JOB_OBJECT_LIMIT_ACTIVE_PROCESS
        | win32job.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
    )
    win32job.SetInformationJobObject(job, kind, limits)
    win32job.AssignProcessToJobObject(job, win32api.GetCurrentProcess())
    return job


@contextlib.contextmanager
def _at_most_seconds() -> Iterator[None]:
    """Ends the process where one answer takes longer; Windows has no alarm, the desk ends it."""
    if sys.platform != "win32":
        signal.alarm(MOST_SECONDS)
    yield
    if sys.platform != "win32":
        signal.alarm(0)


def _answer(request: Request, held: OrderedDict[str, Document]) -> Reply:
    from app.viewer.documents import CannotShow
    from app.viewer.opening import open_document

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
