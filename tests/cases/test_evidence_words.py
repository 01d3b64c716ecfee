"""What a clerk and an applicant are told of the papers, word for word."""

import re

import pytest
from msgspec.structs import replace

from app.cases.evidence import Comparison
from app.cases.evidence.compare import compare
from app.cases.model import Applicant, ItemMaterial, PaperFact, Representative
from app.cases.paper_text import Code, PageReading, Signature
from tests.support.examples import MORNING
from tests.support.readings import (
    CARD,
    CERTIFICATE,
    ITEM,
    ZHANG,
    field,
    filed,
    item_of,
    page,
    paper,
)

TODAY = MORNING.date()  # 2 March 2026
AREA = field("area", "经营面积（㎡）", 86, "number")
CAPITAL = field("capital", "注册资本（万元）", 120, "money")
ID_NUMBER = field("id_number", "公民身份号码", ZHANG.id_number)
WANG = "320102198801011519"  # somebody else's, and sound
ZHAO = "320106197305124323"
NEARLY = "320102199003084513"  # two digits off the applicant's
CODE = "91320104MA1XXXXX1T"
FIRM = Applicant(
    kind="organisation",
    name="南京青禾餐饮有限公司",
    id_type="uscc",
    id_number=CODE,
    representative=Representative(name="李敏"),
)
RECOGNISED = "（由图像识读，请对照原件）"
CHARTER = item_of(
    ItemMaterial(
        name="章程",
        titles=("公司章程",),
        says=(
            PaperFact(field="capital", form="注册资本（元）：{}"),
            PaperFact(field="capital", form="出资总额{}"),
        ),
    )
)


def found(*papers, fields=(), item=ITEM, **changes) -> Comparison:
    """Of a case with these papers: each the name of its material, and its pages."""
    case = filed(*(name for name, *_ in papers), fields=fields, **changes)
    readings = {f"m{n}": paper(*pages) for n, (_, *pages) in enumerate(papers, 1)}
    return compare(case, readings, item, TODAY)


def told(comparison: Comparison) -> tuple[str, str]:
    """Of its one finding, what the clerk and what the applicant is told."""
    (finding,) = comparison.findings
    return finding.text.zh, finding.fault


def lease(*lines, **changes) -> tuple[object, ...]:
    return ("租赁合同", page("房屋租赁合同", *lines, **changes))


# --- differences ----------------------------------------------------------------------------------


def test_a_difference_gives_both_values_in_words_and_asks_which_one_is_right():
    first = "“租赁合同”载明建筑面积68平方米，申请表“经营面积”为86平方米"
    rest = "。请核实：申请表有误的，请更正；材料提交有误的，请提交正确的材料；两者均无误的，请予以说明。"
    comparison = found(lease("建筑面积 68 ㎡，用途为餐饮"), fields=(AREA,))
    assert told(comparison) == (first, first + rest)
    assert comparison.findings[0].text.en == (
        '"租赁合同" says 建筑面积68平方米, the form has 86平方米 for "经营面积"'
    )


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("出租人（甲方）：王芳", "“租赁合同”载明“出租人（甲方）：王芳”，申请表“产权人”为“李桂英”"),
        ("甲方将位于鼓楼区中山北路12号的房屋",
         "“租赁合同”载明“鼓楼区中山北路12号”，申请表“经营场所”为“鼓楼区中山北路120号”"),
        ("月租金为人民币5,000元", "“租赁合同”载明月租金为人民币5,000元，申请表“月租金”为4800元"),
    ],
)  # fmt: skip
def test_a_paper_is_quoted_in_its_own_words(line, first):
    fields = (
        field("landlord", "产权人", "李桂英"),
        field("address", "经营场所", "鼓楼区中山北路120号"),
        field("rent", "月租金（元）", 4800, "money"),
    )
    assert told(found(lease(line), fields=fields))[0] == first


def test_a_bare_number_is_not_lent_the_unit_of_the_form():
    def charter(*lines):
        return found(("章程", page("公司章程", *lines)), fields=(CAPITAL,), item=CHARTER)

    assert told(charter("注册资本（元）：1300000"))[0] == (
        "“章程”载明“注册资本（元）：1300000”，申请表“注册资本”为120万元"
    )
    assert told(charter("出资总额1300000"))[0] == (
        "“章程”载明“出资总额1300000”，申请表“注册资本”为120万元"
    )
    assert charter("注册资本（元）：1200000").findings == ()
    assert len(charter("注册资本（元）：120").findings) == 1  # by its label they are yuan
    assert charter("出资总额120").findings == ()


