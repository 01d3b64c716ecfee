"""Fetching applicants' files ahead, those of the most urgent cases first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from app.central import errors
from app.central.client import Central
from app.store import materials
from app.store.database import Store
from app.store.materials import Wanted

AT_ONCE = 4
A_ROUND = 40


def fetch(
    store: Store, central: Central, now: datetime, stopped: Callable[[], bool], case_id: str = ""
) -> int:
    """Fetches up to a round's worth of files; returns how many came whole.

    A file whose bytes do not match its hash is fetched once more and then
    noted as spoilt.
    """
    wanted = materials.wanted(store.reader(), A_ROUND, case_id)
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch") as pool:
        return sum(pool.map(lambda w: not stopped() and _fetch_one(store, central, w, now), wanted))


def _fetch_one(store: Store, central: Central, wanted: Wanted, now: datetime) -> bool:
    for _ in range(2):
        try:
            content = central.material(wanted.id, wanted.sha256, wanted.name)
        except errors.FileSpoilt:
            continue
        except errors.CentreRefused:
            break
        keep = partial(materials.keep, sha256=wanted.sha256, content=content, at=now)
        store.write(keep).result()
        return True
    store.write(lambda db: materials.mark_spoilt(db, wanted.id)).result()
    return False
