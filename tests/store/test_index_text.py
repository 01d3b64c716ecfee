"""What a text is found by: bare, in pieces, and by its sounds."""

import pytest

from app.cases.model import Applicant, Representative
from app.store.search import index_text
from app.store.search.index_text import (
    bare,
    case_texts,
    gram,
    indexed,
    names_of,
    pairs_of,
    texts,
)
from tests.support.examples import a_case

RARE = "\u9fcd\U00020000"  # characters that FTS5 takes for signs


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("金陵 面馆", "金陵面馆"),
        ("ＫＦＣ（南京）", "kfc南京"),
        ("a_b-c", "abc"),
        ("—·", ""),
        ("Ⅳ", "iv"),
    ],
)
def test_spaces_signs_width_and_case_are_nothing(text, plain):
    assert bare(text) == plain


def test_the_same_text_is_found_by_once_and_an_empty_one_not_at_all():
    said = texts(["金陵", " 金陵", "", "——"], ["路", ""], ["路"])
    assert (said.names, said.others, said.spoken) == (("金陵",), ("路",), ("路",))
    assert said.sound_like() == ("金陵", "路")


def test_a_case_is_found_by_its_names_its_number_its_phone_and_all_texts_of_its_form():
    applicant = Applicant(
        name="金陵面馆",
        phone="13800000000",
        address="珠江路1号",
        representative=Representative(name="王某某"),
    )
    case = a_case(applicant=applicant, fields={"scope": "热食", "area": 68, "open": True})
    said = case_texts(case)
    assert said.names == ("金陵面馆", "王某某")
    assert said.others == (
        "32010420260302000001", "13800000000", "食品经营许可证核发", "开办快餐店", "珠江路1号", "热食",
    )  # fmt: skip
    assert said.spoken == ("食品经营许可证核发", "开办快餐店", "珠江路1号")
    alone = names_of(case)
    assert (alone.names, alone.others, alone.spoken) == (said.names, (), said.spoken)


def test_an_applicant_without_a_representative_has_one_name():
    assert names_of(a_case(applicant=Applicant(name="金陵面馆"))).names == ("金陵面馆",)


def test_the_columns_of_the_three_tables():
    made = indexed(texts(["金陵"], ["路口", "路"]))
    assert made.name == "金陵"
    assert made.text == "金陵\n路口\n路"
    assert made.letters == "jl"
    assert set(made.name_grams.split()) == {"金", "陵", "金陵"}
    assert set(made.text_grams.split()) == {"路", "口", "路口"}
    assert set(made.sounds.split()) == {"jin", "ling", "jin0ling"}
    assert made.letter_pairs == "jl"


def test_what_can_be_read_in_two_ways_is_found_by_both():
    made = indexed(texts(["长江"], []))
    assert set(made.letters.split("\n")) == {"cj", "zj"}
    assert {"chang0jiang", "zhang0jiang"} <= set(made.sounds.split())
    assert {"cj", "zj"} <= set(made.letter_pairs.split())


def test_characters_fts5_does_not_know_are_tokens_of_their_own():
    assert gram(RARE) == "u9fcdu20000"
    assert gram("金陵") == "金陵"
    made = indexed(texts(["金" + RARE], []))
    assert set(made.name_grams.split()) == {"金", "u9fcd", "u20000", "金u9fcd", "u9fcdu20000"}


@pytest.mark.parametrize(
    ("syllables", "pairs"),
    [([], []), (["jin"], ["jin"]), (["jin", "ling", "lu"], ["jin0ling", "ling0lu"])],
)
def test_syllables_go_in_pairs_and_a_single_one_as_itself(syllables, pairs):
    assert pairs_of(syllables) == pairs


def test_the_texts_of_a_clerk_who_has_left_are_not_remembered():
    indexed(texts(["金陵"], ["珠江路"]))
    assert bare.cache_info().currsize > 0
    index_text.forget()
    assert bare.cache_info().currsize == 0
