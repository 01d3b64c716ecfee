"""Deadlines of a case in working days (行政许可法 Art. 32, 42–45, 82; docs/rules.md).

The day of the event is day 0. A working day counts if the clock is running at
its close: a day ``d`` with ``from <= d < to`` of a pause does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from app.cases.model import (
    CLOSED_STATES,
    DECIDED_STATES,
    PAUSED_STATES,
    Pause,
    SubApplication,
    civil,
)
from app.cases.sentence import Sentence, say
from app.cases.workdays import WorkCalendar

ACCEPTANCE_DAYS = 5
DELIVERY_DAYS = 10
INSTANT_DAYS = 1
AMBER_SHARE = 0.2  # of a deadline's days: with fewer left its light is amber
LONGEST = 3660  # days; a deadline beyond is a slip, and so is an end of a pause

DAY_ZERO = say("当日不计入", "the day itself is day 0")
WEEKEND = say("周末", "weekend")
HOLIDAY = say("法定节假日", "public holiday")
UNPUBLISHED_HOLIDAY = "{name}（法定节假日，暂定）", "{name}, public holiday (provisional)"
PAUSED = say("特别程序期间不计入（第四十五条）", "special procedure, Art. 45")
MAKE_UP = say("调休上班", "make-up working day")
UNPUBLISHED = say("工作日（当年放假安排未公布，暂定）", "working day (calendar provisional)")
WORKING = say("工作日", "working day")


class DayExplained(msgspec.Struct, frozen=True):
    """One calendar day on the way to a deadline; ``count`` is the running total after it."""

    day: date
    counts: bool
    count: int
    reason: Sentence


class Deadline(msgspec.Struct, frozen=True):
    """When ``days`` working days after ``start`` are over.

    ``day`` is None while an open pause keeps the count from being reached.
    ``counted`` and ``left`` are working days as of ``today``; ``left`` turns
    negative once the day has passed. ``amber_from`` is the first day on which
    few of the working days are left (``AMBER_SHARE``), at the latest ``day``.
    """

    start: date
    days: int
    day: date | None
    counted: int
    left: int
    provisional: bool
    paused: bool
    steps: tuple[DayExplained, ...] = ()
    amber_from: date | None = None

    def explain(self) -> tuple[DayExplained, ...]:
        """Every calendar day from start to end, and why it counts or not."""
        return self.steps


def deadline(
    start: date,
    days: int,
    calendar: WorkCalendar,
    pauses: Sequence[Pause] = (),
    today: date | None = None,
) -> Deadline:
    """The day on which ``days`` working days after ``start`` have passed.

    >>> deadline(date(2026, 2, 9), 5, WorkCalendar.packaged()).day
    datetime.date(2026, 2, 14)
    """
    return _counted(start, days, calendar, tuple(pauses), today)


class CaseDeadlines(msgspec.Struct, frozen=True):
    """The deadlines of one case; those that are not running are None.

    ``correct`` is the applicant's, all others are the clerk's.
    """

    accept: Deadline | None
    promised: Deadline | None
    statutory: Deadline | None
    deliver: Deadline | None
    correct: Deadline | None
    light: str

    @property
    def next(self) -> Deadline | None:
        """What the clerk has to keep next."""
        return self.deliver or self.promised or self.accept


def case_deadlines(case: SubApplication, calendar: WorkCalendar, today: date) -> CaseDeadlines:
    """All deadlines of a case as of ``today``, and its light.

    Acceptance runs from receipt, or from the day a correction came back
    complete (Art. 32.5). An instant item's promise is one day from receipt.
    """
    clock, item = case.clock, case.item
    pauses = clock.pauses
    accept = promised = statutory = deliver = correct = None
    receipt = receipt_day(case)
    if case.state == "received" and receipt is not None:
        accept = deadline(receipt, ACCEPTANCE_DAYS, calendar, (), today)
        if item.instant:
            promised = deadline(receipt, INSTANT_DAYS, calendar, (), today)
    if case.state in ("reviewing", "special") and clock.accepted_at is not None:
        accepted = civil(clock.accepted_at)
        extension = clock.extension_days
        start, days = accepted, item.promised_days
        if item.instant:
            start, days = receipt or accepted, INSTANT_DAYS
        promised = deadline(start, days + extension, calendar, pauses, today)
        statutory = deadline(accepted, item.statutory_days + extension, calendar, pauses, today)
    if case.state in DECIDED_STATES and clock.decided_at is not None:
        deliver = deadline(civil(clock.decided_at), DELIVERY_DAYS, calendar, (), today)
    if case.state == "correcting" and case.corrections:
        correct = correction_deadline(case, calendar, today)
    light = _light_of(case, deliver or promised or accept, today)
    return CaseDeadlines(accept, promised, statutory, deliver, correct, light)


def correction_deadline(case: SubApplication, calendar: WorkCalendar, today: date) -> Deadline:
    """The day by which the applicant answers the open correction."""
    asked = case.corrections[-1]
    return deadline(civil(asked.requested_at), asked.by_days, calendar, (), today)


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

    ``closed``; ``paused``, while the clerk waits; ``red`` past its day; ``amber`` on it, or with
    few days left; else ``green``, or ``denied`` where what is in time is a denial.
    """
    if state in CLOSED_STATES:
        return "closed"
    if state in PAUSED_STATES:
        return "paused"
    if day is not None and today > day:
        return "red"
    if day is not None and (today == day or _are_few(left, days)):
        return "amber"
    return "denied" if state == "denied" else "green"