def test_what_was_recognised_in_a_picture_is_told_as_such():
    comparison = found(lease("建筑面积68平方米", recognised=True), fields=(AREA,))
    assert told(comparison)[0].endswith("为86平方米" + RECOGNISED)
    assert RECOGNISED not in told(comparison)[1]
    card = page("身份证", "姓名 李四", recognised=True)
    assert told(found(("身份证", card)))[0].endswith(RECOGNISED)
    ended = page("健康证明", "有效期至2026年3月1日", recognised=True)
    assert told(found(("健康证明", ended)))[0].endswith(RECOGNISED)


def test_a_shared_value_is_cleared_with_its_source_and_no_fault_of_the_applicants():
    shared = replace(AREA, source="shared", source_name="不动产登记簿")
    comparison = found(lease("建筑面积68平方米"), fields=(shared,))
    assert told(comparison) == (
        "“租赁合同”载明建筑面积68平方米，申请表“经营面积”为86平方米。"
        "该项由不动产登记簿共享取得，请先向来源核对",
        "",
    )
    assert comparison.findings[0].needs_answer


@pytest.mark.parametrize(
    ("applicant", "said", "whose"),
    [
        (FIRM, "张娟", "申请人为“南京青禾餐饮有限公司”（法定代表人“李敏”）"),
        (replace(FIRM, representative=None), "张娟", "申请人为“南京青禾餐饮有限公司”"),
        (ZHANG, "李四", "申请人为“张晓明”"),
    ],
)
def test_another_tenant_is_set_against_the_applicant(applicant, said, whose):
    comparison = found(lease(f"承租人（乙方）：{said}"), applicant=applicant)
    assert told(comparison) == (
        f"“租赁合同”的“承租人（乙方）”为“{said}”，{whose}",
        "“租赁合同”所载名称（姓名）与申请人不一致。请核实：填写或者提交有误的，予以更正或者另行提交；"
        "无误的，请说明双方关系，可以附相应材料。",
    )


def test_each_place_of_a_tenant_is_called_as_the_paper_calls_it():
    first, second = (
        page("房屋租赁合同", "承租人（乙方）：李四"),
        page("签署页", "乙方（签名）：李四"),
    )
    text, fault = told(found(("租赁合同", first, second)))
    assert text == "“租赁合同”的“承租人（乙方）”为“李四”，申请人为“张晓明”"
    assert fault.startswith("“租赁合同”第1页、第2页所载名称（姓名）均与申请人不一致。")
    says = (PaperFact(field="applicant.name", form="经营者：{}"),)
    item = item_of(*ITEM.materials, ItemMaterial(name="平面图", says=says))
    plan = ("平面图", page("平面图", "经营者：李四"))
    text, _ = told(found(("租赁合同", first, second), plan, item=item))
    assert text.startswith("“租赁合同”的“承租人（乙方）”、“平面图”的“经营者”均为“李四”，")


@pytest.mark.parametrize(
    ("label", "whose"), [("公民身份号码", "申请人的公民身份号码"), ("负责人证件", "“负责人证件”")]
)
def test_of_two_numbers_only_the_places_that_differ_are_told(label, whose):
    number = field("id_number", label, ZHANG.id_number)
    applicant = ZHANG if "申请人" in whose else replace(ZHANG, id_number=WANG)
    card = page("身份证", "姓名 张晓明", f"公民身份号码{NEARLY}")
    whose = f"申请表中{whose}" if "申请人" in whose else f"申请表{whose}"
    first = f"“身份证”所载公民身份号码与{whose}不一致（第14位、第18位不同）"
    comparison = found(("身份证", card), fields=(number,), applicant=applicant)
    assert told(comparison) == (first, first + "，请核对后更正有误的一处。")


