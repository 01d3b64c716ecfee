"""A hall as an attacker in a confined process would find it, and whether it is still whole."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.viewer.attacks import LIBC, Targets

DESK = """
import ctypes, sys
ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_long(-1), 0, 0, 0)  # Yama lets everyone trace it
secret = ctypes.create_string_buffer(b"secret")
print(ctypes.addressof(secret), flush=True)
sys.stdin.read()
print(secret.value.decode(), flush=True)
"""


def has_landlock() -> bool:
    return LIBC.syscall(444, None, 0, 1) > 0


class Hall:
    """What an attacker would want, on this machine, and whether it is still whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.cache, self.key = folder / "clerk.db", folder / "clerk.key"
        self.cache.write_bytes(b"cases")
        self.key.write_bytes(b"sealed")
        self.desk = subprocess.Popen(
            [sys.executable, "-c", DESK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._sockets = [
            socket.socket(socket.AF_UNIX),
            socket.socket(socket.AF_UNIX),
            socket.socket(),
            socket.socket(type=socket.SOCK_DGRAM),
        ]
        unix, abstract, tcp, udp = self._sockets
        unix.bind(str(folder / "socket"))
        abstract.bind(f"\0{folder}")
        tcp.bind(("127.0.0.1", 0))
        udp.bind(("127.0.0.1", 0))
        for listening in (unix, abstract, tcp):
            listening.listen()
        self.before = self._seen()
        self.targets = Targets(
            str(folder), str(self.key), str(self.cache), self.desk.pid,
            int(self.desk.stdout.readline()), str(folder / "socket"), str(folder),
            os.environ.get("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + str(folder / "socket")),
            tcp.getsockname()[1], udp.getsockname()[1],
        )  # fmt: skip

    def attacked(self, how: str, name: str) -> dict:
        """One attempt in a process of its own: {"succeeded", "errno", "said"}."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.viewer.attacks", how, name,
             msgspec.json.encode(self.targets).decode()],
            stdin=subprocess.PIPE, capture_output=True, timeout=60,
        )  # fmt: skip
        assert done.stdout, f"{name} said nothing: {done.returncode}, {done.stderr.decode()}"
        return json.loads(done.stdout)

    def is_untouched(self) -> bool:
        """Files, the desk and its memory are as they were, and nobody called."""
        return self._seen() == self.before and not self._called() and self._desk_says() == "secret"

    def close(self) -> None:
        for each in self._sockets:
            each.close()
        self.desk.kill()
        self.desk.wait()
        self.desk.stdin.close()
        self.desk.stdout.close()

    def _seen(self) -> list[tuple]:
        return sorted(
            (path.name, path.lstat().st_mode, path.read_bytes() if path.is_file() else b"")
            for path in self.folder.iterdir()
        )

    def _called(self) -> bool:
        for each in self._sockets:
            each.setblocking(False)
            try:
                each.recv(1) if each.type == socket.SOCK_DGRAM else each.accept()
            except BlockingIOError:
                continue
            return True
        return False

    def _desk_says(self) -> str:
        return self.desk.communicate()[0].strip()
