"""Notices say what the law asks for, and what an applicant is called stays text."""

from datetime import date

import pypdfium2
import pytest

from app.cases import actions
from app.cases.model import Applicant, DenialGround, Fault
from app.cases.notices import chinese_date, notice_of
from app.paths import RESOURCES
from app.printing.notice import print_notice
from tests.cases.examples import MORNING, a_case

DENIAL = actions.Deny(grounds=(DenialGround(basis="《食品安全法》第三十五条", text="场所不符"),))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "二〇二六年十一月二十四日"),
        (date(2026, 1, 10), "二〇二六年一月十日"),
        (date(2030, 10, 30), "二〇三〇年十月三十日"),
    ],
)
def test_a_date_is_written_in_chinese_numerals(day, words):
    assert chinese_date(day) == words


def test_a_denial_names_its_ground_its_basis_and_the_remedies():
    words = "".join(notice_of(a_case(), DENIAL, MORNING).paragraphs)
    for part in (
        "《食品安全法》第三十五条",
        "场所不符。",
        "六十日",
        "行政复议",
        "六个月",
        "行政诉讼",
    ):
        assert part in words


def test_a_correction_names_every_fault_at_once():
    asked = actions.RequestCorrection(faults=(Fault(text="缺平面图"), Fault(text="面积不符")))
    words = "".join(notice_of(a_case(), asked, MORNING).paragraphs)
    assert "1．缺平面图" in words
    assert "2．面积不符" in words


def test_a_review_serves_no_notice():
    assert notice_of(a_case(), actions.RecordReview(), MORNING) is None


@pytest.mark.parametrize(
    "name", ['#eval("1")', "$x^2$ *粗* _斜_", "“引号”\\ // /* */", "某" * 2000]
)
def test_a_hostile_name_prints_as_text(name):
    case = a_case(applicant=Applicant(name=name))
    template = RESOURCES / "notices" / "notice.typ"
    printed = print_notice(notice_of(case, DENIAL, MORNING), template, MORNING)
    document = pypdfium2.PdfDocument(printed)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    plain = "".join(text.split())
    assert "".join(name.split())[:40] in plain
    assert "不予行政许可决定书" in plain


def test_the_same_notice_is_the_same_bytes():
    template = RESOURCES / "notices" / "notice.typ"
    notice = notice_of(a_case(), DENIAL, MORNING)
    assert print_notice(notice, template, MORNING) == print_notice(notice, template, MORNING)
