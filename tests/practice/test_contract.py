"""The contract of docs/contract.md, point by point, against the served practice centre."""

import hashlib
import uuid
from datetime import datetime

import pytest
import requests

from app.cases.actions import Accept, Action, Extend, SendMessage
from app.cases.model import SHANGHAI, SubApplication
from app.cases.typed import decode
from app.central.client import CentralClient
from app.central.wire import Claim, to_wire
from tests.practice.calls import Caller


@pytest.fixture
def signed_in(centre):
    central = CentralClient(centre.inner_url, "contract")
    clerk = centre.clerks[0]
    form = {"grant_type": "password", "device_id": "contract", **clerk}
    central.access_token = central.token(form).access_token
    return central


def ask(centre, path, token="", **options):
    headers = {"Authorization": f"Bearer {token}"} | options.pop("headers", {})
    method = options.pop("method", "GET")
    return requests.request(method, centre.inner_url + path, headers=headers, timeout=60, **options)


def test_about_needs_no_sign_in_and_says_it_is_a_practice_centre(centre):
    about = CentralClient(centre.inner_url, "x").about()
    assert about.practice
    assert about.api.startswith("1.")
    assert about.server_time.utcoffset().total_seconds() == 8 * 3600


def test_without_a_token_every_other_call_is_401_as_a_problem(centre):
    for path in ("/v1/changes", "/v1/changes/digest", "/v1/licences", "/v1/statistics"):
        answer = ask(centre, path)
        assert answer.status_code == 401
        assert answer.headers["Content-Type"].startswith("application/problem+json")
        assert answer.json()["code"]


def test_a_desk_too_old_is_told_to_update(centre):
    answer = ask(centre, "/v1/about", headers={"Desk-Version": "0.0.1"})
    assert (answer.status_code, answer.json()["code"]) == (426, "desk_too_old")


def test_the_stream_speaks_at_once_and_is_neither_kept_nor_held_back(centre, signed_in):
    with ask(centre, "/v1/changes/stream", signed_in.access_token, stream=True) as answer:
        assert answer.raw.read1(100).startswith(b":")
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert "Content-Encoding" not in answer.headers


def test_the_feed_comes_in_pages_and_the_digest_agrees_with_it(signed_in):
    held, cursor, more = {}, "", True
    while more:
        page = signed_in.changes(cursor, 7)
        assert len(page.changes) <= 7
        for change in page.changes:
            held.setdefault(change.kind, {})[change.id] = change.revision
        cursor, more = page.cursor, page.more
    lines = {
        kind: "".join(f"{i}:{ids[i]}\n" for i in sorted(ids)).encode() for kind, ids in held.items()
    }
    said = {kind: (d.count, d.digest) for kind, d in signed_in.digest().items() if d.count}
    assert said == {
        kind: (len(held[kind]), hashlib.sha256(raw).hexdigest()) for kind, raw in lines.items()
    }
    assert "sub_application" in said


def test_the_feed_holds_only_the_clerks_own_cases(signed_in):
    page = signed_in.changes("", 1000)
    bodies = [c.body for c in page.changes if c.kind == "sub_application"]
    assert bodies
    assert all(b'"clerk-01"' in bytes(body) for body in bodies)


def test_an_unknown_cursor_is_410(centre, signed_in):
    answer = ask(centre, "/v1/changes?cursor=long-ago.5", signed_in.access_token)
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_expired")


def first_material(signed_in):
    for change in signed_in.changes("", 1000).changes:
        if change.kind == "sub_application":
            for material in decode(change.body, SubApplication).materials:
                if material.sha256:
                    return material
    raise AssertionError("no material")


def test_a_material_can_be_fetched_in_ranges_while_its_tag_holds(centre, signed_in):
    material = first_material(signed_in)
    path, token = f"/v1/materials/{material.id}", signed_in.access_token
    whole = ask(centre, path, token)
    tag = f'"{material.sha256}"'
    assert whole.headers["ETag"] == tag
    part = ask(centre, path, token, headers={"Range": "bytes=10-19", "If-Range": tag})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    other = ask(centre, path, token, headers={"Range": "bytes=10-19", "If-Range": '"x"'})
    assert (other.status_code, len(other.content)) == (200, len(whole.content))


def test_an_attachment_is_kept_once_and_only_under_its_own_hash(centre, signed_in):
    content = b"notice"
    digest = hashlib.sha256(content).hexdigest()
    token = signed_in.access_token
    path = f"/v1/attachments/{digest}"
    assert ask(centre, path, token, method="PUT", data=content).status_code in (200, 201)
    assert ask(centre, path, token, method="PUT", data=content).status_code == 200
    wrong = ask(centre, path, token, method="PUT", data=b"other")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "hash_mismatch")


