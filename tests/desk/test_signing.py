"""A proposal's whole way: the handler's desk, the centre, the lead's desk and back, offline too."""

from datetime import datetime

import pytest

from app.cases import actions
from app.cases.approval_form import approval_forms
from app.cases.model import SHANGHAI
from app.desk import CaseFilter, Desk, NotLawful
from app.machine.paths import Places
from app.machine.settings import load
from app.sync.cycle import sync_cycle
from app.sync.verify import Verification

REFUSAL = actions.RefuseAcceptance(
    ground="not_competent", text="经营场所位于南京市外", competent_authority="镇江市丹徒区有关部门"
)


class Seat:
    """A clerk at a desk of their own."""

    def __init__(self, centre, folder, username):
        places = Places.below(folder / username)
        self.desk = Desk(places, load(places.settings), lambda: datetime.now(SHANGHAI))
        self.desk.machine.keep_settings(centre_url=centre.url, seconds_before_sending=0)
        clerk = next(each for each in centre.clerks if each["username"] == username)
        self.desk.account.sign_in(**clerk)
        self.sync()

    def sync(self):
        signed_in = self.desk.account.signed_in
        now, nothing = self.desk.machine.now, lambda _progress: None
        sync_cycle(signed_in.store, signed_in.client, "d", now, nothing, Verification())

    def listed(self, standing):
        return self.desk.cases.rows(self.desk.cases.numbers(CaseFilter(standing=standing)))

    def decide(self, case_id, payload):
        self.desk.deciding.decide(case_id, payload).result()

    def states(self):
        entries = [*self.desk.deciding.entries(), *self.desk.deciding.sent_entries()]
        return [(entry.payload.type, entry.state) for entry in entries]


@pytest.fixture
def seats(own_centre, tmp_path):
    taken = [Seat(own_centre, tmp_path, name) for name in ("zhang.wei", "wang.fang", "li.wen")]
    yield taken
    for each in taken:
        each.desk.close()


def signed_case(seat):
    """A case on which a refusal of acceptance has to be signed."""
    return next(
        row.id
        for row in seat.listed("")
        if row.state == "received" and seat.desk.cases.view(row.id).case.item.signatures
    )


def test_a_proposal_goes_to_the_leads_and_comes_back_carried_out(seats):
    zhang, wang, li = seats
    id_ = signed_case(zhang)
    zhang.decide(id_, REFUSAL)
    zhang.sync()
    assert [row.id for row in zhang.listed("waiting") if row.proposed] == [id_]
    assert wang.listed("to_sign") == []
    wang.sync(), li.sync()
    assert (
        [row.id for row in wang.listed("to_sign")]
        == [row.id for row in li.listed("to_sign")]
        == [id_]
    )
    view = wang.desk.cases.view(id_)
    assert view.asks_me and view.proposed == REFUSAL
    assert [kind for kind, barred in view.actions if not barred] == ["sign", "send_back"]
    wang.decide(id_, actions.Sign(proposal_id=view.case.proposal.id, opinion="同意"))
    wang.sync(), zhang.sync(), li.sync()
    assert ("sign", "sent") in wang.states()
    assert wang.listed("to_sign") == li.listed("to_sign") == []
    done = zhang.desk.cases.view(id_).case
    assert (done.state, done.proposal) == ("refused", None)
    assert done.notices[-1].no and not done.notices[-1].provisional
    assert approval_forms(done)[0].rows[-1][1].startswith("王芳　")


def test_a_lead_sends_it_back_and_it_can_be_proposed_again(seats):
    zhang, wang, _ = seats
    id_ = signed_case(zhang)
    zhang.decide(id_, REFUSAL)
    zhang.sync(), wang.sync()
    standing = wang.desk.cases.view(id_).case.proposal
    wang.decide(id_, actions.SendBack(proposal_id=standing.id, text="请写明依据"))
    wang.sync(), zhang.sync()
    back = zhang.desk.cases.view(id_).case
    assert (back.proposal, back.history[-1].text) == (None, "请写明依据")
    zhang.decide(id_, REFUSAL)
    zhang.sync()
    assert zhang.desk.cases.view(id_).case.proposal is not None


def test_offline_a_proposal_and_its_recall_wait_and_go_in_order(seats):
    zhang, wang, _ = seats
    id_ = signed_case(zhang)
    zhang.decide(id_, REFUSAL)
    zhang.decide(id_, actions.Recall(proposal_id=zhang.desk.cases.view(id_).case.proposal.id))
    with pytest.raises(NotLawful):
        zhang.decide(id_, actions.Recall(proposal_id="x"))
    zhang.sync(), wang.sync()
    assert zhang.states() == [("propose", "sent"), ("recall", "sent")]
    assert wang.listed("to_sign") == []


def test_of_two_leads_offline_the_second_is_told_that_it_was_signed(seats):
    zhang, wang, li = seats
    id_ = signed_case(zhang)
    zhang.decide(id_, REFUSAL)
    zhang.sync(), wang.sync(), li.sync()
    standing = wang.desk.cases.view(id_).case.proposal
    for lead in (wang, li):
        lead.decide(id_, actions.Sign(proposal_id=standing.id, opinion="同意"))
    wang.sync(), li.sync()
    assert ("sign", "sent") in wang.states()
    ((kind, state),) = li.states()
    assert kind == "sign" and state in ("conflict", "gone")
    (entry,) = li.desk.deciding.entries()
    assert entry.words == "同意"  # nothing typed is lost


def test_whoever_holds_a_case_is_offered_to_hand_it_over(seats):
    zhang, *_ = seats
    id_ = signed_case(zhang)
    assert dict(zhang.desk.cases.view(id_).actions)["transfer"] == ()