def _light_of(case: SubApplication, due: Deadline | None, today: date) -> str:
    if due is None:
        return light(case.state, None, 0, 0, today)
    return "paused" if due.paused else light(case.state, due.day, due.left, due.days, today)


def _are_few(left: int, days: int) -> bool:
    return left < AMBER_SHARE * days


@lru_cache(maxsize=2048)
def _counted(
    start: date, days: int, calendar: WorkCalendar, pauses: tuple[Pause, ...], today: date | None
) -> Deadline:
    """A first pull asks for the same few hundred deadlines a hundred thousand times.

    A pause with an end nobody waits for is an open one; so many days are no deadline.
    """
    if not 0 <= days <= LONGEST:
        return Deadline(start, days, None, 0, days, provisional=True, paused=False)
    pauses = tuple(replace(p, to=None) if _length(p) > LONGEST else p for p in pauses)
    open_from = min((p.from_ for p in pauses if p.to is None), default=None)
    steps = [DayExplained(start, False, 0, DAY_ZERO)]
    count = 0
    end: date | None = start if days == 0 else None
    longest = days * 4 + sum(_length(p) for p in pauses) + 60
    horizon = start + timedelta(days=min(longest, 4 * LONGEST))
    for day in _days_after(start):
        standing = open_from is not None and day >= open_from
        if end is not None or day > horizon or (standing and day > (today or start)):
            break
        counts, reason = _judge(day, calendar, pauses)
        count += counts
        steps.append(DayExplained(day, counts, count, reason))
        if count == days:
            end = day
    counted = sum(step.counts for step in steps if today is not None and step.day <= today)
    left = days - counted
    if end is not None and today is not None and today > end:
        left = -max(1, calendar.working_days(end, today))
    years = {step.day.year for step in steps} | ({end.year} if end else set())
    return Deadline(
        start=start,
        days=days,
        day=end,
        counted=counted,
        left=left,
        provisional=any(not calendar.published(year) for year in years),
        paused=open_from is not None and end is None,
        steps=tuple(steps),
        amber_from=_amber_from(steps, days, end),
    )


def _amber_from(steps: Sequence[DayExplained], days: int, end: date | None) -> date | None:
    if end is None:
        return None
    few = (step.day for step in steps if _are_few(days - step.count, days))
    return min(end, next(few, end))


def _judge(day: date, calendar: WorkCalendar, pauses: Sequence[Pause]) -> tuple[bool, Sentence]:
    if name := calendar.holiday(day):
        return False, say(*UNPUBLISHED_HOLIDAY, name=name)
    if not calendar.is_working(day):
        return False, WEEKEND if day.weekday() >= 5 else HOLIDAY
    if any(p.from_ <= day and (p.to is None or day < p.to) for p in pauses):
        return False, PAUSED
    if calendar.is_make_up(day):
        return True, MAKE_UP
    if not calendar.published(day.year):
        return True, UNPUBLISHED
    return True, WORKING


def _length(pause: Pause) -> int:
    return (pause.to - pause.from_).days if pause.to is not None else 0


def _days_after(start: date) -> Iterator[date]:
    day = start
    while True:
        day += timedelta(days=1)
        yield day
