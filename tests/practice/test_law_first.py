"""The first half of the practice city's items against their laws: the tables are written from the
statutes' texts, not from the data."""

from typing import NamedTuple

import pytest

from app.cases import kinds
from app.practice.scenes import load_city

CITY = load_city()


class Law(NamedTuple):
    """Days are working days; 0 ``days`` where no text sets a period."""

    kind: str
    days: int
    acceptance: int = 1
    extension: int = 0
    delivery: int = 10
    handling: str = "instant"
    counted_from: str = "acceptance"
    correction: str = "period"
    uncorrected: str = "refuse"


RETURNED = {"correction": "return", "uncorrected": "abandoned"}
LAWS = {
    "birth-certificate": Law("public_service", 0, **RETURNED),
    # 市场主体登记管理条例 19: at once, else 3, and 3 more; 实施细则 18: the papers go back
    "business-licence": Law("confirmation", 3, extension=3, **RETURNED),
    "care-home-filing": Law("filing", 0, **RETURNED),
    # 行政许可法 42: 20 and 10 more
    "civil-defence-review": Law("licence", 20, 5, 10, handling="promised"),
    # 建筑法 8: 7 from receipt, no extension
    "construction-permit": Law("licence", 7, 5, handling="promised", counted_from="receipt"),
    # 城市建筑垃圾管理规定 7: 20 from receipt
    "construction-waste": Law("licence", 20, 5, 10, handling="promised", counted_from="receipt"),
    "deed-tax": Law("public_service", 0, **RETURNED),
    "degree-verification": Law("public_service", 0, **RETURNED),
    "designated-pharmacy": Law("public_service", 0, handling="promised", uncorrected="abandoned"),
    # 城镇污水排入排水管网许可管理办法 6: 15 from acceptance
    "drainage-permit": Law("licence", 15, 5, 10, handling="promised"),
    # 药品管理法实施条例 42: 20; 市场监督管理行政许可程序暂行规定 15(4): given up
    "drug-retail-licence": Law("licence", 20, 5, handling="promised", uncorrected="abandoned"),
    "fire-acceptance": Law("licence", 15, 5, 10, handling="promised"),
    # 消防法 15: on a promise; an inspection within 10
    "fire-safety-inspection": Law("licence", 10, 5),
    # 食品经营许可和备案管理办法 18, 21, 22: 10, 5 more, delivered within 5; given up
    "food-business-licence": Law(
        "licence", 10, 5, 5, delivery=5, handling="promised", uncorrected="abandoned"
    ),
    # 危险化学品经营许可证管理办法 15: 10 from receipt
    "fuel-licence-change": Law("licence", 10, 5, counted_from="receipt"),
    # 成品油流通管理办法 12: as 行政许可法 has it
    "fuel-retail-change": Law("licence", 20, 5, 10),
    "guesthouse-security-filing": Law("filing", 0, **RETURNED),
    "household-move-home": Law("licence", 20, 5, 10, handling="promised"),
    "household-registration": Law("confirmation", 0, **RETURNED),
    "housing-fund-registration": Law("confirmation", 0, **RETURNED),
    # 住房公积金管理条例 25: 3
    "housing-fund-withdrawal": Law("public_service", 3, **RETURNED),
    "inner-clinic-filing": Law("filing", 0, **RETURNED),
    # 发票管理办法 15: 5
    "invoice-supply": Law("public_service", 5, **RETURNED),
    "kitchen-waste-filing": Law("filing", 0, **RETURNED),
}
TITLES = {
    ("business-licence", "accept"): "接收申请材料凭证",
    ("business-licence", "approve"): "登记通知书",
    ("business-licence", "deny"): "不予登记通知书",
    ("birth-certificate", "approve"): "办结通知书",
    ("care-home-filing", "approve"): "备案回执",
    ("construction-permit", "approve"): "准予行政许可决定书",
    ("deed-tax", "approve"): "办结通知书",
    ("degree-verification", "approve"): "办结通知书",
    ("drug-retail-licence", "deny"): "不予行政许可决定书",
    ("fire-acceptance", "approve"): "特殊建设工程消防验收意见书",
    ("fire-acceptance", "deny"): "特殊建设工程消防验收意见书",
    ("fire-safety-inspection", "approve"): "公众聚集场所投入使用、营业前消防安全检查意见书",
    ("fire-safety-inspection", "deny"): "不同意投入使用、营业决定书",
    ("food-business-licence", "approve"): "准予行政许可决定书",
    ("household-move-home", "approve"): "准予迁入证明",
    ("housing-fund-withdrawal", "approve"): "准予提取决定",
    ("housing-fund-withdrawal", "deny"): "不准提取决定",
    ("invoice-supply", "approve"): "办结通知书",
    ("kitchen-waste-filing", "approve"): "备案回执",
}
REGISTRATION = "《中华人民共和国市场主体登记管理条例》"
FOOD = "《食品经营许可和备案管理办法》"
DRUGS = "《中华人民共和国药品管理法实施条例》"
MARKET = "《市场监督管理行政许可程序暂行规定》"
LICENSING = "《中华人民共和国行政许可法》"
CITATIONS = {
    ("birth-certificate", "approve"): "《中华人民共和国母婴保健法》第二十三条",
    ("business-licence", "approve"): f"{REGISTRATION}第十九条第一款",
    ("business-licence", "deny"): f"{REGISTRATION}第二十条",
    ("business-licence", "acceptance"): f"{REGISTRATION[:-1]}实施细则》第十八条第二款",
    ("business-licence", "correction"): f"{REGISTRATION[:-1]}实施细则》第十八条第三款",
    ("business-licence", "deemed_acceptance"): "",
    ("care-home-filing", "approve"): "《中华人民共和国老年人权益保障法》第四十三条第三款",
    ("care-home-filing", "deny"): "",
    ("civil-defence-review", "approve"): (
        "《江苏省实施〈中华人民共和国人民防空法〉办法》第十二条第二款"
    ),
    ("civil-defence-review", "deny"): f"{LICENSING}第三十八条第二款",
    ("construction-permit", "approve"): "《中华人民共和国建筑法》第八条第二款",
    ("construction-permit", "correction"): "《建筑工程施工许可管理办法》第五条第三项",
    ("construction-permit", "deemed_acceptance"): f"{LICENSING}第三十二条第一款第四项",
    ("construction-waste", "deny"): "《城市建筑垃圾管理规定》第七条第二款",
    ("deed-tax", "approve"): "《中华人民共和国契税法》第十一条",
    ("deed-tax", "deny"): "",
    ("degree-verification", "approve"): "",
    ("designated-pharmacy", "approve"): "",
    ("drainage-permit", "approve"): "《城镇排水与污水处理条例》第二十二条第二款",
    ("drug-retail-licence", "approve"): f"{DRUGS}第四十二条第一款",
    ("drug-retail-licence", "false_materials"): f"{DRUGS}第八十二条第一款",
    ("drug-retail-licence", "barred"): f"{DRUGS}第八十二条第一款",
    ("drug-retail-licence", "uncorrected"): f"{MARKET}第十五条第四项",
    ("fire-safety-inspection", "approve"): "《中华人民共和国消防法》第十五条第二款",
    ("food-business-licence", "correction"): f"{FOOD}第十八条第四项",
    ("food-business-licence", "deemed_acceptance"): f"{FOOD}第十八条第四项",
    ("food-business-licence", "uncorrected"): f"{FOOD}第十八条第四项",
    ("food-business-licence", "approve"): f"{FOOD}第二十二条",
    ("food-business-licence", "deliver"): f"{FOOD}第二十二条",
    ("food-business-licence", "false_materials"): f"{FOOD}第五十三条",
    ("food-business-licence", "deferral"): "",
    ("fuel-licence-change", "approve"): "《危险化学品经营许可证管理办法》第十五条第二款",
    ("fuel-retail-change", "approve"): "《成品油流通管理办法》第十七条第一款",
    ("fuel-retail-change", "deny"): "《成品油流通管理办法》第九条第二款",
    ("household-move-home", "approve"): "《中华人民共和国户口登记条例》第十条第二款",
    ("household-registration", "approve"): "《中华人民共和国户口登记条例》第七条第一款",
    ("housing-fund-registration", "approve"): "《住房公积金管理条例》第十四条",
    ("housing-fund-withdrawal", "deny"): "《住房公积金管理条例》第二十五条第二款",
    ("inner-clinic-filing", "approve"): "《医疗机构管理条例》第十四条",
    ("invoice-supply", "approve"): "《中华人民共和国发票管理办法》第十五条第一款",
    ("kitchen-waste-filing", "approve"): "",
}
BY_THE_DISTRICT = {
    "business-licence", "care-home-filing", "deed-tax", "drainage-permit", "drug-retail-licence",
    "fire-safety-inspection", "food-business-licence", "fuel-licence-change",
    "guesthouse-security-filing", "household-move-home", "household-registration",
    "inner-clinic-filing", "invoice-supply", "kitchen-waste-filing",
}  # fmt: skip
# What no text asks the applicant for, and what does not exist.
NOT_ASKED = {
    "birth-certificate": "分娩记录摘要",
    "civil-defence-review": "建设工程规划许可证",
    "degree-verification": "学历证书",
    "drug-retail-licence": "从业人员健康证明",
    "fire-acceptance": "消防设施检测合格证明",
    "food-business-licence": "从业人员健康证明",
    "fuel-licence-change": "主要负责人身份证",
}
INVENTED = (
    "姓名登记条例", "人才市场管理规定", "江苏省乡村旅游民宿治安管理规定", "药品零售许可特别程序告知办法",
    "住房公积金提取管理办法", "检查合格证", "十八个月的注销", "网络经营”", "不少于六个月",
)  # fmt: skip
DISTRICTS = "玄武区 秦淮区 建邺区 鼓楼区 浦口区 栖霞区 雨花台区 江宁区 六合区 溧水区 高淳区".split()
every_item = pytest.mark.parametrize("code", sorted(LAWS))


