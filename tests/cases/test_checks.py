"""Automatic checks: each finding rests on a fact or says that it does not know."""

from datetime import date

import pytest
from msgspec.structs import replace

from app.cases.checks import RULES, Finding, missing_materials, run_checks, unanswered
from app.cases.identity import age_on, resident_id_problem
from app.cases.model import (
    CheckRule,
    Department,
    Field,
    ItemMaterial,
    Licence,
    Review,
    Section,
    Tick,
)
from app.cases.sentence import say
from app.practice.people import with_sound_check_digit
from tests.support.examples import a_case, a_material, a_situation, a_thing, an_item

TODAY = date(2026, 3, 2)


def finding(rule: str, case, known=None, **params):
    item = an_item(checks=(CheckRule(id="k", rule=rule, params=params),))
    return run_checks(case, a_situation(TODAY, item, **(known or {})))[0]


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014"])
def test_the_standards_own_example_numbers(number):
    problem = resident_id_problem(number, TODAY)
    assert (problem is None) == (number == "11010519491231002X")  # born 1880: impossible today


@pytest.mark.parametrize(
    ("number", "sound"),
    [("810000199408230021", True), ("830000199201300022", True), ("11010519491231002", False),
     ("110105194912310021", False), ("11010519490231002X", False)],
)  # fmt: skip
def test_a_resident_identity_number_is_judged_by_date_and_check_digit_not_by_region(number, sound):
    assert (resident_id_problem(number, TODAY) is None) == sound


def test_a_wrong_check_digit_fails_and_names_its_field():
    found = finding("resident_id", a_case(fields={"id": "110105194912310021"}), field="id")
    assert (found.outcome, found.field) == ("fail", "id")


@pytest.mark.parametrize(
    ("rule", "params"),
    [("resident_id", {"field": "id"}), ("uscc", {"field": "c"}), ("phone", {"field": "p"}),
     ("same_value", {"field": "a", "other": "b"}), ("licence_valid", {"kind": "营业执照"}),
     ("material_in_date", {"material": "健康证明"}), ("in_jurisdiction", {"field": "address"}),
     ("age_between", {"field": "id", "min": 18}), ("depends_on_decided", {}), ("no_open_duplicate", {}),
     ("from_the_future", {})],
)  # fmt: skip
def test_where_the_fact_is_missing_the_answer_is_unknown_never_pass(rule, params):
    assert finding(rule, a_case(), **params).outcome == "unknown"


@pytest.mark.parametrize(
    ("status", "valid_to", "holder", "outcome"),
    [
        ("valid", None, "91320104MA1XXXXXX1", "pass"),
        ("revoked", None, "91320104MA1XXXXXX1", "fail"),
        ("valid", date(2026, 3, 1), "91320104MA1XXXXXX1", "fail"),
        ("valid", None, "other", "fail"),
    ],
)
def test_a_licence_counts_only_if_valid_in_date_and_the_applicants(
    status, valid_to, holder, outcome
):
    licence = Licence(
        kind="营业执照", no="1", holder="x", holder_id=holder, status=status, valid_to=valid_to
    )
    case = a_case(materials=(a_material("营业执照", licence=licence),))
    found = finding("licence_valid", case, kind="营业执照")
    assert (found.outcome, found.material_id) == (outcome, "ma-营业执照")


def test_an_address_in_another_district_is_outside_the_jurisdiction():
    near, far = (
        a_case(fields={"a": "南京市玄武区珠江路1号"}),
        a_case(fields={"a": "南京市江宁区双龙大道1号"}),
    )
    assert finding("in_jurisdiction", near, field="a", districts=["玄武区"]).outcome == "pass"
    assert finding("in_jurisdiction", far, field="a", districts=["玄武区"]).outcome == "fail"


def test_two_fields_that_differ_are_shown_with_what_the_other_says():
    found = finding(
        "same_value", a_case(fields={"area": 86, "lease": 68}), field="area", other="lease"
    )
    assert found.outcome == "fail"
    assert "68" in found.text.zh


