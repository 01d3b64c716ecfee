"""Items, scenes, articles and the rest of the feed: kept by kind, found by their texts."""

import secrets
from datetime import date, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from app.cases.model import (
    Article,
    CalendarYear,
    Evaluation,
    Item,
    ItemMaterial,
    PoolHead,
    Scene,
    Sibling,
)
from app.store import cases, catalogue
from app.store.database import Store
from app.store.search import query
from tests.support.examples import MORNING, a_case, a_thing
from tests.support.stores import keep

TODAY = MORNING.date()
FOOD = Item(code="food", name="食品经营许可证核发", conditions="面积足够", legal_basis=("食品安全法",),
            materials=(ItemMaterial(name="平面图"),))  # fmt: skip
FIRE = Item(code="fire", name="消防检查")
HOTEL = Scene(code="hotel", name="开办民宿", item_codes=("fire",))
ASKED = Article(id="faq-1", kind="faq", title="面积不一样怎么办", text="以合同为准",
                keywords=("租约",), item_codes=("food",))  # fmt: skip


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "cache.db", secrets.token_hex(32))
    yield opened
    opened.close()


def put(store, kind, bodies: dict[str, object], revision=1):
    said = [(id_, revision, msgspec.json.encode(body)) for id_, body in bodies.items()]
    return store.write(lambda db: catalogue.put(db, kind, said)).result()


@pytest.fixture
def city(store):
    put(store, "item", {"food": FOOD, "fire": FIRE})
    put(store, "scene", {"hotel": HOTEL})
    put(store, "article", {"faq-1": ASKED})
    return store


def found(store, typed):
    """What is found for what is typed, whole."""
    rows = query.matches(store.reader(), catalogue.TEXT, typed, 9).every
    return [body for _, body in catalogue.bodies(store.reader(), rows)]


def test_what_is_kept_is_there_whole_by_kind_and_id(city):
    reader = city.reader()
    assert catalogue.item(reader, a_case().item) == FOOD
    assert catalogue.items(reader) == [FIRE, FOOD]
    assert catalogue.items_of(reader, ["food", "none", "fire"]) == [FOOD, FIRE]
    assert catalogue.scenes(reader) == [HOTEL]
    assert catalogue.articles(reader, "food") == [ASKED]
    assert catalogue.articles(reader, "fire") == []
    assert catalogue.pool(reader) == []
    assert catalogue.thing(reader, "ot-1") is None


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        ("食品经营", [FOOD]), ("food", [FOOD]), ("面积足", [FOOD]), ("安全法", [FOOD]),
        ("平面图", [FOOD]), ("shipin", [FOOD]), ("民宿", [HOTEL]), ("hotel", [HOTEL]),
        ("怎么办", [ASKED]), ("以合同", [ASKED]), ("租约", [ASKED]), ("zuyue", [ASKED]),
        ("yihetong", []), ("没有", []),
    ],
)  # fmt: skip
def test_each_kind_is_found_by_its_own_texts(city, typed, what):
    assert found(city, typed) == what


def test_what_is_said_anew_is_found_by_its_new_texts_only(city):
    assert put(city, "item", {"food": msgspec.structs.replace(FOOD, name="餐饮许可")}, 2)
    assert [body.name for body in found(city, "餐饮")] == ["餐饮许可"]
    assert found(city, "食品经营") == []
    assert catalogue.revisions(city.reader(), "item") == {"fire": 1, "food": 2}
    assert catalogue.revisions_of(city.reader(), "item", ["food", "none"]) == {"food": 2}


def test_what_is_dropped_is_there_and_found_no_more_and_other_kinds_keep_the_id(city):
    put(city, "scene", {"food": Scene(code="food", name="开办食堂")})
    changed = city.write(lambda db: catalogue.drop(db, "item", ["food", "none"])).result()
    assert [(c.kind, c.ids) for c in changed] == [("item", ("food", "none"))]
    assert catalogue.items(city.reader()) == [FIRE]
    assert found(city, "平面图") == []
    assert [body.name for body in found(city, "食堂")] == ["开办食堂"]


