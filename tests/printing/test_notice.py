"""Notices on paper: GB/T 9704's page, every word as text, a code that can be read."""

import hashlib
import re
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import ImageChops

from app.cases.model import SHANGHAI, Applicant, Department
from app.cases.notices import content_hash, letter, numbered, numbered_lines, receipt
from app.machine.paths import RESOURCES
from app.printing.notice import print_notice
from app.printing.typesetting import NoticeNotMade
from tests.support.examples import a_case
from tests.support.notices import DENIAL, NINE, notice_of, served

AT = datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)
TEMPLATES = RESOURCES / "notices"
MILLIMETRE = 72 / 25.4
BEGINNING = "经审查，申请材料不齐全或者不符合法定形式，现一次告知需要补正的全部内容："
END = "请于2026年3月30日前（含当日）补正。逾期未补正的，本机关将依法作出不予受理的决定。"
REACHABLE = Department(code="a", name="某局", full_name="某市某局", phone="12345")
RIGHT_TO_LEFT = "\u202e"


def printed(notice) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(print_notice(notice, TEMPLATES))


def text_of(document) -> str:
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return "".join(text.replace("\u200b", "").split())


def named(name: str):
    return notice_of(DENIAL, a_case(applicant=Applicant(name=name)))


@pytest.mark.parametrize("title", NINE)
def test_each_of_the_nine_prints_whole_with_date_and_seal_line(title):
    notice = served(title)
    text = text_of(printed(notice))
    for part in (title, notice.no, "南京市市场监督管理局（印章）", "2026年3月2日", "—1—"):
        assert "".join(part.split()) in text
    through = re.sub("—[0-9]+—", "", text)  # a paragraph may go on over the page
    for line in (*notice.paragraphs, *(value for _, value in notice.rows)):
        assert "".join(line.split()) in through


@pytest.mark.parametrize("title", NINE)
def test_each_of_the_nine_keeps_to_the_page_of_gbt_9704(title):
    page = printed(served(title))[0]
    assert [round(side / MILLIMETRE) for side in page.get_size()] == [210, 297]
    left, bottom, right, top = ink(page)
    assert left >= 28 - 1
    assert right <= 210 - 26 + 1
    assert top <= 297 - 37 + 1
    assert bottom >= 297 - 37 - 225 - 14  # the page number stands below the type area


def test_a_notice_without_its_number_says_that_it_waits_for_one():
    notice = served("受理通知书")
    for waiting in (notice, replace(notice, no="暂 320104-1")):  # as older desks have it
        text = text_of(printed(waiting))
        assert "待编号" in text
        assert "暂" not in text
    final = text_of(printed(numbered(notice, "宁市监许受字〔2026〕7号")))
    assert "宁市监许受字〔2026〕7号" in final
    assert "待编号" not in final


def test_the_number_stands_to_the_right_under_the_title():
    page = printed(numbered(served("补正告知书"), "宁市监许补字〔2026〕7号"))[0]
    title, number = where(page, "补正告知书"), where(page, "补字〔2026〕7号")
    assert number[1] < title[1]
    assert number[2] == pytest.approx(210 - 26, abs=1)


def test_nothing_in_it_is_red():
    picture = printed(served("受理通知书"))[0].render(scale=1).to_pil().convert("RGB")
    red, green, _blue = picture.split()
    assert ImageChops.subtract(red, green).getextrema()[1] <= 8


@pytest.mark.parametrize("faults", range(1, 41))
def test_no_last_page_carries_only_the_signature_and_the_day(faults):
    document = printed(asking(faults, END, department=REACHABLE))
    last = text_of([document[len(document) - 1]])
    assert END[-12:] in last
    assert last.index(END[-12:]) < last.index("联系电话：12345") < last.index("（印章）")


@pytest.mark.parametrize("characters", [1, 26, 27, 28, 53, 54, 55, 300, 5_000])
@pytest.mark.parametrize("faults", [1, 8, 10, 11])
def test_the_last_line_of_a_text_of_any_length_stands_above_the_signature(characters, faults):
    document = printed(asking(faults, "末" * characters))
    last = document[len(document) - 1]
    assert text_of(document).count("末") == characters
    assert "末" in text_of([last])
    assert where(last, "末")[1] > where(last, "（印章）")[3]
    assert ink(last)[1] >= 297 - 37 - 225 - 14


@pytest.mark.parametrize("length", [1, 900])
def test_the_last_rows_of_a_receipt_stand_above_its_signature(length):
    notice = served("送达回证", applicant=Applicant(name="某" * length))
    document = printed(notice)
    last = document[len(document) - 1]
    assert where(last, "备注")[1] > where(last, "（印章）")[3]


def test_the_room_to_write_a_day_by_hand_is_kept():
    notice = receipt(
        "deliver", "送达回证", a_case(), AT, ("送达日期", "年　　月　　日"), ("备注", "")
    )
    (page,) = printed(notice)
    year, month = where(page, "年　"), where(page, "　月")
    assert month[2] - year[0] > 15  # four characters of 5 mm