def test_a_number_of_a_person_that_is_no_sound_one_is_not_quoted():
    asked = ItemMaterial(
        name="备案表", titles=("备案表",), says=(PaperFact(field="id_number", form="证件号：{}"),)
    )
    short = field("id_number", "公民身份号码", "32010219900307451")
    text, fault = told(
        found(("备案表", page("备案表", f"证件号：{WANG}")), fields=(short,), item=item_of(asked))
    )
    assert text == "“备案表”所载公民身份号码与申请表“公民身份号码”不一致（多位不同）"
    assert fault == f"{text}，请核对后更正有误的一处。"


def test_of_two_phones_only_the_places_that_differ_are_told():
    phone = ItemMaterial(
        name="备案表", titles=("备案表",), says=(PaperFact(field="phone", form="电话：{}"),)
    )
    fields = (field("phone", "手机", "13912345678"),)

    def of(said):
        return told(
            found(("备案表", page("备案表", f"电话：{said}")), fields=fields, item=item_of(phone))
        )

    whole = "“备案表”所载联系电话与申请表中申请人的联系电话不一致"
    assert of("13912345679")[0] == f"{whole}（第11位不同）"
    assert of("13912345679")[1] == f"{whole}（第11位不同），请核对后更正有误的一处。"
    assert of("18800000000")[0] == f"{whole}（多位不同）"


def test_a_number_of_the_applicants_is_called_what_it_is():
    titled = ItemMaterial(
        name="备案表",
        titles=("备案表",),
        says=(PaperFact(field="applicant.id_number", form="证件号码：{}"),),
    )

    def of(applicant, said):
        papers = ("备案表", page("备案表", f"证件号码：{said}"))
        return told(found(papers, applicant=applicant, item=item_of(titled)))[0]

    assert "申请表“统一社会信用代码”为" in of(FIRM, "91320104MA1XXXXX2R")
    passport = replace(ZHANG, id_type="passport", id_number="E12345678")
    assert of(passport, "E12345679") == (
        "“备案表”所载护照号码与申请表中申请人的护照号码不一致（第9位不同）"
    )


# --- several papers, persons ----------------------------------------------------------------------


def test_all_papers_that_say_the_same_are_named():
    card = page("身份证", "姓名 李四", f"公民身份号码{WANG}")
    certificate = page("健康证明", f"李四 公民身份号码 {WANG}")
    text, fault = told(found(("身份证", card), ("健康证明", certificate)))
    assert (
        text == "“身份证”、“健康证明”所载姓名均为“李四”，与申请人“张晓明”不同，申请表中也没有此人"
    )
    assert fault == (
        "“身份证”、“健康证明”所载姓名均与申请人、申请表所列人员不一致。请核实：提交有误的，"
        "请提交正确的“身份证”、“健康证明”；申请表漏填或者填写有误的，请更正申请表。"
    )
    other = page("平面图", "建筑面积68平方米")
    plan = ItemMaterial(name="平面图", says=(PaperFact(field="area", form="建筑面积{}平方米"),))
    item = item_of(*ITEM.materials, plan)
    text, _ = told(found(lease("建筑面积68平方米"), ("平面图", other), fields=(AREA,), item=item))
    assert text.startswith("“租赁合同”、“平面图”均载明建筑面积68平方米，")
    plan = replace(plan, says=(PaperFact(field="area", form="使用面积{}平方米"),))
    item, other = item_of(*ITEM.materials, plan), page("平面图", "使用面积68平方米")
    text, _ = told(found(lease("建筑面积68平方米"), ("平面图", other), fields=(AREA,), item=item))
    assert text.startswith("“租赁合同”载明建筑面积68平方米、“平面图”载明使用面积68平方米，")


def test_of_one_file_the_pages_are_named():
    pages = [page("健康证明", f"李四 公民身份号码 {WANG}") for _ in range(2)]
    text, fault = told(found(("健康证明", *pages)))
    assert text.startswith("“健康证明”第1页、第2页所载姓名均为“李四”，")
    assert "请提交正确的“健康证明”；" in fault


def test_each_stranger_of_one_file_is_told():
    pages = [
        page("身份证", "姓名 王五", f"公民身份号码{WANG}"),
        page("身份证", "姓名 赵六", f"公民身份号码{ZHAO}"),
    ]
    first, second = found(("身份证", *pages)).findings
    assert "“王五”" in first.text.zh
    assert {place.page for place in first.places} == {0}
    assert "“赵六”" in second.text.zh
    assert {place.page for place in second.places} == {1}
    assert first.id != second.id


