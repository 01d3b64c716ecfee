"""Words and codes of a paper, and where they stand."""

import io

import pytest
from PIL import Image

from app.cases.paper_text import PageReading
from app.reader import engine
from app.reader.messages import PageCount
from app.viewer.messages import NotShown
from tests.reader.papers import ROWS, drawing, printed, saying, scanned, with_code
from tests.reader.started import start_reader
from tests.support import ofds
from tests.support.papers import good, pages_saying

needs_the_optional_part = pytest.mark.skipif(
    not engine.can_recognise(), reason="rapidocr and onnxruntime (requirements/reading.txt)"
)


@pytest.fixture(scope="module")
def plain():
    """A reader on a machine without the optional part."""
    reader = start_reader("plain")
    yield reader
    reader.replace()


@pytest.fixture(scope="module")
def recognising():
    reader = start_reader("recognising")
    yield reader
    reader.replace()


def read(reader, content: bytes, page: int = 0) -> PageReading:
    assert isinstance(reader.open("paper", content), PageCount)
    reading = reader.read_page("paper", page)
    assert isinstance(reading, PageReading)
    return reading


def words(reading: PageReading) -> str:
    return "\n".join(line.text for line in reading.lines)


def place(reading: PageReading, text: str) -> tuple[float, ...]:
    """The middle of the line that says it."""
    left, top, right, bottom = next(line.box for line in reading.lines if text in line.text)
    return (left + right) / 2, (top + bottom) / 2


def test_a_page_with_words_of_its_own_is_read_by_them(plain):
    reading = read(plain, printed())
    assert (reading.source, reading.problem, reading.turned) == ("text", "", 0)
    texts = [line.text for line in reading.lines]
    for label, value in ROWS:
        assert texts[texts.index(label) + 1] == value, "a label and its value are neighbours"
    assert texts.index("食品经营许可申请书") < texts.index(ROWS[0][0])


def test_a_line_stands_where_its_words_are(plain):
    left, top, right, bottom = read(plain, pages_saying(["first page"])).lines[0].box
    assert left == pytest.approx(72 / 595, abs=0.01)
    assert right == pytest.approx((72 + 24 * 4.113) / 595, abs=0.01)  # by Helvetica's widths
    assert top < 1 - 720 / 842 < bottom + 0.01
    assert bottom - top < 0.05


@pytest.mark.parametrize(
    ("matrix", "turned"),
    [("1 0 0 1 72 700", 0), ("-1 0 0 -1 500 100", 180), ("0 1 -1 0 300 100", 90),
     ("0 -1 1 0 300 700", 270)],
)  # fmt: skip
def test_words_that_run_another_way_say_how_the_page_is_to_be_turned(plain, matrix, turned):
    reading = read(plain, saying("Some words in a row", matrix))
    assert (reading.turned, words(reading)) == (turned, "Some words in a row")


def test_each_page_is_read_by_itself(plain):
    content = pages_saying(["first page", "second page"])
    assert words(read(plain, content, 1)) == "second page"


def test_words_of_a_font_that_means_nothing_are_none(plain):
    content = pages_saying(["abc"]).replace(b"(abc)", b"(\\001\\002\\003)")
    assert read(plain, content).lines == ()


SEEN = "BT /F 24 Tf 72 700 Td (68 square metres) Tj ET "
HIDDEN = "BT /F 24 Tf 72 600 Td (86) Tj ET "
OFD_SEEN = ofds.text(10, 20, 5, "68 square metres")


@pytest.mark.parametrize(
    "content",
    [
        drawing(SEEN + "1 g " + HIDDEN),
        drawing(SEEN + "1 1 0.7 rg " + HIDDEN),
        drawing(SEEN + "BT 3 Tr ET " + HIDDEN),
        drawing(SEEN + HIDDEN.replace("24", "0.1")),
        drawing(SEEN + HIDDEN + "1 g 50 580 300 60 re f"),
        drawing(SEEN + "q 0 0 1 1 re W n " + HIDDEN + "Q"),
        drawing(SEEN + HIDDEN.replace("600 Td", "900 Td")),
        drawing(SEEN + "/X Do", within="1 g " + HIDDEN),
        ofds.drawn(OFD_SEEN + ofds.text(10, 40, 5, "86", more='Fill="false"')),
        ofds.drawn(OFD_SEEN + ofds.text(10, 40, 5, "86", more='Alpha="0"')),
        ofds.drawn(OFD_SEEN + ofds.text(10, 40, 0.01, "86")),
        ofds.drawn(OFD_SEEN + ofds.text(10, 40, 5, "86") + ofds.square(0, 30, 60, "255 255 255")),
    ],
    ids=["white", "pale yellow", "without ink", "tiny", "beneath a box", "cut away", "beyond the page",
         "white within another object", "OFD unfilled", "OFD transparent", "OFD tiny",
         "OFD beneath a box"],
)  # fmt: skip
def test_words_that_nobody_sees_are_none_of_the_page(plain, content):
    reading = read(plain, content)
    assert (words(reading), reading.problem) == ("68 square metres", "")


@pytest.mark.parametrize(
    "content",
    [
        drawing("q 0.9 1 0.9 rg 0 0 600 800 re f Q " + SEEN),
        drawing("0 g 68 692 200 30 re f 1 g " + SEEN),
        drawing("0 0.7 0.9 rg " + SEEN),
        drawing("/X Do", within=SEEN),
        drawing(SEEN + SEEN.replace("72 700", "72.6 700")),
        drawing(SEEN + "BT /F 24 Tf 72 700 Td (________________) Tj ET"),
        ofds.drawn(ofds.square(0, 0, 90, "230 255 230") + OFD_SEEN),
    ],
    ids=["on a coloured ground", "white on black", "pale blue", "within another object", "bold",
         "on a line", "OFD on a coloured ground"],
)  # fmt: skip
def test_words_that_can_be_seen_are_read(plain, content):
    reading = read(plain, content)
    assert "68 square metres" in words(reading).replace("_", "")
    assert (reading.source, reading.problem) == ("text", "")


