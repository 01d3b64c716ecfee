"""What waits to be delivered, and what was sent and came back."""

import secrets
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases.model import Clerk, Clock, Decision, Delivery, Event
from app.store import cases, deliveries
from app.store.database import Store
from tests.support.examples import MORNING, a_case

TODAY = MORNING.date()
BY = Clerk(id="clerk-01")


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "cache.db", secrets.token_hex(32))
    yield opened
    opened.close()


def decided(id_, state="approved", days=0, wanted="ems", history=(), tracking_no=""):
    clock = Clock(received_at=MORNING, decided_at=MORNING - timedelta(days=days))
    return a_case(
        state=state,
        id=id_,
        no=f"NO-{id_}",
        clock=clock,
        decision=Decision(outcome="approved", at=MORNING, by=BY),
        delivery=Delivery(wanted=wanted, address="中山路1号", tracking_no=tracking_no),
        history=tuple(Event(at=MORNING, by=BY, type=t, text=text) for t, text in history),
    )


def keep(store, *kept):
    told = [cases.prepare_case(case, msgspec.json.encode(case)) for case in kept]
    store.write(lambda db: cases.put(db, told, TODAY)).result()


def pending(store):
    return deliveries.pending(store.reader(), TODAY)


def test_what_is_decided_and_not_delivered_is_listed_by_its_day_with_the_way_it_goes(store):
    keep(
        store,
        decided("new", "revoked"),
        decided("old", "denied", days=7, wanted="counter"),
        decided("done", "delivered"),
        replace(decided("refused", "refused"), clock=Clock(received_at=MORNING)),
        a_case(id="open", state="reviewing"),
    )
    assert [(e.id, e.way, e.address) for e in pending(store)] == [
        ("old", "counter", "中山路1号"),
        ("new", "ems", "中山路1号"),
        ("refused", "ems", "中山路1号"),
    ]
    assert [each.due is not None for each in pending(store)] == [True, True, False]


SENT, BACK = ("deliver", "EX1"), ("mail_returned", "拒收")


@pytest.mark.parametrize(
    ("state", "history", "returned"),
    [
        ("delivered", [SENT], None),
        ("delivered", [SENT, BACK], "拒收"),
        ("delivered", [SENT, BACK, ("message", "请告知")], "拒收"),
        ("delivered", [SENT, BACK, ("return_delivery", "拒收"), SENT], None),
        ("approved", [SENT, BACK, ("return_delivery", "查无此人")], "查无此人"),
        ("revoked", [SENT, ("verify_commitment", "不符")], ""),
    ],
)
def test_mail_that_came_back_is_listed_until_it_is_sent_again(store, state, history, returned):
    keep(store, decided("a", state, history=history))
    assert [each.returned for each in pending(store)] == ([] if returned is None else [returned])


def test_what_came_back_stands_before_what_was_never_sent(store):
    keep(store, decided("first", days=7), decided("back", "delivered", history=[SENT, BACK]))
    assert [each.id for each in pending(store)] == ["back", "first"]


def test_what_was_sent_is_found_by_its_tracking_number_and_by_the_cases(store):
    keep(store, decided("a", "delivered", tracking_no="EX1"), decided("b", tracking_no="EX2"))

    def found(number):
        each = deliveries.sent(store.reader(), number, TODAY)
        return each.id if each else None

    assert [found(n) for n in ("EX1", "NO-a", "no-a", "EX2", "NO-b", "")] == [
        "a", "a", "a", None, None, None,
    ]  # fmt: skip


def test_what_the_clerk_decided_here_counts_though_the_centre_has_not_heard_of_it(store):
    case = decided("a")
    keep(store, case)
    sent = replace(case, state="delivered")
    store.write(lambda db: cases.show(db, "a", sent, case, True, False, TODAY)).result()
    assert pending(store) == []
