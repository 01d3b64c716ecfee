"""The practice city: the same from the same seed, and full of mistakes to find."""

import hashlib
from collections import Counter
from datetime import datetime

import pytest

from app.cases.model import SHANGHAI
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
