"""Programs of the project forked from one process that has loaded what they import.

Hundreds of tests have a centre of their own, and a window's viewers; loading modules anew for each
took longer than most of those tests.
"""

from __future__ import annotations

import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import traceback
from functools import cache

from app.cli import main
from tests.support.programs import ROOT

MOST_BYTES = 65536  # of one program's arguments


class Forked:
    """A program's process, in a session of its own, as far as ``subprocess.Popen`` is asked of it.

    ``arguments`` are those of ``main.py``; they may not name a file relative to this process's
    folder. Its input and output are bytes, or words in UTF-8 with ``mode`` "t".
    """

    def __init__(self, arguments: list[str], mode: str) -> None:
        orders, said = os.pipe()
        told, answers = os.pipe()
        self.stdin, self.stdout = os.fdopen(said, f"w{mode}"), os.fdopen(told, f"r{mode}")
        server = _fork_server(os.getpid())
        socket.send_fds(server, [json.dumps(arguments).encode()], [orders, answers, 2])
        for end in (orders, answers):
            os.close(end)
        self.pid = int(server.recv(MOST_BYTES))
        try:
            self._ended = os.pidfd_open(self.pid)
        except ProcessLookupError:  # it could not begin
            self._ended = None

    def poll(self) -> int | None:
        """None while it runs; how it ended nobody knows here."""
        if self._ended is not None and not select.select([self._ended], [], [], 0)[0]:
            return None
        return 0

    def wait(self, seconds: float | None = None) -> None:
        """Raises subprocess.TimeoutExpired."""
        if self._ended is not None and not select.select([self._ended], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired("forked", seconds)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    def __del__(self) -> None:
        if self._ended is not None:
            os.close(self._ended)


@cache
def _fork_server(_of: int) -> socket.socket:
    """The line to this process's own; it ends when that is closed."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    subprocess.Popen(
        [sys.executable, "-m", "tests.support.forked", str(there.fileno())],
        pass_fds=[there.fileno()],
        cwd=ROOT,
    )
    there.close()
    return here


def serve(line: socket.socket) -> None:
    """Forks a program for each message, until the line is closed."""
    _load()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them here
    while True:
        said, files, _, _ = socket.recv_fds(line, MOST_BYTES, 3)
        if not said:
            return
        if (pid := os.fork()) == 0:
            line.close()
            _become(json.loads(said), files)
        for file in files:
            os.close(file)
        line.send(str(pid).encode())


def _load() -> None:
    """All that a viewer imports and a centre, some of that with its first server."""
    import uvicorn

    from app.practice.centre import make_server

    importlib.import_module("app.viewer.worker")

    uvicorn.Config(make_server(None, None), lifespan="off").load()


def _become(arguments: list[str], files: list[int]) -> None:
    """Ends this process."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    code = 1
    try:
        for at, file in enumerate(files):
            os.dup2(file, at)
            os.close(file)
        sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w")
        code = main(arguments)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
