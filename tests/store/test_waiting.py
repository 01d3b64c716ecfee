"""What a case waits for in its one-thing, and what has come of that, in the list's words."""

import msgspec

from app.cases.model import Licence, OneThing, SiblingResult
from app.store import cases, catalogue, waiting
from tests.support.examples import MORNING, a_thing
from tests.support.stores import write

TODAY = MORNING.date()


def tell(store, thing: OneThing) -> tuple[str, str]:
    """What the list shows of the case once the centre has said its one-thing so."""

    def work(db):
        catalogue.put(db, "one_thing", [(thing.id, 1, msgspec.json.encode(thing))])
        waiting.refresh(db, [thing.id])

    write(store, work)
    (row,) = cases.rows(store.reader(), [cases.number(store.reader(), "sa-000001")], TODAY)
    return row.waits_for, row.result_out


def with_siblings(*states: str, result: SiblingResult | None = None) -> OneThing:
    """Siblings in these states, all before the case, each of an item of its own."""
    thing = a_thing("reviewing")
    sibling, own = thing.sub_applications
    before = tuple(
        msgspec.structs.replace(
            sibling,
            id=f"sa-{n}",
            state=state,
            result=result if state == "approved" else None,
            item=msgspec.structs.replace(sibling.item, name=f"事项{n}"),
        )
        for n, state in enumerate(states, 2)
    )
    after = msgspec.structs.replace(own, depends_on=tuple(each.id for each in before))
    return msgspec.structs.replace(thing, sub_applications=(*before, after))


def test_it_waits_for_what_is_not_granted_and_what_is_granted_is_out(store):
    assert tell(store, with_siblings("reviewing", "approved", "received")) == (
        "事项2、事项4",
        "事项3",
    )
    assert tell(store, with_siblings("approved", "delivered")) == ("", "事项2、事项3")


def test_a_licence_that_is_out_is_named_as_what_it_is(store):
    licence = Licence(kind="营业执照", no="1", holder="某某", holder_id="9")
    said = with_siblings("approved", "delivered", result=SiblingResult(licence=licence))
    assert tell(store, said) == ("", "营业执照、事项3")
    said = with_siblings("approved", result=SiblingResult())
    assert tell(store, said) == ("", "事项2")


def test_a_case_that_comes_after_none_waits_for_none(store):
    thing = a_thing("reviewing")
    own = msgspec.structs.replace(thing.sub_applications[1], depends_on=("nobody",))
    assert tell(store, msgspec.structs.replace(thing, sub_applications=(own,))) == ("", "")


def test_a_one_thing_that_is_not_here_changes_nothing(store):
    tell(store, with_siblings("reviewing"))
    write(store, lambda db: waiting.refresh(db, ["other"]))
    write(store, lambda db: waiting.refresh(db, []))
    (row,) = cases.rows(store.reader(), [1], TODAY)
    assert row.waits_for == "事项2"