def test_the_item_chooses_the_rules_and_their_order():
    checks = tuple(CheckRule(id=f"k{n}", rule=rule) for n, rule in enumerate(RULES))
    found = run_checks(a_case(), a_situation(TODAY, an_item(checks=checks)))
    assert [finding.rule for finding in found] == list(RULES)
    assert set(RULES) == {
        "resident_id", "uscc", "phone", "same_value", "licence_valid", "materials_complete",
        "material_in_date", "in_jurisdiction", "age_between", "no_open_duplicate",
        "depends_on_decided",
    }  # fmt: skip
    assert run_checks(a_case(), a_situation(TODAY, an_item())) == ()


def test_a_material_list_that_has_not_come_is_not_called_complete():
    known = {"item_known": False}
    assert finding("materials_complete", a_case(), known).outcome == "unknown"
    assert finding("materials_complete", a_case()).outcome == "pass"


def test_a_missing_material_is_named_and_pointed_at():
    case = a_case(materials=(a_material("平面图", sha256=""),))
    found = finding("materials_complete", case)
    assert (found.outcome, found.material_id) == ("fail", "ma-平面图")
    assert "平面图" in found.text.zh


@pytest.mark.parametrize(
    ("number", "outcome"),
    [("11010519491231002X", "pass"), ("11010519491231002x", "pass"), ("440524188001010014", "fail"),
     ("810000199408230021", "pass"), ("020105194912310029", "fail"), ("", "unknown")],
)  # fmt: skip
def test_a_resident_identity_number(number, outcome):
    assert finding("resident_id", a_case(fields={"id": number}), field="id").outcome == outcome


def test_a_region_nobody_knows_is_only_a_hint():
    number = with_sound_check_digit("700105194912310020")
    assert finding("resident_id", a_case(fields={"id": number}), field="id").outcome == "warn"


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("91350100M000100Y43", "pass"), ("91350100M000100Y44", "fail"), ("9135", "fail")],
)
def test_a_credit_code_by_gb_32100(code, outcome):
    assert finding("uscc", a_case(fields={"c": code}), field="c").outcome == outcome


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("13912345678", "pass"),
        ("025-68505110", "pass"),
        ("12345", "warn"),
        ("139123456789", "warn"),
    ],
)
def test_a_phone_number_only_warns(number, outcome):
    assert finding("phone", a_case(fields={"p": number}), field="p").outcome == outcome


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [(86, 86.0, "pass"), ("86", 86, "pass"), ("中山路 12 号", "中山路12号", "pass"), ("１２", "12", "pass"),
     ("ab", "AB", "pass"), (86, 68, "fail"), ("中山路12号", "中山路21号", "fail")],
)  # fmt: skip
def test_two_values_are_one_however_they_are_written(one, other, outcome):
    case = a_case(fields={"one": one, "other": other})
    assert finding("same_value", case, field="one", other="other").outcome == outcome


def test_a_field_is_compared_with_a_fact_of_a_licence_and_points_at_both():
    licence = Licence(
        kind="营业执照", no="1", holder="x", holder_id="y", facts={"address": "甲路1号"}
    )
    case = a_case(
        fields={"address": "乙路1号"}, materials=(a_material("营业执照", licence=licence),)
    )
    found = finding("same_value", case, field="address", licence_kind="营业执照", fact="address")
    assert (found.outcome, found.field, found.material_id) == ("fail", "address", "ma-营业执照")
    silent = finding("same_value", case, field="address", licence_kind="营业执照", fact="area")
    assert silent.outcome == "unknown"


@pytest.mark.parametrize("status", ["suspended", ""])
def test_a_licence_in_a_state_nobody_knows_is_not_called_valid(status):
    licence = Licence(
        kind="营业执照", no="1", holder="x", holder_id="91320104MA1XXXXXX1", status=status
    )
    case = a_case(materials=(a_material("营业执照", licence=licence),))
    assert finding("licence_valid", case, kind="营业执照").outcome == "unknown"


