"""How Latin letters are read as sounds: only the last syllable may be begun."""

import pytest

from app.store.search.pinyin import Sounded, readings, sounds


@pytest.mark.parametrize(
    "typed", ["zhang", "nanjing", "fumantang", "xiaochi", "shangye", "chuangxin"]
)
def test_a_syllable_that_is_only_begun_stands_at_the_end_or_is_a_first_letter(typed):
    whole = sounds().syllables
    for reading in readings(typed):
        assert all(len(token) == 1 or token in whole for token in reading.tokens[:-1])
        assert "".join(reading.tokens) == typed


def test_the_likeliest_reading_has_the_fewest_syllables():
    assert readings("nanjing")[0].tokens == ("nan", "jing")
    assert readings("zhang")[0].tokens == ("zhang",)
    assert readings("jiudian")[0].tokens == ("jiu", "dian")
    assert readings("zhuangxiu")[0].tokens == ("zhuang", "xiu")
    assert readings("aer")[0].tokens == ("a", "er")


@pytest.mark.parametrize(
    "tokens, whole",
    [(("nan", "jing"), True), (("nan", "ji"), True), (("nan", "j"), False), (("n", "jing"), False),
     (("zh", "ang"), False)],
)  # fmt: skip
def test_whole_syllables_are_told_from_first_letters(tokens, whole):
    assert Sounded(tokens).only_syllables is whole
