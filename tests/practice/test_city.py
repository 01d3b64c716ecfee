"""The practice city: the same from the same seed, and full of mistakes to find."""

import hashlib
from collections import Counter
from datetime import datetime, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases.actions import Accept, Action, Approve
from app.cases.checks import missing_materials
from app.cases.lifecycle import as_of, hindrances
from app.cases.model import SHANGHAI, DeferredMaterial, SubApplication, civil
from app.central.wire import to_wire
from app.practice.citizens import Citizens
from app.practice.founding import found
from app.practice.ledger import Ledger
from app.practice.mistakes import MISTAKES
from app.practice.scenes import load_scenes
from app.practice.world import World

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)


def city(path, seed=7, cases=30) -> Ledger:
    ledger = Ledger(path)
    found(ledger, seed, cases, NOW)
    return ledger


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    ledger = city(tmp_path_factory.mktemp("city") / "a.sqlite")
    yield ledger
    ledger.close()


def test_the_same_seed_founds_the_same_city_to_the_byte(small, tmp_path):
    again = city(tmp_path / "b.sqlite")
    for kind in ("sub_application", "one_thing", "item"):
        assert small.bodies(kind) == again.bodies(kind)
    again.close()


def test_another_seed_founds_another_city(small, tmp_path):
    other = city(tmp_path / "c.sqlite", seed=8)
    assert small.bodies("sub_application") != other.bodies("sub_application")
    other.close()


def test_every_one_thing_holds_a_case_for_each_item_of_its_scene(small):
    world, scenes = World(small, lambda: NOW), load_scenes()
    for thing in world.things.values():
        items = [sibling.item.code for sibling in thing.sub_applications]
        assert items == [item.code for item in scenes[thing.scene.code].items]


def test_files_are_what_their_cases_say_but_for_the_seeded_spoilt_ones(small):
    world = World(small, lambda: NOW)
    spoilt = {case for case, fault, _ in small.faults() if fault == "bytes_differ_from_hash"}
    for case in world.cases.values():
        for material in case.materials:
            if material.sha256:
                _, media_type, content = small.file(material.id)
                assert media_type == material.media_type
                same = hashlib.sha256(content).hexdigest() == material.sha256
                assert same or case.id in spoilt


def test_every_kind_of_mistake_is_made_somewhere_in_three_hundred_cases(tmp_path, monkeypatch):
    from app.practice import founding
    from app.practice.papers import Paper

    class QuickPress:
        def draw(self, sheet, flaw=""):
            return Paper("application/pdf", repr((sheet, flaw)).encode(), 1)

    monkeypatch.setattr(founding, "Press", QuickPress)
    ledger = city(tmp_path / "d.sqlite", seed=1, cases=300)
    assert len(ledger.bodies("sub_application")) >= 300
    assert {fault for _, fault, _ in ledger.faults()} == {mistake.name for mistake in MISTAKES}
    states = Counter(c.state for c in World(ledger, lambda: NOW).cases.values())
    assert set(states) >= {
        "received",
        "correcting",
        "reviewing",
        "special",
        "approved",
        "delivered",
    }
    ledger.close()


def test_a_scene_file_that_does_not_fit_is_named(monkeypatch, tmp_path):
    from app.practice import scenes

    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "broken.toml").write_text('code = "x"\nname = 3\n')
    monkeypatch.setattr(scenes, "files", lambda _package: tmp_path)
    with pytest.raises(ValueError, match=r"broken\.toml"):
        scenes.load_scenes()


def test_every_notice_of_the_city_has_a_number_of_its_department_and_year(small):
    cases = [
        msgspec.json.decode(raw, type=SubApplication) for _, raw in small.bodies("sub_application")
    ]
    given = [(c.department.code, n) for c in cases for n in c.notices]
    assert len(given) >= 5
    assert not any(notice.provisional for _, notice in given)
    assert len({notice.no for _, notice in given}) == len(given)
    for department in {department for department, _ in given}:
        numbers = sorted(int(n.no.split("〕")[1][:-1]) for d, n in given if d == department)
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_deferred_material_is_brought_and_bars_approval_until_then(tmp_path):
    ledger = city(tmp_path / "d.sqlite", seed=3, cases=60)
    now = [NOW]
    world = World(ledger, lambda: now[0])
    case = next(
        c
        for c in world.cases.values()
        if c.state == "received" and c.assignee and as_of(c, world.situation(c, NOW)) is c
    )
    first, *others = case.materials
    case = world.put_case(replace(case, materials=(replace(first, sha256=""), *others)))
    owed = tuple(DeferredMaterial(name=name, by=civil(NOW)) for name in missing(case, world))
    action = Action(
        id="a", sub_application_id=case.id, at=NOW, payload=Accept(deferred_materials=owed)
    )
    (clerk,) = [c for c in world.clerks.values() if c.id == case.assignee.id]
    result = world.act(clerk, to_wire(action, "d", case.revision, None))
    assert result.outcome == "applied"
    assert "materials_missing" in barred(world, clerk, case.id)
    now[0] += timedelta(hours=1)
    Citizens(world, load_scenes(), 1.0, 3).turn({clerk.id})
    assert "materials_missing" not in barred(world, clerk, case.id)
    assert world.cases[case.id].history[-1].type == "supplemented"
    ledger.close()


def missing(case, world):
    return missing_materials(case, world.items[case.item.code])


def barred(world, clerk, case_id) -> set[str]:
    case = world.cases[case_id]
    found = hindrances(case, Approve(), clerk, world.situation(case, world.clock()))
    return {hindrance.code for hindrance in found}
