"""A cache damaged between two days: the clerk signs in, and what was decided is sent."""

import secrets
from collections.abc import Callable

from app.desk import Desk
from app.store.connection import connect
from tests.support.caches import key_of
from tests.support.centres import Centre
from tests.support.desks import all_sent, held_by_centre, received
from tests.support.examples import ASKED
from tests.support.waiting import eventually

PAGE = 4096


def test_unsent_decisions_survive_a_damaged_cache(
    desk: Desk, own_centre: Centre, make_desk: Callable[[str], Desk]
):
    eventually(lambda: desk.documents.counts()[0] > 20)
    own_centre.say("cut")
    case_id = received(desk).id
    desk.deciding.decide(case_id, ASKED).result()
    path, key = desk.account.signed_in.store.path, key_of(desk, **own_centre.clerks[0])
    desk.close()
    connect(path, key).execute("pragma wal_checkpoint(truncate)")  # threads may still hold the log
    raw = bytearray(path.read_bytes())
    for page in range(len(raw) // PAGE // 2, len(raw) // PAGE // 2 + 5):  # amid the files fetched
        raw[page * PAGE + 100 : page * PAGE + 200] = secrets.token_bytes(100)
    path.write_bytes(raw)
    path.with_suffix(".unreadable").touch()  # as a session that met the damage leaves it
    own_centre.say("restore")
    again = make_desk(own_centre.url)
    again.account.sign_in(**own_centre.clerks[0])
    assert again.account.salvaged.actions >= 1
    assert [entry.payload.type for entry in again.deciding.entries()] == ["request_correction"]
    again.begin()
    eventually(lambda: all_sent(again))
    held = held_by_centre(own_centre, case_id)
    assert held.corrections[0].faults == ASKED.faults
    assert again.cases.view(case_id).case.state == "correcting"
    assert again.account.salvaged.set_aside.exists()
