"""Any sequence of actions, by chance: the table of docs/rules.md is never left."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from app.cases import actions, lifecycle
from app.cases.actions import Action
from app.cases.model import Clerk, DenialGround, Fault, Party, civil
from app.cases.notices import numbered
from app.cases.procedure import Commitment, Procedure, SpecialProcedure
from tests.support.examples import MORNING, a_case, a_situation

LEAD = Clerk(id="clerk-01", name="王芳", roles=("clerk", "lead"))
# docs/rules.md, written down a second time: state → action → the state after it.
TABLE = {
    "received": {
        "accept": "reviewing", "request_correction": "correcting", "refuse_acceptance": "refused",
        "transfer": "received", "release": "received", "review": "received",
        "withdraw": "terminated", "terminate": "terminated", "receive_materials": "received",
        "correct_on_the_spot": "received",
    },
    "correcting": {
        "receive_materials": "correcting", "refuse_acceptance": "refused", "withdraw": "terminated", "terminate": "terminated",
    },
    "reviewing": {
        "review": "reviewing", "begin_special": "special", "extend": "reviewing",
        "approve": "approved", "deny": "denied", "transfer": "reviewing",
        "withdraw": "terminated", "terminate": "terminated", "receive_materials": "reviewing",
        "inform_parties": "reviewing",
    },
    "special": {
        "receive_materials": "special", "end_special": "reviewing", "review": "special", "withdraw": "terminated",
        "terminate": "terminated",
    },
    "approved": {"deliver": "delivered", "rectify": "approved", "verify_commitment": "as it was found"},
    "denied": {"deliver": "delivered", "rectify": "denied"},
    "revoked": {"deliver": "delivered", "rectify": "revoked"},
    "delivered": {"reply_evaluation": "delivered", "return_delivery": "as it was decided", "rectify": "delivered", "archive": "delivered", "verify_commitment": "as it was found"},
    "refused": {"deliver": "delivered", "rectify": "refused", "archive": "refused"},
    "terminated": {"archive": "terminated"},
}  # fmt: skip
ON_THE_SPOT = {"approve": "approved", "deny": "denied"}
ONCE = (
    "accept", "request_correction", "refuse_acceptance", "extend", "approve", "deny", "withdraw",
    "terminate", "archive",
)  # fmt: skip
SERVES = {
    *ONCE, "begin_special", "deliver", "rectify", "inform_parties", "receive_materials",
} - {"archive"}  # fmt: skip


FORM = {"area": "86"}


def brought(name, answers, bytes_, complete):
    sha256 = f"{bytes_:064x}"
    paper = actions.ReceivedMaterial(name=name, sha256=sha256, answers=answers)
    return actions.ReceiveMaterials(materials=(paper,), complete=complete, attachments=(sha256,))


PAYLOADS = st.one_of(
    st.just(actions.Accept()),
    st.builds(
        actions.RequestCorrection,
        faults=st.sampled_from([(), (Fault(text="缺平面图"),)]),
        by_days=st.integers(0, 4),
    ),
    st.builds(
        actions.RefuseAcceptance,
        ground=st.sampled_from(["no_licence_needed", "not_competent", "not_corrected"]),
        text=st.just("理由"),
        competent_authority=st.sampled_from(["", "城管局"]),
    ),
    st.builds(
        actions.BeginSpecial,
        procedure=st.sampled_from(["testing", "hearing", "site_visit"]),
        expected_days=st.integers(0, 5),
    ),
    st.builds(actions.EndSpecial, finding=st.sampled_from(["", "合格"])),
    st.builds(actions.Extend, days=st.integers(0, 16), reason=st.just("复杂")),
    st.builds(actions.Approve, opinion=st.just("准予"), by_commitment=st.booleans()),
    st.just(actions.Deny(grounds=(DenialGround(basis="第三十八条", text="不符"),))),
    st.builds(
        actions.Deliver, method=st.sampled_from(["counter", "ems"]), tracking_no=st.just("EX1")
    ),
    st.builds(
        actions.InformParties,
        parties=st.just((Party(name="王某", how="counter"),)),
        text=st.sampled_from(["", "影响采光"]),
        hearing=st.booleans(),
    ),
    st.builds(
        actions.VerifyCommitment, finding=st.booleans(), text=st.sampled_from(["", "现场核查"])
    ),
    st.just(actions.Rectify(notice_no="1号", text="将“86”更正为“68”")),
    st.just(actions.ReturnDelivery(reason="拒收")),
    st.builds(
        brought,
        st.sampled_from(["租赁合同", "平面图"]),
        st.sampled_from(["correction", "deferred", "extra"]),
        st.integers(0, 99),
        st.booleans(),
    ),
    st.builds(
        lambda value, text: actions.CorrectOnTheSpot(
            fields=(actions.CorrectedField(key="area", value=value),), text=text
        ),
        st.sampled_from(["86", "68", ""]),
        st.sampled_from(["", "签名确认"]),
    ),
    st.builds(actions.Withdraw, text=st.sampled_from(["", "另行安排"])),
    st.builds(
        actions.Terminate,
        ground=st.sampled_from(["withdrawn", "abandoned", "ceased", "because"]),
        legal_basis=st.sampled_from(["", "《办法》第二十条"]),
        text=st.just("理由"),
    ),
    st.just(actions.RecordReview()),
    st.just(actions.ReplyEvaluation(evaluation_id="", text="谢谢")),
    st.just(actions.Archive.of("a" * 64, "b" * 64)),
)


PROMISED = Procedure(
    commitment=Commitment(materials=("平面图",), verify_days=20),
    special=(SpecialProcedure(procedure="testing"), SpecialProcedure(procedure="hearing")),
)


def with_a_number(notice):
    return numbered(notice, "1号") if notice.provisional else notice


def serves(payload) -> bool:
    if isinstance(payload, actions.VerifyCommitment):
        return not payload.finding
    return payload.type in SERVES


class AnyHistory(RuleBasedStateMachine):
    """One case, a lead, the applicant and the calendar."""

    def __init__(self) -> None:
        super().__init__()
        self.case, self.at = a_case(fields=FORM), MORNING
        self.done: list[str] = []
        self.taken_back = 0  # what had been delivered

    @rule(handling=st.sampled_from(["instant", "promised"]))
    @precondition(lambda self: not self.done)
    def it_is_instant_or_promised(self, handling):
        self.case = a_case(handling=handling, fields=FORM)

    @rule()
    @precondition(lambda self: not self.done)
    def its_item_knows_a_commitment(self):
        self.case = replace(self.case, item=replace(self.case.item, procedure=PROMISED))

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)

    @rule(payload=PAYLOADS)
    def the_clerk_acts(self, payload):
        known = a_situation(civil(self.at))
        before = lifecycle.with_deemed_acceptance(self.case, known)
        reasons = lifecycle.blocking_reasons(self.case, payload, LEAD, known)
        if reasons:
            assert all(r.code and r.sentence.zh and r.sentence.en for r in reasons)
            return
        allowed = dict(TABLE[before.state])
        if before.state == "received" and before.item.instant:
            allowed |= ON_THE_SPOT
        if before.clock.deemed_accepted and before.state == "reviewing":
            allowed |= {"refuse_acceptance": "refused"}  # for want of competence
        assert payload.type in allowed
        if payload.type == "receive_materials" and payload.complete:
            allowed |= {payload.type: "received"}  # the correction is over
        action = Action(id="a", sub_application_id="sa-000001", at=self.at, payload=payload)
        after = lifecycle.apply(self.case, action, LEAD, known)
        expected = allowed[payload.type]
        if expected == "as it was decided":
            expected = before.decision.outcome
        elif expected == "as it was found":
            expected = before.state if payload.finding else "revoked"
        assert after.state == expected
        assert after.revision == self.case.revision + 1
        assert len(after.history) == len(self.case.history) + 1
        assert len(after.notices) - len(before.notices) == serves(payload)
        self.taken_back += before.state == "delivered" != after.state
        self.case = replace(after, notices=tuple(map(with_a_number, after.notices)))
        self.done.append(payload.type)

    @rule()
    @precondition(lambda self: self.case.state == "correcting")
    def the_applicant_answers(self):
        asked = replace(self.case.corrections[-1], resubmitted_at=self.at)
        self.case = replace(self.case, state="received", corrections=(asked,))

    @invariant()
    def the_state_is_one_of_the_table(self):
        assert self.case.state in TABLE

    @invariant()
    def what_was_filed_is_kept_beside_what_was_put_right(self):
        area = self.case.field("area")
        assert (area.earlier or area.value) == FORM["area"]

    @invariant()
    def what_may_be_done_once_was_done_once(self):
        assert all(self.done.count(kind) <= 1 for kind in ONCE)
        assert not {"approve", "deny"} <= set(self.done)
        assert self.done.count("deliver") - self.taken_back == (self.case.state == "delivered")

    @invariant()
    def the_clock_stands_exactly_while_a_special_procedure_is_open(self):
        standing = any(pause.to is None for pause in self.case.clock.pauses)
        assert standing == (self.case.state == "special")


TestAnyHistory = AnyHistory.TestCase
TestAnyHistory.settings = settings(
    max_examples=300, stateful_step_count=25, deadline=None, derandomize=True
)
