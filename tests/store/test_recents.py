"""The cases opened last, in the cache and nowhere else."""

import secrets

from app.desk.cases import Cases
from app.desk.searching import Searching
from app.store import cases
from app.store.database import Store
from tests.support.examples import MORNING, a_case
from tests.support.stores import CLERK, keep, opened, write

IDS = [f"sa-{n}" for n in range(20)]


def opens(store, *ids):
    looking = Cases(store, CLERK, lambda: MORNING)
    for id_ in ids:
        looking.note_opened(id_)
    write(store, lambda _db: None)  # everything asked for before is written


def recent(store, most=10, but="") -> list[str]:
    return [hit.id for hit in Searching(store, None, lambda: MORNING).recent(most, but)]


def test_the_last_ten_are_there_the_last_first_and_each_once(store):
    keep(store, *(a_case(id=id_) for id_ in IDS))
    opens(store, *IDS, "sa-12", "sa-12", "sa-19")
    assert recent(store) == [
        "sa-19", "sa-12", "sa-18", "sa-17", "sa-16", "sa-15", "sa-14", "sa-13", "sa-11", "sa-10",
    ]  # fmt: skip


def test_without_the_one_that_is_open_there_are_still_ten(store):
    keep(store, *(a_case(id=id_) for id_ in IDS))
    opens(store, *IDS)
    assert recent(store, but="sa-19") == [f"sa-{n}" for n in range(18, 8, -1)]


def test_a_case_that_has_gone_is_left_out(store):
    keep(store, a_case(id="sa-1"), a_case(id="sa-2"))
    opens(store, "sa-1", "sa-2")
    write(store, lambda db: cases.drop(db, ["sa-2"]))
    assert recent(store) == ["sa-1"]


def test_they_are_there_after_a_restart(tmp_path):
    key = secrets.token_hex(32)
    store = opened(tmp_path / "cache.db", key)
    opens(store, "sa-000001")
    store.close()
    store = Store(tmp_path / "cache.db", key)
    assert recent(store) == ["sa-000001"]
    store.close()
