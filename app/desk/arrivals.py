"""What came, to be told to the clerk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from app.cases.arrivals import Arrival
from app.cases.model import civil
from app.store import arrivals, overdue
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store


class Arrivals:
    """That something came is ``Changed("arrival")``."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store, self._now = store, now
        self._looked_on: date | None = None

    def look_at_day(self) -> None:
        """Notes what turned red where a day has begun since this was last asked."""
        today = civil(self._now())
        if self._looked_on != today:
            self._looked_on = today
            self._store.write_refetchable(lambda db: overdue.note(db, today))

    def take(self) -> tuple[Arrival, ...]:
        """What came and was never taken; each once. Blocks until that is durable."""
        came: list[Arrival] = []

        def work(db: Writer) -> list[Changed]:
            came.extend(arrivals.take(db))
            return []

        self._store.write(work).result()
        return tuple(came)
