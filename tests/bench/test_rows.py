"""A row says whether it came to its aim; a list of cases stands below it."""

import pytest

from tests.bench.rows import at_least, at_most, in_words, missed, row
from tests.bench.table import BENCHES, named


@pytest.mark.parametrize(
    ("values", "reached"),
    [
        (at_least({"value": 0.99}, 0.99), "yes"),
        (at_least({"value": 0.98}, 0.99), "no"),
        (at_most({"value": 0.02}, 0.02), "yes"),
        (at_most(row(120.0, "ms", 100.0), 1.1, "ratio"), "no"),
    ],
)
def test_a_figure_is_held_against_its_aim(values, reached):
    assert values["reached"] == reached
    assert missed({"a": values, "b": {"value": 1.0}}) == (["a"] if reached == "no" else [])


def test_what_is_listed_stands_on_lines_of_its_own():
    said = in_words({"value": 0.5, "unit": "s", "missed": ["case one", "case two"]})
    assert said.splitlines() == [
        "value 0.5   unit s",
        "    missed: case one",
        "    missed: case two",
    ]


def test_benches_are_named_one_by_one_or_by_how_several_begin():
    assert named([]) == list(BENCHES)
    assert named(["fetch_200", "reading", "nobody"]) == [
        "fetch_200", "reading", "reading_sight", "reading_ofd", "reading_beside", "nobody",
    ]  # fmt: skip
