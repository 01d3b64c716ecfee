"""Reading the change feed: each page whole with its cursor, or not at all."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

import msgspec

from app.cases.model import civil
from app.central import errors, tolerant
from app.central.client import CentralClient
from app.central.tolerant import Page
from app.central.wire import BODIES, MOST_REVISION, Change, KindDigest
from app.machine.precedence import give_way, step_aside
from app.store import cases, catalogue, decisions, outbox, unreadable, waiting
from app.store.changes import Changed
from app.store.connection import TOO_MUCH, Reader, Writer, whole_or_nothing
from app.store.database import Store, Written, meta, set_meta
from app.store.unreadable import Unreadable

CASE = "sub_application"
MOST_PAGES = 5000  # of one reading: two and a half million records
READ_AT_ONCE = 32  # bodies, while the page before is written: that takes longer
LET_GO = 16  # bodies at once: the interpreter frees them in one turn


class Progress(msgspec.Struct, frozen=True):
    """How far a pull is: records taken in, of how many (0 where unknown)."""

    done: int
    total: int


class Pulled(msgspec.Struct, frozen=True):
    """The last page of a pull, what of all its pages could not be read, and whether it was a
    reading from the start. ``telling_less``: the cases that came with fewer words of a notice than
    the clerk served."""

    page: Page
    unreadable: tuple[Unreadable, ...]
    from_start: bool
    telling_less: frozenset[str]


class _Put(msgspec.Struct, frozen=True):
    """A change with its body; ``said`` where it is a case."""

    change: Change
    raw: bytes
    said: cases.Told | None
    partly: Unreadable | None


def pull(
    store: Store, central: CentralClient, now: datetime, report: Callable[[Progress], None]
) -> Pulled:
    """Takes in everything the feed has.

    A revision lower than the one here is an old page's and changes nothing, unless the centre was
    restored from a backup: its ``epoch`` is another one, or, at a centre that has none, its digest
    agrees with the lower revisions. Then all is read from the start as it stands, and what the
    centre lost of this clerk's actions is sent again.

    A reading from the start, the first one or after an expired cursor or a differing digest, drops
    in the end what it did not name. It is made as well where a case came back whose one-thing was
    emptied here meanwhile, and the centre does not say it again.
    """
    known, cursor = meta(store.reader(), "epoch"), meta(store.reader(), "cursor")
    reading = _Reading(store, central, now, report, cursor, known)
    try:
        page = reading.read()
    except _AnotherEpoch:
        reading = _Reading(store, central, now, report, "", known, restored=frozenset(BODIES))
        page = reading.read()
    if reading.older and not (known and page.epoch):
        restored = reading.kinds_that_fell()
        if restored:
            reading = _Reading(store, central, now, report, "", known, restored=restored)
            page = reading.read()
    if catalogue.emptied(store.reader(), reading.things):
        known = meta(store.reader(), "epoch")
        reading = _Reading(store, central, now, report, "", known)
        page = reading.read()
    odd, less = tuple(reading.unreadable.values()), frozenset(reading.telling_less)
    return Pulled(page, odd, reading.from_start, less)


def differing_kinds(store: Store, theirs: dict[str, KindDigest]) -> list[str]:
    """The kinds whose ids and revisions here are not the centre's."""
    db = store.reader()
    return [
        kind
        for kind, said in theirs.items()
        if kind in BODIES
        and not _agrees({**_held(db, kind), **unreadable.revisions(db, kind)}, said)
    ]


def digest_of(revisions: Mapping[str, int | str]) -> str:
    """SHA-256 of ``id:revision\\n`` for all ids sorted (docs/contract.md, "The change feed")."""
    text = "".join(f"{id_}:{revisions[id_]}\n" for id_ in sorted(revisions))
    return hashlib.sha256(text.encode()).hexdigest()


def _agrees(revisions: Mapping[str, int | str], said: KindDigest) -> bool:
    """In whatever letters the centre writes its digits."""
    return digest_of(revisions) == said.digest.lower()


class _AnotherEpoch(Exception):
    """The cursor is of another epoch: what it led to says nothing of what was before it."""


