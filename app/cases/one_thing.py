"""The whole of a one-thing (一件事): who waits for whom, the lights, the joint deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.cases import deadlines
from app.cases.counting import Deadline, deadline
from app.cases.model import OneThing, Sibling, civil
from app.cases.workdays import WorkCalendar

JOINT_DAYS = 45  # working days in which departments that decide together do so (Art. 42(2))
LONGEST_EXTENSION = 15  # working days more, by the government's approval (the same)
GRANTED = frozenset({"approved", "delivered"})  # the states in which what others wait for is out


def awaited(thing: OneThing, sibling: Sibling) -> tuple[Sibling, ...]:
    """The sub-applications whose result this one waits for; a denied one's never comes."""
    return tuple(
        other
        for other in thing.sub_applications
        if other.id in sibling.depends_on and other.state not in GRANTED
    )


def granted(thing: OneThing) -> int:
    """How many of the sub-applications have come to their result."""
    return sum(sibling.state in GRANTED for sibling in thing.sub_applications)


def steps(thing: OneThing) -> Mapping[str, int]:
    """Per sub-application, by how many others it comes after: 0 can begin at once.

    A circle in what the centre says ends the counting, it does not hang it.
    """
    needs = {sibling.id: sibling.depends_on for sibling in thing.sub_applications}
    found: dict[str, int] = {}

    def step(id_: str, above: frozenset[str]) -> int:
        if id_ not in found:
            below = [step(n, above | {id_}) for n in needs[id_] if n in needs and n not in above]
            found[id_] = 1 + max(below, default=-1)
        return found[id_]

    for id_ in needs:
        step(id_, frozenset({id_}))
    return found


def light(sibling: Sibling, calendar: WorkCalendar, today: date) -> str:
    """A sibling's light, from what the one-thing tells of it: its state, its due day, and how many
    days it was promised in."""
    left = calendar.working_days(today, sibling.due) if sibling.due is not None else 0
    days = sibling.item.promised_days
    return deadlines.light(sibling.state, sibling.due, left, days, today)


def joint_deadline(thing: OneThing, calendar: WorkCalendar, today: date) -> Deadline | None:
    """By when departments that decide on licences together have done so (Art. 26, 42(2)).

    From the acceptance of the part that was accepted last; a special procedure of any part stands
    outside it (Art. 45). None while no part is accepted.
    """
    parts = [sibling for sibling in thing.sub_applications if sibling.item.kind == "licence"]
    accepted = [part.accepted_at for part in parts if part.accepted_at is not None]
    if not accepted:
        return None
    pauses = [pause for part in parts for pause in part.pauses]
    days = JOINT_DAYS + min(thing.extension_days, LONGEST_EXTENSION)
    return deadline(civil(max(accepted)), days, calendar, pauses, today)
