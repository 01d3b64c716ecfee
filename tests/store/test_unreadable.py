"""What could not be read: known until it is said better, counted by its revision as it came."""

from app.store import unreadable
from app.store.unreadable import Unreadable
from tests.support.examples import MORNING
from tests.support.stores import later, write


def record(
    id_="sa-1", kind="sub_application", parts=(), revision="3", at=MORNING, why="ValueError"
):
    return Unreadable(kind=kind, id=id_, revision=revision, parts=parts, why=why, noted_at=at)


def test_records_are_kept_as_they_are_the_latest_first(store):
    old, new = record("a"), record("b", "item", ("item.name",), at=later(1))
    write(store, lambda db: unreadable.note(db, [old, new]))
    assert unreadable.records(store.reader()) == [new, old]
    assert (old.whole, new.whole) == (True, False)


def test_a_record_said_badly_again_stands_once(store):
    write(store, lambda db: unreadable.note(db, [record(revision="3")]))
    write(store, lambda db: unreadable.note(db, [record(revision="4", parts=("form",))]))
    (only,) = unreadable.records(store.reader())
    assert (only.revision, only.parts) == ("4", ("form",))


def test_only_those_that_are_not_kept_at_all_count_by_their_revision(store):
    said = [record("a", revision="9" * 40), record("b", parts=("form",)), record("c", "item")]
    write(store, lambda db: unreadable.note(db, said))
    assert unreadable.revisions(store.reader(), "sub_application") == {"a": "9" * 40}
    assert unreadable.revisions(store.reader(), "item") == {"c": "3"}
    assert unreadable.revisions(store.reader(), "scene") == {}


def test_the_parts_of_one_are_told_and_of_another_none(store):
    write(store, lambda db: unreadable.note(db, [record("a", parts=("form", "clock.pauses"))]))
    parts = unreadable.parts_of
    assert parts(store.reader(), "sub_application", "a") == ("form", "clock.pauses")
    assert parts(store.reader(), "sub_application", "b") == ()
    assert parts(store.reader(), "item", "a") == ()


def test_what_is_said_anew_is_forgotten_and_heard_of(store):
    write(store, lambda db: unreadable.note(db, [record("a"), record("b"), record("a", "item")]))
    heard = []
    store.listeners.append(heard.extend)
    write(store, lambda db: unreadable.forget(db, "sub_application", ["a", "z"]))
    assert [(change.kind, change.ids) for change in heard] == [("unreadable", ("a",))]
    assert {(r.kind, r.id) for r in unreadable.records(store.reader())} == {
        ("sub_application", "b"),
        ("item", "a"),
    }
    write(store, lambda db: unreadable.forget(db, "sub_application", ["z"]))
    assert len(heard) == 1


def test_a_long_reason_is_cut(store):
    write(store, lambda db: unreadable.note(db, [record(why="x" * 5000)]))
    assert len(unreadable.records(store.reader())[0].why) == 200
