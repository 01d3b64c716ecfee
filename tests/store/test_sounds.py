"""How Latin letters are read as sounds: only the last syllable may be begun."""

import pytest

from app.store.search.pinyin import MOST_READINGS, Sounded, readings, sounds, spellings


def tokens(typed: str) -> list[tuple[str, ...]]:
    return [reading.tokens for reading in readings(typed)]


def test_the_table_knows_how_characters_are_read_and_what_is_no_syllable():
    table = sounds()
    assert table.sound[ord("南")] == "nan" and table.sound[ord("女")] == "nv"
    assert table.other[ord("乐")] == "yue" and ord("南") not in table.other
    assert {"nan", "nv", "zhuang", "a"} <= table.syllables
    assert not {"m", "n", "ng", "zh", "#", ""} & table.syllables
    assert table.beginnings >= {"z", "zh", "zhu", "zhua", "zhuan", "zhuang", "nv"}
    assert not {"", "v", "ng", "uan"} & table.beginnings


def test_a_text_is_spelled_once_and_again_where_some_can_be_read_otherwise():
    assert spellings("南京1a") == [["nan", "jing", "1", "a"]]
    assert spellings("乐江") == [["le", "jiang"], ["yue", "jiang"]]


def test_where_no_latin_letter_is_typed_nothing_is_read():
    assert readings("南京12") == [] and readings("") == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("k", [("k",)]),
        ("a", [("a",)]),
        ("nj", [("n", "j")]),
        ("nan", [("nan",), ("na", "n"), ("n", "a", "n"), ("n", "an")]),
        ("nanj", [("nan", "j"), ("na", "n", "j"), ("n", "a", "n", "j"), ("n", "an", "j")]),
        ("南j", [("南", "j")]),
        ("南1an", [("南", "1", "an"), ("南", "1", "a", "n")]),
        ("zhuangx", [("zhuang", "x"), ("zhuan", "g", "x")]),
    ],
)
def test_letters_are_syllables_then_first_letters_then_both_and_the_shortest_is_first(typed, read):
    found = tokens(typed)
    assert set(read) <= set(found)
    assert found == sorted(found, key=len)
    assert found[0] == read[0]
    assert len(set(found)) == len(found)


def test_there_is_an_end_to_the_ways_a_text_may_be_read():
    assert len(readings("xianxianxianxianxian")) == MOST_READINGS // 2 + 1  # and as first letters
    assert len(readings("xian店xian店xian")) == MOST_READINGS
    assert tuple("xianxianxianxianxian") in tokens("xianxianxianxianxian")


@pytest.mark.parametrize(
    ("read", "letters", "only_letters"),
    [(("nan", "jing"), "nj", False), (("n", "j"), "nj", True), (("南", "j"), "nj", False),
     (("1", "zh"), "1z", False), (("女", "a"), "na", False)],
)  # fmt: skip
def test_first_letters_are_those_of_the_syllables_and_of_the_characters(
    read, letters, only_letters
):
    assert Sounded(read).letters() == letters
    assert Sounded(read).only_letters is only_letters


@pytest.mark.parametrize(
    ("read", "name", "fits"),
    [
        (("nan", "jing"), "南京", True), (("nan", "jing"), "大南京店", True),
        (("nan", "jing"), "京南", False), (("nan", "jing"), "南北京", False),
        (("nan", "ji"), "南京", True), (("n", "京"), "南京", True), (("n", "金"), "南京", False),
        (("nan", "jing"), "南", False), (("nan",), "", False),
        (("yue",), "乐", True), (("le",), "乐", True), (("lu",), "乐", False),
        (("1", "n"), "1南", True), (("2", "n"), "1南", False), (("an",), "南", False),
        (("d", "n"), "大南京店", True), (("j", "d"), "大南京店", True), (("d",), "大", True),
    ],
)  # fmt: skip
def test_a_reading_fits_a_name_whose_characters_are_read_so_in_a_row(read, name, fits):
    assert Sounded(read).fits(name) is fits


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
    [(("nan", "jing"), True), (("nan", "ji"), True), (("an", "hui"), True), (("a", "er"), False), (("nan", "j"), False), (("n", "jing"), False),
     (("zh", "ang"), False)],
)  # fmt: skip
def test_whole_syllables_are_told_from_first_letters(tokens, whole):
    assert Sounded(tokens).only_syllables is whole
