"""What the papers say of a form: kept, shown as long as it is true, made again when it is not."""

from datetime import timedelta

import msgspec
import pytest

from app.cases.evidence import Comparison, FieldEvidence
from app.cases.model import Item
from app.cases.paper_text import PaperReading
from app.store import cases, catalogue, comparisons
from tests.store.test_paper_text import come, keep_read, paper, read
from tests.support.examples import MORNING, a_case
from tests.support.stores import decide, keep, write

TODAY = MORNING.date()
CASE = "sa-000001"


def compare(case, readings, item, today) -> Comparison:
    """Says which papers were read, of what, and when."""
    keys = (item.name, f"{today}", *sorted(readings))
    return Comparison(fields=tuple(FieldEvidence(key=key, agreement="agrees") for key in keys))


def make(store, case_id=CASE, today=TODAY):
    made = comparisons.compare_case(store.reader(), case_id, today, compare)
    return store.write(lambda db: comparisons.keep(db, made)).result()


def shown(store, today=TODAY) -> list[str]:
    known = comparisons.situation(store.reader(), cases.get(store.reader(), CASE), today)
    return [field.key for field in known.comparison.fields]


def due(store, case_ids=None, engine="e1", today=TODAY) -> list[str]:
    return comparisons.due(store.reader(), engine, today, case_ids)


@pytest.fixture
def held(store):
    """A case with two papers that are here, one of them read."""
    keep(store, a_case(materials=(paper("a"), paper("b"))))
    come(store, "a", "b")
    keep_read(store, "a", read("承租人：张伟"))
    return store


def test_a_comparison_is_shown_once_it_is_made_and_told_by_its_case(held):
    assert shown(held) == [] and comparisons.is_due(held.reader(), CASE, TODAY)
    (changed,) = make(held)
    assert (changed.kind, changed.ids) == ("comparison", (CASE,))
    assert shown(held) == ["食品经营许可证核发", "2026-03-02", "a"]
    assert not comparisons.is_due(held.reader(), CASE, TODAY)


def the_case_changes(store):
    keep(store, a_case(materials=(paper("a"), paper("b")), revision=2))


def another_paper_is_read(store):
    keep_read(store, "b", read("出租人：李娜"))


def a_paper_is_read_anew(store):
    keep_read(store, "a", read("承租人：张伟", engine="e2"))


def the_item_comes(store):
    body = msgspec.json.encode(Item(code="food", name="食品经营许可"))
    write(store, lambda db: catalogue.put(db, "item", [("food", 1, body)]))


def the_clerk_decides(store):
    from tests.support.examples import ASKED

    decide(store, ASKED)


def another_build_had_kept_it(raw):
    def changes(store):
        sql = "update comparisons set comparison = ?"
        write(store, lambda db: db.execute(sql, (raw,)))

    return changes


AS_MESSAGEPACK = msgspec.msgpack.encode(Comparison())
OF_OTHER_TYPES = msgspec.json.encode({"fields": [{"key": 1}]})


@pytest.mark.parametrize(
    "change",
    [
        the_case_changes, another_paper_is_read, a_paper_is_read_anew, the_item_comes,
        the_clerk_decides, another_build_had_kept_it(AS_MESSAGEPACK),
        another_build_had_kept_it(OF_OTHER_TYPES),
    ],
)  # fmt: skip
def test_what_is_not_true_any_more_is_not_shown_until_it_is_made_again(held, change):
    make(held)
    change(held)
    assert shown(held) == [] and comparisons.is_due(held.reader(), CASE, TODAY)
    make(held)
    assert shown(held) != [] and not comparisons.is_due(held.reader(), CASE, TODAY)


def test_the_next_day_it_is_made_again_for_papers_expire(held):
    make(held)
    tomorrow = TODAY + timedelta(days=1)
    assert shown(held, tomorrow) == []
    make(held, today=tomorrow)
    assert shown(held, tomorrow)[1] == "2026-03-03"


def test_one_that_was_overtaken_while_it_was_made_is_not_kept(held):
    made = comparisons.compare_case(held.reader(), CASE, TODAY, compare)
    another_paper_is_read(held)
    assert held.write(lambda db: comparisons.keep(db, made)).result() == ()
    write(held, lambda db: cases.drop(db, [CASE]))
    assert held.write(lambda db: comparisons.keep(db, made)).result() == ()
    assert comparisons.compare_case(held.reader(), CASE, TODAY, compare) is None


def test_what_was_decided_is_judged_without_it_as_the_centre_does(held):
    make(held)
    case = cases.get(held.reader(), CASE)
    assert catalogue.situation(held.reader(), case, TODAY).comparison == Comparison()


def test_a_case_is_due_once_all_its_papers_that_are_here_are_read(held):
    assert due(held) == []
    another_paper_is_read(held)
    assert due(held) == [CASE] and due(held, engine="e2") == []
    assert due(held, [CASE, "other"]) == [CASE] and due(held, ["other"]) == []
    make(held)
    assert due(held) == []
    assert due(held, today=TODAY + timedelta(days=1)) == [CASE]
    the_case_changes(held)
    assert due(held) == [CASE]
    make(held)
    keep_read(held, "a", PaperReading("e1", problem="died"))
    assert due(held) == [CASE]


def test_those_that_fall_due_first_are_compared_first_and_closed_ones_not(store):
    early = MORNING - timedelta(days=9)
    keep(
        store,
        a_case(id="later", materials=(paper("a"),)),
        a_case(id="sooner", received_at=early, materials=(paper("b"),)),
        a_case(id="closed", state="delivered", materials=(paper("c"),)),
    )
    for name in ("a", "b", "c"):
        keep_read(store, name, read(name))
    assert due(store) == ["sooner", "later"]


def test_one_whose_papers_nobody_has_read_or_that_has_gone_is_not_due(store):
    keep(store, a_case(materials=(paper("a"),)))
    come(store, "a")
    assert not comparisons.is_due(store.reader(), CASE, TODAY)
    keep_read(store, "a", read("租赁"))
    assert comparisons.is_due(store.reader(), CASE, TODAY)
    write(store, lambda db: cases.drop(db, [CASE]))
    assert not comparisons.is_due(store.reader(), CASE, TODAY)


def test_it_goes_with_its_case(held):
    make(held)
    write(held, lambda db: cases.drop(db, [CASE]))
    assert held.reader().value("select count(*) from comparisons") == 0
