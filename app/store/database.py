"""The cache's file: one writer thread, read-only connections for everyone else.

SQLCipher with a raw 256-bit key, WAL: what ``write`` has answered is on the
disk. The log is written back into the file when the writer has nothing to do,
so that no decision waits for it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlcipher3 import dbapi2

from app.cases.failure import Failure
from app.store.errors import (
    CacheBusy,
    CacheNotWritable,
    CacheTooNew,
    CacheUnreadable,
    DiskFull,
    of_os_error,
)
from app.store.files import Files
from app.store.sealing import wipe

if TYPE_CHECKING:
    from sqlite_utils import Database

DAMAGED = ".unreadable"
MIGRATIONS = Path(__file__).parent / "migrations"
# For another program that holds the file:
OPENING_WAITS_SECONDS, WRITER_WAITS_MS, READER_WAITS_MS = 10.0, 30_000, 2_000
IDLE_SECONDS = 0.3
MERGED_PAGES = 500
LONGEST_LOG_PAGES = 4_000  # 16 MB
MOST_VALUES = 32_000  # in one statement; SQLite takes 32,766
Work = Callable[["Database"], Iterable["Changed"]]
Written = Future[tuple["Changed", ...]]  # done once it is durable


class Changed(msgspec.Struct, frozen=True):
    """What a write changed: a kind (``case``, ``outbox``, ``draft``, ``material`` or a feed kind)
    and the ids; no ids means any of them."""

    kind: str
    ids: tuple[str, ...] = ()


class Store:
    """One clerk's cache. ``unexpected`` is told, on the writer's thread, of errors nobody awaits.

    >>> store = Store(path, key)  # doctest: +SKIP
    >>> store.write(lambda db: drafts.save(db, "sa-1", "opinion", "…", now)).result()
    """

    def __init__(self, path: Path, key: str) -> None:
        if not re.fullmatch(r"[0-9a-f]{64}", key):
            raise ValueError("a cache key is 64 hex digits")
        self.path = path
        self.files = Files(path.with_suffix(".files"), key)
        self.listeners: list[Callable[[tuple[Changed, ...]], None]] = []
        self.unexpected: Callable[[BaseException], None] = lambda error: None
        self._key = bytearray(key, "ascii")
        self._local = threading.local()
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._connection = self._open_writer()
        self._thread = threading.Thread(target=self._write_forever, name="writer", daemon=True)
        self._thread.start()

    def reader(self) -> dbapi2.Connection:
        """This thread's read-only connection; rows are addressed by column name. It raises
        CacheBusy and CacheUnreadable."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect(_Reader)
            connection.classify = self.classify
            connection.execute("pragma query_only = 1")
            connection.execute(f"pragma busy_timeout = {READER_WAITS_MS}")
            self._local.connection = connection
        return connection

    def write(self, work: Work) -> Future[tuple[Changed, ...]]:
        """Runs ``work`` in one transaction on the writer thread.

        The future is done once the transaction is durable; it raises DiskFull, CacheBusy,
        CacheNotWritable, or what ``work`` raised, and then nothing of it was written.
        """
        return self._ask(_Job(work, "full"))

    def write_refetchable(self, work: Work) -> Future[tuple[Changed, ...]]:
        """Writes what the centre would say again: whole or not at all, like ``write``.

        A power cut may take the last such writes, never one before a durable one.
        """
        return self._ask(_Job(work, "normal"))

    def _ask(self, job: _Job) -> Future[tuple[Changed, ...]]:
        with self._closing:
            if self._closed:
                job.done.set_exception(RuntimeError("the cache is closed"))
            else:
                self._queue.put(job)
        return job.done

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
        wipe(self._key)
        self.files.wipe()

    def _write_forever(self) -> None:
        from sqlite_utils import Database

        database = Database(self._connection)
        while (job := self._next_job()) is not None:
            if not job.done.set_running_or_notify_cancel():
                continue
            try:
                changed = self._transact(database, job)
            except BaseException as error:
                job.done.set_exception(self.classify(error))
                continue
            for listener in self.listeners:
                try:
                    listener(changed)
                except Exception as error:  # what was written is written all the same
                    self._report(error)
            job.done.set_result(changed)
        self._connection.close()

    def _next_job(self) -> _Job | None:
        """The next job; while there is none, the index and the log are put in order, once."""
        try:
            return self._queue.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            try:
                self._tidy()
            except Exception as error:
                self._report(self.classify(error))  # the log has everything still
            return self._queue.get()

    def _tidy(self) -> None:
        for table in ("case_names", "case_text", "case_grams"):
            self._connection.execute(
                f"insert into {table} ({table}, rank) values ('merge', ?)",  # noqa: S608
                (MERGED_PAGES,),
            )
        self._connection.execute("pragma wal_checkpoint(passive)")

    def _report(self, error: BaseException) -> None:
        """To whoever keeps the journal; nothing of theirs ends the thread that writes."""
        with contextlib.suppress(Exception):
            self.unexpected(error)

    def _transact(self, database: Database, job: _Job) -> tuple[Changed, ...]:
        connection = self._connection
        connection.execute(f"pragma synchronous = {job.synchronous}")
        connection.execute("begin immediate")
        try:
            changed = tuple(job.work(database))
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        return changed

    def _open_writer(self) -> dbapi2.Connection:
        with contextlib.ExitStack() as on_failure:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                connection = self._connect()
                on_failure.callback(connection.close)
                require_known_schema(connection)
                connection.execute("pragma journal_mode = wal")
                connection.execute(f"pragma wal_autocheckpoint = {LONGEST_LOG_PAGES}")
                migrate(connection, newest_schema())
                connection.execute(f"pragma busy_timeout = {WRITER_WAITS_MS}")
            except (dbapi2.DatabaseError, OSError) as error:
                raise self.classify(error) from error
            on_failure.pop_all()
        return connection

    def classify(self, error: BaseException) -> BaseException:
        """The failure an error of the cache's file means (``classify_error``); damage is flagged
        for the next sign-in."""
        failure = classify_error(error)
        if isinstance(failure, CacheUnreadable):
            self._flag_damage()
        return failure

    def _flag_damage(self) -> None:
        try:
            self.damage_flag.touch()
        except OSError as not_flagged:  # the next sign-in meets the damage by itself
            self._report(not_flagged)

    @property
    def damage_flag(self) -> Path:
        """Lies beside the file where something of it could not be read."""
        return self.path.with_suffix(DAMAGED)

    def _connect(self, kind: type[dbapi2.Connection] = dbapi2.Connection) -> dbapi2.Connection:
        return connect(self.path, self._key.decode(), kind)


