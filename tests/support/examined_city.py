"""The city that a conformance run is tried on: its test clerk has a case for every action."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions import Action, Propose, RefuseAcceptance
from app.cases.model import SHANGHAI, Clerk, Evaluation, GivenCommitment, SubApplication, civil
from app.practice.consequences import try_action
from app.practice.ledger import Ledger
from app.practice.world import World
from tests.support.centres import city_file

LEAD = "wang.fang"  # who may extend
POOLED = 3  # cases that are nobody's
LONG_AGO = timedelta(days=30)


@cache
def examined_city(cases: int, seed: int, clerk_id: str) -> bytes:
    """The file of a city whose department of this clerk has given them all its cases but a few in
    the pool and one that a colleague keeps, so that one-things differ in how many of their cases
    are the clerk's; one is deemed accepted by now, one delivered and rated, one decided by a
    commitment."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.sqlite"
        path.write_bytes(city_file(cases, seed))
        ledger = Ledger(path)
        _prepare(World(ledger, lambda: datetime.now(SHANGHAI)), clerk_id)
        ledger.close()
        return path.read_bytes()


def _prepare(world: World, clerk_id: str) -> None:
    clerk = world.clerks[clerk_id]
    assert clerk.department is not None
    code = clerk.department.code
    ours = [case for case in world.cases.values() if case.department.code == code]
    fresh = [c for c in ours if c.state == "received" and not c.corrections]
    fresh.sort(key=lambda case: case.clock.receipt, reverse=True)
    deemed = next(case for case in fresh[POOLED:] if kinds.deems_acceptance(case.item))
    kept = _of_a_pair([case for case in ours if case not in (*fresh[:POOLED], deemed)])
    colleague = next(
        c for c in world.clerks.values() if c.department == clerk.department and c != clerk
    )
    for case in ours:
        holder = colleague.signature if case == kept else clerk.signature
        if case in fresh[:POOLED]:
            holder = None
        if case.assignee != holder:
            world.put_case(replace(case, assignee=holder, revision=case.revision + 1))
    _deem(world, world.cases[deemed.id])
    _have_signed(
        world, [c.id for c in fresh if c not in (*fresh[:POOLED], deemed, kept)], colleague
    )
    closed, committed, *_ = (
        c for c in world.cases.values() if c.state == "delivered" and c.id in {o.id for o in ours}
    )
    promise = GivenCommitment(verify_by=civil(world.clock()))
    world.put_case(replace(committed, commitment=promise, revision=committed.revision + 1))
    world.put_evaluation(
        Evaluation(
            id="ev-1", sub_application_id=closed.id, stars=2, text="等了很久", at=world.clock()
        )
    )


def _have_signed(world: World, ids: list[str], colleague: Clerk) -> None:
    """Of these, two are the colleague's, who asks for the clerk's signature, and of two more
    something has to be signed."""
    for at, id_ in enumerate(ids[-4:]):
        case = world.cases[id_]
        signed = replace(case.item, signatures={"refuse_acceptance": 1})
        case = replace(case, item=signed, revision=case.revision + 1)
        world.put_case(case if at < 2 else replace(case, assignee=colleague.signature))
        if at >= 2:
            said = Propose.of(RefuseAcceptance(ground="no_licence_needed", text="不在办理范围之内"))
            asked = Action(id=f"p-{at}", sub_application_id=id_, at=world.clock(), payload=said)
            assert try_action(world, world.cases[id_], asked, colleague)


def _of_a_pair(cases: list[SubApplication]) -> SubApplication:
    """One of two of a one-thing, of which the other can be worked on."""
    for case in cases:
        others = [c for c in cases if c.one_thing.id == case.one_thing.id and c != case]
        if [other.state for other in others] in (["received"], ["reviewing"]):
            return case
    raise LookupError("no one-thing has two cases of this department")


def _deem(world: World, case: SubApplication) -> None:
    received = case.clock.receipt - LONG_AGO
    clock = replace(case.clock, received_at=received)
    world.put_case(replace(case, clock=clock, revision=case.revision + 1))
