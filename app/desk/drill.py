"""A trainee's drill on this desk: which cases are in it, how long each was in sight, its result."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from app.cases.drill import Drill, DrillRequest, DrillResult, DrillSubmission
from app.cases.failure import Failure
from app.cases.sentence import say
from app.cases.typed import decode
from app.store import outbox
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store, meta, set_meta

if TYPE_CHECKING:
    from app.central.client import CentralClient

_KEY = "drill"


class StillToBeSent(Failure):
    code = "drill_still_to_be_sent"

    def __init__(self, count: int) -> None:
        super().__init__(
            say(
                "还有 {n} 项办理结果没有发送，发送后才能交卷",
                "{n} decisions are not sent yet; hand in once they are",
                n=count,
            )
        )


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the cache keeps of the latest drill."""

    drill: Drill
    seconds: dict[str, float] = {}
    result: DrillResult | None = msgspec.field(name="mark", default=None)


class Drilling:
    """``offered`` is true once the centre has said that it is a practice centre."""

    def __init__(self, store: Store, centre: CentralClient, clock: Callable[[], datetime]) -> None:
        self._store, self._centre, self._clock = store, centre, clock
        self.offered = False
        text = meta(store.reader(), _KEY)
        self._kept = decode(text, _Kept) if text else None
        self._seen: tuple[str, datetime] | None = None  # the case in sight, and since when
        self._changing = threading.Lock()  # never held while the centre or the disk is waited for

    @property
    def running(self) -> Drill | None:
        if not self.offered or self._kept is None or self._kept.result is not None:
            return None
        return self._kept.drill

    @property
    def result(self) -> DrillResult | None:
        """The result of the latest drill, once it is handed in."""
        return self._kept.result if self._kept is not None else None

    def begin(self, count: int) -> Drill:
        """Asks the centre for so many cases. Blocks; raises what the wire raises."""
        drill = self._centre.begin_drill(DrillRequest(id=str(uuid.uuid4()), count=count))
        with self._changing:
            self._seen = None
            written = self._keep(_Kept(drill=drill))
        written.result()
        return drill

    def see(self, case_id: str) -> None:
        """Notes which case is in sight from now on; ``""`` for none."""
        with self._changing:
            now, before = self._clock(), self._seen
            self._seen = (case_id, now) if case_id else None
            if self._kept is None or self.running is None or before is None:
                return
            seen, since = before
            if seen in self._kept.drill.sub_application_ids:
                so_far = self._kept.seconds.get(seen, 0.0) + (now - since).total_seconds()
                seconds = self._kept.seconds | {seen: so_far}
                self._keep(msgspec.structs.replace(self._kept, seconds=seconds))

    def hand_in(self) -> DrillResult:
        """The result. Blocks; raises StillToBeSent, or what the wire raises."""
        waiting, _ = outbox.counts(self._store.reader())
        if waiting:
            raise StillToBeSent(waiting)
        self.see(self._seen[0] if self._seen else "")
        kept = self._kept
        if kept is None:
            raise RuntimeError("no drill was begun")
        result = self._centre.hand_in_drill(kept.drill.id, DrillSubmission(seconds=kept.seconds))
        with self._changing:
            written = self._keep(msgspec.structs.replace(kept, result=result))
        written.result()
        return result

    def _keep(self, kept: _Kept) -> Future[tuple[Changed, ...]]:
        self._kept = kept
        text = msgspec.json.encode(kept).decode()

        def work(db: Writer) -> list[Changed]:
            set_meta(db, _KEY, text)
            return []

        return self._store.write_refetchable(work)
