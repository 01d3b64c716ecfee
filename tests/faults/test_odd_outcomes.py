"""A centre that answers actions oddly: nothing is lost, nothing is done twice, nothing held up."""

import contextlib
import threading
from datetime import timedelta

import pytest

from app.cases.failure import Failure
from app.cases.model import Clerk
from app.store.errors import NotLawful
from tests.support.desks import all_sent
from tests.support.examples import ASKED, TOLD
from tests.support.odd_centre import LOST, case_body, refused, said
from tests.support.waiting import eventually

HTML = 403, {"Content-Type": "text/html"}, b"<h1>blocked by the firewall</h1>"


@contextlib.contextmanager
def decided_at_once(odd, desk):
    """Holds the feed back until the block ends, so that all that is decided goes in one request."""
    gate, reading = threading.Event(), threading.Event()
    odd.on["/v1/changes"] = lambda asked: reading.set() or (gate.wait(20) and None)
    desk.centre.sync_now()
    assert reading.wait(20)
    yield
    del odd.on["/v1/changes"]
    gate.set()


def failing_for(odd, case_id, answer):
    """The whole request fails where it carries an action on this case."""

    def failing(asked):
        carries = any(a["sub_application_id"] == case_id for a in asked.body["actions"])
        return answer if carries else None

    odd.on["/v1/actions"] = failing


def states(desk, case_id):
    return [entry.state for entry in desk.cases.view(case_id).entries]


@pytest.mark.parametrize(
    "answer",
    [refused(400), refused(403), refused(413), refused(422), refused(500), HTML, LOST],
    ids=["400", "403", "413", "422", "500", "a firewall's page", "a cut line"],
)
def test_an_action_that_fails_its_request_comes_back_and_the_others_go_on(odd, at_desk, answer):
    desk, ids = at_desk(9)
    failing_for(odd, ids[3], answer)
    with decided_at_once(odd, desk):
        for case_id in ids:
            desk.deciding.decide(case_id, ASKED).result()
        desk.deciding.decide(ids[3], TOLD).result()
    eventually(lambda: all(odd.history(i) == ["request_correction"] for i in ids if i != ids[3]))
    eventually(
        lambda: (
            desk.centre.sync_now()
            or [e.state for e in desk.deciding.entries()] == ["refused", "waiting"]
        )
    )
    returned, behind = desk.deciding.entries()
    assert (returned.case_id, returned.state, returned.code) == (
        ids[3],
        "refused",
        "request_failed",
    )
    assert returned.detail
    assert behind.state == "waiting"
    assert odd.history(ids[3]) == []


def test_a_lone_action_the_centre_will_not_have_comes_back_at_once(odd, at_desk):
    desk, (case_id,) = at_desk()
    failing_for(odd, case_id, refused(403, "forbidden"))
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: states(desk, case_id) == ["refused"])
    assert "forbidden" in desk.deciding.entries()[0].detail


def test_an_action_the_centre_fails_on_waits_longer_each_time_and_lets_nothing_wait(odd, at_desk):
    desk, ids = at_desk(2)
    failing_for(odd, ids[0], refused(500))
    desk.deciding.decide(ids[0], ASKED).result()
    eventually(lambda: desk.deciding.entries()[0].tries == 2)
    first = desk.deciding.entries()[0]
    assert first.not_before - first.changed_at == timedelta(seconds=2)
    assert "500" in first.detail
    desk.deciding.decide(ids[1], ASKED).result()
    eventually(lambda: odd.history(ids[1]) == ["request_correction"])


def test_a_lone_action_the_centre_fails_on_is_tried_again_and_then_comes_back(odd, at_desk):
    desk, (case_id,) = at_desk()
    failing_for(odd, case_id, refused(500))
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: desk.deciding.entries() and desk.deciding.entries()[0].tries == 1)
    assert desk.deciding.entries()[0].state == "waiting"
    eventually(lambda: desk.centre.sync_now() or states(desk, case_id) == ["refused"])
    assert 5 < len(odd.posted()) < 12


def test_where_the_centre_fails_on_everything_nothing_comes_back(odd, at_desk):
    desk, ids = at_desk(5)
    failures = []
    desk.on_status = lambda status: failures.append(status.failure)
    for path in ("/v1/actions", "/v1/changes", "/v1/changes/digest"):
        odd.on[path] = lambda asked: refused(500)
    for case_id in ids:
        desk.deciding.decide(case_id, ASKED).result()
    for _ in range(3):
        seen = len(failures)
        desk.centre.sync_now()
        eventually(lambda n=seen: len(failures) > n)
    assert desk.deciding.counts() == (5, 0)
    odd.on.clear()
    desk.centre.sync_now()
    eventually(lambda: all_sent(desk))


