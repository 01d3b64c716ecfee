"""The seconds in which a decision can be taken back: what waits for them, and what ends them."""

from datetime import timedelta

import pytest

from app.cases.model import Verdict
from app.store import decisions, drafts, outbox
from tests.support.examples import ASKED, MORNING, TOLD, a_case, a_material
from tests.support.stores import decide, entries, keep, later, states, write

PAPER, JUDGED = a_material("租赁合同"), Verdict(verdict="pass")
ID, OTHER = "sa-000001", "sa-000002"
TODAY = MORNING.date()


@pytest.fixture
def store(store):
    keep(store, a_case(id=OTHER, no="no-2"))
    return store


def judge(store):
    keep(store, a_case(materials=(PAPER,)))
    write(store, lambda db: drafts.save(db, ID, f"material:{PAPER.id}", JUDGED, MORNING))


def after(seconds: float):
    return MORNING + timedelta(seconds=seconds)


def going(store, seconds: float):
    found = outbox.sendable(store.reader(), after(seconds), 50)
    return [(entry.case_id, entry.payload.type) for entry in found]


def tried_in_vain(store, at):
    write(store, lambda db: outbox.mark_sending(db, [e.id for e in entries(store)], at))
    write(store, lambda db: outbox.unmark_sending(db, at))


def keep_mine_on_top(store, at, until):
    judge(store)
    decide(store, ASKED)
    for entry in entries(store):
        write(store, lambda db, e=entry: outbox.mark_back(db, e, "conflict", "", "", MORNING))
    first = entries(store)[0].id
    write(store, lambda db: decisions.resubmit_on_latest(db, first, at, TODAY, until))


def test_a_decision_and_its_review_go_together_once_their_seconds_are_over(store):
    judge(store)
    decide(store, ASKED, delay=10)
    assert {entry.not_before for entry in entries(store)} == {after(10)}
    assert going(store, 9.9) == []
    assert outbox.next_due(store.reader(), MORNING) == after(10)
    assert going(store, 10) == [(ID, "review"), (ID, "request_correction")]


def test_each_decision_has_seconds_of_its_own(store):
    decide(store, ASKED, delay=10)
    decide(store, TOLD, case_id=OTHER, at=after(4), delay=10)
    assert going(store, 10) == [(ID, "request_correction")]
    assert outbox.next_due(store.reader(), after(10)) == after(14)
    assert outbox.delayed_until(store.reader(), after(10)) == after(14)
    assert outbox.delayed_until(store.reader(), after(14)) is None


def test_what_is_kept_on_top_of_the_centre_s_has_them_anew_and_stays_marked_as_such(store):
    keep_mine_on_top(store, after(100), after(110))
    assert going(store, 109) == []
    assert outbox.delayed_until(store.reader(), after(101)) == after(110)
    assert going(store, 110) == [(ID, "review"), (ID, "request_correction")]
    write(store, outbox.end_delays)
    assert going(store, 101) == [(ID, "review"), (ID, "request_correction")]
    assert {entry.code for entry in entries(store)} == {outbox.KEPT_MINE}


def test_what_is_kept_on_top_and_taken_back_within_them_returns_to_where_it_was_typed(store):
    keep_mine_on_top(store, after(100), after(110))
    chosen = decisions.last_decided(store.reader())
    write(store, lambda db: decisions.undo(db, chosen, after(105), TODAY))
    assert states(store) == ["withdrawn", "withdrawn"]
    assert drafts.of_case(store.reader(), ID).materials == {PAPER.id: JUDGED}


def test_a_case_s_later_action_never_goes_before_the_earlier_one(store):
    decide(store, ASKED, delay=60)
    decide(store, TOLD, at=after(1))
    assert going(store, 30) == []
    assert going(store, 60) == [(ID, "request_correction"), (ID, "message")]


def test_taken_back_within_them_nothing_goes(store):
    judge(store)
    decide(store, ASKED, delay=10)
    chosen = decisions.last_decided(store.reader())
    write(store, lambda db: decisions.undo(db, chosen, after(9), TODAY))
    assert states(store) == ["withdrawn", "withdrawn"]
    assert going(store, 60) == []
    assert drafts.of_case(store.reader(), ID).materials == {PAPER.id: JUDGED}


def test_ended_they_hold_nothing_any_more_and_what_the_centre_asked_for_is_kept(store):
    decide(store, ASKED, delay=10)
    decide(store, TOLD, case_id=OTHER)
    (asked,) = entries(store, OTHER)
    write(store, lambda db: outbox.mark_later(db, asked, later(5), MORNING))
    write(store, outbox.end_delays)
    assert going(store, 1) == [(ID, "request_correction")]
    assert outbox.delayed_until(store.reader(), after(1)) is None


def test_what_the_centre_asked_to_wait_is_not_taken_for_them(store):
    decide(store, ASKED, delay=10)
    write(store, lambda db: outbox.mark_sending(db, [entries(store)[0].id], after(10)))
    write(store, lambda db: outbox.mark_later(db, entries(store)[0], after(70), after(11)))
    (entry,) = entries(store)
    assert entry.must_wait(after(12)) and not entry.is_delayed(after(12))


@pytest.mark.parametrize("hours", [1, 24])
def test_a_clock_set_back_ends_them_and_a_try_in_vain_brings_no_new_ones(store, hours):
    decide(store, ASKED, delay=10)
    back = -3600 * hours
    assert going(store, back) == [(ID, "request_correction")]
    tried_in_vain(store, after(back))
    assert going(store, back + 1) == [(ID, "request_correction")]


def test_a_clock_set_back_while_the_case_was_elsewhere_holds_nothing_either(store):
    decide(store, ASKED, delay=10)
    write(store, lambda db: outbox.case_gone(db, ID, after(-3600)))
    write(store, lambda db: outbox.case_back(db, ID, after(-3600)))
    assert going(store, -3600) == [(ID, "request_correction")]
