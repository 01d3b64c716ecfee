"""A later start of the same clerk's desk asks the window that is open to come to the front.

Where it listens is a name nobody can guess, in a file only the account can read; whatever comes in
is bounded and believed for no more than a case to look for.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app.cases.typed import decode

MOST_BYTES, MOST_AT_ONCE, LONGEST_NAME = 1024, 8, 300
READING_MS, CONNECTING_MS, ANSWERING_MS = 2000, 1000, 5000
SHOWN = b"shown\n"
_ANY_PROCESS = 0xFFFFFFFF  # ASFW_ANY


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``case``: the id or number of the case to open; ``""`` for none."""

    case: Annotated[str, msgspec.Meta(max_length=64)] = ""


class InstanceServer(QObject):
    """Listens from the start until ``close``."""

    asked = Signal(str)  # the case of each request, or ""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._folder: Path | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        if self._server.listen(self._name()):
            _write_privately(file, self._server.fullServerName())

    def close(self) -> None:
        self._file.unlink(missing_ok=True)
        self._server.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self.deleteLater()

    def _name(self) -> str:
        """On Windows a pipe only this account may open; elsewhere a socket in a folder only it may
        enter, for a socket's path must be short."""
        if sys.platform == "win32":
            return f"jianjian-{secrets.token_hex(16)}"
        self._folder = Path(tempfile.mkdtemp(prefix="jianjian-"))
        return str(self._folder / "desk")

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if len(self._server.findChildren(QLocalSocket)) > MOST_AT_ONCE:
                socket.abort()
                socket.deleteLater()
                continue
            socket.setReadBufferSize(MOST_BYTES)
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            QTimer.singleShot(READING_MS, socket, socket.abort)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() >= MOST_BYTES:
                socket.abort()
            return
        try:
            request = decode(bytes(socket.readLine().data()), Request)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            socket.abort()
            return
        socket.write(SHOWN)
        socket.disconnectFromServer()
        self.asked.emit(request.case)


def ask_running(file: Path, case: str) -> bool:
    """Whether the window that listens there has taken the request. Blocks for seconds at most."""
    try:
        with file.open("rb") as opened:
            name = opened.read(LONGEST_NAME).decode()
    except (OSError, UnicodeDecodeError):
        return False
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(CONNECTING_MS):
        return False
    if sys.platform == "win32":  # else only its button on the task bar blinks
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)
    socket.write(msgspec.json.encode(Request(case[:64])) + b"\n")
    answered = socket.waitForReadyRead(ANSWERING_MS)
    return answered and bytes(socket.readLine().data()) == SHOWN


def _write_privately(file: Path, text: str) -> None:
    fresh = file.with_name(file.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    fresh.replace(file)
