"""From a decision to the outbox and back: what may be taken back, kept, given up, sent again."""

import secrets
from datetime import timedelta

import pytest

from app.cases.actions import Accept, Approve
from app.cases.model import Clerk
from app.store import attachments, cases, decisions, drafts, outbox
from app.store.database import meta
from app.store.errors import BeingSent, CaseMovedOn, NotLawful, NotWithdrawable
from tests.cases.examples import MORNING, a_case
from tests.store.examples import ASKED, TOLD, decide, entries, keep, later, opened, states, write

ID = "sa-000001"
TODAY = MORNING.date()


@pytest.fixture
def store(tmp_path):
    made = opened(tmp_path / "cache.db", secrets.token_hex(32))
    yield made
    made.close()


def came_back(store, state="conflict", index=0):
    entry = entries(store)[index]
    write(store, lambda db: outbox.mark_back(db, entry, state, state, "", later(2)))


def sent(store, revision, index=0, at=None):
    entry = entries(store)[index]
    write(store, lambda db: outbox.mark_sent(db, entry, at or later(2), revision))


def shown(store):
    return cases.get(store.reader(), ID)


def test_a_decision_shows_at_once_and_its_row_says_that_it_is_unsent(store):
    decide(store, ASKED)
    assert shown(store).state == "correcting"
    assert cases.centre_side(store.reader(), ID).state == "received"
    (row,) = cases.rows(store.reader(), [cases.number(store.reader(), ID)], TODAY)
    assert (row.state, row.unsent, row.attention) == ("correcting", True, False)
    assert states(store) == ["waiting"]


def test_what_is_not_lawful_or_of_no_case_queues_nothing(store):
    with pytest.raises(NotLawful):
        decide(store, Approve(opinion="准予"))
    with pytest.raises(CaseMovedOn):
        decide(store, ASKED, case_id="sa-000009")
    with pytest.raises(NotLawful):  # the second of two; then neither
        decide(store, ASKED, Accept())
    assert states(store) == []
    assert shown(store).state == "received"