def test_a_licence_not_yet_in_force_fails():
    licence = Licence(
        kind="营业执照",
        no="1",
        holder="x",
        holder_id="91320104MA1XXXXXX1",
        valid_from=date(2026, 3, 3),
    )
    case = a_case(materials=(a_material("营业执照", licence=licence),))
    assert finding("licence_valid", case, kind="营业执照").outcome == "fail"


@pytest.mark.parametrize(
    ("until", "outcome"),
    [(date(2026, 3, 1), "fail"), (date(2026, 3, 2), "pass"), (None, "unknown")],
)
def test_a_material_is_in_date_on_its_last_day(until, outcome):
    case = a_case(materials=(a_material("健康证明", valid_to=until),))
    found = finding("material_in_date", case, material="健康证明")
    assert (found.outcome, found.material_id) == (outcome, "ma-健康证明")


@pytest.mark.parametrize(
    ("address", "outcome"),
    [("南京市玄武区珠江路1号", "pass"), ("江苏省南京市玄武区珠江路1号", "pass"), ("玄武区珠江路1号", "pass"),
     ("南京市江宁区双龙大道1号", "fail"), ("徐州市鼓楼区中山路1号", "fail"),
     ("江苏省徐州市玄武区中山路1号", "fail"), ("珠江路1号", "unknown")],
)  # fmt: skip
def test_an_address_is_judged_by_its_city_and_district(address, outcome):
    case = a_case(fields={"a": address})
    assert finding("in_jurisdiction", case, field="a", districts=["玄武区"]).outcome == outcome


@pytest.mark.parametrize(
    ("address", "outcome"),
    [("金陵小区3幢", "unknown"), ("江北新区星火路1号", "unknown"), ("溧水县1号", "fail"),
     ("江苏省苏州市昆山市玉山镇1号", "fail"), ("南京玄武区珠江路1号", "pass")],
)  # fmt: skip
def test_what_only_sounds_like_a_district_is_none(address, outcome):
    case = a_case(fields={"a": address})
    assert finding("in_jurisdiction", case, field="a", districts=["玄武区"]).outcome == outcome


@pytest.mark.parametrize(
    ("address", "outcome"),
    [("苏州市玄武区1号", "unknown"), ("玄武区1号", "pass"), ("苏州市江宁区1号", "fail")],
)
def test_a_department_that_names_no_city_judges_no_city(address, outcome):
    case = a_case(fields={"a": address}, department=Department(code="scjg", name="市场监督管理局"))
    assert finding("in_jurisdiction", case, field="a", districts=["玄武区"]).outcome == outcome


def test_a_county_level_city_is_known_behind_its_own():
    kunshan = Department(code="scjg", full_name="昆山市市场监督管理局")
    case = a_case(fields={"a": "江苏省苏州市昆山市玉山镇1号"}, department=kunshan)
    assert finding("in_jurisdiction", case, field="a", districts=["玉山镇"]).outcome == "pass"


def test_an_item_that_names_no_district_judges_none():
    case = a_case(fields={"a": "南京市玄武区珠江路1号"})
    assert finding("in_jurisdiction", case, field="a").outcome == "unknown"


@pytest.mark.parametrize(
    ("born", "outcome"),
    [("20080302", "pass"), ("20080303", "fail"), ("19560301", "fail"), ("20991231", "unknown"),
     ("20080230", "unknown")],
)  # fmt: skip
def test_age_counts_full_years_on_the_day(born, outcome):
    case = a_case(fields={"id": f"320102{born}0000"})
    assert finding("age_between", case, field="id", min=18, max=69).outcome == outcome


def test_another_open_application_warns_and_is_unknown_where_not_all_cases_are_seen():
    case = a_case(fields={"id_number": "x"})
    twice = finding("no_open_duplicate", case, {"open_duplicates": ("320104-1",)})
    assert (twice.outcome, twice.field) == ("warn", "id_number")
    assert "320104-1" in twice.text.zh
    assert finding("no_open_duplicate", case, {"sees_every_case": True}).outcome == "pass"
    assert finding("no_open_duplicate", case).outcome == "unknown"


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("approved", "pass"), ("delivered", "pass"), ("reviewing", "fail"), ("denied", "fail"),
     ("terminated", "fail")],
)  # fmt: skip
def test_what_comes_before_must_be_granted_first(state, outcome):
    found = finding("depends_on_decided", a_case(), {"thing": a_thing(state)})
    assert found.outcome == outcome


