"""Saving what cannot be fetched again out of a damaged cache: the outbox first, then the drafts.

Everything else comes back with a fresh pull, or is read anew. The damaged file is set aside, never
deleted.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2

from app.store.connection import Writer, connect
from app.store.database import DAMAGED, Store, meta, set_meta
from app.store.errors import CacheBusy, CacheUnreadable, classify_error
from app.store.schema import migrate, require_known_schema, schema_of

KEPT = ("outbox", "attachments", "evidence", "drafts", "meta")
FORGOTTEN_META = ("cursor",)
MOST_LOST_IN_A_ROW = 2000
SAVED = ".salvaged"
FILES = ("-wal", "-shm", "")
UNREADABLE_ROWS = "unreadable_rows"
AT = "salvaged_at"  # no column of a table's own


class Salvaged(msgspec.Struct, frozen=True):
    """How many rows were saved, how many could not be read, and where the damaged file lies."""

    actions: int
    drafts: int
    unreadable: int
    set_aside: Path


def open_sound(path: Path, key: str, now: datetime) -> tuple[Store, Salvaged | None]:
    """The cache, salvaged first where it or an earlier session could not read all of it.

    A salvage that was interrupted goes on where it was. Raises CacheUnreadable
    where nothing can be read at all, CacheTooNew and CacheBusy with nothing touched.
    """
    mark, saved = path.with_suffix(DAMAGED), path.with_suffix(SAVED)
    if not saved.exists():
        _require_known(path, key)
        try:
            if not mark.exists() or not path.exists() or not is_damaged(path, key):
                mark.unlink(missing_ok=True)
                return Store(path, key), None
        except CacheUnreadable:
            mark.touch()
        salvage(path, key)
    set_aside = _put_in_place(path, saved, now)
    mark.unlink(missing_ok=True)
    store = Store(path, key)
    return store, _told(store, set_aside)


def _require_known(path: Path, key: str) -> None:
    """Raises CacheTooNew, before anything could write into the file."""
    if not path.exists():
        return
    connection = connect(path, key)
    try:
        connection.execute("pragma query_only = 1")
        require_known_schema(connection)
    except dbapi2.DatabaseError as error:
        _raise_if_busy(error)  # what else is wrong with it is found below
    finally:
        connection.close()


def is_damaged(path: Path, key: str) -> bool:
    """Whether any page fails its check; reads the whole file."""
    connection = connect(path, key)
    try:
        return bool(connection.column("pragma cipher_integrity_check"))
    except dbapi2.DatabaseError as error:
        _raise_if_busy(error)
        return True
    finally:
        connection.close()


def salvage(path: Path, key: str) -> None:
    """Writes a sound cache beside a damaged one; it is there under its name once it is whole.

    Raises CacheUnreadable, and leaves all as it is, where not even the
    beginning can be read: that is another key, or nothing is left.
    """
    damaged = connect(path, key)
    try:
        schema = schema_of(damaged)
        tables = damaged.column("select name from sqlite_master where type = 'table'")
    except dbapi2.DatabaseError as error:
        _raise_if_busy(error)
        raise CacheUnreadable(str(error)) from error
    finally:
        damaged.close()
    if "outbox" not in tables:
        raise CacheUnreadable("no outbox")
    unfinished = path.with_suffix(".salvaging")
    for suffix in FILES:
        unfinished.with_name(unfinished.name + suffix).unlink(missing_ok=True)
    fresh = connect(unfinished, key)
    try:
        migrate(fresh, schema)  # as it was, so that what comes after it is done to what is saved
        _copy(path, key, [table for table in KEPT if table in tables], fresh)
    except dbapi2.DatabaseError as error:
        raise classify_error(error) from error
    finally:
        fresh.close()
    unfinished.rename(path.with_suffix(SAVED))


def _copy(path: Path, key: str, tables: list[str], fresh: Writer) -> None:
    unreadable = 0
    fresh.execute("begin")
    for table in tables:
        for row in _rows(path, key, table):
            if row is None:
                unreadable += 1
            elif table != "meta" or row["key"] not in FORGOTTEN_META:
                fresh.table(table).insert(row, replace=True)
    set_meta(fresh, UNREADABLE_ROWS, str(unreadable))
    fresh.execute("commit")


def _put_in_place(path: Path, saved: Path, now: datetime) -> Path:
    """Sets the damaged file aside, with its log, and gives its place to the sound one.

    Wherever this is interrupted, it can be done again: the sound file moves last.
    """
    set_aside = _place_for_damaged(path, now)
    for suffix in FILES:
        left = path.with_name(path.name + suffix)
        if left.exists():
            left.rename(set_aside.with_name(set_aside.name + suffix))
    saved.rename(path)
    return set_aside


def _place_for_damaged(path: Path, now: datetime) -> Path:
    """A name that nothing has; or that which was begun, where only the log has moved so far."""
    there = {p.name for p in path.parent.glob(f"{path.stem}.damaged-*")}
    for name in sorted(there):
        begun = name.removesuffix(FILES[0])
        if name.endswith(FILES[0]) and begun not in there and path.exists():
            return path.with_name(begun)
    names = numbered(f"{path.stem}.damaged-{now:%Y%m%d%H%M%S}")
    return path.with_name(next(n for n in names if not there & {n + suffix for suffix in FILES}))


def numbered(name: str) -> Iterator[str]:
    """The name itself, then with ``-2``, ``-3`` …: two of one second need not be the same."""
    yield name
    yield from (f"{name}-{n}" for n in count(2))


def _told(store: Store, set_aside: Path) -> Salvaged:
    db = store.reader()
    return Salvaged(
        actions=db.value("select count(*) from outbox"),
        drafts=db.value("select count(*) from drafts"),
        unreadable=int(meta(db, UNREADABLE_ROWS)),
        set_aside=set_aside,
    )


def _raise_if_busy(error: dbapi2.DatabaseError) -> None:
    """A file somebody holds is not damaged."""
    if isinstance(failure := classify_error(error), CacheBusy):
        raise failure from error


def _rows(path: Path, key: str, table: str) -> Iterator[dict[str, object] | None]:
    """The rows one by one, so that a damaged page costs only its own; None for each lost one.

    A connection that has met a damaged page answers nothing more, so the next
    row is asked of a new one.
    """
    connection = connect(path, key)
    rowid, lost_in_a_row = 0, 0
    while lost_in_a_row < MOST_LOST_IN_A_ROW:
        try:
            found = connection.row(
                f"select rowid as {AT}, * from {table} where rowid > ? order by rowid limit 1",
                (rowid,),
            )
        except dbapi2.DatabaseError as error:
            connection.close()
            _raise_if_busy(error)
            connection = connect(path, key)
            rowid, lost_in_a_row = rowid + 1, lost_in_a_row + 1
            yield None
            continue
        if found is None:
            break
        row = dict(found)
        rowid, lost_in_a_row = row.pop(AT), 0
        yield row
    connection.close()
