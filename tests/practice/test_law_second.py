"""The later half of the practice city's items, each by its own law.

The tables are written from the statutes' texts, not from the city's files. ``0`` days: no text
sets a period.
"""

import re

import pytest

from app.cases import kinds
from app.cases.procedure import BASES
from app.practice.scenes import load_city

LICENSING = "《中华人民共和国行政许可法》"
LIGHTNING = "《雷电防护装置设计审核和竣工验收规定》"
REAL_ESTATE = "《不动产登记暂行条例》"
FOOD = "《食品经营许可和备案管理办法》"
INSURANCE = "《中华人民共和国社会保险法》"
AGENCIES = "《社会保险经办条例》"
DEVICES = "《医疗器械经营监督管理办法》"
BUSINESS = "《优化营商环境条例》第三十六条第一款"  # what is missing is told a firm once
PLANNING = "《中华人民共和国城乡规划法》"
HYGIENE = "《公共场所卫生管理条例》"
HOUSEHOLDS = "《中华人民共和国户口登记条例》"
CITY = load_city()

# Kind, and the working days the law gives from acceptance or from receipt.
KINDS_AND_DAYS = {
    "lightning-review": ("licence", 10, "acceptance"),  # 规定 11.1
    "maternity-claim": ("public_service", 30, "receipt"),  # 经办条例 20.2
    "medical-device-filing": ("filing", 0, "acceptance"),  # 办法 21.1: done by handing it in
    "medical-insurance": ("public_service", 10, "receipt"),  # 经办条例 6.2
    "outdoor-sign": ("filing", 0, "acceptance"),
    "pharmacist-registration": ("licence", 20, "acceptance"),  # 行政许可法 42.1
    "planning-permit": ("licence", 20, "acceptance"),  # 行政许可法 42.1
    "prepackaged-food-filing": ("filing", 0, "acceptance"),  # 办法 42.1: all there, a number
    "property-transfer": ("confirmation", 30, "acceptance"),  # 暂行条例 20
    "public-place-hygiene": ("licence", 20, "acceptance"),  # 行政许可法 42.1
    "public-place-hygiene-filing": ("filing", 0, "acceptance"),  # 条例 8.2
    "publication-retail": ("licence", 20, "acceptance"),  # 行政许可法 42.1
    "quality-safety-supervision": ("filing", 0, "acceptance"),  # 质量管理条例 13
    "road-occupation": ("licence", 20, "acceptance"),  # 行政许可法 42.1
    "school-enrolment": ("public_service", 0, "acceptance"),
    "seal-filing": ("filing", 0, "acceptance"),  # 规则 5(1): one day, and the maker's
    "social-card": ("public_service", 10, "receipt"),  # 经办条例 6.2
    "social-insurance-registration": ("public_service", 15, "receipt"),  # 社会保险法 57.1
    "social-insurance-transfer": ("public_service", 45, "acceptance"),  # 暂行办法 8: 15 thrice
    "special-trade-licence": ("licence", 20, "acceptance"),  # 行政许可法 42.1
    "talent-residence": ("confirmation", 0, "acceptance"),
    "tax-registration": ("confirmation", 1, "receipt"),  # 税收征收管理法 15.1: the same day
    "tobacco-retail": ("licence", 20, "acceptance"),  # 行政许可法 42.1
    "utility-transfer": ("public_service", 0, "acceptance"),
    "vaccination-certificate": ("public_service", 0, "acceptance"),
}
CODES = sorted(KINDS_AND_DAYS)
LICENCES = [code for code in CODES if KINDS_AND_DAYS[code][0] == "licence"]
OTHERS = [code for code in CODES if code not in LICENCES]

