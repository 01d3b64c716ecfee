"""What was measured is drawn, and written into the page of figures."""

import xml.etree.ElementTree as ElementTree

import pytest

from tests.bench.growth_rows import lines, slow
from tests.bench.machine import card
from tests.bench.picture import MISSED, REACHED, against_aims, growth
from tests.bench.report import filled
from tests.bench.rows import at_least, at_most, row

SVG = "{http://www.w3.org/2000/svg}"
ROWS = {
    "start_10k": at_most(row(0.2, "s", 0.1), 1.8, "ratio"),
    "stall_ms": at_most({"value": 16.5, "unit": "ms"}, 33),
    "reading_found_clean": at_least({"value": 0.99}, 0.99),
    "growth_cases_counts_ms": slow("counts_ms", [(1000, 2.0), (10_000, 3.0), (100_000, 8.0)]),
}


def test_the_card_names_the_machine():
    assert all(card().values())


@pytest.mark.parametrize(
    ("points", "reached"),
    [
        ([(1000, 1.0), (100_000, 1.6)], "yes"),
        ([(1000, 1.0), (100_000, 1.8)], "no"),
        ([(1, 9.0), (10, 1.0), (50, 1.6)], "yes"),
        ([(1, 1.0), (10, 1.0), (50, 1.8)], "no"),
    ],
)
def test_a_figure_grows_as_a_logarithm_at_most(points, reached):
    assert slow("counts_ms", points)["reached"] == reached


def test_a_bar_is_as_long_as_its_row_takes_of_its_aim_and_red_beyond_it():
    drawn = ElementTree.fromstring(against_aims(ROWS))
    bars = [(bar.get("fill"), float(bar.get("width"))) for bar in drawn.iter(f"{SVG}rect")][1:]
    start, stall, found, counts = bars
    assert [colour for colour, _ in bars] == [MISSED, REACHED, REACHED, MISSED]
    assert start[1] / stall[1] == pytest.approx(2 / 1.8 / 0.5, rel=0.01)
    assert found[1] / stall[1] == pytest.approx(2, rel=0.01)
    assert counts[1] > start[1]


def test_what_grows_is_drawn_against_its_first():
    points = lines(ROWS, "growth_cases_")
    assert points == {"counts_ms": [(1000, 1.0), (10_000, 1.5), (100_000, 4.0)]}
    drawn = ElementTree.fromstring(growth(points, "cases", "× the first"))
    line, _logarithm = drawn.iter(f"{SVG}polyline")
    heights = [float(point.split(",")[1]) for point in line.get("points").split()]
    assert heights == sorted(heights, reverse=True)
    assert {"counts_ms", "100,000", "cases"} <= {words.text for words in drawn.iter(f"{SVG}text")}


def test_a_part_of_the_page_is_written_anew_and_others_stay():
    page = "".join(
        f"<!-- {name} -->\nold\n<!-- /{name} -->\n" for name in ("figures", "growth", "days")
    )
    before = {"start_10k": row(0.4, "s", 0.1)}
    written = filled(page, {"machine": {"cores": "2"}, "rows": ROWS}, before)
    assert "| `start_10k` | ratio ≤ 1.8 | 0.4 s | 4 | 0.2 s | 2 | over |" in written
    assert "| counts_ms | 2 | 3 | 8 | 4 | ratio ≤ 1.67, no |" in written
    assert written.count("old") == 1
    assert "reading_found_clean" not in written
    assert filled(written, {"machine": {}, "rows": ROWS}, before) == written
