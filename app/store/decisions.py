"""From a clerk's decision to the outbox and to what the screen shows of it.

The case on the screen is the centre's body with the unsent actions applied
again, in order, by the same rules the centre uses.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime

from msgspec.structs import replace

from app.cases import lifecycle, proposals
from app.cases.actions import (
    Action,
    Archive,
    Payload,
    ReceiveMaterials,
    RecordReview,
    SendMessage,
)
from app.cases.approval_form import approval_forms
from app.cases.checks import Situation
from app.cases.model import Clerk, Notice, SubApplication, civil
from app.cases.numbering import with_reserved_number
from app.cases.served import with_served_words
from app.store import attachments, cases, catalogue, comparisons, drafts, evidence, outbox, team
from app.store.acting import acting_clerk
from app.store.changes import Changed
from app.store.connection import Reader, Writer
from app.store.errors import BeingSent, CaseChanged, CaseMovedOn, NotLawful, NotWithdrawable
from app.store.outbox import BACK, UNSENT

TakeNumber = Callable[[Writer, SubApplication, Notice], str]  # "" where there is none
PrintNotice = Callable[[Notice], bytes]  # the PDF; raises where it cannot be made
# How a returned action was settled, kept in its row.
TOOK_THEIRS, DISMISSED = "took_theirs", "dismissed"
RESTORED = "restored"


def decide(
    db: Writer,
    case_id: str,
    payload: Payload,
    at: datetime,
    print_notice: PrintNotice,
    not_before: datetime | None = None,
    of_revision: int | None = None,
    take_number: TakeNumber | None = None,
) -> list[Changed]:
    """Queues a decision, preceded by the review it rests on, and shows their effect, in the
    caller's one transaction. Neither is sent before ``not_before``. What needs a signature is
    queued as its proposal.

    An action that serves a notice carries its print, a last signature behind it that of the
    internal form (审批表); its number is the one that is taken for it, else the centre's to give.
    One that decides carries, behind these, the evidence that none has
    carried yet. What a recall takes back is the clerk's draft again. Raises CaseMovedOn or
    NotLawful, CaseChanged where it was made of another revision, or what printing raises; then
    nothing was queued.
    """
    case, centre = cases.get(db, case_id), cases.centre_side(db, case_id)
    if case is None or centre is None:
        raise CaseMovedOn
    if of_revision is not None and case.revision != of_revision:
        raise CaseChanged
    by, today = acting_clerk(db), civil(at)
    known = comparisons.situation(db, case, today)
    after = _rests_on(db, centre)
    for said in _with_review(db, case, payload, known):
        whole = said
        if not isinstance(said, RecordReview | SendMessage):
            whole = evidence.attach(db, case_id, said)
        whole = proposals.as_taken(case, whole, known)
        if barred := lifecycle.blocking_reasons(case, whole, by, known):
            if said is not payload:
                continue  # the state records no review any more
            raise NotLawful(barred)
        action = Action(id=str(uuid.uuid4()), sub_application_id=case_id, at=at, payload=whole)
        decided = lifecycle.apply(case, action, by, known)
        if take_number is not None and len(decided.notices) > len(case.notices):
            no = take_number(db, case, decided.notices[-1])
            action = replace(action, notice_no=no)
            decided = with_reserved_number(decided, len(case.notices), no)
        notice = decided.notices[-1] if len(decided.notices) > len(case.notices) else None
        forms = approval_forms(decided)[len(approval_forms(case)) :]
        for paper in (*forms, *([notice] if notice is not None else [])):
            whole = attachments.attach(db, whole, print_notice(paper))
        action = replace(action, payload=whole)
        outbox.insert(db, case, action, centre.revision, after, not_before, notice)
        drafts.consume(db, case, said)
        if (recalled := proposals.recalled(case, said)) is not None:
            drafts.give_back(db, case_id, case.one_thing.id, recalled, at)
        case, after = decided, action.id
    _, attention = outbox.standing_of(db, case_id)
    shown = cases.show(db, case_id, case, centre, True, attention, today)
    return [*shown, Changed("outbox"), Changed("draft", (case_id,))]


def _rests_on(db: Reader, centre: SubApplication) -> str | None:
    """The action that a new one of this case follows; None where it rests on what the centre holds.

    One that has been on its way, alone, and on an earlier revision than is here, is none to follow:
    either it is in what is here, perhaps with more that the clerk has seen, or it is a conflict.
    """
    last = outbox.last_unsent(db, centre.id)
    if last is None:
        return None
    rested_on = last.base_revision
    is_earlier = rested_on is not None and rested_on < centre.revision
    return None if last.is_unsent and last.asked and is_earlier else last.id


def _with_review(
    db: Writer, case: SubApplication, payload: Payload, known: Situation
) -> list[Payload]:
    """A decision behind the judgement it rests on, where that is not recorded yet; a message and a
    paper that was brought rest on none."""
    if isinstance(payload, SendMessage | ReceiveMaterials):
        return [payload]
    record = drafts.of_case(db, case.id).to_record(case, known.item)
    return [payload] if record is None else [record, payload]


def withdraw(db: Writer, entry_id: str, at: datetime, today: date) -> list[Changed]:
    """Takes back a case's last action while it has not left; the words return to the draft.

    Raises BeingSent while a try to send it is under way, else NotWithdrawable.
    """
    entry = outbox.get(db, entry_id)
    if entry is None or not entry.is_unsent or _later(db, entry):
        raise NotWithdrawable
    return _take_back(db, [entry], at, today)


def last_decided(db: Reader) -> tuple[str, ...]:
    """The ids of the decision taken last and of the review recorded for it, while they are here."""
    unsent = outbox.entries(db, UNSENT)
    last = unsent[-1:]
    return tuple(e.id for e in unsent if (e.case_id, e.at) == (last[0].case_id, last[0].at))


def undo(db: Writer, ids: tuple[str, ...], at: datetime, today: date) -> list[Changed]:
    """Takes these back together; raises as ``withdraw`` does."""
    together = [entry for id_ in ids if (entry := outbox.get(db, id_)) is not None]
    if not together or not all(entry.is_unsent for entry in together):
        raise NotWithdrawable
    return _take_back(db, together, at, today)


def _take_back(db: Writer, entries: list[outbox.Entry], at: datetime, today: date) -> list[Changed]:
    if any(entry.state == "sending" for entry in entries):
        raise BeingSent
    return _give_back(db, entries, at, today, "")


def take_theirs(db: Writer, entry_id: str, at: datetime, today: date) -> list[Changed]:
    """Lets the centre's side stand: the returned action and what follows it are withdrawn.

    The clerk's words return to the case's draft, to be edited and decided anew.
    """
    entry = outbox.get(db, entry_id)
    if entry is None or not entry.came_back:
        raise NotWithdrawable
    return _give_back(db, [entry, *_later(db, entry)], at, today, TOOK_THEIRS)


def dismiss(db: Writer, entry_id: str, at: datetime) -> list[Changed]:
    """Puts away an action whose case is no longer the clerk's; the row stays, as withdrawn."""
    entry = outbox.get(db, entry_id)
    if entry is None or entry.state != "gone":
        raise NotWithdrawable
    outbox.change(db, entry.id, at, state="withdrawn", code=DISMISSED)
    attachments.let_go(db, at)
    return [Changed("outbox")]


