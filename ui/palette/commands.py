"""Commands as the search finds them: by words, pinyin and initials, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

import msgspec

from app.desk import Hit, Sounded, bare, readings
from ui.language import both_languages, tr
from ui.rows import Command, Window

# Before a letter is typed, the likeliest first; those of a case while one is open. To decide is
# none of them: an Enter too many would do it.
LIKELY = ("whole", "guide", "correct", "claim", "undo", "sync", "page_outbox", "keys", "lock")
EXACT, BEGINS, HOLDS, INITIALS, HEARD = range(5)  # how well a command fits, the best first
SHORTEST_HEARD = 2  # one letter begins too many words


class _Names(msgspec.Struct, frozen=True):
    """What a command is found by: its words in Chinese and English, the same bare, and the first
    letters of the English ones."""

    words: frozenset[str]
    bare: tuple[str, str]
    initials: str


def found(
    commands: Iterable[Command[Window]], typed: str, can: Callable[[Command[Window]], bool]
) -> list[Hit]:
    """Those named so that can be taken now, the one of just these words first."""
    wanted, letters = typed.strip().casefold(), bare(typed)
    heard = readings(letters) if len(letters) >= SHORTEST_HEARD else []
    fits = [
        (fit, each)
        for each in commands
        if (fit := _fit(_names(each.words), wanted, letters, heard)) is not None and can(each)
    ]
    return [
        _hit(each, "exact" if fit < INITIALS else "sound")
        for fit, each in sorted(fits, key=lambda one: one[0])
    ]


def likely(
    commands: Iterable[Command[Window]], can: Callable[[Command[Window]], bool]
) -> list[Hit]:
    """Of ``LIKELY`` those that can be taken now."""
    by_id = {each.id: each for each in commands}
    return [_hit(by_id[id_], "exact") for id_ in LIKELY if id_ in by_id and can(by_id[id_])]


def _fit(names: _Names, wanted: str, letters: str, heard: list[Sounded]) -> int | None:
    """How well it fits; None where it does not."""
    if wanted in names.words:
        return EXACT
    if not letters:
        return None
    if any(name.startswith(letters) for name in names.bare):
        return BEGINS
    if any(letters in name for name in names.bare):
        return HOLDS
    if len(letters) >= SHORTEST_HEARD and letters in names.initials:
        return INITIALS
    return HEARD if any(reading.fits(names.bare[0]) for reading in heard) else None


@cache
def _names(source: str) -> _Names:
    chinese, english = both_languages(source)
    return _Names(
        words=frozenset((chinese.casefold(), english.casefold())),
        bare=(bare(chinese), bare(english)),
        initials="".join(word[0] for word in re.findall(r"[a-z]+", english.casefold())),
    )


def _hit(command: Command[Window], how: str) -> Hit:
    return Hit(kind="command", id=command.id, title=tr(command.words), summary=command.key, how=how)
