"""The practice centre's own SQLite file: records, the feed, actions, files."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database

from app.practice.epoch import EpochNote

SCHEMA = """
create table if not exists record (
    kind text not null, id text not null, revision integer not null, body blob not null,
    primary key (kind, id)
);
create table if not exists feed (
    seq integer primary key autoincrement, scope text not null, kind text not null,
    id text not null, op text not null, revision integer not null, reason text not null
);
create index if not exists feed_of on feed (scope, kind, id);
create table if not exists action (
    id text primary key, fingerprint text not null, result blob not null,
    clerk_id text not null default ''
);
create table if not exists claim (
    id text primary key, answer text not null, clerk_id text not null default ''
);
create table if not exists file (
    id text primary key, sha256 text not null, media_type text not null, content blob not null
);
create table if not exists attachment (sha256 text primary key, content blob not null);
create table if not exists seeded_fault (
    case_id text not null, fault text not null, places text not null
);
create table if not exists drill (
    id text primary key, clerk_id text not null, begun blob not null, known blob not null, mark blob
);
create table if not exists licence (holder text not null, kind text not null, body blob not null);
create table if not exists meta (key text primary key, value text not null);
"""


class FeedLine(msgspec.Struct, frozen=True):
    """``op`` is ``put`` or ``drop``; ``reason`` says why one is dropped."""

    seq: int
    kind: str
    op: str
    id: str
    revision: int
    reason: str


class Ledger:
    """Rows in, rows out; what they mean is the world's business.

    ``epoch`` is the feed's: "" until the city is made.
    """

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("pragma journal_mode = wal")
        self.connection.execute("pragma synchronous = normal")
        self.db = Database(self.connection)
        self.connection.executescript(SCHEMA)
        for table in ("action", "claim"):  # a file of an earlier version
            if "clerk_id" not in self.db[table].columns_dict:
                self.db[table].add_column("clerk_id", str, not_null_default="")
        self.epoch = self.meta("epoch")
        self._note = EpochNote(path)

    def close(self) -> None:
        self._note.close()
        self.connection.close()

    def is_put_back(self) -> bool:
        """Whether this file is not the one that was served last, but a backup of it, or a copy."""
        return not self._note.fits(self.epoch, self.last_seq())

    def renew_epoch(self) -> None:
        """Begins a new epoch: what desks hold may be newer than what this centre has."""
        self.epoch = secrets.token_hex(8)
        self.set_meta("epoch", self.epoch)
        self._note.write(self.epoch, self.last_seq())

    def last_seq(self) -> int:
        """Where the feed ends, in all scopes."""
        row = self.db.execute("select seq from sqlite_sequence where name = 'feed'").fetchone()
        return int(row[0]) if row else 0

    def put(self, kind: str, id_: str, revision: int, body: Any) -> None:
        """Keeps a record's body as JSON in place of an older one; announces nothing."""
        row = {"kind": kind, "id": id_, "revision": revision, "body": msgspec.json.encode(body)}
        self.db["record"].insert(row, pk=("kind", "id"), replace=True)

    def bodies(self, kind: str) -> list[tuple[str, bytes]]:
        """The id and JSON of each record of a kind, by id."""
        found = self.db.execute("select id, body from record where kind = ? order by id", (kind,))
        return [(row[0], row[1]) for row in found]

    def body(self, kind: str, id_: str) -> bytes:
        """A record's JSON; ``null`` where there is none."""
        found = self.db.execute("select body from record where kind = ? and id = ?", (kind, id_))
        row = found.fetchone()
        return bytes(row[0]) if row else b"null"

    def revision(self, kind: str, id_: str) -> int:
        """A record's revision; 0 where there is none."""
        found = self.db.execute(
            "select revision from record where kind = ? and id = ?", (kind, id_)
        ).fetchone()
        return int(found[0]) if found else 0

    def announce(
        self, scope: str, kind: str, id_: str, op: str, revision: int, reason: str = ""
    ) -> None:
        """Adds a line to the feed in place of an older one of the same record."""
        with self.db.atomic():
            self.db.execute(
                "delete from feed where scope = ? and kind = ? and id = ?", (scope, kind, id_)
            )
            self.db.execute(
                "insert into feed (scope, kind, id, op, revision, reason)"
                " values (?, ?, ?, ?, ?, ?)",
                (scope, kind, id_, op, revision, reason),
            )
            if self.epoch:
                self._note.write(self.epoch, self.last_seq())

    def was_announced(self, scope: str, kind: str, id_: str) -> bool:
        """Whether a reader of this scope was ever told of the record."""
        found = self.db.execute(
            "select 1 from feed where scope = ? and kind = ? and id = ?", (scope, kind, id_)
        )
        return found.fetchone() is not None

    def feed(self, scopes: Iterable[str], after: int, limit: int) -> list[FeedLine]:
        """Up to ``limit`` lines behind a place in the feed, those that concern these scopes."""
        listed = msgspec.json.encode(list(scopes)).decode()
        found = self.db.execute(
            "select seq, kind, op, id, revision, reason from feed"
            " where seq > ? and scope in (select value from json_each(?)) order by seq limit ?",
            (after, listed, limit),
        )
        return [FeedLine(*row) for row in found]

    def last_seq_of(self, scopes: Iterable[str]) -> int:
        """Where the feed ends for a reader of these scopes: another one whenever it moved on."""
        found = self.db.execute(
            "select max(seq) from feed where scope in (select value from json_each(?))",
            (msgspec.json.encode(list(scopes)).decode(),),
        )
        return found.fetchone()[0] or 0

    def digest(self, scopes: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Per kind, how many records a reader of these scopes holds, and their digest."""
        held: dict[str, dict[str, int]] = {}
        for line in self.feed(scopes, 0, 2**31):
            ids = held.setdefault(line.kind, {})
            if line.op == "put":
                ids[line.id] = line.revision
            else:
                ids.pop(line.id, None)
        return {
            kind: (
                len(ids),
                hashlib.sha256(
                    "".join(f"{i}:{ids[i]}\n" for i in sorted(ids)).encode()
                ).hexdigest(),
            )
            for kind, ids in held.items()
        }

    def action(self, id_: str) -> tuple[str, str, bytes] | None:
        """Whose it was, its fingerprint and its outcome."""
        row = self.db.execute(
            "select clerk_id, fingerprint, result from action where id = ?", (id_,)
        ).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def keep_action(self, id_: str, clerk_id: str, fingerprint: str, result: Any) -> None:
        row = {
            "id": id_,
            "clerk_id": clerk_id,
            "fingerprint": fingerprint,
            "result": msgspec.json.encode(result),
        }
        self.db["action"].insert(row, pk="id")

    def claim(self, id_: str) -> tuple[str, str] | None:
        """Whose it was, and its answer."""
        row = self.db.execute("select clerk_id, answer from claim where id = ?", (id_,)).fetchone()
        return (row[0], row[1]) if row else None

    def keep_claim(self, id_: str, clerk_id: str, answer: str) -> None:
        self.db["claim"].insert({"id": id_, "clerk_id": clerk_id, "answer": answer}, pk="id")

    def keep_file(self, id_: str, sha256: str, media_type: str, content: bytes) -> None:
        row = {"id": id_, "sha256": sha256, "media_type": media_type, "content": content}
        self.db["file"].insert(row, pk="id", replace=True)

    def keep_attached_file(self, id_: str, sha256: str, media_type: str) -> None:
        """Makes an attachment that is held a material's file."""
        self.db.execute(
            "insert or ignore into file (id, sha256, media_type, content)"
            " select ?, sha256, ?, content from attachment where sha256 = ?",
            (id_, media_type, sha256),
        )

    def file(self, id_: str) -> tuple[str, str, bytes] | None:
        """A material's SHA-256, media type and bytes; None where there is none."""
        found = self.db.execute("select sha256, media_type, content from file where id = ?", (id_,))
        row = found.fetchone()
        return (row[0], row[1], row[2]) if row else None

    def keep_attachment(self, sha256: str, content: bytes) -> bool:
        """Whether it is new here."""
        if self.has_attachment(sha256):
            return False
        self.db["attachment"].insert({"sha256": sha256, "content": content}, pk="sha256")
        return True

    def has_attachment(self, sha256: str) -> bool:
        found = self.db.execute("select 1 from attachment where sha256 = ?", (sha256,))
        return found.fetchone() is not None

    def note_fault(self, case_id: str, fault: str, places: tuple[str, ...]) -> None:
        """The answer key: where a fault of a case can be found (mistakes.py, ``places``)."""
        row = {"case_id": case_id, "fault": fault, "places": " ".join(places)}
        self.db["seeded_fault"].insert(row)

    def faults(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """The answer key: case, fault, and the places where it shows."""
        found = self.db.execute("select case_id, fault, places from seeded_fault")
        return [(case_id, fault, tuple(places.split())) for case_id, fault, places in found]

    def drill(self, id_: str) -> tuple[str, bytes, bytes, bytes | None] | None:
        """Whose it is, the drill as it was begun, what was known of its cases then, its result."""
        found = self.db.execute(
            "select clerk_id, begun, known, mark from drill where id = ?", (id_,)
        )
        row = found.fetchone()
        return (row[0], row[1], row[2], row[3]) if row else None

    def keep_drill(self, id_: str, clerk_id: str, begun: bytes, known: bytes) -> None:
        row = {"id": id_, "clerk_id": clerk_id, "begun": begun, "known": known, "mark": None}
        self.db["drill"].insert(row, pk="id")

    def keep_drill_result(self, id_: str, result: bytes) -> None:
        self.db["drill"].update(id_, {"mark": result})

    def keep_licence(self, holder: str, kind: str, body: Any) -> None:
        row = {"holder": holder, "kind": kind, "body": msgspec.json.encode(body)}
        self.db["licence"].insert(row)

    def replace_licence(self, holder: str, kind: str, no: str, body: Any) -> None:
        """Keeps a licence in place of the one of the same holder, kind and number."""
        self.db.execute(
            "update licence set body = ? where holder = ? and kind = ?"
            " and json_extract(cast(body as text), '$.no') = ?",
            (msgspec.json.encode(body), holder, kind, no),
        )

    def licences(self, holder: str, kind: str) -> list[bytes]:
        """The JSON of a holder's licences, of one kind or, with ``""``, of all."""
        found = self.db.execute(
            "select body from licence where holder = ? and (? = '' or kind = ?)",
            (holder, kind, kind),
        )
        return [row[0] for row in found]

    def meta(self, key: str) -> str:
        """A value by its key; ``""`` where it was never set."""
        row = self.db.execute("select value from meta where key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def set_meta(self, key: str, value: str) -> None:
        self.db["meta"].insert({"key": key, "value": value}, pk="key", replace=True)
