"""One round of the protocol: pull, push, verify. Files are fetched beside it (fetch.py)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from app.cases.model import civil
from app.central.client import Central
from app.store.database import Store
from app.sync.pull import Progress, pull
from app.sync.push import push
from app.sync.verify import verify


class RoundDone(msgspec.Struct, frozen=True):
    """What a round did; ``clock_skew`` is this machine's clock minus the centre's, in seconds."""

    taken_in: int
    answered: int
    differing: tuple[str, ...]
    clock_skew: float


def sync_round(
    store: Store,
    central: Central,
    device_id: str,
    clock: Callable[[], datetime],
    report: Callable[[Progress], None],
) -> RoundDone:
    """Runs the three steps once; raises what the wire raises, with nothing half applied."""
    now = clock()
    today = civil(now)
    taken_in = 0

    def counted(progress: Progress) -> None:
        nonlocal taken_in
        taken_in = progress.done
        report(progress)

    page = pull(store, central, now, counted)
    skew = (clock() - page.server_time).total_seconds()
    answered = push(store, central, device_id, clock(), today)
    if answered:
        pull(store, central, clock(), counted)
    differing = verify(store, central) if not taken_in and not answered else []
    return RoundDone(taken_in, answered, tuple(differing), skew)
