"""Sending the outbox; the answers of a response are applied in one transaction."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import datetime, timedelta
from functools import partial

from app.cases.failure import Failure
from app.cases.model import civil
from app.central import errors
from app.central.client import CentralClient, Streamed
from app.central.wire import BATCH_LIMIT, ActionResult, to_wire
from app.store import attachments, decisions, outbox
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store
from app.store.outbox import Entry
from app.sync.answers import Answer, apply_answers

BATCHES = 10  # taken at once
REQUEST_FAILED, ATTACHMENT_REFUSED = "request_failed", "attachment_refused"
# Seconds between the tries of an action the centre fails on, and how many show that it is to blame
# where others have gone meanwhile; after the last of them it is, whatever else.
WAITS = (1, 2, 5, 15, 30, 300, 1800, 7200)
TRIES_AMONG_OTHERS = 5
MEANWHILE = timedelta(minutes=10)
# What says that the centre will not have this request, and what may be its own trouble as well.
DEFINITE = (errors.CentreRefused, errors.TooManyActions)
DOUBTFUL = (errors.CentreFailed, errors.NotTheCentre, errors.CentreUnreachable)


def push(store: Store, central: CentralClient, device_id: str, now: datetime) -> int:
    """Sends what may go, oldest first; returns how many entries the centre answered.

    A request that fails as a whole is sent again in halves, until the action that causes it stands
    alone: it comes back to the clerk, or is tried again later where the centre may be to blame.
    Raises what the wire raises where the centre cannot be spoken to at all.
    """
    answered = 0
    while going := _take(store, now):
        sending = _Sending(store, central, device_id, now)
        try:
            for start in range(0, len(going), BATCH_LIMIT):
                sending.send(going[start : start + BATCH_LIMIT])
        finally:
            sending.finish()
        answered += sending.settled
        if not sending.settled:
            break
    return answered


def _take(store: Store, now: datetime) -> list[Entry]:
    """Chooses and marks in one transaction, so that nothing is taken back in between."""
    taken: list[Entry] = []

    def work(db: Writer) -> list[Changed]:
        taken.extend(outbox.sendable(db, now, BATCH_LIMIT * BATCHES))
        return outbox.mark_sending(db, [e.id for e in taken], now) if taken else []

    store.write_refetchable(work).result()
    return taken


class _Sending:
    """The entries taken at once, on their way; while the centre works on some, the answers to
    others are written."""

    def __init__(self, store: Store, central: CentralClient, device_id: str, now: datetime) -> None:
        self._store, self._central, self._device_id, self._now = store, central, device_id, now
        self._held: set[str] = set()  # cases of which something was not applied: the rest waits
        self._brought: set[str] = set()  # attachments that are at the centre
        self._failed: list[tuple[Entry, Failure, str]] = []  # and the code it comes back with
        self._written: list[Future[tuple[Changed, ...]]] = []
        self.settled = 0

    def send(self, batch: list[Entry]) -> None:
        """Posts these, and those of the same case only in their order. Raises what the wire raises
        where no request would come through."""
        batch = [e for e in batch if e.case_id not in self._held and self._brings_its_papers(e)]
        if not batch:
            return
        wired = [to_wire(e.action, self._device_id, e.base_revision, e.after_id) for e in batch]
        try:
            results = {result.id: result for result in self._central.act(wired)}
        except (*DEFINITE, *DOUBTFUL) as failure:
            self._require_reachable(failure)
            if len(batch) == 1:
                self._fails(batch[0], failure)
                return
            half = len(batch) // 2
            self.send(batch[:half])
            self.send(batch[half:])
            return
        heard = [self._hear(entry, results.get(entry.id)) for entry in batch]
        answers = [each for each in heard if each is not None]
        work = partial(apply_answers, answers=answers, now=self._now)
        self._written.append(self._store.write_refetchable(work))

    def finish(self) -> None:
        """Writes what is not written, and says that nothing is under way any more."""
        for entry, failure, code in self._failed:
            fail = partial(_fail, entry=entry, failure=failure, code=code, now=self._now)
            self._written.append(self._store.write_refetchable(fail))
        self._written.append(
            self._store.write_refetchable(lambda db: outbox.unmark_sending(db, self._now))
        )
        for each in self._written:
            each.result()

    def _hear(self, entry: Entry, result: ActionResult | None) -> Answer | None:
        if result is None:
            self._fails(entry, errors.NotTheCentre("an action without its outcome"))
            return None
        behind = entry.case_id in self._held
        if result.outcome != "applied":
            self._held.add(entry.case_id)
        self.settled += result.outcome != "retry" and not behind
        return Answer(entry, result, behind)

    def _fails(self, entry: Entry, failure: Failure, code: str = REQUEST_FAILED) -> None:
        if entry.case_id not in self._held:
            self._failed.append((entry, failure, code))
        self._held.add(entry.case_id)
        self.settled += isinstance(failure, DEFINITE)

    def _brings_its_papers(self, entry: Entry) -> bool:
        """Whether what the action carries is at the centre; otherwise it stays here."""
        carried = [sha256 for sha256 in entry.payload.attachments if sha256 not in self._brought]
        if not carried:
            return True
        files = self._store.files
        try:
            for sha256, content in attachments.contents(self._store.reader(), carried):
                self._central.put_attachment(sha256, content)
                self._brought.add(sha256)
            for sha256 in carried:
                if (size := files.size_in_pieces(sha256)) is not None:
                    body = Streamed(size, partial(files.pieces, sha256))
                    self._central.put_attachment(sha256, body)
                    self._brought.add(sha256)
        except (*DEFINITE, *DOUBTFUL) as failure:
            self._require_reachable(failure)
            self._fails(entry, failure, ATTACHMENT_REFUSED)
            return False
        return True

    def _require_reachable(self, failure: Failure) -> None:
        """Raises ``failure`` again where it says nothing of what was sent: the centre is away."""
        if isinstance(failure, DOUBTFUL):
            try:
                self._central.digest()
            except Failure:
                raise failure from None


def _fail(db: Writer, entry: Entry, failure: Failure, code: str, now: datetime) -> list[Changed]:
    """An action that makes its request fail: back with the clerk once it is to blame for it."""
    said = failure.why if isinstance(failure, errors.CentreRefused) else ""
    words = f"{said} {failure.detail}".strip()  # the window has the sentence
    tries = entry.tries
    among_others = tries >= TRIES_AMONG_OTHERS and outbox.sent_since(db, now - MEANWHILE)
    if isinstance(failure, DEFINITE) or among_others or tries >= len(WAITS):
        changed = outbox.mark_back(db, entry, "refused", code, words, now)
    else:
        until = now + timedelta(seconds=WAITS[tries])
        changed = outbox.mark_later(db, entry, until, now, tries + 1, words)
    return [*changed, *decisions.rebase(db, entry.case_id, civil(now))]
