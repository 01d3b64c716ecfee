"""Commands as the search finds them: by words, pinyin and initials, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from app.desk import Hit
from ui.language import both_languages, tr
from ui.parts.names import INITIALS, Names, Typed
from ui.rows import Command, Window

# Before a letter is typed, the likeliest first; those of a case while one is open. To decide is
# none of them: an Enter too many would do it.
LIKELY = ("whole", "guide", "correct", "claim", "undo", "sync", "page_outbox", "keys", "lock")


def found(
    commands: Iterable[Command[Window]], text: str, can: Callable[[Command[Window]], bool]
) -> list[Hit]:
    """Those named so that can be taken now, the one of just these words first."""
    typed = Typed.of(text)
    fits = [
        (fit, each)
        for each in commands
        if (fit := _names(each.words).fit(typed)) is not None and can(each)
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


@cache
def _names(source: str) -> Names:
    return Names.of(*both_languages(source))


def _hit(command: Command[Window], how: str) -> Hit:
    return Hit(kind="command", id=command.id, title=tr(command.words), summary=command.key, how=how)
