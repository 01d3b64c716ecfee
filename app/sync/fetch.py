"""Fetching applicants' files ahead, those of the most urgent cases first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import wait
from datetime import datetime
from functools import partial

from app.central import errors
from app.central.client import CentralClient
from app.machine.cancel import Cancelled
from app.store import evidence, materials
from app.store.database import Store
from app.store.materials import Wanted

AT_ONCE = 4
FILES_AT_MOST = 40


def fetch(
    store: Store,
    central: CentralClient,
    now: datetime,
    stopped: Callable[[], bool],
    most_bytes: int,
    case_id: str = "",
) -> int:
    """Fetches up to ``FILES_AT_MOST`` files, four at a time; returns how many came whole.

    Ahead of need only as long as ``most_bytes`` are not held; for one case,
    making room. A file whose bytes do not match its hash is fetched once more
    and then noted as spoilt; an interrupted one goes on where it was. Raises
    what the wire raises, once every worker has ended.
    """
    if not case_id and materials.held_bytes(store.reader()) >= most_bytes:
        return 0
    wanted = iter(materials.wanted(store.reader(), FILES_AT_MOST, case_id))
    taking = threading.Lock()
    came: list[Wanted] = []
    failures: list[BaseException] = []

    def work() -> None:
        while not failures and not stopped():
            with taking:
                next_ = next(wanted, None)
            if next_ is None:
                return
            try:
                if _fetch_one(store, central, next_, now):
                    came.append(next_)
            except BaseException as error:
                failures.append(error)

    workers = [threading.Thread(target=work, name="fetch", daemon=True) for _ in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if came and materials.held_bytes(store.reader()) > most_bytes:
        materials.evict(store, most_bytes)
    if failures:
        raise failures[0]
    return len(came)


def _fetch_one(store: Store, central: CentralClient, wanted: Wanted, now: datetime) -> bool:
    """Whether it came whole. What was taken in at this desk is not asked for."""
    if (taken_in := evidence.content(store.reader(), wanted.sha256)) is not None:
        _keep(store, wanted, taken_in, now)
        return True
    begun = bytearray(materials.begun(store.reader(), wanted.sha256))
    for _ in range(2):
        try:
            content = central.material(wanted.id, wanted.sha256, wanted.name, begun)
        except errors.FileSpoilt:
            continue
        except errors.CentreRefused:
            break
        except (errors.CentreUnreachable, Cancelled):
            if begun:
                held = partial(materials.keep_begun, sha256=wanted.sha256, content=bytes(begun))
                wait([store.write_refetchable(held)])
            raise
        _keep(store, wanted, content, now)
        return True
    store.write_refetchable(lambda db: materials.mark_spoilt(db, wanted.id)).result()
    return False


def _keep(store: Store, wanted: Wanted, content: bytes, now: datetime) -> None:
    store.files.keep(wanted.sha256, content)
    kept = partial(materials.note_kept, sha256=wanted.sha256, size=len(content), at=now)
    store.write_refetchable(kept).result()
