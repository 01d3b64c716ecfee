"""The one search (一单清): exact, by sound, by keyword, nearly; complete and grouped."""

import random
import secrets

import msgspec
import pytest

from app.practice.scenes import load_city
from app.store import cases, catalogue
from app.store.database import Store
from app.store.search import query, service
from app.store.search.index_text import bare
from tests.bench.search import a_told_case
from tests.support.examples import MORNING

TODAY = MORNING.date()
CASES = 2_000


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """A cache of 2,000 cases with the practice city's items, scenes and articles."""
    store = Store(tmp_path_factory.mktemp("s") / "c.db", secrets.token_hex(32))
    rng = random.Random(5)
    bodies = [a_told_case(rng, n) for n in range(CASES)]
    said = [cases.prepare_case(body, msgspec.json.encode(body)) for body in bodies]
    store.write_refetchable(lambda db: cases.put(db, said, TODAY)).result()
    city = load_city()
    for kind, each in {
        "item": [(i.code, i.item()) for i in city.items.values()],
        "scene": [(s.code, s.scene()) for s in city.scenes.values()],
        "article": [(a.id, a) for a in city.articles()],
    }.items():
        told = [(id_, 1, msgspec.json.encode(body)) for id_, body in each]
        store.write_refetchable(lambda db, k=kind, t=told: catalogue.put(db, k, t)).result()
    yield store, bodies
    store.close()


def texts(case) -> list[str]:
    """All that a case can be found by, as a scan reads it."""
    applicant = case.applicant
    return [
        bare(part)
        for part in (
            case.no, applicant.name, applicant.representative.name, applicant.phone,
            applicant.address, case.item.name, case.one_thing.scene.name,
            *(str(f.value) for s in case.form for f in s.fields if isinstance(f.value, str)),
        )
    ]  # fmt: skip


def test_a_thousand_random_pieces_are_found_exactly_where_a_scan_finds_them(held):
    store, bodies = held
    numbers = {row["id"]: row["row"] for row in store.reader().rows("select id, row from cases")}
    scanned = {numbers[body.id]: texts(body) for body in bodies}
    rng = random.Random(11)
    for _ in range(1000):
        text = rng.choice(rng.choice(list(scanned.values())))
        length = rng.randint(1, 7)
        at = rng.randint(0, max(0, len(text) - length))
        piece = text[at : at + length]
        if rng.random() < 0.15:
            piece = "".join(rng.sample(piece, len(piece)))
        expected = {row for row, parts in scanned.items() if any(piece in p for p in parts)}
        assert set(holding(store, piece)) == expected, piece


def holding(store, text) -> list[int]:
    """The numbers of the cases the list shows for a text."""
    return cases.listed(store.reader(), cases.CaseFilter(standing="", text=text), TODAY)


def titles(store, typed, kind, most=8) -> list[str]:
    groups = service.found(store.reader(), typed, most, TODAY)
    return [hit.title for group in groups if group.kind == kind for hit in group.hits]


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ("快餐", "scene", "开办快餐店"),
        ("kuaican", "scene", "开办快餐店"),
        ("kuaic", "scene", "开办快餐店"),
        ("kcd", "scene", "开办快餐店"),
        ("kc店", "scene", "开办快餐店"),
        ("k餐dian", "scene", "开办快餐店"),
        ("msu", "scene", "开办民宿"),
        ("m宿", "scene", "开办民宿"),
        ("anquan", "item", "营业前消防安全检查"),
        ("a全j", "item", "营业前消防安全检查"),
        ("块参店", "scene", "开办快餐店"),
        ("KFC", "scene", ""),
        ("食品经营", "item", "食品经营许可证核发"),
        ("spjyxk", "item", "食品经营许可证核发"),
        ("jingying", "item", "食品经营许可证核发"),
        ("ｋｚ备案", "item", "公章刻制备案"),
        ("面积", "faq", "申报面积和租赁合同不一样怎么办？"),
        ("告知承诺", "policy", "公众聚集场所消防安全检查告知承诺规定"),
    ],
)
def test_things_are_found_as_they_are_typed(held, typed, kind, title):
    store, _ = held
    assert (title in titles(store, typed, kind, 20)) if title else not titles(store, typed, kind)


def test_a_hit_says_whether_its_title_was_found_or_one_of_its_other_words(held):
    store, _ = held
    for article in load_city().articles():
        for word in article.keywords:
            found = service.found(store.reader(), word, 20, TODAY)
            for hit in (hit for group in found for hit in group.hits if hit.id == article.id):
                assert hit.how == ("exact" if bare(word) in bare(article.title) else "keyword")


def test_other_words_lead_to_what_they_mean(held):
    store, _ = held
    assert "食品经营许可证核发" in titles(store, "饭馆", "item")
    assert "开办快餐店" in titles(store, "饭馆", "scene")
    assert "不动产转移登记" in titles(store, "房本", "item")


def test_characters_read_in_two_ways_are_found_by_both(held):
    store, _ = held
    found = query.matches(store.reader(), cases.TEXT, "changjianglu", 5)
    assert found.heard
    again = query.matches(store.reader(), cases.TEXT, "zhangjianglu", 5)
    assert again.heard == found.heard


def test_one_wrong_character_still_finds_it_but_only_when_asked_apart(held):
    store, _ = held
    assert titles(store, "开力快餐店", "scene") == []
    hits = service.nearly(store.reader(), "开力快餐店", 5, TODAY, ())
    assert "开办快餐店" in [hit.title for hit in hits]
    assert all(hit.how == "near" for hit in hits)


def test_three_characters_are_enough_for_one_to_be_wrong_and_two_are_not(held):
    store, bodies = held
    name = bodies[3].applicant.name[:3]
    assert query.nearly(store.reader(), cases.TEXT, f"{name[0]}龘{name[2]}", 400)
    assert query.nearly(store.reader(), cases.TEXT, f"{name[0]}龘", 400) == []


def test_names_come_before_other_texts_and_exact_before_heard(held):
    store, bodies = held
    name = bodies[3].applicant.representative.name
    first = service.found(store.reader(), name, 8, TODAY)[0]
    assert first.kind == "case"
    assert any(hit.id == bodies[3].id for hit in first.hits)
    ways = [
        hit.how for group in service.found(store.reader(), "fang", 8, TODAY) for hit in group.hits
    ]
    assert ways


def test_groups_come_in_their_order_and_say_when_there_is_more(held):
    store, _ = held
    groups = service.found(store.reader(), "店", 3, TODAY)
    kinds = [group.kind for group in groups]
    assert kinds == [kind for kind in service.KINDS if kind in kinds]
    assert groups[0].kind == "case" and groups[0].more and len(groups[0].hits) == 3


def test_what_was_dropped_is_found_no_more(held):
    store, bodies = held
    gone = bodies[17]
    assert holding(store, gone.no)
    store.write_refetchable(lambda db: cases.drop(db, [gone.id])).result()
    assert not holding(store, gone.no)
    store.write_refetchable(
        lambda db: cases.put(db, [cases.prepare_case(gone, msgspec.json.encode(gone))], TODAY)
    ).result()
