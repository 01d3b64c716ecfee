"""Papers that say the same without end: the comparison stays as short as the screen can show."""

import pytest

from app.cases.evidence.compare import MOST_AGREEING, MOST_FINDINGS, compare
from app.cases.paper_text import Code, Line, PageReading, PaperReading
from tests.cases.test_evidence import ITEM, TODAY
from tests.support.readings import ZHANG, field, filed, page, paper

AREA = field("area", "面积（㎡）", 86, "number")
OWNER = field("landlord", "产权人", "啊啊啊啊啊啊")
LINE, VERY_LONG = 500, 100_000  # characters


def long(text):
    lines = [
        Line(text[at : at + LINE], (0.1, at / 10**6, 0.9, (at + 1) / 10**6))
        for at in range(0, len(text), LINE)
    ]
    return PageReading(tuple(lines), source="text")


@pytest.mark.parametrize(
    "text",
    [
        "一",
        "9",
        "啊",
        "86平方米",
        "甲方将位于",
        "承租人（乙方）：",
        "公民身份号码",
        "建筑面积1平方米",
    ],
)
def test_a_very_long_page_of_the_same_words_is_compared_at_once(text):
    """The time grew with the square of the length, and the whole desk stood still meanwhile: some
    minutes for these."""
    case = filed("租赁合同", fields=(AREA, OWNER))
    read = {"m1": PaperReading("e", (long((text * VERY_LONG)[:VERY_LONG]),))}
    assert compare(case, read, ITEM, TODAY).fields


def test_of_one_value_a_paper_has_so_many_places_and_no_more():
    case = filed("租赁合同", fields=(OWNER,))
    said = compare(case, {"m1": PaperReading("e", (long("啊" * 5_000),))}, ITEM, TODAY)
    (landlord,) = (each for each in said.fields if each.key == "landlord")
    assert len(landlord.agreeing) == MOST_AGREEING


def test_one_paper_has_so_many_findings_and_hides_none_of_another():
    words = "".join(f"建筑面积{n}平方米" for n in range(1000, 1400))
    flood = PaperReading("e", tuple(long(words) for _ in range(3)))
    blank = paper(PageReading(problem="blank"))
    case = filed("租赁合同", "健康证明", fields=(AREA,))
    said = compare(case, {"m1": flood, "m2": blank}, ITEM, TODAY)
    papers = [finding.material_id for finding in said.findings]
    assert (papers.count("m1"), papers.count("m2")) == (MOST_FINDINGS, 1)


@pytest.mark.parametrize("beside", [ZHANG.id_number, "320104-20260223-000001"])
def test_a_false_number_in_a_code_is_told_whatever_else_the_code_says(beside):
    words = ("健康证明", "证书编号JY1320102000001", "姓名")
    code = Code("QR", f"JY1320102999999;{beside}", (0.8, 0.8, 0.9, 0.9))
    read = {"m1": paper(page(*words, codes=(code,)))}
    said = compare(filed("健康证明"), read, ITEM, TODAY)
    assert "code_differs" in [finding.kind for finding in said.findings]