@pytest.mark.parametrize(
    ("applicant", "text"),
    [
        (ZHANG, "“身份证”所载姓名为“李四”，与申请人“张晓明”不同，申请表中也没有此人"),
        (FIRM, "“身份证”所载姓名为“李四”，法定代表人为“李敏”，申请表中也没有“李四”"),
        (replace(FIRM, representative=None), "“身份证”所载姓名为“李四”，申请表中没有此人"),
    ],
)
def test_a_stranger_is_named_to_the_clerk_and_not_to_the_applicant(applicant, text):
    comparison = found(("身份证", page("身份证", "姓名 李四")), applicant=applicant)
    assert told(comparison) == (
        text,
        "“身份证”所载姓名与申请人、申请表所列人员均不一致。请核实：提交有误的，请提交正确的“身份证”；"
        "申请表漏填或者填写有误的，请更正申请表。",
    )


@pytest.mark.parametrize(
    ("lines", "unnamed"),
    [
        ([f"公民身份号码{WANG}"], "，未识读到姓名"),
        (["公民身份号码 320102 19880101 1519"], "，未识读到姓名"),
        (["姓名 张晓明", f"公民身份号码{WANG}"], ""),  # a namesake
    ],
)
def test_a_number_never_stands_for_a_name(lines, unnamed):
    first = f"“身份证”所载公民身份号码与申请人、申请表所列人员的均不一致{unnamed}"
    assert told(found(("身份证", page("身份证", *lines)))) == (
        f"{first}，请核实",
        f"{first}，请核实后提交正确的“身份证”，或者更正申请表。",
    )


@pytest.mark.parametrize("before", ["姓名 ", "学生", "兹证明"])
def test_words_before_the_applicants_name_make_no_stranger(before):
    wang = replace(ZHANG, name="王五")
    line = f"{before}王五 公民身份号码 {wang.id_number}"
    assert found(("健康证明", page("健康证明", line)), applicant=wang).findings == ()
    officer = field("officer", "食品安全管理人员", "王五")  # whose number nobody has
    line = f"{before}王五 公民身份号码 {WANG}"
    assert found(("健康证明", page("健康证明", line)), fields=(officer,)).findings == ()
    number = PaperFact(field="holder.id_number", form="公民身份号码{}")
    item = item_of(replace(CERTIFICATE, says=(*CERTIFICATE.says, number)))
    line = f"{before}王五同学 公民身份号码 {wang.id_number}"
    assert found(("健康证明", page("健康证明", line)), applicant=wang, item=item).findings == ()


def test_the_label_before_a_strangers_name_is_not_part_of_it():
    line = f"姓名 赵六 公民身份号码 {WANG}"
    assert "所载姓名为“赵六”，" in told(found(("健康证明", page("健康证明", line))))[0]


# --- terms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("material", "line", "text", "fault"),
    [
        ("租赁合同", "租期自2023年1月1日起至2025年12月31日止",
         "“租赁合同”载明的租赁期限于2025年12月31日届满",
         "“租赁合同”载明的租赁期限于2025年12月31日届满。已经续租的，请提交续租合同或者继续使用该场所的"
         "说明；未续租的，请提交现使用场所的合法使用材料。"),
        ("租赁合同", "租期自2026年4月1日起至2029年3月31日止",
         "“租赁合同”载明的租期自2026年4月1日起", ""),
        ("健康证明", "有效期至2026年3月1日", "“健康证明”载明的有效期至2026年3月1日，已经届满",
         "“健康证明”载明的有效期至2026年3月1日，已经届满，请提交在有效期内的“健康证明”。"),
        ("健康证明", "有效期自2026年4月1日起",
         "“健康证明”载明的有效期自2026年4月1日起，目前尚未开始",
         "“健康证明”载明的有效期自2026年4月1日起，目前尚未开始，请提交现行有效的“健康证明”。"),
    ],
)  # fmt: skip
def test_a_lease_has_a_term_and_a_certificate_is_valid(material, line, text, fault):
    begins = PaperFact(field="valid_from", form="有效期自{}起")
    certificate = replace(CERTIFICATE, says=(*CERTIFICATE.says, begins))
    item = item_of(*(m for m in ITEM.materials if m.name != certificate.name), certificate)
    comparison = found((material, page(material, line)), item=item)
    assert told(comparison) == (text, fault)
    assert comparison.findings[0].needs_answer is bool(fault)


