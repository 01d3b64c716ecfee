"""Items, scenes, one-things, articles, calendars and evaluations, as the feed brought them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import asdict

from app.cases.checks import Situation
from app.cases.model import (
    Article,
    CalendarYear,
    Evaluation,
    Item,
    ItemRef,
    OneThing,
    PoolHead,
    Scene,
    SubApplication,
)
from app.cases.workdays import WorkCalendar
from app.store.database import Changed, upsert
from app.store.search import query
from app.store.search.index_text import Texts, indexed, texts

if TYPE_CHECKING:
    from sqlite_utils import Database

T = TypeVar("T")


def put(db: Database, kind: str, bodies: Iterable[tuple[str, int, bytes]]) -> list[Changed]:
    """Keeps ``(id, revision, JSON body)`` of a kind."""
    said = list(bodies)
    if not said:
        return []
    rows = [{"kind": kind, "id": i, "revision": r, "body": b} for i, r, b in said]
    upsert(db.conn, "catalogue", "kind, id", rows)
    if kind in _TEXTS:
        _index(db.conn, kind, {id_: _TEXTS[kind](body) for id_, _, body in said})
    return [Changed(kind, tuple(id_ for id_, _, _ in said))]


def drop(db: Database, kind: str, ids: Iterable[str]) -> list[Changed]:
    gone = list(ids)
    for id_, row in _numbers(db.conn, kind, gone).items():
        query.forget(db.conn, TEXT, row)
        db.execute("delete from catalogue where kind = ? and id = ?", (kind, id_))
    return [Changed(kind, tuple(gone))] if gone else []


def index_again(db: Database, kind: str) -> None:
    """Writes what everything of a kind is found by."""
    bodies = db.conn.execute("select id, body from catalogue where kind = ?", (kind,)).fetchall()
    _index(db.conn, kind, {row[0]: _TEXTS[kind](row[1]) for row in bodies})


def _index(connection: Any, kind: str, said: dict[str, Texts]) -> None:
    """Writes what these are found by."""
    rows = _numbers(connection, kind, said)
    query.write(connection, TEXT, {rows[id_]: indexed(each) for id_, each in said.items()})


def _numbers(connection: Any, kind: str, ids: Iterable[str]) -> dict[str, int]:
    found = connection.execute(
        "select json_group_object(id, row) from catalogue"
        " where kind = ? and id in (select value from json_each(?))",
        (kind, msgspec.json.encode(list(ids)).decode()),
    )
    return msgspec.json.decode(found.fetchone()[0], type=dict[str, int])


def _item_texts(body: bytes) -> Texts:
    item = msgspec.json.decode(body, type=Item)
    papers = [material.name for material in item.materials]
    return texts([item.name], [item.code, item.conditions, *item.legal_basis, *papers])


def _scene_texts(body: bytes) -> Texts:
    scene = msgspec.json.decode(body, type=Scene)
    return texts([scene.name], [scene.code])


def _article_texts(body: bytes) -> Texts:
    article = msgspec.json.decode(body, type=Article)
    return texts([article.title], [article.text, *article.keywords], article.keywords)


_TEXTS = {"item": _item_texts, "scene": _scene_texts, "article": _article_texts}


def _names_of(connection: Any, numbers: list[int]) -> dict[int, Texts]:
    found = connection.execute(
        "select row, kind, body from catalogue where row in (select value from json_each(?))",
        (msgspec.json.encode(numbers).decode(),),
    )
    return {row[0]: _TEXTS[row[1]](row[2]) for row in found}


TEXT = query.Index("catalogue", _names_of)


def revisions(connection: Any, kind: str) -> dict[str, int]:
    found = connection.execute(
        "select json_group_object(id, revision) from catalogue where kind = ?", (kind,)
    )
    return msgspec.json.decode(found.fetchone()[0], type=dict[str, int])


def revisions_of(connection: Any, kind: str, ids: Iterable[str]) -> dict[str, int]:
    """The revisions of these, of those that are here."""
    found = connection.execute(
        "select json_group_object(id, revision) from catalogue"
        " where kind = ? and id in (select value from json_each(?))",
        (kind, msgspec.json.encode(list(ids)).decode()),
    )
    return msgspec.json.decode(found.fetchone()[0], type=dict[str, int])


def _one(connection: Any, kind: str, id_: str, type_: type[T]) -> T | None:
    row = connection.execute(
        "select body from catalogue where kind = ? and id = ?", (kind, id_)
    ).fetchone()
    return msgspec.json.decode(row[0], type=type_) if row else None


def _all(connection: Any, kind: str, type_: type[T]) -> list[T]:
    rows = connection.execute("select body from catalogue where kind = ? order by id", (kind,))
    return [msgspec.json.decode(row[0], type=type_) for row in rows]


def item(connection: Any, ref: ItemRef) -> Item | None:
    """The item whole; None where the feed has not brought it yet."""
    return _one(connection, "item", ref.code, Item)


def items(connection: Any) -> list[Item]:
    return _all(connection, "item", Item)


def items_of(connection: Any, codes: list[str]) -> list[Item]:
    """The items with these codes that are here, in their order."""
    rows = connection.execute(
        "select c.body from catalogue c join json_each(?) s on c.kind = 'item' and c.id = s.value"
        " order by s.key",
        (msgspec.json.encode(codes).decode(),),
    )
    return [msgspec.json.decode(row[0], type=Item) for row in rows]


def bodies(connection: Any, numbers: Sequence[int]) -> list[tuple[int, Item | Scene | Article]]:
    """What is found by search at these row numbers, in their order."""
    found = connection.execute(
        "select c.row, c.kind, c.body from catalogue c join json_each(?) s on c.row = s.value"
        " order by s.key",
        (msgspec.json.encode(numbers).decode(),),
    )
    types = {"item": Item, "scene": Scene, "article": Article}
    return [(row[0], msgspec.json.decode(row[2], type=types[row[1]])) for row in found]


def thing(connection: Any, thing_id: str) -> OneThing | None:
    return _one(connection, "one_thing", thing_id, OneThing)


def scenes(connection: Any) -> list[Scene]:
    return _all(connection, "scene", Scene)


def pool(connection: Any) -> list[PoolHead]:
    return _all(connection, "pool", PoolHead)


def articles(connection: Any, item_code: str) -> list[Article]:
    return [a for a in _all(connection, "article", Article) if item_code in a.item_codes]


def evaluations(connection: Any, case_id: str) -> tuple[Evaluation, ...]:
    """What the applicant thought of a case's handling."""
    found = connection.execute(
        "select body from catalogue where kind = 'evaluation'"
        " and json_extract(cast(body as text), '$.sub_application_id') = ? order by id",
        (case_id,),
    )
    return tuple(msgspec.json.decode(row[0], type=Evaluation) for row in found)


def calendar(connection: Any) -> WorkCalendar:
    """The packaged calendar with the centre's years over it."""
    return WorkCalendar.packaged().with_years(tuple(_all(connection, "calendar", CalendarYear)))


def situation(connection: Any, case: SubApplication, today: date) -> Situation:
    """What is known here around a case."""
    duplicates = connection.execute(
        "select no from cases where applicant_key = ? and item_code = ? and id <> ?"
        " and state in ('received', 'correcting', 'reviewing', 'special')",
        (case.applicant.id_number, case.item.code, case.id),
    )
    whole = item(connection, case.item)
    return Situation(
        today=today,
        item=whole or Item(**asdict(case.item)),
        item_known=whole is not None,
        calendar=calendar(connection),
        thing=thing(connection, case.one_thing.id),
        evaluations=evaluations(connection, case.id),
        open_duplicates=tuple(row[0] for row in duplicates) if case.applicant.id_number else (),
    )
