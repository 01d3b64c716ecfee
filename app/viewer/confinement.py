"""What a process gives up before the first byte of an applicant's file.

docs/decisions/0015 says why, and what is left where a kernel lacks one of these.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from app.viewer.landlock import restrict_files
from app.viewer.messages import Part
from app.viewer.seccomp import restrict_calls

MOST_MEMORY = 1536 * 2**20
# Where PDFium looks for fonts that a page names and does not bring.
FONTS = (
    "/usr/share/fonts",
    "/usr/share/X11/fonts/Type1",
    "/usr/share/X11/fonts/TTF",
    "/usr/local/share/fonts",
)
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_AF_UNIX, _SOCK_STREAM = 1, 1


def confine(most_memory: int = MOST_MEMORY) -> object:
    """For good. Everything parsing needs must be loaded: only fonts can be read afterwards.

    ``most_memory``: bytes of address space. No thread but this may run: Linux confines the one that
    asks. What is returned must be held as long as the process is to stay confined.
    """
    if sys.platform == "win32":
        return _confine_windows(most_memory)
    _confine_posix(most_memory)
    return None


def confine_thread() -> None:
    """The calling thread alone, on Linux: for a second one that was started before ``confine``."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    restrict_files(libc, FONTS)
    restrict_calls(libc, os.uname().machine)


def unconfined() -> tuple[Part, ...]:
    """What this very process could still do, found by trying.

    Listing the root folder or going there; signalling the desk or starting a process; making
    a socket.
    """
    attempts: dict[Part, Callable[[], None]] = {
        "filesystem": _reach_files,
        "processes": _meddle,
        "network": _make_socket,
    }
    return tuple(part for part, attempt in attempts.items() if _succeeds(attempt))


def _confine_posix(most_memory: int) -> None:
    import resource

    for limit, most in (
        (resource.RLIMIT_AS, most_memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        confine_thread()


def _confine_windows(most_memory: int) -> object:
    """A job object around this process: its memory bound, and no process of its own."""
    import win32api
    import win32job

    job = win32job.CreateJobObject(None, "")
    kind = win32job.JobObjectExtendedLimitInformation
    limits = win32job.QueryInformationJobObject(job, kind)
    limits["ProcessMemoryLimit"] = most_memory
    limits["BasicLimitInformation"]["ActiveProcessLimit"] = 1
    limits["BasicLimitInformation"]["LimitFlags"] = (
        win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
        | win32job.JOB_OBJECT_LIMIT_ACTIVE_PROCESS
        | win32job.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
    )
    win32job.SetInformationJobObject(job, kind, limits)
    win32job.AssignProcessToJobObject(job, win32api.GetCurrentProcess())
    return job


def _succeeds(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except OSError:
        return False
    return True


def _reach_files() -> None:
    try:
        list(Path(os.sep).iterdir())
    except OSError:
        os.chdir(os.sep)  # Landlock leaves this, and chmod, to seccomp


def _meddle() -> None:
    if sys.platform == "win32":
        import subprocess

        subprocess.run([sys.executable, "--version"], stdout=subprocess.DEVNULL, check=False)
        return
    try:
        os.kill(os.getppid(), 0)
    except OSError:
        if (child := os.fork()) == 0:
            os._exit(0)
        os.waitpid(child, 0)


def _make_socket() -> None:
    if sys.platform == "win32":
        import socket

        socket.socket().close()
        return
    made = ctypes.CDLL(None, use_errno=True).socket(_AF_UNIX, _SOCK_STREAM, 0)
    if made < 0:
        raise OSError(ctypes.get_errno(), "socket")
    os.close(made)
