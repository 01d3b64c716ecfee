"""What no desk would send: answered as the contract has it, never with a 5xx or a cut line."""

import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.practice.calls import FORM, Caller, action, raw_answer
from tests.support.centres import resting_centre

DIGITS = "9" * 5000
DEEP = b"[" * 10**5 + b"]" * 10**5


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    with resting_centre(60, 3, tmp_path_factory.mktemp("city")) as opened:
        yield opened


@pytest.fixture(scope="module")
def clerk(own):
    return Caller(own)


def problem(answer):
    assert answer.headers["Content-Type"].startswith("application/problem+json"), answer.text
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("at", ["²", "٣", "-1", "", "x", "0x1", "9" * 19, DIGITS, "1.5", "1\x00"])
def test_a_cursor_this_feed_never_gave_is_read_again_from_the_start(clerk, at):
    _, cursor = clerk.feed()
    prefix, _, _ = cursor.rpartition(".")
    for unknown in (f"{prefix}.{at}", f".{at}", at or "."):
        assert problem(clerk.get("/v1/changes", cursor=unknown)) == (410, "cursor_expired")


def test_a_cursor_ahead_of_the_feed_is_not_taken_for_the_end_of_it(clerk):
    _, cursor = clerk.feed()
    prefix, _, at = cursor.rpartition(".")
    ahead = f"{prefix}.{int(at) + 100_000}"
    assert problem(clerk.get("/v1/changes", cursor=ahead)) == (410, "cursor_expired")


@pytest.mark.parametrize("path", ["/v1/changes", "/v1/search?q=a"])
@pytest.mark.parametrize("limit", [DIGITS, "²", "x", "1.5", "1e3", ""])
def test_a_limit_that_is_no_number_is_400(clerk, path, limit):
    assert problem(clerk.get(path, limit=limit)) == (400, "malformed")


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "999999"])
def test_a_limit_out_of_range_is_brought_into_it(clerk, limit):
    page = clerk.get("/v1/changes", limit=limit).json()
    assert 1 <= len(page["changes"]) <= 1000


@pytest.mark.parametrize("version", [f"{DIGITS}.0", f"1.{DIGITS}", "x", "1", "٣.٤", ""])
def test_a_desk_version_that_cannot_be_read_is_400(clerk, version):
    said = {"Desk-Version": version.encode()}
    assert problem(clerk.call("GET", "/v1/about", headers=said)) == (400, "malformed")


def a_material(clerk):
    return next(m for case in clerk.cases() for m in case.materials if m.sha256)


def ranged(clerk, range_):
    """The answer to a range of some material, and the whole of it."""
    path = f"/v1/materials/{a_material(clerk).id}"
    answer = clerk.call("GET", path, headers={"Range": range_.encode()})
    return answer, clerk.get(path).content


@pytest.mark.parametrize("range_", [f"bytes={DIGITS}-", f"bytes={DIGITS}-{DIGITS}", "bytes=-0"])
def test_a_range_of_which_nothing_is_there_is_416(clerk, range_):
    answer, whole = ranged(clerk, range_)
    assert problem(answer) == (416, "range_not_satisfiable")
    assert answer.headers["Content-Range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize(
    ("range_", "part"),
    [
        (f"bytes=3-{DIGITS}", slice(3, None)),
        ("bytes=-5", slice(-5, None)),
        (f"bytes=-{DIGITS}", slice(None)),
        (f"bytes={'0' * 5000}3-4", slice(3, 5)),
    ],
)
def test_a_range_is_as_much_of_it_as_there_is(clerk, range_, part):
    answer, whole = ranged(clerk, range_)
    assert (answer.status_code, answer.content) == (206, whole[part])


@pytest.mark.parametrize("range_", ["bytes=٣-٤", "bytes=5-3", f"bytes={DIGITS}-3", "bytes=0-1,3-4",
                                    "bytes=-", "lines=1-2", "bytes=x-"])  # fmt: skip
def test_what_is_no_range_of_bytes_is_ignored_as_rfc_9110_has_it(clerk, range_):
    answer, whole = ranged(clerk, range_)
    assert (answer.status_code, answer.content) == (200, whole)


