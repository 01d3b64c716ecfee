"""A drill's result in words: what was found, missed and claimed where nothing is wrong."""

import pytest

from app.cases.drill import (
    CaseResult,
    DrillResult,
    FaultResult,
    Place,
    describe_case,
    describe_place,
    duration,
    summary,
)
from app.cases.sentence import say
from tests.support.examples import MORNING

PAPER = Place(kind="material", id="ma-1", name="租赁合同", page=2)
CLAIM = Place(kind="field", id="phone")


def a_fault(kind, outcome, *places):
    words = say({"area": "面积不符", "seal": "缺盖章"}[kind], kind)
    return FaultResult(fault=kind, words=words, outcome=outcome, places=places)


def a_case_of(*faults, seconds=0.0, unfounded=()):
    return CaseResult(id="sa-1", no="1", item_name="某事项", applicant="甲", state="approved",
                      seconds=seconds, faults=faults, unfounded=unfounded)  # fmt: skip


def a_result(*cases):
    return DrillResult(id="d", begun_at=MORNING, ended_at=MORNING, cases=cases)


RESULT = a_result(
    a_case_of(a_fault("area", "found"), a_fault("seal", "missed"), seconds=100.0),
    a_case_of(a_fault("seal", "missed"), a_fault("area", "missed"), a_fault("seal", "found"),
              seconds=50.0, unfounded=(CLAIM, PAPER)),
    a_case_of(a_fault("seal", "not_reached")),
)  # fmt: skip


def test_a_result_counts_its_mistakes_by_what_became_of_them():
    assert [RESULT.count(each) for each in ("found", "missed", "not_reached")] == [2, 3, 1]
    assert (RESULT.unfounded, RESULT.handled) == (2, RESULT.cases[:2])


def test_a_result_is_told_in_two_lines():
    mistakes, cases = summary(RESULT)
    assert mistakes.zh == "共有错误 6 处：找出 2，漏过 3，未办 1；误判 2 处"
    assert mistakes.en == (
        "6 mistakes: 2 found, 3 missed, 1 not reached; 2 claimed where nothing is wrong"
    )
    assert cases.zh == "共 3 件，看过 2 件，平均每件 1 分 15 秒"
    assert cases.en == "3 cases, 2 looked at, 1 min 15 s each on average"


def test_where_no_case_was_looked_at_the_mean_is_nothing():
    assert summary(a_result(a_case_of()))[1].zh == "共 1 件，看过 0 件，平均每件 0 秒"


def test_the_kinds_of_mistakes_missed_most_come_first():
    told = [(k.words.zh, k.found, k.missed, k.not_reached) for k in RESULT.kinds()]
    assert told == [("缺盖章", 1, 2, 1), ("面积不符", 1, 1, 0)]


@pytest.mark.parametrize(
    ("case", "zh"),
    [
        (a_case_of(), ["没有错误"]),
        (a_case_of(a_fault("seal", "missed", PAPER)), ["漏过：缺盖章（租赁合同 第 2 页）"]),
        (a_case_of(a_fault("seal", "missed")), ["漏过：缺盖章（整件）"]),
        (
            a_case_of(a_fault("area", "found", PAPER, CLAIM), unfounded=(CLAIM,)),
            ["找出：面积不符（租赁合同 第 2 页、申请表 联系电话）", "误判：申请表 联系电话"],
        ),
    ],
)
def test_a_case_says_what_was_in_it_a_line_each(case, zh):
    assert [line.zh for line in describe_case(case)] == zh


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place(kind="case"), "整件", "The case as a whole"),
        (Place(kind="field", id="phone"), "申请表 联系电话", "form, Phone"),
        (Place(kind="field", id="phone", name="手机"), "申请表 手机", "form, 手机"),
        (Place(kind="field", id="fitted_area"), "申请表", "form"),
        (Place(kind="material", name="合同", page=1), "合同 第 1 页", "合同, page 1"),
        (Place(kind="material", name="合同"), "合同", "合同"),
        (Place(kind="material", page=3), "一份材料 第 3 页", "a material, page 3"),
        (Place(kind="material"), "一份材料", "a material"),
    ],
)
def test_a_place_is_told_in_words_with_its_page_and_never_by_its_key(place, zh, en):
    assert (describe_place(place).zh, describe_place(place).en) == (zh, en)


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (0, "0 秒", "0 s"),
        (59.4, "59 秒", "59 s"),
        (59.6, "1 分 0 秒", "1 min 0 s"),
        (60, "1 分 0 秒", "1 min 0 s"),
        (125, "2 分 5 秒", "2 min 5 s"),
    ],
)
def test_a_duration_is_told_in_minutes_and_seconds(seconds, zh, en):
    assert (duration(seconds).zh, duration(seconds).en) == (zh, en)
