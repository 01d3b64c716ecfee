"""The bytes of fetched files, each in a file of its own, sealed with AES-256-GCM (NIST SP 800-38D).

Which files are here is the cache's to say (materials.py). A name on the disk
tells nothing of what is in it, and a file somebody changed is not given out.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from pathlib import Path

from app.store.errors import of_os_error
from app.store.sealing import seal, unseal, wipe

UNFINISHED = ".unfinished"


class Files:
    """The files of one cache; ``key`` is the cache's, 64 hex digits."""

    def __init__(self, folder: Path, key: str) -> None:
        self.folder = folder
        self._content_key = _derived(key, b"file contents")
        self._name_key = _derived(key, b"file names")

    def wipe(self) -> None:
        """Lets the keys go; nothing can be kept or read any more."""
        wipe(self._content_key)
        wipe(self._name_key)

    def keep(self, sha256: str, content: bytes) -> None:
        """Seals the bytes under their hash; whole or not at all. Raises DiskFull or
        CacheNotWritable."""
        sealed = seal(self._content_key, content, sha256.encode())
        unfinished = self.folder / f"{secrets.token_hex(8)}{UNFINISHED}"
        try:
            self.folder.mkdir(exist_ok=True, mode=0o700)
            with unfinished.open("wb") as file:
                file.write(sealed)
            unfinished.replace(self._path(sha256))
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise of_os_error(error) from error

    def read(self, sha256: str) -> bytes | None:
        """The bytes; None where they are not here or not as they were sealed."""
        try:
            sealed = self._path(sha256).read_bytes()
            return unseal(self._content_key, sealed, sha256.encode())
        except (FileNotFoundError, ValueError):
            return None

    def remove(self, sha256: str) -> None:
        self._path(sha256).unlink(missing_ok=True)

    def keep_only(self, digests: Iterable[str]) -> None:
        """Removes what none of these is sealed in: what a crash left behind."""
        named = {self._path(sha256).name for sha256 in digests}
        for path in self.folder.iterdir() if self.folder.exists() else ():
            if path.name not in named:
                path.unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self.folder / hmac.digest(self._name_key, sha256.encode(), "sha256").hex()


def _derived(key: str, purpose: bytes) -> bytearray:
    """A key for one purpose (the expand step of HKDF, RFC 5869 2.3, one block)."""
    return bytearray(hmac.digest(bytes.fromhex(key), b"jianjian " + purpose + b"\x01", "sha256"))
