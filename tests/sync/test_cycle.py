"""A desk and a served practice centre, over real HTTP."""

import hashlib
import threading

import pytest

from app.cases.actions import Approve, RequestCorrection
from app.cases.failure import Failure
from app.cases.model import Fault, Tick, Verdict
from app.central.client import CentralClient
from app.central.errors import CentreUnreachable, SignInRefused
from app.desk import CaseFilter, NotLawful
from app.store import cases, catalogue, materials
from app.store.database import set_meta
from app.store.errors import NotWithdrawable
from tests.support.desks import all_sent, held_by_centre, instant, other_desk, received
from tests.support.waiting import eventually

GHOST = b'{"id": "ghost", "kind": "faq", "title": "", "text": ""}'


def judge_fit(desk, case_id):
    view = desk.cases.view(case_id)
    for material in view.case.current_materials():
        desk.drafting.judge_material(case_id, material.id, Verdict(verdict="pass"))
    for point in view.situation.item.checklist:
        desk.drafting.tick(case_id, point.id, Tick(done=True))
    for finding in view.findings:
        if finding.outcome == "fail":
            desk.drafting.tick(case_id, finding.check_id, Tick(done=True, remark="已核对"))
    desk.drafting.write_opinion(case_id, "准予").result()


def test_after_the_first_pull_both_sides_hold_the_same(desk, own_centre):
    """All kinds the centre counts, by the digest of their ids and revisions."""
    said = other_desk(own_centre).digest()
    held = {kind: catalogue.revisions(desk.account.signed_in.store.reader(), kind) for kind in said}
    held["sub_application"] = cases.revisions(desk.account.signed_in.store.reader())
    assert {"sub_application", "one_thing", "item", "scene", "article"} <= {
        k for k in held if held[k]
    }
    assert {kind: (len(ids), digest(ids)) for kind, ids in held.items()} == {
        kind: (there.count, there.digest) for kind, there in said.items()
    }


def digest(revisions):
    """As docs/contract.md has it."""
    lines = "".join(f"{id_}:{revisions[id_]}\n" for id_ in sorted(revisions))
    return hashlib.sha256(lines.encode()).hexdigest()


def test_every_fetched_file_has_the_hash_its_case_names(desk):
    eventually(lambda: len(set(materials.held(desk.account.signed_in.store.reader()))) > 5)
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="")))
    named = {m.sha256 for row in rows for m in desk.cases.view(row.id).case.materials}
    here = set(materials.held(desk.account.signed_in.store.reader()))
    contents = [desk.account.signed_in.store.files.read(sha256) for sha256 in here]
    assert len(here) > 5
    assert {hashlib.sha256(content).hexdigest() for content in contents} == here <= named


def test_an_approval_reaches_the_centre_with_the_review_it_rests_on(desk, own_centre):
    case_id = instant(desk).id
    judge_fit(desk, case_id)
    desk.deciding.decide(case_id, Approve(opinion="准予")).result()
    eventually(lambda: all_sent(desk))
    held = held_by_centre(own_centre, case_id)
    assert held.state == "approved"
    assert held.decision.opinion == "准予"
    assert {v.verdict for v in held.review.materials.values()} == {"pass"}


def test_an_unlawful_decision_is_refused_here_with_every_reason_and_the_draft_kept(desk):
    case_id = instant(desk).id
    desk.drafting.write_opinion(case_id, "我的话").result()
    with pytest.raises(NotLawful) as raised:
        desk.deciding.decide(case_id, Approve(opinion="准予")).result()
    assert {h.code for h in raised.value.blocking_reasons} >= {
        "materials_not_passed",
        "checklist_open",
    }
    assert desk.cases.view(case_id).draft.opinion == "我的话"
    assert all_sent(desk)


