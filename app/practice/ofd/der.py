"""DER (ITU-T X.690), as much of it as certificates and seals are written in."""

from __future__ import annotations

from datetime import UTC, datetime

SM3 = "1.2.156.10197.1.401"
SM2_WITH_SM3 = "1.2.156.10197.1.501"
SM2_CURVE = "1.2.156.10197.1.301"
EC_PUBLIC_KEY = "1.2.840.10045.2.1"
COUNTRY, ORGANISATION, COMMON_NAME = "2.5.4.6", "2.5.4.10", "2.5.4.3"


def sequence(*parts: bytes) -> bytes:
    return _value(0x30, b"".join(parts))


def set_of(*parts: bytes) -> bytes:
    """In the order of their bytes, as X.690, 11.6 asks."""
    return _value(0x31, b"".join(sorted(parts)))


def integer(number: int) -> bytes:
    """A number that is not negative."""
    return _value(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def octets(content: bytes) -> bytes:
    return _value(0x04, content)


def bits(content: bytes) -> bytes:
    """Whole bytes as a bit string."""
    return _value(0x03, b"\0" + content)


def utf8(text: str) -> bytes:
    return _value(0x0C, text.encode())


def printable(text: str) -> bytes:
    return _value(0x13, text.encode("ascii"))


def ia5(text: str) -> bytes:
    return _value(0x16, text.encode("ascii"))


def utc_time(at: datetime) -> bytes:
    return _value(0x17, f"{at.astimezone(UTC):%y%m%d%H%M%SZ}".encode())


def generalized_time(at: datetime) -> bytes:
    return _value(0x18, f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode())


def explicit(number: int, part: bytes) -> bytes:
    """A part in its context's tag."""
    return _value(0xA0 | number, part)


def oid(dotted: str) -> bytes:
    """An object identifier, ``1.2.156.10197.1.401``."""
    first, second, *rest = (int(arc) for arc in dotted.split("."))
    return _value(0x06, b"".join(_base_128(arc) for arc in (40 * first + second, *rest)))


def _base_128(arc: int) -> bytes:
    digits = [arc & 0x7F]
    while arc := arc >> 7:
        digits.append(0x80 | arc & 0x7F)
    return bytes(reversed(digits))


def _value(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content
