"""What a case waits for and what has come of it: its siblings' results (一件事的前置事项)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.cases.model import OneThing
from app.cases.one_thing import awaited
from app.cases.typed import decode
from app.store.connection import Writer, as_json

SEPARATOR = "、"


def refresh(db: Writer, thing_ids: Iterable[str]) -> None:
    """Sets, in the rows of these one-things' cases, the names the list shows."""
    bodies = db.column(
        "select body from catalogue"
        " where kind = 'one_thing' and length(body) > 0 and id in (select value from json_each(?))",
        (as_json(list(thing_ids)),),
    )
    said = {case_id: names for body in bodies for case_id, names in _before(decode(body, OneThing))}
    if said:
        db.execute(
            "update cases set waits_for = s.value ->> 0, result_out = s.value ->> 1"
            " from json_each(?) s where cases.id = s.key"
            " and (waits_for, result_out) <> (s.value ->> 0, s.value ->> 1)",
            (as_json(said),),
        )


def _before(thing: OneThing) -> Iterator[tuple[str, tuple[str, str]]]:
    """Per case that depends on siblings: the items it waits for, and the results that are out."""
    siblings = {sibling.id: sibling for sibling in thing.sub_applications}
    for sibling in thing.sub_applications:
        needed = [siblings[id_] for id_ in sibling.depends_on if id_ in siblings]
        if needed:
            waiting = awaited(thing, sibling)
            out = [
                s.result.licence.kind if s.result and s.result.licence else s.item.name
                for s in needed
                if s not in waiting
            ]
            names = SEPARATOR.join(s.item.name for s in waiting)
            yield sibling.id, (names, SEPARATOR.join(out))
