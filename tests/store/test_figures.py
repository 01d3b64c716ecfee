"""The cases behind a figure are those of the cache that it counts."""

from datetime import date, datetime

import pytest

from app.cases.model import SHANGHAI, Clock, Evaluation, ItemRef
from app.central.wire import encode
from app.store import catalogue, figures
from app.store.figures import FigureQuestion
from tests.support.examples import a_case
from tests.support.stores import keep, write

MARCH = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}


def at(day, hour=10):
    return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


def decided(id_, accepted, decided_at, **more):
    clock = Clock(received_at=accepted, accepted_at=accepted, decided_at=decided_at)
    return a_case("approved", id=id_, no=id_, clock=clock, **more)


@pytest.fixture
def march(store):
    """The store has a case received on 2 March; beside it these."""
    keep(
        store,
        decided("quick", at(2), at(3)),
        decided("late", at(2), at(16), promised_days=3),
        decided("unlawful", at(2), at(31), item=ItemRef(code="slow", statutory_days=5)),
        decided("spot", at(4), at(4), handling="instant"),
        a_case(id="april", no="april", received_at=datetime(2026, 4, 1, 0, 5, tzinfo=SHANGHAI)),
    )
    rated = Evaluation(id="ev-1", sub_application_id="quick", stars=2, at=at(5))
    write(store, lambda db: catalogue.put(db, "evaluation", [("ev-1", 1, encode(rated))]))
    return store


def found(store, counted, **more):
    question = FigureQuestion(counted=counted, **MARCH | more)
    return {case.id for case in figures.cases_of(store.reader(), question)}


def test_what_came_within_the_days_both_included(march):
    assert found(march, "received") == {"sa-000001", "quick", "late", "unlawful", "spot"}
    first = {"since": date(2026, 3, 31), "until": date(2026, 4, 1)}
    assert found(march, "received", **first) == {"april"}


def test_what_was_decided_and_what_of_it_was_late(march):
    assert found(march, "decided") == {"quick", "late", "unlawful", "spot"}
    assert found(march, "late") == {"late", "unlawful"}
    assert found(march, "late_by_law") == {"unlawful"}


def test_what_is_decided_on_the_spot_and_what_with_a_promise(march):
    assert found(march, "instant") == {"spot"}
    assert found(march, "promised") == {"sa-000001", "quick", "late", "unlawful"}


def test_of_one_item_or_department(march):
    assert found(march, "decided", item_code="slow") == {"unlawful"}
    assert found(march, "decided", department="scjg") == found(march, "decided")
    assert found(march, "decided", department="市场监督管理局") == found(march, "decided")
    assert found(march, "decided", department="税务局") == set()


def test_what_was_rated_so(march):
    assert found(march, "rated", grade=4) == {"quick"}
    assert found(march, "rated", grade=5) == set()


def test_the_latest_comes_first_with_how_long_it_took(march):
    question = FigureQuestion(counted="decided", **MARCH)
    cases = figures.cases_of(march.reader(), question)
    assert [case.id for case in cases] == ["unlawful", "late", "spot", "quick"]
    assert [case.taken.taken for case in cases] == [21, 10, 0, 1]