def test_every_finding_that_is_not_about_the_whole_case_names_its_evidence():
    fields = {"id": "1", "c": "1", "p": "1", "a": "南京市江宁区1号", "x": 1, "y": 2}
    materials = (
        a_material("健康证明", valid_to=TODAY),
        a_material("营业执照", sha256="", form="licence"),
    )
    case = a_case(fields=fields, materials=materials)
    asked = {
        "resident_id": {"field": "id"}, "uscc": {"field": "c"}, "phone": {"field": "p"},
        "same_value": {"field": "x", "other": "y"}, "licence_valid": {"kind": "营业执照"},
        "material_in_date": {"material": "健康证明"}, "materials_complete": {},
        "in_jurisdiction": {"field": "a", "districts": ["玄武区"]},
        "age_between": {"field": "id"}, "no_open_duplicate": {"field": "id"},
    }  # fmt: skip
    for rule, params in asked.items():
        found = finding(rule, case, **params)
        assert found.outcome != "pass" or rule == "material_in_date"
        assert found.field or found.material_id, rule
    waiting = finding("depends_on_decided", case, {"thing": a_thing("reviewing")})
    assert waiting.material_id == "ma-营业执照"


def form_with(key: str, label: str, value: object = None):
    return (Section(section="经营者", fields=(Field(key=key, label=label, value=value),)),)


def test_an_empty_field_is_named_by_its_label_on_the_form():
    case = a_case(form=form_with("uscc", "信用代码（18 位）"))
    said = finding("uscc", case, field="uscc").text
    assert said.zh == "申请表没有填写“信用代码（18 位）”"
    assert said.en == 'The form leaves "信用代码（18 位）" empty'


def test_a_field_the_form_does_not_have_is_named_by_the_desk():
    said = finding("uscc", a_case(), field="uscc").text
    assert said.zh == "申请表没有填写“统一社会信用代码”"
    assert said.en == 'The form leaves "Unified social credit code" empty'


@pytest.mark.parametrize("rule", ["same_value", "no_such_rule"])
@pytest.mark.parametrize("text", ["装修面积", ""])
def test_a_key_or_a_rule_nobody_knows_never_stands_for_a_word(rule, text):
    check = CheckRule(id="k7", rule=rule, params={"field": "fitted_area"}, text=text)
    said = run_checks(a_case(), a_situation(TODAY, an_item(checks=(check,))))[0].text
    for words in (said.zh, said.en):
        assert text in words
        assert not any(raw in words for raw in ("fitted_area", "no_such_rule", "k7", "{"))