@pytest.mark.parametrize("body", [b"\xff", b"username=\xe9&password=x", b"grant_type=\x80"])
def test_a_token_form_that_is_no_utf_8_is_400(clerk, body):
    answer = clerk.call("POST", "/v1/token", data=body, headers=FORM)
    assert problem(answer) == (400, "malformed")
    assert answer.json()["error"] == "invalid_request"  # RFC 6749, 5.2


@pytest.mark.parametrize("body", [b"\xff", b"token=\xe9", b"", b"token=" + b"x" * 100_000])
def test_revoking_whatever_it_is_answers_200(clerk, body):
    assert clerk.call("POST", "/v1/token/revoke", data=body, headers=FORM).status_code == 200


def test_a_password_that_is_no_utf_8_when_decoded_is_a_wrong_one(clerk):
    form = b"grant_type=password&username=zhang.wei&password=%ff%fe"
    answer = clerk.call("POST", "/v1/token", data=form, headers=FORM)
    assert problem(answer) == (400, "invalid_grant")


NO_REQUEST = {
    "nothing": b"", "no JSON": b"{", "no UTF-8": b"\xff\xfe", "a list": b"[]",
    "no actions": b"{}", "none": b'{"actions": []}', "a number": b'{"actions": [1]}',
    "without an id": b'{"actions": [{}]}', "a number for an id": b'{"actions": [{"id": 1}]}',
    "no UTF-8 inside": b'{"actions": [{"id": "a", "x": "\xff"}]}',
    "half a pair": b'{"actions": [{"id": "a", "payload": {"text": "\\ud800"}}]}',
    "nested too deep": b'{"actions": [{"id": "a", "x": ' + DEEP + b"}]}",
}  # fmt: skip


@pytest.mark.parametrize("name", NO_REQUEST)
def test_a_request_that_cannot_be_read_is_400_as_a_whole(clerk, name):
    answer = clerk.call("POST", "/v1/actions", data=NO_REQUEST[name])
    assert problem(answer) == (400, "malformed")


def test_nothing_of_a_request_that_cannot_be_read_is_applied(clerk):
    case = clerk.cases("received")[0]
    good = action(case.id, "review", case.revision)
    for bad in ({"id": 7}, {}, None, "text"):
        answer = clerk.post("/v1/actions", {"actions": [good, bad]})
        assert problem(answer) == (400, "malformed")
    assert clerk.held("sub_application")[case.id]["revision"] == case.revision
    (result,) = clerk.act(good)
    assert result["outcome"] == "applied"


ODD = {
    "at without offset": {"at": "2026-03-02T09:00:00"}, "at a day": {"at": "2026-03-02"},
    "at a number": {"at": 1}, "at nothing": {"at": None}, "type a number": {"type": 3},
    "type unknown": {"type": "bless"}, "payload a list": {"payload": []},
    "payload odd": {"type": "request_correction", "payload": {"by_days": "soon"}},
    "case a list": {"sub_application_id": []}, "revision a text": {"base_revision": "4"},
    "no base": {"base_revision": None}, "two bases": {"after": "x"}, "device odd": {"device_id": 1},
}  # fmt: skip
MESSAGE = {"to_department": "wsjk", "text": "请看"}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_action_is_refused_alone_and_the_others_go_on(clerk, name):
    before, after = clerk.cases()[:2]
    odd = action(before.id, "message", before.revision, payload=MESSAGE) | ODD[name]
    good = action(after.id, "message", after.revision, payload=MESSAGE)
    refused, applied = clerk.act(odd, good)
    assert (refused["id"], refused["outcome"], refused["code"]) == (
        odd["id"],
        "refused",
        "malformed",
    )
    assert refused["detail"] and refused.get("body") is None
    assert applied["outcome"] == "applied"
    assert clerk.act(odd) == [refused]


@pytest.mark.parametrize("revision", [-1, 2**64, 10**40, int("9" * 4000)])
def test_a_revision_no_case_ever_had_is_a_conflict(clerk, revision):
    case = clerk.cases()[0]
    (result,) = clerk.act(action(case.id, "message", revision, payload=MESSAGE))
    assert (result["outcome"], result["revision"]) == ("conflict", case.revision)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+08:00", "0001-01-01T00:00:00Z",
                                "9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59Z"])  # fmt: skip
