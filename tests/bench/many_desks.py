"""What thousands of desks ask of their centre after an outage, a restart and Monday's sign-ins.

Each desk is the loop itself (``app/sync/loop.py``, ``pacing.py``, ``cycle.py``, ``verify.py``) on a
simulated clock; the cache below it holds nothing, and the centre only notes when it is asked for what.
Desks do not hear of each other, so they live one after the other, and their calls are added up. Prints
rows as JSON: calls in the busiest second, against the mean second of its minute.
"""

from __future__ import annotations

import contextlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from unittest import mock

import msgspec

from app.central import errors
from app.central.tolerant import Page
from app.machine.cancel import CancelScope
from app.sync import cycle, loop, pacing, verify
from app.sync.pull import Pulled
from tests.bench.city import BEGUN
from tests.bench.rows import Table, at_most, row
from tests.bench.simulated_time import FOREVER, SimulatedTime

MINUTE = 60
MOST = 2.0  # of the mean of its minute, in any second
OUTAGE_SECONDS = 600.0
SIGN_IN_SECONDS = 600.0  # within which all of a city begin their Monday
QUIET_SECONDS = 960.0  # before an outage; desks begin in all but the last minute of it
WATCHED_SECONDS = 300.0


class Day(msgspec.Struct, frozen=True):
    """What happens at a centre, in seconds: ``away`` from when until when; ``signs_in``: whether the
    desks begin then, with a password, within ten minutes of ``watched``, or ran all along.
    ``watched`` is the moment after which calls are judged; a token lasts ``token_seconds``."""

    away: tuple[float, float] = (FOREVER, FOREVER)
    watched: float = 0.0
    signs_in: bool = False
    streams: bool = True
    token_seconds: float = 900.0


class Peak(msgspec.Struct, frozen=True):
    """Calls a second: the busiest ``second``, and the mean of the ``minute`` it is held against."""

    second: float
    minute: float
    calls: Counter[str]

    @property
    def ratio(self) -> float:
        return self.second / self.minute


_ENDS = QUIET_SECONDS + OUTAGE_SECONDS
DAYS = {
    "outage": Day(away=(QUIET_SECONDS, _ENDS), watched=_ENDS),
    "outage_without_stream": Day(away=(QUIET_SECONDS, _ENDS), watched=_ENDS, streams=False),
    "restart": Day(away=(QUIET_SECONDS, QUIET_SECONDS + 1), watched=QUIET_SECONDS),
    "monday": Day(signs_in=True),
    "monday_without_stream": Day(signs_in=True, streams=False),
}


class SimulatedCentre:
    """Notes each call of one desk, at its second; a token lasts a quarter of an hour."""

    def __init__(self, day: Day, time: SimulatedTime, calls: list[tuple[float, str]]) -> None:
        self.scope = CancelScope()
        self._day, self._time, self._calls = day, time, calls
        self._token_until = -FOREVER

    def sign_in(self) -> None:
        self._note("POST token")
        self._token_until = self._time.now + self._day.token_seconds

    def changes(self) -> Pulled:
        self._signed("GET changes")
        page = Page(changes=(), cursor="1", more=False, server_time=moment(self._time.now))
        return Pulled(page=page, unreadable=(), from_start=False, telling_less=frozenset())

    def digest(self) -> None:
        self._signed("GET digest")

    def answers(self) -> bool:
        try:
            self._note("GET about")
        except errors.CentreUnreachable:
            return False
        return True

    def stream(self) -> Iterator[str]:
        self._signed("GET stream")
        if not self._day.streams:
            raise errors.CentreRefused(404, "not_found", "")
        yield ""
        begins, now = self._day.away[0], self._time.now
        self._time.sleep(begins - now if now < begins else FOREVER)
        raise errors.CentreUnreachable

    def _signed(self, call: str) -> None:
        self._note(call)
        if self._token_until <= self._time.now:
            self.sign_in()
            self._note(call)

    def _note(self, call: str) -> None:
        begins, ends = self._day.away
        if begins <= self._time.now < ends:
            raise errors.CentreUnreachable
        self._calls.append((self._time.now, call))


def moment(seconds: float) -> datetime:
    return BEGUN + timedelta(seconds=seconds)


def calls_of_a_desk(day: Day, chance: random.Random) -> list[tuple[float, str]]:
    """When it called for what, from its begin until five minutes after the watched moment; of a
    desk that signs in, until as long after the last of its city did."""
    time, calls, unexpected = SimulatedTime(), list[tuple[float, str]](), list[BaseException]()
    centre = SimulatedCentre(day, time, calls)
    with _living_in(time, centre, chance):
        desk = loop.SyncLoop(
            store=SimpleNamespace(reader=lambda: None), central=centre, device_id="",
            clock=lambda: moment(time.now), tell=lambda _status: None,
            unexpected=unexpected.append, most_bytes=0,
        )  # fmt: skip
        time.live_until(begins(day, chance))
        centre.sign_in()
        desk.start()
        time.live_until(day.watched + WATCHED_SECONDS + (SIGN_IN_SECONDS if day.signs_in else 0))
        time.end()
    if unexpected:
        raise unexpected[0]
    return calls


def begins(day: Day, chance: random.Random) -> float:
    """On a Monday most come in the middle of the ten minutes."""
    if day.signs_in:
        return chance.triangular(0, SIGN_IN_SECONDS)
    return chance.uniform(0, day.away[0] - MINUTE)


@contextlib.contextmanager
def _living_in(
    time: SimulatedTime, centre: SimulatedCentre, chance: random.Random
) -> Iterator[None]:
    with contextlib.ExitStack() as stack:

        def put(module: object, **replaced: object) -> None:
            stack.enter_context(mock.patch.multiple(module, **replaced))

        put(loop, threading=time.threading, time=time.time, fetch=lambda *_: 0)
        put(pacing, threading=time.threading, time=time.time, random=chance)
        put(
            cycle,
            pull=lambda *_: centre.changes(),
            push=lambda *_: 0,
            outbox=SimpleNamespace(next_due=lambda *_: None),
        )
        put(verify, differing_kinds=lambda *_: [], meta=lambda *_: "")
        yield


def peak(day: Day, desks: int, seed: int = 1) -> Peak:
    """Of so many simulated desks."""
    chance = random.Random(seed)
    calls = [call for _ in range(desks) for call in calls_of_a_desk(day, chance)]
    return held_against_its_minute(day, calls)


def held_against_its_minute(day: Day, calls: list[tuple[float, str]]) -> Peak:
    """The busiest second after the watched moment, and the mean second of the minute from that
    moment; where desks sign in, of the minute from the busiest second."""
    seconds, kinds = Counter[int](), Counter[str]()
    for at, call in calls:
        if at >= day.watched:
            seconds[int(at - day.watched)] += 1
            kinds[call] += 1
    busiest = max(seconds, key=lambda second: (seconds[second], -second))
    begins = busiest if day.signs_in else 0
    minute = sum(seconds[begins + second] for second in range(MINUTE)) / MINUTE
    return Peak(second=seconds[busiest], minute=minute, calls=kinds)


def main(desks: str) -> None:
    rows: Table = {}
    for name, day in DAYS.items():
        found = peak(day, int(desks))
        values = at_most(row(found.second, "calls/s", found.minute), MOST, "ratio")
        calls = [f"{call} {count}" for call, count in sorted(found.calls.items())]
        rows[f"desks_{name}"] = values | {"calls": calls}
    print(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
