"""Automatic checks: each finding rests on a fact or says that it does not know."""

from datetime import date

import pytest

from app.cases.checks import Situation, resident_id_problem, run_checks
from app.cases.model import CheckRule, Licence
from app.cases.workdays import WorkCalendar
from tests.cases.examples import a_case, a_material, an_item

TODAY = date(2026, 3, 2)


def finding(rule: str, case, **params):
    item = an_item(checks=(CheckRule(id="k", rule=rule, params=params),))
    return run_checks(case, Situation(TODAY, item, WorkCalendar.packaged()))[0]


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
     ("age_between", {"field": "id", "min": 18}), ("depends_on_decided", {}), ("from_the_future", {})],
)  # fmt: skip
def test_where_the_fact_is_missing_the_answer_is_unknown_never_pass(rule, params):
    assert finding(rule, a_case(), **params).outcome == "unknown"


@pytest.mark.parametrize(
    ("status", "valid_to", "holder", "outcome"),
    [("valid", None, "91320104MA1XXXXXX1", "pass"), ("revoked", None, "91320104MA1XXXXXX1", "fail"),
     ("valid", date(2026, 3, 1), "91320104MA1XXXXXX1", "fail"), ("valid", None, "other", "fail")],
)  # fmt: skip
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