CITATIONS = [
    ("lightning-review", "acceptance", f"{LIGHTNING}第八条第一款"),
    ("lightning-review", "deemed_acceptance", f"{LIGHTNING}第八条第三款"),
    ("lightning-review", "correction", f"{LIGHTNING}第八条第三款"),
    ("lightning-review", "uncorrected", f"{LIGHTNING}第八条第一款"),
    ("lightning-review", "approve", f"{LIGHTNING}第十一条第二款"),
    ("lightning-review", "deny", f"{LICENSING}第三十八条第二款"),
    ("maternity-claim", "approve", f"{AGENCIES}第二十条第二款"),
    ("maternity-claim", "deny", f"{INSURANCE}第五十四条"),
    ("medical-device-filing", "correction", BUSINESS),
    ("medical-device-filing", "approve", f"{DEVICES}第二十一条第一款"),
    ("medical-device-filing", "deny", f"{DEVICES}第四条第二款"),
    ("medical-insurance", "approve", f"{AGENCIES}第六条第二款"),
    ("outdoor-sign", "correction", BUSINESS),
    ("outdoor-sign", "approve", ""),
    ("pharmacist-registration", "approve", f"{LICENSING}第三十八条第一款"),
    ("planning-permit", "approve", f"{PLANNING}第四十条第二款"),
    ("planning-permit", "deny", f"{LICENSING}第三十八条第二款"),
    ("planning-permit", "interested_parties", f"{LICENSING}第四十七条第一款"),
    ("prepackaged-food-filing", "correction", BUSINESS),
    ("prepackaged-food-filing", "approve", f"{FOOD}第四十二条第一款"),
    ("prepackaged-food-filing", "deny", f"{FOOD}第四条第三款"),
    ("property-transfer", "acceptance", f"{REAL_ESTATE}第十七条第一款第一项"),
    ("property-transfer", "deemed_acceptance", f"{REAL_ESTATE}第十七条第二款"),
    ("property-transfer", "correction", f"{REAL_ESTATE}第十七条第一款第三项"),
    ("property-transfer", "uncorrected", f"{REAL_ESTATE}第十七条第一款第三项"),
    ("property-transfer", "not_competent", f"{REAL_ESTATE}第十七条第一款第四项"),
    ("property-transfer", "approve", f"{REAL_ESTATE}第二十一条"),
    ("property-transfer", "deny", f"{REAL_ESTATE}第二十二条"),
    ("public-place-hygiene", "acceptance", f"{LICENSING}第三十二条第一款第五项"),
    ("public-place-hygiene", "approve", f"{LICENSING}第三十八条第一款"),
    ("public-place-hygiene-filing", "approve", f"{HYGIENE}第八条第二款"),
    ("public-place-hygiene-filing", "deny", f"{HYGIENE}第八条第一款"),
    ("publication-retail", "correction", f"{LICENSING}第三十二条第一款第四项"),
    ("quality-safety-supervision", "approve", "《建设工程质量管理条例》第十三条"),
    ("school-enrolment", "approve", "《中华人民共和国义务教育法》第十二条"),
    ("seal-filing", "approve", "《印铸刻字业暂行管理规则》第五条第一项"),
    ("social-card", "approve", f"{AGENCIES}第六条第二款"),
    ("social-insurance-registration", "approve", f"{INSURANCE}第五十七条第一款"),
    ("social-insurance-transfer", "approve", f"{AGENCIES}第十六条"),
    ("talent-residence", "approve", f"{HOUSEHOLDS}第十条第二款"),
    ("tax-registration", "correction", "《税务登记管理办法》第十三条"),
    ("tax-registration", "approve", "《中华人民共和国税收征收管理法》第十五条第一款"),
    ("utility-transfer", "approve", "《电力供应与使用条例》第二十三条"),
    ("vaccination-certificate", "approve", "《中华人民共和国疫苗管理法》第四十七条第一款"),
]
GOVERNED_BY = [
    ("lightning-review", "《气象灾害防御条例》第二十三条第三款"),
    ("maternity-claim", f"{INSURANCE}第五十四条、第五十五条"),
    ("medical-device-filing", "《医疗器械监督管理条例》第四十一条"),
    ("planning-permit", f"{PLANNING}第四十条"),
    ("prepackaged-food-filing", f"{FOOD}第五条第一款、第四十二条第一款"),
    ("public-place-hygiene", f"{HYGIENE}第四条、第八条第一款"),
    ("publication-retail", "《出版管理条例》第三十五条第二款"),
    ("special-trade-licence", "《旅馆业治安管理办法》第三条、第四条第一款"),
    ("social-insurance-registration", f"{AGENCIES}第六条第一款"),
    ("tobacco-retail", "《中华人民共和国烟草专卖法实施条例》第九条"),
    ("tobacco-retail", "《中华人民共和国未成年人保护法》第五十九条第一款"),
]
TITLES = [
    ("lightning-review", "accept", "雷电防护装置设计审核受理回执"),
    ("lightning-review", "request_correction", "雷电防护装置设计审核资料补正通知"),
    ("lightning-review", "approve", "雷电防护装置设计核准意见书"),
    ("lightning-review", "deny", "不予行政许可决定书"),
    ("planning-permit", "approve", "准予行政许可决定书"),
    ("property-transfer", "approve", "准予登记通知书"),
    ("property-transfer", "deny", "不予登记告知书"),
    ("property-transfer", "refuse_acceptance", "不予受理告知书"),
    ("talent-residence", "approve", "准予迁入证明"),
    ("tax-registration", "approve", "税务事项通知书"),
    ("seal-filing", "approve", "备案回执"),
    ("medical-insurance", "approve", "办结通知书"),
    ("vaccination-certificate", "approve", "办结通知书"),
]
POINTS = [  # a point of review and the article it rests on
    ("public-place-hygiene", "第三条第一款"),
    ("publication-retail", "第七十条第一款"),  # ten years, not five
    ("prepackaged-food-filing", "第四十一条"),
    ("road-occupation", "第三十七条第一款"),  # a fee, no deposit
    ("school-enrolment", "第十一条第一款"),
    ("seal-filing", "第三条第一款"),
    ("property-transfer", "第八十四条"),  # an objection is no bar
    ("special-trade-licence", "《旅馆业治安管理办法》第三条"),
    ("tobacco-retail", "第九条第三项"),
]
PAPERS = [
    ("maternity-claim", {"医疗收费票据", "费用清单", "诊断证明", "病历资料（出院小结）"}),
    ("lightning-review", {"雷电防护装置设计说明书", "雷电防护装置设计图纸", "防雷产品相关说明"}),
    ("property-transfer", {"原不动产权证书", "税费缴纳凭证", "转让人身份证明"}),
    ("public-place-hygiene", {"公共场所卫生检测或者评价报告", "公共场所卫生管理制度"}),
]
DISTRICTS = "玄武区 秦淮区 建邺区 鼓楼区 浦口区 栖霞区 雨花台区 江宁区 六合区 溧水区 高淳区".split()
DECIDED_IN_THE_DISTRICT = {
    "outdoor-sign", "prepackaged-food-filing", "public-place-hygiene",
    "public-place-hygiene-filing", "publication-retail", "school-enrolment", "seal-filing",
    "special-trade-licence", "talent-residence", "tax-registration",
}  # fmt: skip
CITATION = re.compile(
    r"(《[^《》]+》第[一二三四五六七八九十百]+条(第[^《》、]+[款项])?(、第[^《》、]+)*、?)+"
)


