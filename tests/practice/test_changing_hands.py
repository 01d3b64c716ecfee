"""A decision taken before its case went to another clerk is never carried out after."""

from tests.practice.calls import action

ASKED = {"faults": [{"text": "缺签字"}], "by_days": 15}


def hand_on(giver, receiver, case_id):
    """The action that gives a case away, applied."""
    revision = giver.held("sub_application")[case_id]["revision"]
    to = {"to_clerk": receiver.id, "reason": "调岗"}
    given = action(case_id, "transfer", revision, payload=to)
    (result,) = giver.act(given)
    assert result["outcome"] == "applied"
    return given


def history(clerk, case_id):
    return [event["type"] for event in clerk.held("sub_application")[case_id]["history"]]


def test_what_is_sent_when_another_holds_the_case_is_gone_and_says_who(zhang, liu):
    case = zhang.cases("received")[0]
    queued = action(case.id, "request_correction", case.revision, payload=ASKED)
    hand_on(zhang, liu, case.id)
    (result,) = zhang.act(queued)
    assert result["outcome"] == "gone"
    assert result["held_by"] == {"name": "刘洋", "window": "7号窗"}
    assert result.get("body") is None and "revision" not in result
    assert history(liu, case.id) == ["received", "transfer"]


def test_nobody_is_named_where_nobody_holds_it(zhang):
    case = zhang.cases("received")[0]
    queued = action(case.id, "review", case.revision)
    zhang.act(action(case.id, "release", case.revision))
    nowhere = action("sa-nowhere", "review", 1)
    for result in zhang.act(queued, nowhere):
        assert (result["outcome"], result.get("held_by")) == ("gone", None)


def test_what_was_queued_before_the_case_went_and_came_back_is_a_conflict(zhang, liu):
    case = zhang.cases("received")[0]
    queued = action(case.id, "request_correction", case.revision, payload=ASKED)
    hand_on(zhang, liu, case.id)
    hand_on(liu, zhang, case.id)
    (result,) = zhang.act(queued)
    assert result["outcome"] == "conflict"
    assert result["body"]["revision"] == result["revision"] == case.revision + 2
    assert history(zhang, case.id) == ["received", "transfer", "transfer"]


def test_what_was_queued_after_an_action_before_it_went_is_a_conflict_too(zhang, liu):
    case = zhang.cases("received")[0]
    sent = action(case.id, "review", case.revision)
    behind = action(case.id, "request_correction", after=sent["id"], payload=ASKED)
    zhang.act(sent)
    given = hand_on(zhang, liu, case.id)
    behind_it = action(case.id, "request_correction", after=given["id"], payload=ASKED)
    assert [r["outcome"] for r in zhang.act(behind, behind_it)] == ["gone", "gone"]
    hand_on(liu, zhang, case.id)
    late = [dict(each, id=each["id"] + "-2") for each in (behind, behind_it)]
    assert [r["outcome"] for r in zhang.act(*late)] == ["conflict", "conflict"]
    assert history(zhang, case.id) == ["received", "review", "transfer", "transfer"]


def test_what_was_queued_before_a_release_is_a_conflict_after_the_claim(zhang):
    case = zhang.cases("received")[0]
    released = action(case.id, "release", case.revision)
    behind = action(case.id, "request_correction", after=released["id"], payload=ASKED)
    before = action(case.id, "request_correction", case.revision, payload=ASKED)
    zhang.act(released)
    claimed = zhang.post("/v1/claims", {"id": "again", "count": 20}).json()
    assert case.id in claimed["sub_application_ids"]
    assert [r["outcome"] for r in zhang.act(behind, before)] == ["conflict", "conflict"]


def test_what_was_answered_gone_stays_gone_though_the_case_came_back(zhang, liu):
    case = zhang.cases("received")[0]
    queued = action(case.id, "request_correction", case.revision, payload=ASKED)
    hand_on(zhang, liu, case.id)
    (gone,) = zhang.act(queued)
    hand_on(liu, zhang, case.id)
    assert zhang.act(queued) == [gone]
    assert gone["held_by"]["name"] == "刘洋"


def test_an_outcome_answered_again_is_the_case_as_of_that_outcome(zhang):
    case = zhang.cases("received")[0]
    first = action(case.id, "review", case.revision)
    (applied,) = zhang.act(first)
    zhang.act(action(case.id, "review", applied["revision"]))
    assert zhang.act(first) == [applied]
    assert applied["body"]["revision"] == case.revision + 1
