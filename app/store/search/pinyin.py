"""How Chinese is typed by its sound: 快餐店 as ``kuaicandian``, ``kcd``, ``kuaic店``.

Sounds are syllables of pinyin without tones; ``pinyin.txt`` has them (decision 0011).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

LATIN = re.compile(r"[a-z]+")
VOWELS = re.compile(r"[aeiouv]")
MOST_READINGS = 8


class Sounds(msgspec.Struct, frozen=True):
    """By character, its sound, and the other one of those that are read otherwise too; and all
    syllables. The few without a vowel (呣 ``m``, 嗯 ``n``) are none: who types an ``m`` means a
    first letter."""

    sound: dict[int, str]
    other: dict[int, str]
    syllables: frozenset[str]


@cache
def sounds() -> Sounds:
    sound: dict[int, str] = {}
    other: dict[int, str] = {}
    syllables = set()
    for line in files("app.store.search").joinpath("pinyin.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            syllable, first, *further = line.split("\t")
            if VOWELS.search(syllable):
                syllables.add(syllable)
            sound |= dict.fromkeys(map(ord, first), syllable)
            other |= dict.fromkeys(map(ord, "".join(further)), syllable)
    return Sounds(sound, other, frozenset(syllables))


def spellings(bare: str) -> list[list[str]]:
    """A text as syllables, what has none as itself; a second time where some can be read
    otherwise."""
    table = sounds()
    usual = [table.sound.get(ord(character), character) for character in bare]
    other = [table.other.get(ord(c), said) for c, said in zip(bare, usual, strict=True)]
    return [usual] if other == usual else [usual, other]


class Sounded(msgspec.Struct, frozen=True):
    """One reading of what was typed, a token a character: a syllable, the beginning of one, or
    the character itself."""

    tokens: tuple[str, ...]

    def letters(self) -> str:
        table = sounds().sound
        return "".join(
            table.get(ord(token), token)[0] if len(token) == 1 else token[0]
            for token in self.tokens
        )

    @property
    def only_letters(self) -> bool:
        return all(len(token) == 1 and token.isascii() for token in self.tokens)

    @property
    def only_syllables(self) -> bool:
        """Whether each is a whole syllable but perhaps the last, which is begun."""
        whole = sounds().syllables
        *before, last = self.tokens
        return len(last) > 1 and all(len(token) > 1 and token in whole for token in before)

    def fits(self, name: str) -> bool:
        """Whether the characters of a bare name are read so somewhere."""
        return any(
            all(map(_reads, name[at:], self.tokens))
            for at in range(len(name) - len(self.tokens) + 1)
        )


def readings(typed: str) -> list[Sounded]:
    """What lower-case text with Latin letters in it may stand for, the likeliest first; none where
    there is no Latin letter."""
    if not LATIN.search(typed):
        return []
    parts: list[list[tuple[str, ...]]] = []
    for piece in re.findall(r"[a-z]+|[^a-z]", typed):
        parts.append(_segmented(piece) if LATIN.match(piece) else [(piece,)])
    whole: list[tuple[str, ...]] = [()]
    for choices in parts:
        whole = [before + after for before in whole for after in choices][:MOST_READINGS]
    return [Sounded(tokens) for tokens in sorted(whole, key=len) if len(tokens) <= len(typed)]


@cache
def _segmented(letters: str) -> list[tuple[str, ...]]:
    """Ways to read letters as syllables, then as first letters, then as both, shortest first."""
    table = sounds().syllables
    beginnings = {syllable[:n] for syllable in table for n in range(1, len(syllable) + 1)}

    def whole(rest: str) -> Iterator[tuple[str, ...]]:
        if not rest:
            yield ()
        for n in range(min(6, len(rest)), 0, -1):
            head, tail = rest[:n], rest[n:]
            if head in table or (not tail and head in beginnings):
                yield from ((head, *more) for more in whole(tail))

    def mixed(rest: str) -> Iterator[tuple[str, ...]]:
        if not rest:
            yield ()
        for n in range(min(6, len(rest)), 0, -1):
            head, tail = rest[:n], rest[n:]
            if n == 1 or head in table or (not tail and head in beginnings):
                yield from ((head, *more) for more in mixed(tail))

    found: dict[tuple[str, ...], None] = {}
    for source in (whole(letters), iter([tuple(letters)]), mixed(letters)):
        for _, tokens in zip(range(MOST_READINGS // 2), source, strict=False):
            found.setdefault(tokens)
    return list(found)


def _reads(character: str, token: str) -> bool:
    if len(token) == 1 and character == token:
        return True
    table = sounds()
    return token.isascii() and any(
        read.startswith(token)
        for read in (table.sound.get(ord(character), ""), table.other.get(ord(character), ""))
    )
