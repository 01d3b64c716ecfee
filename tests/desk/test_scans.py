"""A scan is searched and copied from as a text is, once it was read."""

import pytest

from app.cases.paper_text import Line, PageReading, PaperReading
from app.desk.scans import ReadDocument, hits_in, words_of
from app.viewer.messages import MOST_CHARACTERS, Found, NotShown, PageText

OWN = PageText("own words", ((0.0, 0.0, 0.1, 0.1),) * 9)
SCAN = PageReading(
    (
        Line("承租人：张伟", (0.1, 0.1, 0.7, 0.12)),
        Line("坐落：中山东路一", (0.1, 0.2, 0.9, 0.22)),
        Line("百二十八号 Flat ８", (0.1, 0.3, 0.9, 0.32)),
    ),
    source="recognised",
)


class TwoPages:
    """A viewer with a document whose first page has words and whose second is a picture."""

    def open(self, key, content):
        raise AssertionError("it is open")

    def read(self, key, page):
        return (OWN, PageText("", ()), NotShown("broken"))[page]

    def find(self, key, text, page):
        hits = ((0, OWN.boxes[:1]),) if text in OWN.text and page == 0 else ()
        return Found(hits, -1)


def document(reading=None):
    return ReadDocument(TwoPages(), "key", lambda: b"", lambda: reading)


READ = document(PaperReading("e1", (PageReading(source="text"), SCAN)))


def test_a_page_with_words_of_its_own_is_answered_with_them():
    assert READ.read(0) == document().read(0) == OWN
    assert READ.find("own", 0) == document().find("own", 0) == Found(((0, OWN.boxes[:1]),), -1)


def test_a_scanned_page_is_answered_with_what_was_read_of_it():
    words = READ.read(1)
    assert words == words_of(SCAN)
    assert words.text == "承租人：张伟\n坐落：中山东路一\n百二十八号 Flat ８\n"
    assert len(words.text) == len(words.boxes)
    assert words.boxes[0] == pytest.approx((0.1, 0.1, 0.2, 0.12))


def test_until_somebody_has_read_it_that_is_said():
    assert document().read(1) == NotShown("not_read")
    assert document().find("张伟", 1) == NotShown("not_read")
    assert document().find("张伟", 0) == Found((), -1)


def test_what_cannot_be_shown_cannot_be_read_either():
    assert document().read(2) == READ.read(2) == NotShown("broken")


@pytest.mark.parametrize(
    ("typed", "boxes"),
    [
        ("张伟", [(0.5, 0.1, 0.7, 0.12)]),
        ("张 伟", [(0.5, 0.1, 0.7, 0.12)]),
        ("路一百二", [(0.7, 0.2, 0.9, 0.22), (0.1, 0.3, 0.1 + 0.8 * 4 / 18, 0.32)]),
        ("flat8", [(0.1 + 0.8 * 11 / 18, 0.3, 0.9, 0.32)]),
        ("李娜", []),
        ("　", []),
    ],
)
def test_a_piece_is_found_in_a_scan_and_over_the_end_of_a_line(typed, boxes):
    found = READ.find(typed, 0)
    assert [page for page, _ in found.hits] == [1] * bool(boxes) and found.next_page == -1
    for _, lit in found.hits:
        assert list(lit) == [pytest.approx(box) for box in boxes]


def test_each_place_is_found_once_and_in_order():
    page = PageReading((Line("二二二二", (0.0, 0.1, 0.8, 0.2)), Line("二", (0.0, 0.3, 0.2, 0.4))))
    assert [len(boxes) for boxes in hits_in(page, "二二")] == [1, 1]
    assert len(list(hits_in(page, "二"))) == 5


def test_on_a_page_that_is_upside_down_words_are_lit_where_they_lie():
    page = PageReading((Line("张伟", (0.2, 0.8, 0.4, 0.9)),), source="recognised", turned=180)
    assert words_of(page).boxes[0] == pytest.approx((0.3, 0.8, 0.4, 0.9))
    assert list(hits_in(page, "伟")) == [(pytest.approx((0.2, 0.8, 0.3, 0.9)),)]


def test_of_a_page_beyond_measure_the_beginning_is_enough():
    words = words_of(PageReading((Line("长" * 999, (0.0, 0.0, 1.0, 0.1)),) * 60))
    assert len(words.text) == len(words.boxes) == MOST_CHARACTERS
