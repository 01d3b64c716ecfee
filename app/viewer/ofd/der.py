"""DER (ITU-T X.690) as far as seals and certificates are read."""

from __future__ import annotations

from typing import NamedTuple

from asn1crypto import parser

BIT_STRING, OCTETS, UTF8 = 3, 4, 12
_CODINGS = {UTF8: "utf-8", 30: "utf-16-be"}  # all other strings are taken for ASCII or Chinese


class Value(NamedTuple):
    """``tag`` without its class; ``raw`` with its head."""

    tag: int
    raw: bytes
    content: bytes

    def parts(self) -> list[Value]:
        """Of a sequence or set. Raises ValueError."""
        return values(self.content)

    def text(self) -> str:
        """A string's characters; what cannot be decoded is replaced."""
        return self.content.decode(_CODINGS.get(self.tag, "gb18030"), "replace").strip("\0 ")

    def bits(self) -> bytes:
        """A bit string's whole bytes."""
        return self.content[1:]

    def number(self) -> int:
        """Of an integer."""
        return int.from_bytes(self.content, "big", signed=True)


def values(encoded: bytes) -> list[Value]:
    """One after the other. Raises ValueError."""
    found = []
    while encoded:
        _, _, tag, head, content, trailer = parser.parse(encoded)
        raw = head + content + trailer
        found.append(Value(tag, raw, content))
        encoded = encoded[len(raw) :]
    return found


def value(encoded: bytes) -> Value:
    """The first one, whatever is behind it. Raises ValueError."""
    _, _, tag, head, content, trailer = parser.parse(encoded)
    return Value(tag, head + content + trailer, content)


def sequence(*encoded: bytes) -> bytes:
    """Values, in DER, as one."""
    content = b"".join(encoded)
    made: bytes = parser.emit(0, 1, 16, content)
    return made
