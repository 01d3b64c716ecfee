"""What desk and viewer say to each other: length-prefixed MessagePack over two pipes.

Lengths on a page are fractions of its width and height as it lies in the file,
unrotated, from its upper left corner: (left, top, right, bottom).
"""

from __future__ import annotations

import struct
from typing import IO

import msgspec

Box = tuple[float, float, float, float]

LARGEST_REQUEST = 512 * 2**20
LARGEST_REPLY = 40 * 2**20
MOST_PIXELS = 9_000_000  # an A4 page at 300 dpi


class Open(msgspec.Struct, frozen=True, tag="open"):
    """Bytes to be opened under a key of the desk's choosing."""

    key: str
    content: bytes


class Draw(msgspec.Struct, frozen=True, tag="draw"):
    """A page drawn ``width`` pixels wide, turned by ``rotation`` degrees clockwise.

    ``region``: which part of that picture, (x, y, width, height) in pixels; None for all of it.
    """

    key: str
    page: int
    width: int
    rotation: int = 0
    region: tuple[int, int, int, int] | None = None


class Read(msgspec.Struct, frozen=True, tag="read"):
    """A page's words."""

    key: str
    page: int


class Find(msgspec.Struct, frozen=True, tag="find"):
    """Where ``text`` stands, from ``page`` on."""

    key: str
    text: str
    page: int = 0


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """The pages' widths and heights in points; ``pages`` is more where some are left out."""

    sizes: tuple[tuple[float, float], ...]
    pages: int


class Words(msgspec.Struct, frozen=True, tag="words"):
    """A file of which only the words can be shown: what it says of itself, and its pages' text.

    ``about``: pairs of ``title``, ``author``, ``creator``, ``created``, ``modified``, ``pages``
    or ``seals`` and its value.
    """

    about: tuple[tuple[str, str], ...]
    pages: tuple[str, ...]


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """Rows of 32-bit BGRX pixels, ``width * 4`` bytes a row."""

    width: int
    height: int
    pixels: bytes


class PageText(msgspec.Struct, frozen=True, tag="page_text"):
    """The characters of a page and where each stands."""

    text: str
    boxes: tuple[Box, ...]


class Found(msgspec.Struct, frozen=True, tag="found"):
    """Each hit's page and boxes; ``next_page`` is where to go on, -1 at the end."""

    hits: tuple[tuple[int, tuple[Box, ...]], ...]
    next_page: int


class NotShown(msgspec.Struct, frozen=True, tag="not_shown"):
    """``broken``, ``encrypted``, ``too_large``, ``unknown_kind``, ``not_open`` or ``died``."""

    reason: str


Request = Open | Draw | Read | Find
Reply = Opened | Words | Picture | PageText | Found | NotShown
_HEAD = struct.Struct(">I")


def send(pipe: IO[bytes], message: Request | Reply) -> None:
    raw = msgspec.msgpack.encode(message)
    pipe.write(_HEAD.pack(len(raw)))
    pipe.write(raw)
    pipe.flush()


def receive(pipe: IO[bytes], most: int) -> bytes | None:
    """One message's bytes; None at the end of the pipe or where it claims more than ``most``."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack(head)
    if length > most:
        return None
    raw = pipe.read(length)
    return raw if len(raw) == length else None
