"""From a decision to the outbox and back: what may be taken back, kept, given up, sent again."""

import hashlib
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from app.cases.actions import (
    Accept,
    Approve,
    BeginSpecial,
    CorrectedField,
    CorrectOnTheSpot,
    Deliver,
    EndSpecial,
    ReceivedMaterial,
    ReceiveMaterials,
    Terminate,
    Withdraw,
)
from app.cases.model import Clerk, Notice, Verdict
from app.cases.procedure import Procedure, SpecialProcedure
from app.store import attachments, cases, decisions, drafts, evidence, outbox
from app.store.acting import acting_clerk
from app.store.cases import CaseFilter
from app.store.database import meta, set_meta
from app.store.errors import BeingSent, CaseMovedOn, NotLawful, NotWithdrawable
from tests.support.examples import ASKED, MORNING, TOLD, a_case, a_material
from tests.support.stores import decide, entries, keep, later, states, write

ID = "sa-000001"
TODAY = MORNING.date()


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


NEWER = (
    Withdraw(text="另行安排"),
    Terminate(ground="ceased", legal_basis="《甲法》第一条", text="已注销"),
    CorrectOnTheSpot(fields=(CorrectedField(key="area", value="68"),), text="签名确认"),
    ReceiveMaterials(
        materials=(ReceivedMaterial(name="租约", sha256=hashlib.sha256(b"%PDF").hexdigest()),)
    ),
)


@pytest.mark.parametrize("payload", NEWER, ids=lambda payload: payload.type)
def test_what_a_centre_of_1_0_does_not_know_is_not_queued_for_it(store, payload):
    keep(store, a_case(revision=2, fields={"area": "86"}))
    write(store, lambda db: evidence.keep(db, ID, "租约", b"%PDF", 1, MORNING))
    with pytest.raises(NotLawful) as barred:
        decide(store, payload)
    assert barred.value.sentence.zh == "贵市中心的接口版本较早，不受理这项操作"
    assert states(store) == []
    write(store, lambda db: set_meta(db, "epoch", "e1"))  # as a centre of 1.1 says one
    decide(store, payload)
    assert states(store) == ["waiting"]


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
    decide(store, TOLD, at=later(-1))
    decide(store, TOLD)
    assert decisions.last_decided(store.reader()) == (entries(store)[1].id,)
    decide(store, ASKED, TOLD, case_id="sa-000002", at=later(1))
    chosen = decisions.last_decided(store.reader())
    assert chosen == tuple(entry.id for entry in entries(store, "sa-000002"))
    write(store, lambda db: decisions.undo(db, chosen, later(2), TODAY))
    assert states(store, "sa-000002") == ["withdrawn", "withdrawn"]
    assert states(store) == ["waiting", "waiting"]


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
        before[1].id,
        before[1].base_revision,
        before[1].after_id,
    )


def test_where_the_case_is_the_same_nothing_goes_again(store):
    decide(store, ASKED)
    sent(store, 2)
    keep(store, a_case(revision=2))
    write(
        store, lambda db: decisions.send_again(db, ID, cases.centre_bodies(db, [ID])[ID], later(10))
    )
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
    assert acting_clerk(store.reader()).name == "张伟"
    write(store, lambda db: db.execute("delete from meta where key = 'clerk'") and [])
    assert acting_clerk(store.reader()).id == ""
    assert meta(store.reader(), "clerk") == ""


PAPER = a_material("租赁合同")
JUDGED = Verdict(verdict="pass")


def judge(store, body, verdict=JUDGED):
    """The clerk judges a material of a case."""
    keep(store, body)
    write(store, lambda db: drafts.save(db, ID, f"material:{PAPER.id}", verdict, MORNING))


def types(store):
    return [entry.payload.type for entry in entries(store)]


def test_a_decision_is_preceded_by_the_judgement_it_rests_on_and_a_message_by_none(store):
    judge(store, a_case(materials=(PAPER,)))
    decide(store, TOLD)
    assert types(store) == ["message"]
    assert drafts.of_case(store.reader(), ID).materials
    decide(store, ASKED, at=later(1))
    message, review, decision = entries(store)
    assert types(store) == ["message", "review", "request_correction"]
    assert (message.base_revision, message.after_id) == (1, None)
    assert (review.base_revision, review.after_id) == (None, message.id)
    assert (decision.base_revision, decision.after_id) == (None, review.id)
    assert shown(store).review.materials == {PAPER.id: JUDGED}
    assert not drafts.of_case(store.reader(), ID).materials


def test_where_the_state_records_no_review_the_decision_is_taken_without_it(store):
    judge(store, a_case(state="approved", materials=(PAPER,)))
    decide(store, Deliver(method="ems", tracking_no="EX1"))
    assert types(store) == ["deliver"]
    assert shown(store).state == "delivered"


def test_the_notice_that_is_printed_is_the_decision_s_own(store):
    earlier = Notice(type="accept", title="受理通知书", no="1", day=TODAY)
    keep(store, a_case(notices=(earlier,)))
    printed = []

    def work(db):
        return decisions.decide(
            db, ID, ASKED, MORNING, lambda notice: printed.append(notice) or b"x"
        )

    write(store, work)
    assert [notice.type for notice in printed] == ["request_correction"]


def test_a_message_taken_back_returns_to_its_one_thing(store):
    decide(store, TOLD)
    write(store, lambda db: decisions.withdraw(db, entries(store)[0].id, later(1), TODAY))
    assert drafts.message(store.reader(), "ot-1") == TOLD.text


