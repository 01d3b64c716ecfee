"""Items, scenes, one-things, articles, calendars and evaluations, as the feed brought them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar, cast

from msgspec.structs import asdict, replace

from app.cases.checks import Situation
from app.cases.contract import API_VERSION, OLDER_API
from app.cases.model import (
    OPEN_STATES,
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
from app.cases.typed import decode
from app.cases.workdays import WorkCalendar
from app.store import arrivals
from app.store.changes import Changed, ChangeKind
from app.store.connection import Reader, Writer, as_json, one_of, upsert_many
from app.store.database import meta
from app.store.search import query
from app.store.search.index_text import Texts, indexed, texts

T = TypeVar("T")


def put(db: Writer, kind: str, bodies: Iterable[tuple[str, int, bytes]]) -> list[Changed]:
    """Keeps ``(id, revision, JSON body)`` of a kind."""
    said = list(bodies)
    if not said:
        return []
    rows = [{"kind": kind, "id": i, "revision": r, "body": b} for i, r, b in said]
    came = arrivals.note_things(db, {i: b for i, _, b in said}) if kind == "one_thing" else []
    upsert_many(db, "catalogue", "kind, id", rows)
    if kind in _TEXTS:
        _index(db, kind, {id_: _TEXTS[kind](body) for id_, _, body in said})
    return [Changed(cast(ChangeKind, kind), tuple(id_ for id_, _, _ in said)), *came]


def drop(db: Writer, kind: str, ids: Iterable[str]) -> list[Changed]:
    gone = list(ids)
    for id_, row in _numbers(db, kind, gone).items():
        query.forget(db, TEXT, row)
        db.execute("delete from catalogue where kind = ? and id = ?", (kind, id_))
    return [Changed(cast(ChangeKind, kind), tuple(gone))] if gone else []


def empty_orphans(db: Writer, thing_ids: Iterable[str]) -> list[Changed]:
    """Of one-things of which no case is here, forgets what they said. Id and revision stay, until
    the centre drops them: its digest counts them."""
    found = db.execute(
        "update catalogue set body = x'' where kind = 'one_thing' and length(body) > 0"
        " and id in (select value from json_each(?))"
        " and not exists (select 1 from cases where thing_id = catalogue.id) returning id",
        (as_json(list(thing_ids)),),
    )
    ids = tuple(row["id"] for row in found)
    return [Changed("one_thing", ids)] if ids else []


def emptied(db: Reader, thing_ids: Iterable[str]) -> list[str]:
    """Those of these one-things of which only id and revision are here."""
    return db.column(
        "select id from catalogue where kind = 'one_thing' and length(body) = 0"
        " and id in (select value from json_each(?))",
        (as_json(list(thing_ids)),),
    )


def index_again(db: Writer, kind: str) -> None:
    """Writes what everything of a kind is found by."""
    found = db.rows("select id, body from catalogue where kind = ?", (kind,))
    _index(db, kind, {row["id"]: _TEXTS[kind](row["body"]) for row in found})


def _index(db: Writer, kind: str, said: dict[str, Texts]) -> None:
    """Writes what these are found by."""
    rows = _numbers(db, kind, said)
    query.write(db, TEXT, {rows[id_]: indexed(each) for id_, each in said.items()})


def _numbers(db: Reader, kind: str, ids: Iterable[str]) -> dict[str, int]:
    found = db.value(
        "select json_group_object(id, row) from catalogue"
        " where kind = ? and id in (select value from json_each(?))",
        (kind, as_json(list(ids))),
    )
    return decode(found, dict[str, int])


def _item_texts(body: bytes) -> Texts:
    item = decode(body, Item)
    papers = [material.name for material in item.materials]
    return texts([item.name], [item.code, item.conditions, *item.legal_basis, *papers])


def _scene_texts(body: bytes) -> Texts:
    scene = decode(body, Scene)
    return texts([scene.name], [scene.code])


def _article_texts(body: bytes) -> Texts:
    article = decode(body, Article)
    return texts([article.title], [article.text, *article.keywords], article.keywords)


_TEXTS = {"item": _item_texts, "scene": _scene_texts, "article": _article_texts}


def _names_of(db: Reader, numbers: list[int]) -> dict[int, Texts]:
    found = db.rows(
        "select row, kind, body from catalogue where row in (select value from json_each(?))",
        (as_json(numbers),),
    )
    return {row["row"]: _TEXTS[row["kind"]](row["body"]) for row in found}


TEXT = query.Index("catalogue", _names_of)


def revisions(db: Reader, kind: str) -> dict[str, int]:
    found = db.value(
        "select json_group_object(id, revision) from catalogue where kind = ?", (kind,)
    )
    return decode(found, dict[str, int])


def revisions_of(db: Reader, kind: str, ids: Iterable[str]) -> dict[str, int]:
    """The revisions of these, of those that are here."""
    found = db.value(
        "select json_group_object(id, revision) from catalogue"
        " where kind = ? and id in (select value from json_each(?))",
        (kind, as_json(list(ids))),
    )
    return decode(found, dict[str, int])


def _one(db: Reader, kind: str, id_: str, type_: type[T]) -> T | None:
    found = db.value("select body from catalogue where kind = ? and id = ?", (kind, id_))
    return decode(found, type_) if found else None


def _all(db: Reader, kind: str, type_: type[T]) -> list[T]:
    bodies = db.column("select body from catalogue where kind = ? order by id", (kind,))
    return [decode(body, type_) for body in bodies]


def item(db: Reader, ref: ItemRef) -> Item | None:
    """The item whole; None where the feed has not brought it yet."""
    return _one(db, "item", ref.code, Item)


def item_or_head(db: Reader, ref: ItemRef) -> Item:
    """The item whole or, until the feed brings it, what a case says of it."""
    return item(db, ref) or Item(**asdict(ref))


def items(db: Reader) -> list[Item]:
    return _all(db, "item", Item)


def items_of(db: Reader, codes: list[str]) -> list[Item]:
    """The items with these codes that are here, in their order."""
    bodies = db.column(
        "select c.body from catalogue c join json_each(?) s on c.kind = 'item' and c.id = s.value"
        " order by s.key",
        (as_json(codes),),
    )
    return [decode(body, Item) for body in bodies]


def bodies(db: Reader, numbers: Sequence[int]) -> list[tuple[int, Item | Scene | Article]]:
    """What is found by search at these row numbers, in their order."""
    found = db.rows(
        "select c.row, c.kind, c.body from catalogue c join json_each(?) s on c.row = s.value"
        " order by s.key",
        (as_json(numbers),),
    )
    types: dict[str, type[Item | Scene | Article]] = {
        "item": Item, "scene": Scene, "article": Article,
    }  # fmt: skip
    return [(row["row"], decode(row["body"], types[row["kind"]])) for row in found]


def thing(db: Reader, thing_id: str) -> OneThing | None:
    """With the clerk's own open cases as their list has them: deemed accepted by now, or asked for
    correction a moment ago. What is decided counts for the others once the centre says so.
    """
    said = _one(db, "one_thing", thing_id, OneThing)
    if said is None:
        return None
    own = {
        row["id"]: {"state": row["state"], "due": row["due"] and date.fromisoformat(row["due"])}
        for row in db.rows(
            "select id, state, due from cases where id in (select value from json_each(?))"
            f" and state in {one_of(OPEN_STATES)}",
            (as_json([sibling.id for sibling in said.sub_applications]),),
        )
    }
    if not own:
        return said
    siblings = (replace(s, **own[s.id]) if s.id in own else s for s in said.sub_applications)
    return replace(said, sub_applications=tuple(siblings))


def scenes(db: Reader) -> list[Scene]:
    return _all(db, "scene", Scene)


def pool(db: Reader) -> list[PoolHead]:
    return _all(db, "pool", PoolHead)


def articles(db: Reader, item_code: str) -> list[Article]:
    return [a for a in _all(db, "article", Article) if item_code in a.item_codes]


def evaluations(db: Reader, case_id: str) -> tuple[Evaluation, ...]:
    """What the applicant thought of a case's handling."""
    bodies = db.column(
        "select body from catalogue where kind = 'evaluation'"
        " and json_extract(cast(body as text), '$.sub_application_id') = ? order by id",
        (case_id,),
    )
    return tuple(decode(body, Evaluation) for body in bodies)


def calendar(db: Reader) -> WorkCalendar:
    """The packaged calendar with the centre's years over it."""
    return WorkCalendar.packaged().with_years(tuple(_all(db, "calendar", CalendarYear)))


def situation(db: Reader, case: SubApplication, today: date) -> Situation:
    """What is known here around a case."""
    duplicates = db.column(
        "select no from cases where applicant_key = ? and item_code = ? and id <> ?"
        f" and state in {one_of(OPEN_STATES)}",
        (case.applicant.id_number, case.item.code, case.id),
    )
    whole = item(db, case.item)
    return Situation(
        today=today,
        item=whole or Item(**asdict(case.item)),
        item_known=whole is not None,
        calendar=calendar(db),
        thing=thing(db, case.one_thing.id),
        evaluations=evaluations(db, case.id),
        open_duplicates=tuple(duplicates) if case.applicant.id_number else (),
        centre_api=API_VERSION if meta(db, "epoch") else OLDER_API,
    )
