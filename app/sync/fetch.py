"""Fetching applicants' files ahead, those of the most urgent cases first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import wait
from datetime import datetime
from functools import partial
from io import BytesIO

from app.central import errors
from app.central.client import CentralClient
from app.machine.cancel import Cancelled
from app.store import evidence, materials
from app.store.connection import Reader
from app.store.database import Store, Written
from app.store.materials import Wanted

AT_ONCE = 4
FILES_AT_MOST = 40
NOTED_EVERY = 0.2  # seconds


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
    kept: list[tuple[str, int]] = []  # hash and size of what came whole and is not noted yet
    noting: list[Written] = []
    failures: list[BaseException] = []
    came = 0

    def work() -> None:
        room = BytesIO()
        while not failures and not stopped():
            try:
                with taking:
                    next_ = next(begun, None)
                if next_ is None:
                    return
                size = _fetch_one(store, central, *next_, room)
                if size is not None:
                    kept.append((next_[0].sha256, size))
            except BaseException as error:
                failures.append(error)

    def note() -> int:
        """That they are here is written while others come, of several at once; of how many."""
        sizes = dict(kept.pop() for _ in range(len(kept)))
        if sizes:
            write = partial(materials.note_kept, sizes=sizes, at=now)
            noting.append(store.write_refetchable(write))
        return len(sizes)

    workers = [threading.Thread(target=work, name="fetch", daemon=True) for _ in range(AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        while worker.is_alive():
            worker.join(NOTED_EVERY)
            came += note()
    came += note()
    begun.close()  # a failure holds on to it, and the cache is to be closed all the same
    for written in noting:
        written.result()
    if came and materials.held_bytes(store.reader()) > most_bytes:
        materials.evict(store, most_bytes)
    if failures:
        raise failures[0]
    return came


def _begun(
    reader: Reader, wanted: Iterable[Wanted]
) -> Generator[tuple[Wanted, bytes | None, bytes]]:
    """Each with its bytes where it was taken in at this desk, and what has come of it before. The
    workers take turns with one reader: to open one of their own takes longer."""
    for each in wanted:
        taken_in = evidence.content(reader, each.sha256) if each.taken_in else None
        yield each, taken_in, materials.begun(reader, each.sha256) if each.begun else b""


def _fetch_one(
    store: Store,
    central: CentralClient,
    wanted: Wanted,
    taken_in: bytes | None,
    begun: bytes,
    room: BytesIO,
) -> int | None:
    """Its size in bytes once it is kept; None where it did not come whole. What was taken in at
    this desk is not asked for.

    ``room`` takes one file after the other: new memory for each costs as much as its bytes.
    """
    if taken_in is not None:
        store.files.keep(wanted.sha256, taken_in)
        return len(taken_in)
    room.seek(0)
    room.write(begun)
    for _ in range(2):
        try:
            central.material(wanted.id, wanted.sha256, wanted.name, room)
        except errors.FileSpoilt:
            continue
        except errors.CentreRefused:
            break
        except (errors.CentreUnreachable, Cancelled):
            if came := room.getvalue()[: room.tell()]:
                held = partial(materials.keep_begun, sha256=wanted.sha256, content=came)
                wait([store.write_refetchable(held)])
            raise
        with room.getbuffer() as whole, whole[: room.tell()] as content:
            store.files.keep(wanted.sha256, content)
        return room.tell()
    store.write_refetchable(lambda db: materials.mark_spoilt(db, wanted.id)).result()
    return None
