"""The papers of a case held against its form: what agrees, what differs, what else is seen."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.evidence import Comparison, is_finding_id
from app.cases.evidence.compare import compare
from app.cases.model import Applicant, ItemMaterial, Licence, Representative, Review, Tick
from app.cases.paper_text import Code, Line, PageReading, PaperReading, Signature
from tests.support.examples import MORNING, a_situation
from tests.support.notices import BY
from tests.support.readings import (
    CARD,
    CERTIFICATE,
    ITEM,
    LEASE,
    ZHANG,
    field,
    filed,
    item_of,
    page,
    paper,
)

TODAY = MORNING.date()  # 2 March 2026
AREA = field("area", "面积（㎡）", 86, "number")
ADDRESS = field("address", "经营场所", "南京市鼓楼区中山北路120号")
LANDLORD = field("landlord", "产权人", "李桂英")
WANG = "320102198801011519"  # somebody else's, and sound
CODE = "91320104MA1XXXXX1T"


def held(
    lines, material="租赁合同", fields=(AREA, ADDRESS), item=ITEM, recognised=False, **changes
):
    """What one paper of these lines says of a form."""
    case = filed(material, fields=fields, **changes)
    return compare(case, {"m1": paper(page(*lines, recognised=recognised))}, item, TODAY)


def licensed(licence, *fields):
    """A case with an application form, and with a licence in the place of a paper."""
    case = filed("申请表", "营业执照", fields=fields)
    form, of_licence = case.materials
    return replace(case, materials=(form, replace(of_licence, sha256="", licence=licence)))


def said(comparison: Comparison) -> list[str]:
    return [finding.text.zh for finding in comparison.findings]


def kinds(comparison: Comparison) -> list[str]:
    return [finding.kind for finding in comparison.findings]


def agreement(comparison: Comparison, key: str) -> str:
    return next(e.agreement for e in comparison.fields if e.key == key)


# --- agreement ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_field", "line"),
    [
        (AREA, "建筑面积86平方米"),
        (AREA, "建筑面积 86.0 ㎡"),
        (AREA, "使用面积 ８６ 平米"),
        (AREA, "面积（㎡） 86"),
        (ADDRESS, "位于江苏省南京市鼓楼区中山北路120号"),
        (ADDRESS, "位于鼓楼区中山北路１２０号的房屋"),
        (ADDRESS, "鼓 楼 区中山北 路120 号"),
        (ADDRESS, "南京市鼓楼区中山北路120号-3号商铺"),
        (field("room", "地址", "玄武区珠江路8号3栋201室"), "玄武区珠江路8号3幢201"),
        (field("day", "毕业日期", "2026-03-02", "date"), "2026年3月2日"),
        (field("day", "毕业日期", "2026-03-02", "date"), "于2026.3.2毕业"),
        (field("day", "毕业日期", "2026-03-02", "date"), "二〇二六年三月二日"),
        (field("day", "毕业日期", "2026-03-02", "date"), "2026 年 03 月 02 日"),
        (field("price", "成交价（万元）", 120, "money"), "成交价人民币1,200,000元"),
        (field("price", "成交价（万元）", 120, "money"), "壹佰贰拾万元整"),
        (field("cost", "总费用（元）", 4800, "money"), "合计：￥4,800.00元"),
        (field("phone", "电话", "13912345678"), "电话 139 1234 5678"),
        (field("uscc", "统一社会信用代码", CODE), f"代码：{CODE.lower()}"),
        (field("company", "名称", "南京好味快餐店"), "兹证明南京好味快餐店依法设立"),
        (field("person", "负责人", "张晓明"), "负责人：张晓明"),
        (field("person", "负责人", "张晓明"), "负责人 张 晓 明"),
        (field("capital", "注册资本（万元）", 30, "money"), "注册资本（万元） 30"),
        (field("online", "网络订餐", True, "boolean"), "网络订餐 是"),
        (field("staff", "从业人员（人）", 3, "number"), "从业人员（人） 3"),
        (field("school", "毕业院校", "南京大学"), "毕业院校：南京大学"),
    ],
)
def test_a_paper_that_says_what_the_form_says_agrees(given_field, line):
    found = held([line], fields=(given_field,))
    assert agreement(found, given_field.key) == "agrees"
    assert not found.findings


@pytest.mark.parametrize(
    ("given_field", "line"),
    [
        (field("person", "负责人", "张三"), "张三丰"),
        (field("person", "负责人", "王小明"), "南京王小明快餐店"),
        (field("company", "名称", "南京好味快餐店"), "南京好味快餐店分店"),
        (field("company", "名称", "南京好味餐饮"), "南京好味餐饮有限公司"),
        (AREA, "编号186平方米"),
        (AREA, "86"),
        (AREA, "86万元"),
        (ADDRESS, "镇江市鼓楼区中山北路120号"),
        (field("a", "地址", "鼓楼区中山北路12"), "鼓楼区中山北路120号"),
        (field("staff", "从业人员（人）", 3, "number"), "第3条"),
        (field("online", "网络订餐", True, "boolean"), "是否"),
        (field("n", "户号", "12345678"), "012345678"),
        (field("phone", "电话", "13912345678"), "139123456789"),
        (field("day", "毕业日期", "2026-03-02", "date"), "2026年3月21日"),
        (field("day", "毕业日期", "2026-03-02", "date"), "2026年13月2日"),
    ],
)
def test_what_is_part_of_something_else_is_no_agreement(given_field, line):
    assert agreement(held([line], fields=(given_field,)), given_field.key) == "not_found"


def test_a_value_over_two_lines_agrees_and_its_first_part_is_shown():
    found = held(["房屋租赁合同", "甲方将位于南京市鼓楼区中山", "北路120号的房屋出租给乙方"])
    evidence = next(e for e in found.fields if e.key == "address")
    assert evidence.agreement == "agrees"
    assert evidence.agreeing[0].value.endswith("鼓楼区中山北路120号")
    left, top, right, _ = evidence.agreeing[0].place.box
    assert top == pytest.approx(0.125)
    assert 0.1 < left < right <= 0.9


def test_on_a_page_that_is_turned_a_value_is_shown_where_it_lies():
    line = Line("面积 86㎡", (0.4, 0.2, 0.5, 0.8))
    for turned, box in ((270, (0.4, 0.53, 0.5, 0.8)), (90, (0.4, 0.2, 0.5, 0.47))):
        case = filed("租赁合同", fields=(AREA,))
        readings = {"m1": paper(PageReading((line,), source="text", turned=turned))}
        evidence = next(e for e in compare(case, readings, ITEM, TODAY).fields if e.key == "area")
        assert evidence.agreeing[0].place.box == pytest.approx(box, abs=0.02)


def test_a_word_as_common_as_yes_agrees_on_the_application_form_only():
    fields = (field("sex", "性别", "女"), field("baby", "婴儿姓名", "张知远"))
    case = filed("申请表", "身份证", fields=fields)
    readings = {"m2": paper(page("姓名 王芳", "性别 女"))}
    assert agreement(compare(case, readings, ITEM, TODAY), "sex") == "not_found"
    readings["m1"] = paper(page("申请表", "婴儿姓名 张知远", "性别 女"))
    agreeing = next(
        e for e in compare(case, readings, ITEM, TODAY).fields if e.key == "sex"
    ).agreeing
    assert [said.place.material_id for said in agreeing] == ["m1"]


def test_other_papers_come_before_the_application_form_itself():
    case = filed("申请表", "租赁合同", fields=(AREA, ADDRESS))
    form = page("申请表", "面积（㎡） 86", "经营场所 南京市鼓楼区中山北路120号")
    lease = page("房屋租赁合同", "建筑面积86平方米")
    found = compare(case, {"m1": paper(form), "m2": paper(lease)}, ITEM, TODAY)
    agreeing = next(e for e in found.fields if e.key == "area").agreeing
    assert [each.place.material_id for each in agreeing] == ["m2", "m1"]


@pytest.mark.parametrize(
    ("facts", "given_field", "found"),
    [
        ({"area": 86}, AREA, "agrees"),
        ({"area": "86.0"}, AREA, "agrees"),
        ({"area": 68}, AREA, "differs"),
        ({"address": "鼓楼区中山北路120号"}, ADDRESS, "agrees"),
        ({"sex": "女"}, field("sex", "性别", "女"), "agrees"),
        ({"online": True}, field("online", "网络订餐", True, "boolean"), "agrees"),
        ({"online": False}, field("online", "网络订餐", True, "boolean"), "not_found"),
        ({"owner": "李桂英"}, LANDLORD, "agrees"),  # a name stands for itself, whatever its key
        ({"owner": "王芳"}, LANDLORD, "not_found"),
        ({}, field("certificate", "证书编号", "JY13201060001234"), "agrees"),
        ({}, field("until", "有效期至", "2027-05-01", "date"), "agrees"),
        ({"area": None}, AREA, "not_found"),
        ({"area": ""}, AREA, "not_found"),
    ],
)
def test_an_electronic_licence_of_the_case_agrees_or_differs(facts, given_field, found):
    licence = Licence(
        kind="营业执照", no="JY13201060001234", holder="南京好味快餐店", holder_id=CODE,
        valid_to=date(2027, 5, 1), facts=facts,
    )  # fmt: skip
    compared = compare(licensed(licence, given_field), {"m1": paper(page(" "))}, ITEM, TODAY)
    evidence = next(e for e in compared.fields if e.key == given_field.key)
    assert evidence.agreement == found
    places = [said.place for said in (*evidence.agreeing, *evidence.differing)]
    assert [(p.material_id, p.page) for p in places] == [("m2", -1)] * (found != "not_found")
    assert not compared.findings  # an answer is asked for by the item's own checks


def test_the_holder_of_an_electronic_licence_is_the_applicant_or_says_nothing_of_them():
    for name, found in ((ZHANG.name, "agrees"), ("王芳", "not_found")):
        licence = Licence(kind="营业执照", no="1", holder=name, holder_id=WANG)
        compared = compare(licensed(licence), {}, ITEM, TODAY)
        assert agreement(compared, "applicant.name") == found


# --- differences ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("建筑面积68平方米，用途为餐饮", "“租赁合同”载明建筑面积68平方米，申请表“面积”为86平方米"),
        ("建筑面积 68 ㎡", "“租赁合同”载明建筑面积68平方米，申请表“面积”为86平方米"),
        ("承租人（乙方）：李四", "“租赁合同”的“承租人（乙方）”为“李四”，申请人为“张晓明”"),
        ("承租人(乙方):李 四", "“租赁合同”的“承租人（乙方）”为“李 四”，申请人为“张晓明”"),
        ("承租人（乙方）：张晓鸣", "“租赁合同”的“承租人（乙方）”为“张晓鸣”，申请人为“张晓明”"),
        ("承租人（乙方）：张晓", None),  # cut off
        ("承租人（乙方）：张晓明明", "“租赁合同”的“承租人（乙方）”为“张晓明明”，申请人为“张晓明”"),
        ("甲方将位于南京市鼓楼区中山北路12号的房屋",
         "“租赁合同”载明“南京市鼓楼区中山北路12号”，申请表“经营场所”为“南京市鼓楼区中山北路120号”"),
        ("甲方将位于镇江市鼓楼区中山北路120号的房屋",
         "“租赁合同”载明“镇江市鼓楼区中山北路120号”，申请表“经营场所”为“南京市鼓楼区中山北路120号”"),
    ],
)  # fmt: skip
def test_a_paper_that_says_otherwise_is_pointed_out_with_both_values(line, sentence):
    assert said(held(["房屋租赁合同", line])) == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    "line",
    [
        "承租人（乙方）：张晓明",
        "承租人（乙方）：张晓明（印章）",
        "出租人（甲方）：李四",  # the form names no landlord
        "建筑面积  平方米",
        "建筑面积捌拾平方米",
        "建筑面积86平方米",
        "甲方将位于鼓楼区中山北路120号5幢的房屋",
        "甲方将位于南京市鼓楼区中山北路的房屋",
        "面积68平方米",  # no sentence of the item's
    ],
)
def test_what_is_no_difference_is_not_pointed_out(line):
    assert held(["房屋租赁合同", line]).findings == ()


def test_a_sentence_begins_behind_the_last_of_its_words():
    lines = ["租赁合同", "建筑面积以产权证为准", "建筑面积68平方米"]
    assert said(held(lines)) == ["“租赁合同”载明建筑面积68平方米，申请表“面积”为86平方米"]


def test_a_signature_of_the_landlord_is_not_taken_for_the_tenants():
    lines = ["房屋租赁合同", "甲方（签名）：李四", "乙力（签名）：张晓明"]
    assert held(lines, recognised=True).findings == ()


def test_a_landlord_is_held_against_the_landlord_only():
    lines = ["房屋租赁合同", "出租人（甲方）：王芳", "承租人（乙方）：张晓明"]
    found = held(lines, fields=(LANDLORD,))
    assert [(f.field, f.kind) for f in found.findings] == [("landlord", "differs")]


def test_who_acts_for_a_firm_may_be_its_tenant():
    firm = Applicant(
        kind="organisation",
        name="南京好味快餐店",
        id_type="uscc",
        id_number=CODE,
        representative=Representative(name="张晓明"),
    )
    for tenant in ("张晓明", "南京好味快餐店"):
        assert not held([f"承租人（乙方）：{tenant}"], applicant=firm).findings
    assert held(["承租人（乙方）：南京好味餐饮有限公司"], applicant=firm).findings


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("承租人（乙方）：李四", True),
        ("承租入（乙方）：李四", True),  # the label is misread
        ("承租人（乙方）：张晓朋", True),  # not known to look alike
        ("建筑面积68平方米", True),
        ("建筑面枳68平方米", True),
        ("建筑面积B6平方米", False),  # no number
        ("甲方将位于南京市鼓楼区中山北路128号的房屋", True),
        ("甲方将位于南京市鼓楼区中山北胳120号的房屋", False),
        ("甲方将位于南京市鼓楼区虎踞路120号的房屋", True),
    ],
)
def test_on_a_scan_a_doubtful_character_alone_is_no_difference(line, found):
    assert bool(held(["房屋租赁合同", line], recognised=True).findings) is found


def test_on_a_scan_a_look_alike_is_no_other_person():
    wei = replace(ZHANG, name="王未")
    lines = ["房屋租赁合同", "承租人（乙方）：王末"]
    assert held(lines, applicant=wei, recognised=True).findings == ()
    assert held(lines, applicant=wei).findings != ()


def test_on_a_scan_a_slip_beside_the_right_name_is_none():
    lines = ["房屋租赁合同", "承租人（乙方）：张晓朋", "乙方（签名）：张晓明"]
    assert held(lines, recognised=True).findings == ()
    assert kinds(held(lines)) == ["differs"]


def test_a_difference_names_its_field_its_paper_and_its_places():
    found = held(["房屋租赁合同", "建筑面积68平方米"]).findings[0]
    assert (found.field, found.material_id) == ("area", "m1")
    assert found.places[0].box[1] == pytest.approx(0.125)
    assert agreement(held(["建筑面积68平方米"]), "area") == "differs"


def test_the_same_value_twice_is_one_finding_with_both_places():
    found = held(["房屋租赁合同", "承租人（乙方）：李四", "乙方（签名）：李四"])
    assert [len(finding.places) for finding in found.findings] == [2]


def test_an_item_that_does_not_describe_its_papers_gets_agreement_and_no_findings():
    lines = ["房屋租赁合同", "建筑面积68平方米", "鼓楼区中山北路120号"]
    found = held(lines, item=item_of(ItemMaterial(name="租赁合同")))
    assert found.findings == ()
    assert agreement(found, "address") == "agrees"


# --- persons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["姓名张晓明", "性别男民族汉", f"公民身份号码{ZHANG.id_number}"], []),
        (["姓 名 张晓明", f"公民身份号码 {ZHANG.id_number}"], []),
        (["姓名 李四", f"公民身份号码{WANG}"], ["another_person"]),
        (["姓名 李四"], ["another_person"]),
        ([f"公民身份号码{WANG}"], ["another_person"]),
        (["姓名 孙丽娟"], []),  # the form names her
        (["姓名 张晓明", "公民身份号码320102199003074513"], ["differs"]),
        (["姓名"], []),
    ],
)
def test_a_card_of_somebody_the_form_does_not_name_is_pointed_out(lines, found):
    fields = (field("id_number", "公民身份号码", ZHANG.id_number),
              field("officer", "食品安全管理人员", "孙丽娟"))  # fmt: skip
    assert kinds(held(lines, "身份证", fields=fields)) == found


@pytest.mark.parametrize(
    ("of", "lines", "told"),
    [
        ("", ["姓名 张晓明"], ""),  # anybody the form names
        ("officer", ["姓名 孙丽娟"], ""),
        ("officer", ["姓名 孙丽娟", f"公民身份号码{WANG}"], ""),  # the form does not say hers
        ("officer", ["姓名 张晓明"], "“张晓明”，申请表“质量负责人”为“孙丽娟”"),
        (
            "officer",
            ["张晓明 公民身份号码" + ZHANG.id_number],
            "“张晓明”，申请表“质量负责人”为“孙丽娟”",
        ),
        ("officer", ["姓名 李四"], "“李四”，申请表“质量负责人”为“孙丽娟”"),
        ("applicant.name", ["姓名 孙丽娟"], "“孙丽娟”，申请表“申请人”为“张晓明”"),
        ("nobody", ["姓名 张晓明"], ""),  # the form does not say whose
    ],
)
def test_a_paper_of_another_than_the_item_asks_it_of_is_pointed_out(of, lines, told):
    says = (*CARD.says, *CERTIFICATE.says[:1])
    item = item_of(ItemMaterial(name="学历证书", says=says, holder=of))
    officer = field("officer", "质量负责人", "孙丽娟")
    found = held(lines, "学历证书", fields=(officer,), item=item)
    assert said(found) == ([f"“学历证书”所载姓名为{told}"] if told else [])
    for finding in found.findings:
        assert (finding.kind, finding.field) == ("another_person", of)
        assert "姓名与申请表“" in finding.fault and "张晓明" not in finding.fault


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("32O1O2l9900307451X", []),  # 0/O and 1/l, settled by the check character
        ("320102199003O7451X", []),
        ("320102198801011519", ["another_person"]),
        ("320102198801011517", []),  # misread: it fails its check
    ],
)
def test_on_a_scan_a_number_is_settled_by_its_check_character(number, found):
    fields = (field("id_number", "公民身份号码", ZHANG.id_number),)
    comparison = held(
        ["姓名 张晓明"[:2], f"公民身份号码{number}"], "身份证", fields, recognised=True
    )
    assert kinds(comparison) == found
    if not found and "O" in number:
        assert agreement(comparison, "id_number") == "agrees"


def test_a_namesake_of_the_applicant_is_another_person():
    lines = ["姓名 张晓明", f"公民身份号码{WANG}"]
    assert kinds(held(lines, "身份证")) == ["another_person"]
    officer = (field("officer", "食品安全管理人员", "孙丽娟"),)  # whose number nobody has
    lines = ["姓名 孙丽娟", f"公民身份号码{WANG}"]
    assert kinds(held(lines, "身份证", fields=officer)) == []


def test_on_a_scan_the_right_number_settles_a_misread_name():
    lines = ["姓名 张晓朋", f"公民身份号码{ZHANG.id_number}"]
    assert kinds(held(lines, "身份证", recognised=True)) == []
    assert kinds(held(lines, "身份证")) == ["another_person"]


def test_all_papers_of_one_other_person_are_one_finding():
    case = filed("身份证", "健康证明")
    readings = {
        "m1": paper(page("姓名 李四", f"公民身份号码{WANG}")),
        "m2": paper(page("健康证明", f"李四 公民身份号码 {WANG}")),
    }
    found = compare(case, readings, ITEM, TODAY).findings
    assert [f.kind for f in found] == ["another_person"]
    assert {place.material_id for place in found[0].places} == {"m1", "m2"}


# --- the paper itself -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("material", "line", "found"),
    [
        ("健康证明", "有效期至2026年3月1日", ["expired"]),
        ("健康证明", "有效期至 2026.03.01", ["expired"]),
        ("健康证明", "有效期至二〇二六年三月一日", ["expired"]),
        ("健康证明", "有效期至2026年3月2日", []),
        ("健康证明", "有效期至长期", []),
        ("租赁合同", "租期自2023年1月1日起至2025年12月31日止", ["expired"]),
        ("租赁合同", "租期自2026年4月1日起至2029年3月31日止", ["not_yet_valid"]),
        ("租赁合同", "租期自2026年3月2日起至2029年3月1日止", []),
        ("健康证明", "申请编号：320104-20260302-000001", []),
        ("健康证明", "申请编号：320104-20260302-000002", ["another_application"]),
    ],
)
def test_a_paper_out_of_its_term_or_of_another_application_is_pointed_out(material, line, found):
    assert kinds(held([f"{material}", line], material)) == found


@pytest.mark.parametrize(
    ("filed_as", "headed", "found"),
    [
        ("租赁合同", "健康证明", ["another_paper"]),
        ("租赁合同", "房屋租赁合同", []),
        ("租赁合同", "房屋租赁合同（续签）", []),
        ("租赁合同", "房屋买卖合同", ["another_paper"]),
        ("租赁合同", "第一页共三页", []),
        ("身份证", "房屋租赁合同", ["another_paper"]),
        ("身份证", "居住证明", []),  # nobody said how a card is headed
    ],
)
def test_a_paper_headed_as_something_else_than_it_is_filed_as_is_pointed_out(
    filed_as, headed, found
):
    assert kinds(held([headed, "第一条", "第二条", "第三条"], filed_as)) == found


def test_a_title_in_the_text_of_a_paper_is_no_heading():
    lines = ["目录", "健康证明", "第二条", "第三条"]
    assert held(lines).findings == ()


def test_a_paper_is_seen_to_be_blank_turned_twice_there_or_changed():
    case = filed("租赁合同", "身份证", "健康证明")
    first = case.materials[0]
    case = replace(case, materials=(*case.materials, replace(first, id="m4", name="复印件")))
    empty = PageReading(source="none", problem="blank")
    readings = {
        "m1": paper(empty, empty),
        "m2": paper(page("姓名 张晓明", turned=180)),
        "m3": paper(
            page("健康证明"), empty, signatures=(Signature(signer="卫健委", unchanged=False),)
        ),
        "m4": paper(empty, empty),
    }
    found = compare(case, readings, ITEM, TODAY).findings
    assert [(f.kind, f.material_id) for f in found] == [
        ("same_file", "m4"),
        ("blank", "m1"),
        ("upside_down", "m2"),
        ("changed_after_sealing", "m3"),
        ("blank", "m4"),
    ]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("https://example.invalid/?no=1028412345", []),
        ("https://example.invalid/?no=1028499999", ["code_differs"]),
        (f"姓名:李四,{WANG}", ["code_differs"]),
        (ZHANG.id_number, []),
        ("https://example.invalid/a", []),
    ],
)
def test_a_code_that_says_another_number_is_pointed_out(code, found):
    box = (0.8, 0.8, 0.9, 0.9)
    reading = paper(page("健康证明", "证书编号 1028412345", codes=(Code("QRCode", code, box),)))
    assert kinds(compare(filed("健康证明"), {"m1": reading}, ITEM, TODAY)) == found


def test_a_file_that_is_there_twice_is_not_told_for_its_title_too():
    case = filed("租赁合同", "健康证明")
    first, second = case.materials
    case = replace(case, materials=(first, replace(second, sha256=first.sha256)))
    same = paper(page("健康证明", "第一条", "第二条"))
    assert kinds(compare(case, {"m1": same, "m2": same}, ITEM, TODAY)) == ["same_file"]


def test_what_nobody_read_and_what_nobody_could_read_is_said():
    case = filed("租赁合同", "身份证", "健康证明")
    readings = {
        "m2": paper(page("姓名", problem="unreadable"), page(problem="not_recognised")),
        "m3": PaperReading(engine="test", problem="damaged"),
    }
    found = compare(case, readings, ITEM, TODAY)
    assert found.unread == ("m1",)
    assert [(p.material_id, p.page) for p in found.unreadable] == [("m2", 0), ("m2", 1), ("m3", -1)]


def test_only_the_papers_of_the_last_round_are_compared():
    case = filed("租赁合同", fields=(AREA,))
    again = replace(case.materials[0], id="m2", round=2)
    case = replace(case, materials=(*case.materials, again))
    readings = {
        "m1": paper(page("房屋租赁合同", "建筑面积68平方米")),
        "m2": paper(page("房屋租赁合同", "建筑面积86平方米")),
    }
    assert compare(case, readings, ITEM, TODAY).findings == ()


# --- ticks ----------------------------------------------------------------------------------------


def test_approval_waits_for_a_tick_on_each_finding_and_asks_anew_when_a_value_changes():
    case = replace(
        filed("租赁合同", fields=(AREA,), state="reviewing"),
        review=Review(materials={"m1": actions.review.Verdict(verdict="pass")}),
    )

    def codes(case, comparison):
        known = replace(a_situation(TODAY, item_of(LEASE)), comparison=comparison)
        reasons = lifecycle.blocking_reasons(case, actions.Approve(), BY, known)
        return {reason.code: reason for reason in reasons}

    def comparison(area):
        lines = page("房屋租赁合同", f"建筑面积{area}平方米")
        return compare(case, {"m1": paper(lines)}, ITEM, TODAY)

    first = comparison(68)
    found = first.findings[0]
    reason = codes(case, first)["papers_differ"]
    assert reason.fields == (found.id,)
    assert reason.text.zh == (f"材料比对提示的问题还有 1 处未核实（本系统要求）：{found.text.zh}")
    assert reason.article is None
    ticked = actions.RecordReview(checklist=(actions.ChecklistTick(id=found.id, done=True),))
    known = a_situation(TODAY, item_of(LEASE))
    assert not lifecycle.blocking_reasons(case, ticked, BY, known)
    after = replace(case, review=replace(case.review, checklist={found.id: Tick(done=True)}))
    assert codes(after, comparison(68)) == {}
    assert "papers_differ" in codes(after, comparison(69))


def test_approval_does_not_wait_for_what_is_only_told():
    case = replace(
        filed("身份证", state="reviewing"),
        review=Review(materials={"m1": actions.review.Verdict(verdict="pass")}),
    )
    turned = compare(case, {"m1": paper(page("姓名 张晓明", turned=90))}, ITEM, TODAY)
    assert kinds(turned) == ["upside_down"]
    known = replace(a_situation(TODAY, item_of(CARD)), comparison=turned)
    assert lifecycle.blocking_reasons(case, actions.Approve(), BY, known) == ()


@pytest.mark.parametrize(
    "id_", ["paper:", "paper:differs:123", "paper:differs:" + "0" * 17, "paper:" + "x" * 33 + ":"
            + "0" * 16, "xpaper:differs:0123456789abcdef"],
)  # fmt: skip
def test_only_an_id_of_a_finding_is_taken_for_one(id_):
    tick = actions.RecordReview(checklist=(actions.ChecklistTick(id=id_, done=True),))
    reasons = lifecycle.blocking_reasons(filed("租赁合同"), tick, BY, a_situation(TODAY, ITEM))
    assert [reason.code for reason in reasons] == ["point_unknown"]


# --- any reading ----------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("承租人乙方：张晓明李四 建筑面积平方米68.,-至年月日202651公民身份号码O壹万元㎡½①ß\n"))  # fmt: skip
SHARE = st.floats(0, 1)
PAGES = st.builds(
    PageReading,
    lines=st.lists(st.builds(Line, WORDS | st.text(), st.tuples(SHARE, SHARE, SHARE, SHARE)), max_size=5).map(tuple),
    codes=st.lists(st.builds(Code, st.text(), st.text(), st.just((0.0, 0.0, 1.0, 1.0))), max_size=2).map(tuple),
    source=st.sampled_from(["text", "recognised", "none"]),
    problem=st.sampled_from(["", "blank", "unreadable", "not_recognised"]),
    turned=st.sampled_from([0, 90, 180, 270]),
)  # fmt: skip
READINGS = st.builds(PaperReading, st.just("t"), st.lists(PAGES, max_size=3).map(tuple))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    READINGS,
    READINGS,
    st.text() | WORDS,
    st.none() | st.booleans() | st.floats() | st.integers() | st.text() | WORDS,
)
def test_any_reading_of_any_form_can_be_compared(one, other, name, value):
    fields = (
        AREA,
        ADDRESS,
        field("x", "建筑面积（万元）", value, "number"),
        field("y", "人", value),
    )
    case = filed("租赁合同", "身份证", fields=fields, applicant=replace(ZHANG, name=name))
    found = compare(case, {"m1": one, "m2": other}, ITEM, TODAY)
    assert found == compare(case, {"m1": one, "m2": other}, ITEM, TODAY)
    assert all(is_finding_id(finding.id) for finding in found.findings)
    for finding in found.findings:
        assert finding.text.zh and finding.text.en
        assert bool(finding.fault) is finding.needs_answer
    boxes = [said.place.box for e in found.fields for said in (*e.agreeing, *e.differing)]
    assert all(len(box) == 4 for box in boxes)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 99_999_999))
def test_a_value_agrees_with_itself_however_it_is_written(day, amount):
    fields = (
        field("day", "日期", day.isoformat(), "date"),
        field("sum", "费用（元）", amount, "money"),
    )
    days = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y.%m.%d}",
        f"{day.year}/{day.month}/{day.day}",
    )
    amounts = (f"{amount}元", f"￥{amount:,}.00元", f"{amount:,} 元", f"人民币{amount}.0元整")
    for line in (*days, *amounts):
        found = held([line], fields=fields)
        key = "day" if line in days else "sum"
        assert agreement(found, key) == "agrees", line


def test_the_tables_of_these_tests_describe_sound_numbers():
    assert {LEASE.name, CARD.name, CERTIFICATE.name} == {m.name for m in ITEM.materials}
