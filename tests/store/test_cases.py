"""The list: the most urgent first, found by any substring."""

import secrets
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cases.model import Applicant
from app.store import cases, search
from app.store.cases import CaseFilter
from app.store.database import Store
from tests.cases.examples import MORNING, a_case

TODAY = date(2026, 3, 4)


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "cache.db", secrets.token_hex(32))
    yield opened
    opened.close()


def keep(store: Store, *bodies) -> None:
    raw = [cases.told(body, msgspec.json.encode(body)) for body in bodies]
    store.write(lambda db: cases.put(db, raw, TODAY)).result()


def shown(store: Store, **chosen) -> list[str]:
    numbers = cases.listed(store.reader(), CaseFilter(**chosen), TODAY)
    return [row.id for row in cases.rows(store.reader(), numbers, TODAY)]


def test_overdue_comes_before_near_before_instant_before_the_rest(store):
    late = MORNING - timedelta(days=30)
    keep(
        store,
        a_case(id="later", state="reviewing", accepted_at=MORNING, promised_days=20),
        a_case(id="instant", handling="instant", received_at=MORNING + timedelta(days=2)),
        a_case(id="near", state="reviewing", accepted_at=MORNING, promised_days=2),
        a_case(id="overdue", state="reviewing", received_at=late, accepted_at=late),
        a_case(id="closed", state="delivered"),
    )
    assert shown(store) == ["overdue", "near", "instant", "later"]
    assert shown(store, standing="closed") == ["closed"]


def test_counts_follow_what_is_there(store):
    keep(store, a_case(id="a"), a_case(id="b", state="correcting"), a_case(id="c", state="refused"))
    counts = cases.counts(store.reader(), TODAY)
    assert (counts["todo"], counts["waiting"], counts["closed"]) == (1, 1, 1)


def test_a_newer_body_replaces_the_older_and_is_found_by_its_new_words_only(store):
    keep(store, a_case(id="a", applicant=Applicant(name="老灶快餐店")))
    keep(store, a_case(id="a", revision=2, applicant=Applicant(name="金陵面馆")))
    assert shown(store, text="金陵") == ["a"]
    assert shown(store, text="老灶") == []


NAMES = st.text("南京金陵老灶快餐店麦香ABab0126 -", min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), NAMES)
def test_a_search_finds_exactly_what_contains_the_words(tmp_path_factory, names, wanted):
    opened = Store(tmp_path_factory.mktemp("s") / "c.db", secrets.token_hex(32))
    try:
        blank = a_case().one_thing
        keep(
            opened,
            *(
                a_case(id=f"c{i}", no="", one_thing=blank, applicant=Applicant(name=name))
                for i, name in enumerate(names)
            ),
        )
        plain = search.folded("".join(c for c in wanted if c.isalnum()))
        always = plain in "食品经营许可证核发" or plain in "开办快餐店"
        expected = {
            f"c{i}"
            for i, name in enumerate(names)
            if plain and (always or plain in "".join(c for c in name if c.isalnum()).lower())
        }
        if wanted.strip():
            assert set(shown(opened, text=wanted)) == expected
    finally:
        opened.close()
