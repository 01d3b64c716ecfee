"""Reading the change feed: each page whole with its cursor, or not at all."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from app.cases.model import SubApplication, civil
from app.central import errors
from app.central.client import Central
from app.central.wire import BODIES, MOST_REVISION, Change, ChangesPage, KindDigest, bounded, decode
from app.store import cases, catalogue, decisions, outbox, waiting
from app.store.database import Changed, Store, meta, set_meta

if TYPE_CHECKING:
    from sqlite_utils import Database

CASE = "sub_application"
MOST_PAGES = 5000  # of one reading: two and a half million records


class Progress(msgspec.Struct, frozen=True):
    """How far a pull is: records taken in, of how many (0 where unknown)."""

    done: int
    total: int


def pull(
    store: Store, central: Central, now: datetime, report: Callable[[Progress], None]
) -> ChangesPage:
    """Takes in everything the feed has; returns its last page.

    Where a case's revision has fallen, the centre was restored from a backup:
    what it lost of this clerk's actions is sent again.

    A reading from the start, the first one or after an expired cursor or a
    differing digest, drops in the end what it did not name.
    """
    cursor = meta(store.reader(), "cursor")
    fresh = not cursor
    total = _expected(central) if fresh else 0
    done = 0
    if fresh:
        report(Progress(0, total))
    named: dict[str, set[str]] | None = defaultdict(set) if fresh else None
    passed: set[str] = {cursor}
    writing: Future[tuple[Changed, ...]] | None = None
    while True:
        try:
            page = central.changes(cursor)
        except errors.CursorExpired:
            if named is not None:
                raise
            cursor, named, done = "", defaultdict(set), 0
            total = _expected(central)
            passed = {cursor}
            continue
        if page.more and (page.cursor in passed or len(passed) > MOST_PAGES):
            raise errors.NotTheCentre("a feed that does not end")
        passed.add(page.cursor)
        writing = _apply(store, page, now, writing)
        for change in page.changes:
            if named is not None and change.op == "put":
                named[change.kind].add(change.id)
        done += len(page.changes)
        if page.changes:
            report(Progress(done, max(total, done) if total else 0))
        cursor = page.cursor
        if not page.more:
            break
    _written(writing)
    if named is not None:
        kept = named
        store.take_in(lambda db: _sweep(db, kept)).result()
    return page


def differing_kinds(store: Store, theirs: dict[str, KindDigest]) -> list[str]:
    """The kinds whose ids and revisions here are not the centre's."""
    connection = store.reader()
    return [
        kind
        for kind, said in theirs.items()
        if kind in BODIES and digest_of(_held(connection, kind)) != said.digest
    ]


def digest_of(revisions: dict[str, int]) -> str:
    """SHA-256 of ``id:revision\\n`` for all ids sorted (central-api.md, "digest")."""
    text = "".join(f"{id_}:{revisions[id_]}\n" for id_ in sorted(revisions))
    return hashlib.sha256(text.encode()).hexdigest()


def _expected(central: Central) -> int:
    return sum(kind.count for kind in central.digest().values())


def _apply(
    store: Store, page: ChangesPage, now: datetime, before: Future[tuple[Changed, ...]] | None
) -> Future[tuple[Changed, ...]]:
    """Decodes here, then writes the page and its cursor in one transaction.

    While it is written the next one is fetched; it waits for the one ``before``.
    """
    today = civil(now)
    puts = list(_decoded(page.changes))
    said = [cases.told(b, bytes(c.body)) for c, b in puts if isinstance(b, SubApplication)]
    drops = [change for change in page.changes if change.op == "drop"]
    things = {each.case.one_thing.id for each in said} | {
        change.id for change, _ in puts if change.kind == "one_thing"
    }

    def work(db: Database) -> list[Changed]:
        changed = []
        for kind in BODIES:
            if kind == CASE:
                continue
            changed += catalogue.put(
                db, kind, [(c.id, c.revision, bytes(c.body)) for c, _ in puts if c.kind == kind]
            )
            changed += catalogue.drop(db, kind, [c.id for c in drops if c.kind == kind])
        fallen = cases.fallen(db.conn, {each.case.id: each.case.revision for each in said})
        changed += cases.put(db, said, today)
        waiting.refresh(db.conn, things)
        for id_ in fallen:
            changed += decisions.send_again(db, id_, now)
        changed += decisions.rebase_all(db, [each.case.id for each in said], today)
        for change in drops:
            if change.kind == CASE:
                changed += outbox.case_gone(db, change.id)
        changed += cases.drop(db, [c.id for c in drops if c.kind == CASE])
        set_meta(db, "cursor", page.cursor)
        return changed

    if before is not None:
        _written(before)
    return store.take_in(work)


def _written(page: Future[tuple[Changed, ...]]) -> None:
    """Waits for a page; what the cache cannot hold is no answer of the centre's."""
    try:
        page.result()
    except (OverflowError, ValueError) as error:  # a number or a text beyond what SQLite knows
        raise errors.NotTheCentre(type(error).__name__) from error


def _decoded(changes: tuple[Change, ...]) -> Iterator[tuple[Change, msgspec.Struct]]:
    """The puts of known kinds, the last one of each id; raises NotTheCentre on a broken body."""
    last = {(c.kind, c.id): c for c in changes if c.kind in BODIES}
    for change in last.values():
        if change.op != "put":
            continue
        if not 0 <= change.revision <= MOST_REVISION:
            raise errors.NotTheCentre(f"{change.kind}: revision out of range")
        try:
            body = bounded(change.body)
            yield replace(change, body=msgspec.Raw(body)), decode(body, BODIES[change.kind])
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise errors.NotTheCentre(f"{change.kind}: {error}") from error


def _sweep(db: Database, named: dict[str, set[str]]) -> list[Changed]:
    changed = []
    for kind in BODIES:
        gone = [id_ for id_ in _held(db.conn, kind) if id_ not in named.get(kind, set())]
        if kind == CASE:
            for id_ in gone:
                changed += outbox.case_gone(db, id_)
            changed += cases.drop(db, gone)
        else:
            changed += catalogue.drop(db, kind, gone)
    return changed


def _held(connection: object, kind: str) -> dict[str, int]:
    return cases.revisions(connection) if kind == CASE else catalogue.revisions(connection, kind)