def test_an_action_is_never_dated_before_its_case_came_or_after_now(clerk, at):
    case = clerk.cases("received")[0]
    (result,) = clerk.act(action(case.id, "review", case.revision, at=at))
    assert result["outcome"] == "applied"
    dated = result["body"]["history"][-1]["at"]
    assert case.clock.received_at.isoformat() <= dated
    assert dated[:4] < "9999"
    clerk.feed()


@pytest.mark.parametrize("days", [10**6, 10**15, 10**19, 10**40, -(10**40)])
@pytest.mark.parametrize(
    ("kind", "name"),
    [("request_correction", "by_days"), ("extend", "days"), ("begin_special", "expected_days")],
)
def test_no_number_of_days_is_too_much_to_be_answered(clerk, kind, name, days):
    case = clerk.cases("reviewing" if kind != "request_correction" else "received")[0]
    payload = {name: days, "procedure": "testing", "text": "x", "reason": "x",
               "faults": [{"text": "x"}]}  # fmt: skip
    (result,) = clerk.act(action(case.id, kind, case.revision, payload=payload))
    assert result["outcome"] in ("refused", "applied")
    ended = {"finding": "合格"}
    clerk.act(action(case.id, "end_special", case.revision + 1, payload=ended))
    clerk.feed()


NO_CLAIM = [b"", b"\xff", b"{}", b'{"id": 1}', b'{"id": "a", "count": "x"}',
            b'{"id": "a", "count": ' + DIGITS.encode() + b"}", b'{"id": "a", "x": ' + DEEP + b"}"]  # fmt: skip
NO_HAND_IN = [b"", b"\xff", b"[]", b'{"seconds": 1}', b'{"seconds": {"a": "x"}}',
              b'{"seconds": {"a": NaN}}', b'{"seconds": {"a": 1e999}}', b'{"x": ' + DEEP + b"}"]  # fmt: skip
BODIES = [
    *(("/v1/claims", body) for body in NO_CLAIM),
    *(("/practice/drills", body) for body in NO_CLAIM),
    *(("/practice/drills/x/mark", body) for body in NO_HAND_IN),
]


@pytest.mark.parametrize(("path", "body"), BODIES)
def test_a_claim_or_a_drill_that_cannot_be_read_is_400(clerk, path, body):
    assert problem(clerk.call("POST", path, data=body)) == (400, "malformed")


@pytest.mark.parametrize("day", ["x", "2026-02-30", DIGITS, "20260101x", "²"])
def test_a_day_that_is_none_is_400(clerk, day):
    assert problem(clerk.get("/v1/statistics", **{"from": day})) == (400, "malformed")
    assert problem(clerk.get("/v1/statistics", to=day)) == (400, "malformed")


def test_the_first_and_the_last_day_there_are_can_be_asked_for(clerk):
    span = {"from": "0001-01-01", "to": "9999-12-31"}
    assert clerk.get("/v1/statistics", **span).status_code == 200


def test_a_body_beyond_all_measure_is_413(own, clerk):
    for path in ("/v1/token", "/v1/actions", "/v1/attachments/ab"):
        method = "PUT" if "attachments" in path else "POST"
        status, body = raw_answer(
            own.inner_url,
            f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
            f"{clerk.token['access_token']}\r\nContent-Length: {10**12}\r\n\r\n".encode(),
        )
        assert (status, json.loads(body)["status"]) == (413, 413)


def test_what_is_nowhere_and_what_no_path_does_are_problems_too(clerk):
    assert problem(clerk.get("/v1/nowhere")) == (404, "not_found")
    assert problem(clerk.call("DELETE", "/v1/changes")) == (405, "method_not_allowed")


def test_a_line_that_is_no_http_is_told_so(own):
    place = urlsplit(own.inner_url)
    with socket.create_connection((place.hostname, place.port), timeout=20) as connection:
        connection.sendall(b"\x16\x03\x01 hello\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 400")