def test_certificates_of_one_file_that_ended_on_one_day_are_told_with_their_pages():
    ended, valid = (
        page("健康证明", "有效期至2026年3月1日"),
        page("健康证明", "有效期至2027年3月1日"),
    )
    comparison = found(("健康证明", ended, valid, ended))
    assert told(comparison)[0].startswith("“健康证明”第1页、第3页载明的有效期至2026年3月1日")
    assert [place.page for place in comparison.findings[0].places] == [0, 2]


def test_a_renewed_lease_is_judged_by_its_latest_end():
    old = "租期自2023年1月1日起至2025年12月31日止"
    new = "租期自2026年1月1日起至2028年12月31日止"
    later = "租期自2026年4月1日起至2029年3月31日止"
    assert found(lease(old, new)).findings == ()
    assert found(lease(new, old)).findings == ()
    assert found(lease(new, later)).findings == ()
    older = "租期自2020年1月1日起至2022年12月31日止"
    assert "2025年12月31日" in told(found(lease(older, old)))[0]


# --- the paper itself -----------------------------------------------------------------------------


def test_a_turned_page_is_told_to_the_clerk_only_and_asks_no_answer():
    comparison = found(("身份证", page("身份证"), page("姓名 张晓明", turned=180)))
    assert told(comparison) == ("“身份证”第 2 页方向不正，可以旋转查看", "")
    assert not comparison.findings[0].needs_answer


def test_what_is_blank_filed_twice_or_of_another_application_is_told_as_a_fact():
    empty = PageReading(source="none", problem="blank")
    assert told(found(("身份证", empty, empty))) == (
        "“身份证”各页均未显示内容",
        "作为“身份证”提交的文件各页均未显示内容，请提交完整的“身份证”。",
    )
    line = "申请编号：320104-20260302-000002"
    assert told(found(("健康证明", page("健康证明", line)))) == (
        "“健康证明”载明的申请编号为320104-20260302-000002，本次申请为320104-20260302-000001",
        "“健康证明”载明的申请编号与本次申请（320104-20260302-000001）不一致，"
        "请核实后提交本次申请的“健康证明”。",
    )
    case = filed("租赁合同", "健康证明")
    first, second = case.materials
    case = replace(case, materials=(first, replace(second, sha256=first.sha256)))
    same = paper(page("健康证明", "第一条", "第二条"))
    assert told(compare(case, {"m1": same, "m2": same}, ITEM, TODAY)) == (
        "“租赁合同”与“健康证明”是同一份文件",
        "“租赁合同”与“健康证明”提交的是同一份文件。其中未包含“租赁合同”或者“健康证明”的，"
        "请补交缺少的一项。",
    )


def test_a_paper_headed_as_something_else_may_still_be_what_was_asked_for():
    lines = page("房屋买卖合同", "第一条", "第二条", "第三条")
    first = "作为“租赁合同”提交的文件，标题为“房屋买卖合同”"
    assert told(found(("租赁合同", lines))) == (
        first,
        f"{first}。请核实：误交的，请提交“租赁合同”；该文件可以作为“租赁合同”的，请予以说明。",
    )


@pytest.mark.parametrize(("changed", "parts"), [(("第 1 页",), "（第 1 页）"), ((), "")])
def test_what_was_changed_after_sealing_is_told_as_the_seal_shows_it(changed, parts):
    case = filed("健康证明")
    signature = Signature(signer="卫健委", unchanged=False, changed=changed)
    reading = paper(page("健康证明"), signatures=(signature,))
    assert told(compare(case, {"m1": reading}, ITEM, TODAY)) == (
        f"“健康证明”的签章验证显示，签章后文件内容有变化{parts}",
        "“健康证明”的电子签章验证显示，签章后文件内容发生变化。请提交签章后内容未变动的电子文件；"
        "因格式转换等原因造成的，请予以说明。",
    )


BOX = (0.8, 0.8, 0.9, 0.9)


@pytest.mark.parametrize(("kind", "name"), [("QR Code", "二维码"), ("Code 128", "条形码")])
def test_a_code_is_held_against_the_papers_own_number(kind, name):
    lines = page("健康证明", "证书编号 1028412345", codes=(Code(kind, "no=1028499999", BOX),))
    first = f"“健康证明”上的{name}所含编号“1028499999”与纸面编号“1028412345”不一致"
    assert told(found(("健康证明", lines))) == (
        first,
        f"{first}，请核实后提交正确的“健康证明”。",
    )


