"""Other clerks (同事), as the cases that are here name them: a 1.0 centre lists no staff."""

from __future__ import annotations

import contextlib

import msgspec
from msgspec.structs import replace

from app.cases.actions import ACTIONS
from app.cases.model import Clerk
from app.cases.typed import decode
from app.store.connection import Reader, as_json
from app.store.search import pinyin
from app.store.search.index_text import bare


class Colleague(msgspec.Struct, frozen=True):
    """A clerk to whom a case can be handed over."""

    clerk: Clerk

    def fits(self, typed: str) -> bool:
        """Whether the name, its pinyin or first letters, or the window has this somewhere.

        >>> Colleague(Clerk(id="clerk-02", name="王芳", window="4号窗")).fits("wf")
        True
        """
        wanted, name = bare(typed), bare(self.clerk.name)
        return (
            wanted in name
            or wanted in bare(self.clerk.window)
            or any(sounded.fits(name) for sounded in pinyin.readings(wanted))
        )


def seen(db: Reader, but: str) -> list[Colleague]:
    """Those who hold or have acted on a case that is here, by the sound of their names, without
    the clerk of the id ``but``. Reads all bodies: not for the window's thread."""
    named = db.column(
        "select distinct who from ("
        " select cast(centre as text) -> '$.assignee' as who from bodies"
        " union all"
        " select event.value -> '$.by' from bodies, json_each(cast(centre as text), '$.history')"
        " event where event.value ->> '$.type' in (select value from json_each(?))"
        ") where who is not null",
        (as_json(list(ACTIONS)),),
    )
    known: dict[str, Clerk] = {}
    for text in named:
        with contextlib.suppress(msgspec.ValidationError):
            clerk = decode(text, Clerk)
            known[clerk.id] = _together(known.get(clerk.id, clerk), clerk)
    others = [clerk for id_, clerk in known.items() if id_ not in ("", but) and clerk.name]
    return [Colleague(clerk) for clerk in sorted(others, key=_sound)]


def _together(one: Clerk, other: Clerk) -> Clerk:
    """All that is said of a clerk here or there."""
    return replace(
        one,
        name=one.name or other.name,
        window=one.window or other.window,
        department=one.department or other.department,
    )


def _sound(clerk: Clerk) -> tuple[list[str], str]:
    return pinyin.spellings(bare(clerk.name))[0], clerk.id
