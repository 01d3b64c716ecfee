"""A desk at the odd centre."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from tests.support.odd_centre import OddCentre, cases_at
from tests.support.waiting import eventually

AtDesk = Callable[..., tuple[Desk, list[str]]]


@pytest.fixture
def at_desk(odd: OddCentre, make_desk: Callable[[str], Desk]) -> AtDesk:
    """Opens a desk that has read all the odd centre has."""

    def opened(count: int = 1) -> tuple[Desk, list[str]]:
        ids = cases_at(odd, count)
        desk = make_desk(odd.url)
        desk.account.sign_in("zhang.wei", "x")
        desk.begin()
        eventually(lambda: desk.cases.counts()["everything"] == len(ids))
        return desk, ids

    return opened
