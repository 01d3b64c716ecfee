"""What a clerk may do to a case: a module an action, and here the table of them all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from app.cases.actions.accept import Accept as Accept
from app.cases.actions.approve import Approve as Approve
from app.cases.actions.archive import Archive as Archive
from app.cases.actions.begin_special import BeginSpecial as BeginSpecial
from app.cases.actions.correct_on_the_spot import CorrectedField as CorrectedField
from app.cases.actions.correct_on_the_spot import CorrectOnTheSpot as CorrectOnTheSpot
from app.cases.actions.deliver import Deliver as Deliver
from app.cases.actions.deny import Deny as Deny
from app.cases.actions.end_special import EndSpecial as EndSpecial
from app.cases.actions.extend import Extend as Extend
from app.cases.actions.inform_parties import InformParties as InformParties
from app.cases.actions.message import SendMessage as SendMessage
from app.cases.actions.payload import BlockingReason as BlockingReason
from app.cases.actions.payload import CentreSide as CentreSide
from app.cases.actions.payload import Difference as Difference
from app.cases.actions.payload import Payload as Payload
from app.cases.actions.payload import payload_of as payload_of
from app.cases.actions.propose import Propose as Propose
from app.cases.actions.propose import proposed_in as proposed_in
from app.cases.actions.recall import Recall as Recall
from app.cases.actions.receive_materials import ReceivedMaterial as ReceivedMaterial
from app.cases.actions.receive_materials import ReceiveMaterials as ReceiveMaterials
from app.cases.actions.rectify import Rectify as Rectify
from app.cases.actions.refuse_acceptance import RefuseAcceptance as RefuseAcceptance
from app.cases.actions.release import Release as Release
from app.cases.actions.reply_evaluation import ReplyEvaluation as ReplyEvaluation
from app.cases.actions.request_correction import RequestCorrection as RequestCorrection
from app.cases.actions.return_delivery import ReturnDelivery as ReturnDelivery
from app.cases.actions.review import ChecklistTick as ChecklistTick
from app.cases.actions.review import MaterialVerdict as MaterialVerdict
from app.cases.actions.review import RecordReview as RecordReview
from app.cases.actions.send_back import SendBack as SendBack
from app.cases.actions.sign import Sign as Sign
from app.cases.actions.terminate import Terminate as Terminate
from app.cases.actions.transfer import Transfer as Transfer
from app.cases.actions.verify_commitment import VerifyCommitment as VerifyCommitment
from app.cases.actions.withdraw import Withdraw as Withdraw

ACTIONS: dict[str, type[Payload]] = {
    kind.type: kind
    for kind in (
        Accept, RequestCorrection, RefuseAcceptance, BeginSpecial, EndSpecial, Extend, Approve,
        Deny, Deliver, CorrectOnTheSpot, ReceiveMaterials, Withdraw, Terminate, RecordReview,
        Transfer, Release, SendMessage, ReplyEvaluation, ReturnDelivery, Rectify, InformParties,
        VerifyCommitment, Archive, Propose, Sign, SendBack, Recall,
    )
}  # fmt: skip


class Action(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An action as it is queued: ``id`` is its idempotency key, ``at`` when the clerk decided.
    ``notice_no``: the number its notice bears, of a block held in reserve; ``""`` where the centre
    gives one out."""

    id: str
    sub_application_id: str
    at: datetime
    payload: Payload
    notice_no: str = ""


def require_every_action(table: Mapping[str, object], name: str) -> None:
    """Raises LookupError where another table of actions lacks one, or knows one there is not."""
    if odd := sorted(set(ACTIONS) ^ set(table)):
        raise LookupError(f"{name} and the table of actions differ in {', '.join(odd)}")
