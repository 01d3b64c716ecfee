"""How Chinese is typed by its sound: 快餐店 as ``kuaicandian``, ``kcd``, ``kuaic店``.

Sounds are syllables of pinyin without tones; ``pinyin.txt`` has them (decision 0011).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from itertools import islice

import msgspec

LATIN = re.compile(r"[a-z]+")
VOWELS = re.compile(r"[aeiouv]")
MOST_READINGS = 8
LONGEST_SYLLABLE = 6  # zhuang


class Sounds(msgspec.Struct, frozen=True):
    """By character, its sound, and the other one of those that are read otherwise too; and all
    syllables, and what they begin with. The few without a vowel (呣 ``m``, 嗯 ``n``) are none: who
    types an ``m`` means a first letter."""

    sound: dict[int, str]
    other: dict[int, str]
    syllables: frozenset[str]
    beginnings: frozenset[str]


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
    beginnings = {syllable[: n + 1] for syllable in syllables for n in range(len(syllable))}
    return Sounds(sound, other, frozenset(syllables), frozenset(beginnings))


@cache
def completions(begun: str) -> tuple[str, ...]:
    """The syllables that letters may be the beginning of; a whole one is itself."""
    table = sounds()
    if begun in table.syllables or begun not in table.beginnings:
        return (begun,)
    return tuple(sorted(syllable for syllable in table.syllables if syllable.startswith(begun)))


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
        return "".join(table.get(ord(token[0]), token)[0] for token in self.tokens)

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
    return [Sounded(tokens) for tokens in sorted(whole, key=len)]


@cache
def _segmented(letters: str) -> list[tuple[str, ...]]:
    """Ways to read letters as syllables, then as first letters, then as both, shortest first."""
    table = sounds().syllables
    found: dict[tuple[str, ...], None] = {}
    for ways in (
        _cut(letters, lambda part: part in table),
        iter([tuple(letters)]),
        _cut(letters, lambda part: part in table or len(part) == 1),
    ):
        found |= dict.fromkeys(islice(ways, MOST_READINGS // 2))
    return list(found)


def _cut(letters: str, stands: Callable[[str], bool]) -> Iterator[tuple[str, ...]]:
    """Ways to cut letters into parts that stand alone, the longest ones first; the last part may
    be only the beginning of a syllable."""
    if not letters:
        yield ()
    for length in range(min(LONGEST_SYLLABLE, len(letters)), 0, -1):
        part, rest = letters[:length], letters[length:]
        if stands(part) or (not rest and part in sounds().beginnings):
            yield from ((part, *more) for more in _cut(rest, stands))


def _reads(character: str, token: str) -> bool:
    """Whether a character is the token, or is read so or begins so."""
    table = sounds()
    return character == token or any(
        read.startswith(token)
        for read in (table.sound.get(ord(character), ""), table.other.get(ord(character), ""))
    )
