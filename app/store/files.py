"""The bytes of fetched files, each in a file of its own, sealed with AES-256-GCM (NIST SP 800-38D).

Which files are here is the cache's to say (materials.py). A name on the disk
tells nothing of what is in it, and a file somebody changed is not given out.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import BinaryIO

from app.store.errors import of_os_error
from app.store.sealed_records import RecordWriter, read_records
from app.store.sealing import seal_into, unseal, wipe

UNFINISHED = ".unfinished"
ROOM_KEPT = 8 * 2**20  # bytes, of each thread that seals


class Files:
    """The files of one cache; ``key`` is the cache's, 64 hex digits."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self._content_key = _derived(key, b"file contents")
        self._name_key = _derived(key, b"file names")
        self._of_thread = threading.local()

    def wipe(self) -> None:
        """Lets the keys go; nothing can be kept or read any more."""
        wipe(self._content_key)
        wipe(self._name_key)

    def keep(self, sha256: str, content: bytes | memoryview) -> None:
        """Seals the bytes under their hash; whole or not at all. Raises DiskFull or
        CacheNotWritable.

        A thread has one room for all it seals: new memory for each costs more than to seal it.
        """
        room: bytearray = self._of_thread.__dict__.setdefault("room", bytearray())
        size = seal_into(room, self._content_key, content, sha256.encode())
        unfinished = self.folder / f"{threading.get_ident()}{UNFINISHED}"
        try:
            with self._new(unfinished) as file, memoryview(room)[:size] as sealed:
                written = 0
                while written < size:
                    written += file.write(sealed[written:])
            unfinished.replace(self._path(sha256))
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise of_os_error(error) from error
        finally:
            if len(room) > ROOM_KEPT:
                del self._of_thread.room

    def _new(self, path: Path) -> FileIO:
        try:
            return FileIO(path, "w")
        except FileNotFoundError:
            self.folder.mkdir(exist_ok=True, mode=0o700)
            return FileIO(path, "w")

    def read(self, sha256: str) -> bytes | None:
        """The bytes; None where they are not here or not as they were sealed."""
        try:
            sealed = self._path(sha256).read_bytes()
            return unseal(self._content_key, sealed, sha256.encode())
        except (FileNotFoundError, ValueError):
            return None

    def keep_pieces(self, pieces: Iterable[bytes]) -> tuple[str, int]:
        """Seals what comes in pieces, each with its place; whole or not at all. Its SHA-256 and its
        size in bytes. Raises DiskFull or CacheNotWritable, and what ``pieces`` raises."""
        digest, size = hashlib.sha256(), 0
        unfinished = self.folder / f"{secrets.token_hex(8)}{UNFINISHED}"
        try:
            self.folder.mkdir(exist_ok=True, mode=0o700)
            with unfinished.open("wb") as file:
                writer = RecordWriter(file, self._content_key)
                for piece in pieces:
                    writer.append(piece)
                    digest.update(piece)
                    size += len(piece)
                writer.finish()
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path_of_pieces(digest.hexdigest()))
        except OSError as error:
            raise of_os_error(error) from error
        finally:
            unfinished.unlink(missing_ok=True)
        return digest.hexdigest(), size

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """What was kept in pieces, a piece at a time. Raises FileNotFoundError where it is not
        here, and ValueError where it is not as it was sealed."""
        with self._path_of_pieces(sha256).open("rb") as file:
            yield from read_records(file, self._content_key)

    def size_in_pieces(self, sha256: str) -> int | None:
        """How many bytes were kept in pieces; None where they are not here or not as they were
        sealed. Reads them all."""
        try:
            return sum(map(len, self.pieces(sha256)))
        except (FileNotFoundError, ValueError):
            return None

    def remove_pieces(self, sha256: str) -> None:
        self._path_of_pieces(sha256).unlink(missing_ok=True)

    @contextmanager
    def spool(self) -> Iterator[Spool]:
        """A place for records that are read once and are gone afterwards, whatever happened."""
        self.folder.mkdir(exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=self.folder) as file:
            yield Spool(file, self._content_key)

    def remove(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def keep_only(self, digests: Iterable[str], in_pieces: Iterable[str] = ()) -> None:
        """Removes what none of these is sealed in: what a crash left behind."""
        named = {self._path(sha256).name for sha256 in digests}
        named |= {self._path_of_pieces(sha256).name for sha256 in in_pieces}
        for path in self.folder.iterdir() if self.folder.exists() else ():
            if path.name not in named:
                path.unlink(missing_ok=True)

    def _path_of_pieces(self, sha256: str) -> Path:
        return self._path(sha256).with_suffix(".pieces")

    def _path(self, sha256: str) -> Path:
        return self.folder / hmac.digest(self._name_key, sha256.encode(), "sha256").hex()


class Spool:
    """Records, sealed: first all are appended, then they are read in their order."""

    def __init__(self, file: BinaryIO, key: bytearray) -> None:
        self._file, self._key = file, key
        self._writer = RecordWriter(file, key)

    def append(self, record: bytes) -> None:
        """Raises DiskFull or CacheNotWritable."""
        try:
            self._writer.append(record)
        except OSError as error:
            raise of_os_error(error) from error

    def read(self) -> Iterator[bytes]:
        self._writer.finish()
        self._file.seek(0)
        yield from read_records(self._file, self._key)


def _derived(key: str, purpose: bytes) -> bytearray:
    """A key for one purpose (the expand step of HKDF, RFC 5869 2.3, one block)."""
    return bytearray(hmac.digest(bytes.fromhex(key), b"jianjian " + purpose + b"\x01", "sha256"))
