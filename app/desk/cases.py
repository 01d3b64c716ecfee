"""Looking at the cases that are here: the list, one case whole, several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

import msgspec

from app.cases import lifecycle, proposals
from app.cases.actions import (
    ACTIONS,
    BlockingReason,
    Payload,
    Propose,
    RecordReview,
    proposed_in,
)
from app.cases.checks import Finding, Situation, run_checks
from app.cases.deadlines import CaseDeadlines, case_deadlines
from app.cases.model import (
    Clerk,
    Material,
    OneThing,
    PoolHead,
    Section,
    SubApplication,
    civil,
)
from app.cases.team import StaffMember
from app.store import (
    cases,
    catalogue,
    colleagues,
    comparisons,
    decisions,
    deliveries,
    drafts,
    evidence,
    materials,
    outbox,
    paper_text,
    ratings,
    recents,
    unreadable,
)
from app.store.cases import CaseFilter, CaseRow
from app.store.changes import Changed
from app.store.colleagues import Colleague
from app.store.connection import Reader, Writer
from app.store.database import Store, meta
from app.store.deliveries import PendingDelivery
from app.store.drafts import Draft
from app.store.errors import CaseMovedOn
from app.store.evidence import Evidence
from app.store.outbox import Entry
from app.store.ratings import Rating

OPEN_OUTCOMES = ("fail", "warn")


class Listing(msgspec.Struct, frozen=True):
    """The row numbers of the chosen cases, in order, and the counts of all."""

    chosen: CaseFilter
    numbers: list[int]
    counts: dict[str, int]


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """All a review shows of one case, read in one go. ``unreadable``: paths in its body that are
    missing here because they could not be read; ``unopened``: the ids of materials whose files came
    damaged or can be opened by nobody; ``tells_less``: whether the centre keeps fewer words of a
    notice than the clerk served, whose words are shown; ``asks_me``: whether a colleague's proposal
    asks for the clerk's signature; ``signers``: who may sign what stands."""

    case: SubApplication
    situation: Situation
    findings: tuple[Finding, ...]
    deadlines: CaseDeadlines
    draft: Draft
    earlier: tuple[Section, ...] = ()
    unreadable: tuple[str, ...] = ()
    unopened: tuple[str, ...] = ()
    tells_less: bool = False
    entries: tuple[Entry, ...]
    evidence: tuple[Evidence, ...] = ()
    asks_me: bool = False
    signers: tuple[StaffMember, ...] = ()
    actions: tuple[tuple[str, tuple[BlockingReason, ...]], ...]
    review_barred: tuple[BlockingReason, ...] = ()

    @property
    def judged(self) -> SubApplication:
        """The case with the draft's judgement on it."""
        return msgspec.structs.replace(self.case, review=self.draft.over(self.case.review))

    @property
    def new_evidence(self) -> tuple[Evidence, ...]:
        """The papers taken in that go with the next decision."""
        return tuple(paper for paper in self.evidence if not paper.is_carried)

    @property
    def proposed(self) -> Payload | None:
        """What stands with the leads; None where nothing does, or where it cannot be read."""
        return proposed_in(self.case.proposal.action) if self.case.proposal else None

    def needs_signature(self, type_: str) -> bool:
        """Whether an action of this type is proposed, not taken."""
        return proposals.needs_signature(self.case, type_, self.situation)

    def with_evidence(self, payload: Payload) -> Payload:
        """The payload with what it would carry of the papers taken in."""
        return evidence.with_papers(payload, self.evidence)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The checks that a clerk should look at first."""
        return tuple(f for f in self.findings if f.outcome in OPEN_OUTCOMES)


class Cases:
    """Reads are quick unless they say otherwise, and may be made on any thread.

    >>> desk.cases.view("sa-000001").deadlines.light  # doctest: +SKIP
    'amber'
    """

    def __init__(self, store: Store, clerk: Clerk, now: Callable[[], datetime]) -> None:
        self._store, self._clerk, self._now = store, clerk, now
        self._days_left: dict[date, int] = {}
        self._counted_on: date | None = None
        self._last_opened = ""
        store.listeners.append(self._hear)

    def listing(self, chosen: CaseFilter) -> Listing:
        """Takes a while where there are very many cases: not for the window's thread."""
        return Listing(chosen, self.numbers(chosen), self.counts())

    def first(self, most: int) -> list[int]:
        """The row numbers of the most urgent cases there is something to do about."""
        return cases.listed(self._store.reader(), CaseFilter(), self.today(), most)

    def numbers(self, chosen: CaseFilter) -> list[int]:
        """The row numbers of these cases, the most urgent first."""
        return cases.listed(self._store.reader(), chosen, self.today())

    def number(self, case_id: str) -> int | None:
        return cases.number(self._store.reader(), case_id)

    def find(self, wanted: str) -> str | None:
        """The id of a case by its id or its number (办件编号), whatever state it is in."""
        if self.number(wanted) is not None:
            return wanted
        return cases.id_of_number(self._store.reader(), wanted)

    def rows(self, numbers: list[int]) -> list[CaseRow]:
        """The rows of the list, in the order of their numbers."""
        return cases.rows(self._store.reader(), numbers, self.today())

    def rows_by_number(self, numbers: list[int]) -> dict[int, CaseRow]:
        """The same by their numbers, without those that went meanwhile."""
        return dict(cases.rows_by_number(self._store.reader(), numbers, self.today()))

    def counts(self) -> dict[str, int]:
        return cases.counts(self._store.reader(), self.today())

    def has_pulled(self) -> bool:
        """Whether the first pull has ever come through."""
        return bool(meta(self._store.reader(), "cursor"))

    def days_left(self, due: date) -> int:
        """Working days from tomorrow to ``due``; negative once it has passed."""
        today = self.today()
        if self._counted_on != today:
            self._counted_on, self._days_left = today, {}
        if due not in self._days_left:
            calendar = catalogue.calendar(self._store.reader())
            worked = calendar.working_days(*sorted((today, due)))
            self._days_left[due] = worked if due >= today else -worked
        return self._days_left[due]

    def view(self, case_id: str) -> CaseView:
        """Raises CaseMovedOn where the clerk no longer holds the case."""
        reader, today = self._store.reader(), self.today()
        case = cases.get(reader, case_id)
        if case is None:
            raise CaseMovedOn
        known = comparisons.situation(reader, case, today)
        case = lifecycle.with_deemed_acceptance(case, known)
        draft = drafts.of_case(reader, case_id)
        judged = msgspec.structs.replace(case, review=draft.over(case.review))
        return CaseView(
            case=case,
            situation=known,
            findings=run_checks(judged, known),
            deadlines=case_deadlines(case, known.calendar, today),
            draft=draft,
            earlier=cases.earlier_form(reader, case_id),
            unreadable=unreadable.parts_of(reader, "sub_application", case_id),
            unopened=_unopened(reader, case, known),
            tells_less=decisions.tells_less(reader, case_id),
            entries=tuple(e for e in outbox.of_case(reader, case_id) if e.state != "withdrawn"),
            asks_me=proposals.may_sign(case, self._clerk),
            signers=tuple(colleagues.signers(reader, case, today)),
            evidence=_not_received(evidence.of_case(reader, case_id), case),
            actions=tuple(self._actions(judged, known)),
            review_barred=self.blocking_reasons(case, RecordReview(), known),
        )

    def _actions(
        self, case: SubApplication, known: Situation
    ) -> Iterator[tuple[str, tuple[BlockingReason, ...]]]:
        for name, kind in ACTIONS.items():
            if self._concerns(kind, case):
                yield name, self.blocking_reasons(case, kind.minimal(case, known), known)

    def _concerns(self, kind: type[Payload], case: SubApplication) -> bool:
        """Whether an action is one of the clerk's on this case, as its handler or as a lead. What
        needs a signature is proposed in the place of itself, and a review goes unasked."""
        handles = case.assignee is None or case.assignee.id == self._clerk.id
        stands = case.proposal is not None or kind.while_proposed != "only"
        theirs = kind.actor in ("handler" if handles else "lead", "either")
        return theirs and stands and kind not in (RecordReview, Propose)

    def blocking_reasons(
        self, case: SubApplication, payload: Payload, known: Situation
    ) -> tuple[BlockingReason, ...]:
        """What stands in the way of an action on a case, the draft counted in; of its proposal,
        where it needs a signature."""
        taken = proposals.as_taken(case, payload, known)
        return lifecycle.blocking_reasons(case, taken, self._clerk, known)

    def note_opened(self, case_id: str) -> None:
        """Remembers, in a moment, that the clerk opened a case."""

        def work(db: Writer) -> list[Changed]:
            recents.note(db, case_id)
            return []

        if case_id != self._last_opened:
            self._last_opened = case_id
            self._store.write_refetchable(work)

    def materials_of(self, case_id: str) -> tuple[Material, ...]:
        """A case's materials of the latest round; none where the clerk no longer holds it."""
        case = cases.get(self._store.reader(), case_id)
        return case.current_materials() if case is not None else ()

    def deliveries(self) -> list[PendingDelivery]:
        """What is decided and not delivered, and mail that came back. Takes a while."""
        return deliveries.pending(self._store.reader(), self.today())

    def sent_under(self, number: str) -> PendingDelivery | None:
        """What was sent under a tracking number, or in the case of this number. Takes a while."""
        return deliveries.sent(self._store.reader(), number, self.today())

    def rows_of(self, case_ids: Sequence[str]) -> list[CaseRow]:
        """The rows of the list of these cases in their order, of those that are here."""
        return cases.rows_of(self._store.reader(), case_ids, self.today())

    def thing(self, thing_id: str) -> OneThing | None:
        return catalogue.thing(self._store.reader(), thing_id)

    def pool(self) -> list[PoolHead]:
        return catalogue.pool(self._store.reader())

    def ratings(self) -> list[Rating]:
        """What applicants thought of the clerk's cases, to be answered first. Takes a while."""
        return ratings.ratings(self._store.reader())

    def colleagues(self) -> list[Colleague]:
        """To whom a case can be handed over, by name. Takes a while."""
        return colleagues.known(self._store.reader(), self._clerk.id, self.today())

    def today(self) -> date:
        return civil(self._now())

    def _hear(self, changed: tuple[Changed, ...]) -> None:
        if any(change.kind == "calendar" for change in changed):
            self._counted_on = None


def _not_received(papers: list[Evidence], case: SubApplication) -> tuple[Evidence, ...]:
    """Those that are not among the case's materials."""
    received = {material.sha256 for material in case.materials}
    return tuple(paper for paper in papers if paper.sha256 not in received)


def _unopened(db: Reader, case: SubApplication, known: Situation) -> tuple[str, ...]:
    """The ids of the materials that have to be sent again: what came of them was not the file that
    was announced, or nobody can open it."""
    tried = {
        each.material_id for each in known.comparison.unreadable if each.problem == "not_opened"
    }
    papers = case.current_materials()
    unopened = paper_text.unopened(db, (paper for paper in papers if paper.id in tried))
    again = {*unopened, *materials.spoilt(db, case.id)}
    return tuple(paper.id for paper in papers if paper.id in again)
