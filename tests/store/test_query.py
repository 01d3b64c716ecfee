"""What is found for what is typed: where it is looked for, in which order, and how much of it."""

import secrets

import pytest

from app.store.database import Store
from app.store.search import query
from app.store.search.index_text import Texts, indexed, texts
from app.store.search.query import Matches

SAID: dict[int, Texts] = {}  # what the rows of a test are found by
INDEX = query.Index("case", lambda db, rows: {row: SAID[row] for row in rows if row in SAID})


@pytest.fixture
def store(tmp_path):
    SAID.clear()
    opened = Store(tmp_path / "cache.db", secrets.token_hex(32))
    yield opened
    opened.close()


def keep(store, rows: dict[int, tuple]) -> None:
    """Rows by number: their names, their other texts, and those of these that are spoken."""
    said = {row: texts(*parts) for row, parts in rows.items()}
    SAID.update(said)

    def work(db):
        query.write(db, INDEX, {row: indexed(each) for row, each in said.items()})
        return []

    store.write(work).result()


def matched(store, typed, most=10) -> Matches:
    return query.matches(store.reader(), INDEX, typed, most)


def held(store, typed) -> set[int]:
    """The rows that have a text somewhere."""
    sql, asked = query.holding(INDEX, typed)
    return set(store.reader().column(sql, {"query": asked}))


def nearly(store, typed, most=10) -> list[int]:
    return query.nearly(store.reader(), INDEX, typed, most)


@pytest.mark.parametrize("typed", ["", "  ", "——"])
def test_where_nothing_is_typed_nothing_is_found(store, typed):
    keep(store, {1: (["金陵面馆"], ["珠江路"])})
    assert matched(store, typed) == Matches([], [], [])
    assert held(store, typed) == set()
    assert nearly(store, typed) == []


@pytest.mark.parametrize("typed", ["金", "金陵", "金陵面", "金陵面馆"])
def test_names_come_first_then_other_texts_and_of_each_the_latest(store, typed):
    keep(store, {
        1: (["金陵面馆"], []), 2: (["老灶"], ["在金陵面馆旁"]), 3: (["大金陵面馆"], []),
        4: (["小厨"], ["金陵面馆对面"]), 5: (["老灶"], ["珠江路"]),
    })  # fmt: skip
    assert matched(store, typed) == Matches([3, 1], [4, 2], [])
    assert matched(store, typed).every == [3, 1, 4, 2]
    assert held(store, typed) == {1, 2, 3, 4}


def test_no_more_than_asked_for_is_found_names_first(store):
    keep(
        store,
        {1: (["老灶"], ["金陵"]), 2: (["老灶"], ["金陵"]), 3: (["金陵"], []), 4: (["金陵"], [])},
    )
    assert [matched(store, "金陵", most).every for most in range(6)] == [
        [], [4], [4, 3], [4, 3, 2], [4, 3, 2, 1], [4, 3, 2, 1],
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["7", "77", "7788"])
def test_numbers_are_looked_for_in_all_texts_alike(store, typed):
    keep(store, {1: (["7788酒吧"], []), 2: (["老灶"], ["电话7788"])})
    assert matched(store, typed) == Matches([], [2, 1], [])


def test_latin_letters_may_be_sounds_too_as_long_as_there_is_room(store):
    keep(store, {1: (["快餐店"], []), 2: (["kcd酒吧"], []), 3: (["老灶"], ["kcd"])})
    assert matched(store, "kcd") == Matches([2], [3], [1])
    assert matched(store, "kcd", 2) == Matches([2], [3], [])
    assert matched(store, "kcd", 3).heard == [1]


def test_what_only_sounds_the_same_is_found_where_there_is_nothing_else(store):
    keep(store, {1: (["快餐店"], [])})
    assert matched(store, "块参") == Matches([], [], [1])
    keep(store, {2: (["块参"], [])})
    assert matched(store, "块参") == Matches([2], [], [])


def test_one_character_alone_is_not_looked_for_by_its_sound(store):
    keep(store, {1: (["快餐店"], [])})
    assert matched(store, "块") == Matches([], [], [])


def test_signs_without_a_sound_are_not_looked_for_by_it(store):
    keep(store, {1: (["12号"], [])})
    assert matched(store, "34") == Matches([], [], [])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kuaican", [1]),  # 快仓 is kuai cang: a syllable that is whole is not begun
        ("kuaicang", [2]),
        ("kuaicandian", [1]),
        ("kuaidian", []),  # both are in it, not in a row
        ("kc", [2, 1]),
        ("kcd", [1]),
        ("kd", []),
        ("k餐", [1]),
        ("k仓", [2]),
        ("kuai餐", [1]),
        ("kuai店", []),
        ("快cand", [1]),
        ("快cang", [2]),
        ("kuaic", [2, 1]),
        ("kcandian", [1]),
        ("k", []),  # a first letter alone says nothing
        ("dian", [5, 1]),
        ("nanzho", [4]),  # zho is none, but begins one
        ("nanzh", [4]),
        ("南zh", [4]),
        ("a店", [5]),  # a letter, though it is a syllable too
    ],
)
def test_names_are_found_by_syllables_by_first_letters_and_by_both(store, typed, found):
    keep(store, {
        1: (["快餐店"], []), 2: (["快仓"], []), 3: (["老灶"], ["快餐店"]), 4: (["南中"], []),
        5: (["安店"], []),
    })  # fmt: skip
    assert matched(store, typed) == Matches([], [], found)


def test_texts_that_are_spoken_are_heard_as_names_are_but_are_no_names(store):
    keep(store, {1: (["老灶"], ["珠江路"], ["珠江路"]), 2: (["老灶"], ["珠江路"])})
    assert matched(store, "zhujianglu") == Matches([], [], [1])
    assert matched(store, "珠江路") == Matches([], [2, 1], [])


