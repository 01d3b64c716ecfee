"""Whatever is sent, in any member, parameter or header: an answer below 500, and a feed that reads."""

import json
import uuid

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases.actions import ACTIONS
from app.central.wire import BODIES
from tests.practice.calls import FORM, Caller, action, raw_answer
from tests.support.centres import resting_centre

WELL_TRIED = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    with resting_centre(200, 3, tmp_path_factory.mktemp("city")) as opened:
        yield opened


@pytest.fixture(scope="module")
def clerk(own):
    return Caller(own)


@pytest.fixture(scope="module")
def token(clerk):
    return clerk.token["access_token"]


TARGETS = ["/v1/changes", "/v1/search", "/v1/licences", "/v1/statistics", "/v1/materials/x",
           "/v1/changes/digest", "/v1/about", "/v1/token", "/v1/nothing"]  # fmt: skip
# What a request line and a header's value may be made of; the rest the server's parser refuses.
octets = st.binary(max_size=30).map(
    lambda raw: bytes(b if b > 0x20 and b not in b"\x7f" else 0x2E for b in raw)
)


@WELL_TRIED
@given(path=st.sampled_from(TARGETS), tail=octets, query=octets, value=octets,
       name=st.sampled_from(["Desk-Version", "Desk-Device", "Range", "If-Range", "Authorization",
                             "Accept-Encoding", "Content-Type", "Cookie", "X"]))  # fmt: skip
def test_no_octets_in_a_path_a_query_or_a_header_end_in_a_5xx_or_a_cut_line(
    own, token, path, tail, query, value, name
):
    signed = b"Authorization: Bearer " + token.encode() + b"\r\n"
    status, _ = raw_answer(
        own.inner_url,
        b"GET " + path.encode() + tail + b"?" + query + b" HTTP/1.1\r\nHost: x\r\n"
        b"Connection: close\r\n" + signed + name.encode() + b": " + value + b"\r\n\r\n",
    )
    assert status < 500


scalars = st.one_of(
    st.none(), st.booleans(), st.text(max_size=8), st.floats(allow_nan=False, allow_infinity=False),
    st.integers(), st.sampled_from([2**63, 2**64, 10**40, -1, 0, 1, 15]),
    st.dates().map(str), st.datetimes().map(lambda moment: moment.isoformat()),
    st.datetimes().map(lambda moment: moment.isoformat() + "+08:00"),
)  # fmt: skip
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
days = st.one_of(st.integers(1, 20), st.sampled_from([0, -1, 10**6, 10**15, 2**63, 10**40]))
plausible = {
    "faults": st.just([{"text": "缺签字"}]), "by_days": days, "days": days, "expected_days": days,
    "procedure": st.sampled_from(["testing", "hearing", "x"]), "text": st.text(max_size=5),
    "reason": st.just("复杂"), "opinion": st.text(max_size=5),
    "finding": st.one_of(st.just("合格"), st.booleans()),
    "grounds": st.just([{"basis": "第三十八条", "text": "不符"}]), "ground": st.sampled_from(["not_competent", "ceased"]),
    "basis": st.text(max_size=5), "notice_no": st.text(max_size=5), "proposal_id": st.text(max_size=5),
    "by_commitment": st.booleans(), "complete": st.booleans(), "hearing": st.booleans(), "volume": st.text(max_size=3), "data": st.text(max_size=3),
    "fields": st.lists(st.fixed_dictionaries({"key": st.sampled_from(["area", "address", "x"]), "value": scalars}), max_size=2),
    "parties": st.lists(st.fixed_dictionaries({"name": st.text(max_size=3), "how": st.just("announcement")}), max_size=2),
    "action": st.fixed_dictionaries({"type": st.sampled_from([*sorted(ACTIONS), "bless"]), "payload": anything}),
    "competent_authority": st.text(max_size=3), "method": st.sampled_from(["counter", "ems"]),
    "tracking_no": st.text(max_size=4), "to_clerk": st.sampled_from(["clerk-01", "clerk-99", ""]),
    "to_department": st.sampled_from(["wsjk", "x"]), "evaluation_id": st.just("ev-000001"),
    "deferred_materials": st.just([]), "conditions": st.text(max_size=5), "receiver": st.just("王某"), "body": st.text(max_size=4),
    "written_commitment": st.one_of(st.none(), st.text(max_size=3)),
    "approved_by": st.one_of(st.none(), st.text(max_size=3)),
    "approved_on": st.one_of(st.none(), st.dates().map(str)),
    "grant": st.one_of(st.none(), st.fixed_dictionaries({}, optional={
        "scope": st.text(max_size=3), "valid_from": st.dates().map(str), "valid_to": st.dates().map(str)})),
    "materials": st.sampled_from([[], [{"name": "平面图", "sha256": "ab" * 32}]]), "checklist": st.just([]), "attachments": st.just([]),
}  # fmt: skip
members = ["at", "type", "base_revision", "after", "device_id", "sub_application_id", "extra"]
odd = st.dictionaries(st.sampled_from(members), anything, min_size=1, max_size=1)