def resubmit_on_latest(
    db: Writer, entry_id: str, at: datetime, today: date, until: datetime | None = None
) -> list[Changed]:
    """Sends the clerk's action, and what follows it, again on what the centre holds now.

    Each goes under a new id, and not before ``until``, so that it can be taken back. Raises
    NotLawful where one cannot stand on the centre's side, and CaseChanged where one archives the
    case as it was; then all stay as they were.
    """
    entry = outbox.get(db, entry_id)
    case = centre_side(db, entry.case_id) if entry else None
    if entry is None or case is None:
        raise CaseMovedOn
    chain = [entry, *_later(db, entry)]
    if any(isinstance(each.payload, Archive) for each in chain):
        raise CaseChanged
    code = outbox.KEPT_DELAYED if until is not None else outbox.KEPT_MINE
    _send_on_top(db, chain, [str(uuid.uuid4()) for _ in chain], case, at, code, until)
    return [*rebase(db, entry.case_id, today), Changed("outbox")]


def centre_side(db: Reader, case_id: str) -> SubApplication | None:
    """What the centre says of a case that the clerk has decided on: whole where it is here; of a
    colleague's, which a lead hands over, its head."""
    return cases.centre_side(db, case_id) or team.case_of_team(db, case_id, acting_clerk(db))