def test_more_than_fifty_actions_are_413(centre, signed_in):
    action = {"id": "x", "sub_application_id": "y", "type": "accept", "payload": {},
              "at": "2026-03-02T09:00:00+08:00", "base_revision": 1}  # fmt: skip
    answer = ask(
        centre,
        "/v1/actions",
        signed_in.access_token,
        method="POST",
        json={"actions": [action] * 51},
    )
    assert answer.status_code == 413


def test_an_action_on_a_case_of_someone_else_is_gone(signed_in):
    from datetime import datetime, timezone

    action = Action(
        id="not-mine",
        sub_application_id="sa-999999",
        at=datetime.now(timezone.utc),
        payload=Accept(),
    )
    assert signed_in.act([to_wire(action, "d", 1, None)])[0].outcome == "gone"


def test_a_claim_repeated_with_its_id_gives_the_same_cases(signed_in):
    claim = Claim(id="claim-1", count=2)
    assert signed_in.claim(claim) == signed_in.claim(claim)


def test_look_ups_answer_in_their_shapes(signed_in):
    from datetime import date

    assert {group.kind for group in signed_in.search("许可")} & {"item", "policy", "case"}
    assert signed_in.licences("nobody") == ()
    figures = signed_in.statistics(date(2020, 1, 1), date(2030, 1, 1)).departments
    assert all(0 <= f.instant_share <= 1 and 0 <= f.on_time_rate <= 1 for f in figures)


def test_the_stream_says_when_there_is_something_to_pull(own_centre):
    central = CentralClient(own_centre.inner_url, "s")
    form = {"grant_type": "password", "device_id": "s", **own_centre.clerks[0]}
    central.access_token = central.token(form).access_token
    stream = central.stream()
    assert next(stream) == ""
    central.claim(Claim(id="wakes-the-stream", count=1))
    assert next(event for event in stream if event) == "changed"
    stream.close()


def test_an_action_that_names_an_attachment_nobody_brought_is_refused(signed_in):
    case = next(
        case
        for change in signed_in.changes("", 1000).changes
        if change.kind == "sub_application"
        and (case := decode(change.body, SubApplication)).state == "received"
    )
    payload = SendMessage(to_department="scjg", text="请看附件", attachments=("ab" * 32,))
    action = Action(
        id="lacking", sub_application_id=case.id, at=datetime.now(SHANGHAI), payload=payload
    )
    (result,) = signed_in.act([to_wire(action, "d", case.revision, None)])
    assert (result.outcome, result.code) == ("refused", "attachment_missing")
    assert result.fields == ("attachments",)


def test_what_a_role_may_not_do_the_centre_refuses_whatever_desk_asks(signed_in):
    case = next(
        case
        for change in signed_in.changes("", 1000).changes
        if change.kind == "sub_application"
        and (case := decode(change.body, SubApplication)).state == "reviewing"
        and not case.item.signatures
    )
    forged = Action(
        id="forged",
        sub_application_id=case.id,
        at=datetime.now(SHANGHAI),
        payload=Extend(days=1, reason="复杂"),
    )
    (result,) = signed_in.act([to_wire(forged, "d", case.revision, None)])
    assert (result.outcome, result.code) == ("refused", "lead_needed")


def test_the_digest_has_a_tag_that_moves_with_the_clerk_s_own_feed_only(own_centre):
    clerk, other = Caller(own_centre, 0), Caller(own_centre, 4)
    first = clerk.get("/v1/changes/digest")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["ETag"] != other.get("/v1/changes/digest").headers["ETag"]
    change = next(iter(other.held("sub_application").values()))
    review = {"id": str(uuid.uuid4()), "sub_application_id": change["id"], "type": "review",
              "at": datetime.now(SHANGHAI).isoformat(), "base_revision": change["revision"],
              "payload": {"materials": [], "checklist": []}}  # fmt: skip
    assert (
        other.post("/v1/actions", {"actions": [review]}).json()["results"][0]["outcome"]
        == "applied"
    )
    again = clerk.call("GET", "/v1/changes/digest", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert other.call("GET", "/v1/changes/digest", headers=tag).status_code == 200
    clerk.post("/v1/claims", {"id": str(uuid.uuid4()), "count": 1})
    moved = clerk.call("GET", "/v1/changes/digest", headers=tag)
    assert moved.status_code == 200 and moved.headers["ETag"] != first.headers["ETag"]
