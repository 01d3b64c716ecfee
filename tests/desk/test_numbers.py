"""A desk that is cut off serves notices under numbers of its own, and the centre takes them over."""

from app.cases.actions import Accept
from app.desk import CaseFilter
from tests.practice.calls import Caller
from tests.support.desks import all_sent
from tests.support.waiting import eventually


def may_accept(desk):
    """The ids of the cases that can be accepted as they are."""
    rows = desk.cases.rows(desk.cases.numbers(CaseFilter(standing="", state="received")))
    views = [desk.cases.view(row.id) for row in rows]
    return [view.case.id for view in views if dict(view.actions).get("accept") == ()]


def served(desk, case_id):
    return desk.cases.view(case_id).case.notices[-1]


def test_what_is_served_offline_keeps_its_number_at_the_centre(desk, own_centre):
    ids = may_accept(desk)
    assert ids
    eventually(lambda: desk.centre.synced_at)  # a whole cycle, the reserve with it
    own_centre.say("cut")
    desk.centre.sync_now()
    eventually(lambda: desk.centre.offline)
    for id_ in ids:
        desk.deciding.decide(id_, Accept()).result()
    told = {id_: served(desk, id_).no for id_ in ids if not served(desk, id_).provisional}
    assert told and len(set(told.values())) == len(told)
    own_centre.say("restore")
    desk.centre.try_again()
    eventually(lambda: all_sent(desk))
    held = {case.id: case.notices[-1].no for case in Caller(own_centre, 0).cases() if case.notices}
    assert {id_: held[id_] for id_ in told} == told
    assert all(held[id_].endswith("号") for id_ in ids)
    assert len({held[id_] for id_ in ids}) == len(ids)


def test_online_a_number_is_the_centre_s_to_give(desk):
    (id_, *_) = may_accept(desk)
    desk.deciding.decide(id_, Accept()).result()
    (entry,) = [
        each
        for each in (*desk.deciding.entries(), *desk.deciding.sent_entries())
        if each.payload.type == "accept"
    ]
    assert entry.notice_no == ""