def test_a_notice_the_centre_fails_on_holds_up_only_its_own_case(odd, at_desk):
    desk, ids = at_desk(3)
    with decided_at_once(odd, desk):
        for case_id in ids:
            desk.deciding.decide(case_id, ASKED).result()
        (sha256,) = desk.deciding.entries()[0].payload.attachments
        odd.on[f"/v1/attachments/{sha256}"] = lambda asked: refused(500)
    eventually(lambda: odd.history(ids[1]) == odd.history(ids[2]) == ["request_correction"])
    assert odd.history(ids[0]) == []
    del odd.on[f"/v1/attachments/{sha256}"]
    desk.centre.sync_now()
    eventually(
        lambda: odd.history(ids[0]) == ["request_correction"] or states(desk, ids[0]) == ["refused"]
    )


def test_what_is_decided_goes_though_the_feed_fails(odd, at_desk):
    desk, (case_id,) = at_desk()
    odd.on["/v1/changes"] = lambda asked: refused(500)
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: odd.history(case_id) == ["request_correction"])
    eventually(lambda: all_sent(desk))


def test_what_stands_behind_a_not_now_is_no_conflict_of_the_clerks(odd, at_desk):
    desk, (case_id,) = at_desk()
    burnt = []

    def busy(action):
        if action["type"] == "request_correction":
            return {"outcome": "retry", "retry_after": 1}
        burnt.append(action["id"])
        return {"outcome": "conflict", "revision": 1, "body": odd.held(case_id)}

    odd.outcome = busy
    with decided_at_once(odd, desk):
        desk.deciding.decide(case_id, ASKED).result()
        desk.deciding.decide(case_id, TOLD).result()
    eventually(lambda: len(odd.posted()) >= 1)
    odd.outcome = odd.applied
    eventually(lambda: all_sent(desk))
    assert odd.history(case_id) == ["request_correction", "message"]
    assert desk.deciding.sent_entries()[-1].id not in burnt


def test_an_answer_that_leaves_an_action_out_holds_up_only_its_case(odd, at_desk):
    desk, ids = at_desk(2)

    def silent(asked):
        results = [
            odd.result(a) for a in asked.body["actions"] if a["sub_application_id"] != ids[0]
        ]
        return said({"results": results})

    odd.on["/v1/actions"] = silent
    with decided_at_once(odd, desk):
        for case_id in ids:
            desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: odd.history(ids[1]) == ["request_correction"])
    assert states(desk, ids[0])[0] in ("waiting", "sending")
    odd.on.clear()
    desk.centre.sync_now()
    eventually(lambda: all_sent(desk))


@pytest.mark.parametrize(
    "odd_part", [{"retry_after": "x"}, {"body": 7}, {"body": {"id": 3}}, {"fields": 1}]
)
def test_an_outcome_with_an_odd_part_does_not_hold_up_the_others(odd, at_desk, odd_part):
    desk, ids = at_desk(3)
    odd.outcome = lambda action: (
        odd.applied(action) | (odd_part if action["sub_application_id"] == ids[0] else {})
    )
    with decided_at_once(odd, desk):
        for case_id in ids:
            desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: states(desk, ids[1]) == states(desk, ids[2]) == ["sent"])


def test_an_answer_that_comes_again_never_overwrites_a_newer_case(odd, at_desk):
    desk, (case_id,) = at_desk()
    lost = []

    def loses_the_first(asked):
        if lost:
            return None
        lost.append([odd.result(action) for action in asked.body["actions"]])
        odd.put({**odd.held(case_id), "revision": 3, "flags": ["newer"]})
        return LOST

    odd.on["/v1/actions"] = loses_the_first
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    assert desk.cases.view(case_id).case.flags == ("newer",)
    assert odd.history(case_id) == ["request_correction"]


def test_an_answer_for_a_case_that_was_dropped_does_not_bring_it_back(odd, at_desk):
    desk, (case_id,) = at_desk()
    odd.outcome = lambda action: {"outcome": "applied", "revision": 2, "body": odd.held(case_id)}

    def dropped_on_the_way(asked):
        answer = said({"results": [odd.result(action) for action in asked.body["actions"]]})
        odd.drop(case_id, 2)
        return answer

    odd.on["/v1/actions"] = dropped_on_the_way
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    eventually(lambda: desk.cases.counts()["everything"] == 0)


