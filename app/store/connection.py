"""One way of running SQL: a ``Reader`` asks, a ``Writer`` changes too.

What only asks takes a ``Reader``: the type checker refuses a write through it, and so does SQLite
on the connections of ``Store.reader``. Rows are read by the names of their columns. One row is
written through its ``table`` (sqlite-utils), a page of the feed through ``upsert_many``.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from sqlcipher3 import dbapi2

from app.store.errors import CacheNotWritable

if TYPE_CHECKING:
    from sqlite_utils import Database

OPENING_WAITS_SECONDS = 10.0  # for another program that holds the file
MOST_VALUES = 32_000  # in one statement; SQLite takes 32,766
# What one body can set off that says nothing of the cache's file: numbers, times and texts beyond
# what SQLite or a calendar knows.
TOO_MUCH = (ArithmeticError, ValueError, TypeError, LookupError, RecursionError)

Values = Sequence[object] | Mapping[str, object]


class Row(Protocol):
    """Its values by the names of its columns."""

    def keys(self) -> Iterable[str]: ...
    def __getitem__(self, column: str, /) -> Any: ...


class Reader(Protocol):
    """Asks; ``values`` are bound to the ``?`` or ``:name`` of the statement."""

    def rows(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """The rows, read as they are asked for."""

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """The first row; None where there is none."""

    def value(self, sql: str, values: Values = ()) -> Any:
        """The first row's only value; None where there is no row."""

    def column(self, sql: str, values: Values = ()) -> list[Any]:
        """The only value of each row."""


class Table(Protocol):
    """What is used of a table of sqlite-utils."""

    def insert(
        self, record: Mapping[str, object], *, ignore: bool = ..., replace: bool = ...
    ) -> object:
        """``ignore`` and ``replace`` say what becomes of it where its key is known."""

    def upsert(self, record: Mapping[str, object], *, pk: str | tuple[str, ...]) -> object:
        """Inserts the row or, where its key is known, updates the columns named."""


class Writer(Reader, Protocol):
    """Changes, within the transaction it is given for."""

    def execute(self, sql: str, values: Values = ()) -> Iterator[Row]:
        """Runs a statement; the rows are those of its ``returning``."""

    def executemany(self, sql: str, values: Iterable[Values]) -> object:
        """Runs a statement once for each."""

    def table(self, name: str) -> Table: ...

    @property
    def in_transaction(self) -> bool: ...


class Connection:
    """A connection to a cache, as a ``Writer`` or, where it is only asked, a ``Reader``.

    ``meaning`` turns an error of SQLite into the one to be raised.
    """

    def __init__(
        self,
        raw: dbapi2.Connection,
        meaning: Callable[[BaseException], BaseException] = lambda error: error,
    ) -> None:
        self._raw, self._meaning = raw, meaning

    def execute(self, sql: str, values: Values = ()) -> Any:
        try:
            return self._raw.execute(sql, values)
        except dbapi2.DatabaseError as error:
            if (meant := self._meaning(error)) is not error:
                raise meant from error
            raise

    rows = execute

    def row(self, sql: str, values: Values = ()) -> Row | None:
        found: Row | None = self.execute(sql, values).fetchone()
        return found

    def value(self, sql: str, values: Values = ()) -> Any:
        found = self.execute(sql, values).fetchone()
        return None if found is None else found[0]

    def column(self, sql: str, values: Values = ()) -> list[Any]:
        return [found[0] for found in self.execute(sql, values)]

    def executemany(self, sql: str, values: Iterable[Values]) -> object:
        return self._raw.executemany(sql, values)

    def script(self, sql: str) -> None:
        """Runs several statements; they say themselves where a transaction begins and ends."""
        self._raw.executescript(sql)

    def table(self, name: str) -> Table:
        table: Table = self._database.table(name)
        return table

    @property
    def in_transaction(self) -> bool:
        return bool(self._raw.in_transaction)

    @property
    def total_changes(self) -> int:
        """Rows written since it was opened, an index's own among them."""
        return int(self._raw.total_changes)

    def close(self) -> None:
        self._raw.close()

    @cached_property
    def _database(self) -> Database:
        from sqlite_utils import Database  # a tenth of a second, with the first row of the day

        return Database(self._raw)


def connect(
    path: Path, key: str, meaning: Callable[[BaseException], BaseException] = lambda error: error
) -> Connection:
    """A connection to a cache; a wrong key shows only when something is read. Raises
    CacheNotWritable: SQLite would open it, leave files beside it, and fail at the first write."""
    if path.exists() and not os.access(path, os.W_OK):
        raise CacheNotWritable(path.name)
    raw = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=OPENING_WAITS_SECONDS
    )
    raw.execute(f"pragma key = \"x'{key}'\"")
    raw.execute("pragma cipher_memory_security = off")
    raw.execute("pragma temp_store = memory")
    raw.row_factory = dbapi2.Row
    return Connection(raw, meaning)


@contextlib.contextmanager
def whole_or_nothing(db: Writer) -> Iterator[None]:
    """A part of a transaction that is taken back alone where it raises."""
    db.execute("savepoint part")
    try:
        yield
    except Exception:
        if db.in_transaction:
            db.execute("rollback to part")
            db.execute("release part")
        raise
    db.execute("release part")


def upsert_many(
    db: Writer,
    table: str,
    key: str,
    rows: Sequence[Mapping[str, object]],
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
        db.execute(
            f"insert into {table} ({', '.join(columns)}) values {', '.join([mark] * len(part))}"
            f" on conflict ({key}) do update set "
            + ", ".join(f"{column} = excluded.{column}" for column in updated),
            [row[column] for row in part for column in columns],
        )


def update(db: Writer, table: str, key: str, value: object, columns: Mapping[str, object]) -> None:
    """Sets these columns of the row whose ``key`` is ``value``."""
    set_ = ", ".join(f"{column} = ?" for column in columns)
    db.execute(
        f"update {table} set {set_} where {key} = ?",
        [*columns.values(), value],
    )


def one_of(words: Iterable[str]) -> str:
    """Words of ours, never of a body, as the list that a column is to be in.

    >>> one_of({"correcting", "special"})
    "('correcting', 'special')"
    """
    return "(" + ", ".join(f"'{word}'" for word in sorted(words)) + ")"


def as_json(values: object) -> str:
    """Ids, or a mapping of them, as one bound value: ``json_each`` makes rows of it again."""
    return msgspec.json.encode(values).decode()