OVER_OTHERS = [
    drawing(SEEN + "1 g BT /F 24 Tf 72 600 Td (86) Tj ET 0 g BT /F 24 Tf 72 600 Td (68) Tj ET"),
    drawing(
        "q 600 0 0 800 0 0 cm /I Do Q BT 3 Tr /F 8 Tf 60 680 Td (86 square metres of it) Tj ET"
    ),
]  # the last: over what a scanner has drawn, as its own layer of words is


@pytest.mark.parametrize("content", OVER_OTHERS, ids=["other words", "a picture's words"])
def test_words_that_nobody_sees_over_others_leave_the_page_to_be_recognised(plain, content):
    reading = read(plain, content)
    assert "86" not in words(reading) and reading.problem == "not_recognised"


@needs_the_optional_part
def test_a_scan_with_a_scanners_layer_of_words_is_read_as_it_is_seen(recognising):
    reading = read(recognising, OVER_OTHERS[-1])
    assert reading.source == "recognised"
    assert "68平方米" in words(reading) and "86 square" not in words(reading)


def test_an_empty_page_is_blank(plain):
    reading = read(plain, pages_saying([""]))
    assert (reading.source, reading.problem) == ("none", "blank")


def test_an_empty_sheet_is_blank_though_it_was_scanned_in_bad_light(plain):
    grey = Image.linear_gradient("L").resize((1240, 1754)).point(lambda by: 150 + by // 4)
    noise = Image.effect_noise(grey.size, 12).point(lambda by: by)
    out = io.BytesIO()
    Image.blend(grey, noise, 0.15).save(out, "JPEG", quality=40)
    assert read(plain, out.getvalue()).problem == "blank"


def test_a_scan_waits_for_the_optional_part_and_says_so(plain):
    reading = read(plain, scanned())
    assert (reading.lines, reading.source, reading.problem) == ((), "none", "not_recognised")


def test_a_scan_under_a_scanners_own_mark_is_no_page_of_words(plain):
    """The mark's few words are read, and that they are not all is said."""
    reading = read(plain, _scan_with_a_mark())
    assert (words(reading), reading.problem) == ("Scanned by a scanner", "not_recognised")


def _scan_with_a_mark() -> bytes:
    return drawing("q 600 0 0 800 0 0 cm /I Do Q BT /F 8 Tf 20 12 Td (Scanned by a scanner) Tj ET")


@pytest.mark.parametrize(
    "content", ["https://example.com/?no=320102", "统一社会信用代码：92320102MA1XABCD2K"]
)
def test_a_code_is_read_as_text(plain, content):
    (code,) = read(plain, with_code(content)).codes
    assert (code.kind, code.text) == ("QR Code", content)
    left, top, right, bottom = code.box
    assert 0.6 < left < right < 1 and 0.7 < top < bottom < 1


def test_a_page_that_is_not_there_is_the_files_fault(plain):
    plain.open("paper", printed())
    assert plain.read_page("paper", 7) == NotShown("broken")


def test_a_file_is_read_under_its_key_until_another_takes_it(plain):
    assert plain.read_page("nobody's", 0) == NotShown("not_open")


@pytest.mark.parametrize("name", good())
def test_every_kind_of_file_is_opened(plain, name):
    assert isinstance(plain.open(name, good()[name]), PageCount)


@needs_the_optional_part
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_scan_is_recognised_however_it_lies(recognising, turned):
    reading = read(recognising, scanned(turned))
    assert (reading.source, reading.problem) == ("recognised", "")
    assert reading.turned == (360 - turned) % 360
    texts = [line.text for line in reading.lines]
    for label, value in ROWS:
        assert texts[texts.index(label) + 1] == value


@needs_the_optional_part
def test_recognised_words_stand_where_the_printed_ones_do(recognising):
    own, recognised = read(recognising, printed()), read(recognising, scanned())
    for text in ("食品经营许可申请书", "92320102MA1XABCD2K"):
        assert place(recognised, text) == pytest.approx(place(own, text), abs=0.01)
    upside_down = place(read(recognising, scanned(180)), "92320102MA1XABCD2K")
    x, y = place(own, "92320102MA1XABCD2K")
    assert upside_down == pytest.approx((1 - x, 1 - y), abs=0.01)


@needs_the_optional_part
@pytest.mark.parametrize("turned", [3, 93, 183])
def test_a_part_of_a_line_askew_is_no_higher_than_a_line(recognising, turned):
    reading = read(recognising, scanned(turned))
    line = next(line for line in reading.lines if "92320102MA1XABCD2K" in line.text)
    first, last = line.part(0, 1, reading.turned), line.part(17, 18, reading.turned)
    low = 0 if reading.turned % 180 else 1  # where the lines' upper edges are in a box
    high = low + 2
    for part in (first, last):
        assert part[high] - part[low] < 0.85 * (line.box[high] - line.box[low])
    assert (last[low] > first[low]) is (turned == 3)  # it falls; the others rise or lean left


@needs_the_optional_part
def test_a_scan_under_a_mark_is_recognised(recognising):
    reading = read(recognising, _scan_with_a_mark())
    assert reading.source == "recognised"
    assert "92320102MA1XABCD2K" in words(reading)


@needs_the_optional_part
def test_what_nobody_can_make_out_is_said_to_be_unreadable(recognising):
    reading = read(recognising, good()["a.jpg"])
    assert (reading.lines, reading.source, reading.problem) == ((), "none", "unreadable")
