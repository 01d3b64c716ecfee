"""What a clerk does at a desk, and what the centre then holds."""

from __future__ import annotations

import uuid
from datetime import datetime

from app.account.keyring import MemoryPlace
from app.cases.actions import Action, Transfer
from app.cases.checks import missing_materials
from app.cases.kinds import returns_papers
from app.cases.model import SHANGHAI, SubApplication
from app.cases.typed import decode
from app.central.client import CentralClient
from app.central.sign_in import SignIn
from app.central.wire import to_wire
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


def other_desk(own_centre, place=0):
    """A client of the first clerk's, or of who has another place among them, on another device,
    signed in."""
    central = CentralClient(own_centre.inner_url, "other")
    clerk = own_centre.clerks[place]
    SignIn(central, clerk["username"] + "-other", "other", MemoryPlace())
    token = central.token(
        {
            "grant_type": "password",
            "device_id": "o",
            "username": clerk["username"],
            "password": clerk["password"],
        }
    )
    central.access_token = token.access_token
    return central


def hand_over(own_centre) -> None:
    """The second clerk hands a case over to the first, who has seen them from then on."""
    central = other_desk(own_centre, 1)
    changes = central.changes("", 1000).changes
    cases = (decode(c.body, SubApplication) for c in changes if c.kind == "sub_application")
    case = next(case for case in cases if case.state == "received")
    handed_on = Action(
        id=str(uuid.uuid4()), sub_application_id=case.id, at=datetime.now(SHANGHAI),
        payload=Transfer(to_clerk="clerk-01", reason="轮岗交接"),
    )  # fmt: skip
    (result,) = central.act([to_wire(handed_on, "o", case.revision, None)])
    assert result.outcome == "applied"


def held_by_centre(own_centre, case_id):
    """The case as the centre has it."""
    page = other_desk(own_centre).changes("", 1000)
    return next(decode(c.body, SubApplication) for c in page.changes if c.id == case_id)


def all_sent(desk):
    """Nothing waits and nothing has come back."""
    return desk.deciding.counts() == (0, 0)
