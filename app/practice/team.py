"""What the clerks of a department are told of each other, and its leads of what is open in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.cases.deadlines import case_deadlines
from app.cases.model import OPEN_STATES, Clerk, SubApplication, civil
from app.cases.proposals import leads, may_sign
from app.cases.team import Load, StaffMember, TeamCase, load_of
from app.cases.typed import decode
from app.central.wire import encode

if TYPE_CHECKING:
    from app.practice.world import World


class Team:
    """Of all departments. A load is told to leads, so that it has a line of their own in the feed;
    how it moves is nothing to their clerks."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._staff = {
            id_: decode(body, StaffMember) for id_, body in world.ledger.bodies("colleague")
        }
        self._heads: dict[str, TeamCase] = {}
        self._held: defaultdict[str, set[str]] = defaultdict(set)  # ids of cases, by clerk
        self._standing: set[str] = set()  # of those on which a proposal stands
        for id_, body in world.ledger.bodies("team_case"):
            if world.cases[id_].state in OPEN_STATES:
                self._note(decode(body, TeamCase))

    def announce(self, away: Mapping[str, date]) -> None:
        """Tells what was never told: in a city just made, everybody, with who is ``away`` until
        when, and every open case."""
        for case in self._world.cases.values():
            if case.id not in self._heads and case.state in OPEN_STATES:
                self._tell_head(case)
        for clerk in self._world.clerks.values():
            if clerk.id not in self._staff:
                scopes = (_everybody(clerk), _leads(clerk))
                self._tell_member(clerk, scopes, away.get(clerk.id))

    def follow(self, case: SubApplication) -> None:
        """Tells the leads what has become of a case, and of the load it was and is."""
        before = self._heads.get(case.id)
        if case.state in OPEN_STATES:
            self._tell_head(case)
        elif before is not None:
            self._held[_holder(before)].discard(case.id)
            del self._heads[case.id]
            self._standing.discard(case.id)
            scope = f"leads:{case.department.code}"
            self._world.announce(scope, "team_case", case.id, "drop", case.revision, "removed")
        now = self._heads.get(case.id)
        holders = {_holder(head) for head in (before, now) if head is not None}
        standing = [head.proposal if head is not None else None for head in (before, now)]
        for clerk in self._world.clerks.values():
            signs = standing[0] != standing[1] and leads(case, clerk)
            if clerk.id in holders or signs:
                self._follow_load(clerk)

    def is_away(self, clerk: Clerk, today: date) -> bool:
        member = self._staff.get(clerk.id)
        return member is not None and member.is_away(today)

    def body_for(self, clerk: Clerk, id_: str) -> bytes:
        """A colleague's JSON as this clerk reads it."""
        member = self._staff[id_]
        return encode(member if "lead" in clerk.roles else replace(member, load=None))

    def _tell_head(self, case: SubApplication) -> None:
        found = case_deadlines(case, self._world.calendar, civil(self._world.clock()))
        due = found.special or found.next
        head = TeamCase(
            id=case.id,
            item=case.item,
            state=case.state,
            revision=case.revision,
            no=case.no,
            applicant_name=case.applicant.name,
            assignee=case.assignee,
            due=due.day if due else None,
            light=found.light,
            proposal=case.proposal,
        )
        self._note(head)
        self._world.ledger.put("team_case", head.id, head.revision, head)
        scope = f"leads:{case.department.code}"
        self._world.announce(scope, "team_case", head.id, "put", head.revision)

    def _note(self, head: TeamCase) -> None:
        if (before := self._heads.get(head.id)) is not None:
            self._held[_holder(before)].discard(head.id)
        self._heads[head.id] = head
        self._held[_holder(head)].add(head.id)
        (self._standing.add if head.proposal else self._standing.discard)(head.id)

    def _follow_load(self, clerk: Clerk) -> None:
        known = self._staff.get(clerk.id)
        if known is not None and known.load != self._load(clerk):
            self._tell_member(clerk, (_leads(clerk),), known.away_until)

    def _tell_member(self, clerk: Clerk, scopes: tuple[str, ...], away_until: date | None) -> None:
        member = StaffMember(
            id=clerk.id,
            name=clerk.name,
            window=clerk.window,
            department=clerk.department,
            roles=clerk.roles,
            away_until=away_until,
            load=self._load(clerk),
        )
        self._staff[clerk.id] = member
        ledger = self._world.ledger
        revision = ledger.revision("colleague", clerk.id) + 1
        ledger.put("colleague", clerk.id, revision, member)
        for scope in scopes:
            self._world.announce(scope, "colleague", clerk.id, "put", revision)

    def _load(self, clerk: Clerk) -> Load:
        held = (self._heads[id_] for id_ in self._held[clerk.id])
        load = load_of(held, civil(self._world.clock()))
        to_sign = sum(may_sign(self._world.cases[id_], clerk) for id_ in self._standing)
        return replace(load, to_sign=to_sign)


def _holder(head: TeamCase) -> str:
    return head.assignee.id if head.assignee else ""


def _everybody(clerk: Clerk) -> str:
    return f"department:{clerk.department.code if clerk.department else ''}"


def _leads(clerk: Clerk) -> str:
    return f"leads:{clerk.department.code if clerk.department else ''}"
