"""A feed with odd bodies, old pages, another epoch: each case by itself, and the newest one stands."""

import threading
from datetime import datetime

import msgspec
import pytest

from app.cases.model import SHANGHAI
from app.sync import cycle, loop
from tests.faults.test_odd_outcomes import states
from tests.support.desks import all_sent
from tests.support.examples import ASKED, TOLD
from tests.support.odd_centre import case_body, cases_at, refused
from tests.support.waiting import eventually


def builtins(case):
    return msgspec.to_builtins(case, str_keys=True)


def changed(body, path, value):
    """The body with another value at a path of keys; ``...`` takes the key out."""
    *way, last = path.split(".")
    at = body
    for key in way:
        at = at[int(key) if key.isdigit() else key]
    if value is ...:
        del at[last]
    else:
        at[last] = value
    return body


PARTLY = {
    "a number in a text field": ("applicant.phone", 13800000000),
    "a naive time": ("clock.accepted_at", "2026-11-23T09:00:00"),
    "no applicant": ("applicant", ...),
    "a list for a name": ("applicant.name", []),
    "no clock": ("clock", ...),
    "a time of receipt without offset": ("clock.received_at", "2026-11-23T09:00:00"),
    "history that is no list": ("history", 7),
    "an event without its time": ("history", [{"by": {"id": "x"}, "type": "received"}]),
    "a form of another shape": ("form", [{"section": "甲", "fields": [{"key": 1}]}]),
    "a round in words": ("materials", [{"id": "m", "name": "租约", "round": "one"}]),
    "no one-thing": ("one_thing", ...),
    "an item without a name": ("item", {"code": "food"}),
}
NOT_AT_ALL = {
    "no number": ("no", ...),
    "a state that is a number": ("state", 5),
    "no item": ("item", ...),
    "an id that is a number": ("id", 17),
    "received at the end of time": ("clock.received_at", "9999-12-31T23:59:59-12:00"),
    "a revision beyond any": ("revision", 2**70),
}


@pytest.mark.parametrize(("path", "value"), PARTLY.values(), ids=PARTLY)
def test_a_body_with_an_odd_part_is_shown_without_it_and_says_so(odd, at_desk, path, value):
    desk, _ = at_desk()
    odd.put(changed(builtins(case_body(2)), path, value))
    odd.put(case_body(3))
    eventually(lambda: desk.cases.counts()["everything"] == 3)
    assert desk.cases.view("sa-000002").unreadable
    assert desk.cases.view("sa-000003").unreadable == ()
    journal = desk.machine.places.journal / "journal.jsonl"
    eventually(lambda: '"body_unreadable"' in journal.read_text())
    assert [row.id for row in desk.cases.rows([desk.cases.number("sa-000002")])] == ["sa-000002"]
    assert_in_step(odd, desk)
    odd.put(case_body(2, 2))
    eventually(lambda: desk.cases.view("sa-000002").case.revision == 2)
    assert desk.cases.view("sa-000002").unreadable == ()
    assert desk.centre.unreadable() == []


@pytest.mark.parametrize(("path", "value"), NOT_AT_ALL.values(), ids=NOT_AT_ALL)
def test_a_body_that_cannot_be_read_is_set_aside_alone_and_the_outbox_goes(
    odd,
    at_desk,
    path,
    value,
):
    desk, (case_id,) = at_desk()
    odd.put(changed(builtins(case_body(2)), path, value), id="sa-000002")
    odd.put(case_body(3))
    eventually(lambda: desk.cases.counts()["everything"] == 2)
    (record,) = desk.centre.unreadable()
    assert (record.kind, record.id, record.whole) == ("sub_application", "sa-000002", True)
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    journal = desk.machine.places.journal / "journal.jsonl"
    eventually(lambda: '"body_unreadable"' in journal.read_text())
    assert_in_step(odd, desk)
    odd.put(case_body(2, 2))
    eventually(lambda: desk.cases.counts()["everything"] == 3)
    assert desk.centre.unreadable() == []


def assert_in_step(odd, desk):
    """The digests agree: nothing is read from the start again."""
    rounds = []
    desk.on_status = lambda status: rounds.append(status.done) if status.done else None
    eventually(lambda: desk.centre.sync_now() or len([r for r in rounds if not r.taken_in]) >= 2)
    assert [each.differing for each in rounds if each.differing] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [("item.promised_days", 10_000_000), ("item.promised_days", -3), ("clock.received_at", "0001-01-01T00:00:00Z"),
     ("clock.extension_days", 2**62), ("item.statutory_days", 2**70)],
)  # fmt: skip
def test_a_figure_nobody_means_is_shown_and_can_be_worked_with(odd, at_desk, path, value):
    desk, _ = at_desk()
    body = builtins(case_body(2, state="reviewing", accepted_at=datetime.now(SHANGHAI)))
    odd.put(changed(body, path, value))
    eventually(lambda: desk.cases.counts()["everything"] == 2)
    assert desk.cases.view("sa-000002").case.state == "reviewing"
    desk.deciding.decide("sa-000002", TOLD).result()
    eventually(lambda: odd.history("sa-000002") == ["message"])


