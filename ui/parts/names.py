"""What has a name in both languages is found by its words, its pinyin and its initials."""

from __future__ import annotations

import re

import msgspec

from app.desk import Sounded, bare, readings

EXACT, BEGINS, HOLDS, INITIALS, HEARD = range(5)  # how well a name fits, the best first
SHORTEST_HEARD = 2  # one letter begins too many words


class Typed(msgspec.Struct, frozen=True):
    """What was typed: its words, its letters and digits, and what these may stand for as pinyin."""

    words: str
    letters: str
    heard: tuple[Sounded, ...]

    @classmethod
    def of(cls, text: str) -> Typed:
        letters = bare(text)
        heard = readings(letters) if len(letters) >= SHORTEST_HEARD else []
        return cls(text.strip().casefold(), letters, tuple(heard))


class Names(msgspec.Struct, frozen=True):
    """Words in Chinese and English, the same bare, and the first letters of the English ones."""

    words: frozenset[str]
    bare: tuple[str, str]
    initials: str

    @classmethod
    def of(cls, chinese: str, english: str) -> Names:
        return cls(
            words=frozenset((chinese.casefold(), english.casefold())),
            bare=(bare(chinese), bare(english)),
            initials="".join(word[0] for word in re.findall(r"[a-z]+", english.casefold())),
        )

    def fit(self, typed: Typed) -> int | None:
        """How well they fit what was typed; None where they do not."""
        if typed.words in self.words:
            return EXACT
        if not typed.letters:
            return None
        if any(name.startswith(typed.letters) for name in self.bare):
            return BEGINS
        if any(typed.letters in name for name in self.bare):
            return HOLDS
        if len(typed.letters) >= SHORTEST_HEARD and typed.letters in self.initials:
            return INITIALS
        return HEARD if any(reading.fits(self.bare[0]) for reading in typed.heard) else None