def test_a_decision_taken_before_the_case_went_to_another_clerk_is_not_sent_and_names_them(
    odd, at_desk
):
    desk, (case_id,) = at_desk()
    desk.machine.keep_settings(seconds_before_sending=60)
    desk.deciding.decide(case_id, ASKED).result()
    handed_on = case_body(1, 2, assignee=Clerk(id="clerk-02", name="王芳", window="5号窗"))
    odd.put(handed_on)
    eventually(lambda: states(desk, case_id) == ["gone"])
    (entry,) = desk.deciding.entries()
    assert entry.held_by == "王芳 · 5号窗"
    with pytest.raises(NotLawful) as raised:
        desk.deciding.decide(case_id, ASKED).result()
    assert "王芳" in raised.value.blocking_reasons[0].text.zh
    desk.centre.sync_now()
    eventually(lambda: desk.centre.online)
    assert odd.history(case_id) == []


def test_the_centre_says_who_holds_what_is_gone(odd, at_desk):
    desk, (case_id,) = at_desk()
    odd.outcome = lambda action: {"outcome": "gone", "held_by": {"name": "李强", "window": "7号窗"}}
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: states(desk, case_id) == ["gone"])
    assert desk.deciding.entries()[0].held_by == "李强 · 7号窗"


def test_a_claim_whose_answer_is_lost_is_the_same_claim_when_it_is_asked_again(odd, at_desk):
    desk, _ = at_desk()
    asked_for = []

    def loses_the_first(asked):
        asked_for.append(asked.body["id"])
        if len(asked_for) == 1:
            return LOST
        return said({"sub_application_ids": ["sa-000009"]})

    odd.on["/v1/claims"] = loses_the_first
    with pytest.raises(Failure):
        desk.centre.claim(1, ())
    assert desk.centre.claim(1, ()) == 1
    assert asked_for[0] == asked_for[1]
    assert desk.centre.claim(1, ()) == 1
    assert asked_for[2] != asked_for[1]


def test_a_claim_for_something_else_is_another_claim(odd, at_desk):
    desk, _ = at_desk()
    asked_for = []

    def lost(asked):
        asked_for.append(asked.body["id"])
        return LOST

    odd.on["/v1/claims"] = lost
    for codes in ((), ("food",)):
        with pytest.raises(Failure):
            desk.centre.claim(1, codes)
    assert asked_for[0] != asked_for[1]


def test_taking_back_waits_for_the_try_to_end(odd, at_desk):
    """While the request is under way nobody knows; once it failed, the decision is the clerk's."""
    desk, (case_id,) = at_desk()
    arrived, answered = threading.Event(), threading.Event()

    def slow(asked):
        arrived.set()
        answered.wait(20)
        return refused(503, Retry_After="60")

    odd.on["/v1/actions"] = slow
    desk.deciding.decide(case_id, ASKED).result()
    assert arrived.wait(20)
    taken_back = desk.deciding.undo()
    assert not taken_back.done()
    answered.set()
    taken_back.result(20)
    assert desk.cases.view(case_id).case.state == "received"
    assert all_sent(desk)
    assert desk.cases.view(case_id).draft.opinion == "缺签字"


def test_taking_back_is_refused_once_the_try_has_gone_through(odd, at_desk):
    desk, (case_id,) = at_desk()
    arrived, answered = threading.Event(), threading.Event()

    def slow(asked):
        arrived.set()
        answered.wait(20)
        return None

    odd.on["/v1/actions"] = slow
    desk.deciding.decide(case_id, ASKED).result()
    assert arrived.wait(20)
    taken_back = desk.deciding.withdraw(desk.deciding.entries()[0].id)
    answered.set()
    with pytest.raises(Failure):
        taken_back.result(20)
    eventually(lambda: all_sent(desk))
    assert odd.history(case_id) == ["request_correction"]


def test_an_approval_is_never_applied_twice(odd, at_desk):
    """Whatever answers are lost on the way."""
    desk, (case_id,) = at_desk()
    tries = []

    def loses_two(asked):
        tries.append([odd.result(action) for action in asked.body["actions"]])
        return LOST if len(tries) < 3 else None

    odd.on["/v1/actions"] = loses_two
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    assert odd.history(case_id) == ["request_correction"]