@every_item
def test_an_item_is_the_kind_of_act_its_law_makes_it(code):
    assert CITY.items[code].kind == LAWS[code].kind


@every_item
def test_an_item_is_decided_in_the_days_its_law_gives(code):
    item, law = CITY.items[code], LAWS[code]
    assert item.statutory_days == law.days
    assert item.procedure.counted_from == law.counted_from


@every_item
def test_an_item_is_promised_in_35_percent_of_its_statutory_days_at_most(code):
    item, law = CITY.items[code], LAWS[code]
    assert item.handling == law.handling
    most = max(1, law.days * 35 // 100) if law.days else 20
    assert 1 <= item.promised_days <= (1 if law.handling == "instant" else most)


@every_item
def test_acceptance_delivery_and_extension_are_as_the_item_s_law_has_them(code):
    ref, law = CITY.items[code].ref(), LAWS[code]
    assert kinds.acceptance_days(ref) == law.acceptance
    assert kinds.delivery_days(ref) == law.delivery
    assert kinds.extension(ref).days == law.extension


@every_item
def test_what_is_incomplete_goes_back_or_is_told_with_a_last_day(code):
    ref, law = CITY.items[code].ref(), LAWS[code]
    assert kinds.returns_papers(ref) == (law.correction == "return")
    assert kinds.gives_up(ref) == (law.uncorrected == "abandoned")


@pytest.mark.parametrize(
    ("code", "by", "basis"),
    [
        ("business-licence", "登记机关负责人", f"{REGISTRATION}第十九条第一款"),
        ("food-business-licence", "市场监督管理部门负责人", f"{FOOD}第二十一条"),
        ("drainage-permit", "本机关负责人", f"{LICENSING}第四十二条第一款"),
    ],
)
def test_an_extension_says_who_approves_it_and_by_which_article(code, by, basis):
    extension = kinds.extension(CITY.items[code].ref())
    assert (extension.by, extension.basis) == (by, basis)


@every_item
def test_only_a_hearing_on_a_food_licence_stops_a_clock(code):
    special = [(s.procedure, s.basis) for s in CITY.items[code].procedure.special]
    assert special == (
        [("hearing", f"{FOOD}第二十四条")] if code == "food-business-licence" else []
    )


@every_item
def test_a_scene_names_only_the_special_procedures_its_item_knows(code):
    known = {s.procedure for s in CITY.items[code].procedure.special}
    parts = [p for scene in CITY.scenes.values() for p in scene.items if p.code == code]
    assert {p.special for p in parts if p.special} <= known


@pytest.mark.parametrize(("code", "type_"), sorted(TITLES))
def test_a_notice_bears_the_title_its_law_names(code, type_):
    assert kinds.title(CITY.items[code].ref(), type_) == TITLES[code, type_]


@pytest.mark.parametrize(("code", "point"), sorted(CITATIONS))
def test_a_rule_cites_the_article_that_says_it_or_none(code, point):
    assert kinds.citation(CITY.items[code].ref(), point) == CITATIONS[code, point]


@every_item
def test_the_district_decides_where_the_law_gives_it_to_the_district(code):
    assert CITY.items[code].district == (code in BY_THE_DISTRICT)


@pytest.mark.parametrize(
    ("code", "materials", "basis"),
    [
        (
            "drainage-permit",
            ("排水隐蔽工程竣工报告", "水质检测报告"),
            "《城镇污水排入排水管网许可管理办法》第七条第四项、第五项",
        ),
        (
            "fire-safety-inspection",
            ("场所平面布置图", "灭火和应急疏散预案", "消防安全制度"),
            "《中华人民共和国消防法》第十五条第二款",
        ),
    ],
)
def test_a_promise_stands_in_for_the_materials_its_rule_names(code, materials, basis):
    commitment = CITY.items[code].procedure.commitment
    assert (commitment.materials, commitment.basis) == (materials, basis)


@every_item
def test_what_may_be_promised_or_brought_later_is_among_the_materials(code):
    item = CITY.items[code]
    promised = item.procedure.commitment.materials if item.procedure.commitment else ()
    assert {*promised, *item.procedure.deferrable} <= {m.name for m in item.materials}


@pytest.mark.parametrize(("code", "name"), sorted(NOT_ASKED.items()))
def test_a_paper_no_text_asks_for_is_not_required(code, name):
    assert name not in {m.name for m in CITY.items[code].materials if m.required}


@every_item
def test_a_ready_made_opinion_decides_and_a_correction_says_what_is_wrong(code):
    item = CITY.items[code]
    assert item.corrections
    assert not [said for said in (*item.opinions, *item.corrections) if "，请" in said]
    assert not [said for said in item.opinions if "补" in said]
    if item.kind != "licence" and code != "housing-fund-withdrawal":  # 条例 25: 准予提取
        assert not [said for said in item.opinions if "准予" in said]


@every_item
def test_no_invented_law_stands_in_an_item(code):
    item = CITY.items[code]
    said = str(item)
    assert [name for name in INVENTED if name in said] == []
    cited = [*item.legal_basis, *item.procedure.bases.values()]
    assert cited and all(basis.startswith("《") for basis in cited)


@every_item
def test_a_doubt_that_remains_is_a_sentence(code):
    assert all(doubt.endswith("。") for doubt in CITY.items[code].unverified)


@every_item
def test_an_authority_of_the_city_knows_all_its_districts(code):
    for check in CITY.items[code].checks:
        if check.rule == "in_jurisdiction":
            assert check.params["districts"] == DISTRICTS


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("civil-defence-review", "易地建设费"),
        ("construction-waste", "处置费"),
        ("deed-tax", "契税"),
        ("drainage-permit", "污水处理费"),
        ("kitchen-waste-filing", "生活垃圾处理费"),
    ],
)
def test_a_fee_is_named_where_there_is_one(code, words):
    assert words in CITY.items[code].fee


def test_the_planning_permit_comes_after_civil_defence_and_before_construction():
    parts = {part.code: part.after for part in CITY.scenes["building-permit"].items}
    assert "civil-defence-review" in parts["planning-permit"]
    assert "planning-permit" in parts["construction-permit"]
