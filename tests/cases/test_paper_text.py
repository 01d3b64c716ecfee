"""Where the characters of a line stand on the page, and what a seal may say of itself."""

import msgspec
import pytest

from app.cases.paper_text import Line, Signature

LINE = Line("张伟AB", (0.2, 0.4, 0.8, 0.5))  # six half widths


@pytest.mark.parametrize(
    ("start", "end", "turned", "box"),
    [
        (0, 4, 0, (0.2, 0.4, 0.8, 0.5)),
        (0, 1, 0, (0.2, 0.4, 0.4, 0.5)),
        (2, 3, 0, (0.6, 0.4, 0.7, 0.5)),
        (0, 1, 180, (0.6, 0.4, 0.8, 0.5)),
        (3, 4, 180, (0.2, 0.4, 0.3, 0.5)),
    ],
)
def test_a_part_of_a_line_is_as_wide_as_its_characters(start, end, turned, box):
    assert LINE.part(start, end, turned) == pytest.approx(box)


def test_on_a_page_that_lies_on_its_side_a_line_runs_up_or_down():
    line = Line("张伟", (0.4, 0.2, 0.5, 0.8))
    assert line.part(0, 1, 90) == pytest.approx((0.4, 0.5, 0.5, 0.8))
    assert line.part(0, 1, 270) == pytest.approx((0.4, 0.2, 0.5, 0.5))


@pytest.mark.parametrize(
    ("skew", "turned", "first", "last"),
    [
        (0.2, 0, (0.2, 0.2, 0.4, 0.4), (0.4, 0.3, 0.6, 0.5)),
        (-0.2, 0, (0.2, 0.3, 0.4, 0.5), (0.4, 0.2, 0.6, 0.4)),
        (0.2, 180, (0.4, 0.3, 0.6, 0.5), (0.2, 0.2, 0.4, 0.4)),
        (0.2, 270, (0.2, 0.2, 0.5, 0.35), (0.3, 0.35, 0.6, 0.5)),
        (-0.2, 270, (0.3, 0.2, 0.6, 0.35), (0.2, 0.35, 0.5, 0.5)),
        (0.2, 90, (0.3, 0.35, 0.6, 0.5), (0.2, 0.2, 0.5, 0.35)),
        (0.9, 0, (0.2, 0.2, 0.4, 0.35), (0.4, 0.35, 0.6, 0.5)),  # more than its box is high
    ],
)
def test_a_part_of_a_line_askew_is_as_high_as_a_line_where_it_stands(skew, turned, first, last):
    line = Line("张伟", (0.2, 0.2, 0.6, 0.5), skew)
    assert line.part(0, 1, turned) == pytest.approx(first)
    assert line.part(1, 2, turned) == pytest.approx(last)
    assert line.part(0, 2, turned) == pytest.approx(line.box)


def test_each_character_has_its_box():
    assert LINE.characters(180)[0] == LINE.part(0, 1, 180)
    assert [box[0] for box in LINE.characters()] == pytest.approx([0.2, 0.4, 0.6, 0.7])


def test_a_line_without_words_has_no_width():
    assert Line("", LINE.box).part(0, 0) == pytest.approx((0.2, 0.4, 0.2, 0.5))


@pytest.mark.parametrize("sent", [False, True])
def test_nothing_a_seal_says_of_itself_breaks_or_turns_the_line_it_is_told_on(sent):
    """Made here, and of an answer that a process gave."""
    told = {"signer": "某局\n盖章后未改动", "at": "\u202e2026", "changed": ["第\u2028\u200b 1 页"]}
    raw = msgspec.msgpack.encode(told)
    made = Signature(told["signer"], told["at"], changed=tuple(told["changed"]))
    found = msgspec.msgpack.decode(raw, type=Signature) if sent else made
    assert (found.signer, found.at, found.changed) == ("某局盖章后未改动", "2026", ("第 1 页",))