def test_offline_decisions_show_at_once_and_are_sent_when_the_line_is_back(desk, own_centre):
    own_centre.say("cut")
    case_id = instant(desk).id
    judge_fit(desk, case_id)
    desk.deciding.decide(case_id, Approve(opinion="离线准予")).result()
    assert desk.cases.view(case_id).case.state == "approved"
    assert desk.deciding.counts()[0] == 2
    own_centre.say("restore")
    eventually(lambda: all_sent(desk))
    assert held_by_centre(own_centre, case_id).decision.opinion == "离线准予"


def test_what_has_not_been_sent_can_be_taken_back_and_its_words_return(desk, own_centre):
    own_centre.say("cut")
    case_id = received(desk).id
    correction = RequestCorrection(faults=(Fault(text="缺签字"),))
    desk.deciding.decide(case_id, correction).result()
    eventually(lambda: desk.deciding.entries()[0].state == "waiting")
    desk.deciding.withdraw(desk.deciding.entries()[0].id).result()
    assert desk.cases.view(case_id).case.state == "received"
    assert all_sent(desk)


def test_an_action_followed_by_another_cannot_be_taken_back_alone(desk, own_centre):
    own_centre.say("cut")
    case_id = instant(desk).id
    judge_fit(desk, case_id)
    desk.deciding.decide(case_id, Approve(opinion="准予")).result()
    eventually(lambda: {e.state for e in desk.deciding.entries()} == {"waiting"})
    with pytest.raises(NotWithdrawable):
        desk.deciding.withdraw(desk.deciding.entries()[0].id).result()


def conflict(desk, own_centre):
    """Decided here offline, while another desk recorded something first."""
    own_centre.say("cut")
    case_id = instant(desk).id
    judge_fit(desk, case_id)
    desk.deciding.decide(case_id, Approve(opinion="我的意见")).result()
    other = other_desk(own_centre)
    held = held_by_centre(own_centre, case_id)
    from app.cases.actions import Action, ChecklistTick, RecordReview
    from app.central.wire import to_wire

    tick = RecordReview(checklist=(ChecklistTick(id="b1", done=True, remark="另一窗口"),))
    action = Action(id="other-1", sub_application_id=case_id, at=desk.machine.now(), payload=tick)
    assert other.act([to_wire(action, "o", held.revision, None)])[0].outcome == "applied"
    own_centre.say("restore")
    eventually(lambda: any(e.state == "conflict" for e in desk.deciding.entries()))
    return case_id


def test_another_hand_in_between_comes_back_as_a_conflict_and_nothing_was_applied(desk, own_centre):
    case_id = conflict(desk, own_centre)
    assert held_by_centre(own_centre, case_id).state == "received"
    assert desk.deciding.differences(desk.deciding.entries())


def test_keeping_mine_on_top_sends_the_whole_chain_again(desk, own_centre):
    case_id = conflict(desk, own_centre)
    desk.deciding.resubmit_on_latest(desk.deciding.entries()[0].id).result()
    eventually(lambda: all_sent(desk))
    assert held_by_centre(own_centre, case_id).decision.opinion == "我的意见"


def test_taking_theirs_lets_the_centre_stand_and_gives_my_words_back(desk, own_centre):
    case_id = conflict(desk, own_centre)
    desk.deciding.take_theirs(desk.deciding.entries()[0].id).result()
    view = desk.cases.view(case_id)
    assert view.case.state == "received"
    assert view.draft.opinion == "我的意见"
    assert all_sent(desk)


def test_the_same_action_sent_twice_is_applied_once(desk, own_centre):
    from app.cases.actions import Accept, Action
    from app.central.wire import to_wire

    other = other_desk(own_centre)
    case_id = received(desk).id
    held = held_by_centre(own_centre, case_id)
    wired = to_wire(
        Action(id="twice", sub_application_id=case_id, at=desk.machine.now(),
               payload=RequestCorrection(faults=(Fault(text="x"),))), "o", held.revision, None,
    )  # fmt: skip
    first, second = other.act([wired])[0], other.act([wired])[0]
    assert (first.outcome, second.outcome, first.revision) == (
        "applied",
        "applied",
        second.revision,
    )
    changed = to_wire(
        Action(id="twice", sub_application_id=case_id, at=desk.machine.now(), payload=Accept()),
        "o",
        1,
        None,
    )
    assert other.act([changed])[0].code == "id_reused"