def test_a_decision_that_serves_a_notice_carries_its_print_and_a_message_none(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    served, message = entries(store)
    assert len(served.payload.attachments) == 1
    assert message.payload.attachments == ()


def test_taking_back_gives_the_words_back_and_shows_the_case_as_it_was(store):
    decide(store, ASKED)
    write(store, lambda db: decisions.withdraw(db, entries(store)[0].id, later(1), TODAY))
    assert states(store) == ["withdrawn"]
    assert shown(store).state == "received"
    assert drafts.of_case(store.reader(), ID).opinion == "缺签字"
    assert attachments.contents(store.reader(), entries(store)[0].payload.attachments) == []


@pytest.mark.parametrize("state", ["sent", "withdrawn", "conflict", "refused", "gone"])
def test_only_what_is_still_here_can_be_taken_back(store, state):
    decide(store, ASKED)
    entry = entries(store)[0]
    write(store, lambda db: outbox.change(db, entry.id, later(1), state=state))
    with pytest.raises(NotWithdrawable):
        write(store, lambda db: decisions.withdraw(db, entry.id, later(2), TODAY))
    with pytest.raises(NotWithdrawable):
        write(store, lambda db: decisions.undo(db, (entry.id,), later(2), TODAY))
    assert states(store) == [state]


def test_what_nobody_knows_can_neither_be_taken_back_nor_settled(store):
    for deed in (decisions.withdraw, decisions.take_theirs):
        with pytest.raises(NotWithdrawable):
            write(store, lambda db, deed=deed: deed(db, "nothing", later(1), TODAY))
    with pytest.raises(NotWithdrawable):
        write(store, lambda db: decisions.undo(db, (), later(1), TODAY))
    with pytest.raises(NotWithdrawable):
        write(store, lambda db: decisions.dismiss(db, "nothing", later(1)))
    with pytest.raises(CaseMovedOn):
        write(store, lambda db: decisions.resubmit_on_latest(db, "nothing", later(1), TODAY))


def test_what_is_under_way_can_be_taken_back_once_the_try_has_ended(store):
    decide(store, ASKED)
    entry = entries(store)[0]
    write(store, lambda db: outbox.mark_sending(db, [entry.id], later(1)))
    with pytest.raises(BeingSent):
        write(store, lambda db: decisions.withdraw(db, entry.id, later(2), TODAY))
    with pytest.raises(BeingSent):
        write(store, lambda db: decisions.undo(db, (entry.id,), later(2), TODAY))
    assert states(store) == ["sending"]


def test_an_action_with_another_behind_it_cannot_be_taken_back_the_last_one_can(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    first, last = entries(store)
    with pytest.raises(NotWithdrawable):
        write(store, lambda db: decisions.withdraw(db, first.id, later(2), TODAY))
    write(store, lambda db: decisions.withdraw(db, last.id, later(2), TODAY))
    write(store, lambda db: decisions.withdraw(db, first.id, later(3), TODAY))
    assert states(store) == ["withdrawn", "withdrawn"]


def test_undo_takes_back_what_was_decided_together_last(store):
    keep(store, a_case(id="sa-000002", no="no-2"))
    assert decisions.last_decided(store.reader()) == ()
    decide(store, TOLD)
    decide(store, ASKED, TOLD, case_id="sa-000002", at=later(1))
    chosen = decisions.last_decided(store.reader())
    assert chosen == tuple(entry.id for entry in entries(store, "sa-000002"))
    write(store, lambda db: decisions.undo(db, chosen, later(2), TODAY))
    assert states(store, "sa-000002") == ["withdrawn", "withdrawn"]
    assert states(store) == ["waiting"]


@pytest.mark.parametrize("state", ["conflict", "refused", "gone"])
def test_letting_the_centres_side_stand_withdraws_the_returned_action_and_what_follows(
    store, state
):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    came_back(store, state)
    write(store, lambda db: decisions.take_theirs(db, entries(store)[0].id, later(3), TODAY))
    assert [(e.state, e.code) for e in entries(store)] == [("withdrawn", "took_theirs")] * 2
    assert shown(store).state == "received"


def test_only_what_came_back_is_settled(store):
    decide(store, ASKED)
    with pytest.raises(NotWithdrawable):
        write(store, lambda db: decisions.take_theirs(db, entries(store)[0].id, later(1), TODAY))
    came_back(store, "conflict")
    with pytest.raises(NotWithdrawable):
        write(store, lambda db: decisions.dismiss(db, entries(store)[0].id, later(1)))
    assert states(store) == ["conflict"]


def test_what_is_gone_is_put_away(store):
    decide(store, ASKED)
    came_back(store, "gone")
    write(store, lambda db: decisions.dismiss(db, entries(store)[0].id, later(3)))
    assert [(e.state, e.code) for e in entries(store)] == [("withdrawn", "dismissed")]


def test_keeping_mine_sends_the_chain_again_under_new_ids_on_what_the_centre_holds(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    came_back(store)
    before = [entry.id for entry in entries(store)]
    keep(store, a_case(revision=7))
    write(store, lambda db: decisions.resubmit_on_latest(db, entries(store)[0].id, later(3), TODAY))
    first, second = entries(store)
    assert (first.state, first.base_revision, first.after_id) == ("waiting", 7, None)
    assert (second.state, second.base_revision, second.after_id) == ("waiting", None, first.id)
    assert {first.code, second.code} == {"kept_mine"}
    assert not {first.id, second.id} & set(before)
    assert shown(store).state == "correcting"


def test_keeping_mine_is_refused_where_it_cannot_stand_and_all_stays(store):
    decide(store, ASKED)
    came_back(store)
    keep(store, a_case(revision=7, state="terminated"))
    with pytest.raises(NotLawful):
        write(
            store,
            lambda db: decisions.resubmit_on_latest(db, entries(store)[0].id, later(3), TODAY),
        )
    assert states(store) == ["conflict"]
    with pytest.raises(CaseMovedOn):
        write(store, lambda db: cases.drop(db, [ID]))
        write(
            store,
            lambda db: decisions.resubmit_on_latest(db, entries(store)[0].id, later(3), TODAY),
        )


def restored(store, body, before=b"other"):
    keep(store, body)
    write(store, lambda db: decisions.send_again(db, ID, before, later(10)))


def test_what_a_restored_centre_lost_goes_again_under_its_id_with_what_waits_behind(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    sent(store, 2)
    ids = [entry.id for entry in entries(store)]
    restored(store, a_case(revision=1))
    first, second = entries(store)
    assert [first.id, second.id] == ids
    assert [(e.state, e.code) for e in (first, second)] == [("waiting", "restored")] * 2
    assert (first.base_revision, second.after_id) == (1, first.id)


def test_what_the_restored_case_does_not_allow_comes_back_and_what_is_behind_waits(store):
    decide(store, ASKED)
    decide(store, TOLD, at=later(1))
    sent(store, 2)
    restored(store, a_case(revision=1, state="terminated"))
    assert [(e.state, e.code) for e in entries(store)] == [
        ("conflict", "restored"),
        ("waiting", ""),
    ]


def test_where_the_case_only_differs_the_actions_of_the_last_week_are_asked_again_as_they_were(
    store,
):
    decide(store, TOLD, at=MORNING)
    decide(store, TOLD, at=later(1))
    sent(store, 2, 0, at=MORNING - timedelta(days=8))
    sent(store, 3, 1)
    before = entries(store)
    restored(store, a_case(revision=5))
    old, asked = entries(store)
    assert old == before[0]
    assert (asked.state, asked.code) == ("waiting", "restored")
    assert (asked.id, asked.base_revision, asked.after_id) == (
        before[1].id, before[1].base_revision, before[1].after_id)  # fmt: skip


def test_where_the_case_is_the_same_nothing_goes_again(store):
    decide(store, ASKED)
    sent(store, 2)
    keep(store, a_case(revision=2))
    write(store, lambda db: decisions.send_again(
        db, ID, cases.centre_bodies(db, [ID])[ID], later(10)))  # fmt: skip
    assert states(store) == ["sent"]


def test_a_case_that_is_not_here_has_nothing_to_send_again(store):
    write(store, lambda db: decisions.send_again(db, "sa-000009", b"", later(1)))
    assert entries(store, "sa-000009") == []


def test_before_restoring_what_is_held_of_the_cases_with_recent_actions_is_kept(store):
    keep(store, a_case(id="sa-000002", no="no-2"))
    decide(store, TOLD)
    sent(store, 2)
    held = decisions.before_restoring
    found = []
    write(store, lambda db: found.append(held(db, [ID, "sa-000002"], later(5))))
    write(store, lambda db: found.append(held(db, [ID], later(5) + timedelta(days=8))))
    assert list(found[0]) == [ID]
    assert found[0][ID] == cases.centre_bodies(store.reader(), [ID])[ID]
    assert found[1] == {}


def follow(store, body, come_back=()):
    keep(store, body)
    write(store, lambda db: decisions.follow_holders(db, [body], set(come_back), later(5)))


def test_what_was_decided_for_a_case_that_is_anothers_now_is_gone_and_names_them(store):
    decide(store, ASKED)
    follow(store, a_case(revision=2, assignee=Clerk(id="clerk-02", name="王芳", window="5号窗")))
    assert [(e.state, e.held_by) for e in entries(store)] == [("gone", "王芳 · 5号窗")]


def test_what_is_still_the_clerks_stays_as_it_is(store):
    decide(store, ASKED)
    follow(store, a_case(revision=2))
    assert states(store) == ["waiting"]
    follow(store, a_case(revision=3, assignee=None))
    assert states(store) == ["waiting"]


def test_a_case_that_came_back_brings_back_what_was_not_sent(store):
    decide(store, ASKED)
    write(store, lambda db: outbox.case_gone(db, ID, later(1)))
    follow(store, a_case(revision=1))
    assert states(store) == ["gone"]
    follow(store, a_case(revision=1), [ID])
    assert states(store) == ["waiting"]


def test_a_new_day_lets_deemed_acceptance_show_and_only_then(store):
    def deem(day):
        write(store, lambda db: decisions.deem(db, day))
        (row,) = cases.rows(store.reader(), [cases.number(store.reader(), ID)], day)
        return row.state

    assert deem(TODAY + timedelta(days=7)) == "received"
    assert deem(TODAY + timedelta(days=8)) == "reviewing"


def test_the_clerk_of_a_cache_is_known_and_none_where_nobody_signed_in(store):
    assert decisions.acting_clerk(store.reader()).name == "张伟"
    write(store, lambda db: db.execute("delete from meta where key = 'clerk'") and [])
    assert decisions.acting_clerk(store.reader()).id == ""
    assert meta(store.reader(), "clerk") == ""
