"""From a clerk's decision to the outbox and to what the screen shows of it.

The case on the screen is the centre's body with the unsent actions applied
again, in order, by the same rules the centre uses.
"""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from app.cases import lifecycle
from app.cases.actions import Action, Payload
from app.cases.model import Clerk, Notice, SubApplication, civil
from app.cases.notices import notice_of
from app.store import attachments, cases, catalogue, drafts, outbox
from app.store.database import Changed, meta
from app.store.errors import CaseMovedOn, NotLawful, NotWithdrawable
from app.store.outbox import BACK, UNSENT

if TYPE_CHECKING:
    from sqlite_utils import Database

# How a returned action was settled, kept in its row.
KEPT_MINE, TOOK_THEIRS, DISMISSED = "kept_mine", "took_theirs", "dismissed"
RESTORED = "restored"


def add(
    db: Database,
    case_id: str,
    payloads: Iterable[Payload],
    at: datetime,
    print_notice: Callable[[Notice], bytes],
) -> list[Changed]:
    """Queues actions of one case and shows their effect, in the caller's one transaction.

    An action that serves a notice carries its print. Raises CaseMovedOn or
    NotLawful, or what printing raises; then nothing was queued.
    """
    today = civil(at)
    case = cases.get(db.conn, case_id)
    if case is None:
        raise CaseMovedOn
    by = acting_clerk(db.conn)
    centre = cases.centre_side(db.conn, case_id)
    revision = centre.revision if centre is not None else case.revision
    for payload in payloads:
        known = catalogue.situation(db.conn, case, today)
        barred = lifecycle.hindrances(case, payload, by, known)
        if barred:
            raise NotLawful(barred)
        notice = notice_of(lifecycle.as_of(case, known), payload, by, at)
        if notice is not None:
            payload = attachments.attach(db, payload, print_notice(notice))
        before = outbox.last_unsent(db.conn, case_id)
        action = Action(id=str(uuid.uuid4()), sub_application_id=case_id, at=at, payload=payload)
        outbox.insert(db, case, action, revision, before)
        drafts.consume(db, case, payload)
        case = lifecycle.apply(case, action, by, known)
    return [*rebase(db, case_id, today), Changed("outbox"), Changed("draft", (case_id,))]


def withdraw(db: Database, entry_id: str, at: datetime, today: date) -> list[Changed]:
    """Takes back a case's last action while it has not left; the words return to the draft."""
    entry = outbox.get(db.conn, entry_id)
    if entry is None or entry.state != "waiting" or _later(db.conn, entry):
        raise NotWithdrawable
    return _give_back(db, [entry], at, today, "")


def undo(db: Database, at: datetime, today: date) -> list[Changed]:
    """Takes back the decision taken last, with the review recorded for it, while it is here."""
    waiting = outbox.entries(db.conn, UNSENT)
    if not waiting:
        raise NotWithdrawable
    last = waiting[-1]
    together = [e for e in waiting if (e.case_id, e.at) == (last.case_id, last.at)]
    if any(entry.state != "waiting" for entry in together):
        raise NotWithdrawable
    return _give_back(db, together, at, today, "")


def take_theirs(db: Database, entry_id: str, at: datetime, today: date) -> list[Changed]:
    """Lets the centre's side stand: the returned action and what follows it are withdrawn.

    The clerk's words return to the case's draft, to be edited and decided anew.
    """
    entry = outbox.get(db.conn, entry_id)
    if entry is None or entry.state not in BACK:
        raise NotWithdrawable
    return _give_back(db, [entry, *_later(db.conn, entry)], at, today, TOOK_THEIRS)


def dismiss(db: Database, entry_id: str, at: datetime) -> list[Changed]:
    """Puts away an action whose case is no longer the clerk's; the row stays, as withdrawn."""
    entry = outbox.get(db.conn, entry_id)
    if entry is None or entry.state != "gone":
        raise NotWithdrawable
    outbox.change(db, entry.id, at, state="withdrawn", code=DISMISSED)
    attachments.let_go(db, at)
    return [Changed("outbox")]


def put_on_top(db: Database, entry_id: str, at: datetime, today: date) -> list[Changed]:
    """Sends the clerk's action, and what follows it, again on what the centre holds now.

    Each goes under a new id. Raises NotLawful where one cannot stand on the
    centre's side; then all stay as they were.
    """
    entry = outbox.get(db.conn, entry_id)
    case = cases.centre_side(db.conn, entry.case_id) if entry else None
    if entry is None or case is None:
        raise CaseMovedOn
    _send_on_top(db, [entry, *_later(db.conn, entry)], case, at, KEPT_MINE)
    return [*rebase(db, entry.case_id, today), Changed("outbox")]


