"""The outbox: what goes, in which order, what waits, what comes back."""

import pytest

from app.store import attachments, outbox
from tests.support.examples import ASKED, MORNING, TOLD, a_case
from tests.support.stores import decide, entries, keep, later, states, write


@pytest.fixture
def store(store):
    keep(store, a_case(id="sa-000002", no="no-2"))
    return store


def going(store, at=MORNING, limit=50):
    return [
        (entry.case_id, entry.payload.type) for entry in outbox.sendable(store.reader(), at, limit)
    ]


def test_what_may_go_is_found_behind_more_that_must_wait_than_go_at_once(store):
    decide(store, TOLD, TOLD, TOLD, delay=5)
    decide(store, TOLD, TOLD, case_id="sa-000002")
    decide(store, TOLD)
    decide(store, TOLD, case_id="sa-000002")
    sent = [("sa-000002", "message")]
    assert going(store, limit=1) == sent
    assert going(store, limit=2) == 2 * sent
    assert going(store, limit=9) == 3 * sent


def back(store, entry, state, code="", detail="", held_by=""):
    write(store, lambda db: outbox.mark_back(db, entry, state, code, detail, later(1), held_by))


def test_the_first_action_rests_on_the_revision_the_next_on_the_action_before_it(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    first, second = entries(store)
    assert (first.base_revision, first.after_id) == (1, None)
    assert (second.base_revision, second.after_id) == (None, first.id)


def test_what_may_go_goes_oldest_first_and_no_more_than_asked_for(store):
    decide(store, ASKED)
    decide(store, TOLD, case_id="sa-000002")
    decide(store, TOLD, at=later(1))
    one, two = "sa-000001", "sa-000002"
    assert going(store) == [(one, "request_correction"), (two, "message"), (one, "message")]
    assert going(store, limit=2) == [(one, "request_correction"), (two, "message")]


@pytest.mark.parametrize("state", ["conflict", "refused", "gone"])
def test_nothing_goes_behind_what_came_back_and_other_cases_do(store, state):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    decide(store, TOLD, case_id="sa-000002")
    back(store, entries(store)[0], state)
    assert going(store) == [("sa-000002", "message")]


def test_nothing_goes_before_the_time_it_must_wait_for_nor_what_is_behind_it(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    write(store, lambda db: outbox.mark_later(db, entries(store)[0], later(5), MORNING))
    assert going(store, later(4.9)) == []
    assert [kind for _, kind in going(store, later(5))] == ["request_correction", "message"]


def test_the_first_time_something_may_go_again_is_known(store):
    assert outbox.next_due(store.reader(), MORNING) is None
    decide(store, ASKED)
    decide(store, TOLD, case_id="sa-000002")
    assert outbox.next_due(store.reader(), MORNING) is None
    write(store, lambda db: outbox.mark_later(db, entries(store)[0], later(5), MORNING))
    write(
        store, lambda db: outbox.mark_later(db, entries(store, "sa-000002")[0], later(3), MORNING)
    )
    assert outbox.next_due(store.reader(), MORNING) == later(3)
    assert outbox.next_due(store.reader(), later(4)) == later(5)


def test_what_the_centre_failed_on_need_not_wait_a_time_it_named_is_kept(store):
    decide(store, ASKED)
    decide(store, TOLD, case_id="sa-000002")
    failed, asked = entries(store)[0], entries(store, "sa-000002")[0]
    write(store, lambda db: outbox.mark_later(db, failed, later(5), MORNING, 2, "500"))
    write(store, lambda db: outbox.mark_later(db, asked, later(5), MORNING))
    assert (entries(store)[0].tries, entries(store)[0].detail) == (2, "500")
    assert (entries(store, "sa-000002")[0].tries, entries(store)[0].must_wait(later(1))) == (
        0,
        True,
    )
    write(store, outbox.try_again_now)
    assert going(store) == [("sa-000001", "request_correction")]


def test_what_is_on_its_way_is_marked_and_unmarked(store):
    decide(store, ASKED)
    decide(store, TOLD, case_id="sa-000002")
    write(store, lambda db: outbox.mark_sending(db, [entries(store)[0].id], later(1)))
    assert (states(store), states(store, "sa-000002")) == (["sending"], ["waiting"])
    assert entries(store)[0].changed_at == later(1)
    write(store, lambda db: outbox.unmark_sending(db, later(2)))
    assert states(store) == ["waiting"]
    assert entries(store)[0].changed_at == later(2)
    assert entries(store, "sa-000002")[0].changed_at == MORNING


def test_what_comes_back_carries_what_the_centre_said(store):
    decide(store, ASKED)
    back(store, entries(store)[0], "gone", "moved", "已转办", "王芳 · 5号窗")
    (entry,) = entries(store)
    assert (entry.state, entry.code, entry.detail, entry.held_by) == (
        "gone",
        "moved",
        "已转办",
        "王芳 · 5号窗",
    )
    assert outbox.counts(store.reader()) == (0, 1)


def test_what_the_feed_dropped_goes_on_when_the_case_is_back_what_the_centre_refused_is_the_clerks(
    store,
):
    decide(store, ASKED)
    decide(store, TOLD, case_id="sa-000002")
    back(store, entries(store, "sa-000002")[0], "gone", "gone")
    write(store, lambda db: outbox.case_gone(db, "sa-000001", later(2), "王芳"))
    assert (entries(store)[0].state, entries(store)[0].held_by) == ("gone", "王芳")
    for case_id in ("sa-000001", "sa-000002"):
        write(store, lambda db, id_=case_id: outbox.case_back(db, id_, later(3)))
    assert (states(store), states(store, "sa-000002")) == (["waiting"], ["conflict"])
    assert entries(store)[0].held_by == ""


def test_neither_what_was_sent_nor_what_was_withdrawn_is_gone_with_its_case(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    write(store, lambda db: outbox.mark_sent(db, entries(store)[0], later(2), 2))
    write(store, lambda db: outbox.change(db, entries(store)[1].id, later(2), state="withdrawn"))
    write(store, lambda db: outbox.case_gone(db, "sa-000001", later(3)))
    assert states(store) == ["sent", "withdrawn"]


def test_an_action_under_another_id_keeps_those_behind_it(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    first, _ = entries(store)
    write(store, lambda db: outbox.renew_id(db, first, later(2)))
    renewed, behind = entries(store)
    assert renewed.id != first.id
    assert behind.after_id == renewed.id
    assert outbox.get(store.reader(), first.id) is None


def test_counts_tell_what_is_to_be_sent_and_what_needs_the_clerk(store):
    assert outbox.counts(store.reader()) == (0, 0)
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    decide(store, TOLD, case_id="sa-000002")
    write(store, lambda db: outbox.mark_sending(db, [entries(store)[0].id], later(1)))
    back(store, entries(store, "sa-000002")[0], "refused")
    assert outbox.counts(store.reader()) == (2, 1)
    assert outbox.cases_in(store.reader(), ["refused"]) == {"sa-000002"}
    assert outbox.standing_of(store.reader(), "sa-000001") == (True, False)
    assert outbox.standing_of(store.reader(), "sa-000002") == (False, True)
    assert outbox.standing_of(store.reader(), "sa-000003") == (False, False)


def test_a_case_counts_as_decided_by_a_decision_that_stands_not_by_a_message(store):
    decide(store, ASKED)
    decide(store, TOLD, case_id="sa-000002")
    both = ["sa-000001", "sa-000002"]
    assert outbox.decided(store.reader(), both) == 1
    assert outbox.decided(store.reader(), ["sa-000002"]) == 0
    write(store, lambda db: outbox.change(db, entries(store)[0].id, later(1), state="withdrawn"))
    assert outbox.decided(store.reader(), both) == 0


def test_what_the_centre_applied_since_then_is_known(store):
    decide(store, ASKED)
    decide(store, TOLD, case_id="sa-000002")
    write(store, lambda db: outbox.mark_sent(db, entries(store)[0], later(2), 2))
    assert outbox.sent_since(store.reader(), later(1)) == {"sa-000001"}
    assert outbox.sent_since(store.reader(), later(3)) == set()


def test_the_last_unsent_action_of_a_case_is_the_one_to_stand_behind(store):
    assert outbox.last_unsent(store.reader(), "sa-000001") is None
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    assert outbox.last_unsent(store.reader(), "sa-000001") == entries(store)[1]
    write(store, lambda db: outbox.change(db, entries(store)[1].id, later(2), state="withdrawn"))
    assert outbox.last_unsent(store.reader(), "sa-000001") == entries(store)[0]


def test_a_restored_centre_lost_what_was_sent_above_its_revision(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    for entry, revision in zip(entries(store), (2, 3), strict=True):
        write(store, lambda db, e=entry, r=revision: outbox.mark_sent(db, e, later(2), r))
    lost = outbox.lost_by_restoring
    assert [e.payload.type for e in lost(store.reader(), "sa-000001", 1)] == [
        "request_correction",
        "message",
    ]
    assert [e.payload.type for e in lost(store.reader(), "sa-000001", 2)] == ["message"]
    assert lost(store.reader(), "sa-000001", 3) == []


def test_a_print_is_kept_until_its_action_is_settled_and_a_week_longer_where_it_was_sent(store):
    decide(store, ASKED)
    (entry,) = entries(store)
    (sha256,) = entry.payload.attachments
    kept = attachments.contents

    write(store, lambda db: attachments.let_go(db, later(60)))
    assert kept(store.reader(), [sha256, "ab" * 32]) == [(sha256, b"print")]
    write(store, lambda db: outbox.mark_sent(db, entry, MORNING, 2))
    write(store, lambda db: attachments.let_go(db, later(60 * 24 * 7 - 1)))
    assert kept(store.reader(), [sha256]) == [(sha256, b"print")]
    write(store, lambda db: attachments.let_go(db, later(60 * 24 * 7 + 1)))
    assert kept(store.reader(), [sha256]) == []


def test_a_print_of_what_was_withdrawn_goes_at_once(store):
    decide(store, ASKED)
    (entry,) = entries(store)
    write(store, lambda db: outbox.change(db, entry.id, later(1), state="withdrawn"))
    write(store, lambda db: attachments.let_go(db, later(1)))
    assert attachments.contents(store.reader(), entry.payload.attachments) == []
