"""Any sequence of a handler's and two leads' acts, by chance: nothing that has to be signed is ever
done without as many signatures, and nobody signs their own."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from app.cases import actions, lifecycle, proposals
from app.cases.actions import Action
from app.cases.approval_form import approval_forms
from app.cases.model import CLOSED_STATES, Clerk, Department, Event, civil
from tests.cases.test_lifecycle_machine import FORM, PAYLOADS
from tests.support.examples import MORNING, a_case, a_situation

OWN = Department(code="scjg")
HANDLER = Clerk(id="clerk-01", name="张伟", roles=("clerk", "lead"), department=OWN)
LEADS = tuple(
    Clerk(id=id_, name=name, roles=("clerk", "lead"), department=OWN)
    for id_, name in (("clerk-02", "王芳"), ("clerk-03", "李文"))
)
SIGNED = {"refuse_acceptance": 1, "approve": 1, "deny": 2, "extend": 1, "terminate": 1}


class AnyProposals(RuleBasedStateMachine):
    """One case, its handler, who is a lead too, two other leads, the applicant and the calendar."""

    def __init__(self) -> None:
        super().__init__()
        case = a_case(fields=FORM)
        self.case = replace(case, item=replace(case.item, signatures=SIGNED))
        self.at, self.count = MORNING, 0

    def take(self, payload, by):
        """Whether it was lawful; then it is done."""
        known = a_situation(civil(self.at))
        reasons = lifecycle.blocking_reasons(self.case, payload, by, known)
        if reasons:
            assert all(r.code and r.sentence.zh and r.sentence.en for r in reasons)
            return False
        self.count += 1
        action = Action(id=f"a-{self.count}", sub_application_id=self.case.id, at=self.at,
                        payload=payload)  # fmt: skip
        after = lifecycle.apply(self.case, action, by, known)
        assert after.revision == self.case.revision + 1
        self.case = after
        return True

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)

    @rule(payload=PAYLOADS)
    def the_handler_acts(self, payload):
        if self.take(payload, HANDLER):
            assert payload.type not in SIGNED

    @rule(payload=PAYLOADS)
    def the_handler_proposes(self, payload):
        before = self.case
        if self.take(actions.Propose.of(payload), HANDLER):
            assert payload.type in SIGNED and before.proposal is None
            assert (self.case.state, self.case.notices) == (
                lifecycle.with_deemed_acceptance(before, a_situation(civil(self.at))).state,
                before.notices,
            )

    @rule()
    @precondition(lambda self: self.case.proposal is not None)
    def the_handler_recalls(self):
        assert self.take(actions.Recall(proposal_id=self.case.proposal.id), HANDLER)
        assert self.case.proposal is None

    @rule(by=st.sampled_from([HANDLER, *LEADS]))
    @precondition(lambda self: self.case.proposal is not None)
    def somebody_signs(self, by):
        before, may = self.case, proposals.may_sign(self.case, by)
        carried = actions.proposed_in(before.proposal.action)
        done = self.take(actions.Sign(proposal_id=before.proposal.id, opinion="同意"), by)
        assert may or not done
        if not done:
            return
        last = len(before.proposal.signatures) + 1 == before.proposal.needed
        assert (self.case.proposal is None) == last
        assert (self.case.history[-1].type == carried.type) == last
        assert len(self.case.notices) - len(before.notices) == last

    @rule(by=st.sampled_from(LEADS))
    @precondition(lambda self: self.case.proposal is not None)
    def a_lead_sends_it_back(self, by):
        id_ = self.case.proposal.id
        may = proposals.may_sign(self.case, by)
        assert self.take(actions.SendBack(proposal_id=id_, text="请补充"), by) or not may

    @rule()
    @precondition(lambda self: self.case.proposal is not None)
    def a_paper_comes(self):
        came = Event(at=self.at, by=Clerk(id="applicant"), type="supplemented")
        self.case = replace(self.case, history=(*self.case.history, came))
        assert not self.take(actions.Sign(proposal_id=self.case.proposal.id), LEADS[0])

    @invariant()
    def what_has_to_be_signed_was_signed_by_others_as_often_as_it_has_to_be(self):
        signers: list[str] = []
        for event in self.case.history:
            if event.type == "propose":
                signers = []
            elif event.type == "sign":
                signers.append(event.by.id)
            elif event.type in SIGNED:
                assert len(signers) == len(set(signers)) == SIGNED[event.type]
                assert HANDLER.id not in signers

    @invariant()
    def each_that_was_carried_out_has_its_form(self):
        done = [event for event in self.case.history if event.type in SIGNED]
        assert len(approval_forms(self.case)) == len(done)

    @invariant()
    def nothing_stands_on_a_case_that_has_ended(self):
        assert self.case.proposal is None or self.case.state not in CLOSED_STATES


TestAnyProposals = AnyProposals.TestCase
TestAnyProposals.settings = settings(
    max_examples=150, stateful_step_count=25, deadline=None, derandomize=True
)