def payloads(kind):
    """For the most part what the kind's payload may be, and now and then anything."""
    known = {name: plausible[name] for name in ACTIONS[kind].__struct_encode_fields__}
    whole = st.fixed_dictionaries(known)
    return st.one_of(whole, whole, whole, st.fixed_dictionaries({}, optional=known), anything)


def actions_of(kind):
    members = st.one_of(st.just({}), st.just({}), st.just({}), odd)
    return st.tuples(st.integers(0, 200), st.just(kind), payloads(kind), members)


unlikely = st.tuples(st.integers(0, 200), st.just("bless"), anything, odd)
asked = st.lists(
    st.one_of(unlikely, *(actions_of(kind) for kind in sorted(ACTIONS))), min_size=1, max_size=4
)


@WELL_TRIED
@given(asked=asked)
def test_whatever_a_clerk_s_actions_say_each_has_an_outcome_and_the_feed_reads(clerk, asked):
    feed, cursor = clerk.feed()
    held = [c for c in feed["sub_application"].values() if c["op"] == "put"]
    sent = []
    for which, kind, payload, more in asked:
        change = held[which % len(held)]
        sent.append(action(change["id"], kind, change["revision"], payload=payload) | more)
    results = clerk.act(*sent)
    assert [result["id"] for result in results] == [each["id"] for each in sent]
    assert {r["outcome"] for r in results} <= {"applied", "conflict", "refused", "gone"}
    for kind, changes in clerk.feed(cursor)[0].items():
        for change in changes.values():
            body = json.dumps(change["body"]).encode()
            msgspec.json.decode(body, type=BODIES[kind] | None)
    digest = clerk.get("/v1/changes/digest").json()["sub_application"]
    assert digest["count"] == len(clerk.held("sub_application"))


@WELL_TRIED
@given(path=st.sampled_from(["/v1/actions", "/v1/claims", "/practice/drills"]),
       body=st.one_of(st.binary(max_size=60), anything.map(lambda v: json.dumps(v).encode()),
                      st.fixed_dictionaries({"id": anything, "count": anything, "actions": anything})
                      .map(lambda v: json.dumps(v).encode())))  # fmt: skip
def test_whatever_a_body_is_it_is_answered(clerk, path, body):
    assert clerk.call("POST", path, data=body).status_code in (200, 400, 409, 413)


@WELL_TRIED
@given(path=st.sampled_from(["/v1/token", "/v1/token/revoke"]), body=st.binary(max_size=60))
def test_whatever_a_form_is_it_is_answered(clerk, path, body):
    status = clerk.call("POST", path, data=body, headers=FORM).status_code
    assert status in (200, 400, 423)


def test_the_time_a_drill_s_case_was_in_sight_may_be_any_number(clerk):
    begun = clerk.post("/practice/drills", {"id": str(uuid.uuid4()), "count": 3}).json()
    seconds = dict.fromkeys(begun["sub_application_ids"], 1.7976931348623157e308)
    path = f"/practice/drills/{begun['id']}/mark"
    first = clerk.post(path, {"seconds": {**seconds, "sa-nowhere": -1}})
    assert first.status_code == 200
    assert clerk.post(path, {"seconds": {}}).json() == first.json()
