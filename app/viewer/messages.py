"""What desk and viewer say to each other: length-prefixed MessagePack over two pipes."""

from __future__ import annotations

import struct
from typing import IO

import msgspec

LARGEST_MESSAGE = 512 * 2**20


class Open(msgspec.Struct, frozen=True, tag="open"):
    """Bytes to be opened under a key of the desk's choosing."""

    key: str
    media_type: str
    content: bytes


class Draw(msgspec.Struct, frozen=True, tag="draw"):
    """A page as a picture ``width`` pixels wide, turned by ``rotation`` degrees clockwise."""

    key: str
    page: int
    width: int
    rotation: int = 0


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """Each page's width and height in points."""

    sizes: tuple[tuple[float, float], ...]


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """Rows of 32-bit BGRA pixels, ``width * 4`` bytes a row."""

    width: int
    height: int
    pixels: bytes


class NotShown(msgspec.Struct, frozen=True, tag="not_shown"):
    """``broken``, ``encrypted``, ``too_large``, ``unknown_kind`` or ``not_open``."""

    reason: str


Request = Open | Draw
Reply = Opened | Picture | NotShown
_HEAD = struct.Struct(">I")


def send(pipe: IO[bytes], message: Request | Reply) -> None:
    raw = msgspec.msgpack.encode(message)
    pipe.write(_HEAD.pack(len(raw)))
    pipe.write(raw)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """One message's bytes; None at the end of the pipe or on a length no message has."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack(head)
    if length > LARGEST_MESSAGE:
        return None
    raw = pipe.read(length)
    return raw if len(raw) == length else None
