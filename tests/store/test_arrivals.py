"""What came waits in the cache until it is told, once, across restarts."""

import secrets
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases.model import Clerk, Correction, Department, Message
from app.store import arrivals, cases, catalogue, overdue
from app.store.changes import Changed
from app.store.database import Store, set_meta
from tests.support.examples import ASKED, MORNING, a_case, a_material, a_thing
from tests.support.stores import decide, keep, opened, write

PAST = Correction(round=1, requested_at=MORNING, by_days=5)
ANSWERED = (replace(PAST, resubmitted_at=MORNING + timedelta(days=1)),)
TODAY = MORNING.date()


def taken(store) -> list[tuple[str, str]]:
    came: list[arrivals.Arrival] = []
    write(store, lambda db: came.extend(arrivals.take(db)))
    return [(each.kind, each.case_id) for each in came]


def test_what_is_here_for_the_first_time_is_no_news(store):
    keep(store, a_case(id="new", corrections=ANSWERED, materials=(a_material(),)))
    assert taken(store) == []


def test_an_answered_correction_is_told_once(store):
    changed = []
    store.listeners.append(changed.extend)
    for _ in range(2):
        keep(store, a_case(corrections=ANSWERED))
    assert Changed("arrival", ("sa-000001",)) in changed
    assert taken(store) == [("correction", "sa-000001")]
    assert taken(store) == []


def test_what_waits_is_there_after_a_restart_and_gone_once_it_was_taken(tmp_path):
    key = secrets.token_hex(32)
    store = opened(tmp_path / "cache.db", key)
    keep(store, a_case(materials=(a_material(),)))
    store.close()
    store = Store(tmp_path / "cache.db", key)
    assert taken(store) == [("paper", "sa-000001")]
    store.close()
    store = Store(tmp_path / "cache.db", key)
    keep(store, a_case(materials=(a_material(),)))
    assert taken(store) == []
    store.close()


def test_the_clerk_s_own_unsent_request_does_not_hide_the_answer(store):
    decide(store, ASKED)
    keep(store, a_case(corrections=(PAST,)))
    assert taken(store) == []
    keep(store, a_case(corrections=ANSWERED))
    assert taken(store) == [("correction", "sa-000001")]


def test_of_a_case_that_has_gone_nothing_is_told(store):
    keep(store, a_case(corrections=ANSWERED))
    write(store, lambda db: cases.drop(db, ["sa-000001"]))
    assert taken(store) == []


def test_a_message_to_our_department_waits_with_the_rest(store):
    us = Clerk(id="clerk-01", department=Department(code="scjg", name="市场监督管理局"))
    write(store, lambda db: set_meta(db, "clerk", msgspec.json.encode(us).decode()))
    thing = a_thing("reviewing")
    sibling, own = thing.sub_applications
    thing = replace(thing, sub_applications=(sibling, replace(own, mine=True)))
    said = Message(at=MORNING, from_="卫生健康委员会", to_department="scjg", text="请告知进展")
    for body in (thing, replace(thing, messages=(said,))):
        raw = msgspec.json.encode(body)
        write(store, lambda db, raw=raw: catalogue.put(db, "one_thing", [("ot-1", 1, raw)]))
    assert taken(store) == [("message", "sa-000001")]


@pytest.fixture
def due(store):
    """The day the case is due."""
    number = cases.number(store.reader(), "sa-000001")
    (row,) = cases.rows(store.reader(), [number], TODAY)
    return row.due


def test_a_case_turns_red_on_the_day_after_it_was_due_and_once(store, due):
    for day, came in ((0, []), (1, [("overdue", "sa-000001")]), (1, []), (2, []), (9, [])):
        write(store, lambda db, day=day: overdue.note(db, due + timedelta(days=day)))
        assert taken(store) == came


def test_what_is_red_when_it_is_first_looked_at_is_no_news(store, due):
    write(store, lambda db: overdue.note(db, due + timedelta(days=3)))
    assert taken(store) == []


def test_a_weekend_or_a_clock_set_back_tells_nothing_twice(store, due):
    for day, came in ((-1, []), (3, [("overdue", "sa-000001")]), (0, []), (3, []), (4, [])):
        write(store, lambda db, day=day: overdue.note(db, due + timedelta(days=day)))
        assert taken(store) == came