class _Reader(dbapi2.Connection):  # type: ignore[misc]  # it has no types
    """Raises failures where the cache's file is held or damaged."""

    classify: Callable[[BaseException], BaseException]

    def execute(self, *asked: Any) -> Any:
        try:
            return super().execute(*asked)
        except dbapi2.DatabaseError as error:
            failure = self.classify(error)
            if isinstance(failure, CacheBusy | CacheUnreadable):
                raise failure from error
            raise


class _Job:
    """A transaction asked for; ``synchronous`` is SQLite's word for how it is flushed."""

    def __init__(self, work: Work, synchronous: str) -> None:
        self.work, self.synchronous = work, synchronous
        self.done: Future[tuple[Changed, ...]] = Future()


def connect(
    path: Path, key: str, kind: type[dbapi2.Connection] = dbapi2.Connection
) -> dbapi2.Connection:
    """A connection to a cache; a wrong key shows only when something is read. Raises
    CacheNotWritable: SQLite would open it, leave files beside it, and fail at the first write."""
    if path.exists() and not os.access(path, os.W_OK):
        raise CacheNotWritable(path.name)
    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False,
        timeout=OPENING_WAITS_SECONDS, factory=kind,
    )  # fmt: skip
    connection.execute(f"pragma key = \"x'{key}'\"")
    connection.execute("pragma cipher_memory_security = off")
    connection.execute("pragma temp_store = memory")
    connection.row_factory = dbapi2.Row
    return connection


