"""What was read of the papers: kept once, for as long as a case names them."""

import hashlib
from datetime import timedelta

import pytest

from app.cases.paper_text import Code, Line, PageReading, PaperReading, Signature
from app.store import cases, materials, paper_text
from app.store.paper_text import UnreadPaper
from tests.support.examples import MORNING, a_case, a_material
from tests.support.stores import keep, write

BOX = (0.1, 0.1, 0.9, 0.13)


def digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def paper(name: str, **changes):
    return a_material(name, id=name, sha256=digest(name), size=10, **changes)


def come(store, *names):
    """Files' bytes have come."""
    for name in names:
        store.files.keep(digest(name), name.encode())
        write(store, lambda db, name=name: materials.note_kept(db, {digest(name): 10}, MORNING))


def read(*lines: str, engine="e1", **changes) -> PaperReading:
    page = PageReading(tuple(Line(text, BOX) for text in lines), source="recognised")
    return PaperReading(engine, (page,), **changes)


def keep_read(store, name, reading):
    return store.write(lambda db: paper_text.keep(db, digest(name), reading)).result()


def unread(store, engine="e1", limit=9) -> list[str]:
    return [u.material_id for u in paper_text.unread(store.reader(), engine, limit)]


def unread_of(store, case_id) -> list[str]:
    return [u.material_id for u in paper_text.unread_of(store.reader(), "e1", case_id)]


def of_case(store, case):
    return paper_text.of_materials(store.reader(), case)


def test_what_was_read_is_kept_whole_and_told_with_the_cases_that_rest_on_it(store):
    one = a_case(materials=(paper("a"),))
    two = a_case(id="two", materials=(a_material("b", id="b", sha256=digest("a")),))
    keep(store, one, two)
    whole = PaperReading(
        "e1",
        (
            PageReading((Line("承租人：张伟", BOX),), (Code("QR", "A1", BOX),), "text"),
            PageReading(problem="blank", turned=180),
        ),
        (Signature("南京市市场监督管理局", unchanged=True, page=0, box=BOX),),
    )
    (changed,) = keep_read(store, "a", whole)
    assert changed.kind == "paper_text" and set(changed.ids) == {"sa-000001", "two"}
    assert of_case(store, one) == {"a": whole} and of_case(store, two) == {"b": whole}
    assert paper_text.of_paper(store.reader(), digest("a")) == whole
    assert paper_text.of_paper(store.reader(), digest("b")) is None


def test_the_papers_of_the_latest_round_count(store):
    before, now = paper("before", round=1), paper("now", round=2)
    case = a_case(
        materials=(
            a_material("租赁合同", id="1", sha256=before.sha256, round=1),
            a_material("租赁合同", id="2", sha256=now.sha256, round=2),
        )
    )
    keep(store, case)
    for name in ("before", "now"):
        keep_read(store, name, read(name))
    assert of_case(store, case) == {"2": read("now")}


def test_another_engine_reads_anew_and_its_reading_takes_the_place(store):
    keep(store, a_case(materials=(paper("a"),)))
    come(store, "a")
    keep_read(store, "a", read("旧"))
    assert unread(store, "e1") == [] and unread(store, "e2") == ["a"]
    keep_read(store, "a", read("新", engine="e2"))
    assert paper_text.of_paper(store.reader(), digest("a")) == read("新", engine="e2")
    assert unread(store, "e2") == [] and unread(store, "e1") == ["a"]


def test_papers_that_are_here_are_read_those_of_the_case_that_falls_due_first_first(store):
    keep(
        store,
        a_case(id="later", materials=(paper("b"), paper("a"), paper("not_here"))),
        a_case(id="sooner", received_at=MORNING - timedelta(days=9), materials=(paper("c"),)),
        a_case(id="closed", state="delivered", materials=(paper("d"),)),
    )
    closed = a_case(id="closed", state="delivered", materials=(paper("d"),))
    write(store, lambda db: materials.note_opened(db, closed))
    come(store, "a", "b", "c", "d")
    assert unread(store) == ["c", "b", "a"]
    assert unread(store, limit=1) == ["c"]
    assert unread_of(store, "later") == ["b", "a"]
    assert unread_of(store, "closed") == ["d"]
    keep_read(store, "c", read("租赁"))
    assert unread(store) == ["b", "a"]
    assert paper_text.unread(store.reader(), "e1", 1) == [UnreadPaper("later", "b", digest("b"))]


def test_a_paper_of_which_nothing_could_be_read_is_not_tried_again_by_the_same_engine(store):
    keep(store, a_case(materials=(paper("a"),)))
    come(store, "a")
    keep_read(store, "a", PaperReading("e1", problem="died"))
    assert unread(store, "e1") == [] and unread(store, "e2") == ["a"]


def test_a_paper_that_nobody_can_open_is_told_from_one_that_is_not_read(store):
    problems = {"a": "broken", "b": "encrypted", "c": "too_large", "d": "died", "e": ""}
    papers = tuple(paper(name) for name in (*problems, "f"))
    keep(store, a_case(materials=papers))
    for name, problem in problems.items():
        keep_read(store, name, PaperReading("e1", problem=problem))
    unopened = paper_text.unopened(store.reader(), papers)
    assert unopened == tuple(material.id for material in papers[:3])


def test_a_reading_too_large_to_keep_is_said_to_be(store, monkeypatch):
    monkeypatch.setattr(paper_text, "LARGEST_READING", 2_000)
    keep(store, a_case(materials=(paper("a"),)))
    keep_read(store, "a", read(*["一二三四五"] * 100))
    kept = paper_text.of_paper(store.reader(), digest("a"))
    assert kept == PaperReading("e1", problem=paper_text.TOO_LARGE)


def test_a_reading_outlives_the_bytes_and_goes_with_the_last_case_that_names_the_paper(store):
    keep(
        store,
        a_case(id="one", materials=(a_material("a", id="a1", sha256=digest("a")), paper("b"))),
        a_case(id="two", materials=(a_material("a", id="a2", sha256=digest("a")),)),
    )
    come(store, "a", "b")
    for name in ("a", "b"):
        keep_read(store, name, read(name))
    materials.evict(store, 0)
    assert paper_text.of_paper(store.reader(), digest("a")) == read("a")
    write(store, lambda db: cases.drop(db, ["one"]))
    assert paper_text.of_paper(store.reader(), digest("a")) == read("a")
    assert paper_text.of_paper(store.reader(), digest("b")) is None
    write(store, lambda db: cases.drop(db, ["two"]))
    assert paper_text.of_paper(store.reader(), digest("a")) is None


@pytest.mark.parametrize(
    ("room_for", "left"), [(3, "abc"), (2, "bc"), (1, "c"), (0, "")], ids=lambda value: str(value)
)
def test_readings_take_no_more_than_their_room_closed_cases_go_first(store, room_for, left):
    keep(
        store,
        a_case(id="open", materials=(paper("c"), paper("b"))),
        a_case(id="closed", state="delivered", materials=(paper("a"),)),
    )
    for name in ("b", "a", "c"):
        keep_read(store, name, read("同样长的话"))
    size = store.reader().value("select max(size) from paper_text")
    write(store, lambda db: paper_text.keep_within(db, room_for * size))
    kept = [n for n in "abc" if paper_text.of_paper(store.reader(), digest(n)) is not None]
    assert "".join(kept) == left