def send_again(db: Database, case_id: str, at: datetime) -> list[Changed]:
    """Sends again what a centre restored from a backup has lost of a case.

    What the restored case does not allow any more comes back to the clerk.
    """
    case = cases.centre_side(db.conn, case_id)
    lost = outbox.lost_by_restoring(db.conn, case_id, case.revision) if case else []
    if case is None or not lost:
        return []
    behind = _later(db.conn, lost[-1])
    for entry in lost:
        outbox.change(db, entry.id, at, state="conflict", code=RESTORED)
    with contextlib.suppress(NotLawful):
        _send_on_top(db, [*lost, *behind], case, at, RESTORED)
    return [Changed("outbox")]


def _send_on_top(
    db: Database, held: list[outbox.Entry], case: SubApplication, at: datetime, code: str
) -> None:
    """Queues these actions of a case anew, in order, on what the centre holds; all or none.

    Raises NotLawful where one cannot stand on it.
    """
    by = acting_clerk(db.conn)
    base: int | None = case.revision
    after: str | None = None
    chain = []
    for entry in held:
        known = catalogue.situation(db.conn, case, civil(entry.at))
        barred = lifecycle.hindrances(case, entry.payload, by, known)
        if barred:
            raise NotLawful(barred)
        case = lifecycle.apply(case, entry.action, by, known)
        fresh = str(uuid.uuid4())
        chain.append((entry.id, fresh, base, after))
        base, after = None, fresh
    for old, fresh, base, after in chain:
        outbox.change(
            db, old, at, id=fresh, state="waiting", base_revision=base, after_id=after,
            code=code, detail="", not_before=None, revision=None,
        )  # fmt: skip


def rebase(db: Database, case_id: str, today: date) -> list[Changed]:
    """Works out a case anew from the centre's body and the actions still to be sent."""
    centre = cases.centre_side(db.conn, case_id)
    if centre is None:
        return []
    local = replayed(db.conn, centre)
    unsent, attention = outbox.standing_of(db.conn, case_id)
    shown = local if local != centre else None
    return cases.show(db, case_id, shown, centre, unsent, attention, today)


def rebase_all(db: Database, ids: Iterable[str], today: date) -> list[Changed]:
    """``rebase`` for those of these cases that have something in the outbox."""
    held = outbox.cases_with_unsent(db.conn)
    return [change for id_ in ids if id_ in held for change in rebase(db, id_, today)]


def deem(db: Database, today: date) -> list[Changed]:
    """Lets a new day's deemed acceptances show (Art. 32.4)."""
    late = cases.past_acceptance(db.conn, today)
    return [change for id_ in late for change in rebase(db, id_, today)]


def replayed(connection: Any, centre: SubApplication) -> SubApplication:
    """The centre's body with this case's unsent actions on top, as far as they are lawful.

    Each is judged by the day the clerk decided it, as the centre will judge it.
    """
    unsent = outbox.of_case(connection, centre.id, UNSENT)
    if not unsent:
        return centre
    case, by = centre, acting_clerk(connection)
    around = catalogue.situation(connection, centre, civil(unsent[0].at))
    for entry in unsent:
        known = replace(around, today=civil(entry.at))
        if not lifecycle.hindrances(case, entry.payload, by, known):
            case = lifecycle.apply(case, entry.action, by, known)
    return case


def acting_clerk(connection: Any) -> Clerk:
    """The clerk whose cache this is."""
    text = meta(connection, "clerk")
    return msgspec.json.decode(text, type=Clerk) if text else Clerk(id="")


def _later(connection: Any, entry: outbox.Entry) -> list[outbox.Entry]:
    """The entries of the same case queued after this one and not yet settled."""
    of_case = outbox.of_case(connection, entry.case_id)
    behind = of_case[[e.id for e in of_case].index(entry.id) + 1 :]
    return [e for e in behind if e.state in (*UNSENT, *BACK)]


def _give_back(
    db: Database, entries: list[outbox.Entry], at: datetime, today: date, code: str
) -> list[Changed]:
    changed: list[Changed] = []
    case = cases.centre_side(db.conn, entries[0].case_id)
    thing_id = case.one_thing.id if case is not None else ""
    for entry in entries:
        outbox.change(db, entry.id, at, state="withdrawn", code=code)
        changed += drafts.give_back(db, entry.case_id, thing_id, entry.payload, at)
    attachments.let_go(db, at)
    return [*changed, *rebase(db, entries[0].case_id, today), Changed("outbox")]
