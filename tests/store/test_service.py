"""What the one search shows: grouped, the surest first, each thing once."""

import hashlib
import secrets

import msgspec
import pytest

from app.cases.model import Applicant, Article, Item, Scene
from app.cases.paper_text import Line, PageReading, PaperReading
from app.store import cases, catalogue, materials, paper_text
from app.store.database import Store
from app.store.search import service
from app.store.search.service import Hit
from tests.support.examples import MORNING, a_case, a_material
from tests.support.stores import keep, write

TODAY = MORNING.date()


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "cache.db", secrets.token_hex(32))
    yield opened
    opened.close()


def put(store, kind, *bodies):
    said = [(getattr(b, "id", "") or b.code, 1, msgspec.json.encode(b)) for b in bodies]
    store.write(lambda db: catalogue.put(db, kind, said)).result()


def an_article(kind="faq", id_="a", title="标题", text="", keywords=(), codes=()):
    return Article(id=id_, kind=kind, title=title, text=text, keywords=keywords, item_codes=codes)


def a_named(id_, name, **changes):
    return a_case(id=id_, no=id_, applicant=Applicant(name=name), **changes)


def read(store, case, **said):
    """A case whose papers, by their names, say these words."""
    papers = {name: a_material(name, sha256=hashlib.sha256(w.encode()).hexdigest(), id=case.id + name)
              for name, w in said.items()}  # fmt: skip
    case = msgspec.structs.replace(case, materials=tuple(papers.values()))
    keep(store, case)
    write(store, lambda db: materials.note_opened(db, case))
    for name, words in said.items():
        lines = tuple(Line(line, (0.1, 0.1, 0.9, 0.12)) for line in words.split("\n"))
        reading = PaperReading("e1", (PageReading(lines, source="recognised"),))
        sha256 = papers[name].sha256
        write(store, lambda db, s=sha256, r=reading: paper_text.keep(db, s, r))


def found(store, typed, most=5) -> dict[str, list[tuple[str, str]]]:
    """By kind, the ids found and how."""
    groups = service.found(store.reader(), typed, most, TODAY)
    return {group.kind: [(hit.id, hit.how) for hit in group.hits] for group in groups}


def test_a_hit_has_its_thing_whole(store):
    item = Item(code="i", name="消防检查", conditions="场所齐备")
    scene = Scene(code="s", name="消防开办")
    article = an_article(title="消防怎么办", text="照办")
    keep(store, a_named("c", "消防器材店"))
    put(store, "item", item)
    put(store, "scene", scene)
    put(store, "article", article)
    case, of_item, of_scene, of_article = (
        group.hits[0] for group in service.found(store.reader(), "消防", 5, TODAY)
    )
    assert (case.title, case.summary, case.row.id) == ("消防器材店", "食品经营许可证核发", "c")
    assert (of_item.title, of_item.summary, of_item.item) == ("消防检查", "场所齐备", item)
    assert (of_scene.title, of_scene.scene) == ("消防开办", scene)
    assert (of_article.kind, of_article.title, of_article.summary) == ("faq", "消防怎么办", "照办")
    assert of_article.article == article


def test_open_cases_come_before_closed_ones_and_exact_before_heard(store):
    keep(
        store,
        a_named("open", "金陵面馆"),
        a_named("heard", "金零面馆"),
        a_named("closed", "金陵面馆", state="delivered"),
        a_named("other", "老灶"),
    )
    assert found(store, "金陵") == {"case": [("open", "exact"), ("closed", "exact")]}
    assert found(store, "jinling") == {
        "case": [("heard", "sound"), ("open", "sound"), ("closed", "sound")]
    }


def test_no_more_than_asked_for_is_shown_and_that_there_is_more_is_said(store):
    keep(store, *(a_named(f"c{n}", "金陵面馆") for n in range(3)))
    said = {
        most: [(len(g.hits), g.more) for g in service.found(store.reader(), "金陵", most, TODAY)]
        for most in (2, 3, 4)
    }
    assert said == {2: [(2, True)], 3: [(3, False)], 4: [(3, False)]}


def test_nothing_found_is_no_group(store):
    assert service.found(store.reader(), "金陵", 5, TODAY) == ()


def test_a_keyword_leads_to_items_and_to_scenes_all_of_whose_items_it_leads_to(store):
    put(store, "item", Item(code="i1", name="甲事项"), Item(code="i2", name="乙事项"))
    put(
        store,
        "scene",
        Scene(code="both", name="丙主题", item_codes=("i1", "i2")),
        Scene(code="one", name="丁主题", item_codes=("i1",)),
        Scene(code="more", name="戊主题", item_codes=("i1", "i9")),
    )
    put(store, "article", an_article(keywords=("饭馆",), codes=("i2", "i1")))
    assert found(store, "饭馆") == {
        "item": [("i2", "keyword"), ("i1", "keyword")],
        "scene": [("both", "keyword"), ("one", "keyword")],
        "faq": [("a", "keyword")],
    }
    assert found(store, "甲事") == {"item": [("i1", "exact")]}


def test_an_article_found_by_its_text_leads_nowhere_unless_it_is_a_guide(store):
    put(store, "item", Item(code="i1", name="甲事项"), Item(code="i2", name="乙事项"))
    put(
        store,
        "article",
        an_article(text="开饭馆先看", codes=("i1",)),
        an_article("guide", "g", "开饭馆指南", codes=("i2",)),
    )
    assert found(store, "开饭馆") == {"item": [("i2", "keyword")], "faq": [("a", "exact")]}


