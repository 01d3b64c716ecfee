"""Numbers of persons are masked wherever somebody wrote them."""

import pytest

from app.cases.actions import BlockingReason
from app.cases.sentence import say
from ui.decision import reasons
from ui.parts.words import hide_numbers

NUMBER = "320102198503074527"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (f"号码{NUMBER}，", "号码320***********4527，"),
        ("320102 19850307 4527", "320*************4527"),
        ("3201021985 0307452 X", "320*************52 X"),
        ("32010219850307452A", "320***********452A"),  # its last digit is misread
        ("3201021985030745OX", "320***********45OX"),
        (f"{NUMBER}AB", "320***********4527AB"),
        ("139 1234 5678", "139******5678"),
        ("13912345678a", "139****5678a"),
        ("320104-20260302-000001", "320104-20260302-000001"),  # an application
        ("91320104MA1XXXXX1T", "91320104MA1XXXXX1T"),  # a firm
        ("2026年3月2日 1391234 元", "2026年3月2日 1391234 元"),
    ],
)
def test_a_number_of_a_person_is_masked_as_papers_write_it(text, hidden):
    assert hide_numbers(text) == hidden


def test_why_an_action_is_barred_says_no_whole_number():
    why = say("申请人证件号码{number}有误", "The number {number} is wrong", number=NUMBER)
    barred = [BlockingReason("a", why), BlockingReason("b", why)]
    said = [*reasons.named("准予", barred), *reasons.sentences(barred), reasons.in_short(barred)]
    assert all("***" in words and NUMBER not in words for words in said)
