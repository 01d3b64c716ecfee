"""The cache's file: one writer thread, read-only connections for everyone else.

SQLCipher with a raw 256-bit key, WAL: what ``write`` has answered is on the
disk. The log is written back into the file when the writer has nothing to do,
so that no decision waits for it.
"""

from __future__ import annotations

import contextlib
import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path

from sqlcipher3 import dbapi2

from app.store.changes import Changed
from app.store.connection import Connection, Reader, Writer, connect
from app.store.errors import CacheBusy, CacheUnreadable, classify_error
from app.store.files import Files
from app.store.schema import migrate, newest_schema, require_known_schema
from app.store.sealing import wipe

DAMAGED = ".unreadable"
WRITER_WAITS_MS, READER_WAITS_MS = 30_000, 2_000  # for another program that holds the file
IDLE_SECONDS = 0.3
MERGED_PAGES = 200  # in one step
LONGEST_LOG_PAGES = 4_000  # 16 MB
Work = Callable[[Writer], Iterable[Changed]]
Written = Future[tuple[Changed, ...]]  # done once it is durable


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
        self._readers = threading.local()
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._synchronous = ""  # of the writer's last transaction
        self._connection = self._open_writer()
        self._thread = threading.Thread(target=self._write_forever, name="writer", daemon=True)
        self._thread.start()

    def reader(self) -> Reader:
        """This thread's read-only connection. It raises CacheBusy and CacheUnreadable."""
        connection: Connection | None = getattr(self._readers, "connection", None)
        if connection is None:
            with self._closing:
                if self._closed:
                    raise RuntimeError("the cache is closed")
                connection = connect(self.path, self._key.decode(), self._meaning_to_readers)
                connection.execute("pragma query_only = 1")
                connection.execute(f"pragma busy_timeout = {READER_WAITS_MS}")
                self._readers.connection = connection
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
        """Returns once everything asked for before is written. This thread's reader is closed, and
        those of others once they are let go."""
        if (reader := getattr(self._readers, "connection", None)) is not None:
            reader.close()
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
            self._readers = threading.local()
        self._thread.join()
        wipe(self._key)
        self.files.wipe()

    def _write_forever(self) -> None:
        while (job := self._next_job()) is not None:
            if not job.done.set_running_or_notify_cancel():
                continue
            try:
                changed = self._transact(job)
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
        """The next job; while there is none, the indexes and the log are put in order, once. A job
        that comes waits for a step of that at most."""
        try:
            return self._queue.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            try:
                for _ in self._tidy():
                    if not self._queue.empty():
                        break
            except Exception as error:
                self._report(self.classify(error))  # the log has everything still
            return self._queue.get()

    def _tidy(self) -> Iterator[None]:
        for table in ("case_names", "case_text", "case_grams"):
            while self._merge(table):
                yield
        self._connection.execute("pragma wal_checkpoint(passive)")

    def _merge(self, table: str) -> bool:
        """Merges some pages of an index; whether there may be more (SQLite's FTS5, 6.9)."""
        before = self._connection.total_changes
        self._connection.execute(
            f"insert into {table} ({table}, rank) values ('merge', ?)", (MERGED_PAGES,)
        )
        return self._connection.total_changes - before >= 2

    def _report(self, error: BaseException) -> None:
        """To whoever keeps the journal; nothing of theirs ends the thread that writes."""
        with contextlib.suppress(Exception):
            self.unexpected(error)

    def _transact(self, job: _Job) -> tuple[Changed, ...]:
        connection = self._connection
        if job.synchronous != self._synchronous:
            connection.execute(f"pragma synchronous = {job.synchronous}")
            self._synchronous = job.synchronous
        connection.execute("begin immediate")
        try:
            changed = tuple(job.work(connection))
            connection.execute("commit")
        except BaseException:
            if connection.in_transaction:
                connection.execute("rollback")
            raise
        return changed

    def _open_writer(self) -> Connection:
        with contextlib.ExitStack() as on_failure:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                connection = connect(self.path, self._key.decode())
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

    def _meaning_to_readers(self, error: BaseException) -> BaseException:
        failure = self.classify(error)
        return failure if isinstance(failure, CacheBusy | CacheUnreadable) else error


class _Job:
    """A transaction asked for; ``synchronous`` is SQLite's word for how it is flushed."""

    def __init__(self, work: Work, synchronous: str) -> None:
        self.work, self.synchronous = work, synchronous
        self.done: Future[tuple[Changed, ...]] = Future()


def meta(db: Reader, key: str) -> str:
    """What is noted of the cache itself under a key; empty where nothing is."""
    return str(db.value("select value from meta where key = ?", (key,)) or "")


def set_meta(db: Writer, key: str, value: str) -> None:
    db.table("meta").upsert({"key": key, "value": value}, pk="key")
