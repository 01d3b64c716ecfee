"""The reserve of numbers is filled while the centre is there, and never at the cost of a cycle."""

from datetime import date

import pytest
from msgspec.structs import replace

from app.cases.model import Department
from app.central import errors
from app.store import numbers
from app.store.database import set_meta
from app.sync.reserve import MOST_BLOCKS, refill
from tests.support.examples import a_case
from tests.support.stores import keep, write

TODAY = date(2026, 3, 2)


class Central:
    """Gives what is asked for, or fails."""

    def __init__(self, failure=None):
        self.asked, self.failure = [], failure

    def numbers(self, kind, count):
        self.asked.append((kind, count))
        if self.failure is not None:
            raise self.failure
        return tuple(f"{kind}字〔2026〕{n}号" for n in range(1, count + 1))


@pytest.fixture
def store(store):
    write(store, lambda db: set_meta(db, "epoch", "e"))
    keep(store, replace(a_case(), department=Department(code="scjg", prefix="宁市监")))
    return store


def test_what_is_short_is_asked_for_and_then_no_more(store):
    central = Central()
    assert refill(store, central, TODAY) == 3
    assert set(central.asked) == {("宁市监许受", 1), ("宁市监许补", 1), ("宁市监许不受", 1)}
    assert refill(store, central, TODAY) == 0
    assert numbers.lacking(store.reader(), TODAY) == {}


def test_a_centre_of_1_0_is_not_asked(store):
    write(store, lambda db: set_meta(db, "epoch", ""))
    central = Central()
    assert refill(store, central, TODAY) == 0
    assert central.asked == []


@pytest.mark.parametrize(
    "failure",
    [errors.CentreRefused(404, "not_found", ""), errors.CentreFailed("500"),
     errors.CentreUnreachable("")],
)  # fmt: skip
def test_a_centre_that_gives_none_costs_one_call_and_nothing_else(store, failure):
    central = Central(failure)
    assert refill(store, central, TODAY) == 0
    assert len(central.asked) == 1


def test_of_very_many_kinds_some_wait_for_the_next_cycle(store):
    for n in range(5):
        case = a_case(id=f"sa-{n}", no=f"{n}")
        item = replace(case.item, code=f"item-{n}")
        keep(store, replace(case, item=item, department=Department(code="x", prefix=f"宁{n}")))
    central = Central()
    assert refill(store, central, TODAY) == len(central.asked) == MOST_BLOCKS


def test_numbers_of_last_year_go(store):
    write(store, lambda db: numbers.keep(db, ["宁市监许受字〔2025〕9号"]))
    central = Central()
    refill(store, central, TODAY)
    assert ("宁市监许受", 1) in central.asked