def test_an_expired_cursor_reads_again_and_drops_what_is_no_longer_named(desk):
    def forget(db):
        set_meta(db, "cursor", "another-epoch.3")
        return catalogue.put(db, "article", [("ghost", 1, GHOST)])

    desk.account.signed_in.store.write(forget).result()
    desk.centre.sync_now()
    gone = "select count(*) from catalogue where id = 'ghost'"
    eventually(lambda: desk.account.signed_in.store.reader().value(gone) == 0)
    assert desk.cases.counts()["everything"] > 0


def test_a_wrong_password_is_refused_and_five_lock_the_door(own_centre, make_desk):
    desk = make_desk(own_centre.url)
    for _ in range(5):
        with pytest.raises(SignInRefused):
            desk.account.sign_in("wang.fang", "wrong")
    with pytest.raises(Failure) as raised:
        desk.account.sign_in("wang.fang", "wrong")
    assert raised.value.code == "locked_out"


def test_the_first_sign_in_needs_the_centre_later_ones_do_not(own_centre, make_desk):
    first = own_centre.clerks[0]
    desk = make_desk(own_centre.url)
    own_centre.say("cut")
    with pytest.raises(CentreUnreachable):
        desk.account.sign_in(first["username"], first["password"])
    own_centre.say("restore")
    desk.account.sign_in(first["username"], first["password"])
    desk.begin()
    eventually(desk.cases.has_pulled)
    everything = desk.cases.counts()["everything"]
    desk.close()
    own_centre.say("cut")
    again = make_desk(own_centre.url)
    again.account.sign_in(first["username"], first["password"])
    assert again.cases.counts()["everything"] == everything


def test_a_claimed_case_arrives_by_the_feed(desk):
    before = desk.cases.counts()["everything"]
    given = desk.centre.claim(1, ())
    assert given == 1
    eventually(lambda: desk.cases.counts()["everything"] == before + 1)


def test_a_refresh_token_serves_no_more_once_its_successor_has(own_centre):
    central = CentralClient(own_centre.url, "d")
    first = own_centre.clerks[1]
    token = central.token(
        {"grant_type": "password", "username": first["username"], "password": first["password"]}
    )
    form = {"grant_type": "refresh_token", "refresh_token": token.refresh_token}
    renewed = central.token(form)
    last = central.token(form | {"refresh_token": renewed.refresh_token})
    with pytest.raises(SignInRefused):
        central.token(form)
    with pytest.raises(SignInRefused):
        central.token(form | {"refresh_token": last.refresh_token})


def test_a_file_that_hangs_does_not_hold_up_a_decision(own_centre, make_desk, monkeypatch):
    never = threading.Event()
    monkeypatch.setattr(CentralClient, "material", lambda *_asked: never.wait(60) or b"")
    desk = make_desk(own_centre.url)
    first = own_centre.clerks[0]
    desk.account.sign_in(first["username"], first["password"])
    desk.begin()
    eventually(desk.cases.has_pulled)
    case_id = received(desk).id
    desk.deciding.decide(case_id, RequestCorrection(faults=(Fault(text="缺签字"),))).result()
    eventually(lambda: all_sent(desk), seconds=50)
    never.set()


def test_the_first_pull_says_how_far_it_is_from_none_to_all(own_centre, make_desk):
    desk, heard = make_desk(own_centre.url), []
    desk.on_status = heard.append
    first = own_centre.clerks[0]
    desk.account.sign_in(first["username"], first["password"])
    desk.begin()
    eventually(lambda: any(status.state == "online" for status in heard))
    progress = [status.progress for status in heard if status.progress is not None]
    assert progress[0].done == 0
    assert progress[0].total > 0
    assert (progress[-1].done, progress[-1].total) == (progress[0].total, progress[0].total)
