"""The state of the practice city and what an action does to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TypeVar

from msgspec.structs import replace

from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.deadlines import case_deadlines
from app.cases.model import (
    OPEN_STATES,
    Article,
    CalendarYear,
    Clerk,
    Evaluation,
    Item,
    Message,
    OneThing,
    PoolHead,
    Sibling,
    SubApplication,
    civil,
)
from app.cases.notices import content_hash
from app.cases.proposals import leads, may_sign
from app.cases.typed import decode
from app.cases.workdays import WorkCalendar
from app.central.wire import encode
from app.practice.cursors import Cursors
from app.practice.ledger import Ledger
from app.practice.numbers import with_numbers
from app.practice.team import Team

EVERYONE = "*"
T = TypeVar("T")


class World:
    """Every case of the city in memory, written through to the ledger.

    All calls come from one thread (the server's event loop). ``feed_grew`` is
    set, and replaced by a fresh event, whenever the feed grew.
    """

    def __init__(
        self, ledger: Ledger, clock: Callable[[], datetime], api: str = API_VERSION
    ) -> None:
        self.ledger = ledger
        self.clock = clock
        self.api = api
        self.feed_grew = asyncio.Event()
        self.cursors = Cursors(ledger)
        self.clerks = _by_id(ledger, "clerk", Clerk)
        self.items = _by_id(ledger, "item", Item)
        self.articles = _by_id(ledger, "article", Article)
        self.cases = _by_id(ledger, "sub_application", SubApplication)
        self.things = _by_id(ledger, "one_thing", OneThing)
        self._case_of_material = {m.id: c.id for c in self.cases.values() for m in c.materials}
        self.evaluations = _by_id(ledger, "evaluation", Evaluation)
        years = _by_id(ledger, "calendar", CalendarYear).values()
        self.calendar = WorkCalendar.packaged().with_years(tuple(years))
        self.team = Team(self)
        self._cases_of_numbers = {n.no: c.id for c in self.cases.values() for n in c.notices}

    # --- reading ------------------------------------------------------------------

    def scopes(self, clerk: Clerk) -> list[str]:
        """The parts of the feed a clerk reads: all clerks', their own, their department's, and of a
        lead what its leads are told."""
        department = _department(clerk)
        to_leads = [f"leads:{department}"] if "lead" in clerk.roles else []
        return [EVERYONE, clerk.id, f"department:{department}", *to_leads]

    def claimable(self, clerk: Clerk) -> list[SubApplication]:
        """The pool of the clerk's department, oldest first."""
        free = (c for c in self.cases.values() if is_claimable(c))
        own = [case for case in free if case.department.code == _department(clerk)]
        return sorted(own, key=lambda case: case.clock.receipt)

    def material(self, clerk: Clerk, id_: str) -> tuple[str, str, bytes] | None:
        """A material's hash, type and bytes; None where this clerk may not read it, or it is not.

        They may read those of the cases they hold or held, and of those they lead.
        """
        case = self.cases.get(self._case_of_material.get(id_, ""))
        if case is None:
            return None
        if not leads(case, clerk) and not self.ledger.was_announced(
            clerk.id, "sub_application", case.id
        ):
            return None
        return self.ledger.file(id_)

    def has_served(self, no: str, digest: str) -> bool:
        """Whether a notice of this number and hash of its words was served."""
        case = self.cases.get(self._cases_of_numbers.get(no, ""))
        return case is not None and any(
            (notice.no, content_hash(notice)) == (no, digest) for notice in case.notices
        )

    def signers(self, case: SubApplication) -> list[Clerk]:
        """The leads who may sign what stands on a case, by id."""
        return [clerk for clerk in self.clerks.values() if may_sign(case, clerk)]

    def situation(self, case: SubApplication, at: datetime) -> Situation:
        """What is known around a case at a moment; the centre sees every case."""
        return Situation(
            today=civil(at),
            item=self.items[case.item.code],
            calendar=self.calendar,
            thing=self.things[case.one_thing.id],
            evaluations=tuple(
                e for e in self.evaluations.values() if e.sub_application_id == case.id
            ),
            open_duplicates=self._open_duplicates(case),
            sees_every_case=True,
            centre_api=self.api,
        )

    def _open_duplicates(self, case: SubApplication) -> tuple[str, ...]:
        return tuple(
            other.no
            for other in self.cases.values()
            if other.id != case.id
            and other.state in OPEN_STATES
            and other.item.code == case.item.code
            and other.applicant.id_number == case.applicant.id_number
        )

    # --- writing --------------------------------------------------------------------

    def post(self, thing_id: str, sender: str, to_department: str, text: str) -> None:
        """Adds a message to a one-thing."""
        thing = self.things[thing_id]
        message = Message(at=self.clock(), from_=sender, to_department=to_department, text=text)
        self.put_thing(replace(thing, messages=(*thing.messages, message)))

    def assign(self, case: SubApplication, clerk: Clerk) -> None:
        """Hands a case of the pool to a clerk."""
        self.put_case(replace(case, assignee=clerk.signature, revision=case.revision + 1))

    def put_case(self, case: SubApplication) -> SubApplication:
        """Writes a case and tells those it concerns, who holds it and who is asked to sign it; its
        new notices are numbered.

        Whom it concerns no more is told to drop what they have of it, and the others get it.
        """
        case = with_numbers(case, self.ledger)
        before = self.cases.get(case.id, case)
        self.cases[case.id] = case
        self._case_of_material |= {material.id: case.id for material in case.materials}
        self._cases_of_numbers |= {notice.no: case.id for notice in case.notices}
        self.ledger.set_meta(f"last:{case.id}", "")
        self.ledger.put("sub_application", case.id, case.revision, case)
        readers, left = self._readers(case), self._readers(before) - self._readers(case)
        for reader in sorted(readers):
            self.announce(reader, "sub_application", case.id, "put", case.revision)
        if is_claimable(case):
            self._announce_head(case)
        elif is_claimable(before):
            self.announce(_pool_of(case), "pool", case.id, "drop", case.revision, "removed")
        self._refresh_thing(case)
        self.team.follow(case)
        if left or readers - self._readers(before):
            self._hand_over(case, left, before.assignee)
        return case

    def put_away(self, case: SubApplication) -> None:
        """The ratings of an archived case leave the feed of who archived it, as it does."""
        for rating in self.evaluations.values():
            if rating.sub_application_id == case.id and case.assignee is not None:
                told = case.assignee.id, "evaluation", rating.id
                self.announce(*told, "drop", _revision_of(rating), "archived")

    def _hand_over(self, case: SubApplication, left: set[str], holder: Clerk | None) -> None:
        """Who had the case, its ``holder`` or a lead, is told to drop what came with it; who has it
        now gets that."""
        thing = self.things[case.one_thing.id]
        held = "reassigned" if case.archive is None else "archived"
        for reader in sorted(left):
            reason = held if holder is not None and reader == holder.id else "removed"
            self.announce(reader, "sub_application", case.id, "drop", case.revision, reason)
            if reader not in self._readers_of_thing(thing):
                revision = thing.revision + 1
                self.announce(reader, "one_thing", thing.id, "drop", revision, reason)
        self.put_thing(thing)  # whose case is whose has changed in it

    def put_thing(self, thing: OneThing) -> None:
        """Writes a one-thing, one revision on, and tells those who hold or sign a part of it."""
        thing = replace(thing, revision=thing.revision + 1)
        self.things[thing.id] = thing
        self.ledger.put("one_thing", thing.id, thing.revision, thing)
        for reader in sorted(self._readers_of_thing(thing)):
            self.announce(reader, "one_thing", thing.id, "put", thing.revision)

    def put_evaluation(self, evaluation: Evaluation) -> None:
        """Writes a rating and tells the case's holder."""
        self.evaluations[evaluation.id] = evaluation
        revision = _revision_of(evaluation)
        self.ledger.put("evaluation", evaluation.id, revision, evaluation)
        holder = _holder(self.cases[evaluation.sub_application_id])
        if holder is not None:
            self.announce(holder.id, "evaluation", evaluation.id, "put", revision)

    def reply(self, evaluation_id: str, text: str) -> None:
        """Answers a rating, where there is one of this id."""
        evaluation = self.evaluations.get(evaluation_id)
        if evaluation is not None:
            self.put_evaluation(replace(evaluation, reply=text))

    def announce(
        self, scope: str, kind: str, id_: str, op: str, revision: int, reason: str = ""
    ) -> None:
        """Adds a line to the feed and wakes the streams."""
        self.ledger.announce(scope, kind, id_, op, revision, reason)
        self._wake_streams()

    def renew_epoch(self) -> None:
        """Begins a new epoch, and lets desks know at once that there is something to pull."""
        self.ledger.renew_epoch()
        self._wake_streams()

    def _wake_streams(self) -> None:
        self.feed_grew.set()
        self.feed_grew = asyncio.Event()

    def due(self, case: SubApplication) -> date | None:
        """The day on which the case's next step is due; None where none is, or it is open."""
        next_ = case_deadlines(case, self.calendar, civil(self.clock())).next
        return next_.day if next_ else None

    def announce_heads(self, away: Mapping[str, date] = MappingProxyType({})) -> None:
        """Tells what can be claimed, who works here and what is open, where it never was told: in a
        city just made, all of it, with who is ``away`` until when."""
        self.team.announce(away)
        for case in self.cases.values():
            known = self.ledger.was_announced(_pool_of(case), "pool", case.id)
            if is_claimable(case) and not known:
                self._announce_head(case)

    def _announce_head(self, case: SubApplication) -> None:
        head = PoolHead(
            id=case.id,
            item=case.item,
            scene=case.one_thing.scene,
            received_at=case.clock.receipt,
            due=self.due(case),
        )
        self.ledger.put("pool", case.id, case.revision, head)
        self.announce(_pool_of(case), "pool", case.id, "put", case.revision)

    def _readers(self, case: SubApplication) -> set[str]:
        """Who holds the case, and the leads who are asked to sign it."""
        signing = self.signers(case) if case.proposal is not None else []
        return {clerk.id for clerk in (_holder(case), *signing) if clerk is not None}

    def _readers_of_thing(self, thing: OneThing) -> set[str]:
        cases = (self.cases.get(sibling.id) for sibling in thing.sub_applications)
        return {reader for case in cases if case is not None for reader in self._readers(case)}

    def _refresh_thing(self, case: SubApplication) -> None:
        thing = self.things.get(case.one_thing.id)
        if thing is None:
            return
        now = {
            "state": case.state,
            "due": self.due(case),
            "accepted_at": case.clock.accepted_at,
            "pauses": case.clock.pauses,
        }
        siblings = tuple(
            replace(s, **now) if s.id == case.id else s for s in thing.sub_applications
        )
        if siblings != thing.sub_applications:
            self.put_thing(replace(thing, sub_applications=siblings))

    def body_for(self, clerk: Clerk, kind: str, id_: str) -> bytes:
        """A record's JSON as this clerk reads it: a one-thing says which cases are theirs, a
        colleague's load is the leads'."""
        if kind == "colleague":
            return self.team.body_for(clerk, id_)
        if kind != "one_thing":
            return self.ledger.body(kind, id_)
        thing = self.things[id_]
        siblings = tuple(
            replace(s, mine=is_held_by(self.cases[s.id], clerk)) for s in thing.sub_applications
        )
        return encode(replace(thing, sub_applications=siblings))


CENTRE = Clerk(id="centre", name="中心")


def is_claimable(case: SubApplication) -> bool:
    """Whether it is open and nobody's."""
    return case.assignee is None and case.state in OPEN_STATES


def _pool_of(case: SubApplication) -> str:
    return f"department:{case.department.code}"


def _department(clerk: Clerk) -> str:
    return clerk.department.code if clerk.department else ""


def sibling_of(case: SubApplication, depends_on: Iterable[str]) -> Sibling:
    """A case as its one-thing tells of it."""
    return Sibling(
        id=case.id,
        item=case.item,
        department=case.department,
        state=case.state,
        depends_on=tuple(depends_on),
        accepted_at=case.clock.accepted_at,
        pauses=case.clock.pauses,
    )


def _holder(case: SubApplication) -> Clerk | None:
    """Who has the case in their feed: nobody once it is archived."""
    return case.assignee if case.archive is None else None


def is_held_by(case: SubApplication, clerk: Clerk) -> bool:
    """Whether it is in this clerk's hands, and so in their feed."""
    holder = _holder(case)
    return holder is not None and holder.id == clerk.id


def _revision_of(evaluation: Evaluation) -> int:
    return 2 if evaluation.reply else 1


def _by_id(ledger: Ledger, kind: str, type_: type[T]) -> dict[str, T]:
    return {id_: decode(body, type_) for id_, body in ledger.bodies(kind)}
