"""Practice centres forked from one process that has loaded what they import.

Hundreds of tests have a centre of their own; loading its modules anew for each took longer than
most of those tests.
"""

from __future__ import annotations

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

MOST_BYTES = 65536  # of one centre's arguments


class ForkedCentre:
    """A centre's process, as far as ``subprocess.Popen`` is asked of it.

    ``arguments`` are those of the program; they may not name a file relative to
    this process's folder.
    """

    def __init__(self, arguments: list[str]) -> None:
        orders, said = os.pipe()
        told, answers = os.pipe()
        self.stdin, self.stdout = os.fdopen(said, "w"), os.fdopen(told)
        server = _fork_server(os.getpid())
        socket.send_fds(server, [json.dumps(arguments).encode()], [orders, answers, 2])
        for end in (orders, answers):
            os.close(end)
        self.pid = int(server.recv(MOST_BYTES))
        try:
            self._ended = os.pidfd_open(self.pid)
        except ProcessLookupError:  # it could not begin
            self._ended = None

    def wait(self, seconds: float | None = None) -> None:
        """Raises subprocess.TimeoutExpired."""
        if self._ended is None:
            return
        if not select.select([self._ended], [], [], seconds)[0]:
            raise subprocess.TimeoutExpired("practice", seconds)
        os.close(self._ended)
        self._ended = None
        self.stdout.close()

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


@cache
def _fork_server(_of: int) -> socket.socket:
    """The line to this process's own; it ends when that is closed."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    subprocess.Popen(
        [sys.executable, "-m", "tests.support.forked_centres", str(there.fileno())],
        pass_fds=[there.fileno()],
        cwd=ROOT,
    )
    there.close()
    return here


def serve(line: socket.socket) -> None:
    """Forks a centre for each message, until the line is closed."""
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
    """All that a centre imports, some of it with its first server."""
    import uvicorn

    from app.practice.centre import make_server

    uvicorn.Config(make_server(None, None, None), lifespan="off").load()


def _become(arguments: list[str], files: list[int]) -> None:
    """Ends this process."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    code = 1
    try:
        for at, file in enumerate(files):
            os.dup2(file, at)
            os.close(file)
        sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
        code = main(arguments)
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
