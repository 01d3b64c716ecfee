"""The applicants' files: which are wanted, which are here, which go first."""

import hashlib
from datetime import timedelta

import pytest

from app.store import cases, materials, outbox
from tests.support.examples import MORNING, TOLD, a_case, a_material
from tests.support.stores import decide, entries, keep, later, write


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def paper(name: str, size: int = 10):
    return a_material(name, id=name, sha256=digest(name), size=size)


def wanted(store, limit=9, case_id="") -> list[str]:
    return [each.id for each in materials.wanted(store.reader(), limit, case_id)]


def come(store, name, size=10, minutes=0.0):
    """A file's bytes have come."""
    store.files.keep(digest(name), name.encode())
    at = later(minutes)
    return store.write(lambda db: materials.note_kept(db, {digest(name): size}, at)).result()


def test_the_files_of_the_cases_that_fall_due_first_are_wanted_first(store):
    late = MORNING - timedelta(days=9)
    keep(
        store,
        a_case(id="later", materials=(paper("b"), paper("a"))),
        a_case(
            id="sooner", received_at=late, materials=(paper("c"), a_material("none", sha256=""))
        ),
        a_case(id="closed", state="delivered", materials=(paper("d"),)),
    )
    assert wanted(store) == ["c", "a", "b"]
    assert wanted(store, limit=2) == ["c", "a"]
    assert wanted(store, case_id="later") == ["a", "b"]
    assert wanted(store, case_id="closed") == []


def test_a_wanted_file_is_told_whole(store):
    keep(store, a_case(materials=(paper("a", 77),)))
    assert materials.wanted(store.reader(), 1) == [
        materials.Wanted(id="a", case_id="sa-000001", name="a", sha256=digest("a"), size=77)
    ]


def test_those_of_a_closed_case_are_wanted_once_the_clerk_looks_at_it(store):
    closed = a_case(id="closed", state="delivered", materials=(paper("d"),))
    keep(store, closed, a_case(id="open", materials=(paper("a"),)))
    assert store.write(lambda db: materials.note_opened(db, closed)).result() == ()
    assert wanted(store) == ["a", "d"]
    assert wanted(store, case_id="closed") == ["d"]


def test_what_has_come_is_here_and_wanted_no_more(store):
    keep(store, a_case(materials=(paper("a"), paper("b"))))
    assert materials.counts(store.reader()) == (0, 2)
    (changed,) = come(store, "a")
    assert (changed.kind, changed.ids) == ("material", ("a",))
    assert wanted(store) == ["b"]
    assert materials.held(store.reader()) == [digest("a")]
    assert materials.held_bytes(store.reader()) == 10
    assert materials.counts(store.reader()) == (1, 2)
    assert materials.content(store, digest("a")) == b"a"
    assert materials.content(store, digest("b")) is None


def test_what_has_come_of_a_file_is_kept_until_it_is_whole(store):
    assert materials.begun(store.reader(), digest("a")) == b""
    for part in (b"ab", b"abc"):
        write(store, lambda db, part=part: materials.keep_begun(db, digest("a"), part))
        assert materials.begun(store.reader(), digest("a")) == part
    come(store, "a")
    assert materials.begun(store.reader(), digest("a")) == b""


def test_a_file_that_is_spoilt_at_the_centre_is_not_wanted(store):
    keep(store, a_case(materials=(paper("a"), paper("b"))))
    (changed,) = store.write(lambda db: materials.mark_spoilt(db, "a")).result()
    assert (changed.kind, changed.ids) == ("material", ("a",))
    assert wanted(store) == ["b"]
    assert [materials.is_spoilt(store.reader(), id_) for id_ in ("a", "b", "nothing")] == [
        True,
        False,
        False,
    ]


def test_what_is_no_longer_whole_is_wanted_again_and_said(store):
    keep(store, a_case(materials=(paper("a"),)))
    come(store, "a")
    store.files.remove(digest("a"))
    heard = []
    store.listeners.append(heard.extend)
    assert materials.content(store, digest("a")) is None
    assert [change.kind for change in heard] == ["material"]
    assert wanted(store) == ["a"]
    assert materials.content(store, digest("a")) is None
    assert len(heard) == 1


@pytest.fixture
def full(store):
    """Four files of 10 bytes, the first ones used longest ago; ``closed`` is of a closed case."""
    closed = a_case(id="closed", state="delivered", materials=(paper("closed"),))
    keep(store, a_case(materials=(paper("old"), paper("new"))), closed)
    write(store, lambda db: materials.note_opened(db, closed))
    for minutes, name in enumerate(("unnamed", "old", "new", "closed")):
        come(store, name, minutes=minutes)
    return store


@pytest.mark.parametrize(
    ("most", "left"),
    [
        (99, {"unnamed", "old", "new", "closed"}), (40, {"unnamed", "old", "new", "closed"}),
        (39, {"old", "new", "closed"}), (30, {"old", "new", "closed"}), (29, {"old", "new"}),
        (20, {"old", "new"}), (19, {"new"}), (0, set()),
    ],
)  # fmt: skip
def test_closed_cases_files_go_first_then_those_used_longest_ago_and_no_more_than_need_be(
    full, most, left
):
    heard = []
    full.listeners.append(heard.extend)
    materials.evict(full, most)
    names = ("unnamed", "old", "new", "closed")
    assert {n for n in names if digest(n) in materials.held(full.reader())} == left
    assert {n for n in names if full.files.read(digest(n)) is not None} == left
    assert bool(heard) is (len(left) < 4)


def test_a_file_looked_at_stays_longer(full):
    write(full, lambda db: materials.used(db, digest("old"), later(9)))
    materials.evict(full, 10)
    assert materials.held(full.reader()) == [digest("old")]


def test_what_a_case_with_an_unsent_action_rests_on_never_goes(full):
    decide(full, TOLD)
    materials.evict(full, 0)
    assert set(materials.held(full.reader())) == {digest("old"), digest("new")}
    entry = entries(full)[0]
    write(full, lambda db: outbox.mark_sent(db, entry, later(1), 2))
    materials.evict(full, 0)
    assert materials.held(full.reader()) == []


def test_a_dropped_case_wants_none(store):
    keep(store, a_case(materials=(paper("a"),)))
    write(store, lambda db: cases.drop(db, ["sa-000001"]))
    assert wanted(store) == []
    assert materials.counts(store.reader()) == (0, 0)
