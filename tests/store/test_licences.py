"""Answers to look-ups are kept with their time, per holder and kind."""

import secrets

import pytest

from app.cases.model import Licence
from app.store import licences
from app.store.licences import LookedUp
from tests.support.examples import MORNING
from tests.support.stores import later, opened

LICENCE = Licence(kind="营业执照", no="1", holder="某某", holder_id="9")


@pytest.fixture
def store(tmp_path):
    made = opened(tmp_path / "cache.db", secrets.token_hex(32))
    yield made
    made.close()


def keep(store, holder, kind, found, at=MORNING):
    return store.write(lambda db: licences.keep(db, holder, kind, found, at)).result()


def test_the_last_answer_is_known_and_none_is_an_answer_too(store):
    assert licences.known(store.reader(), "9", "营业执照") is None
    (changed,) = keep(store, "9", "营业执照", [LICENCE])
    assert (changed.kind, changed.ids) == ("licence", ("9",))
    keep(store, "9", "许可证", [])
    keep(store, "8", "营业执照", [])
    assert licences.known(store.reader(), "9", "营业执照") == LookedUp((LICENCE,), MORNING)
    assert licences.known(store.reader(), "9", "许可证") == LookedUp((), MORNING)
    keep(store, "9", "营业执照", [], later(1))
    assert licences.known(store.reader(), "9", "营业执照") == LookedUp((), later(1))
