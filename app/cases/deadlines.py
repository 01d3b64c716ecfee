"""Deadlines of a case in working days, by its item's own law (docs/rules.md)."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from app.cases import kinds
from app.cases.counting import LONGEST, PAUSED, Deadline, are_few, deadline, stands, told
from app.cases.model import (
    ADVERSE_STATES,
    CLOSED_STATES,
    DECIDED_STATES,
    PAUSED_STATES,
    STATES,
    SubApplication,
    civil,
)
from app.cases.sentence import Sentence, say
from app.cases.workdays import WorkCalendar

INSTANT_DAYS = 1
PAUSED_BY_NO_TEXT = say("特别程序期间不计入", "special procedure")


class CaseDeadlines(msgspec.Struct, frozen=True):
    """The deadlines of one case; those that are not running are None.

    ``correct`` is the applicant's; ``special`` is the announced end of a special procedure that
    is open; ``verify`` is by when a commitment (告知承诺) is verified; all others are the clerk's.
    """

    accept: Deadline | None
    promised: Deadline | None
    statutory: Deadline | None
    deliver: Deadline | None
    correct: Deadline | None
    special: Deadline | None
    verify: Deadline | None
    light: str

    @property
    def next(self) -> Deadline | None:
        """What the clerk has to keep next."""
        return self.deliver or self.promised or self.accept or self.verify


def case_deadlines(case: SubApplication, calendar: WorkCalendar, today: date) -> CaseDeadlines:
    """All deadlines of a case as of ``today``, and its light.

    Acceptance runs from receipt, or from the day a correction came back complete. The days to
    decide, promised and statutory, run from acceptance or from receipt, as the item's law says;
    an instant item's promise is one day from receipt.
    """
    item, state = case.item, case.state
    accept = promised = deliver = correct = special = None
    receipt, start = receipt_day(case), _start(case)
    if state == "received" and receipt is not None:
        accept = deadline(receipt, kinds.acceptance_days(item), calendar, (), today)
        if item.instant:
            promised = deadline(receipt, INSTANT_DAYS, calendar, (), today)
    if state in ("reviewing", "special") and start is not None:
        days = item.promised_days
        if item.instant:
            start, days = receipt or start, INSTANT_DAYS
        promised = _decide_by(case, start, days, calendar, today)
    if state in DECIDED_STATES and (served := _served_at(case)) is not None:
        deliver = deadline(civil(served), kinds.delivery_days(item), calendar, (), today)
    if state == "correcting" and case.corrections:
        correct = correction_deadline(case, calendar, today)
    if state == "special":
        special = _announced(case, calendar, today)
    statutory = None
    if state in ("received", "reviewing", "special"):
        statutory = _statutory(case, calendar, today)
    verify = _verification(case, calendar, today)
    due = deliver or promised or accept or verify
    light = _light_of(case, due, special, today)
    return CaseDeadlines(accept, promised, statutory, deliver, correct, special, verify, light)


def statutory_day(case: SubApplication, calendar: WorkCalendar, today: date) -> date | None:
    """The last day on which the law lets an accepted case be decided.

    None where no text sets a period, before it runs, and while a special procedure is open.
    """
    found = _statutory(case, calendar, today)
    return found.day if found is not None else None


class TimeTaken(msgspec.Struct, frozen=True):
    """Of a decided case, in working days: ``taken``, beside what was ``promised`` and what the law
    allows (``statutory``, 0 where no text sets a period), extensions in both."""

    taken: int
    promised: int
    statutory: int

    @property
    def kept_promise(self) -> bool:
        return self.taken <= self.promised

    @property
    def kept_law(self) -> bool:
        """True where no text sets a period."""
        return not self.statutory or self.taken <= self.statutory


def time_taken(case: SubApplication, calendar: WorkCalendar) -> TimeTaken | None:
    """How long a case took until it was decided; None where it was not, or was never accepted.

    Counted as its deadlines are: pauses stand outside, an instant item runs from receipt.
    """
    start, days = _start(case), case.item.promised_days
    if case.clock.decided_at is None or start is None:
        return None
    if case.item.instant:
        start, days = receipt_day(case) or start, INSTANT_DAYS
    found = _decide_by(case, start, days, calendar, civil(case.clock.decided_at))
    statutory = case.item.statutory_days
    extension = case.clock.extension_days
    return TimeTaken(found.days - found.left, found.days, statutory and statutory + extension)


def is_past_statutory(case: SubApplication, calendar: WorkCalendar, today: date) -> bool:
    """Whether that day is over: then nothing lengthens the time any more."""
    day = statutory_day(case, calendar, today)
    return day is not None and today > day


def correction_deadline(case: SubApplication, calendar: WorkCalendar, today: date) -> Deadline:
    """The day by which the applicant answers the open correction: the one the notice printed."""
    asked = case.corrections[-1]
    start = civil(asked.requested_at)
    if asked.by is not None:
        return told(start, asked.by, calendar, today)
    return deadline(start, asked.by_days, calendar, (), today)


def correction_day(asked_on: date, by_days: int, calendar: WorkCalendar) -> date:
    """The last day on which an applicant who is asked on a day answers, for the notice to print."""
    return _last_day(asked_on, by_days, calendar)


def verification_day(decided_on: date, days: int, calendar: WorkCalendar) -> date:
    """The day by which a commitment on which it was decided is verified."""
    return _last_day(decided_on, days, calendar)


def announced_end(start: date, expected_days: int, calendar: WorkCalendar) -> date:
    """The day by which a special procedure that takes so many working days is to be over."""
    return _last_day(start, expected_days, calendar)


def receipt_moment(case: SubApplication) -> datetime | None:
    """From when acceptance counts: receipt, or a correction's return; None where nobody knows."""
    returned = [c.resubmitted_at for c in case.corrections if c.resubmitted_at is not None]
    return max(returned) if returned else case.clock.received_at


