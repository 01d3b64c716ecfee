"""The centre restored from last night's backup: revisions run backwards, nothing is lost."""

import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cases.actions import RequestCorrection
from app.cases.model import Fault
from app.desk import CaseFilter, Desk
from tests.faults.kills import can_go_on, next_deed
from tests.support.centres import Centre, city_file
from tests.support.desks import all_sent, held_by_centre
from tests.support.waiting import eventually


class City:
    """A centre on one port that can be backed up, stopped, put back and started again."""

    def __init__(self, folder: Path) -> None:
        self.ledger, self.backup = folder / "centre.sqlite", folder / "backup.sqlite"
        self.ledger.write_bytes(city_file(60, 45))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.centre = self._open()

    def back_up(self) -> None:
        source, copy = sqlite3.connect(self.ledger), sqlite3.connect(self.backup)
        source.backup(copy)
        source.close()
        copy.close()

    def restore(self) -> None:
        self.centre.close()
        for left in self.ledger.parent.glob("centre.sqlite*"):
            left.unlink()
        self.backup.rename(self.ledger)
        self.centre = self._open()

    def _open(self) -> Centre:
        return Centre("--speed", "0", "--port", str(self.port), "--database", str(self.ledger))


@pytest.fixture
def city(tmp_path):
    made = City(tmp_path)
    yield made
    made.centre.close()


def signed_in(desk: Desk, city: City) -> None:
    desk.account.sign_in(**city.centre.clerks[0])
    desk.begin()
    eventually(desk.cases.has_pulled)


def working(desk: Desk) -> str:
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="todo")))
    return next(
        row.id
        for row in rows
        if row.state == "received" and not row.resubmitted and can_go_on(desk, row.id)
    )


def test_what_the_restored_centre_lost_is_sent_again_in_order(
    city, make_desk: Callable[[str], Desk]
):
    desk = make_desk(city.centre.url)
    signed_in(desk, city)
    case_id = working(desk)
    desk.deciding.decide(case_id, next_deed(desk, case_id)).result()
    eventually(lambda: all_sent(desk))
    city.back_up()
    for _ in range(3):
        desk.deciding.decide(case_id, next_deed(desk, case_id)).result()
    eventually(lambda: all_sent(desk))
    before = held_by_centre(city.centre, case_id)
    desk.close()
    city.restore()
    assert held_by_centre(city.centre, case_id).revision < before.revision
    signed_in(desk, city)
    eventually(lambda: held_by_centre(city.centre, case_id).revision == before.revision, 60)
    eventually(lambda: all_sent(desk))
    after = held_by_centre(city.centre, case_id)
    assert [e.type for e in after.history] == [e.type for e in before.history]
    assert [n.title for n in after.notices] == [n.title for n in before.notices]
    assert [e.code for e in desk.deciding.sent_entries()].count("restored") == 3


def test_what_the_restored_centre_does_not_allow_any_more_comes_back_to_the_clerk(
    city, make_desk: Callable[[str], Desk]
):
    desk = make_desk(city.centre.url)
    signed_in(desk, city)
    case_id = working(desk)
    city.back_up()
    asked = RequestCorrection(faults=(Fault(text="缺签字"),))
    desk.deciding.decide(case_id, asked).result()
    eventually(lambda: all_sent(desk))
    desk.close()
    withdraw_in(city.backup, case_id)
    city.restore()
    signed_in(desk, city)
    eventually(lambda: desk.deciding.counts() == (0, 1), 60)
    (entry,) = desk.deciding.entries()
    assert (entry.state, entry.code, entry.payload.faults) == ("conflict", "restored", asked.faults)


def withdraw_in(ledger: Path, case_id: str) -> None:
    """In the backup the applicant has withdrawn."""
    import msgspec

    connection = sqlite3.connect(ledger)
    (raw,) = connection.execute("select body from record where id = ?", (case_id,)).fetchone()
    body = msgspec.json.decode(raw) | {"state": "terminated"}
    connection.execute(
        "update record set body = ? where id = ?", (msgspec.json.encode(body), case_id)
    )
    connection.commit()
    connection.close()
