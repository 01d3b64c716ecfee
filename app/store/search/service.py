"""What the one search (一单清) shows: cases, items, scenes, questions and policies, grouped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from app.cases.model import Article, Item, Scene
from app.store import cases, catalogue
from app.store.cases import CaseRow
from app.store.connection import Reader
from app.store.search import paper_words, query
from app.store.search.index_text import bare

KINDS = ("case", "item", "scene", "faq", "policy")
LOOKED_AT = 16  # so that what is open comes first, and each group has its best


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found, whole as far as it is here. ``how``: ``exact``, ``sound``, ``keyword``,
    ``paper``, ``near`` or ``centre``; ``paper``: the name of the material that says it."""

    kind: str
    id: str
    title: str
    summary: str = ""
    how: str = "exact"
    row: CaseRow | None = None
    item: Item | None = None
    scene: Scene | None = None
    article: Article | None = None
    paper: str = ""


class Group(msgspec.Struct, frozen=True):
    """The best of a kind; ``more`` of it was found."""

    kind: str
    hits: tuple[Hit, ...]
    more: bool = False


def found(db: Reader, typed: str, most: int, today: date) -> tuple[Group, ...]:
    """The best ``most`` of each kind: exact before heard before by keyword or by what a paper says,
    open cases first."""
    numbers = query.matches(db, cases.TEXT, typed, LOOKED_AT)
    heard, said = set(numbers.heard), _said_by_papers(db, typed, numbers.every)
    rows = cases.rows_by_number(db, [*numbers.every, *said], today)
    rows.sort(key=lambda each: each[1].light == "closed")
    hits = [
        _case_hit(row, "paper", said[at])
        if at in said
        else _case_hit(row, "sound" if at in heard else "exact")
        for at, row in rows
    ]
    matched = query.matches(db, catalogue.TEXT, typed, LOOKED_AT)
    hits += _of_catalogue(db, matched.every, set(matched.heard), bare(typed))
    return _grouped(hits, most)


def recent(db: Reader, case_ids: Sequence[str], today: date) -> tuple[Hit, ...]:
    """These cases in their order, of those that are here."""
    rows = {row.id: row for row in cases.rows_of(db, case_ids, today)}
    return tuple(_case_hit(rows[id_], "exact") for id_ in case_ids if id_ in rows)


def nearly(db: Reader, typed: str, most: int, today: date, known: Iterable[Hit]) -> tuple[Hit, ...]:
    """What has the text but for one character, and is not known yet. Takes some ms."""
    numbers = query.nearly(db, cases.TEXT, typed, most)
    hits = [_case_hit(row, "near") for _, row in cases.rows_by_number(db, numbers, today)]
    others = query.nearly(db, catalogue.TEXT, typed, most)
    hits += [
        msgspec.structs.replace(hit, how="near") for hit in _of_catalogue(db, others, set(), "")
    ]
    before = {(hit.kind, hit.id) for hit in known}
    return tuple(hit for hit in hits if (hit.kind, hit.id) not in before)[:most]


def _said_by_papers(db: Reader, typed: str, known: list[int]) -> dict[int, str]:
    """Further cases, with the name of the paper that says it."""
    room = LOOKED_AT - len(known)
    said = paper_words.matches(db, typed, LOOKED_AT) if room > 0 else []
    return {each.row: each.paper for each in said if each.row not in known}


def _case_hit(row: CaseRow, how: str, paper: str = "") -> Hit:
    return Hit(kind="case", id=row.id, title=row.applicant, summary=row.item_name, how=how, row=row,
               paper=paper)  # fmt: skip


def _of_catalogue(db: Reader, numbers: Sequence[int], heard: set[int], typed: str) -> list[Hit]:
    """Items, scenes and articles of these rows, then the items and scenes that articles lead to."""
    hits: list[Hit] = []
    led: dict[str, None] = {}
    for row, body in catalogue.bodies(db, numbers):
        how = "sound" if row in heard else "exact"
        if isinstance(body, Item):
            hits.append(_item_hit(body, how))
        elif isinstance(body, Scene):
            hits.append(Hit(kind="scene", id=body.code, title=body.name, how=how, scene=body))
        else:
            by_keyword = bool(typed) and any(typed in bare(word) for word in body.keywords)
            if body.kind in KINDS:
                keyword = by_keyword and typed not in bare(body.title)
                hits.append(_article_hit(body, "keyword" if keyword else how))
            if by_keyword or body.kind == "guide":
                led |= dict.fromkeys(body.item_codes)
    hits += [_item_hit(item, "keyword") for item in catalogue.items_of(db, list(led))]
    hits += [
        Hit(kind="scene", id=scene.code, title=scene.name, how="keyword", scene=scene)
        for scene in (catalogue.scenes(db) if led else [])
        if set(scene.item_codes) <= led.keys()
    ]
    return hits


def _item_hit(item: Item, how: str) -> Hit:
    return Hit(
        kind="item", id=item.code, title=item.name, summary=item.conditions, how=how, item=item
    )


def _article_hit(article: Article, how: str) -> Hit:
    return Hit(kind=article.kind, id=article.id, title=article.title, summary=article.text,
               how=how, article=article)  # fmt: skip


HOW = ("exact", "sound", "keyword", "paper", "near")


def _grouped(hits: list[Hit], most: int) -> tuple[Group, ...]:
    groups = []
    for kind in KINDS:
        known: dict[str, Hit] = {}
        for hit in hits:
            if hit.kind == kind:
                known.setdefault(hit.id, hit)
        ranked = sorted(known.values(), key=lambda hit: HOW.index(hit.how))
        if ranked:
            groups.append(Group(kind, tuple(ranked[:most]), len(ranked) > most))
    return tuple(groups)
