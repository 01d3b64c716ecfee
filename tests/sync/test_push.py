"""What one push does with each outcome, step by step, without a network."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases.actions import SendBack
from app.cases.model import Clerk, Department, Event, Proposal, ProposedAction
from app.central import errors
from app.central.wire import ActionResult, Holder, encode
from app.store import cases, decisions, outbox
from app.store.database import set_meta
from app.sync import push as pushing
from app.sync.push import WAITS, push
from tests.support.examples import ASKED, MORNING, TOLD, a_case, a_material
from tests.support.stores import decide, keep
from tests.sync.scripted import ScriptedCentre, applied

NOW = MORNING + timedelta(hours=1)
LEAD = Clerk(id="c2", name="王芳", roles=("lead",), department=Department(code="scjg", name="市监"))
FIVE = [f"sa-{n:06d}" for n in range(1, 6)]


@pytest.fixture
def store(store):
    keep(store, *(a_case(id=id_) for id_ in FIVE[1:]))
    return store


@pytest.fixture
def centre():
    return ScriptedCentre()


def sent(store, centre, now=NOW) -> int:
    return push(store, centre, "desk-1", now)


def states(store) -> dict[str, str]:
    """The state of the last entry of each case."""
    return {e.case_id: e.state for e in outbox.entries(store.reader(), outbox.STATES)}


def entry(store, case_id=FIVE[0]):
    return outbox.of_case(store.reader(), case_id)[-1]


def answering(**how):
    return lambda action: ActionResult(id=action.id, **how)


def tried(store, times: int, case_id=FIVE[0], code: str = "") -> None:
    """As if an entry had been tried so often already."""
    id_ = entry(store, case_id).id
    store.write(lambda db: outbox.change(db, id_, MORNING, tries=times, code=code) or []).result()


def test_one_push_sends_all_there_is_in_batches(store, centre, monkeypatch):
    monkeypatch.setattr(pushing, "BATCH_LIMIT", 2)
    monkeypatch.setattr(pushing, "BATCHES", 1)
    for id_ in FIVE:
        decide(store, ASKED, case_id=id_)
    assert sent(store, centre) == 5
    assert centre.requests == [FIVE[:2], FIVE[2:4], FIVE[4:]]
    assert set(states(store).values()) == {"sent"}


def test_where_there_is_nothing_nothing_is_asked(store, centre):
    assert sent(store, centre) == 0
    assert centre.requests == []


def test_the_answers_of_a_response_are_written_at_once_and_its_cases_worked_out_once(
    store, centre, monkeypatch
):
    monkeypatch.setattr(pushing, "BATCH_LIMIT", 3)
    for payload in (TOLD, TOLD):
        for id_ in FIVE[:3]:
            decide(store, payload, case_id=id_)
    told = []
    store.listeners.append(lambda changed: told.append([c for c in changed if c.kind == "case"]))
    assert sent(store, centre) == 6
    responses = [[c.ids for c in changed] for changed in told if changed]
    assert responses == [[(id_,) for id_ in FIVE[:3]]] * 2
    assert set(states(store).values()) == {"sent"}


def test_of_two_answers_on_a_case_the_later_body_is_kept(store, centre):
    decide(store, TOLD)
    decide(store, TOLD)
    bodies = iter((a_case(revision=2, flags=("first",)), a_case(revision=3, flags=("second",))))
    centre.answer = lambda action: replace(applied(action), body=msgspec.Raw(encode(next(bodies))))
    assert sent(store, centre) == 2
    assert cases.centre_side(store.reader(), FIVE[0]).flags == ("second",)
    assert cases.get(store.reader(), FIVE[0]).flags == ("second",)


def test_a_body_beyond_what_the_cache_can_hold_costs_only_itself(store, centre):
    """The feed brings it, and says so; what was answered is answered."""
    beyond = a_case(revision=2, materials=(a_material("图", size=2**70),))
    for id_ in FIVE[:3]:
        decide(store, TOLD, case_id=id_)

    def answer(action):
        said = beyond if action.sub_application_id == FIVE[0] else None
        said = said or a_case(id=action.sub_application_id, revision=2)
        return replace(applied(action), body=msgspec.Raw(encode(said)))

    centre.answer = answer
    assert sent(store, centre) == 3
    assert set(states(store).values()) == {"sent"}
    held = cases.revisions(store.reader())
    assert [held[id_] for id_ in FIVE[:3]] == [a_case().revision, 2, 2]


def test_what_must_wait_is_no_answer_and_is_not_asked_for_again_at_once(store, centre):
    decide(store, ASKED)
    centre.answer = answering(outcome="retry")
    assert sent(store, centre) == 0
    assert len(centre.requests) == 1
    assert (entry(store).state, entry(store).tries) == ("waiting", 0)


@pytest.mark.parametrize(
    ("asked", "waits"), [(0, 5), (-7, 1), (1, 1), (90, 90), (86_400, 86_400), (10**9, 86_400)]
)
def test_it_waits_as_long_as_the_centre_asked_within_a_day(store, centre, asked, waits):
    decide(store, ASKED)
    centre.answer = answering(outcome="retry", retry_after=asked)
    sent(store, centre)
    assert entry(store).not_before == NOW + timedelta(seconds=waits)


def test_what_stands_behind_one_that_was_not_applied_waits_under_another_id(store, centre):
    decide(store, TOLD, ASKED)
    before = [e.id for e in outbox.of_case(store.reader(), FIVE[0])]
    outcomes = iter(["refused", "conflict"])
    centre.answer = lambda action: ActionResult(id=action.id, outcome=next(outcomes))
    assert sent(store, centre) == 1  # the second was none
    first, second = outbox.of_case(store.reader(), FIVE[0])
    assert (first.state, first.id) == ("refused", before[0])
    assert (second.state, second.after_id) == ("waiting", first.id) and second.id != before[1]


def test_what_stands_behind_a_later_one_of_its_case_is_not_sent_in_the_next_batch(
    store, centre, monkeypatch
):
    monkeypatch.setattr(pushing, "BATCH_LIMIT", 1)
    decide(store, TOLD, ASKED)
    centre.answer = answering(outcome="retry", retry_after=60)
    sent(store, centre)
    assert centre.requests == [FIVE[:1]]
    assert [e.state for e in outbox.of_case(store.reader(), FIVE[0])] == ["waiting", "waiting"]


@pytest.mark.parametrize(
    ("code", "before", "state"),
    [
        ("id_reused", decisions.RESTORED, "sent"),
        ("id_reused", "", "refused"),
        ("malformed", decisions.RESTORED, "refused"),
    ],
)
def test_an_id_a_restored_centre_knows_has_been_carried_out(store, centre, code, before, state):
    decide(store, ASKED)
    tried(store, 0, code=before)
    centre.answer = answering(outcome="refused", code=code)
    assert sent(store, centre) == 1
    assert entry(store).state == state


@pytest.mark.parametrize(
    ("outcome", "state", "code"),
    [
        ("refused", "refused", "refused"),
        ("conflict", "conflict", "conflict"),
        ("gone", "gone", "gone"),
        ("postponed", "refused", "postponed"),
    ],
)
def test_an_outcome_without_a_code_is_its_own(store, centre, outcome, state, code):
    decide(store, ASKED)
    centre.answer = answering(outcome=outcome, detail="不行")
    sent(store, centre)
    assert (entry(store).state, entry(store).code, entry(store).detail) == (state, code, "不行")


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        (Holder(name="王芳", window="5号窗"), "王芳 · 5号窗"),
        (Holder(window="5号窗"), "5号窗"),
        (None, ""),
    ],
)
def test_it_is_kept_who_holds_what_is_gone(store, centre, holder, words):
    decide(store, ASKED)
    centre.answer = answering(outcome="gone", held_by=holder)
    sent(store, centre)
    assert entry(store).held_by == words


@pytest.mark.parametrize(("revision", "is_kept"), [(6, False), (7, True), (8, True)])
def test_the_body_of_an_outcome_is_kept_unless_it_is_older(store, centre, revision, is_kept):
    keep(store, a_case(revision=7))
    decide(store, ASKED)
    said = a_case(revision=revision, flags=("said",))
    centre.answer = lambda action: replace(applied(action), body=msgspec.Raw(encode(said)))
    sent(store, centre)
    assert ("said" in cases.centre_side(store.reader(), FIVE[0]).flags) == is_kept


@pytest.mark.parametrize("said", [a_case(id=FIVE[1], revision=99), {"id": 7}, "…"])
def test_a_body_that_is_none_of_the_case_changes_nothing(store, centre, said):
    decide(store, ASKED)
    centre.answer = lambda action: replace(applied(action), body=msgspec.Raw(encode(said)))
    assert sent(store, centre) == 1
    assert cases.centre_side(store.reader(), FIVE[0]).revision == a_case().revision
    assert cases.centre_side(store.reader(), FIVE[1]).revision == a_case().revision


def test_the_body_of_a_case_that_went_meanwhile_does_not_bring_it_back(store, centre):
    decide(store, ASKED)
    said = msgspec.Raw(encode(a_case(revision=99)))

    def answer(action):
        store.write(lambda db: cases.drop(db, FIVE[:1])).result()
        return replace(applied(action), body=said)

    centre.answer = answer
    sent(store, centre)
    assert cases.centre_side(store.reader(), FIVE[0]) is None


def test_a_request_that_fails_is_halved_until_the_one_stands_alone(store, centre):
    for id_ in FIVE:
        decide(store, ASKED, case_id=id_)

    def answer(action):
        if action.sub_application_id == FIVE[3]:
            raise errors.CentreRefused(400, "odd", "看不懂")
        return applied(action)

    centre.answer = answer
    assert sent(store, centre) == 5  # a refusal is an answer
    assert centre.requests == [FIVE, FIVE[:2], FIVE[2:], FIVE[2:3], FIVE[3:], FIVE[3:4], FIVE[4:]]
    refused = entry(store, FIVE[3])
    assert (refused.state, refused.code) == ("refused", pushing.REQUEST_FAILED)
    assert "看不懂" in refused.detail
    assert [states(store)[id_] for id_ in FIVE if id_ != FIVE[3]] == ["sent"] * 4


@pytest.mark.parametrize(
    ("tries", "others", "state"),
    [(0, True, "waiting"), (4, True, "waiting"), (5, True, "refused"), (5, False, "waiting"),
     (7, False, "waiting"), (8, False, "refused")],
)  # fmt: skip
def test_what_the_centre_fails_on_comes_back_once_it_is_to_blame(
    store, centre, tries, others, state
):
    decide(store, ASKED)
    tried(store, tries)
    if others:
        decide(store, ASKED, case_id=FIVE[1])

    def answer(action):
        if action.sub_application_id == FIVE[0]:
            raise errors.CentreFailed("500")
        return applied(action)

    if others:  # sent before, so that it counts as having gone meanwhile
        other = entry(store, FIVE[1])
        store.write(lambda db: outbox.mark_sent(db, other, NOW, 9)).result()
    centre.answer = answer
    assert sent(store, centre) == 0
    held = entry(store)
    assert held.state == state
    if state == "waiting":
        assert held.tries == tries + 1
        assert held.not_before == NOW + timedelta(seconds=WAITS[tries])


def test_others_that_went_long_ago_show_nothing(store, centre):
    decide(store, ASKED)
    tried(store, 6)
    decide(store, ASKED, case_id=FIVE[1])
    other = entry(store, FIVE[1])
    long_ago = NOW - timedelta(minutes=11)
    store.write(lambda db: outbox.mark_sent(db, other, long_ago, 9)).result()

    def fails(_action):
        raise errors.CentreFailed("500")

    centre.answer = fails
    sent(store, centre)
    assert entry(store).state == "waiting"


@pytest.mark.parametrize(
    "failure", [errors.CentreFailed("500"), errors.NotTheCentre("…"), errors.CentreUnreachable()]
)
def test_where_nothing_can_be_asked_the_failure_is_the_centre_s(store, centre, failure):
    for id_ in FIVE:
        decide(store, ASKED, case_id=id_)
    centre.reachable = False

    def fails(_action):
        raise failure

    centre.answer = fails
    with pytest.raises(type(failure)):
        sent(store, centre)
    assert centre.requests == [FIVE]  # nothing is halved
    assert set(states(store).values()) == {"waiting"}
    assert all(e.tries == 0 for e in outbox.entries(store.reader()))


def test_a_refusal_is_one_though_nothing_else_can_be_asked(store, centre):
    decide(store, ASKED)
    centre.reachable = False

    def refuses(_action):
        raise errors.CentreRefused(403, "", "不许")

    centre.answer = refuses
    assert sent(store, centre) == 1
    assert entry(store).state == "refused"


def test_an_action_without_an_outcome_is_tried_again_and_the_others_are_done(store, centre):
    for id_ in FIVE[:2]:
        decide(store, ASKED, case_id=id_)
    centre.answer = lambda a: applied(a) if a.sub_application_id == FIVE[1] else None
    assert sent(store, centre) == 1
    assert (entry(store).state, entry(store).tries) == ("waiting", 1)
    assert entry(store, FIVE[1]).state == "sent"


def test_papers_go_before_the_action_once_each_and_one_refused_comes_back(store, centre):
    for id_ in FIVE[:3]:
        decide(store, ASKED, case_id=id_)  # all carry the same print
    assert sent(store, centre) == 3
    assert len(centre.papers) == 1
    decide(store, ASKED, case_id=FIVE[3])
    decide(store, TOLD, case_id=FIVE[4])

    def refuses(_sha256):
        raise errors.CentreRefused(413, "", "太大")

    centre.takes_papers = refuses
    assert sent(store, centre) == 2
    assert centre.requests[-1] == FIVE[4:]  # that one carries none
    refused = entry(store, FIVE[3])
    assert (refused.state, refused.code) == ("refused", pushing.ATTACHMENT_REFUSED)


def test_whatever_happens_nothing_is_left_on_its_way(store, centre):
    decide(store, ASKED)

    def ends(_action):
        raise errors.SignInExpired

    centre.answer = ends
    with pytest.raises(errors.SignInExpired):
        sent(store, centre)
    assert entry(store).state == "waiting"


def test_what_was_on_its_way_when_its_case_went_is_asked_for_and_what_was_not_is_gone(
    store, centre
):
    """The case may have gone because of it: a transfer whose answer was lost."""
    decide(store, TOLD)
    decide(store, TOLD, case_id=FIVE[1])

    def is_lost(_action):
        raise errors.CentreUnreachable

    centre.answer, centre.reachable = is_lost, False
    with pytest.raises(errors.CentreUnreachable):
        sent(store, centre)
    decide(store, TOLD, case_id=FIVE[2])
    for id_ in FIVE[:3]:
        store.write(lambda db, id_=id_: outbox.case_gone(db, id_, NOW)).result()
    assert [states(store)[id_] for id_ in FIVE[:3]] == ["waiting", "waiting", "gone"]
    centre.answer, centre.reachable = applied, True
    assert sent(store, centre) == 2
    assert [states(store)[id_] for id_ in FIVE[:3]] == ["sent", "sent", "gone"]


DENIAL = ProposedAction(type="deny", payload=msgspec.Raw(b"{}"))
STANDING = Proposal(id="p", by=Clerk(id="c1"), at=MORNING, action=DENIAL)
SIGNED = replace(
    a_case(revision=9), history=(Event(at=NOW, by=Clerk(id="c3", name="李文"), type="sign"),)
)


def sent_back_by_a_lead(store) -> None:
    def sit(db):
        set_meta(db, "clerk", encode(LEAD).decode())
        set_meta(db, "epoch", "e1")
        return []

    store.write(sit).result()
    keep(store, replace(a_case(), proposal=STANDING))
    decide(store, SendBack(proposal_id="p", text="请补充"))


@pytest.mark.parametrize("is_held", [True, False])
def test_an_answer_to_a_proposal_that_stands_no_more_is_gone_and_keeps_who_answered_it(
    store, centre, is_held
):
    sent_back_by_a_lead(store)
    if not is_held:
        store.write(lambda db: cases.drop(db, FIVE[:1])).result()
    centre.answer = answering(outcome="conflict", body=msgspec.Raw(encode(SIGNED)))
    assert sent(store, centre) == 1
    late = entry(store)
    assert (late.state, late.code, late.held_by) == ("gone", "sign", "李文")
    assert late.words == "请补充"
    if is_held:
        assert cases.get(store.reader(), FIVE[0]).proposal is None


def test_an_answer_to_a_proposal_that_still_stands_is_a_conflict(store, centre):
    sent_back_by_a_lead(store)
    moved_on = replace(a_case(revision=9), proposal=STANDING)
    centre.answer = answering(outcome="conflict", body=msgspec.Raw(encode(moved_on)))
    sent(store, centre)
    assert entry(store).state == "conflict"


def test_a_conflict_whose_proposal_stands_no_more_says_who_answered_it(store, centre):
    sent_back_by_a_lead(store)
    moved_on = replace(a_case(revision=9), proposal=STANDING)
    centre.answer = answering(outcome="conflict", body=msgspec.Raw(encode(moved_on)))
    sent(store, centre)
    before = entry(store)
    store.write(lambda db: outbox.case_gone(db, before.case_id, NOW)).result()
    centre.answer = answering(outcome="conflict", body=msgspec.Raw(encode(SIGNED)))
    assert sent(store, centre) == 1
    late = entry(store)
    assert (late.state, late.code, late.held_by) == ("gone", "sign", "李文")
    assert late.id != before.id  # the centre answers an id once
    assert late.words == "请补充"
