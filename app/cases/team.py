"""A department's clerks and, for its leads, the open cases (docs/contract.md, "Bodies")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from app.cases.model import Clerk, Department, ItemRef, Proposal

LIGHTS = ("red", "amber", "green", "paused", "denied", "closed")


class Load(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How much a clerk has to do. ``open``: cases they hold; ``due_today`` and ``overdue``: of
    these; ``to_sign``: proposals that wait for their signature."""

    open: int = 0
    due_today: int = 0
    overdue: int = 0
    to_sign: int = 0


class StaffMember(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """同事: a clerk of the reader's department, the reader among them. ``window``: the counter's
    name; ``roles``: as at sign-in. ``away_until``: the last day on which they are away, null while
    they are here; ``load``: told to leads alone."""

    id: str
    name: str = ""
    window: str = ""
    department: Department | None = None
    roles: tuple[str, ...] = ()
    away_until: date | None = None
    load: Load | None = None

    @property
    def clerk(self) -> Clerk:
        return Clerk(
            id=self.id,
            name=self.name,
            department=self.department,
            window=self.window,
            roles=self.roles,
        )

    def is_away(self, today: date) -> bool:
        return self.away_until is not None and today <= self.away_until


class TeamCase(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The head of an open case of a department, as its leads are told of it. ``assignee``: null
    while it is in the pool. ``due``: the day its next step is due, of a special procedure the day
    by which that was announced to be over; ``light``: as of the day on which it was told;
    ``revision``: the case's; ``proposal``: what waits for a lead's signature."""

    id: str
    item: ItemRef
    state: str
    revision: int
    no: str = ""
    applicant_name: str = ""
    assignee: Clerk | None = None
    due: date | None = None
    light: str = ""
    proposal: Proposal | None = None


def light_on(case: TeamCase, today: date) -> str:
    """The light of a head on a day: a day that passes changes no revision."""
    if case.due is None or today < case.due:
        return case.light
    return "amber" if today == case.due else "red"


def load_of(cases: Iterable[TeamCase], today: date) -> Load:
    """What these cases of one clerk amount to on a day; nothing to sign is counted in."""
    held = list(cases)
    return Load(
        open=len(held),
        due_today=sum(case.due == today for case in held),
        overdue=sum(case.due is not None and case.due < today for case in held),
    )
