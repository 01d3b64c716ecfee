"""What a text is found by: one to three characters of it in a row, and how its names sound.

Three FTS5 tables share the work (decision 0011). ``…_text`` holds every three characters in a row
with their places, so that a phrase of three or more is an exact substring; ``…_names`` the same of
the names and of their first letters. ``…_grams``, without places, holds every one and two
characters in a row, so that these are one token; and of names the syllables, singly and two in a
row, and the first letters, two in a row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import msgspec

from app.cases.model import Applicant, ItemRef, OneThingRef, SubApplication
from app.store.search import pinyin

NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
NOT_IN_UNICODE_6 = re.compile("[\u9fcd-\u9fff\U00010000-\U0010ffff]")  # FTS5 takes them for signs
APART = "\n"
LINKED = "0"  # between two syllables of one token
REMEMBERED = 4096  # texts: many cases say the same, and a catalogue has two thousand
REMEMBERED_GRAMS = 1024  # of the same texts; these are longer


class Texts(msgspec.Struct, frozen=True, gc=False):
    """What something is found by: its names, its other texts, and those of these that are found by
    their sound as the names are; all bare."""

    names: tuple[str, ...]
    others: tuple[str, ...]
    spoken: tuple[str, ...] = ()

    def sound_like(self) -> tuple[str, ...]:
        return (*self.names, *self.spoken)


class Indexed(msgspec.Struct, frozen=True, gc=False):
    """The columns of the three tables; ``text`` has the names too."""

    name: str
    text: str
    letters: str
    name_grams: str
    text_grams: str
    sounds: str
    letter_pairs: str


def texts(names: Iterable[str], others: Iterable[str], spoken: Iterable[str] = ()) -> Texts:
    return Texts(_bared(names), _bared(others), _bared(spoken))


class HasNames(Protocol):
    """A case, or the part of one in which its names are."""

    @property
    def applicant(self) -> Applicant: ...
    @property
    def item(self) -> ItemRef: ...
    @property
    def one_thing(self) -> OneThingRef: ...


def case_texts(case: SubApplication) -> Texts:
    values = (str(f.value) for s in case.form for f in s.fields if isinstance(f.value, str))
    spoken = _spoken(case)
    return texts(_names(case), [case.no, case.applicant.phone, *spoken, *values], spoken)


def names_of(case: HasNames) -> Texts:
    """The part of a case's texts in which its names are."""
    return texts(_names(case), (), _spoken(case))


def _names(case: HasNames) -> list[str]:
    representative = case.applicant.representative
    return [case.applicant.name, representative.name if representative else ""]


def _spoken(case: HasNames) -> list[str]:
    return [case.item.name, case.one_thing.scene.name, case.applicant.address]


def indexed(said: Texts) -> Indexed:
    heard = [_heard(part) for part in said.sound_like()]
    letters = [first for _, first in heard]
    return Indexed(
        name=APART.join(said.names),
        text=APART.join((*said.names, *said.others)),
        letters=APART.join(letters),
        name_grams=_grams(said.names),
        text_grams=_grams(said.others),
        sounds=" ".join([sounds for sounds, _ in heard]),
        letter_pairs=" ".join({a + b for first in letters for a, b in pairwise(first)}),
    )


def forget() -> None:
    """Lets go of the texts that are remembered: they are one clerk's."""
    for remembering in (bare, _grams_of, _heard):
        remembering.cache_clear()


@lru_cache(REMEMBERED)
def bare(text: str) -> str:
    """The text without what nobody searches for: spaces and signs, width and case."""
    return stripped(text)


def stripped(text: str) -> str:
    """The same of a text that need not be remembered."""
    return NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", text).casefold())


def pairs(parts: Iterable[str]) -> set[str]:
    """The tokens of each two characters in a row of bare texts."""
    return {gram(a + b) for part in parts for a, b in pairwise(part)}


def gram(typed: str) -> str:
    """The token of one or two bare characters."""
    return "".join(map(_token, typed))


def pairs_of(syllables: Iterable[str]) -> list[str]:
    """Syllables as tokens, two in a row each; a single one as itself."""
    said = list(syllables)
    return list(map(LINKED.join, pairwise(said))) or said


def _bared(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([plain for part in parts if part and (plain := bare(part))]))


def _grams(parts: Iterable[str]) -> str:
    """Each character and each two in a row, once."""
    return " ".join(frozenset().union(*map(_grams_of, parts)))


@lru_cache(REMEMBERED_GRAMS)
def _grams_of(part: str) -> frozenset[str]:
    tokens: str | list[str] = part
    if NOT_IN_UNICODE_6.search(part):
        tokens = [_token(character) for character in part]
    return frozenset((*tokens, *map(str.__add__, tokens, tokens[1:])))


def _token(character: str) -> str:
    return f"u{ord(character):x}" if NOT_IN_UNICODE_6.match(character) else character


@lru_cache(REMEMBERED)
def _heard(part: str) -> tuple[str, str]:
    """The syllable tokens of a text, and its first letters; other ways to read it behind."""
    spelt = pinyin.spellings(part)
    tokens = {token for said in spelt for token in (*said, *pairs_of(said))}
    return " ".join(tokens), APART.join("".join(syllable[0] for syllable in s) for s in spelt)
