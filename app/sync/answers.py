"""What the centre answered to actions: one response is applied in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from app.cases import proposals
from app.cases.model import SubApplication, civil
from app.central import tolerant
from app.central.wire import NO_BODY, ActionResult
from app.store import attachments, cases, decisions, outbox
from app.store.changes import Changed
from app.store.connection import TOO_MUCH, Writer, whole_or_nothing
from app.store.outbox import Entry

RETRY_SECONDS, MOST_SECONDS = 5, 86_400
Body = tolerant.Reading[SubApplication]


class Answer(msgspec.Struct, frozen=True):
    """The outcome of an entry. ``behind``: an action of its case before it was not applied."""

    entry: Entry
    result: ActionResult
    behind: bool


def apply_answers(db: Writer, answers: list[Answer], now: datetime) -> list[Changed]:
    """Settles the entries of a response, in their order. Of each case the body that came last is
    kept, and the case is worked out anew once.

    Where a body is more than the cache can hold, each answer is applied by itself, and that one
    without it: the feed brings it, and says so.
    """
    try:
        with whole_or_nothing(db):
            return _apply(db, [(each, _body_of(each)) for each in answers], now)
    except TOO_MUCH:
        changed: list[Changed] = []
    for each in answers:
        try:
            with whole_or_nothing(db):
                changed += _apply(db, [(each, _body_of(each))], now)
        except TOO_MUCH:
            changed += _apply(db, [(each, None)], now)
    return changed


def _apply(db: Writer, answered: list[tuple[Answer, Body | None]], now: datetime) -> list[Changed]:
    latest = {body.value.id: body for _, body in answered if body is not None}
    changed = _keep_bodies(db, latest.values(), now)
    for each, body in answered:
        changed += _settle(db, each, body, now)
    attachments.let_go(db, now)
    ids = dict.fromkeys(each.entry.case_id for each, _ in answered)
    return [*changed, *(c for id_ in ids for c in decisions.rebase(db, id_, civil(now)))]


def _settle(db: Writer, answer: Answer, body: Body | None, now: datetime) -> list[Changed]:
    """One outcome of the contract; an unknown one comes back to the clerk.

    What stands ``behind`` an action of its case that was not applied could not be either: whatever
    its outcome, it waits, and goes under another id once the one before it has gone.
    """
    entry, result = answer.entry, answer.result
    known_before = result.code == "id_reused" and entry.code == decisions.RESTORED
    if result.outcome == "applied" or known_before:
        return outbox.mark_sent(db, entry, now, result.revision)
    if answer.behind:
        return outbox.renew_id(db, entry, now)
    if result.outcome == "retry":
        asked = max(1, min(result.retry_after or RETRY_SECONDS, MOST_SECONDS))
        return outbox.mark_later(db, entry, now + timedelta(seconds=asked), now)
    if body and proposals.is_answered(body.value, entry.payload):
        how, who = proposals.fate(body.value)
        return outbox.mark_back(db, entry, "gone", how, result.detail, now, who)
    state = result.outcome if result.outcome in outbox.BACK else "refused"
    holder = result.held_by
    held_by = " · ".join(filter(None, (holder.name, holder.window))) if holder else ""
    code = result.code or result.outcome
    return outbox.mark_back(db, entry, state, code, result.detail, now, held_by)


def _body_of(answer: Answer) -> Body | None:
    """The case as of an outcome; None where none came with it that can be read."""
    if answer.result.body == NO_BODY:
        return None
    try:
        body = tolerant.read_case(answer.result.body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None  # the feed brings it, and says it could not be read
    return body if body.value.id == answer.entry.case_id else None


def _keep_bodies(db: Writer, bodies: Iterable[Body], now: datetime) -> list[Changed]:
    """An id answered again may tell an older case than is here, and one that went stays away."""
    said = [cases.prepare_case(body.value, body.raw) for body in bodies]
    held = cases.revisions_of(db, [each.case.id for each in said])
    fresh = [s for s in said if s.revision >= held.get(s.case.id, s.revision + 1)]
    return cases.put(db, fresh, civil(now))
