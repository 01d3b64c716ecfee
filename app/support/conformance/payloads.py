"""What the test clerk says in each action: as the rules want it, and lacking what they ask for."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable

from msgspec.structs import replace

from app.cases import grants, kinds
from app.cases.actions import (
    Accept,
    Approve,
    Archive,
    BeginSpecial,
    ChecklistTick,
    CorrectOnTheSpot,
    Deliver,
    Deny,
    EndSpecial,
    Extend,
    InformParties,
    MaterialVerdict,
    Payload,
    Propose,
    Recall,
    ReceivedMaterial,
    ReceiveMaterials,
    RecordReview,
    Rectify,
    RefuseAcceptance,
    Release,
    ReplyEvaluation,
    RequestCorrection,
    ReturnDelivery,
    SendBack,
    SendMessage,
    Sign,
    Terminate,
    Transfer,
    VerifyCommitment,
    Withdraw,
    require_every_action,
)
from app.cases.checks import Situation, run_checks
from app.cases.model import DeferredMaterial, DenialGround, Fault, Party, SubApplication

MARK = "接口检查 contract test"
PAPER = f"%PDF-1.4\n% contract {uuid.uuid4()}\n%%EOF\n".encode()  # handed in; another each run
BASIS = "《接口检查》第一条"
Says = Callable[[SubApplication, Situation], Payload]


def _special(case: SubApplication, situation: Situation) -> BeginSpecial:
    procedure = next(iter(kinds.special_procedures(case.item)), "")
    return BeginSpecial(procedure=procedure, expected_days=5, text=MARK, body="接口检查机构")


def _extension(case: SubApplication, situation: Situation) -> Extend:
    return Extend(days=1, reason=MARK, approved_by=MARK, approved_on=situation.today)


def _review(case: SubApplication, situation: Situation) -> RecordReview:
    """Everything is judged fit, and each check that finds something is answered."""
    answered = [f.check_id for f in run_checks(case, situation) if f.outcome == "fail"]
    points = [point.id for point in situation.item.checklist] + answered
    return RecordReview(
        materials=tuple(
            MaterialVerdict(id=material.id, verdict="pass", remark=MARK)
            for material in case.current_materials()
            if material.supplied
        ),
        checklist=tuple(ChecklistTick(id=point, done=True, remark=MARK) for point in points),
    )


def _refusal(case: SubApplication, situation: Situation) -> RefuseAcceptance:
    said = RefuseAcceptance.minimal(case, situation)
    return replace(said, text=MARK, competent_authority=MARK)


def _received(case: SubApplication, situation: Situation) -> ReceiveMaterials:
    """A paper nobody had asked for; where a correction is open, all that it asks for."""
    correcting = case.state == "correcting"
    brought = ReceivedMaterial(
        name=MARK,
        sha256=_digest(PAPER),
        media_type="application/pdf",
        size=len(PAPER),
        pages=1,
        answers="correction" if correcting else "extra",
    )
    return ReceiveMaterials(
        materials=(brought,), complete=correcting, attachments=(brought.sha256,)
    )


def _reply(case: SubApplication, situation: Situation) -> ReplyEvaluation:
    open_ones = [each.id for each in situation.evaluations if not each.reply]
    return ReplyEvaluation(evaluation_id=next(iter(open_ones), ""), text=MARK)


def _message(case: SubApplication, situation: Situation) -> SendMessage:
    """To another department of its one-thing, where there is one."""
    siblings = situation.thing.sub_applications if situation.thing else ()
    codes = [each.department.code for each in siblings]
    others = [code for code in codes if code != case.department.code]
    return SendMessage(to_department=next(iter(others), case.department.code), text=MARK)


VOLUME = b"%PDF-1.7\n% contract volume\n%%EOF\n"
DATA = b"PK\x05\x06" + bytes(18)  # a ZIP without files
BROUGHT: dict[str, tuple[bytes, ...]] = {  # put before the action
    "archive": (VOLUME, DATA),
    "receive_materials": (PAPER,),
}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _proposal(case: SubApplication, situation: Situation) -> Propose:
    """Of what asks for no review before it, where its item has that signed."""
    asks_least = "refuse_acceptance" if case.state == "received" else "deny"
    signed = (asks_least, *(type_ for type_ in case.item.signatures if type_ in LAWFUL))
    first = next((type_ for type_ in signed if type_ in case.item.signatures), asks_least)
    return Propose.of(LAWFUL[first](case, situation))


LAWFUL: dict[str, Says] = {
    "review": _review,
    "accept": Accept.minimal,
    "begin_special": _special,
    "end_special": lambda case, situation: EndSpecial(finding=MARK),
    "extend": _extension,
    "inform_parties": lambda case, situation: InformParties(
        parties=(Party(name=MARK, how="counter"),), text=MARK, hearing=True
    ),
    "approve": lambda case, situation: Approve(
        opinion=MARK, conditions=f"{MARK}（{BASIS}）", grant=grants.in_form(case, situation)
    ),
    "deny": lambda case, situation: Deny(
        opinion=MARK, grounds=(DenialGround(basis=BASIS, text=MARK),)
    ),
    "deliver": lambda case, situation: Deliver(method="ems", tracking_no="EX1", receiver=MARK),
    "request_correction": lambda case, situation: RequestCorrection(
        faults=(Fault(text=MARK, material_id=next((m.id for m in case.materials), None)),),
        by_days=5,
    ),
    "refuse_acceptance": _refusal,
    "correct_on_the_spot": lambda case, situation: replace(
        CorrectOnTheSpot.minimal(case, situation), text=MARK
    ),
    "receive_materials": _received,
    "withdraw": lambda case, situation: Withdraw(text=MARK),
    "terminate": lambda case, situation: Terminate(ground="ceased", legal_basis=BASIS, text=MARK),
    "message": _message,
    "reply_evaluation": _reply,
    "return_delivery": lambda case, situation: ReturnDelivery(reason=MARK),
    "verify_commitment": lambda case, situation: VerifyCommitment(finding=False, text=MARK),
    "rectify": lambda case, situation: replace(Rectify.minimal(case, situation), text=MARK),
    "transfer": lambda case, situation: Transfer(to_clerk="…", reason=MARK),
    "release": lambda case, situation: Release(),
    "archive": lambda case, situation: Archive.of(_digest(VOLUME), _digest(DATA)),
    "propose": _proposal,
    "sign": lambda case, situation: replace(Sign.minimal(case, situation), opinion=MARK),
    "send_back": lambda case, situation: replace(SendBack.minimal(case, situation), text=MARK),
    "recall": Recall.minimal,
}  # fmt: skip
LACKING: dict[str, Says] = {
    "review": lambda case, situation: RecordReview(
        materials=(MaterialVerdict(id="not-of-this-case", verdict="pass"),)
    ),
    "accept": lambda case, situation: Accept(
        deferred_materials=(DeferredMaterial(name=MARK, by=situation.today),)
    ),
    "begin_special": lambda case, situation: BeginSpecial(procedure="picnic", expected_days=5),
    "end_special": lambda case, situation: EndSpecial(),
    "extend": lambda case, situation: Extend(days=1000, reason=MARK),
    "approve": lambda case, situation: Approve(opinion=MARK, conditions="不附依据"),
    "deny": lambda case, situation: Deny(opinion=MARK),
    "deliver": lambda case, situation: Deliver(method="ems"),
    "request_correction": lambda case, situation: RequestCorrection(),
    "refuse_acceptance": lambda case, situation: RefuseAcceptance(
        ground="no_licence_needed", text=" "
    ),
    "correct_on_the_spot": lambda case, situation: CorrectOnTheSpot(text=MARK),
    "receive_materials": lambda case, situation: ReceiveMaterials(),
    "withdraw": lambda case, situation: Withdraw(text=" "),
    "terminate": lambda case, situation: Terminate(ground="ceased", text=MARK),
    "message": lambda case, situation: SendMessage(to_department=case.department.code, text=" "),
    "reply_evaluation": lambda case, situation: ReplyEvaluation(
        evaluation_id="not-of-this-case", text=MARK
    ),
    "return_delivery": lambda case, situation: ReturnDelivery(),
    "inform_parties": lambda case, situation: InformParties(text=MARK, hearing=True),
    "verify_commitment": lambda case, situation: VerifyCommitment(finding=True),
    "rectify": lambda case, situation: Rectify(notice_no="not-of-this-case", text=MARK),
    "transfer": lambda case, situation: Transfer(to_clerk="…"),
    "release": lambda case, situation: Release(),  # where it is not open
    "archive": lambda case, situation: Archive(volume=_digest(VOLUME), data=_digest(DATA)),
    "propose": lambda case, situation: Propose.of(RecordReview()),
    "sign": lambda case, situation: Sign(proposal_id="of-another-case"),
    "send_back": lambda case, situation: replace(SendBack.minimal(case, situation), text=" "),
    "recall": lambda case, situation: Recall(proposal_id="of-another-case"),
}  # fmt: skip
require_every_action(LAWFUL, "LAWFUL")
require_every_action(LACKING, "LACKING")
