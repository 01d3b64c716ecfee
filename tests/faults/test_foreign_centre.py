"""A desk at a centre that keeps the contract otherwise than ours, or not quite."""

import threading
import time
from datetime import timedelta

import msgspec
import pytest

from app.sync import loop, pacing, verify
from tests.support.desks import all_sent
from tests.support.examples import ASKED, a_thing
from tests.support.odd_centre import case_body, refused, said
from tests.support.waiting import eventually

STREAM, DIGEST = "/v1/changes/stream", "/v1/changes/digest"


def cycles(desk, count):
    """So many cycles come through, one after the other."""
    for _ in range(count):
        done = threading.Event()
        desk.on_status = lambda status, done=done: done.set() if status.done else None
        desk.centre.sync_now()
        assert done.wait(20)


def asked_for(odd, path):
    return [each for each in odd.requests if each.path == path]


def journal(desk):
    return (desk.machine.places.journal / "journal.jsonl").read_text()


def test_a_centre_without_a_stream_is_asked_for_it_once(odd, at_desk, monkeypatch):
    monkeypatch.setattr(pacing, "STREAM_WAIT", 0.01)
    monkeypatch.setattr(loop, "STREAM_MISSED_SECONDS", 0.0)
    odd.on[STREAM] = lambda asked: refused(404, "not_found")
    desk, _ = at_desk()
    eventually(lambda: asked_for(odd, STREAM))
    cycles(desk, 3)
    (asked,) = asked_for(odd, STREAM)
    assert asked.headers["Accept-Encoding"] == "identity"
    assert desk.centre.status.state == "online" and not desk.centre.status.streams
    assert journal(desk).count('"stream_missed"') == 1


def test_a_busy_stream_is_left_alone_as_long_as_it_asked_and_the_rest_goes_on(
    odd, at_desk, monkeypatch
):
    monkeypatch.setattr(pacing, "STREAM_WAIT", 0.01)
    times = []
    odd.on[STREAM] = lambda asked: times.append(time.monotonic()) or refused(503, Retry_After="1")
    desk, (case_id,) = at_desk()
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    eventually(lambda: len(times) > 1)
    assert times[1] - times[0] >= 1.0


def test_a_digest_that_is_wrong_for_ever_costs_one_reading_and_is_said(odd, at_desk):
    wrong = {"sub_application": {"count": 9, "digest": "0" * 64}}
    odd.on[DIGEST] = lambda asked: said(wrong)
    desk, (case_id,) = at_desk()
    eventually(lambda: desk.centre.status.done and desk.centre.status.done.differing)
    cycles(desk, 6)
    from_start = [each for each in asked_for(odd, "/v1/changes") if "cursor" not in each.query]
    assert len(from_start) == 2  # the first pull, and the one that was to mend it
    assert desk.centre.status.done.differing == ("sub_application",)
    assert journal(desk).count('"digest_differs"') == 1
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))


def test_a_quiet_desk_asks_for_no_more_digests(odd, at_desk):
    desk, _ = at_desk()
    cycles(desk, 2)
    before = len(asked_for(odd, DIGEST))
    cycles(desk, 5)
    assert len(asked_for(odd, DIGEST)) == before


@pytest.mark.parametrize("paragraphs", [None, []], ids=["no notice at all", "one without words"])
def test_the_words_of_a_notice_stay_where_the_centre_keeps_fewer(odd, at_desk, paragraphs):
    notice = {"type": "request_correction", "title": "补正", "no": "补〔2026〕7号", "day": "2026-03-02",
              "provisional": False, "paragraphs": []}  # fmt: skip

    def applied(action):
        case = odd.held(action["sub_application_id"])
        case = {**case, "revision": case["revision"] + 1, "state": "correcting",
                "notices": [] if paragraphs is None else [notice]}  # fmt: skip
        odd.put(case)
        return {"outcome": "applied", "revision": case["revision"], "body": case}

    odd.outcome = applied
    desk, (case_id,) = at_desk()
    desk.deciding.decide(case_id, ASKED).result()
    (before,) = desk.cases.view(case_id).case.notices
    eventually(lambda: all_sent(desk) and desk.cases.view(case_id).tells_less)
    cycles(desk, 1)
    (kept,) = desk.cases.view(case_id).case.notices
    assert kept.paragraphs == before.paragraphs
    assert kept.no == ("待编号" if paragraphs is None else "补〔2026〕7号")
    assert desk.centre.unreadable() == []
    eventually(lambda: '"notices_shortened"' in journal(desk))


def test_a_case_in_an_unknown_state_stands_under_what_is_to_be_done(odd, at_desk):
    desk, _ = at_desk()
    odd.put(msgspec.to_builtins(case_body(2), str_keys=True) | {"state": "suspended"})
    eventually(lambda: desk.cases.counts()["everything"] == 2)
    assert desk.cases.counts()["todo"] == 2
    rows = desk.cases.rows(desk.cases.first(9))
    assert [row.state for row in rows] == ["received", "suspended"]
    assert {bool(barred) for _, barred in desk.cases.view(rows[1].id).actions} == {True}


def test_digests_in_capitals_agree(odd, at_desk):
    def in_capitals(_asked):
        kinds = odd.digest().items()
        return said({kind: each | {"digest": each["digest"].upper()} for kind, each in kinds})

    odd.on[DIGEST] = in_capitals
    desk, _ = at_desk()
    cycles(desk, 2)
    assert desk.centre.status.done.differing == ()
    assert '"digest_differs"' not in journal(desk)


def test_a_one_thing_goes_with_its_case_and_the_digests_agree_all_the_same(
    odd, at_desk, monkeypatch
):
    monkeypatch.setattr(verify, "COMPARED_EVERY", timedelta(0))
    odd.put(a_thing("reviewing"), kind="one_thing")
    desk, (case_id,) = at_desk()
    eventually(lambda: desk.cases.thing("ot-1") is not None)
    odd.drop(case_id, 2)
    eventually(lambda: desk.cases.thing("ot-1") is None)
    cycles(desk, 2)
    assert desk.centre.status.done.differing == ()
    (thing,) = [held for kind, held in odd.state() if kind == "one_thing"]
    assert thing == "ot-1"  # the centre, which should have dropped it, counts it still