def test_a_keyword_that_is_in_the_title_too_is_found_exactly(store):
    put(store, "article", an_article(title="开饭馆", keywords=("饭馆",)))
    assert found(store, "饭馆") == {"faq": [("a", "exact")]}


def test_each_thing_is_shown_once_as_it_was_found_the_surest_way(store):
    put(store, "item", Item(code="i1", name="饭馆检查"), Item(code="i2", name="乙事项"))
    put(store, "article", an_article(keywords=("饭馆",), codes=("i2", "i1")))
    assert found(store, "饭馆")["item"] == [("i1", "exact"), ("i2", "keyword")]


def test_what_is_heard_of_the_catalogue_comes_after_what_is_exact(store):
    put(store, "item", Item(code="exact", name="kcd检查"), Item(code="heard", name="快餐店检查"))
    assert found(store, "kcd") == {"item": [("exact", "exact"), ("heard", "sound")]}


def nearly(store, typed, most=5, known=()) -> list[tuple[str, str, str]]:
    hits = service.nearly(store.reader(), typed, most, TODAY, known)
    return [(hit.kind, hit.id, hit.how) for hit in hits]


def test_what_is_nearly_so_is_told_apart_and_nothing_that_is_known_again(store):
    keep(store, a_named("c1", "金陵面馆"), a_named("c2", "金陵面馆"))
    put(store, "item", Item(code="i", name="金陵面馆检查"))
    put(store, "article", an_article(title="金陵面馆", keywords=("金陵面馆",), codes=("i",)))
    cases = [("case", "c2", "near"), ("case", "c1", "near")]
    others = [("faq", "a", "near"), ("item", "i", "near")]
    assert nearly(store, "金陵口馆", 9) == [*cases, *others]
    assert nearly(store, "金陵口馆", 3) == [*cases, others[0]]
    known = [Hit(kind="case", id="c2", title=""), Hit(kind="item", id="c1", title="")]
    assert nearly(store, "金陵口馆", 9, known) == [cases[1], *others]
    assert nearly(store, "金陵", 9) == []


@pytest.mark.parametrize(
    ("typed", "paper"),
    [
        ("张慧", "租赁合同"),
        ("出租人张慧", "租赁合同"),
        ("ＮＪ２０２６", "租赁合同"),
        ("中山东路一百二十八号", "租赁合同"),  # over the end of a line
        ("慧", ""),
        ("李慧", ""),
        ("健康", "健康证明"),
        ("𠮷田", "健康证明"),
    ],
)
def test_a_case_is_found_by_what_a_paper_of_it_says(store, typed, paper):
    case = a_named("c", "快餐店")
    read(store, case, 租赁合同="出租人（甲方）：张 慧\nNJ-2026 坐落：中山东路\n一百二十八号",
         健康证明="健康证明\n𠮷田一郎")  # fmt: skip
    if typed == "出租人张慧":
        typed = "出租人（甲方）：张慧"
    hits = [hit for group in service.found(store.reader(), typed, 5, TODAY) for hit in group.hits]
    assert [(hit.id, hit.how, hit.paper) for hit in hits] == ([("c", "paper", paper)] * bool(paper))


def test_of_a_paper_beyond_measure_the_beginning_is_found(store, monkeypatch):
    monkeypatch.setattr("app.store.search.paper_words.MOST_CHARACTERS", 6)
    read(store, a_named("c", "快餐店"), 租赁合同="出租人张慧娟")
    assert found(store, "慧娟") != {} and found(store, "张慧娟") != {}
    read(store, a_named("d", "快餐店"), 租赁合同="出租人李娜\n李小娜")
    assert found(store, "李小娜") == {}


def test_what_a_case_is_called_comes_before_what_a_paper_says(store):
    read(store, a_named("c1", "快餐店"), 租赁合同="出租人：张慧娟")
    read(store, a_named("c2", "张慧娟"), 租赁合同="承租人：张慧娟")
    read(store, a_named("c3", "饭馆", state="delivered"), 租赁合同="出租人：张慧娟")
    read(store, a_named("c4", "民宿"), 租赁合同="张慧娟", 健康证明="姓名：张慧娟")
    assert found(store, "张慧娟")["case"] == [
        ("c2", "exact"), ("c4", "paper"), ("c1", "paper"), ("c3", "paper"),
    ]  # fmt: skip
    assert found(store, "慧娟", most=1)["case"] == [("c2", "exact")]


def test_it_is_found_no_more_once_the_paper_says_otherwise_or_its_case_has_gone(store):
    read(store, a_named("c", "快餐店"), 租赁合同="出租人：张慧娟")
    read(store, a_named("d", "饭馆"), 租赁合同="出租人：张慧娟")
    assert {id_ for id_, _ in found(store, "张慧娟")["case"]} == {"c", "d"}
    write(store, lambda db: cases.drop(db, ["c"]))
    assert found(store, "张慧娟")["case"] == [("d", "paper")]
    sha256 = hashlib.sha256("出租人：张慧娟".encode()).hexdigest()
    write(store, lambda db: paper_text.keep(db, sha256, PaperReading("e2", problem="died")))
    assert found(store, "张慧娟") == {}
