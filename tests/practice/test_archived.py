"""An archived case leaves its clerk, with all that came with it; the centre keeps its digests."""

import hashlib
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.cases.model import ArchiveRecord, Clerk, Event
from app.practice.citizens import Citizens
from app.practice.scenes import load_city
from app.practice.world import World
from tests.practice.calls import Caller, action
from tests.practice.test_city import NOW, quick_city

VOLUME, DATA = b"%PDF-1.7 volume", b"PK data"
DIGESTS = [hashlib.sha256(content).hexdigest() for content in (VOLUME, DATA)]
PAYLOAD = {"volume": DIGESTS[0], "data": DIGESTS[1], "attachments": DIGESTS}


@pytest.fixture
def clerk(own_centre):
    return Caller(own_centre, 0)


@pytest.fixture
def closed(clerk):
    """A case of theirs that is closed, its archive put before."""
    for digest, content in zip(DIGESTS, (VOLUME, DATA), strict=True):
        assert clerk.call("PUT", f"/v1/attachments/{digest}", data=content).status_code == 201
    return clerk.cases("delivered")[0]


def archived(clerk, case):
    (result,) = clerk.act(action(case.id, "archive", case.revision, payload=PAYLOAD))
    return result


def test_it_is_dropped_as_archived_and_its_digests_are_in_the_outcome(clerk, closed):
    result = archived(clerk, closed)
    assert result["outcome"] == "applied"
    kept = result["body"]["archive"]
    assert (kept["volume"], kept["data"], kept["by"]["id"]) == (*DIGESTS, clerk.id)
    told = clerk.feed()[0]["sub_application"][closed.id]
    assert (told["op"], told["reason"]) == ("drop", "archived")


def test_a_file_that_was_not_put_before_is_missed(clerk):
    case = clerk.cases("delivered")[0]
    result = archived(clerk, case)
    assert (result["outcome"], result["code"]) == ("refused", "attachment_missing")


def test_nothing_can_be_done_to_it_any_more(clerk, closed):
    revision = archived(clerk, closed)["revision"]
    payload = {"to_department": "wsjk", "text": "请告知"}
    (result,) = clerk.act(action(closed.id, "message", revision, payload=payload))
    assert (result["outcome"], result["code"]) == ("refused", "archived")


def test_its_one_thing_goes_with_the_last_case_of_it(clerk, closed):
    mine = [case for case in clerk.cases() if case.one_thing.id == closed.one_thing.id]
    archived(clerk, closed)
    told = clerk.feed()[0]["one_thing"][closed.one_thing.id]
    if len(mine) == 1:
        assert (told["op"], told["reason"]) == ("drop", "archived")
    else:
        parts = {part["id"]: part["mine"] for part in told["body"]["sub_applications"]}
        assert parts[closed.id] is False


def test_its_papers_can_still_be_read_by_who_held_it(clerk, closed):
    archived(clerk, closed)
    paper = next(m for m in closed.materials if m.sha256)
    assert clerk.get(f"/v1/materials/{paper.id}").status_code == 200


def test_nobody_refuses_the_mail_of_an_archived_case_nor_rates_it(tmp_path):
    ledger = quick_city(tmp_path / "city.sqlite", seed=3, cases=120)
    now = [NOW]
    world = World(ledger, lambda: now[0])
    kept = ArchiveRecord(at=NOW, by=Clerk(id="c"), volume=DIGESTS[0], data=DIGESTS[1])
    done = Event(at=NOW, by=Clerk(id="c"), type="deliver")
    put_away = []
    for case in [c for c in world.cases.values() if c.state == "received"]:
        clock = replace(case.clock, decided_at=NOW, delivered_at=NOW)
        mailed = replace(case.delivery, method="ems", tracking_no="EX1")
        closed = {"state": "delivered", "delivery": mailed, "clock": clock, "archive": kept}
        put_away.append(world.put_case(replace(case, history=(done,), **closed)))
    rated = set(world.evaluations)
    now[0] += timedelta(hours=3)
    Citizens(world, load_city(), 1.0, 3).simulate_tick(set(world.clerks))
    assert [world.cases[case.id] for case in put_away] == put_away
    new = [world.evaluations[id_].sub_application_id for id_ in set(world.evaluations) - rated]
    assert not {case.id for case in put_away} & set(new)
    ledger.close()