def before_restoring(db: Writer, case_ids: Iterable[str], at: datetime) -> dict[str, bytes]:
    """What was held, before a restored centre says it anew, of the cases it may have lost actions
    of; empty where a case is not here."""
    since = at - attachments.KEPT_AFTER_SENDING
    doubtful = outbox.sent_since(db, since) & set(case_ids)
    held = cases.centre_bodies(db, doubtful)
    return {id_: held.get(id_, b"") for id_ in doubtful}


def send_again(db: Writer, case_id: str, before: bytes, at: datetime) -> list[Changed]:
    """Sends again, under their ids, what a centre restored from a backup has lost of a case.

    Revisions that fell say what that is, and what the case does not allow any more comes back to
    the clerk. Where it only differs from ``before``, the centre is asked: what it still has, it
    answers as it did then.
    """
    case = cases.centre_side(db, case_id)
    if case is None:
        return []
    lost = outbox.lost_by_restoring(db, case_id, case.revision)
    if not lost:
        if cases.centre_bodies(db, [case_id])[case_id] != before:
            for entry in outbox.of_case(db, case_id, ("sent",)):
                if entry.changed_at > at - attachments.KEPT_AFTER_SENDING:
                    outbox.change(db, entry.id, at, state="waiting", code=RESTORED)
        return [Changed("outbox")]
    chain = [*lost, *_later(db, lost[-1])]
    for entry in lost:
        outbox.change(db, entry.id, at, state="conflict", code=RESTORED)
    with contextlib.suppress(NotLawful):
        _send_on_top(db, chain, [entry.id for entry in chain], case, at, RESTORED)
    return [Changed("outbox")]


def follow_holders(
    db: Writer, said: Iterable[SubApplication], come_back: set[str], at: datetime
) -> list[Changed]:
    """What was decided before a case went to another clerk is never carried out for them; what is
    with this clerk again (``come_back``) goes on."""
    by, changed = acting_clerk(db), []
    held = outbox.cases_in(db, (*UNSENT, *BACK))
    for case in said:
        if case.id not in held:
            continue
        if by.id and case.assignee is not None and not _is_theirs(case, by):
            changed += outbox.case_gone(db, case.id, at, case.assignee.known_as)
        elif case.id in come_back:
            changed += outbox.case_back(db, case.id, at)
    return changed


def _is_theirs(case: SubApplication, clerk: Clerk) -> bool:
    """Whether the clerk holds it, or is asked to sign it."""
    holds = case.assignee is not None and case.assignee.id == clerk.id
    return holds or proposals.may_sign(case, clerk)


