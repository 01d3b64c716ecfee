"""Counting working days, each with why it counts or not (docs/rules.md).

The day of the event is day 0. A working day counts if the clock is running at
its close: a day ``d`` with ``from <= d < to`` of a pause does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from app.cases.model import Pause
from app.cases.sentence import Sentence, say
from app.cases.workdays import WorkCalendar

AMBER_SHARE = 0.2  # of a deadline's days: with fewer left its light is amber
LONGEST = 3660  # days; a deadline beyond is a slip, and so is an end of a pause
FURTHEST = 4 * LONGEST  # calendar days after its start; no deadline is looked for beyond

DAY_ZERO = say("当日不计入", "the day itself is day 0")
WEEKEND = say("周末", "weekend")
HOLIDAY = say("法定节假日", "public holiday")
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


def told(start: date, last: date, calendar: WorkCalendar, today: date) -> Deadline:
    """The deadline that ends on a day somebody was told, whatever the calendar has become.

    ``start`` is day 0; ``left`` turns negative after ``last``.
    """
    if (last - start).days > LONGEST:
        return _without_a_day(start, (last - start).days)
    found = deadline(start, calendar.working_days(start, last), calendar, (), today)
    left = max(found.left, 0) if today <= last else min(found.left, -1)
    return replace(found, day=last, left=left, provisional=False, amber_from=last)


def stands(pause: Pause, day: date) -> bool:
    """Whether the clock stands at the close of a day."""
    return pause.from_ <= day and (pause.to is None or day < pause.to)


def are_few(left: int, days: int) -> bool:
    """Whether so few of a deadline's days are left that its light is amber."""
    return left < AMBER_SHARE * days


@lru_cache(maxsize=2048)
def _counted(
    start: date, days: int, calendar: WorkCalendar, pauses: tuple[Pause, ...], today: date | None
) -> Deadline:
    """A first pull asks for the same few hundred deadlines a hundred thousand times.

    A pause with an end nobody waits for is an open one; so many days are no deadline.
    """
    if not 0 <= days <= LONGEST:
        return _without_a_day(start, days)
    pauses = tuple(replace(p, to=None) if _is_a_slip(p) else p for p in pauses)
    open_from = min((p.from_ for p in pauses if p.to is None), default=None)
    steps = [DayExplained(start, False, 0, DAY_ZERO)]
    count = 0
    end: date | None = start if days == 0 else None
    for day in _days_after(start):
        standing = open_from is not None and day >= open_from
        if end is not None or (standing and day > (today or start)):
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
    years = {step.day.year for step in steps}
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


def _without_a_day(start: date, days: int) -> Deadline:
    return Deadline(start, days, None, 0, days, provisional=True, paused=False)


def _amber_from(steps: Sequence[DayExplained], days: int, end: date | None) -> date | None:
    if end is None:
        return None
    few = (step.day for step in steps if are_few(days - step.count, days))
    return min(end, next(few, end))


def _judge(day: date, calendar: WorkCalendar, pauses: Sequence[Pause]) -> tuple[bool, Sentence]:
    if name := calendar.holiday(day):
        return False, say(
            "{name}（法定节假日，暂定）", "{name}, public holiday (provisional)", name=name
        )
    if not calendar.is_working(day):
        return False, WEEKEND if day.weekday() >= 5 else HOLIDAY
    if any(stands(p, day) for p in pauses):
        return False, PAUSED
    if calendar.is_make_up(day):
        return True, MAKE_UP
    if not calendar.published(day.year):
        return True, UNPUBLISHED
    return True, WORKING


def _is_a_slip(pause: Pause) -> bool:
    return pause.to is not None and (pause.to - pause.from_).days > LONGEST


def _days_after(start: date) -> Iterator[date]:
    first = start.toordinal() + 1
    days = range(first, min(first + FURTHEST, date.max.toordinal() + 1))
    return map(date.fromordinal, days)