def test_a_pause_without_an_end_anybody_lives_to_see_is_an_open_one(odd, at_desk):
    desk, _ = at_desk()
    pause = {"from": "2026-11-20", "to": "9999-12-31", "procedure": "expert_review"}
    body = builtins(case_body(2, state="special", accepted_at=datetime.now(SHANGHAI)))
    odd.put(changed(body, "clock.pauses", [pause]))
    eventually(lambda: desk.cases.counts()["everything"] == 2)
    assert desk.cases.view("sa-000002").deadlines.light == "paused"
    assert desk.cases.view("sa-000002").deadlines.promised.day is None


@pytest.mark.parametrize(
    "kind", ["one_thing", "item", "scene", "article", "calendar", "pool", "evaluation"]
)
def test_an_odd_body_of_any_kind_is_set_aside_alone(odd, at_desk, kind):
    desk, _ = at_desk()
    odd.put({"id": "x", "year": "soon", "code": 4}, kind=kind, id="x")
    odd.put(case_body(2))
    eventually(lambda: desk.cases.counts()["everything"] == 2)
    assert [(r.kind, r.id) for r in desk.centre.unreadable()] == [(kind, "x")]
    assert_in_step(odd, desk)
    odd.say({"kind": kind, "op": "drop", "id": "x", "revision": 2, "reason": "removed"})
    eventually(lambda: desk.centre.unreadable() == [])


@pytest.mark.parametrize(
    "line",
    [
        {"revision": "x"},
        {"revision": None},
        {"revision": -4},
        {"id": 7},
        {"op": None},
        {"kind": []},
    ],
)
def test_an_odd_line_of_the_feed_does_not_stop_its_page(odd, at_desk, line):
    desk, _ = at_desk()
    odd.say({"kind": "sub_application", "op": "put", "id": "sa-000002", "revision": 1,
             "body": builtins(case_body(2)), **line})  # fmt: skip
    odd.put(case_body(3))
    eventually(lambda: desk.cases.number("sa-000003") is not None)
    desk.deciding.decide("sa-000001", ASKED).result()
    eventually(lambda: odd.history("sa-000001") == ["request_correction"])


@pytest.mark.parametrize(
    "time", ["2026-11-23T09:00:00", "soon", 7, None, "9999-12-31T23:59:59-12:00"]
)
def test_a_server_time_nobody_can_read_stops_nothing(odd, at_desk, time):
    odd.server_time = time
    desk, (case_id,) = at_desk()
    statuses = []
    desk.on_status = statuses.append
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: odd.history(case_id) == ["request_correction"])
    eventually(lambda: any(s.state == "online" for s in statuses))


def test_an_error_nobody_foresaw_reaches_the_status_as_a_sentence_and_sending_goes_on(
    odd,
    at_desk,
    monkeypatch,
):
    desk, (case_id,) = at_desk()
    statuses = []
    desk.on_status = statuses.append

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(cycle, "pull", broken)
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: odd.history(case_id) == ["request_correction"])
    eventually(lambda: any(s.failure is not None for s in statuses))
    said = next(s.failure for s in statuses if s.failure is not None)
    assert said.code == "sync_unexpected" and said.sentence.zh


def test_a_late_page_with_an_older_body_changes_nothing_and_sends_nothing_again(odd, at_desk):
    desk, (case_id,) = at_desk()
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    newest = odd.held(case_id)
    odd.put(case_body(1, 1))
    odd.put(case_body(2))
    eventually(lambda: desk.cases.counts()["everything"] == 2)
    assert desk.cases.view(case_id).case.revision == newest["revision"]
    assert desk.deciding.counts() == (0, 0)
    odd.put(newest)
    assert_in_step(odd, desk)
    assert len(odd.posted()) == 1


def restored(odd, feed):
    """The centre is put back to this feed; cursors of before have expired."""
    odd.feed[:] = feed
    odd.on["/v1/changes"] = lambda asked: (
        refused(410, "cursor_expired") if asked.query.get("cursor") else None
    )


def read_again(odd, desk):
    desk.centre.sync_now()
    eventually(lambda: desk.centre.online)
    odd.on.pop("/v1/changes", None)
    odd.grown.set()


@pytest.mark.parametrize("epoch", ["two", None], ids=["by its epoch", "by a 1.0 centre's digest"])
def test_what_a_restored_centre_lost_is_sent_again_under_its_old_id(odd, make_desk, epoch):
    odd.epoch = None if epoch is None else "one"
    (case_id,) = cases_at(odd, 1)
    desk = make_desk(odd.url)
    desk.account.sign_in("zhang.wei", "x")
    desk.begin()
    eventually(lambda: desk.cases.counts()["everything"] == 1)
    before = list(odd.feed)
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    (first,) = odd.posted()[0]
    odd.results.clear()
    odd.epoch = epoch
    restored(odd, before)
    odd.grown.set()
    eventually(lambda: odd.history(case_id) == ["request_correction"])
    eventually(lambda: all_sent(desk))
    assert odd.posted()[-1] == [first]
    assert desk.deciding.sent_entries()[-1].code == "restored"
    assert desk.cases.view(case_id).case.revision == 2


