"""Other clerks (同事): those the centre tells of, or, of a 1.0 centre, those the cases name."""

from __future__ import annotations

import contextlib
from datetime import date

import msgspec
from msgspec.structs import replace

from app.cases.actions import ACTIONS
from app.cases.model import Clerk, SubApplication
from app.cases.proposals import may_sign
from app.cases.team import StaffMember
from app.cases.typed import decode
from app.store.connection import Reader, as_json
from app.store.search import pinyin
from app.store.search.index_text import bare


class Colleague(msgspec.Struct, frozen=True):
    """A clerk to whom a case can be handed over. ``away_until``: the last day on which they are
    away, None where they are here."""

    clerk: Clerk
    away_until: date | None = None

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


def known(db: Reader, but: str, today: date) -> list[Colleague]:
    """The department's or, where the centre tells of none, those ``seen``; without the clerk of the
    id ``but``. Takes a while."""
    members = staff(db)
    if not members:
        return seen(db, but)
    return [
        Colleague(member.clerk, member.away_until if member.is_away(today) else None)
        for member in members
        if member.id != but
    ]


def staff(db: Reader) -> list[StaffMember]:
    """The clerks of the department, by the sound of their names, as the centre tells of them."""
    bodies = db.column("select body from catalogue where kind = 'colleague' order by id")
    return sorted((decode(body, StaffMember) for body in bodies), key=lambda m: _sound(m.clerk))


def names(db: Reader) -> dict[str, str]:
    """How those of the department are asked for, by id."""
    return {member.id: member.clerk.known_as for member in staff(db)}


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
    named_so: dict[str, Clerk] = {}
    for text in named:
        with contextlib.suppress(msgspec.ValidationError):
            clerk = decode(text, Clerk)
            named_so[clerk.id] = _together(named_so.get(clerk.id, clerk), clerk)
    others = [clerk for id_, clerk in named_so.items() if id_ not in ("", but) and clerk.name]
    return [Colleague(clerk) for clerk in sorted(others, key=_sound)]


def signers(db: Reader, case: SubApplication, today: date) -> list[StaffMember]:
    """The leads the centre lists who may sign what stands on a case, those who are here first."""
    members = staff(db) if case.proposal is not None else []
    may = [member for member in members if may_sign(case, member.clerk)]
    return sorted(may, key=lambda member: member.is_away(today))


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
