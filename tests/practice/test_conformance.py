"""The conformance run sees: each way of breaking the practice centre is told by its points alone."""

import re
from pathlib import Path

import pytest

from tests.practice.broken import feed, look_ups, sign_in
from tests.support.broken_centre import served

MUTANTS = [*sign_in.MUTANTS, *feed.MUTANTS, *look_ups.MUTANTS]
CONTRACT = Path(__file__).parents[2] / "docs" / "contract.md"


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """The points of a run against the practice centre as it is."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        with served(tmp_path_factory.mktemp("honest"), monkeypatch) as centre:
            return centre.points()


def test_the_practice_centre_keeps_every_point(honest):
    assert [(point.name, point.came, point.why.en) for point in honest if not point.keeps] == []


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.broken)
def test_a_broken_centre_is_told_by_its_points_and_by_no_other(mutant, tmp_path, monkeypatch):
    with served(tmp_path, monkeypatch, mutant.breaks) as centre:
        points = centre.points()
    differ = {point.name: (point.expected.en, point.came) for point in points if point.keeps is False}
    assert differ.keys() == mutant.told_by, differ
    assert {point.name for point in points if point.keeps is None} == mutant.untried


def test_every_point_has_a_mutant_that_it_tells(honest):
    """The way there has tests of its own below; actions have theirs."""
    told = set().union(*(mutant.told_by for mutant in MUTANTS)) | {"HTTPS"}
    points = {point.name for point in honest if point.section != "Actions"}
    assert points - told == set()


def test_every_point_names_a_section_of_the_contract(honest):
    headings = set(re.findall(r"^#+ (.+)$", CONTRACT.read_text("utf-8"), re.MULTILINE))
    assert {point.section for point in honest} <= headings


def test_what_differs_says_what_was_expected_in_both_languages_and_what_came(tmp_path, monkeypatch):
    with served(tmp_path, monkeypatch, MUTANTS[0].breaks) as centre:
        (found,) = [point for point in centre.points() if point.keeps is False]
    assert found.expected.zh and found.expected.en and found.came
