"""Statistics of the practice city (docs/contract.md, "Look-ups")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from app.cases.deadlines import TimeTaken, time_taken
from app.cases.model import GRADES, Clerk, SubApplication, civil
from app.central.wire import DepartmentStatistics, Figures, KeptDays, StatisticsRow
from app.practice.world import World

Key = Callable[[SubApplication, date], tuple[str, str]]  # of a case on a day: a row's key and name


def department_statistics(
    world: World, since: date, until: date
) -> tuple[DepartmentStatistics, ...]:
    """One row per department of what came, was decided and was rated from ``since`` to ``until``
    inclusive."""
    rows = _rows(world, world.cases.values(), since, until, KEYS["department"])
    return tuple(
        DepartmentStatistics(
            department=row.name, **{f: getattr(row, f) for f in Figures.__struct_fields__}
        )
        for row in rows
    )


def statistics_by(
    world: World, clerk: Clerk, since: date, until: date, by: str, of: str
) -> tuple[StatisticsRow, ...]:
    """One row per department, clerk, item or day (``by``) of what is the clerk's, their
    department's or the hall's (``of``). Of single clerks a lead reads those of the department, any
    other clerk themselves."""
    cases = list(world.cases.values())
    if by == "clerk" and of == "hall":
        of = "department"
    if by == "clerk" and "lead" not in clerk.roles:
        of = "me"
    if of == "me":
        cases = [c for c in cases if c.assignee is not None and c.assignee.id == clerk.id]
    if of == "department":
        code = clerk.department.code if clerk.department else ""
        cases = [c for c in cases if c.department.code == code]
    return tuple(_rows(world, cases, since, until, KEYS[by]))


KEYS: dict[str, Key] = {
    "department": lambda case, day: (case.department.code, case.department.name),
    "clerk": lambda case, day: (
        (case.assignee.id, case.assignee.name) if case.assignee else ("", "")
    ),
    "item": lambda case, day: (case.item.code, case.item.name),
    "day": lambda case, day: (day.isoformat(), day.isoformat()),
}


class _Tally:
    """What a row is made of."""

    def __init__(self) -> None:
        self.received: list[SubApplication] = []
        self.decided: list[SubApplication] = []
        self.grades: list[int] = []
        self.corrections = 0


def _rows(
    world: World, cases: Iterable[SubApplication], since: date, until: date, key: Key
) -> Iterator[StatisticsRow]:
    tallies: dict[tuple[str, str], _Tally] = defaultdict(_Tally)

    def within(moment: datetime | None) -> date | None:
        day = civil(moment) if moment is not None else None
        return day if day is not None and since <= day <= until else None

    known = {case.id: case for case in cases}
    for case in known.values():
        if (day := within(case.clock.received_at)) is not None:
            tallies[key(case, day)].received.append(case)
        if (day := within(case.clock.decided_at)) is not None:
            tallies[key(case, day)].decided.append(case)
        for correction in case.corrections:
            if (day := within(correction.requested_at)) is not None:
                tallies[key(case, day)].corrections += 1
    for rated in world.evaluations.values():
        of = known.get(rated.sub_application_id)
        if of is not None and (day := within(rated.at)) is not None:
            tallies[key(of, day)].grades.append(rated.graded)
    for (code, name), tally in sorted(tallies.items()):
        if code:
            yield _row(world, code, name, tally)


def _row(world: World, key: str, name: str, tally: _Tally) -> StatisticsRow:
    taken = [t for c in tally.decided if (t := time_taken(c, world.calendar)) is not None]
    kept = [t.kept_promise for t in taken]
    stars = [GRADES + 1 - grade for grade in tally.grades]
    return StatisticsRow(
        key=key,
        name=name,
        received=len(tally.received),
        decided=len(tally.decided),
        instant_share=_mean([c.item.instant for c in tally.received]),
        mean_promised=_mean([t.promised for t in taken]),
        mean_actual=_mean([t.taken for t in taken]),
        on_time_rate=_mean(kept),
        corrections=tally.corrections,
        satisfaction=_mean(stars) / GRADES,
        statutory=_mean([t.statutory for t in taken if t.statutory]),
        on_time=_kept(taken),
        ratings=tuple(tally.grades.count(grade) for grade in range(1, GRADES + 1)),
    )


def _kept(taken: list[TimeTaken]) -> KeptDays:
    return KeptDays(
        counted=len(taken),
        promised=sum(t.kept_promise for t in taken),
        dated=sum(t.statutory > 0 for t in taken),
        statutory=sum(t.statutory > 0 and t.kept_law for t in taken),
    )


def _mean(values: list[int] | list[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
