"""A link opens a case, and whoever wrote it can ask for nothing else."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.machine.link import LinkRefused, case_of, is_link


@pytest.mark.parametrize(
    ("link", "case"),
    [
        ("jianjian://case/320100-2026-000017", "320100-2026-000017"),
        ("jianjian://case/c-17/", "c-17"),  # as Windows and some browsers write it
        ("JIANJIAN://CASE/c-17", "c-17"),
        (f"jianjian://case/{quote('宁政办〔2026〕17号')}", "宁政办〔2026〕17号"),
        ("jianjian://case/宁政办〔2026〕17号", "宁政办〔2026〕17号"),
        ("jianjian://case/%2D%2Dcentre", "--centre"),
    ],
)
def test_it_names_a_case(link, case):
    assert is_link(link) and case_of(link) == case


@pytest.mark.parametrize(
    "link",
    [
        "jianjian:", "jianjian://", "jianjian://case", "jianjian://case/", "jianjian:case/1",
        "jianjian://approve/1", "jianjian://case/1/approve", "jianjian://case/1?approve",
        "jianjian://case/1#x", "jianjian://case:8/1", "jianjian://x@case/1", " jianjian://case/1",
        "jianjian://case/1\n", "jianjian://case/a b", "jianjian://case/a%20b",
        "jianjian://case/%00", "jianjian://case/%0a1", "jianjian://case/%1b[2J",
        "jianjian://case/%E2%80%AE1",  # U+202E turns what follows round
        "jianjian://case/%ff", "jianjian://case/" + "9" * 65, "jianjian://case/" + "9" * 100_000,
        "https://case/1", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_every_other_one_is_refused_with_a_sentence(link):
    with pytest.raises(LinkRefused) as refused:
        case_of(link)
    assert "链接" in refused.value.sentence.zh and "link" in refused.value.sentence.en


@given(st.text(max_size=80))
def test_whatever_it_names_can_be_read_in_one_short_line(text):
    try:
        case = case_of(f"jianjian://case/{text}")
    except LinkRefused:
        return
    assert case.isprintable() and 0 < len(case) <= 64 and not any(map(str.isspace, case))
