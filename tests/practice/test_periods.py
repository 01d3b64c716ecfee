"""What sets the days to decide, for each item of the practice city that has a period by law.

The table is written from the statutes' texts, not from the city's files.
"""

import pytest

from app.cases import kinds
from app.practice.scenes import load_city

CITY = load_city()
LICENSING = "行政许可法第四十二条第一款"
AGENCIES = "《社会保险经办条例》"
PERIODS = {
    "business-licence": "《中华人民共和国市场主体登记管理条例》第十九条第一款",
    "civil-defence-review": LICENSING,
    "construction-permit": "《中华人民共和国建筑法》第八条第二款",
    "construction-waste": "《城市建筑垃圾管理规定》第七条第二款",
    "drainage-permit": "《城镇污水排入排水管网许可管理办法》第六条第一款",
    "drug-retail-licence": "《中华人民共和国药品管理法实施条例》第四十二条第一款",
    "fire-safety-inspection": "《中华人民共和国消防法》第十五条第三款",
    "food-business-licence": "《食品经营许可和备案管理办法》第二十一条",
    "fuel-licence-change": "《危险化学品经营许可证管理办法》第十五条",
    "fuel-retail-change": LICENSING,
    "household-move-home": LICENSING,
    "housing-fund-withdrawal": "《住房公积金管理条例》第二十五条第二款",
    "invoice-supply": "《中华人民共和国发票管理办法》第十五条第一款",
    "lightning-review": "《雷电防护装置设计审核和竣工验收规定》第十一条第一款",
    "maternity-claim": f"{AGENCIES}第二十条第二款",
    "medical-insurance": f"{AGENCIES}第六条第二款",
    "pharmacist-registration": LICENSING,
    "planning-permit": LICENSING,
    "property-transfer": "《不动产登记暂行条例》第二十条",
    "public-place-hygiene": LICENSING,
    "publication-retail": LICENSING,
    "road-occupation": LICENSING,
    "social-card": f"{AGENCIES}第六条第二款",
    "social-insurance-registration": "《中华人民共和国社会保险法》第五十七条第一款",
    "social-insurance-transfer": "《城镇企业职工基本养老保险关系转移接续暂行办法》第八条",
    "special-trade-licence": LICENSING,
    "tax-registration": "《中华人民共和国税收征收管理法》第十五条第一款",
    "tobacco-retail": LICENSING,
}
NOT_READ = {"fire-acceptance"}  # fifteen days, from memory: its file says so


@pytest.mark.parametrize("code", PERIODS)
def test_the_text_that_sets_the_days_to_decide_is_named(code):
    said = kinds.statutory_basis(CITY.items[code].ref())
    assert said is not None
    assert said.zh == PERIODS[code]


def test_no_period_is_without_its_text_but_one_that_is_marked():
    set_by_law = {code for code, item in CITY.items.items() if item.statutory_days}
    assert set_by_law == PERIODS.keys() | NOT_READ
    for code in NOT_READ:
        assert kinds.statutory_basis(CITY.items[code].ref()) is None
        assert CITY.items[code].unverified


@pytest.mark.parametrize("code", sorted(CITY.items.keys() - PERIODS.keys()))
def test_what_has_no_period_by_law_names_no_text(code):
    assert kinds.statutory_basis(CITY.items[code].ref()) is None
