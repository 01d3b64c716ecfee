"""The closing sanity check: do both sides hold the same?"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from app.central.client import CentralClient
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store, meta, set_meta
from app.sync.pull import differing_kinds

COMPARED_EVERY = timedelta(minutes=15)
READ_AGAIN_EVERY = timedelta(days=1)
READ_AGAIN = "read_again_at"


class Verification:
    """Compares the digests of both sides after a quiet pull: after the first one, every 15 minutes
    at most, and after a reading from the start.

    Where they differ the feed is read from its start, once a day at most: a digest that is wrong
    for ever costs no more than that. ``differing`` are the kinds that differed the last time.
    """

    def __init__(self) -> None:
        self.differing: tuple[str, ...] = ()
        self._compared_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        return not _is_within(COMPARED_EVERY, self._compared_at, now)

    def bring_forward(self) -> None:
        """It is due after the next quiet pull, whenever it was made last."""
        self._compared_at = None

    def compare(self, store: Store, central: CentralClient, now: datetime) -> bool:
        """Whether the next pull starts anew. Raises what the wire raises."""
        differing = differing_kinds(store, central.digest())
        if differing and central.changes(meta(store.reader(), "cursor")).changes:
            return False  # it moved since the pull: to be compared after the next one
        self.differing, self._compared_at = tuple(differing), now
        said = meta(store.reader(), READ_AGAIN)
        last = datetime.fromisoformat(said) if said else None
        if not differing or _is_within(READ_AGAIN_EVERY, last, now):
            return False
        store.write_refetchable(partial(_read_again, now=now)).result()
        return True


def _is_within(span: timedelta, since: datetime | None, now: datetime) -> bool:
    """A clock set back ends any span."""
    return since is not None and since <= now < since + span


def _read_again(db: Writer, now: datetime) -> list[Changed]:
    set_meta(db, "cursor", "")
    set_meta(db, READ_AGAIN, now.isoformat())
    return []