@pytest.mark.parametrize(
    ("born", "limits", "outcome", "told"),
    [
        ("20080302", {"min": 18}, "pass", "年龄 18 周岁，符合"),  # eighteen today
        ("20080303", {"min": 18}, "fail", "年龄 17 周岁，应在 18 至 200 周岁"),
        ("19660302", {"max": 60}, "pass", "年龄 60 周岁，符合"),
        ("19650302", {"max": 60}, "fail", "年龄 61 周岁，应在 0 至 60 周岁"),
        ("20260302", {}, "pass", "年龄 0 周岁，符合"),  # born today
        ("20260303", {}, "unknown", "公民身份号码里读不出出生日期"),
        ("18260302", {}, "pass", "年龄 200 周岁，符合"),
        ("18250302", {}, "fail", "年龄 201 周岁，应在 0 至 200 周岁"),
        ("20040229", {"min": 22}, "pass", "年龄 22 周岁，符合"),  # on 1 March of a common year
        ("20071231", {"min": 18}, "pass", "年龄 18 周岁，符合"),
        ("20080312", {"min": 18}, "fail", "年龄 17 周岁，应在 18 至 200 周岁"),
    ],
)
def test_an_age_is_within_its_bounds_on_both_of_them(born, limits, outcome, told):
    case = a_case(fields={"id_number": f"320102{born}0000"})
    found = finding("age_between", case, **limits)
    assert (found.outcome, found.text.zh, found.field) == (outcome, told, "id_number")


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2004, 2, 29), date(2028, 2, 29), 24),
        (date(2008, 12, 1), date(2026, 11, 30), 17),
        (date(2008, 12, 1), date(2026, 12, 1), 18),
        (date(2008, 11, 30), date(2026, 12, 1), 18),
        (date(2026, 3, 2), date(2026, 3, 2), 0),
    ],
)
def test_age_is_full_years(born, today, age):
    assert age_on(born, today) == age


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("190001010", "不是 18 位"),
        ("0", "不是 18 位"),
        (with_sound_check_digit("320102190001010010"), None),
        (with_sound_check_digit("320102189912310010"), "出生日期不可能"),
        (with_sound_check_digit("320102202603020010"), None),  # born today
        (with_sound_check_digit("320102202603030010"), "出生日期不可能"),
        (with_sound_check_digit("320102202602290010"), "出生日期不存在"),
        (with_sound_check_digit("320102202413010010"), "出生日期不存在"),
        ("11010519491231002X", None),  # GB 11643-1999, the standard's example
        ("110105194912310020", "校验码不符"),
        ("1101051949123100 2X", "不是 18 位"),
        ("11010519491231002XX", "不是 18 位"),
    ],
)
def test_what_is_wrong_with_a_residents_number_is_said(number, problem):
    found = resident_id_problem(number, TODAY)
    assert (found.zh if found else None) == problem


@pytest.mark.parametrize("place", [*range(6), *range(14, 17)])  # between stands the date
def test_one_wrong_digit_of_a_residents_number_is_found_wherever_it_stands(place):
    sound = "11010519491231002X"
    wrong = str((int(sound[place]) + 1) % 10 or 2)
    number = sound[:place] + wrong + sound[place + 1 :]
    assert resident_id_problem(number, TODAY).zh == "校验码不符"


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        ("13012345678", "pass"), ("19912345678", "pass"), ("12912345678", "warn"),
        ("1391234567", "warn"), ("010-12345678", "pass"), ("01012345678", "pass"),
        ("0512-6505110", "pass"), ("0512-650511", "warn"), ("02-65051100", "warn"),
        ("05123-65051100", "warn"), ("139 1234 5678", "warn"), ("", "unknown"),
    ],
)  # fmt: skip
def test_a_phone_number_is_a_mobile_one_or_one_with_its_area(number, outcome):
    assert finding("phone", a_case(fields={"phone": number})).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [(0, "pass"), (False, "pass"), ("", "unknown"), (None, "unknown")])  # fmt: skip
def test_a_field_that_says_nothing_or_none_is_filled(value, outcome):
    case = a_case(fields={"one": value, "other": value})
    assert finding("same_value", case, field="one", other="other").outcome == outcome


def test_where_one_of_two_values_is_missing_it_is_that_one_that_is_named():
    case = a_case(fields={"one": 1, "other": ""})
    found = finding("same_value", case, field="one", other="other")
    assert (found.outcome, found.field, found.text.zh) == (
        "unknown",
        "other",
        "申请表没有填写“other”",
    )


def licence_of(facts=None, **changes):
    values = {"kind": "营业执照", "no": "1", "holder": "x", "holder_id": "91320104MA1XXXXXX1"}
    return Licence(**(values | changes), facts=facts or {})


