"""Sending the outbox; each answer is applied in a transaction of its own."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from app.cases.model import SubApplication
from app.central import errors
from app.central.client import Central
from app.central.wire import BATCH_LIMIT, NO_BODY, ActionResult, decode, to_wire
from app.store import attachments, cases, decisions, outbox
from app.store.database import Changed, Store
from app.store.outbox import Entry

if TYPE_CHECKING:
    from sqlite_utils import Database

RETRY_SECONDS, MOST_SECONDS = 5, 86_400
BATCHES = 10  # taken at once


def push(store: Store, central: Central, device_id: str, now: datetime, today: date) -> int:
    """Sends what may go, oldest first; returns how many entries the centre answered."""
    answered = 0
    limit = BATCH_LIMIT
    while going := _take(store, now, limit * BATCHES):
        try:
            settled = _send(store, central, device_id, going, limit, now, today)
        except errors.TooManyActions:
            if limit == 1:
                raise
            limit = max(1, limit // 2)
            continue
        answered += settled
        if not settled:
            break
    return answered


def _send(
    store: Store,
    central: Central,
    device_id: str,
    going: list[Entry],
    limit: int,
    now: datetime,
    today: date,
) -> int:
    """Posts batch after batch; while the centre works on one, the answers to another are written.

    What follows an action that was not applied stays. Returns how many are settled.
    """
    held: set[str] = set()
    written: list[Future[tuple[Changed, ...]]] = []
    settled = 0
    try:
        for start in range(0, len(going), limit):
            batch = [e for e in going[start : start + limit] if e.case_id not in held]
            brought = _with_attachments_brought(store, central, batch, now)
            wired = [to_wire(e.action, device_id, e.base_revision, e.after_id) for e in brought]
            results = central.act(wired) if wired else ()
            by_id = {result.id: result for result in results}
            for entry in batch:
                result = by_id.get(entry.id)
                if result is None or result.outcome != "applied":
                    held.add(entry.case_id)
                if result is not None:
                    settled += result.outcome != "retry"
                    answer = partial(_answer, entry=entry, result=result, now=now, today=today)
                    written.append(store.take_in(answer))
    finally:
        written.append(store.take_in(lambda db: outbox.unmark_sending(db, now)))
        for each in written:
            each.result()
    return settled


def _take(store: Store, now: datetime, limit: int) -> list[Entry]:
    """Chooses and marks in one transaction, so that nothing is taken back in between."""
    taken: list[Entry] = []

    def work(db: Database) -> list[Changed]:
        taken.extend(outbox.sendable(db.conn, now, limit))
        return outbox.mark_sending(db, [e.id for e in taken], now) if taken else []

    store.take_in(work).result()
    return taken


def _with_attachments_brought(
    store: Store, central: Central, going: list[Entry], now: datetime
) -> list[Entry]:
    """Brings what these actions carry to the centre; returns those that may go.

    An action whose attachment the centre will not have comes back to the clerk,
    and what follows it on its case waits.
    """
    held: set[str] = set()
    for entry in going:
        if entry.case_id in held:
            continue
        try:
            for sha256, content in attachments.contents(store.reader(), entry.payload.attachments):
                central.put_attachment(sha256, content)
        except (errors.CentreRefused, errors.TooManyActions) as refusal:
            held.add(entry.case_id)
            back = partial(
                outbox.mark_back, entry=entry, state="refused", code="attachment_refused",
                detail=refusal.sentence.zh, at=now,
            )  # fmt: skip
            store.take_in(back).result()
    return [entry for entry in going if entry.case_id not in held]


def _answer(
    db: Database, entry: Entry, result: ActionResult, now: datetime, today: date
) -> list[Changed]:
    """One outcome of the contract, applied; an unknown one comes back to the clerk."""
    changed: list[Changed] = []
    if result.body != NO_BODY:
        raw = bytes(result.body)
        changed += cases.put(db, [cases.told(decode(raw, SubApplication), raw)], today)
    if result.outcome == "applied":
        changed += outbox.mark_sent(db, entry, now, result.revision)
        attachments.let_go(db, now)
    elif result.outcome == "retry":
        asked = max(1, result.retry_after or RETRY_SECONDS)
        until = now + timedelta(seconds=min(asked, MOST_SECONDS))
        changed += outbox.mark_later(db, entry, until, now)
    else:
        state = result.outcome if result.outcome in outbox.BACK else "refused"
        changed += outbox.mark_back(
            db, entry, state, result.code or result.outcome, result.detail, now
        )
    changed += decisions.rebase(db, entry.case_id, today)
    return changed