def test_a_message_of_a_case_that_is_not_here_any_more_returns_nowhere(store):
    decide(store, TOLD)
    came_back(store, "gone")
    write(store, lambda db: cases.drop(db, [ID]))
    write(store, lambda db: decisions.take_theirs(db, entries(store)[0].id, later(3), TODAY))
    assert states(store) == ["withdrawn"]
    assert drafts.message(store.reader(), "ot-1") == drafts.message(store.reader(), "") == ""


def test_what_came_back_between_two_that_a_restored_centre_lost_stays_back(store):
    for minute in range(3):
        decide(store, TOLD, at=later(minute))
    sent(store, 2, 0)
    came_back(store, "refused", 1)
    sent(store, 3, 2)
    restored(store, a_case(revision=1))
    first, second, third = entries(store)
    assert [e.state for e in (first, second, third)] == ["waiting", "refused", "waiting"]
    assert (first.base_revision, first.after_id) == (1, None)
    assert (third.base_revision, third.after_id) == (None, first.id)


@pytest.mark.parametrize(("seconds", "state"), [(0, "sent"), (1, "waiting")])
def test_an_action_of_a_week_ago_is_not_asked_again(store, seconds, state):
    decide(store, TOLD)
    sent(store, 2, at=later(10) - timedelta(days=7) + timedelta(seconds=seconds))
    restored(store, a_case(revision=5))
    assert states(store) == [state]


def test_what_is_sent_again_has_nothing_left_of_the_tries_before(store):
    decide(store, TOLD)
    entry = entries(store)[0]
    write(store, lambda db: outbox.mark_later(db, entry, later(60), later(1), 3, "500"))
    came_back(store)
    write(store, lambda db: decisions.resubmit_on_latest(db, entry.id, later(2), TODAY))
    (again,) = entries(store)
    assert (again.tries, again.detail, again.not_before, again.changed_at) == (
        0,
        "",
        None,
        later(2),
    )


def test_of_several_cases_only_those_of_others_with_something_unsent_are_gone(store):
    keep(store, a_case(id="sa-000002", no="no-2"))
    decide(store, ASKED)
    other = Clerk(id="clerk-02", name="王芳")
    said = [a_case(id="sa-000002", no="no-2", assignee=other), a_case(assignee=other)]
    changed = []
    write(store, lambda db: changed.extend(decisions.follow_holders(db, said, set(), later(5))))
    assert states(store) == ["gone"]
    assert [change.kind for change in changed] == ["outbox"]


def test_in_a_cache_whose_clerk_is_not_known_nothing_is_another_s(store):
    decide(store, ASKED)
    write(store, lambda db: db.execute("delete from meta where key = 'clerk'") and [])
    follow(store, a_case(revision=2, assignee=Clerk(id="clerk-02", name="王芳")))
    assert states(store) == ["waiting"]


def test_a_case_the_centre_moved_on_shows_the_unsent_as_far_as_it_can_stand(store):
    decide(store, ASKED)

    def rebased(body):
        keep(store, body)
        write(store, lambda db: decisions.rebase_all(db, [ID, "sa-000009"], TODAY))
        (row,) = cases.rows(store.reader(), [cases.number(store.reader(), ID)], TODAY)
        return shown(store).state, row.unsent, row.attention

    assert rebased(a_case(revision=2)) == ("correcting", True, False)
    assert rebased(a_case(revision=3, state="terminated")) == ("terminated", True, False)
    came_back(store)
    assert rebased(a_case(revision=4)) == ("received", False, True)


def test_a_case_without_anything_unsent_shows_the_centre_s_side(store):
    case = a_case(revision=2)
    keep(store, case)
    assert decisions.replayed(store.reader(), case) is case
    changed = []
    write(store, lambda db: changed.extend(decisions.rebase_all(db, [ID], TODAY)))
    assert changed == []
    write(store, lambda db: changed.extend(decisions.rebase(db, "sa-000009", TODAY)))
    assert changed == []


def test_a_decision_says_what_it_changed(store):
    heard = []
    store.listeners.append(heard.extend)
    decide(store, ASKED)
    assert [(c.kind, c.ids) for c in heard] == [("case", (ID,)), ("outbox", ()), ("draft", (ID,))]


# --- a special procedure that runs over ---------------------------------------------------------


def test_a_special_procedure_a_clerk_begins_turns_amber_then_red_and_is_over_when_ended(store):
    own = Procedure(special=(SpecialProcedure(procedure="hearing", basis="《甲法》第一条"),))
    item = replace(a_case().item, procedure=own)
    keep(store, a_case(state="reviewing", accepted_at=MORNING, revision=2, item=item))
    decide(store, BeginSpecial(procedure="hearing", expected_days=4, text="听证"))

    def row_on(day):
        numbers = cases.listed(store.reader(), CaseFilter(standing=""), day)
        (row,) = cases.rows(store.reader(), numbers, day)
        return row

    def light(day):
        return row_on(date(2026, 3, day)).light

    assert [light(day) for day in (2, 5, 6, 7, 9)] == ["paused", "paused", "amber", "red", "red"]
    assert row_on(date(2026, 3, 9)).due == date(2026, 3, 6)
    decide(store, EndSpecial(finding="如期听证"), at=MORNING + timedelta(days=7))
    case = cases.get(store.reader(), "sa-000001")
    (pause,) = case.clock.pauses
    assert (pause.from_, pause.to) == (date(2026, 3, 2), date(2026, 3, 9))
    assert pause.expected_to == date(2026, 3, 6)  # what was told stays
    assert light(9) == "green"  # its own days go on: none of them was counted meanwhile
    assert row_on(date(2026, 3, 9)).due == date(2026, 3, 17)
