"""Notices on paper: GB/T 9704's page, every word as text, a code that can be read."""

import hashlib
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from app.cases.model import Applicant
from app.cases.notices import content_hash, numbered
from app.machine.paths import RESOURCES
from app.printing.notice import print_notice
from app.printing.typesetting import NoticeNotMade
from tests.support.examples import a_case
from tests.support.notices import DENIAL, NINE, notice_of, served

TEMPLATES = RESOURCES / "notices"
MILLIMETRE = 72 / 25.4
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
    for part in (title, notice.no, "南京市市场监督管理局（印章）", "二〇二六年三月二日", "—1—"):
        assert "".join(part.split()) in text
    for line in (*notice.paragraphs, *(value for _, value in notice.rows)):
        assert "".join(line.split()) in text


@pytest.mark.parametrize("title", NINE)
def test_each_of_the_nine_keeps_to_the_page_of_gbt_9704(title):
    page = printed(served(title))[0]
    assert [round(side / MILLIMETRE) for side in page.get_size()] == [210, 297]
    left, bottom, right, top = ink(page)
    assert left >= 28 - 1
    assert right <= 210 - 26 + 1
    assert top <= 297 - 37 + 1
    assert bottom >= 297 - 37 - 225 - 14  # the page number stands below the type area


def test_a_final_number_replaces_the_word_that_it_is_provisional():
    notice = served("受理通知书")
    assert "暂定编号" in text_of(printed(notice))
    final = text_of(printed(numbered(notice, "宁市监许〔2026〕7号")))
    assert "宁市监许〔2026〕7号" in final
    assert "暂定编号" not in final


@pytest.mark.parametrize("title", NINE)
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


def without_page_numbers(text: str) -> str:
    for number in range(1, 60):
        text = text.replace(f"—{number}—", "")
    return text


def ink(page) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of everything drawn on a page, in millimetres."""
    boxes = [item.get_bounds() for item in page.get_objects()]
    left, bottom, right, top = zip(*boxes, strict=True)
    return tuple(value / MILLIMETRE for value in (min(left), min(bottom), max(right), max(top)))
