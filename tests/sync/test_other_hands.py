"""Other hands on the same case: reassigned, decided elsewhere; nothing silent, nothing lost."""

import uuid

import pytest

from app.cases.actions import Action, RequestCorrection, Transfer
from app.cases.model import Fault
from app.central.wire import to_wire
from app.store.errors import NotWithdrawable
from tests.support.desks import all_sent, held_by_centre, other_desk, received
from tests.support.waiting import eventually

ASKED = RequestCorrection(faults=(Fault(text="缺签字"), Fault(text="面积不符")))


def act_elsewhere(desk, own_centre, case_id, payload) -> None:
    revision = held_by_centre(own_centre, case_id).revision
    action = Action(
        id=str(uuid.uuid4()), sub_application_id=case_id, at=desk.machine.now(), payload=payload
    )
    (result,) = other_desk(own_centre).act([to_wire(action, "o", revision, None)])
    assert result.outcome == "applied"


@pytest.fixture
def reassigned(desk, own_centre):
    """A decision taken offline on a case that meanwhile went to another clerk."""
    case_id = received(desk).id
    own_centre.say("cut")
    desk.deciding.decide(case_id, ASKED).result()
    handed_on = Transfer(to_clerk="clerk-02", reason="请假")
    act_elsewhere(desk, own_centre, case_id, handed_on)
    own_centre.say("restore")
    eventually(lambda: [e.state for e in desk.deciding.entries()] == ["gone"])
    return desk


def test_a_decision_on_a_case_that_went_to_another_clerk_stays_to_be_seen(reassigned):
    (entry,) = reassigned.deciding.entries()
    assert entry.words == "缺签字；面积不符"
    assert entry.case_no and entry.case_title
    assert reassigned.deciding.counts() == (0, 1)


def test_it_can_be_put_away_and_is_not_lost_from_the_file(reassigned):
    (entry,) = reassigned.deciding.entries()
    reassigned.deciding.dismiss(entry.id).result()
    assert reassigned.deciding.entries() == []
    row = reassigned.account.signed_in.store.reader().row("select state, code, payload from outbox")
    assert (row[0], row[1]) == ("withdrawn", "dismissed")
    assert "缺签字" in row[2].decode()


def test_only_what_is_gone_can_be_put_away(desk, own_centre):
    own_centre.say("cut")
    desk.deciding.decide(received(desk).id, ASKED).result()
    with pytest.raises(NotWithdrawable):
        desk.deciding.dismiss(desk.deciding.entries()[0].id).result()


def test_a_conflict_on_a_case_then_lost_is_shown_as_gone(desk, own_centre):
    """And at once: what was missed while the stream was away is asked for when it is back."""
    case_id = received(desk).id
    own_centre.say("cut")
    desk.deciding.decide(case_id, ASKED).result()
    act_elsewhere(desk, own_centre, case_id, actions_review())
    own_centre.say("restore")
    eventually(lambda: [e.state for e in desk.deciding.entries()] == ["conflict"])
    act_elsewhere(desk, own_centre, case_id, Transfer(to_clerk="clerk-02", reason="请假"))
    eventually(lambda: [e.state for e in desk.deciding.entries()] == ["gone"])


def test_the_same_decision_at_two_desks_is_a_conflict_and_settled_by_editing(desk, own_centre):
    case_id = received(desk).id
    own_centre.say("cut")
    desk.deciding.decide(case_id, ASKED).result()
    act_elsewhere(desk, own_centre, case_id, RequestCorrection(faults=(Fault(text="别处要求"),)))
    own_centre.say("restore")
    eventually(lambda: [e.state for e in desk.deciding.entries()] == ["conflict"])
    lines = {
        line.label.zh: (line.mine, line.theirs)
        for line in desk.deciding.differences(desk.deciding.entries())
    }
    assert lines["补正内容"] == ("缺签字；面积不符", "别处要求")
    assert lines["状态"] == ("correcting", "correcting")
    desk.deciding.take_theirs(desk.deciding.entries()[0].id).result()
    view = desk.cases.view(case_id)
    assert view.draft.opinion == "缺签字；面积不符"
    assert view.case.corrections[0].faults[0].text == "别处要求"
    assert all_sent(desk)
    row = desk.account.signed_in.store.reader().row("select state, code from outbox")
    assert tuple(row) == ("withdrawn", "took_theirs")


def actions_review():
    from app.cases.actions import RecordReview

    return RecordReview()