def test_the_text_of_each_numbered_fault_begins_at_the_same_place():
    (page,) = printed(asking(3, END))
    starts = [where(page, f"第{n}份材料没有签字")[0] for n in (1, 2, 3)]
    assert max(starts) - min(starts) < 1  # figures of a font differ by less than half a character


def test_no_space_stands_between_a_figure_and_a_chinese_character():
    (page,) = printed(asking(1, "请补 2 份 A4 图纸，共 12 页，送 3 楼。"))
    text = page.get_textpage().get_text_bounded()
    assert "请补2份 A4图纸，共12页，送3楼。" in text
    assert re.findall(r"[0-9] [\u4e00-\u9fff]|[\u4e00-\u9fff] [0-9]", text) == []


def test_the_code_of_a_receipt_holds_the_hash_alone_and_is_called_a_code_to_verify():
    notice = served("送达回证")
    document = printed(notice)
    (read,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    assert read.text == f"sha256:{content_hash(notice)}"
    assert "文书校验码" in text_of(document)


@pytest.mark.parametrize("title", sorted(set(NINE) - {"送达回证"}))
def test_the_code_holds_the_number_and_the_hash_of_the_words(title):
    notice = numbered(served(title), "宁市监许〔2026〕7号")
    document = printed(notice)
    picture = document[len(document) - 1].render(scale=3).to_pil()
    read = zxingcpp.read_barcodes(picture)
    assert [code.text for code in read] == [f"宁市监许〔2026〕7号\nsha256:{content_hash(notice)}"]


@pytest.mark.parametrize(
    "name",
    ['#eval("1")#panic()', "$x^2$ *粗* _斜_ `码` <l> @r", "“引号”\\ // /* */ ' \" ~", "= 标题 - 项 + 项",
     "a" * 10_000, "某" * 10_000, "https://x.cn/" + "y" * 300, "שלום", "李\n\n四"],
)  # fmt: skip
def test_a_hostile_name_prints_as_text(name):
    document = printed(named(name))
    text = text_of(document)
    assert "".join(name.split()) in without_page_numbers(text) or name == "שלום"
    assert "不予行政许可决定书" in text
    for page in document:
        assert ink(page)[2] <= 210 - 26 + 1


def test_marks_that_turn_the_direction_of_writing_are_left_out():
    text = text_of(printed(named(f"某公司{RIGHT_TO_LEFT}321\u2066\u200f")))
    assert "某公司321：" in text


def test_a_character_no_font_here_has_is_spelt_out():
    text = text_of(printed(named("某\U0001f389公司\U0010fffd")))
    assert "某［U+1F389］公司：" in text


def test_a_name_of_nothing_but_strange_characters_still_prints():
    assert "不予行政许可决定书" in text_of(
        printed(named("".join(map(chr, range(0x1F300, 0x1F500)))))
    )


def test_the_same_notice_is_the_same_bytes():
    notice = served("不予行政许可决定书")
    first, second = (hashlib.sha256(print_notice(notice, TEMPLATES)) for _ in range(2))
    assert first.digest() == second.digest()


def test_every_font_is_embedded():
    content = print_notice(served("受理通知书"), TEMPLATES)
    assert content.count(b"/FontDescriptor") > 0
    assert b"pdfaid:part" in content or b"<pdfaid" in content  # PDF/A embeds all


def test_a_template_that_only_warns_is_not_taken_for_a_notice(tmp_path: Path):
    for template in TEMPLATES.glob("*.typ"):
        (tmp_path / template.name).write_text(template.read_text("utf-8"), "utf-8")
    layout = tmp_path / "layout.typ"
    layout.write_text(layout.read_text("utf-8").replace("fonts.fangsong", '"No Such Font"'))
    with pytest.raises(NoticeNotMade) as raised:
        print_notice(served("受理通知书"), tmp_path)
    assert "字体" in raised.value.sentence.zh


def asking(faults: int, end: str, **changes):
    """A notice that names so many faults and ends in these words."""
    named = numbered_lines(
        f"第{n + 1}份材料没有签字" + "，请由法定代表人签字并注明日期" * (n % 3)
        for n in range(faults)
    )
    case = a_case(**changes)
    return letter("request_correction", "补正告知书", case, AT, BEGINNING, *named, end)


def where(page, words: str) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the words' last place on a page, in millimetres."""
    text = page.get_textpage()
    at = text.get_text_range().rindex(words)
    boxes = [text.get_charbox(i) for i in range(at, at + len(words))]
    left, bottom, right, top = zip(*boxes, strict=True)
    return tuple(value / MILLIMETRE for value in (min(left), min(bottom), max(right), max(top)))


def without_page_numbers(text: str) -> str:
    for number in range(1, 60):
        text = text.replace(f"—{number}—", "")
    return text


def ink(page) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of everything drawn on a page, in millimetres."""
    boxes = [item.get_bounds() for item in page.get_objects()]
    left, bottom, right, top = zip(*boxes, strict=True)
    return tuple(value / MILLIMETRE for value in (min(left), min(bottom), max(right), max(top)))
