"""What desk and viewer say to each other: length-prefixed MessagePack over two pipes.

Lengths on a page are fractions of its width and height as it lies in the file,
unrotated, from its upper left corner: (left, top, right, bottom).

The desk takes every answer for one that an attacker wrote: how much of each there may be is part
of its type, and looked at before anything is made of it.
"""

from __future__ import annotations

import struct
from typing import IO, Annotated, Literal

import msgspec
from msgspec import Meta

from app.cases.paper_text import Signature

LARGEST_REQUEST = 512 * 2**20
MOST_PIXELS = 12_000_000  # a screen of 3840 × 2160, and what is drawn around it
LARGEST_PICTURE, LARGEST_REPLY = 4 * MOST_PIXELS + 1024, 17 * 2**20
MOST_PAGES, MOST_LENGTH = 2000, 1e8
MOST_CHARACTERS = 50_000
MOST_HITS, MOST_BOXES_OF_A_HIT = 500, 100
MOST_SEALS, MOST_CHANGED = 50, 50
MOST_SHEETS, LARGEST_PAPER = 100, 20 * 2**20  # of what is assembled
_FURTHEST = 1e6  # pages from the page's corner

Length = Annotated[float, Meta(ge=0, le=MOST_LENGTH)]
Fraction = Annotated[float, Meta(ge=-_FURTHEST, le=_FURTHEST)]
Box = tuple[Fraction, Fraction, Fraction, Fraction]
Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]
Pixels = Annotated[int, Meta(ge=1, le=MOST_PIXELS)]
Said = Annotated[str, Meta(max_length=200)]
Part = Literal["filesystem", "processes", "network"]


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


class Signatures(msgspec.Struct, frozen=True, tag="signatures"):
    """Who sealed it, and whether it is as it was then. ``authorities``: certificates as DER of
    those whose seals are trusted."""

    key: str
    authorities: tuple[bytes, ...] = ()


class Sheet(msgspec.Struct, frozen=True):
    """A page of one of several files, turned by ``rotation`` degrees clockwise, a multiple of 90;
    ``crop``: what is kept of the unturned page, None for all of it."""

    file: int
    page: int
    rotation: int = 0
    crop: tuple[float, float, float, float] | None = None


class Assemble(msgspec.Struct, frozen=True, tag="assemble"):
    """These sheets of the files as one PDF."""

    files: tuple[bytes, ...]
    sheets: tuple[Sheet, ...]


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """Said once, before the first request: what the process could still do, confined as it is."""

    unconfined: Annotated[tuple[Part, ...], Meta(max_length=3)]


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """The pages' widths and heights in points; ``pages`` is more where some are left out."""

    sizes: Annotated[tuple[tuple[Length, Length], ...], Meta(max_length=MOST_PAGES)]
    pages: Count


class Picture(msgspec.Struct, frozen=True, tag="picture"):
    """Rows of 32-bit BGRX pixels, ``width * 4`` bytes a row."""

    width: Pixels
    height: Pixels
    pixels: bytes


class PageText(msgspec.Struct, frozen=True, tag="page_text"):
    """The characters of a page and where each stands."""

    text: Annotated[str, Meta(max_length=MOST_CHARACTERS)]
    boxes: Annotated[tuple[Box, ...], Meta(max_length=MOST_CHARACTERS)]


Hit = tuple[Count, Annotated[tuple[Box, ...], Meta(max_length=MOST_BOXES_OF_A_HIT)]]


class Found(msgspec.Struct, frozen=True, tag="found"):
    """Each hit's page and boxes; ``next_page`` is where to go on, -1 at the end."""

    hits: Annotated[tuple[Hit, ...], Meta(max_length=MOST_HITS)]
    next_page: Annotated[int, Meta(ge=-1, le=2**31 - 1)]


class Seal(Signature, frozen=True, gc=False):
    """A signature, none of whose words is longer than a line."""

    signer: Said
    at: Said = ""
    changed: Annotated[tuple[Said, ...], Meta(max_length=MOST_CHANGED)] = ()
    page: Annotated[int, Meta(ge=-1, le=2**31 - 1)] = -1
    box: Box = (0.0, 0.0, 0.0, 0.0)


class Signed(msgspec.Struct, frozen=True, tag="signed"):
    seals: Annotated[tuple[Seal, ...], Meta(max_length=MOST_SEALS)]


class Assembled(msgspec.Struct, frozen=True, tag="assembled"):
    content: Annotated[bytes, Meta(max_length=LARGEST_PAPER)]


class NotShown(msgspec.Struct, frozen=True, tag="not_shown"):
    """``broken``, ``encrypted``, ``too_large``, ``too_heavy`` (what was to be assembled),
    ``unknown_kind``, ``not_open``, ``died``, or ``replaced`` where the desk itself ended the viewer
    before it had answered."""

    reason: Annotated[str, Meta(max_length=20)]


Request = Open | Draw | Read | Find | Signatures | Assemble
Reply = Opened | Picture | PageText | Found | Signed | Assembled | NotShown
_HEAD = struct.Struct(">I")


def send(pipe: IO[bytes], message: msgspec.Struct) -> None:
    write(pipe, msgspec.msgpack.encode(message))


def write(pipe: IO[bytes], raw: bytes) -> None:
    """One message's bytes."""
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
