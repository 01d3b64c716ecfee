"""Statistics of the practice city, per department (docs/contract.md, "Look-ups")."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from app.cases.model import SubApplication, civil
from app.central.wire import DepartmentStatistics
from app.practice.world import World


def department_statistics(
    world: World, since: date, until: date
) -> tuple[DepartmentStatistics, ...]:
    """One row per department for the cases received from ``since`` to ``until`` inclusive."""
    cases: dict[str, list[SubApplication]] = defaultdict(list)
    for case in world.cases.values():
        if since <= civil(case.clock.receipt) <= until:
            cases[case.department.name].append(case)
    stars: dict[str, list[int]] = defaultdict(list)
    for evaluation in world.evaluations.values():
        department = world.cases[evaluation.sub_application_id].department.name
        stars[department].append(evaluation.stars)
    return tuple(_row(world, name, own, stars[name]) for name, own in sorted(cases.items()))


def _row(
    world: World, name: str, cases: list[SubApplication], stars: list[int]
) -> DepartmentStatistics:
    decided = [c for c in cases if c.clock.decided_at is not None]
    taken = [_working_days(world, c) for c in decided]
    on_time = [t <= c.item.promised_days for t, c in zip(taken, decided, strict=True)]
    return DepartmentStatistics(
        department=name,
        received=len(cases),
        decided=len(decided),
        instant_share=_mean([c.item.instant for c in cases]),
        mean_promised=_mean([c.item.promised_days for c in cases]),
        mean_actual=_mean(taken),
        on_time_rate=_mean(on_time),
        corrections=sum(len(c.corrections) for c in cases),
        satisfaction=_mean(stars) / 5,
    )


def _working_days(world: World, case: SubApplication) -> int:
    clock = case.clock
    begun, ended = clock.accepted_at or clock.receipt, clock.decided_at
    if ended is None:
        return 0
    return world.calendar.working_days(civil(begun), civil(ended))


def _mean(values: list[int] | list[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
