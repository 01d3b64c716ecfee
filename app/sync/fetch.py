"""Fetching applicants' files ahead, those of the most urgent cases first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import wait
from datetime import datetime
from functools import partial

from app.central import errors
from app.central.client import CentralClient
from app.machine.cancel import Cancelled
from app.store import evidence, materials
from app.store.connection import Reader
from app.store.database import Store, Written
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
    begun = _begun(store.reader(), materials.wanted(store.reader(), FILES_AT_MOST, case_id))
    taking = threading.Lock()
    noted: list[Written] = []  # for each that came whole
    failures: list[BaseException] = []

    def work() -> None:
        while not failures and not stopped():
            try:
                with taking:
                    next_ = next(begun, None)
                if next_ is None:
                    return
                written = _fetch_one(store, central, *next_, now)
                if written is not None:
                    noted.append(written)
            except BaseException as error:
                failures.append(error)

    workers = [threading.Thread(target=work, name="fetch", daemon=True) for _ in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    begun.close()  # a failure holds on to it, and the cache is to be closed all the same
    for written in noted:
        written.result()
    if noted and materials.held_bytes(store.reader()) > most_bytes:
        materials.evict(store, most_bytes)
    if failures:
        raise failures[0]
    return len(noted)


def _begun(
    reader: Reader, wanted: Iterable[Wanted]
) -> Generator[tuple[Wanted, bytes | None, bytearray]]:
    """Each with its bytes where it was taken in at this desk, and what has come of it before. The
    workers take turns with one reader: to open one of their own takes longer."""
    for each in wanted:
        taken_in = evidence.content(reader, each.sha256)
        yield each, taken_in, bytearray(materials.begun(reader, each.sha256))


def _fetch_one(
    store: Store,
    central: CentralClient,
    wanted: Wanted,
    taken_in: bytes | None,
    begun: bytearray,
    now: datetime,
) -> Written | None:
    """None where it did not come whole. What was taken in at this desk is not asked for."""
    if taken_in is not None:
        return _keep(store, wanted, taken_in, now)
    for _ in range(2):
        try:
            central.material(wanted.id, wanted.sha256, wanted.name, begun)
        except errors.FileSpoilt:
            continue
        except errors.CentreRefused:
            break
        except (errors.CentreUnreachable, Cancelled):
            if begun:
                held = partial(materials.keep_begun, sha256=wanted.sha256, content=bytes(begun))
                wait([store.write_refetchable(held)])
            raise
        return _keep(store, wanted, begun, now)
    store.write_refetchable(lambda db: materials.mark_spoilt(db, wanted.id)).result()
    return None


def _keep(store: Store, wanted: Wanted, content: bytes | bytearray, now: datetime) -> Written:
    """Seals it here; that it is here is written while the next one comes."""
    store.files.keep(wanted.sha256, content)
    kept = partial(materials.note_kept, sha256=wanted.sha256, size=len(content), at=now)
    return store.write_refetchable(kept)