def schema_of(connection: dbapi2.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


def newest_schema() -> int:
    return max(int(step.name[:4]) for step in MIGRATIONS.glob("*.sql"))


def require_known_schema(connection: dbapi2.Connection) -> None:
    """Raises CacheTooNew where a later version of the desk has brought the cache on."""
    if (found := schema_of(connection)) > newest_schema():
        raise CacheTooNew(f"schema {found}")


def migrate(connection: dbapi2.Connection, to: int) -> None:
    """Brings the schema on, each migration in a transaction of its own."""
    at = schema_of(connection)
    for step in sorted(MIGRATIONS.glob("*.sql")):
        number = int(step.name[:4])
        if at < number <= to:
            script = step.read_text("utf-8")
            connection.executescript(f"begin;\n{script}\npragma user_version = {number};\ncommit;")


def classify_error(error: BaseException) -> BaseException:
    """The failure an error of the cache's file means; the error itself where none."""
    if isinstance(error, Failure):
        return error
    if isinstance(error, OSError):
        return of_os_error(error)
    if isinstance(error, dbapi2.DatabaseError):
        message = str(error)
        for words, failure in _MEANINGS:
            if words in message:
                return failure(message)
    return error


@contextlib.contextmanager
def whole_or_nothing(db: Database) -> Iterator[None]:
    """A part of a transaction that is taken back alone where it raises."""
    db.conn.execute("savepoint part")
    try:
        yield
    except Exception:
        if db.conn.in_transaction:
            db.conn.execute("rollback to part")
            db.conn.execute("release part")
        raise
    db.conn.execute("release part")


_MEANINGS: tuple[tuple[str, Callable[[str], Failure]], ...] = (
    ("full", DiskFull),
    ("locked", CacheBusy),
    ("readonly", CacheNotWritable),
    ("unable to open", CacheNotWritable),
    ("disk I/O error", CacheNotWritable),
    ("not a database", CacheUnreadable),
    ("image is malformed", CacheUnreadable),
)


def upsert(
    connection: Any,
    table: str,
    key: str,
    rows: Sequence[dict[str, Any]],
    settled: Sequence[str] = (),
) -> None:
    """Inserts rows or, where their ``key`` columns are known, updates all but the ``settled`` ones.

    One statement for many rows: the interpreter's lock is free while it runs,
    so that the next page is decoded and the window answers meanwhile.
    """
    if not rows:
        return
    columns = list(rows[0])
    updated = [c for c in columns if c not in (*key.split(", "), *settled)]
    mark = f"({', '.join('?' * len(columns))})"
    most = MOST_VALUES // len(columns)
    for start in range(0, len(rows), most):
        part = rows[start : start + most]
        connection.execute(
            f"insert into {table} ({', '.join(columns)}) values {', '.join([mark] * len(part))}"  # noqa: S608
            f" on conflict ({key}) do update set "
            + ", ".join(f"{column} = excluded.{column}" for column in updated),
            [row[column] for row in part for column in columns],
        )


def update(connection: Any, table: str, key: str, value: Any, columns: dict[str, Any]) -> None:
    """Sets these columns of the row whose ``key`` is ``value``."""
    set_ = ", ".join(f"{column} = ?" for column in columns)
    connection.execute(
        f"update {table} set {set_} where {key} = ?",  # noqa: S608
        [*columns.values(), value],
    )


def meta(connection: Any, key: str) -> str:
    row = connection.execute("select value from meta where key = ?", (key,)).fetchone()
    return row[0] if row else ""


def set_meta(db: Database, key: str, value: str) -> None:
    upsert(db.conn, "meta", "key", [{"key": key, "value": value}])
