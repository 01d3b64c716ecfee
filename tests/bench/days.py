"""Days of a desk that is never closed: the loop itself on a simulated clock, over a real cache.

Each day of eight hours others change cases and the clerk decides; in the night it only polls, and on
one hour of each day the centre is away. Prints rows as JSON: at the end, against the first told day.
"""

from __future__ import annotations

import json
import os
import random
import secrets
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

import msgspec

from app.cases.actions import SendMessage
from app.cases.model import Clerk
from app.central import errors
from app.central.tolerant import Page
from app.central.wire import ActionResult, Change, KindDigest, WireAction
from app.desk import Desk
from app.machine.cancel import CancelScope
from app.machine.paths import Places
from app.machine.settings import load
from app.sync import loop, pacing
from app.sync.pull import digest_of
from tests.bench.city import BEGUN, a_busy_case
from tests.bench.rows import Values, at_most, row
from tests.bench.simulated_time import SimulatedTime
from tests.support.caches import open_cache
from tests.support.resident import resident

HOUR, DAY = 3600.0, 86_400.0
OPENS, CLOSES, AWAY = 9, 17, 12  # the hours of a day
CHANGED, DECIDED = 15, 8  # an hour: by others, by the clerk
TOLD_EVERY = 5
BOUNDED = ("memory_mb", "wal_mb")
MESSAGE = SendMessage(to_department="wsjk", text="请告知进展，谢谢")


class Centre:
    """Its feed holds the last line of each case; what the clerk decides comes back in it."""

    def __init__(self, time: SimulatedTime, cases: int) -> None:
        self.scope = CancelScope()
        self._time, self._seq = time, 0
        self._revisions: dict[str, int] = {}
        self._lines: list[tuple[int, str]] = []
        for n in range(cases):
            self.change(n)

    def close(self) -> None:
        pass

    def change(self, n: int) -> None:
        self._seq += 1
        id_ = f"sa-{n:06d}"
        self._revisions[id_] = self._revisions.get(id_, 0) + 1
        self._lines.append((self._seq, id_))

    def changes(self, cursor: str, limit: int = 500) -> Page:
        self._be_there()
        begins = int(cursor or 0)
        asked = self._lines[begins : begins + limit]
        bodies = {id_: self._body(id_) for _, id_ in asked}
        return Page(
            changes=tuple(
                Change(kind="sub_application", op="put", id=id_, revision=self._revisions[id_],
                       body=msgspec.Raw(body))
                for id_, body in bodies.items()
            ),
            cursor=str(begins + len(asked)), more=begins + len(asked) < len(self._lines),
            server_time=moment(self._time.now),
        )  # fmt: skip

    def act(self, actions: list[WireAction]) -> tuple[ActionResult, ...]:
        self._be_there()
        for action in actions:
            self.change(int(action.sub_application_id[3:]))
        return tuple(
            ActionResult(
                id=action.id, outcome="applied",
                revision=self._revisions[action.sub_application_id],
            )
            for action in actions
        )  # fmt: skip

    def digest(self) -> dict[str, KindDigest]:
        self._be_there()
        held = KindDigest(count=len(self._revisions), digest=digest_of(self._revisions))
        return {"sub_application": held}

    def answers(self) -> bool:
        return not self._is_away()

    def stream(self) -> Iterator[str]:
        self._be_there()
        yield ""
        until = (self._time.now // DAY) * DAY + AWAY * HOUR
        self._time.sleep((until - self._time.now) % DAY)
        raise errors.CentreUnreachable

    def __getattr__(self, _name: str):
        def nobody(*_asked: object) -> None:
            raise errors.CentreUnreachable

        return nobody

    def _body(self, id_: str) -> bytes:
        body = a_busy_case(int(id_[3:]), self._revisions[id_])
        return msgspec.json.encode(msgspec.structs.replace(body, materials=()))

    def _be_there(self) -> None:
        if self._is_away():
            raise errors.CentreUnreachable

    def _is_away(self) -> bool:
        return AWAY * HOUR <= self._time.now % DAY < (AWAY + 1) * HOUR


def moment(seconds: float) -> datetime:
    midnight = BEGUN.replace(hour=0, minute=0)
    return midnight + timedelta(seconds=seconds)


def main(folder: str, count: str, cases: str) -> None:
    time, unexpected = SimulatedTime(), list[BaseException]()
    places = Places.below(Path(folder))
    desk = Desk(places, load(places.settings), lambda: moment(time.now))
    desk.machine.keep_settings(seconds_before_sending=0)
    centre = Centre(time, int(cases))
    open_cache(desk, "bench", secrets.token_hex(32), Clerk(id="clerk-01"), centre)
    told: list[dict[str, float]] = []
    with (
        mock.patch.multiple(loop, threading=time.threading, time=time.time),
        mock.patch.multiple(pacing, threading=time.threading, time=time.time),
    ):
        desk.centre.keep_in_step("bench", 10**9, unexpected.append)
        for day in range(int(count)):
            a_day(time, desk, centre, day, int(cases))
            if unexpected or desk.deciding.counts() != (0, 0):
                raise SystemExit(f"{unexpected}, {desk.deciding.counts()} left")
            if (day + 1) % TOLD_EVERY == 0 or day + 1 == int(count):
                told.append({"day": day + 1, **held(desk, places)})
                print(json.dumps(told[-1]), file=sys.stderr, flush=True)
        time.end()
    print(json.dumps({f"days_{name}": _row(name, told) for name in told[0] if name != "day"}))
    sys.stdout.flush()
    os._exit(0)  # what is left waits in a time that has ended


def a_day(time: SimulatedTime, desk: Desk, centre: Centre, day: int, cases: int) -> None:
    chance = random.Random(day)
    moments = []
    for hour in range(OPENS, CLOSES):
        begins = day * DAY + hour * HOUR
        moments += [(begins + chance.uniform(0, HOUR), "changed") for _ in range(CHANGED)]
        moments += [(begins + chance.uniform(0, HOUR), "decided") for _ in range(DECIDED)]
    for at, what in sorted(moments):
        time.live_until(at)
        n = chance.randrange(cases)
        if what == "changed":
            centre.change(n)
        else:
            decide(desk, f"sa-{n:06d}")
    time.live_until((day + 1) * DAY)


def decide(desk: Desk, case_id: str) -> None:
    """Returns once the loop was asked to send it, which is done on the cache's own thread."""
    written, asked = desk.deciding.decide(case_id, MESSAGE), threading.Event()
    written.add_done_callback(lambda _done: asked.set())
    written.result()
    asked.wait()


def held(desk: Desk, places: Places) -> dict[str, float]:
    cache = desk.machine.cache_of("bench")
    log = cache.with_name(f"{cache.name}-wal")
    return {
        "memory_mb": resident() / 2**20,
        "file_mb": cache.stat().st_size / 2**20,
        "wal_mb": (log.stat().st_size if log.exists() else 0) / 2**20,
        "journal_mb": sum(file.stat().st_size for file in places.journal.iterdir()) / 2**20,
    }


def _row(name: str, told: list[dict[str, float]]) -> Values:
    values = row(told[-1][name], "MB", told[0][name])
    values["at"] = [f"{each['day']:g} {each[name]:.4g}" for each in told]
    return at_most(values, 1.1, "ratio") if name in BOUNDED else values


if __name__ == "__main__":
    main(*sys.argv[1:])
