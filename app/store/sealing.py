"""Sealing with AES-256-GCM (NIST SP 800-38D), and secrets in memory."""

from __future__ import annotations

import os
from typing import Protocol

NONCE_BYTES, TAG_BYTES = 12, 16


class SecretPlace(Protocol):
    """Where a secret is kept outside the cache."""

    def read(self) -> str: ...
    def write(self, text: str) -> None: ...
    def remove(self) -> None: ...


def seal(key: bytearray, content: bytes, purpose: bytes) -> bytes:
    """Nonce and sealed bytes; ``purpose`` has to be named again to unseal them."""
    sealed = bytearray()
    seal_into(sealed, key, content, purpose)
    return bytes(sealed)


def seal_into(room: bytearray, key: bytearray, content: bytes | memoryview, purpose: bytes) -> int:
    """The same at the beginning of ``room``, which grows where it has to; how many bytes it is."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    size = NONCE_BYTES + len(content) + TAG_BYTES
    room += bytes(max(0, size - len(room)))
    room[:NONCE_BYTES] = nonce
    with memoryview(room) as whole, whole[NONCE_BYTES:size] as sealed:
        AESGCM(key).encrypt_into(nonce, content, purpose, sealed)
    return size


def unseal(key: bytearray, sealed: bytes, purpose: bytes) -> bytes | None:
    """The bytes; None where they were not sealed so. Raises ValueError on a key or nonce that
    cannot be one."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose)
    except InvalidTag:
        return None


def wipe(secret: bytearray) -> None:
    """Overwrites in place. What Python has copied into immutable objects, it cannot reach."""
    secret[:] = bytes(len(secret))
