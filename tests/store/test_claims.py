"""领件 asked again is the same claim, for as long as its answer may be on the way."""

from datetime import timedelta

import pytest

from app.store import claims
from tests.support.examples import MORNING
from tests.support.stores import write


def asked(store, count=1, codes=(), minutes=0.0):
    return claims.open_claim(store.reader(), count, codes, MORNING + timedelta(minutes=minutes))


def test_a_claim_without_an_answer_is_the_same_for_five_minutes(store):
    first = asked(store)
    write(store, lambda db: claims.keep(db, first))
    assert asked(store, minutes=4.9) == first
    assert asked(store, minutes=5).id != first.id


@pytest.mark.parametrize(("count", "codes"), [(2, ()), (1, ("food",))])
def test_a_claim_for_something_else_is_another(store, count, codes):
    first = asked(store)
    write(store, lambda db: claims.keep(db, first))
    other = asked(store, count, codes)
    assert other.id != first.id
    assert (other.count, other.item_codes, other.at) == (count, codes, MORNING)


def test_an_answered_claim_is_over(store):
    first = asked(store)
    write(store, lambda db: claims.keep(db, first))
    write(store, claims.settle)
    assert asked(store).id != first.id


def test_without_one_before_each_is_new(store):
    assert asked(store).id != asked(store).id
