"""A desk at the odd centre."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from tests.conftest import eventually
from tests.faults.odd_centre import OddCentre, case_body

AtDesk = Callable[..., tuple[Desk, list[str]]]


def cases_at(odd: OddCentre, count: int) -> list[str]:
    """So many received cases in the feed; their ids."""
    bodies = [case_body(number) for number in range(1, count + 1)]
    for body in bodies:
        odd.put(body)
    return [body.id for body in bodies]


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