def test_nothing_kept_or_dropped_changes_nothing(store):
    assert put(store, "item", {}) == ()
    assert store.write(lambda db: catalogue.drop(db, "item", [])).result() == ()
    assert [(c.kind, c.ids) for c in put(store, "item", {"food": FOOD})] == [("item", ("food",))]


def test_what_no_kind_of_text_is_known_of_is_kept_and_not_looked_for(store):
    put(
        store, "pool", {"p": PoolHead(id="p", item=a_case().item, scene=HOTEL, received_at=MORNING)}
    )
    assert [head.scene for head in catalogue.pool(store.reader())] == [HOTEL]
    assert found(store, "食品") == []


def test_everything_of_a_kind_can_be_indexed_again(city):
    def forgotten(db):
        for table in ("names", "text", "grams"):
            db.execute(f"delete from catalogue_{table}")
        catalogue.index_again(db, "item")
        return []

    city.write(forgotten).result()
    assert found(city, "平面图") == [FOOD] and found(city, "消防") == [FIRE]
    assert found(city, "民宿") == []


def test_the_centre_s_years_lie_over_the_packaged_calendar(store):
    tuesday = date(2026, 3, 3)
    assert catalogue.calendar(store.reader()).is_working(tuesday)
    put(store, "calendar", {"2026": CalendarYear(year=2026, days_off=(tuesday,))})
    assert not catalogue.calendar(store.reader()).is_working(tuesday)


def an_evaluation(id_, case_id):
    return Evaluation(id=id_, sub_application_id=case_id, stars=5, at=MORNING)


def test_a_one_thing_tells_of_the_clerks_own_open_cases_what_their_list_does(city):
    long_ago = MORNING - timedelta(days=30)  # nobody accepted it: by law it is in review
    keep(city, a_case(id="sa-food", received_at=long_ago), a_case(id="sa-done", state="approved"))
    parts = [
        Sibling(id=id_, item=a_case().item, department=a_case().department, state="received")
        for id_ in ("sa-food", "sa-done", "sa-elsewhere")
    ]
    put(city, "one_thing", {"ot-1": replace(a_thing("received"), sub_applications=tuple(parts))})
    mine, decided, elsewhere = catalogue.thing(city.reader(), "ot-1").sub_applications
    assert (mine.state, mine.due) == ("reviewing", date(2026, 2, 10))
    assert (decided, elsewhere) == tuple(parts[1:])


def test_around_a_case_is_what_concerns_it(city):
    case = a_case()
    put(city, "one_thing", {"ot-1": a_thing("reviewing")})
    put(city, "evaluation", {"e1": an_evaluation("e1", case.id), "e2": an_evaluation("e2", "sa-9")})
    keep(city, case, a_case(id="twin", no="T"), a_case(id="done", no="D", state="delivered"))
    keep(city, a_case(id="else", no="E", item=msgspec.structs.replace(case.item, code="fire")))
    around = catalogue.situation(city.reader(), case, TODAY)
    assert (around.today, around.item, around.item_known) == (TODAY, FOOD, True)
    assert around.thing == catalogue.thing(city.reader(), "ot-1")
    assert [e.id for e in around.evaluations] == ["e1"]
    assert around.open_duplicates == ("T",)


def test_around_a_case_of_an_item_the_feed_has_not_brought_is_what_the_case_says_of_it(store):
    case = a_case()
    around = catalogue.situation(store.reader(), case, TODAY)
    assert (around.item.code, around.item.name) == (case.item.code, case.item.name)
    assert not around.item_known and around.thing is None and around.evaluations == ()


def test_applicants_without_a_number_are_not_each_other_s_duplicates(store):
    nameless = msgspec.structs.replace(a_case().applicant, id_number="")
    case = a_case(applicant=nameless)
    keep(store, case, a_case(id="twin", applicant=nameless))
    assert catalogue.situation(store.reader(), case, TODAY).open_duplicates == ()
    assert len(cases.revisions(store.reader())) == 2
