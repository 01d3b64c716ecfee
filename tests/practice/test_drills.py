"""Practice with a mark: a trainee's claims against the answer key."""

import uuid
from datetime import timedelta

import pytest
from msgspec.structs import replace

from app.cases import lifecycle
from app.cases.actions import (
    Accept,
    Action,
    Approve,
    Deny,
    MaterialVerdict,
    Propose,
    RecordReview,
    RequestCorrection,
)
from app.cases.drill import DrillRequest, Place, describe_case, describe_place, summary
from app.cases.model import DenialGround, Fault
from app.practice.drills import Drills, NoSuchDrill
from app.practice.ledger import Ledger
from app.practice.mistakes import MISTAKES
from app.practice.world import World
from tests.practice.test_city import NOW, quick_city

LATER = NOW + timedelta(minutes=5)


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    path = tmp_path_factory.mktemp("drills") / "city.sqlite"
    quick_city(path, seed=3, cases=300).close()
    return path.read_bytes()


@pytest.fixture
def world(founded, tmp_path):
    path = tmp_path / "city.sqlite"
    path.write_bytes(founded)
    ledger = Ledger(path)
    yield World(ledger, lambda: LATER)
    ledger.close()


@pytest.fixture
def trainee(world):
    """The clerk with the most cases."""
    held = [c.assignee.id for c in world.cases.values() if c.assignee]
    return world.clerks[max(set(held), key=held.count)]


def begun(world, trainee, count=10):
    return Drills(world).begin(trainee, DrillRequest(id=str(uuid.uuid4()), count=count))


def marked(world, trainee, drill, seconds=None):
    mark = Drills(world).hand_in(trainee, drill.id, seconds or {})
    return {case.id: case for case in mark.cases}


def outcomes(result, name):
    """Of this mistake in a case, which may have another beside it."""
    return [fault.outcome for fault in result.faults if fault.fault == name]


def act(world, trainee, case_id, payload):
    """What the clerk does, whatever stands in the way of it."""
    case = world.cases[case_id]
    action = Action(id=str(uuid.uuid4()), sub_application_id=case_id, at=LATER, payload=payload)
    world.put_case(lifecycle.apply(case, action, trainee, world.situation(case, LATER)))


def of(world, drill, name):
    """A case of the drill with this mistake, and where it shows."""
    for case_id, fault, places in world.ledger.faults():
        if fault == name and case_id in drill.sub_application_ids:
            return world.cases[case_id], places
    return None


def a_drill_with(world, name):
    """A clerk's drill in which a case has this mistake, and where it shows."""
    for case_id, fault, _ in world.ledger.faults():
        case = world.cases[case_id]
        if fault == name and case.assignee and len(case.history) == 1 and case.state == "received":
            clerk = world.clerks[case.assignee.id]
            drill = begun(world, clerk, 50)
            return clerk, drill, *of(world, drill, name)
    raise AssertionError(f"this city has no untouched case with {name}")


def test_a_drill_has_untouched_cases_of_one_s_own_some_with_a_mistake_and_some_without(
    world, trainee
):
    drill = begun(world, trainee)
    assert len(drill.sub_application_ids) == 10
    faulty = {case_id for case_id, _, _ in world.ledger.faults()}
    chosen = set(drill.sub_application_ids)
    assert 4 <= len(chosen & faulty) <= 8
    for case_id in chosen:
        case = world.cases[case_id]
        assert case.assignee.id == trainee.id
        assert [event.type for event in case.history] == ["received"]


def test_asking_again_for_the_same_drill_gives_the_same_and_another_clerk_does_not_have_it(
    world, trainee
):
    wanted = DrillRequest(id="d-1", count=5)
    first = Drills(world).begin(trainee, wanted)
    assert Drills(world).begin(trainee, wanted) == first
    other = next(clerk for clerk in world.clerks.values() if clerk.id != trainee.id)
    with pytest.raises(NoSuchDrill):
        Drills(world).hand_in(other, "d-1", {})


def test_a_case_nobody_acted_on_is_not_reached(world, trainee):
    drill = begun(world, trainee)
    results = marked(world, trainee, drill).values()
    assert len(results) == len(drill.sub_application_ids)
    assert {fault.outcome for case in results for fault in case.faults} == {"not_reached"}
    assert {case.unfounded for case in results} == {()}


@pytest.mark.parametrize("name", sorted({m.name for m in MISTAKES if m.paper}))
def test_a_mistake_in_a_material_is_found_by_finding_the_material_unfit(world, name):
    clerk, drill, case, places = a_drill_with(world, name)
    material = next(p.removeprefix("material:") for p in places if p.startswith("material:"))
    unfit = MaterialVerdict(id=material, verdict="fail", remark="不合格")
    act(world, clerk, case.id, RecordReview(materials=(unfit,)))
    (fault,) = [f for f in marked(world, clerk, drill)[case.id].faults if f.fault == name]
    assert fault.outcome == "found"
    assert fault.places[0].name