def test_a_row_that_is_heard_in_two_ways_is_named_once(store):
    keep(store, {1: (["南京南"], [])})
    assert matched(store, "nan") == Matches([], [], [1])


def test_of_those_the_index_cannot_tell_the_latest_sixty_are_looked_into(store):
    apart = {row: (["快车", "餐桌"], []) for row in range(2, 2 + query.MOST_DOUBTFUL)}
    keep(store, {1: (["快餐"], []), **apart})
    assert matched(store, "k餐") == Matches([], [], [])
    last = max(apart)
    keep(store, {last: (["快餐"], [])})
    assert matched(store, "k餐") == Matches([], [], [last])
    keep(store, {2: (["快餐"], [])})
    assert matched(store, "k餐") == Matches([], [], [last, 2])


def test_three_first_letters_in_a_row_are_told_by_the_index(store):
    apart = {row: (["快车", "餐店"], []) for row in range(2, 2 + query.MOST_DOUBTFUL)}
    keep(store, {1: (["快餐店"], []), **apart})
    assert matched(store, "kcd") == Matches([], [], [1])


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        ("k餐", "快车"),
        ("kuai店", "开店"),
        ("kuaican", "快车"),
        ("kuaid", "开店"),
        ("快can", "快车"),
    ],
)
def test_what_the_index_can_tell_is_not_looked_into(store, typed, apart):
    keep(store, {row: ([apart], []) for row in range(2, 2 + query.MOST_DOUBTFUL)})
    keep(store, {1: (["快餐", "快店"], [])})
    assert matched(store, typed) == Matches([], [], [1])


def test_no_more_rows_are_read_than_are_needed(store, monkeypatch):
    keep(store, {row: (["快餐"], []) for row in range(1, 41)})
    read = []
    lazy = query.Index("case", lambda db, rows: read.extend(rows) or {r: SAID[r] for r in rows})
    assert query.matches(store.reader(), lazy, "kuaican", 1).heard == [40]
    assert read == list(range(40, 40 - query.AT_ONCE, -1))
    read.clear()
    assert query.matches(store.reader(), lazy, "快餐", 1).named == [40]
    assert read == []


def test_what_is_kept_no_more_is_left_out_though_the_index_has_it(store):
    keep(store, {row: (["快餐"], []) for row in range(1, 41)})
    del SAID[40], SAID[20]
    heard = matched(store, "kuaican", 50).heard
    assert heard == [row for row in range(40, 0, -1) if row in SAID]


@pytest.mark.parametrize("typed", ["口陵面馆", "金口面馆", "金陵口馆", "金陵面口"])
def test_one_character_may_be_wrong_wherever_it_stands(store, typed):
    keep(store, {1: (["金陵面馆"], []), 2: (["大金陵面馆店"], []), 3: (["金陵"], [])})
    assert nearly(store, typed) == [2, 1]


@pytest.mark.parametrize(
    "typed", ["口口面馆", "金口口馆", "口陵面口", "金陵口面馆", "口陵面馆大", "陵面馆口"]
)
def test_two_wrong_ones_are_too_many_and_none_may_be_missing(store, typed):
    keep(store, {1: (["金陵面馆"], [])})
    assert nearly(store, typed) == []


def test_three_characters_are_enough_for_one_to_be_wrong(store):
    keep(store, {1: (["金陵面"], [])})
    assert nearly(store, "金口面") == [1]
    assert nearly(store, "金口") == []


def test_no_more_than_asked_for_is_nearly_found(store):
    keep(store, {row: (["金陵面馆"], []) for row in range(1, 6)})
    assert [nearly(store, "金陵面口", most) for most in (1, 3, 9)] == [
        [5],
        [5, 4, 3],
        [5, 4, 3, 2, 1],
    ]


def test_only_names_are_nearly_found_and_the_latest_sixty_with_the_longer_part(store):
    keep(store, {1: (["老灶"], ["金陵面馆"])})
    assert nearly(store, "金陵面口") == []
    apart = {row: (["金陵面"], []) for row in range(3, 3 + query.MOST_DOUBTFUL)}
    keep(store, {2: (["金陵面馆"], []), **apart})
    assert nearly(store, "金陵面口") == []
    keep(store, {3: (["金陵面馆"], [])})
    assert nearly(store, "金陵面口") == [3]


def test_what_is_said_anew_takes_the_place_of_what_was_said(store):
    keep(store, {1: (["金陵面馆"], ["珠江路"])})
    keep(store, {1: (["老灶"], ["中山路"])})
    for typed in ("金", "金陵", "金陵面", "珠江", "珠江路", "jinling", "jlm", "jl"):
        assert matched(store, typed) == Matches([], [], []), typed
        assert held(store, typed) == set()
    assert matched(store, "老灶").named == [1]


def test_what_is_forgotten_is_found_in_no_way(store):
    keep(store, {1: (["金陵面馆"], ["珠江路"]), 2: (["金陵面馆"], ["珠江路"])})
    store.write(lambda db: query.forget(db, INDEX, 1) or []).result()
    for typed in ("金", "金陵", "金陵面", "珠江", "珠江路", "jinling", "jlm", "jl"):
        assert matched(store, typed).every == [2], typed


def test_many_rows_are_written_some_at_a_time_and_none_is_left_out(store, monkeypatch):
    monkeypatch.setattr(query, "WRITTEN_AT_ONCE", 2)
    keep(store, {row: (["金陵面馆"], ["珠江路"]) for row in range(1, 6)})
    for typed in ("金", "金陵面", "珠江", "珠江路", "jinling", "jlm", "jl"):
        assert matched(store, typed).every == [5, 4, 3, 2, 1], typed
