"""A clerk reads what they hold, held or lead; anything else is not there for them."""

import uuid

from tests.practice.calls import action


def files(clerk):
    """A material's id for every case of theirs that has one."""
    return [
        next(m.id for m in case.materials if m.sha256)
        for case in clerk.cases()
        if any(m.sha256 for m in case.materials)
    ]


def statuses(clerk, ids):
    return {clerk.get(f"/v1/materials/{id_}").status_code for id_ in ids}


def passed_on(giver, receiver):
    """A case that went from one clerk to another, as it was before."""
    case = giver.cases("received")[0]
    reason = {"to_clerk": receiver.id, "reason": "调岗"}
    (result,) = giver.act(action(case.id, "transfer", case.revision, payload=reason))
    assert result["outcome"] == "applied"
    return case


def test_a_clerk_fetches_the_materials_of_their_own_cases_and_of_no_other_s(zhang, liu):
    assert statuses(zhang, files(zhang)) == {200}
    assert statuses(zhang, files(liu)) == {404}
    answer = zhang.get(f"/v1/materials/{files(liu)[0]}")
    assert answer.json()["code"] == "not_found"
    assert answer.content == zhang.get("/v1/materials/ma-nowhere").content


def test_a_colleague_of_the_same_department_is_another_too(zhang, wang):
    assert statuses(zhang, files(wang)) == {404}


def test_a_lead_fetches_those_of_the_department_and_of_no_other(zhang, wang, liu):
    assert statuses(wang, files(zhang)) == {200}
    assert statuses(wang, files(liu)) == {404}


def test_who_held_a_case_may_still_fetch_what_they_saw(zhang, liu):
    case = passed_on(zhang, liu)
    ids = [m.id for m in case.materials if m.sha256]
    assert statuses(zhang, ids) == statuses(liu, ids) == {200}


def test_what_is_in_the_pool_is_fetched_once_it_is_claimed(zhang):
    claimed = zhang.post("/v1/claims", {"id": str(uuid.uuid4()), "count": 1}).json()
    (id_,) = claimed["sub_application_ids"]
    case = next(case for case in zhang.cases() if case.id == id_)
    assert statuses(zhang, [m.id for m in case.materials if m.sha256]) == {200}


def test_the_id_of_another_clerk_s_action_tells_nothing_of_it(zhang, liu):
    case = zhang.cases("received")[0]
    done = action(case.id, "review", case.revision)
    (applied,) = zhang.act(done)
    assert applied["outcome"] == "applied"
    (told,) = liu.act(done)
    assert (told["outcome"], told["code"]) == ("refused", "id_reused")
    assert told.get("body") is None and "revision" not in told
    assert zhang.act(done) == [applied]


def test_the_id_of_another_clerk_s_odd_action_tells_nothing_of_it_either(zhang, liu):
    odd = {"id": str(uuid.uuid4())}
    (refused,) = zhang.act(odd)
    (told,) = liu.act(odd)
    assert (refused["code"], told["code"]) == ("malformed", "id_reused")


def test_the_id_of_another_clerk_s_claim_gives_nothing(zhang, liu):
    claim = {"id": str(uuid.uuid4()), "count": 2}
    given = zhang.post("/v1/claims", claim).json()
    assert given["sub_application_ids"]
    answer = liu.post("/v1/claims", claim)
    assert (answer.status_code, answer.json()["code"]) == (409, "id_reused")
    assert zhang.post("/v1/claims", claim).json() == given


def test_the_id_of_another_clerk_s_drill_gives_nothing(zhang, liu):
    wanted = {"id": str(uuid.uuid4()), "count": 2}
    begun = zhang.post("/practice/drills", wanted).json()
    answer = liu.post("/practice/drills", wanted)
    assert (answer.status_code, answer.json()["code"]) == (409, "id_reused")
    assert liu.post(f"/practice/drills/{wanted['id']}/mark", {}).status_code == 404
    assert zhang.post("/practice/drills", wanted).json() == begun


def test_a_case_that_went_to_another_clerk_takes_its_one_thing_along(zhang, liu):
    case = passed_on(zhang, liu)
    assert case.id not in zhang.held("sub_application")
    thing = liu.held("one_thing")[case.one_thing.id]
    assert [s["mine"] for s in thing["sub_applications"] if s["id"] == case.id] == [True]
    still = {c.one_thing.id for c in zhang.cases()}
    assert set(zhang.held("one_thing")) == still


def test_a_claimed_case_brings_its_one_thing(liu, zhang):
    zhang.post("/v1/claims", {"id": str(uuid.uuid4()), "count": 20})
    assert {case.one_thing.id for case in zhang.cases()} == set(zhang.held("one_thing"))


def test_a_search_finds_only_cases_of_one_s_own(zhang, liu):
    for clerk in (zhang, liu):
        groups = clerk.get("/v1/search", q="·", limit=100).json()["groups"]
        found = {hit["id"] for group in groups if group["kind"] == "case" for hit in group["hits"]}
        assert found == {case.id for case in clerk.cases()}


def test_what_a_clerk_no_longer_holds_is_not_found_either(zhang, liu):
    case = passed_on(zhang, liu)
    groups = zhang.get("/v1/search", q=case.no[-6:], limit=100).json()["groups"]
    assert case.id not in {hit["id"] for group in groups for hit in group["hits"]}
