"""The pool: every case that can be claimed is told to its department, for as long as it can be."""

import hashlib
import sqlite3
import uuid
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.practice.citizens import Citizens
from app.practice.ledger import Ledger
from app.practice.scenes import load_city
from app.practice.world import World
from tests.practice.calls import Caller, action
from tests.practice.test_city import NOW
from tests.support.centres import Centre, city_file


def claim(clerk, count=20, **more):
    asked = {"id": str(uuid.uuid4()), "count": count, **more}
    return clerk.post("/v1/claims", asked).json()["sub_application_ids"]


def test_what_can_be_claimed_is_what_the_pool_shows_in_every_department(own_centre):
    offered = 0
    for which in range(2, len(own_centre.clerks)):
        clerk = Caller(own_centre, which)
        heads = clerk.held("pool")
        offered += len(heads)
        assert set(claim(clerk)) == set(heads)
        assert clerk.held("pool") == {}
    assert offered


def test_a_head_says_what_it_is_and_names_nobody(zhang):
    heads = zhang.held("pool")
    ids = claim(zhang)
    cases = {case.id: case for case in zhang.cases()}
    assert set(ids) == set(heads) and ids
    for id_, head in heads.items():
        case = cases[id_]
        assert head["item"]["code"] == case.item.code
        assert set(head) == {"id", "item", "scene", "received_at", "due"}
        assert case.applicant.name not in str(head)


def test_a_claimed_case_leaves_the_pool_of_everyone_in_the_department(own_centre, zhang):
    wang = Caller(own_centre, 1)
    before = wang.held("pool")
    (id_,) = claim(zhang, 1)
    assert set(wang.held("pool")) == set(before) - {id_}
    change = wang.feed()[0]["pool"][id_]
    assert (change["op"], change["reason"]) == ("drop", "removed")


def test_a_released_case_is_back_in_the_pool_with_a_higher_revision(own_centre):
    clerk, id_ = claimed_youngest(own_centre)
    dropped = clerk.feed()[0]["pool"][id_]["revision"]
    revision = clerk.held("sub_application")[id_]["revision"]
    (result,) = clerk.act(action(id_, "release", revision))
    assert result["outcome"] == "applied"
    back = clerk.feed()[0]["pool"][id_]
    assert (back["op"], back["revision"] > dropped) == ("put", True)
    assert id_ in claim(clerk)


def claimed_youngest(own_centre):
    """A clerk and the youngest case of any pool, theirs now: not yet deemed accepted by silence."""
    clerks = [Caller(own_centre, which) for which in range(len(own_centre.clerks))]
    heads = [(head, clerk) for clerk in clerks for head in clerk.held("pool").values()]
    head, clerk = max(heads, key=lambda told: told[0]["received_at"])
    assert head["id"] in claim(clerk)
    return clerk, head["id"]


def test_a_case_given_to_a_colleague_was_never_in_the_pool(own_centre, zhang):
    case = zhang.cases("received")[0]
    to = {"to_clerk": "clerk-02", "reason": "调岗"}
    zhang.act(action(case.id, "transfer", case.revision, payload=to))
    assert case.id not in zhang.feed()[0].get("pool", {})


def test_the_digest_counts_the_pool(own_centre, zhang):
    claim(zhang, 1)
    for clerk in (zhang, Caller(own_centre, 1), Caller(own_centre, 4)):
        changes = clerk.feed()[0]["pool"].values()
        lines = sorted(f"{c['id']}:{c['revision']}\n" for c in changes if c["op"] == "put")
        said = clerk.get("/v1/changes/digest").json()["pool"]
        assert said["count"] == len(lines)
        assert said["digest"] == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_a_city_kept_from_an_earlier_version_is_served_and_its_pool_told(tmp_path):
    path = tmp_path / "city.sqlite"
    path.write_bytes(city_file(60, 3))
    connection = sqlite3.connect(path)
    for table in ("action", "claim"):
        connection.execute(f"alter table {table} drop column clerk_id")
    connection.execute("delete from feed where kind = 'pool'")
    connection.commit()
    connection.close()
    kept = Centre("--speed", "0", "--database", str(path))
    clerk = Caller(kept)
    heads = clerk.held("pool")
    assert set(claim(clerk)) == set(heads) and heads
    kept.close()


@pytest.fixture
def world(tmp_path):
    path = tmp_path / "city.sqlite"
    path.write_bytes(city_file(60, 3))
    ledger = Ledger(path)
    yield World(ledger, lambda: NOW + timedelta(days=3650))
    ledger.close()


def pool(world):
    """The ids of all heads that are told, in every department."""
    departments = {f"department:{case.department.code}" for case in world.cases.values()}
    told = world.ledger.feed(departments, 0, 10**6)
    lines = {line.id: line.op for line in told if line.kind == "pool"}
    return {id_ for id_, op in lines.items() if op == "put"}


def claimable(world):
    return {id_ for c in world.clerks.values() for id_ in (k.id for k in world.claimable(c))}


def test_a_case_that_is_withdrawn_out_of_the_pool_leaves_it(world):
    for case in [c for c in world.cases.values() if c.assignee is not None]:
        world.put_case(replace(case, state="delivered", revision=case.revision + 1))
    before = pool(world)
    assert before == claimable(world) and before
    Citizens(world, load_city(), 4 * 3600.0, 3).simulate_tick(set(world.clerks))
    (withdrawn,) = [c.id for c in world.cases.values() if c.state == "terminated"]
    assert pool(world) == before - {withdrawn} == claimable(world)