def receipt_day(case: SubApplication) -> date | None:
    """The day of that moment."""
    moment = receipt_moment(case)
    return civil(moment) if moment is not None else None


def light(state: str, day: date | None, left: int, days: int, today: date) -> str:
    """The light of what is in a state and due on a day, with so many of its working days left.

    ``closed``; ``paused``, while the clerk waits or in a state nobody knows; ``red`` past its day;
    ``amber`` on it, or with few days left; else ``green``, or ``denied`` where what is in time is
    a denial.
    """
    if state in CLOSED_STATES:
        return "closed"
    if state in PAUSED_STATES or state not in STATES:
        return "paused"
    if day is not None and today > day:
        return "red"
    if day is not None and (today == day or are_few(left, days)):
        return "amber"
    return "denied" if state in ADVERSE_STATES else "green"


def _last_day(start: date, days: int, calendar: WorkCalendar) -> date:
    """So many working days after a start, ``LONGEST`` of them at most."""
    return deadline(start, min(days, LONGEST), calendar).day or start


def _start(case: SubApplication) -> date | None:
    """The day from which the days to decide count; None before."""
    accepted = case.clock.accepted_at
    if case.item.procedure.counted_from == "receipt" and (receipt := receipt_day(case)):
        return receipt
    return civil(accepted) if accepted is not None else None


def _statutory(case: SubApplication, calendar: WorkCalendar, today: date) -> Deadline | None:
    start, days = _start(case), case.item.statutory_days
    return _decide_by(case, start, days, calendar, today) if start is not None and days else None


def _decide_by(
    case: SubApplication, start: date, days: int, calendar: WorkCalendar, today: date
) -> Deadline:
    """With its extension and its pauses, each day of a pause with the law it rests on."""
    clock = case.clock
    found = deadline(start, days + clock.extension_days, calendar, clock.pauses, today)
    if not clock.pauses:
        return found
    steps = (
        replace(step, reason=_paused(case, step.day)) if step.reason is PAUSED else step
        for step in found.steps
    )
    return replace(found, steps=tuple(steps))


def _paused(case: SubApplication, day: date) -> Sentence:
    procedure = next((p.procedure for p in case.clock.pauses if stands(p, day)), "")
    own = (s.basis for s in case.item.procedure.special if s.procedure == procedure)
    basis = next(own, "") or kinds.cited(case.item, "special")
    if not basis:
        return PAUSED_BY_NO_TEXT
    return say("特别程序期间不计入（{basis}）", "special procedure, {basis}", basis=basis)


def _served_at(case: SubApplication) -> datetime | None:
    """When what is to be delivered was decided: a revocation, or what was applied for."""
    if case.state == "revoked" and case.decision is not None:
        return case.decision.at
    return case.clock.decided_at


def _announced(case: SubApplication, calendar: WorkCalendar, today: date) -> Deadline | None:
    """The announced end of the special procedure that is open."""
    pause = next((p for p in case.clock.pauses if p.to is None), None)
    if pause is None or pause.expected_to is None:
        return None
    return told(pause.from_, pause.expected_to, calendar, today)


def _verification(case: SubApplication, calendar: WorkCalendar, today: date) -> Deadline | None:
    """While a decision rests on a commitment that nobody has verified."""
    given, decided = case.commitment, case.clock.decided_at
    if given is None or given.verified is not None or decided is None:
        return None
    found = told(civil(decided), given.verify_by, calendar, today)
    few = deadline(civil(decided), found.days, calendar).amber_from
    return replace(found, amber_from=few)


def _light_of(
    case: SubApplication, due: Deadline | None, special: Deadline | None, today: date
) -> str:
    if special is not None and special.day is not None and today >= special.day:
        return "amber" if today == special.day else "red"
    if due is None:
        return light(case.state, None, 0, 0, today)
    state = "approved" if case.state in CLOSED_STATES else case.state  # still to be verified
    return "paused" if due.paused else light(state, due.day, due.left, due.days, today)