@pytest.mark.parametrize("name", ["wrong_check_digit", "outside_district"])
def test_a_mistake_in_the_form_is_found_by_asking_for_its_correction(world, name):
    clerk, drill, case, places = a_drill_with(world, name)
    key = places[0].removeprefix("field:")
    asked = RequestCorrection(faults=(Fault(text="有误", field=key),))
    act(world, clerk, case.id, asked)
    result = marked(world, clerk, drill)[case.id]
    assert outcomes(result, name) == ["found"]
    assert result.unfounded == ()


@pytest.mark.parametrize("taken", [lambda payload: payload, Propose.of])
@pytest.mark.parametrize("name", ["wrong_check_digit", "outside_district"])
def test_a_mistake_in_the_form_is_found_by_denying_or_by_proposing_to(world, name, taken):
    clerk, drill, case, _ = a_drill_with(world, name)
    denied = Deny(grounds=(DenialGround(basis="第三十八条", text="不符合条件"),))
    act(world, clerk, case.id, taken(denied))
    assert outcomes(marked(world, clerk, drill)[case.id], name) == ["found"]


@pytest.mark.parametrize("taken", [lambda payload: payload, Propose.of])
def test_approving_lets_the_mistake_through_and_so_does_proposing_to(world, taken):
    clerk, drill, case, _ = a_drill_with(world, "lease_in_other_name")
    act(world, clerk, case.id, Accept())
    act(world, clerk, case.id, taken(Approve(opinion="同意")))
    result = marked(world, clerk, drill)[case.id]
    assert outcomes(result, "lease_in_other_name") == ["missed"]
    assert "漏过" in describe_case(result)[0].zh and "第 1 页" in describe_case(result)[0].zh


def test_a_case_whose_prerequisite_is_undecided_is_let_through_only_by_approving(world):
    clerk, drill, case, _ = a_drill_with(world, "prerequisite_undecided")
    act(world, clerk, case.id, Accept())
    assert outcomes(marked(world, clerk, drill)[case.id], "prerequisite_undecided") == ["found"]
    again = begun(world, clerk, 50)
    other, _ = of(world, again, "prerequisite_undecided")
    act(world, clerk, other.id, Accept())
    act(world, clerk, other.id, Approve(opinion="同意"))
    assert outcomes(marked(world, clerk, again)[other.id], "prerequisite_undecided") == ["missed"]


def test_what_is_claimed_of_a_sound_material_is_unfounded(world, trainee):
    drill = begun(world, trainee, 50)
    faulty = {case_id for case_id, _, _ in world.ledger.faults()}
    sound = next(
        i
        for i in drill.sub_application_ids
        if i not in faulty and any(m.sha256 for m in world.cases[i].materials)
    )
    material = next(m for m in world.cases[sound].materials if m.sha256)
    doubt = MaterialVerdict(id=material.id, verdict="unclear", remark="看不清")
    act(world, trainee, sound, RecordReview(materials=(doubt,)))
    (claimed,) = marked(world, trainee, drill)[sound].unfounded
    assert (claimed.id, claimed.name) == (material.id, material.name)


def test_a_claim_still_counts_after_the_applicant_has_brought_a_sound_paper(world):
    clerk, drill, case, places = a_drill_with(world, "floor_plan_blank")
    material_id = places[0].removeprefix("material:")
    asked = RequestCorrection(faults=(Fault(text="空白", material_id=material_id),))
    act(world, clerk, case.id, asked)
    case = world.cases[case.id]
    old = next(m for m in case.materials if m.id == material_id)
    fresh = replace(old, id=f"{old.id}-2", round=2, sha256="0" * 64)
    world.put_case(replace(case, materials=(*case.materials, fresh), revision=case.revision + 1))
    assert outcomes(marked(world, clerk, drill)[case.id], "floor_plan_blank") == ["found"]


def test_the_mark_counts_by_kind_and_keeps_the_time_of_each_case(world, trainee):
    drill = begun(world, trainee)
    first = drill.sub_application_ids[0]
    Drills(world).hand_in(trainee, drill.id, {first: 75.4})
    mark = Drills(world).hand_in(trainee, drill.id, {first: 1.0})  # the first one stands
    assert mark.cases[0].seconds == 75.4
    counted = sum(kind.found + kind.missed + kind.not_reached for kind in mark.kinds())
    assert counted == sum(len(case.faults) for case in mark.cases) == mark.count("not_reached")
    assert "1 分 15 秒" in summary(mark)[1].zh


@pytest.mark.parametrize(
    ("place", "zh"),
    [
        (Place(kind="field", id="uscc"), "申请表 统一社会信用代码"),
        (Place(kind="field", id="own_words"), "申请表"),
        (Place(kind="material", id="ma_1", page=2), "一份材料 第 2 页"),
    ],
)
def test_a_place_without_a_name_is_told_in_words_not_by_its_id(place, zh):
    assert describe_place(place).zh == zh
    assert place.id not in describe_place(place).en