def test_what_a_restored_centre_still_has_is_not_done_twice(odd, at_desk):
    """The backup was taken after the action, somebody went on after it."""
    desk, (case_id,) = at_desk()
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    kept = list(odd.feed)
    odd.epoch = "two"
    restored(odd, [*kept, {**kept[-1], "revision": 3, "body": {**kept[-1]["body"], "revision": 3}}])
    odd.grown.set()
    eventually(lambda: desk.cases.view(case_id).case.revision == 3)
    eventually(lambda: all_sent(desk))
    assert odd.history(case_id) == ["request_correction"]


def test_another_epoch_alone_is_read_from_the_start(odd, at_desk):
    """A sloppy centre takes the old cursor."""
    desk, (case_id,) = at_desk()
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    odd.results.clear()
    odd.feed[:] = odd.feed[:1]
    odd.epoch = "two"
    odd.put(case_body(2))
    eventually(lambda: odd.history(case_id) == ["request_correction"])
    eventually(lambda: all_sent(desk))


def test_a_reading_after_a_restore_that_was_cut_off_is_begun_again(odd, at_desk):
    """Killed between two pages of it, the desk still knows that the centre was restored."""
    desk, ids = at_desk(3)
    for case_id in ids:
        desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: all_sent(desk))
    odd.results.clear()
    odd.feed[:] = odd.feed[:3]
    odd.epoch, odd.page_size = "two", 1
    pages = []

    def cut_off_after_two(asked):
        pages.append(asked)
        return refused(500) if len(pages) == 4 else None

    odd.on["/v1/changes"] = cut_off_after_two
    odd.grown.set()
    eventually(lambda: all(odd.history(i) == ["request_correction"] for i in ids), 60)
    eventually(lambda: all_sent(desk))
    assert all(desk.cases.view(i).case.revision == 2 for i in ids)


def test_in_one_page_the_later_change_of_an_id_wins(odd, at_desk):
    desk, (case_id,) = at_desk()
    odd.on["/v1/actions"] = lambda asked: refused(503, Retry_After="1")
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: len(odd.posted()) >= 1)
    del odd.on["/v1/actions"]
    odd.say(
        {
            "kind": "sub_application",
            "op": "drop",
            "id": case_id,
            "revision": 1,
            "reason": "reassigned",
        },
        {
            "kind": "sub_application",
            "op": "put",
            "id": case_id,
            "revision": 1,
            "body": builtins(case_body(1)),
        },
    )
    eventually(lambda: all_sent(desk))
    assert odd.history(case_id) == ["request_correction"]
    assert_in_step(odd, desk)


def test_a_case_that_comes_back_brings_its_unsent_decision_back(odd, at_desk):
    desk, (case_id,) = at_desk()
    desk.machine.keep_settings(seconds_before_sending=60)
    desk.deciding.decide(case_id, ASKED).result()
    odd.drop(case_id, 1)
    eventually(lambda: desk.deciding.counts() == (0, 1))
    odd.put(case_body(1))
    eventually(lambda: all_sent(desk))
    assert odd.history(case_id) == ["request_correction"]


def test_a_case_that_comes_back_changed_leaves_the_choice_to_the_clerk(odd, at_desk):
    desk, (case_id,) = at_desk()
    odd.outcome = lambda action: {"outcome": "gone"}
    desk.deciding.decide(case_id, ASKED).result()
    eventually(lambda: states(desk, case_id) == ["gone"])
    odd.drop(case_id, 1)
    eventually(lambda: desk.cases.counts()["everything"] == 0)
    odd.outcome = odd.applied
    odd.put(case_body(1, 3))
    eventually(lambda: desk.cases.number(case_id) is not None)
    eventually(lambda: states(desk, case_id) == ["conflict"])
    desk.deciding.resubmit_on_latest(desk.deciding.entries()[0].id).result()
    eventually(lambda: all_sent(desk))
    assert odd.history(case_id) == ["request_correction"]


def test_on_a_quiet_day_with_a_true_clock_nothing_is_asked_before_its_time(
    odd, at_desk, monkeypatch
):
    monkeypatch.setattr(loop, "NOTICE_SECONDS", 0.02)
    _desk, _ = at_desk()
    asked = [r for r in odd.requests if r.path == "/v1/changes"]
    threading.Event().wait(1)  # fifty times as long as it takes to notice
    rounds = [r for r in odd.requests if r.path == "/v1/changes"]
    assert len(rounds) - len(asked) <= 2
