"""The cache's file: one writer thread, read-only connections for everyone else.

SQLCipher with a raw 256-bit key, WAL, full sync: what ``write`` has answered
is on the disk.
"""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlcipher3 import dbapi2

from app.cases.failure import Failure
from app.store.errors import CacheUnreadable, DiskFull

if TYPE_CHECKING:
    from sqlite_utils import Database

MARK = ".unreadable"
MOST_VALUES = 32_000  # in one statement; SQLite takes 32,766
Work = Callable[["Database"], Iterable["Changed"]]


class Changed(msgspec.Struct, frozen=True):
    """What a write changed: a kind (``case``, ``outbox``, ``draft``, ``material`` or a feed kind)
    and the ids; no ids means any of them."""

    kind: str
    ids: tuple[str, ...] = ()


class Store:
    """One clerk's cache.

    >>> store = Store(path, key)  # doctest: +SKIP
    >>> store.write(lambda db: drafts.save(db, "sa-1", "opinion", "…", now)).result()
    """

    def __init__(self, path: Path, key: str) -> None:
        if not re.fullmatch(r"[0-9a-f]{64}", key):
            raise ValueError("a cache key is 64 hex digits")
        self.path = path
        self.listeners: list[Callable[[tuple[Changed, ...]], None]] = []
        self._key = key
        self._local = threading.local()
        self._queue: queue.SimpleQueue[tuple[Work, Future[tuple[Changed, ...]]] | None] = (
            queue.SimpleQueue()
        )
        self._closing = threading.Lock()
        self._closed = False
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._connection = self._open_writer()
        self._thread = threading.Thread(target=self._write_forever, name="writer", daemon=True)
        self._thread.start()

    def reader(self) -> dbapi2.Connection:
        """This thread's read-only connection; rows are addressed by column name."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            connection.execute("pragma query_only = 1")
            self._local.connection = connection
        return connection

    def write(self, work: Work) -> Future[tuple[Changed, ...]]:
        """Runs ``work`` in one transaction on the writer thread.

        The future is done once the transaction is durable; it raises DiskFull,
        or what ``work`` raised, and then nothing of it was written.
        """
        future: Future[tuple[Changed, ...]] = Future()
        with self._closing:
            if self._closed:
                future.set_exception(RuntimeError("the cache is closed"))
            else:
                self._queue.put((work, future))
        return future

    def close(self) -> None:
        """Returns once everything asked for before is written; ends this thread's reader too."""
        if (reader := getattr(self._local, "connection", None)) is not None:
            reader.close()
            del self._local.connection
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _write_forever(self) -> None:
        from sqlite_utils import Database

        database = Database(self._connection)
        while (job := self._queue.get()) is not None:
            work, future = job
            try:
                changed = self._transact(database, work)
            except BaseException as error:
                future.set_exception(self.named(error))
                continue
            for listener in self.listeners:
                listener(changed)
            future.set_result(changed)
        self._connection.close()

    def _transact(self, database: Database, work: Work) -> tuple[Changed, ...]:
        connection = self._connection
        connection.execute("begin immediate")
        try:
            changed = tuple(work(database))
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        return changed

    def _open_writer(self) -> dbapi2.Connection:
        try:
            connection = self._connect()
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            migrate(connection)
        except dbapi2.DatabaseError as error:
            raise self.named(error) from error
        return connection

    def named(self, error: BaseException) -> BaseException:
        """The failure an error of the cache's file means; a damaged file is marked as such."""
        failure = _named(error)
        if isinstance(failure, CacheUnreadable):
            self.mark.touch()
        return failure

    @property
    def mark(self) -> Path:
        """Lies beside the file where something of it could not be read."""
        return self.path.with_suffix(MARK)

    def _connect(self) -> dbapi2.Connection:
        return connect(self.path, self._key)


def connect(path: Path, key: str) -> dbapi2.Connection:
    """A connection to a cache; a wrong key shows only when something is read."""
    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=10
    )
    connection.execute(f"pragma key = \"x'{key}'\"")
    connection.execute("pragma cipher_memory_security = off")
    connection.execute("pragma temp_store = memory")
    connection.row_factory = dbapi2.Row
    return connection


def migrate(connection: dbapi2.Connection) -> None:
    """Brings the schema to the newest migration, each in a transaction of its own."""
    at = connection.execute("pragma user_version").fetchone()[0]
    for step in sorted((Path(__file__).parent / "migrations").glob("*.sql")):
        number = int(step.name[:4])
        if number > at:
            script = step.read_text("utf-8")
            connection.executescript(f"begin;\n{script}\npragma user_version = {number};\ncommit;")


def _named(error: BaseException) -> BaseException:
    if isinstance(error, Failure):
        return error
    message = str(error)
    if isinstance(error, dbapi2.OperationalError) and "full" in message:
        return DiskFull(message)
    if isinstance(error, OSError) and error.errno == 28:
        return DiskFull(message)
    if isinstance(error, dbapi2.DatabaseError) and (
        "not a database" in message or "malformed" in message
    ):
        return CacheUnreadable(message)
    return error


def upsert(connection: Any, table: str, key: str, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows or, where their ``key`` columns are known, updates them.

    One statement for many rows: the interpreter's lock is free while it runs,
    so that the next page is decoded and the window answers meanwhile.
    """
    if not rows:
        return
    columns = list(rows[0])
    mark = f"({', '.join('?' * len(columns))})"
    most = MOST_VALUES // len(columns)
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        connection.execute(
            f"insert into {table} ({', '.join(columns)}) values {', '.join([mark] * len(part))}"  # noqa: S608
            f" on conflict ({key}) do update set "
            + ", ".join(f"{column} = excluded.{column}" for column in columns),
            [row[column] for row in part for column in columns],
        )


def meta(connection: Any, key: str) -> str:
    row = connection.execute("select value from meta where key = ?", (key,)).fetchone()
    return row[0] if row else ""


def set_meta(db: Database, key: str, value: str) -> None:
    db["meta"].upsert({"key": key, "value": value}, pk="key")
