"""A lead's team: the clerks of the department with the cases they have open, as the feed told."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

import msgspec
from msgspec.structs import asdict, replace

from app.cases import lifecycle
from app.cases.actions import Action, Transfer
from app.cases.checks import Situation
from app.cases.contract import API_VERSION, OLDER_API
from app.cases.model import Applicant, Clerk, Item, SubApplication, civil
from app.cases.proposals import may_sign
from app.cases.team import Load, StaffMember, TeamCase, light_on, load_of
from app.cases.typed import decode
from app.store import catalogue, colleagues, outbox
from app.store.changes import Changed
from app.store.connection import Reader, Writer
from app.store.database import meta
from app.store.errors import CaseMovedOn, NotLawful
from app.store.outbox import BACK, UNSENT

REPLACED = "replaced"  # how a hand-over that came back was settled: by another
RED_FIRST = ("red", "amber", "green", "denied", "paused")


class OpenCase(msgspec.Struct, frozen=True, kw_only=True):
    """``light``: as of today; ``going_to``: the id of the clerk to whom it is about to be handed
    over, ``""`` where it is not."""

    head: TeamCase
    light: str
    going_to: str = ""


class TeamMember(msgspec.Struct, frozen=True, kw_only=True):
    """A clerk with their open cases, the reddest first; of the pool's the id is ``""``."""

    member: StaffMember
    load: Load
    cases: tuple[OpenCase, ...]


def is_told(db: Reader) -> bool:
    """Whether the centre tells of a team at all: one of version 1.0 does not."""
    return bool(meta(db, "epoch"))


def team(db: Reader, today: date) -> list[TeamMember]:
    """By the sound of their names; last, what is nobody's, and who holds a case of the department
    though they are of another."""
    going = {
        entry.case_id: entry.payload.to_clerk
        for entry in outbox.entries(db, UNSENT)
        if isinstance(entry.payload, Transfer)
    }
    held: dict[str, list[OpenCase]] = defaultdict(list)
    holders: dict[str, StaffMember] = {}
    for head in _heads(db):
        holder = head.assignee or Clerk(id="")
        holders[holder.id] = StaffMember(id=holder.id, name=holder.name)
        open_ = OpenCase(
            head=head, light=light_on(head, today), going_to=going.get(head.id, "")
        )  # fmt: skip
        held[holder.id].append(open_)
    staff = {member.id: member for member in colleagues.staff(db)}
    others = [holders[id_] for id_ in sorted(holders, reverse=True) if id_ not in staff]
    standing = [each.head for cases in held.values() for each in cases if each.head.proposal]
    return [
        _row(
            member,
            held[member.id],
            sum(may_sign(_as_case(head, member.clerk), member.clerk) for head in standing),
            today,
        )
        for member in (*staff.values(), *others)
    ]


def case_of_team(db: Reader, case_id: str, lead: Clerk) -> SubApplication | None:
    """As much of a case of the department as its head tells; None where none is told."""
    head = next((each for each in _heads(db) if each.id == case_id), None)
    return _as_case(head, lead) if head is not None else None


def hand_over(
    db: Writer, case_id: str, payload: Transfer, by: Clerk, at: datetime,
    not_before: datetime | None,
) -> list[Changed]:  # fmt: skip
    """Queues the transfer of a colleague's case, judged as any action is, in the place of one that
    came back. Raises CaseMovedOn or NotLawful; then nothing was queued."""
    head = next((each for each in _heads(db) if each.id == case_id), None)
    if head is None:
        raise CaseMovedOn
    case, known = _as_case(head, by), _situation(db, head, civil(at))
    if barred := lifecycle.blocking_reasons(case, payload, by, known):
        raise NotLawful(barred)
    for entry in outbox.of_case(db, case_id, BACK):
        outbox.change(db, entry.id, at, state="withdrawn", code=REPLACED)
    last = outbox.last_unsent(db, case_id)
    action = Action(id=str(uuid.uuid4()), sub_application_id=case_id, at=at, payload=payload)
    outbox.insert(db, case, action, head.revision, last.id if last else None, not_before)
    return [Changed("outbox"), Changed("team_case", (case_id,))]


def _heads(db: Reader) -> Iterator[TeamCase]:
    for body in db.column("select body from catalogue where kind = 'team_case' order by id"):
        yield decode(body, TeamCase)


def _row(member: StaffMember, cases: list[OpenCase], to_sign: int, today: date) -> TeamMember:
    order = {light: at for at, light in enumerate(RED_FIRST)}
    cases.sort(key=lambda each: (order.get(each.light, len(order)), each.head.due or date.max))
    load = load_of((each.head for each in cases), today)
    return TeamMember(member=member, load=replace(load, to_sign=to_sign), cases=tuple(cases))


def _as_case(head: TeamCase, lead: Clerk) -> SubApplication:
    """As much of a case as its head tells; it is of the department of who leads it."""
    case = SubApplication(
        id=head.id,
        no=head.no,
        revision=head.revision,
        item=head.item,
        state=head.state,
        assignee=head.assignee,
        applicant=Applicant(name=head.applicant_name),
        proposal=head.proposal,
    )
    return replace(case, department=lead.department) if lead.department is not None else case


def _situation(db: Reader, head: TeamCase, today: date) -> Situation:
    return Situation(
        today=today,
        item=Item(**asdict(head.item)),
        calendar=catalogue.calendar(db),
        centre_api=API_VERSION if is_told(db) else OLDER_API,
    )
