"""Where the list and the packages lie: a folder, perhaps on a share, or an https address."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from app.cases.failure import Failure, cause_of
from app.machine.cancel import Cancelled, CancelScope
from app.update.errors import UpdateSourceUnreachable

PIECE = 2**20
HANGING_SECONDS = 20.0  # a share that does not answer


class Source(Protocol):
    def pieces(self, name: str, begun: int, most: int) -> Iterator[tuple[int, bytes]]:
        """Of the file of this name, with where they begin: at ``begun``, or at 0 where that cannot
        be had. Not much more than ``most`` bytes. Raises UpdateSourceUnreachable, Cancelled."""


def source_of(update_from: str, extra_ca: str, scope: CancelScope) -> Source:
    if update_from.startswith("https://"):
        return Server(update_from, extra_ca, scope)
    return Folder(Path(update_from).expanduser(), scope)


class Server:
    def __init__(self, address: str, extra_ca: str, scope: CancelScope) -> None:
        self._address, self._extra_ca, self._scope = address.rstrip("/"), extra_ca, scope

    def pieces(self, name: str, begun: int, most: int) -> Iterator[tuple[int, bytes]]:
        from app.central.download import download  # the first paint waits for no network

        url = f"{self._address}/{name}"
        try:
            yield from download(url, begun, most, self._extra_ca, self._scope)
        except Cancelled:
            raise
        except Failure as failure:
            raise UpdateSourceUnreachable(f"{failure.code} {failure.detail}".strip()) from failure


class Folder:
    """Each piece is waited for on a thread that is left behind where the share hangs."""

    def __init__(
        self, folder: Path, scope: CancelScope, hanging_seconds: float = HANGING_SECONDS
    ) -> None:
        self._folder, self._scope, self._seconds = folder, scope, hanging_seconds

    def pieces(self, name: str, begun: int, most: int) -> Iterator[tuple[int, bytes]]:
        at, reading = begun, _reading(self._folder / name, begun)
        try:
            while at - begun <= most:
                piece = self._scope.call(lambda: next(reading, b""), seconds=self._seconds)
                if not piece:
                    return
                yield at, piece
                at += len(piece)
        except (OSError, TimeoutError) as error:
            raise UpdateSourceUnreachable(cause_of(error)) from error


def _reading(path: Path, begun: int) -> Iterator[bytes]:
    """Of a file; whatever else has its name, a pipe that never ends say, is not waited for."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError("no file")
        file.seek(begun)
        while piece := file.read(PIECE):
            yield piece
