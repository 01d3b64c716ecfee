"""A number is of its authority's series for the kind of notice and the year, and of no other."""

import pytest
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.model import Clerk, Department, ItemRef, Notice
from app.cases.numbering import fits, kind, series, with_reserved_number
from tests.support.examples import MORNING, a_case, a_situation

CASE = replace(
    a_case(),
    department=Department(code="scjg", prefix="宁市监"),
    item=ItemRef(code="food", kind="licence"),
)
NO = "宁市监许受字〔2026〕7号"


def notice(type_="accept", title="受理通知书"):
    return Notice(type=type_, title=title, no="待编号", day=MORNING.date())


def test_a_licence_is_told_by_its_number_and_nothing_else_is():
    assert kind(CASE, notice()) == "宁市监许受"
    filing = replace(CASE, item=replace(CASE.item, kind="filing"))
    assert kind(filing, notice()) == "宁市监受"
    assert kind(CASE, notice(title="容缺受理通知书")) == "宁市监许容"
    assert series("宁市监许受", 2026) + "7号" == NO


@pytest.mark.parametrize(
    ("no", "fitting"),
    [
        (NO, True),
        ("宁市监许受字〔2026〕120号", True),
        ("宁市监受字〔2026〕7号", False),
        ("宁市监许准字〔2026〕7号", False),
        ("宁市监许受字〔2025〕7号", False),
        ("宁市监许受字〔2026〕号", False),
        ("宁市监许受字〔2026〕07号", False),
        (NO + "\n", False),
        ("", False),
    ],
)
def test_which_numbers_fit_a_notice(no, fitting):
    assert fits(no, CASE, notice()) == fitting


def accepted(notice_no):
    action = Action(
        id="a", sub_application_id=CASE.id, at=MORNING, payload=actions.Accept(),
        notice_no=notice_no,
    )  # fmt: skip
    return lifecycle.apply(CASE, action, Clerk(id="clerk-01"), a_situation(MORNING.date()))


def test_a_notice_bears_the_number_of_its_action_and_waits_for_one_where_that_has_none():
    (numbered,) = accepted(NO).notices
    assert (numbered.no, numbered.provisional) == (NO, False)
    (waiting,) = accepted("").notices
    assert waiting.provisional
    assert replace(numbered, no="", provisional=True) == replace(waiting, no="", provisional=True)


def test_a_number_goes_to_no_notice_that_was_there_before():
    told = replace(CASE, notices=(notice(),))
    assert with_reserved_number(told, 1, NO) == told
    assert with_reserved_number(told, 0, NO).notices[0].no == NO