def test_a_fact_is_read_from_the_licence_of_its_kind_and_no_other():
    papers = (
        a_material("许可证", licence=licence_of({"area": 68}, kind="许可证")),
        a_material("营业执照", licence=licence_of({"area": 86})),
        a_material("平面图"),
    )
    case = a_case(fields={"area": 86}, materials=papers)
    asked = {"field": "area", "fact": "area"}
    found = finding("same_value", case, licence_kind="营业执照", **asked)
    assert (found.outcome, found.material_id, found.text.zh) == (
        "pass",
        "ma-营业执照",
        "与营业执照一致",
    )
    other = finding("same_value", case, licence_kind="许可证", **asked)
    assert (other.outcome, other.text.zh) == ("fail", "许可证上是“68”")
    none = finding("same_value", case, licence_kind="身份证", **asked)
    assert (none.outcome, none.text.zh) == ("unknown", "没有身份证可供核对")


def test_a_material_is_missing_only_where_it_is_required_and_nothing_of_it_is_here():
    asked = an_item(
        materials=(ItemMaterial(name="平面图"), ItemMaterial(name="照片", required=False))
    )
    papers = (
        a_material("合同"),
        a_material("章程", required=False, sha256=""),
        a_material("执照", sha256=""),
    )
    case = a_case(materials=papers)
    assert missing_materials(case, asked) == ("平面图", "执照")
    assert missing_materials(a_case(materials=(a_material("平面图"),)), asked) == ()
    original = a_material("平面图", sha256="", form="original")
    assert missing_materials(a_case(materials=(original,)), asked) == ()
    found = run_checks(case, a_situation(TODAY, replace(asked, checks=(CheckRule(id="k", rule="materials_complete"),))))[0]  # fmt: skip
    assert (found.text.zh, found.material_id) == ("缺少平面图、执照", "")


def test_the_latest_round_of_a_material_is_the_one_that_is_judged():
    first = a_material("健康证明", id="m-1", valid_to=date(2026, 3, 1), round=1)
    second = a_material("健康证明", id="m-2", valid_to=date(2027, 3, 1), round=2)
    for papers in ((first, second), (second, first)):
        found = finding("material_in_date", a_case(materials=papers), material="健康证明")
        assert (found.outcome, found.material_id) == ("pass", "m-2")


@pytest.mark.parametrize(
    ("tick", "answered"),
    [
        (None, False),
        (Tick(done=True, remark="已核"), True),
        (Tick(done=True), False),
        (Tick(done=True, remark=" "), False),
        (Tick(done=False, remark="已核"), False),
    ],
)
def test_a_failing_check_is_answered_by_a_tick_with_a_remark(tick, answered):
    case = a_case(review=Review(checklist={"k": tick} if tick else {}))
    failing = Finding("k", "fail", say("甲", "a"))
    assert unanswered(case, (failing,)) == (() if answered else (failing,))
    assert unanswered(case, (replace(failing, outcome="warn"),)) == ()


@pytest.mark.parametrize(
    ("address", "outcome", "told"),
    [
        ("南京市玄武区珠江路1号", "pass", "在本部门辖区内"),
        ("苏州市玄武区1号", "fail", "地址在苏州市，不属本部门辖区"),
        ("江苏省苏州市昆山市玄武区1号", "fail", "地址在苏州市，不属本部门辖区"),
        ("南京市江宁区1号", "fail", "地址在江宁区，不属本部门辖区"),
        ("珠江路1号", "unknown", "地址没有写明区"),
    ],
)
def test_an_address_outside_says_where_it_lies(address, outcome, told):
    case = a_case(fields={"address": address})
    found = finding("in_jurisdiction", case, districts=["玄武区", "鼓楼区"])
    assert (found.outcome, found.text.zh, found.field) == (outcome, told, "address")
    assert finding("in_jurisdiction", case, districts="玄武区").outcome == outcome


def test_what_a_case_waits_for_is_named_and_without_its_one_thing_nothing_is_said():
    found = finding("depends_on_decided", a_case(), {"thing": a_thing("reviewing")})
    assert found.text.zh == "须先取得食品经营许可证核发的结果"
    assert finding("depends_on_decided", a_case()).outcome == "unknown"
    stranger = a_case(id="sa-9")
    assert finding("depends_on_decided", stranger, {"thing": a_thing("reviewing")}).outcome == (
        "unknown"
    )
