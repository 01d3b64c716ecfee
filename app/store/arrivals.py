"""What came and was not told yet; noted in the transaction that brought it, told once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.cases import proposals
from app.cases.arrivals import (
    Arrival,
    KnownCase,
    arrivals_of_case,
    arrivals_of_thing,
    to_sign,
)
from app.cases.model import Department, OneThing, SubApplication
from app.cases.typed import decode
from app.store import drafts
from app.store.acting import acting_clerk
from app.store.changes import Changed
from app.store.connection import Reader, Writer, as_json
from app.store.database import meta, set_meta

_KEY = "arrivals"


def note_cases(db: Writer, said: Mapping[str, SubApplication]) -> list[Changed]:
    """To be asked before these bodies are written. What the clerk's own unsent actions showed
    already is no news; what asks for the clerk's signature is, though the case was not here. What
    a lead sent back is the clerk's draft again."""
    held = db.rows(
        "select case_id, coalesce(local, centre) as body from bodies"
        " where case_id in (select value from json_each(?))",
        (as_json(list(said)),),
    )
    known = {row["case_id"]: decode(row["body"], KnownCase) for row in held}
    clerk = acting_clerk(db)
    came = [each for id_ in known for each in arrivals_of_case(known[id_], said[id_])]
    asked = [each for id_, case in said.items() for each in to_sign(known.get(id_), case, clerk)]
    drafted = [
        change
        for id_, before in known.items()
        if (back := proposals.sent_back(before.proposal, said[id_], clerk)) is not None
        for change in drafts.give_back(db, id_, said[id_].one_thing.id, *back)
    ]
    return [*note(db, [*came, *asked]), *drafted]


def note_things(db: Writer, said: Mapping[str, bytes]) -> list[Changed]:
    """The same of one-things, of their bodies as JSON."""
    held = db.rows(
        "select id, body from catalogue"
        " where kind = 'one_thing' and length(body) > 0 and id in (select value from json_each(?))",
        (as_json(list(said)),),
    )
    us = acting_clerk(db).department or Department(code="")
    return note(
        db,
        (
            arrival
            for row in held
            for arrival in arrivals_of_thing(
                decode(row["body"], OneThing),
                decode(said[row["id"]], OneThing),
                us,
            )
        ),
    )


def note(db: Writer, came: Iterable[Arrival]) -> list[Changed]:
    """Keeps these until they are taken; one that waits already is not kept twice."""
    arrived = list(came)
    if not arrived:
        return []
    set_meta(db, _KEY, as_json(list(dict.fromkeys([*_waiting(db), *arrived]))))
    return [Changed("arrival", tuple(each.case_id for each in arrived))]


def take(db: Writer) -> tuple[Arrival, ...]:
    """What waits, of the cases that are still here; nothing waits after that."""
    waiting = _waiting(db)
    if not waiting:
        return ()
    set_meta(db, _KEY, "")
    here = db.column(
        "select id from cases where id in (select value from json_each(?))",
        (as_json([each.case_id for each in waiting]),),
    )
    return tuple(each for each in waiting if each.case_id in here)


def _waiting(db: Reader) -> list[Arrival]:
    text = meta(db, _KEY)
    return decode(text, list[Arrival]) if text else []