class _Reading:
    """One way through the feed, from a cursor to its end.

    ``restored``: the kinds in which a lower revision is the centre's word.
    """

    def __init__(
        self,
        store: Store,
        central: CentralClient,
        now: datetime,
        report: Callable[[Progress], None],
        cursor: str,
        epoch: str,
        restored: frozenset[str] = frozenset(),
    ) -> None:
        self._store, self._central, self._now, self._report = store, central, now, report
        self._cursor, self._epoch, self._restored = cursor, epoch, restored
        self._named: dict[str, dict[str, int]] = defaultdict(dict)
        self.from_start = not cursor
        self.older: set[str] = set()  # kinds that had revisions lower than those here
        self.unreadable: dict[tuple[str, str], Unreadable] = {}
        self.telling_less: set[str] = set()
        self.things: set[str] = set()  # those of the cases that came
        self._being_written: list[_Put] = []

    def read(self) -> Page:
        """All pages; raises what the wire raises, or _AnotherEpoch."""
        total, done = self._expected(), 0
        passed = {self._cursor}
        writing: Written | None = None
        if self.from_start:
            self._report(Progress(0, total))
        while True:
            try:
                page = self._central.changes(self._cursor)
            except errors.CursorExpired:
                if self.from_start:
                    raise
                self._begin_again()
                total, done, passed = self._expected(), 0, {""}
                continue
            self._check_epoch(page)
            if page.more and (page.cursor in passed or len(passed) > MOST_PAGES):
                raise errors.NotTheCentre("a feed that does not end")
            passed.add(page.cursor)
            writing = self._write(page, writing)
            done += len(page.changes)
            if page.changes:
                self._report(Progress(done, max(total, done) if total else 0))
            self._cursor = page.cursor
            if not page.more:
                break
        writing.result()
        if self.from_start or page.epoch not in ("", self._epoch):
            self._store.write_refetchable(lambda db: self._finish(db, page.epoch)).result()
        return page

    def kinds_that_fell(self) -> frozenset[str]:
        """The kinds in which the centre's digest is that of what it named, lower as it is."""
        theirs = self._central.digest()
        return frozenset(
            kind
            for kind in self.older
            if self.from_start and kind in theirs and _agrees(self._named[kind], theirs[kind])
        )

    def _begin_again(self) -> None:
        self._cursor, self.from_start = "", True
        self._named.clear()

    def _expected(self) -> int:
        if not self.from_start:
            return 0
        return sum(kind.count for kind in self._central.digest().values())

    def _check_epoch(self, page: Page) -> None:
        if page.epoch and self._epoch and page.epoch != self._epoch and not self._restored:
            raise _AnotherEpoch

    def _write(self, page: Page, before: Written | None) -> Written:
        """Decodes here, then writes the page and its cursor in one transaction.

        While it is written the next one is fetched; it waits for the one ``before``.
        """
        latest = {(c.kind, c.id): c for c in page.changes if c.kind in BODIES}  # the later one wins
        said = [c for c in latest.values() if c.op != "drop"]
        puts, odd = _decoded(said, self._now, before)
        drops = [c for c in latest.values() if c.op == "drop"]

        def work(db: Writer) -> list[Changed]:
            changed = self._apply_each(db, puts, drops)
            changed += self._set_aside(db, odd)
            set_meta(db, "cursor", page.cursor)
            return changed

        if before is not None:
            before.result()
        self._let_go_of_written()
        self._being_written = puts
        for change in latest.values():
            if change.op == "drop":
                self._named[change.kind].pop(change.id, None)
            elif change.id:
                named = self._named[change.kind]
                named[change.id] = max(change.revision, named.get(change.id, change.revision))
        return self._store.write_refetchable(work)

    def _let_go_of_written(self) -> None:
        """In small parts, and here: to free a page's bodies at once would keep everybody else from
        the interpreter for a while, the window too."""
        while self._being_written:
            give_way()
            del self._being_written[-LET_GO:]

    def _apply_each(self, db: Writer, puts: list[_Put], drops: list[Change]) -> list[Changed]:
        """All at once; where one of them is more than the cache can hold, each by itself."""
        try:
            with whole_or_nothing(db):
                return self._apply(db, puts, drops)
        except TOO_MUCH:
            changed: list[Changed] = []
        for put in puts:
            try:
                with whole_or_nothing(db):
                    changed += self._apply(db, [put], [])
            except TOO_MUCH as error:
                changed += self._set_aside(db, [_record(put.change, self._now, error)])
        return [*changed, *self._apply(db, [], drops)]

    def _apply(self, db: Writer, puts: list[_Put], drops: list[Change]) -> list[Changed]:
        today = civil(self._now)
        puts = self._newest(db, puts)
        said = [put.said for put in puts if put.said is not None]
        ids = [each.case.id for each in said]
        changed: list[Changed] = []
        things = [put.change.id for put in puts if put.change.kind == "one_thing"]
        emptied = catalogue.emptied(db, things)
        for kind in BODIES:
            of_kind = [put for put in puts if put.change.kind == kind]
            gone = [c.id for c in drops if c.kind == kind]
            changed += unreadable.forget(db, kind, [*(p.change.id for p in of_kind), *gone])
            if kind != CASE:
                bodies = [(p.change.id, p.change.revision, p.raw) for p in of_kind]
                changed += catalogue.put(db, kind, bodies)
                changed += catalogue.drop(db, kind, gone)
        changed += self._set_aside(db, [put.partly for put in puts if put.partly is not None])
        before = decisions.before_restoring(db, ids, self._now) if CASE in self._restored else {}
        come_back = set(ids) - cases.revisions_of(db, ids).keys()
        changed += cases.put(db, said, today)
        waiting.refresh(db, _things(puts))
        for id_, raw in before.items():
            changed += decisions.send_again(db, id_, raw, self._now)
        changed += decisions.follow_holders(db, [each.case for each in said], come_back, self._now)
        changed += decisions.rebase_all(db, ids, today)
        with_notices = outbox.with_notices(db, ids)
        self.telling_less |= {id_ for id_ in with_notices if decisions.tells_less(db, id_)}
        gone = [c.id for c in drops if c.kind == CASE]
        for id_ in gone:
            changed += outbox.case_gone(db, id_, self._now)
        changed += cases.drop(db, gone)
        self.things |= {each.case.one_thing.id for each in said}
        return [*changed, *catalogue.empty_orphans(db, emptied)]

    def _newest(self, db: Writer, puts: list[_Put]) -> list[_Put]:
        """Without those that are older than what is here."""
        newest: list[_Put] = []
        for kind in {put.change.kind for put in puts}:
            of_kind = [put for put in puts if put.change.kind == kind]
            held: Mapping[str, int] = self._named[kind]
            if kind not in self._restored:
                held = _held_of(db, kind, [put.change.id for put in of_kind])
            fresh = [p for p in of_kind if p.change.revision >= held.get(p.change.id, 0)]
            if len(fresh) < len(of_kind):
                self.older.add(kind)
            newest += fresh
        return newest

    def _set_aside(self, db: Writer, records: list[Unreadable]) -> list[Changed]:
        self.unreadable |= {(each.kind, each.id): each for each in records}
        return unreadable.note(db, [each for each in records if each.id])

    def _finish(self, db: Writer, epoch: str) -> list[Changed]:
        """The epoch is known once all of it is read: a reading that was cut off begins again."""
        changed = _sweep(db, self._named, self._now) if self.from_start else []
        if epoch and epoch != self._epoch:
            set_meta(db, "epoch", epoch)
        return changed