def item(code):
    return CITY.items[code].ref()


@pytest.mark.parametrize("code", CODES)
def test_an_item_is_the_kind_of_act_its_law_makes_it(code):
    assert item(code).kind == KINDS_AND_DAYS[code][0]


@pytest.mark.parametrize("code", CODES)
def test_an_item_has_the_days_its_law_gives(code):
    _, days, begins = KINDS_AND_DAYS[code]
    found = item(code)
    assert (found.statutory_days, found.procedure.counted_from) == (days, begins)


@pytest.mark.parametrize("code", CODES)
def test_the_city_promises_a_third_of_the_days_or_less(code):
    found = item(code)
    most = max(1, found.statutory_days * 35 // 100) if found.statutory_days else 7
    assert 1 <= found.promised_days <= most
    assert found.promised_days == 1 or not found.instant


@pytest.mark.parametrize("code", CODES)
def test_a_licence_is_accepted_in_five_days_or_deemed_so_and_all_else_on_the_spot(code):
    deems = code in LICENCES or code == "property-transfer"  # 暂行条例 17.2
    assert kinds.acceptance_days(item(code)) == (5 if code in LICENCES else 1)
    assert kinds.deems_acceptance(item(code)) == deems


@pytest.mark.parametrize("code", CODES)
def test_only_a_licence_of_twenty_days_may_take_ten_more(code):
    extension = kinds.extension(item(code))
    may = code in LICENCES and code != "lightning-review"  # the rule of ten days knows none
    assert extension.days == (10 if may else 0)
    if may:
        assert (extension.by, extension.basis) == ("本机关负责人", f"{LICENSING}第四十二条第一款")


@pytest.mark.parametrize("code", CODES)
def test_a_licence_s_papers_are_corrected_by_a_day_and_others_go_back(code):
    assert kinds.returns_papers(item(code)) == (code in OTHERS)


@pytest.mark.parametrize("code", CODES)
def test_only_what_is_a_licence_or_a_registration_of_real_estate_is_refused_uncorrected(code):
    refused = code in LICENCES or code == "property-transfer"
    assert kinds.gives_up(item(code)) is not refused


@pytest.mark.parametrize("code", CODES)
def test_a_decision_is_delivered_in_ten_days(code):
    assert kinds.delivery_days(item(code)) == 10


@pytest.mark.parametrize("code", CODES)
def test_only_the_hearing_of_a_planning_permit_stops_a_clock(code):
    special = [(each.procedure, each.basis) for each in item(code).procedure.special]
    hearing = [("hearing", f"{LICENSING}第四十六条、第四十七条")]
    assert special == (hearing if code == "planning-permit" else [])


@pytest.mark.parametrize("code", CODES)
def test_neighbours_are_heard_of_a_plan_and_of_a_closed_road(code):
    heard = code in ("planning-permit", "road-occupation")
    assert item(code).procedure.interested_parties == heard


@pytest.mark.parametrize(("code", "type_", "title"), TITLES)
def test_a_notice_bears_the_title_of_its_item(code, type_, title):
    assert kinds.title(item(code), type_) == title


@pytest.mark.parametrize(("code", "point", "citation"), CITATIONS)
def test_a_rule_rests_on_the_article_that_says_it(code, point, citation):
    assert kinds.citation(item(code), point) == citation


@pytest.mark.parametrize(("code", "basis"), GOVERNED_BY)
def test_an_item_names_the_text_that_governs_it(code, basis):
    assert basis in item(code).legal_basis


@pytest.mark.parametrize(("code", "article"), POINTS)
def test_a_point_of_review_names_its_article(code, article):
    assert [p for p in CITY.items[code].checklist if p.basis.endswith(article)]


@pytest.mark.parametrize("code", CODES)
def test_every_basis_is_written_as_a_notice_cites_it(code):
    procedure = item(code).procedure
    points = [point.basis for point in CITY.items[code].checklist if point.basis]
    special = [each.basis for each in procedure.special]
    for basis in (*procedure.bases.values(), *points, *special):
        assert CITATION.fullmatch(basis), basis
    for text in item(code).legal_basis:
        assert text.startswith("《")


@pytest.mark.parametrize(("code", "papers"), PAPERS)
def test_an_item_asks_for_the_papers_its_law_names(code, papers):
    assert papers <= {material.name for material in CITY.items[code].materials}


@pytest.mark.parametrize("code", CODES)
def test_what_may_come_later_is_a_paper_of_the_item_and_said_to_have_no_text(code):
    deferrable = item(code).procedure.deferrable
    assert set(deferrable) <= {material.name for material in CITY.items[code].materials}
    assert not deferrable or any("可以后补" in doubt for doubt in CITY.items[code].unverified)


@pytest.mark.parametrize("code", CODES)
def test_ready_words_for_a_decision_ask_for_nothing(code):
    spec = CITY.items[code]
    assert spec.corrections
    asking = re.compile("请补正|请修改|请重新|请结清")
    assert [words for words in spec.opinions if asking.search(words)] == []
    assert [words for words in spec.corrections if asking.search(words)] == []


@pytest.mark.parametrize("code", CODES)
def test_an_item_of_a_hall_s_district_is_decided_there(code):
    spec = CITY.items[code]
    assert spec.district == (code in DECIDED_IN_THE_DISTRICT)
    for check in spec.checks:
        if check.rule == "in_jurisdiction":
            assert check.params["districts"] == DISTRICTS


def test_no_restaurant_is_asked_for_a_hygiene_licence_and_a_bookshop_files():
    asked = {
        scene.code: [part.code for part in scene.items if "hygiene" in part.code]
        for scene in CITY.scenes.values()
    }
    assert {code: found for code, found in asked.items() if found} == {
        "open-guesthouse": ["public-place-hygiene"],
        "open-bookshop": ["public-place-hygiene-filing"],
    }


def test_a_scene_s_special_procedure_is_one_its_item_knows():
    for scene in CITY.scenes.values():
        for part in scene.items:
            if part.code in KINDS_AND_DAYS and part.special:
                known = item(part.code).procedure.special
                assert part.special in [each.procedure for each in known]


def test_what_costs_something_says_so():
    free = {code for code in CODES if CITY.items[code].fee == "不收费"}
    assert {"property-transfer", "road-occupation"}.isdisjoint(free)
    assert "不动产登记费" in CITY.items["property-transfer"].fee
    assert "城市道路挖掘修复费" in CITY.items["road-occupation"].fee


def test_an_item_cites_its_texts_at_points_that_its_procedure_knows():
    for code, spec in CITY.items.items():
        assert set(spec.procedure.bases) <= set(BASES), code


def test_nobody_is_kept_from_a_vaccination_certificate_or_from_school_by_a_missing_dose():
    assert len(CITY.items["vaccination-certificate"].opinions) == 1  # none refuses (Art. 47)
    never = {code: i.procedure.no_refusal for code, i in CITY.items.items()}
    text = "《中华人民共和国疫苗管理法》第四十七条第一款"
    assert {code: basis for code, basis in never.items() if basis} == {
        "vaccination-certificate": text
    }
    for code in ("vaccination-certificate", "school-enrolment"):
        (point,) = [
            p for p in CITY.items[code].checklist if "接种证由" in p.text or "首针" in p.text
        ]
        assert "不是" in point.text
