"""A notice keeps the words it was served with, whatever the centre keeps of it."""

from datetime import date

import pytest
from msgspec.structs import replace

from app.cases.model import Notice
from app.cases.served import with_served_words

SERVED = Notice(
    type="request_correction", title="补正通知书", no="待编号", day=date(2026, 3, 2),
    paragraphs=("收悉。", "请补正。", "联系电话：1"),
)  # fmt: skip
RECEIPT = Notice(
    type="deliver", title="送达回证", no="", provisional=False, day=date(2026, 3, 2),
    rows=(("送达人", "张伟"), ("受送达人", "王小明")),
)  # fmt: skip
NUMBERED = replace(SERVED, no="某市监补字〔2026〕7号", provisional=False)


@pytest.mark.parametrize(
    "kept",
    [NUMBERED, replace(NUMBERED, paragraphs=("一", "二", "三")),
     replace(NUMBERED, paragraphs=(*SERVED.paragraphs, "另附一份。"))],
)  # fmt: skip
def test_what_the_centre_words_as_fully_stands_as_it_says_it(kept):
    assert with_served_words((kept,), [SERVED]) == (kept,)


@pytest.mark.parametrize("paragraphs", [(), ("请补正。",), ("收悉。请补正。", "", " ")])
def test_fewer_paragraphs_do_not_replace_those_that_were_served_but_the_number_counts(paragraphs):
    kept = replace(NUMBERED, paragraphs=paragraphs)
    assert with_served_words((kept,), [SERVED]) == (NUMBERED,)


def test_a_notice_without_its_number_still_waits_for_it():
    kept = replace(SERVED, no="", paragraphs=(), provisional=False)
    assert with_served_words((kept,), [SERVED]) == (SERVED,)


def test_one_the_centre_does_not_have_stands_behind_the_others():
    other = replace(NUMBERED, type="accept", title="受理通知书")
    assert with_served_words((other,), [SERVED]) == (other, SERVED)


def test_rows_count_as_paragraphs_do():
    kept = replace(RECEIPT, rows=RECEIPT.rows[:1])
    assert with_served_words((kept,), [RECEIPT]) == (RECEIPT,)


def test_each_is_held_beside_that_of_its_own_day():
    before = replace(NUMBERED, no="某市监补字〔2026〕3号", day=date(2026, 2, 2), paragraphs=("旧",))
    kept = replace(NUMBERED, paragraphs=())
    assert with_served_words((before, kept), [SERVED]) == (before, NUMBERED)
    assert with_served_words((kept, before), [SERVED]) == (NUMBERED, before)


def test_two_of_a_kind_and_a_day_are_held_beside_one_each():
    second = replace(SERVED, paragraphs=("再次", "请补正。", "联系电话：1"))
    assert with_served_words((NUMBERED,), [SERVED, second]) == (NUMBERED, second)
