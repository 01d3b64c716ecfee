"""Deciding, and what becomes of a decision until the centre has answered it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.cases.actions import CentreSide, Difference, Payload, Transfer
from app.cases.model import Clerk, Event, civil
from app.store import cases, catalogue, colleagues, decisions, numbers, outbox, team
from app.store.database import Store, Work, Written
from app.store.outbox import Entry
from app.store.taking_back import TakingBack
from app.sync.conflicts import differences

if TYPE_CHECKING:
    from app.store.decisions import PrintNotice

MOST_SENT = 50  # shown


class Deciding:
    """Each future is done once the write is durable; then ``send_in`` is called, on its thread,
    with the seconds after which it may be sent. ``delay`` says how many a decision waits; while
    ``is_offline`` its notice has a number out of the reserve, where there is one.

    >>> desk.deciding.decide("sa-000001", Approve(opinion="…")).result()  # doctest: +SKIP
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        print_notice: PrintNotice,
        delay: Callable[[], int],
        send_in: Callable[[float], None],
        is_offline: Callable[[], bool],
    ) -> None:
        self._store, self._now, self._delay = store, now, delay
        self._print_notice, self._send_in = print_notice, send_in
        self._is_offline = is_offline

    def decide(self, case_id: str, payload: Payload, of_revision: int | None = None) -> Written:
        """Queues a decision, preceded by the review it rests on, as one durable step; what needs a
        signature is proposed.

        Of the drafts it takes what it sends. The future raises NotLawful with every reason,
        CaseMovedOn, NoticeNotMade, or CaseChanged where the case is not of this revision any more;
        then nothing was queued and the draft is untouched.
        """
        now, until = self._seconds()
        take_number = numbers.take if self._is_offline() else None
        return self._write_and_send(
            lambda db: decisions.decide(
                db, case_id, payload, now, self._print_notice, until, of_revision, take_number
            ),
            until,
        )

    def hand_over(self, case_id: str, to_clerk: str, reason: str, by: Clerk) -> Written:
        """Queues the transfer of a case of the department that a lead does not hold themselves.
        Raises as ``decide`` does."""
        now, until = self._seconds()
        payload = Transfer(to_clerk=to_clerk, reason=reason)
        return self._write_and_send(
            lambda db: team.hand_over(db, case_id, payload, by, now, until), until
        )

    def seconds_to_take_back(self) -> float:
        """For how long the decision taken last still waits to be taken back; 0.0 where it does
        not, though it may be here."""
        now = self._now()
        until = outbox.delayed_until(self._store.reader(), now)
        return (until - now).total_seconds() if until is not None else 0.0

    def withdraw(self, entry_id: str) -> Written:
        """Takes back what has not been sent; while a try to send it is under way, once that has
        ended. Raises NotWithdrawable."""
        now, today = self._moment()
        return self._take_back(lambda db: decisions.withdraw(db, entry_id, now, today))

    def undo(self) -> Written:
        """Takes back the decision taken last, likewise; raises NotWithdrawable once it has left."""
        now, today = self._moment()
        chosen = decisions.last_decided(self._store.reader())
        return self._take_back(lambda db: decisions.undo(db, chosen, now, today))

    def take_theirs(self, entry_id: str) -> Written:
        """Lets the centre's side stand; the clerk's words return to the draft."""
        now, today = self._moment()
        return self._write_and_send(lambda db: decisions.take_theirs(db, entry_id, now, today))

    def resubmit_on_latest(self, entry_id: str) -> Written:
        """Sends a returned decision again, on what the centre holds now, after the same seconds as
        another. Raises NotLawful."""
        now, until = self._seconds()
        return self._write_and_send(
            lambda db: decisions.resubmit_on_latest(db, entry_id, now, civil(now), until), until
        )

    def dismiss(self, entry_id: str) -> Written:
        """Puts away a decision on a case that is no longer the clerk's."""
        now = self._now()
        return self._store.write(lambda db: decisions.dismiss(db, entry_id, now))

    def entries(self) -> list[Entry]:
        """What is to be sent and what has come back, oldest first."""
        return outbox.entries(self._store.reader())

    def sent_entries(self) -> list[Entry]:
        """The latest that the centre has applied."""
        return outbox.entries(self._store.reader(), ("sent",))[-MOST_SENT:]

    def counts(self) -> tuple[int, int]:
        """How many are to be sent, and how many have come back to the clerk."""
        return outbox.counts(self._store.reader())

    def decided_of(self, case_ids: Sequence[str]) -> int:
        """On how many of these cases the clerk has decided something."""
        return outbox.decided(self._store.reader(), case_ids)

    def differences(self, entries: Sequence[Entry]) -> list[Difference]:
        """Returned decisions of one case beside what the centre holds now."""
        reader = self._store.reader()
        centre = decisions.centre_side(reader, entries[0].case_id)
        if centre is None:
            return []
        item, rated = catalogue.item(reader, centre.item), catalogue.evaluations(reader, centre.id)
        side = CentreSide(centre, item, rated)
        lines = [line for entry in entries for line in differences(entry.payload, side)]
        return [self._by_name(line) for line in lines]

    def has_case(self, entry: Entry) -> bool:
        """Whether its case is here to be opened; a colleague's, handed over by a lead, is not."""
        return cases.number(self._store.reader(), entry.case_id) is not None

    def last_change(self, case_id: str) -> Event | None:
        """What the centre last heard of a case, from whomever."""
        centre = cases.centre_side(self._store.reader(), case_id)
        return centre.history[-1] if centre is not None and centre.history else None

    def _by_name(self, line: Difference) -> Difference:
        if line.kind != "clerk":
            return line
        known = colleagues.names(self._store.reader())
        mine, theirs = (known.get(id_, id_) for id_ in (line.mine, line.theirs))
        return Difference(line.label, "text", mine, theirs)

    def _moment(self) -> tuple[datetime, date]:
        now = self._now()
        return now, civil(now)

    def _seconds(self) -> tuple[datetime, datetime | None]:
        """Now, and until when a decision of now can be taken back; None where it goes at once."""
        now, delay = self._now(), self._delay()
        return now, now + timedelta(seconds=delay) if delay else None

    def _write_and_send(self, work: Work, until: datetime | None = None) -> Written:
        left = (until - self._now()).total_seconds() if until is not None else 0.0
        return self._then_send(self._store.write(work), left)

    def _take_back(self, work: Work) -> Written:
        return self._then_send(TakingBack(self._store, work).done)

    def _then_send(self, written: Written, in_seconds: float = 0.0) -> Written:
        def sent(done: Written) -> None:
            if done.exception() is None:
                self._send_in(in_seconds)

        written.add_done_callback(sent)
        return written
