"""The words of an OFD stand where they are drawn, in reading order, and are found."""

import pytest

from app.machine.paths import own_command
from app.viewer.messages import MOST_CHARACTERS
from app.viewer.process import Viewer
from tests.support.ofds import drawn, text


@pytest.fixture(scope="module")
def viewer():
    opened = Viewer(own_command("viewer"))
    yield opened
    opened.replace()


def read(viewer, *pages, page=0, **more):
    viewer.open("file", drawn(*pages, **more))
    return viewer.read("file", page)


READ = {
    "lines from the top, each from the left": (
        text(50, 20, 5, "二") + text(10, 40, 5, "三") + text(10, 20, 5, "一"), "一 二\n三"),
    "what touches is one word": (text(10, 20, 5, "营业") + text(20, 20, 5, "执照"), "营业执照"),
    "what a file writes letter by letter": (
        text(10, 20, 5, "3") + text(12.5, 20, 5, "2") + text(15, 20, 5, "0"), "320"),
    "words far apart in one object": (text(10, 20, 5, "甲乙", "30"), "甲 乙"),
    "words that hardly differ in height": (text(10, 20, 5, "名称") + text(25, 20.5, 4, "某店"),
                                          "名称 某店"),
    "what stands below each other": (
        text(10, 20, 5, "购买方", more='ReadDirection="90"') + text(40, 25, 5, "名称"),
        "购买方\n名称"),
    "words drawn twice to look bold": (text(10, 20, 5, "证") + text(10.05, 20, 5, "证"), "证"),
    "nothing that is not to be seen": (text(10, 20, 5, "密", more='Visible="false"'), ""),
    "lines of a text object": (
        '<ofd:TextObject ID="1" Boundary="10 10 80 30" Font="1" Size="5">'
        '<ofd:TextCode X="0" Y="5" DeltaX="g 1 5">甲乙</ofd:TextCode>'
        '<ofd:TextCode X="0" Y="12" DeltaX="g 1 5">丙丁</ofd:TextCode></ofd:TextObject>',
        "甲乙\n丙丁"),
}  # fmt: skip


@pytest.mark.parametrize("what", READ)
def test_is_read(viewer, what):
    page, words = READ[what]
    said = read(viewer, page)
    assert said.text == words
    assert len(said.boxes) == len(words)


def test_words_of_a_template_and_of_a_unit_are_the_pages(viewer):
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30" Width="90" Height="20">'
        f"<ofd:Content>{text(0, 10, 5, '某店')}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits>"
    )
    page = '<ofd:CompositeObject ID="1" Boundary="10 50 90 20" ResourceID="30"/>'
    said = read(viewer, page, resources=unit, template=text(10, 20, 5, "名称"))
    assert said.text == "名称\n某店"
    assert said.boxes[0][1] < 0.2 < 0.5 < said.boxes[-1][1] < said.boxes[-1][3] < 0.7


def test_a_watermark_is_none_of_the_pages_words(viewer):
    pinned = (
        '<ofd:Annot ID="5" Type="Watermark"><ofd:Appearance Boundary="0 0 90 90">'
        f"{text(10, 20, 5, '样张')}</ofd:Appearance></ofd:Annot>"
    )
    assert read(viewer, text(10, 20, 5, "执照"), annotations=pinned).text == "执照"


def test_each_character_has_the_box_in_which_it_is_drawn(viewer):
    said = read(viewer, text(10, 50, 10, "营业A", "g 2 10"))
    for at, (left, top, right, bottom) in enumerate(said.boxes):
        assert left == pytest.approx(0.1 + 0.1 * at)
        assert right == pytest.approx(left + (0.1 if at < 2 else 0.05))
        assert 0.39 < top < 0.43 < 0.5 < bottom < 0.53


def test_words_along_a_turned_line_have_boxes_along_it(viewer):
    said = read(viewer, text(50, 50, 10, "甲乙", "10", 'CTM="0 1 -1 0 0 0"'))
    (left, top, right, bottom), second = said.boxes
    assert said.text == "甲乙"
    assert second[1] - top == pytest.approx(0.1) and second[0] == pytest.approx(left)
    assert right - left == pytest.approx(0.1) and bottom - top == pytest.approx(0.1)


def found(viewer, text, page=0):
    hits = []
    while page >= 0:
        answer = viewer.find("file", text, page)
        hits += answer.hits
        page = answer.next_page
    return hits


@pytest.mark.parametrize(
    ("searched", "boxes"),
    [("有限公司", 1), ("公司某店", 2), ("abc", 1), ("AbC", 1), ("公 司", 1), ("没有", 0), (" ", 0)],
)
def test_a_text_is_found_across_objects_and_lines_whatever_its_case(viewer, searched, boxes):
    page = text(10, 20, 5, "有限") + text(20, 20, 5, "公司") + text(10, 30, 5, "某店aBc")
    viewer.open("file", drawn(page))
    hits = found(viewer, searched)
    assert [len(hit[1]) for hit in hits] == [boxes] * bool(boxes)
    assert all(0.09 < left < right < 0.5 for _, (*_, (left, _, right, _)) in hits)


def test_a_text_is_found_on_every_page(viewer):
    viewer.open("file", drawn(*(text(10, 20, 5, f"第{n}页") for n in range(60))))
    assert [page for page, _ in found(viewer, "页")] == list(range(60))


def test_of_too_many_characters_as_many_are_read_as_a_page_may_have(viewer):
    line = text(10, 20, 5, "字" * 9000, "g 8999 0.001")
    said = read(viewer, "".join(line.replace('Y="5"', f'Y="{n}"') for n in range(8)))
    assert len(said.text) == len(said.boxes) == MOST_CHARACTERS