@pytest.mark.parametrize("day", ["20260302", "2026-03-02"])
def test_a_day_in_a_code_is_no_number(day):
    codes = (Code("QR Code", f"01,{day},", BOX),)
    lines = page("健康证明", "证书编号 10284123", codes=codes)
    assert found(("健康证明", lines)).findings == ()


def test_a_papers_own_number_that_looks_like_a_day_is_found_in_its_code():
    lines = page(
        "健康证明", "证书编号 20251103", codes=(Code("QR Code", "20251103,12345678", BOX),)
    )
    assert found(("健康证明", lines)).findings == ()


def test_a_person_in_a_code_is_not_quoted_beside_a_paper_number_as_long():
    lines = page("健康证明", "证书编号 NJ2026010100001234", codes=(Code("QR Code", WANG, BOX),))
    text, fault = told(found(("健康证明", lines)))
    assert WANG not in text
    assert fault == ""


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("91320104MA1XXXXX2R", None),  # no sound one
        ("91110000802100433B",
         "“健康证明”上的二维码含号码91110000802100433B，申请表中没有，可能是出具单位的号码，请核对"),
        (WANG, "“健康证明”上的二维码含一个公民身份号码，与申请人、申请表所列人员的均不一致，请核对"),
    ],
)  # fmt: skip
def test_a_number_nobody_has_in_a_code_is_told_to_the_clerk_only(code, text):
    lines = page("健康证明", codes=(Code("QR Code", code, BOX),))
    comparison = found(("健康证明", lines))
    assert [(f.text.zh, f.fault, f.needs_answer) for f in comparison.findings] == (
        [(text, "", False)] if text else []
    )


def test_no_sentence_holds_a_whole_number_of_a_person_or_a_title_mark_of_a_book():
    papers = (
        ("身份证", page("身份证", "姓名 李四", f"公民身份号码{WANG}", turned=90)),
        ("健康证明", page("健康证明", f"公民身份号码{ZHAO}", codes=(Code("QR Code", WANG, BOX),))),
        lease("承租人（乙方）：李四", "建筑面积68平方米"),
    )
    for finding in found(*papers, fields=(AREA, ID_NUMBER)).findings:
        for said in (finding.text.zh, finding.text.en, finding.fault):
            assert not re.search(r"\d{15}|《| 写 ", said), said


# --- what is the form itself, what could not be read ----------------------------------------------


def test_which_paper_is_the_application_form_itself_is_told():
    address = field("address", "经营场所", "鼓楼区中山北路120号")
    form = page("申请表", "经营面积（㎡） 86", "经营场所 鼓楼区中山北路120号")
    fields = (AREA, address)
    assert found(("设立登记申请表", form), lease(), fields=fields).forms == ("m1",)
    assert found(("平面图", form), fields=fields).forms == ()  # it only has the same labels


def test_why_something_was_not_read_is_told():
    case = filed("身份证", "健康证明")
    readings = {
        "m1": paper(page("姓名", problem="unreadable"), page(problem="not_recognised")),
        "m2": replace(paper(), problem="damaged"),
    }
    unreadable = compare(case, readings, ITEM, TODAY).unreadable
    assert [(each.material_id, each.page, each.problem) for each in unreadable] == [
        ("m1", 0, "unreadable"), ("m1", 1, "not_recognised"), ("m2", -1, "not_opened"),
    ]  # fmt: skip


def test_the_papers_of_these_tests_are_cards_and_certificates():
    assert CARD in ITEM.materials
    assert CERTIFICATE in ITEM.materials


def test_another_persons_card_stands_by_the_field_that_names_who_acts_for_an_organisation():
    card = ("身份证", page("身份证", "姓名 李四"))
    legal = field("legal_representative", "法定代表人", FIRM.representative.name)
    named = found(card, fields=(legal,), applicant=FIRM)
    assert [each.field for each in named.findings] == ["legal_representative"]
    assert [each.field for each in found(card, applicant=FIRM).findings] == ["representative.name"]
    assert [each.field for each in found(card).findings] == ["applicant.name"]
