"""SM3 and the verification of SM2 signatures (GB/T 32905, 32918, 35275)."""

from __future__ import annotations

from cryptography.hazmat.primitives.hashes import SM3, Hash
from gmalg.ellipticcurve import ECDLP
from gmalg.sm2 import SM2Core

from app.viewer.ofd import der

IDENTITY = b"1234567812345678"  # of who signs without one of their own (GB/T 35276, 10)


def sm3(content: bytes) -> bytes:
    """The digest (GB/T 32905), 32 bytes."""
    digest = Hash(SM3())
    digest.update(content)
    return digest.finalize()


def is_signed(message: bytes, signature: bytes, public_key: bytes) -> bool:
    """Whether ``signature``, r and s as DER or side by side, is of the owner of the key, a point
    of the curve. Raises ValueError for what is no signature and no key."""
    if len(public_key) != 65 or public_key[0] != 4:
        raise ValueError("no point of the curve")
    point = int.from_bytes(public_key[1:33], "big"), int.from_bytes(public_key[33:], "big")
    if not _CURVE.ecdlp.ec.isvalid(point):
        raise ValueError("no point of the curve")
    if len(signature) == 64:
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    else:
        r, s = (part.number() for part in der.value(signature).parts())
    return bool(_CURVE.verify(message, r, s, IDENTITY, point))


class _Sm3:
    """A Hash of gmalg, whose own takes a second for 100 kB: a seal's picture may have more."""

    def reset(self) -> None:
        self._content = b""

    def update(self, data: bytes) -> None:
        self._content += data

    def value(self) -> bytes:
        return sm3(self._content)


# GB/T 32918.5: the field's prime, a, b, the base point and its order.
_CURVE = SM2Core(
    ECDLP(
        0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF,
        0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC,
        0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93,
        (
            0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
            0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
        ),
        0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
    ),
    _Sm3(),
)
