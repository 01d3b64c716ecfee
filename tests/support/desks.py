"""What a clerk does at a desk, and what the centre then holds."""

from __future__ import annotations

from app.account.keyring import MemoryPlace
from app.cases.checks import missing_materials
from app.cases.kinds import returns_papers
from app.cases.model import SubApplication
from app.cases.typed import decode
from app.central.client import CentralClient
from app.central.sign_in import SignIn
from app.desk import CaseFilter
from tests.support.examples import TOLD


def received(desk):
    """The row of a received case that is complete and can be accepted or corrected."""
    return _first_received(desk, lambda item: not returns_papers(item))


def instant(desk):
    """The row of a received case that is complete and can be approved at once (当场办结)."""
    return _first_received(desk, lambda item: item.instant)


def _first_received(desk, of_item):
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="todo")))
    views = {row.id: desk.cases.view(row.id) for row in rows if row.state == "received"}
    fresh = {
        id_
        for id_, view in views.items()
        if not view.case.corrections and not missing_materials(view.case, view.situation.item)
    }
    return next(row for row in rows if row.id in fresh and of_item(views[row.id].case.item))


def decide(desk):
    """Sends a message on the first case; its id."""
    row = desk.cases.rows(desk.cases.numbers(CaseFilter()))[0]
    desk.deciding.decide(row.id, TOLD).result()
    return row.id


def other_desk(own_centre):
    """A client of the first clerk's on another device, signed in."""
    central = CentralClient(own_centre.inner_url, "other")
    first = own_centre.clerks[0]
    SignIn(central, first["username"] + "-other", "other", MemoryPlace())
    token = central.token(
        {
            "grant_type": "password",
            "device_id": "o",
            "username": first["username"],
            "password": first["password"],
        }
    )
    central.access_token = token.access_token
    return central


def held_by_centre(own_centre, case_id):
    """The case as the centre has it."""
    page = other_desk(own_centre).changes("", 1000)
    return next(decode(c.body, SubApplication) for c in page.changes if c.id == case_id)


def all_sent(desk):
    """Nothing waits and nothing has come back."""
    return desk.deciding.counts() == (0, 0)
