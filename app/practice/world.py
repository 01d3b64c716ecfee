"""The state of the practice city and what an action does to it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.checks import Situation
from app.cases.deadlines import case_deadlines
from app.cases.model import (
    OPEN_STATES,
    Article,
    CalendarYear,
    Clerk,
    Evaluation,
    Event,
    Field,
    Item,
    Licence,
    Message,
    OneThing,
    PoolHead,
    SharedFact,
    Sibling,
    SiblingResult,
    SubApplication,
    civil,
)
from app.cases.workdays import WorkCalendar
from app.central.wire import ActionResult, Claim, WireAction, encode, from_wire
from app.practice.ledger import Ledger
from app.practice.numbers import with_numbers

EVERYONE = "*"
AHEAD = timedelta(minutes=5)
T = TypeVar("T")
Value = str | int | float | bool | None


class World:
    """Every case of the city in memory, written through to the ledger.

    All calls come from one thread (the server's event loop). ``stirred`` is
    replaced and set whenever the feed grew.
    """

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self.ledger = ledger
        self.clock = clock
        self.stirred = asyncio.Event()
        self.epoch = ledger.meta("epoch")
        self.clerks = _by_id(ledger, "clerk", Clerk)
        self.items = _by_id(ledger, "item", Item)
        self.articles = _by_id(ledger, "article", Article)
        self.cases = _by_id(ledger, "sub_application", SubApplication)
        self.things = _by_id(ledger, "one_thing", OneThing)
        self.evaluations = _by_id(ledger, "evaluation", Evaluation)
        years = _by_id(ledger, "calendar", CalendarYear).values()
        self.calendar = WorkCalendar.packaged().with_years(tuple(years))

    # --- reading ------------------------------------------------------------------

    def scopes(self, clerk: Clerk) -> list[str]:
        department = clerk.department.code if clerk.department else ""
        return [EVERYONE, clerk.id, f"department:{department}"]

    def situation(self, case: SubApplication, at: datetime) -> Situation:
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

    # --- a clerk acts ---------------------------------------------------------------

    def act(self, clerk: Clerk, wired: WireAction) -> ActionResult:
        """The outcome of one action; the same id answers its first outcome again."""
        fingerprint = hashlib.sha256(encode(wired)).hexdigest()
        known = self.ledger.action(wired.id)
        if known is not None:
            if known[0] == fingerprint:
                return msgspec.json.decode(known[1], type=ActionResult)
            return ActionResult(
                id=wired.id, outcome="refused", code="id_reused", detail="该编号已用于另一项办理"
            )
        result = self._outcome(clerk, wired)
        self.ledger.keep_action(wired.id, fingerprint, result)
        return result

    def _outcome(self, clerk: Clerk, wired: WireAction) -> ActionResult:
        case = self.cases.get(wired.sub_application_id)
        if case is None or case.assignee is None or case.assignee.id != clerk.id:
            return ActionResult(id=wired.id, outcome="gone")
        if not self._rests_on_now(case, wired):
            return ActionResult(
                id=wired.id,
                outcome="conflict",
                revision=case.revision,
                body=msgspec.Raw(encode(case)),
                code="conflict",
                detail="本件已有新的办理",
            )
        try:
            action = from_wire(wired)
        except msgspec.ValidationError as error:
            return ActionResult(id=wired.id, outcome="refused", code="malformed", detail=str(error))
        lacking = [a for a in action.payload.attachments if not self.ledger.has_attachment(a)]
        if lacking:
            return ActionResult(
                id=wired.id, outcome="refused", code="attachment_missing",
                detail=f"没有收到文书 {lacking[0][:12]}", fields=("attachments",),
            )  # fmt: skip
        at = min(action.at, self.clock() + AHEAD)
        known = self.situation(case, at)
        barred = lifecycle.hindrances(case, action.payload, clerk, known)
        if barred:
            return ActionResult(
                id=wired.id,
                outcome="refused",
                code=barred[0].code,
                detail="；".join(hindrance.sentence.zh for hindrance in barred),
                fields=tuple(dict.fromkeys(f for h in barred for f in h.fields)),
            )
        after = self._carry_out(lifecycle.apply(case, action, clerk, known), action, clerk)
        self.ledger.set_meta(f"last:{case.id}", wired.id)
        return ActionResult(
            id=wired.id, outcome="applied", revision=after.revision, body=msgspec.Raw(encode(after))
        )

    def _rests_on_now(self, case: SubApplication, wired: WireAction) -> bool:
        if wired.after is not None:
            return self.ledger.meta(f"last:{case.id}") == wired.after
        return wired.base_revision == case.revision

    def _carry_out(self, case: SubApplication, action: Action, clerk: Clerk) -> SubApplication:
        """What an action does beyond its case."""
        payload = action.payload
        if isinstance(payload, actions.SendMessage):
            sender = clerk.department.name if clerk.department else clerk.name
            self.post(case.one_thing.id, sender, payload.to_department, payload.text)
        if isinstance(payload, actions.ReplyEvaluation):
            self._reply(payload)
        if isinstance(payload, actions.Transfer | actions.Release):
            return self._hand_over(case, clerk, payload)
        case = self.put_case(case)
        if isinstance(payload, actions.Approve):
            self.issue_licence(case)
        return case

    def _hand_over(
        self, case: SubApplication, clerk: Clerk, payload: actions.Payload
    ) -> SubApplication:
        to = payload.to_clerk if isinstance(payload, actions.Transfer) else ""
        receiver = self.clerks.get(to)
        moved = replace(case, assignee=_named(receiver) if receiver else None)
        self.announce(clerk.id, "sub_application", case.id, "drop", moved.revision, "reassigned")
        return self.put_case(moved)

    def post(self, thing_id: str, sender: str, to_department: str, text: str) -> None:
        """Adds a message to a one-thing."""
        thing = self.things[thing_id]
        message = Message(at=self.clock(), from_=sender, to_department=to_department, text=text)
        self.put_thing(replace(thing, messages=(*thing.messages, message)))

    def _reply(self, payload: actions.ReplyEvaluation) -> None:
        evaluation = self.evaluations.get(payload.evaluation_id)
        if evaluation is not None:
            self.put_evaluation(replace(evaluation, reply=payload.text))

    def claim(self, clerk: Clerk, claim: Claim) -> tuple[str, ...]:
        """Up to ``count`` cases of the clerk's department out of the pool, oldest first."""
        known = self.ledger.claim(claim.id)
        if known is not None:
            return tuple(msgspec.json.decode(known, type=list[str]))
        department = clerk.department.code if clerk.department else ""
        free = sorted(
            (
                case
                for case in self.cases.values()
                if case.assignee is None
                and case.department.code == department
                and case.state in OPEN_STATES
                and (not claim.item_codes or case.item.code in claim.item_codes)
            ),
            key=lambda case: case.clock.receipt,
        )[: max(1, min(20, claim.count))]
        for case in free:
            self.give(case, clerk)
        answer = [case.id for case in free]
        self.ledger.keep_claim(claim.id, msgspec.json.encode(answer).decode())
        return tuple(answer)

    def give(self, case: SubApplication, clerk: Clerk) -> None:
        """Hands a case of the pool to a clerk."""
        scope = f"department:{case.department.code}"
        self.announce(scope, "pool", case.id, "drop", case.revision, "removed")
        self.put_case(replace(case, assignee=_named(clerk), revision=case.revision + 1))

    # --- writing --------------------------------------------------------------------

    def put_case(self, case: SubApplication) -> SubApplication:
        """Writes a case and tells those it concerns; its new notices are numbered."""
        case = with_numbers(case, self.ledger)
        self.cases[case.id] = case
        self.ledger.set_meta(f"last:{case.id}", "")
        self.ledger.put("sub_application", case.id, case.revision, case)
        if case.assignee is not None:
            self.announce(case.assignee.id, "sub_application", case.id, "put", case.revision)
        elif case.state in OPEN_STATES:
            self._put_in_pool(case)
        self._refresh_thing(case)
        return case

    def put_thing(self, thing: OneThing) -> None:
        thing = replace(thing, revision=thing.revision + 1)
        self.things[thing.id] = thing
        self.ledger.put("one_thing", thing.id, thing.revision, thing)
        holders = {
            case.assignee.id
            for sibling in thing.sub_applications
            if (case := self.cases.get(sibling.id)) is not None and case.assignee is not None
        }
        for holder in sorted(holders):
            self.announce(holder, "one_thing", thing.id, "put", thing.revision)

    def put_evaluation(self, evaluation: Evaluation) -> None:
        self.evaluations[evaluation.id] = evaluation
        revision = 2 if evaluation.reply else 1
        self.ledger.put("evaluation", evaluation.id, revision, evaluation)
        case = self.cases[evaluation.sub_application_id]
        if case.assignee is not None:
            self.announce(case.assignee.id, "evaluation", evaluation.id, "put", revision)

    def announce(
        self, scope: str, kind: str, id_: str, op: str, revision: int, reason: str = ""
    ) -> None:
        self.ledger.announce(scope, kind, id_, op, revision, reason)
        self.stirred.set()
        self.stirred = asyncio.Event()

    def issue_licence(self, case: SubApplication) -> None:
        """Lets an approval's licence out: to the siblings as a shared fact, to look-ups."""
        item = self.items[case.item.code]
        if item.result is None:
            return
        facts = {f.key: f.value for s in case.form for f in s.fields if f.key in _LICENCE_FACTS}
        facts |= _facts_of_holder(case)
        licence = Licence(
            kind=item.result.kind,
            no=f"JY{case.no[-6:]}{case.no[7:15]}",
            holder=case.applicant.name,
            holder_id=case.applicant.id_number,
            issuer=case.department.name,
            valid_from=civil(self.clock()),
            facts=facts,
        )
        self.ledger.keep_licence(licence.holder_id, licence.kind, licence)
        thing = self.things[case.one_thing.id]
        siblings = tuple(
            replace(s, result=SiblingResult(licence=licence)) if s.id == case.id else s
            for s in thing.sub_applications
        )
        said = [(item.code, licence.kind, licence.no), *_labelled(case, facts)]
        shared = tuple(
            SharedFact(key=key, label=label, value=value, from_=licence.kind, at=self.clock())
            for key, label, value in said
        )
        self.put_thing(replace(thing, sub_applications=siblings, facts=(*thing.facts, *shared)))
        self._share_with_siblings(case, licence)

    def _share_with_siblings(self, case: SubApplication, licence: Licence) -> None:
        for sibling in self.things[case.one_thing.id].sub_applications:
            other = self.cases[sibling.id]
            if sibling.id == case.id or other.state not in OPEN_STATES:
                continue
            shared = _with_licence(other, licence)
            if shared != other:
                text = f"{licence.issuer}已发{licence.kind} {licence.no}"
                event = Event(at=self.clock(), by=CENTRE, type="result_shared", text=text)
                self.put_case(
                    replace(shared, revision=other.revision + 1, history=(*other.history, event))
                )

    def due(self, case: SubApplication) -> date | None:
        """The day on which the case's next step is due; None where none is, or it is open."""
        next_ = case_deadlines(case, self.calendar, civil(self.clock())).next
        return next_.day if next_ else None

    def _put_in_pool(self, case: SubApplication) -> None:
        head = PoolHead(
            id=case.id,
            item=case.item,
            scene=case.one_thing.scene,
            received_at=case.clock.receipt,
            due=self.due(case),
        )
        self.ledger.put("pool", case.id, case.revision, head)
        scope = f"department:{case.department.code}"
        self.announce(scope, "pool", case.id, "put", case.revision)

    def _refresh_thing(self, case: SubApplication) -> None:
        thing = self.things.get(case.one_thing.id)
        if thing is None:
            return
        siblings = tuple(
            replace(s, state=case.state, due=self.due(case)) if s.id == case.id else s
            for s in thing.sub_applications
        )
        if siblings != thing.sub_applications:
            self.put_thing(replace(thing, sub_applications=siblings))

    def body_for(self, clerk: Clerk, kind: str, id_: str) -> bytes:
        """A record's JSON as this clerk reads it: a one-thing says which cases are theirs."""
        if kind != "one_thing":
            return self.ledger.body(kind, id_)
        thing = self.things[id_]
        siblings = tuple(
            replace(s, mine=_held_by(self.cases[s.id], clerk)) for s in thing.sub_applications
        )
        return encode(replace(thing, sub_applications=siblings))


_LICENCE_FACTS = frozenset({"company", "uscc", "address", "person", "area", "baby", "baby_sex"})
CENTRE = Clerk(id="centre", name="中心")


def _with_licence(case: SubApplication, licence: Licence) -> SubApplication:
    """A case whose materials and shared fields of this licence's kind are filled from it."""

    def filled(field: Field) -> Field:
        if field.source != "shared" or field.source_name.removeprefix("电子") != licence.kind:
            return field
        return replace(field, value=licence.facts.get(field.key, licence.no))

    return replace(
        case,
        form=tuple(
            replace(section, fields=tuple(filled(field) for field in section.fields))
            for section in case.form
        ),
        materials=tuple(
            replace(m, licence=licence)
            if m.form == "licence" and m.licence is None and m.name == licence.kind
            else m
            for m in case.materials
        ),
    )


def _facts_of_holder(case: SubApplication) -> dict[str, str]:
    applicant = case.applicant
    if applicant.id_type != "uscc":
        return {}
    return {"company": applicant.name, "uscc": applicant.id_number}


def _labelled(case: SubApplication, facts: dict[str, Value]) -> Iterator[tuple[str, str, Value]]:
    """Each fact of a licence with the label it has on the form."""
    labels = {"uscc": "统一社会信用代码"} | {f.key: f.label for s in case.form for f in s.fields}
    for key, value in facts.items():
        if key in labels:
            yield key, labels[key], value


def sibling_of(case: SubApplication, depends_on: Iterable[str]) -> Sibling:
    return Sibling(
        id=case.id,
        item=case.item,
        department=case.department,
        state=case.state,
        depends_on=tuple(depends_on),
    )


def _held_by(case: SubApplication, clerk: Clerk) -> bool:
    return case.assignee is not None and case.assignee.id == clerk.id


def _named(clerk: Clerk) -> Clerk:
    return Clerk(id=clerk.id, name=clerk.name)


def _by_id(ledger: Ledger, kind: str, type_: type[T]) -> dict[str, T]:
    return {id_: msgspec.json.decode(body, type=type_) for id_, body in ledger.bodies(kind)}