def _decoded(
    changes: Iterable[Change], now: datetime, before: Written | None
) -> tuple[list[_Put], list[Unreadable]]:
    """``before``: the page that may still be being written, which the next one waits for."""
    puts, odd = [], []
    for number, change in enumerate(changes, 1):
        give_way()
        if number % READ_AT_ONCE == 0 and before is not None and not before.done():
            step_aside()
        try:
            puts.append(_put(change, now))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError) as error:
            odd.append(_record(change, now, error))
    return puts, odd


def _put(change: Change, now: datetime) -> _Put:
    """Raises where nothing can be made of it."""
    if not 0 <= change.revision <= MOST_REVISION or change.op != "put":
        raise ValueError(f"op {change.op[:20]!r}, revision {change.revision}")
    if change.kind == CASE:
        return _put_of_case(change, now)
    body = tolerant.read(change.body, BODIES[change.kind])
    return _Put(change, body.raw, None, _partly(change, now, body.left_out))


def _put_of_case(change: Change, now: datetime) -> _Put:
    body = tolerant.read_case(change.body)
    if body.value.id != change.id:
        raise ValueError("the body of another id")
    said = cases.prepare_case(body.value, body.raw, change.revision)
    parts = tuple(dict.fromkeys((*body.left_out, *tolerant.missing(body.value))))
    return _Put(change, body.raw, said, _partly(change, now, parts))


def _partly(change: Change, now: datetime, parts: tuple[str, ...]) -> Unreadable | None:
    return _record(change, now, None, parts) if parts else None


def _record(
    change: Change, now: datetime, error: Exception | None, parts: tuple[str, ...] = ()
) -> Unreadable:
    why = f"{type(error).__name__}: {error}" if error is not None else ""
    return Unreadable(
        kind=change.kind,
        id=change.id,
        revision=str(change.revision),
        parts=parts,
        why=why,
        noted_at=now,
    )


def _things(puts: Iterable[_Put]) -> set[str]:
    """The one-things whose cases' places in the list may have changed."""
    return {
        put.said.case.one_thing.id if put.said is not None else put.change.id
        for put in puts
        if put.said is not None or put.change.kind == "one_thing"
    }


def _sweep(db: Writer, named: Mapping[str, Mapping[str, int]], now: datetime) -> list[Changed]:
    changed = []
    for kind in BODIES:
        held = {*_held(db, kind), *unreadable.revisions(db, kind)}
        gone = [id_ for id_ in held if id_ not in named.get(kind, {})]
        changed += unreadable.forget(db, kind, gone)
        if kind == CASE:
            for id_ in gone:
                changed += outbox.case_gone(db, id_, now)
            changed += cases.drop(db, gone)
        else:
            changed += catalogue.drop(db, kind, gone)
    return changed


def _held(db: Reader, kind: str) -> dict[str, int]:
    return cases.revisions(db) if kind == CASE else catalogue.revisions(db, kind)


def _held_of(db: Reader, kind: str, ids: list[str]) -> dict[str, int]:
    if kind == CASE:
        return cases.revisions_of(db, ids)
    return catalogue.revisions_of(db, kind, ids)