def _send_on_top(
    db: Writer,
    held: list[outbox.Entry],
    ids: list[str],
    case: SubApplication,
    at: datetime,
    code: str,
    until: datetime | None = None,
) -> None:
    """Queues these actions of a case anew, in order, on what the centre holds; all or none.

    Raises NotLawful where one cannot stand on it.
    """
    by = acting_clerk(db)
    base: int | None = case.revision
    after: str | None = None
    chain = []
    for entry, id_ in zip(held, ids, strict=True):
        known = catalogue.situation(db, case, civil(entry.at))
        barred = lifecycle.blocking_reasons(case, entry.payload, by, known)
        if barred:
            raise NotLawful(barred)
        case = lifecycle.apply(case, entry.action, by, known)
        chain.append((entry.id, id_, base, after))
        base, after = None, id_
    for old, id_, base, after in chain:
        outbox.change(
            db, old, at, id=id_, state="waiting", base_revision=base, after_id=after,
            code=code, detail="", not_before=until.isoformat() if until else None, revision=None,
            tries=0, asked=int(id_ == old),
        )  # fmt: skip


def rebase(db: Writer, case_id: str, today: date) -> list[Changed]:
    """Works out a case anew from the centre's body and the actions still to be sent."""
    centre = cases.centre_side(db, case_id)
    if centre is None:
        return []
    local = replayed(db, centre)
    unsent, attention = outbox.standing_of(db, case_id)
    shown = local if local != centre else None
    return cases.show(db, case_id, shown, centre, unsent, attention, today)


def rebase_all(db: Writer, ids: Iterable[str], today: date) -> list[Changed]:
    """``rebase`` for those of these cases that have something in the outbox, or had a notice."""
    ids = list(ids)
    held = outbox.cases_in(db, (*UNSENT, *BACK)) | outbox.with_notices(db, ids)
    return [change for id_ in ids if id_ in held for change in rebase(db, id_, today)]


def deem(db: Writer, today: date) -> list[Changed]:
    """Lets a new day's deemed acceptances show (Art. 32.4)."""
    late = cases.past_acceptance(db, today)
    return [change for id_ in late for change in rebase(db, id_, today)]


def replayed(db: Reader, centre: SubApplication) -> SubApplication:
    """The centre's body, its notices with no fewer words than they were served with, and this
    case's unsent actions on top, as far as they are lawful.

    Each is judged by the day the clerk decided it, as the centre will judge it.
    """
    served = outbox.served(db, centre.id, centre.revision)
    case = replace(centre, notices=with_served_words(centre.notices, served)) if served else centre
    unsent = outbox.of_case(db, centre.id, UNSENT)
    if not unsent:
        return case
    by = acting_clerk(db)
    around = catalogue.situation(db, centre, civil(unsent[0].at))
    for entry in unsent:
        known = replace(around, today=civil(entry.at))
        if not lifecycle.blocking_reasons(case, entry.payload, by, known):
            case = lifecycle.apply(case, entry.action, by, known)
    return case


def tells_less(db: Reader, case_id: str) -> bool:
    """Whether the centre keeps fewer words of a notice than the clerk served."""
    if not outbox.with_notices(db, [case_id]):
        return False
    centre = cases.centre_side(db, case_id)
    if centre is None:
        return False
    served = outbox.served(db, case_id, centre.revision)
    return with_served_words(centre.notices, served) != centre.notices


def _later(db: Reader, entry: outbox.Entry) -> list[outbox.Entry]:
    """The entries of the same case queued after this one and not yet settled."""
    of_case = outbox.of_case(db, entry.case_id)
    behind = of_case[[e.id for e in of_case].index(entry.id) + 1 :]
    return [e for e in behind if e.is_unsent or e.came_back]


def _give_back(
    db: Writer, entries: list[outbox.Entry], at: datetime, today: date, code: str
) -> list[Changed]:
    changed: list[Changed] = []
    case = cases.centre_side(db, entries[0].case_id)
    thing_id = case.one_thing.id if case is not None else ""
    for entry in entries:
        outbox.change(db, entry.id, at, state="withdrawn", code=code)
        said = proposals.as_said(entry.payload)
        if case is not None:
            changed += drafts.give_back(db, entry.case_id, thing_id, said, at)
    attachments.let_go(db, at)
    return [*changed, *rebase(db, entries[0].case_id, today), Changed("outbox")]
