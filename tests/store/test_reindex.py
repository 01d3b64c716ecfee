"""What a migration left without its texts is indexed again, some at a time, once."""

import secrets

import msgspec
import pytest

from app.cases.model import Applicant, Article, Item, Scene
from app.store import cases, catalogue, reindex
from app.store.cases import CaseFilter
from app.store.database import meta, set_meta
from app.store.search import query
from tests.support.examples import MORNING, a_case
from tests.support.stores import keep, opened, write

TODAY = MORNING.date()
KINDS = {
    "item": Item(code="x", name="消防检查"),
    "scene": Scene(code="x", name="开办民宿"),
    "article": Article(id="x", kind="faq", title="租约怎么写", text="照写"),
}


@pytest.fixture
def store(tmp_path):
    """A cache as a migration leaves it: nothing in the indexes, and a flag that says so."""
    made = opened(tmp_path / "cache.db", secrets.token_hex(32))
    keep(made, *(a_case(id=f"c{n}", applicant=Applicant(name="金陵面馆")) for n in range(5)))

    def work(db):
        for kind, body in KINDS.items():
            catalogue.put(db, kind, [("x", 1, msgspec.json.encode(body))])
        for table in ("names", "text", "grams"):
            db.execute(f"delete from case_{table}")
            db.execute(f"delete from catalogue_{table}")
        db.execute("update cases set text_digest = null")
        set_meta(db, reindex.FLAG, "1")
        return []

    write(made, work)
    yield made
    made.close()


def found(store, text) -> int:
    return len(cases.listed(store.reader(), CaseFilter(standing="", text=text), TODAY))


def known(store, text) -> int:
    return len(query.matches(store.reader(), catalogue.TEXT, text, 9).every)


def test_everything_is_found_again_however_many_go_at_once(store, monkeypatch):
    monkeypatch.setattr(reindex, "AT_ONCE", 2)
    assert found(store, "金陵面") == known(store, "民宿") == 0
    heard = []
    store.listeners.append(heard.append)
    reindex.reindex(store)
    assert found(store, "金陵面") == 5 and found(store, "食品经营") == 6
    assert [known(store, text) for text in ("消防", "民宿", "租约")] == [1, 1, 1]
    assert [len(c.ids) for changed in heard for c in changed if c.kind == "case"] == [2, 2, 2]
    assert meta(store.reader(), reindex.FLAG) == ""


def test_it_is_done_once(store):
    reindex.reindex(store)
    write(store, lambda db: db.execute("delete from case_text") and [])
    reindex.reindex(store)
    assert found(store, "金陵面") == 0


def test_what_is_indexed_is_not_indexed_again_when_the_centre_says_the_same(store):
    reindex.reindex(store)
    write(store, lambda db: db.execute("delete from case_text") and [])
    keep(store, a_case(id="c1", applicant=Applicant(name="金陵面馆"), revision=2))
    assert found(store, "金陵面") == 0
    keep(store, a_case(id="c1", applicant=Applicant(name="新金陵面馆"), revision=3))
    assert found(store, "金陵面") == 1
