"""The closing sanity check: do both sides hold the same?"""

from __future__ import annotations

from app.central.client import CentralClient
from app.store.changes import Changed
from app.store.connection import Writer
from app.store.database import Store, set_meta
from app.sync.pull import differing_kinds


def verify(store: Store, central: CentralClient) -> list[str]:
    """Compares digests after a quiet pull; where kinds differ, the next pull starts anew.

    Returns the kinds that differ, for the journal.
    """
    differing = differing_kinds(store, central.digest())
    if differing:
        store.write_refetchable(_read_again).result()
    return differing


def _read_again(db: Writer) -> list[Changed]:
    set_meta(db, "cursor", "")
    return []
