"""A file of any length, sealed record by record (AES-256-GCM, NIST SP 800-38D): no more than one of
them is held in memory.

None can be changed, taken out, moved or cut off unseen: each is sealed with the file's own number
and its place, and the last place says that it is the last.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterator
from typing import BinaryIO

from app.store.sealing import seal, unseal

SALT_BYTES = 16
_LENGTH = struct.Struct(">I")


class RecordWriter:
    """Appends to an empty file, which it leaves open."""

    def __init__(self, file: BinaryIO, key: bytearray) -> None:
        self._file, self._key = file, key
        self._salt = secrets.token_bytes(SALT_BYTES)
        self._count = 0
        file.write(self._salt)

    def append(self, record: bytes) -> None:
        self._write(record, b"record")

    def finish(self) -> None:
        """Without it the file reads as one that was cut off."""
        self._write(b"", b"end")

    def _write(self, record: bytes, kind: bytes) -> None:
        sealed = seal(self._key, record, _purpose(self._salt, self._count, kind))
        self._file.write(_LENGTH.pack(len(sealed)))
        self._file.write(sealed)
        self._count += 1


def read_records(file: BinaryIO, key: bytearray) -> Iterator[bytes]:
    """The records in their order. Raises ValueError where the file is not as it was sealed."""
    salt, count = file.read(SALT_BYTES), 0
    while len(head := file.read(_LENGTH.size)) == _LENGTH.size:
        sealed = file.read(_LENGTH.unpack(head)[0])
        record = unseal(key, sealed, _purpose(salt, count, b"record"))
        if record is None:
            if unseal(key, sealed, _purpose(salt, count, b"end")) == b"" and not file.read(1):
                return
            break
        yield record
        count += 1
    raise ValueError("not as it was sealed")


def _purpose(salt: bytes, count: int, kind: bytes) -> bytes:
    return salt + count.to_bytes(8, "big") + kind
