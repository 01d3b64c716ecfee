"""What desk and reader say to each other, framed as the viewer's messages are.

The desk takes every answer for one that an attacker wrote: how much of each there may be is part
of its type, and looked at before anything is made of it. ``to_…`` turns an answer into the types of
``app.cases.paper_text``, whose lengths are fractions of a page as well.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from app.cases.paper_text import Code, Line, PageReading, Problem, Signature, Source
from app.viewer.messages import MOST_PAGES, Open, Signatures

LARGEST_REPLY = 4 * 2**20
MOST_LINES, MOST_CHARACTERS_OF_A_LINE = 3000, 1000
MOST_CHARACTERS_OF_A_PAGE = 20_000  # ten pages of a contract
MOST_CODES, MOST_CHARACTERS_OF_A_CODE = 20, 4000
MOST_SIGNATURES, MOST_CHARACTERS_OF_A_NAME, MOST_CHANGES = 50, 300, 20
MOST_CHARACTERS_OF_A_TIME = 40

Share = Annotated[float, Meta(ge=0, le=1)]
Box = tuple[Share, Share, Share, Share]
Skew = Annotated[float, Meta(ge=-1, le=1)]
Words = Annotated[str, Meta(min_length=1, max_length=MOST_CHARACTERS_OF_A_LINE)]
Said = Annotated[str, Meta(max_length=MOST_CHARACTERS_OF_A_CODE)]
Kind = Annotated[str, Meta(max_length=40)]
Name = Annotated[str, Meta(max_length=MOST_CHARACTERS_OF_A_NAME)]
Quarter = Literal[0, 90, 180, 270]


class ReadPage(msgspec.Struct, frozen=True, tag="read_page"):
    """A page's words and codes."""

    key: str
    page: int


class PageCount(msgspec.Struct, frozen=True, tag="page_count"):
    """An opened file: how many of its pages can be read."""

    pages: Annotated[int, Meta(ge=1, le=MOST_PAGES)]


class PageReply(msgspec.Struct, frozen=True, tag="page_reply"):
    """``PageReading`` as it travels."""

    lines: Annotated[tuple[tuple[Words, Box, Skew], ...], Meta(max_length=MOST_LINES)]
    codes: Annotated[tuple[tuple[Kind, Said, Box], ...], Meta(max_length=MOST_CODES)]
    source: Source
    problem: Problem
    turned: Quarter

    def __post_init__(self) -> None:
        if sum(len(words) for words, _, _ in self.lines) > MOST_CHARACTERS_OF_A_PAGE:
            raise ValueError("more than a page holds")

    @classmethod
    def of(cls, reading: PageReading) -> PageReply:
        """Of a page that says too much, its first lines, and that they are not all."""
        ends = accumulate(len(line.text) for line in reading.lines)
        lines = [
            line
            for line, end in zip(reading.lines, ends, strict=True)
            if end <= MOST_CHARACTERS_OF_A_PAGE
        ]
        problem = reading.problem if len(lines) == len(reading.lines) else "not_recognised"
        return cls(
            tuple((line.text, line.box, line.skew) for line in lines),
            tuple((code.kind, code.text, code.box) for code in reading.codes),
            reading.source,
            problem,
            _quarter(reading.turned),
        )

    def to_reading(self) -> PageReading:
        return PageReading(
            tuple(Line(*line) for line in self.lines),
            tuple(Code(kind, text, box) for kind, text, box in self.codes),
            self.source,
            self.problem,
            self.turned,
        )


class SignatureReply(msgspec.Struct, frozen=True):
    """``Signature`` as it travels."""

    signer: Name
    at: Annotated[str, Meta(max_length=MOST_CHARACTERS_OF_A_TIME)]
    unchanged: bool | None
    verified: bool | None
    trusted: bool
    changed: Annotated[tuple[Name, ...], Meta(max_length=MOST_CHANGES)]
    page: Annotated[int, Meta(ge=-1, lt=MOST_PAGES)]
    box: Box

    @classmethod
    def of(cls, signature: Signature) -> SignatureReply:
        """None of its words longer, and its box no further, than an answer may say."""
        left, top, right, bottom = (min(max(length, 0.0), 1.0) for length in signature.box)
        return cls(
            signature.signer[:MOST_CHARACTERS_OF_A_NAME],
            signature.at[:MOST_CHARACTERS_OF_A_TIME],
            signature.unchanged,
            signature.verified,
            signature.trusted,
            tuple(part[:MOST_CHARACTERS_OF_A_NAME] for part in signature.changed[:MOST_CHANGES]),
            signature.page if signature.page < MOST_PAGES else -1,
            (left, top, right, bottom),
        )

    def to_signature(self) -> Signature:
        return Signature(
            self.signer, self.at, self.unchanged, self.verified, self.trusted, self.changed,
            self.page, self.box,
        )  # fmt: skip


class SignaturesReply(msgspec.Struct, frozen=True, tag="signatures_reply"):
    """All signatures and seals of a file."""

    signatures: Annotated[tuple[SignatureReply, ...], Meta(max_length=MOST_SIGNATURES)]

    @classmethod
    def of(cls, signatures: tuple[Signature, ...]) -> SignaturesReply:
        """At most MOST_SIGNATURES, as ``signatures_of`` gives them."""
        return cls(tuple(SignatureReply.of(each) for each in signatures))

    def to_signatures(self) -> tuple[Signature, ...]:
        return tuple(each.to_signature() for each in self.signatures)


Request = Open | ReadPage | Signatures


def _quarter(degrees: int) -> Quarter:
    quarters: dict[int, Quarter] = {90: 90, 180: 180, 270: 270}
    return quarters.get(degrees, 0)
