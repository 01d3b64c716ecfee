"""What a clerk may do to a case, one type an action (central-api.md, "Actions")."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

from app.cases.model import DeferredMaterial, DenialGround, Fault


class _Payload(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    type: ClassVar[str]
    attachments: tuple[str, ...] = ()


class Accept(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "accept"
    deferred_materials: tuple[DeferredMaterial, ...] = ()


class RequestCorrection(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "request_correction"
    faults: tuple[Fault, ...] = ()
    by_days: int = 15


class RefuseAcceptance(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "refuse_acceptance"
    ground: str
    text: str = ""
    competent_authority: str = ""


class BeginSpecial(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "begin_special"
    procedure: str
    expected_days: int
    text: str = ""


class EndSpecial(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "end_special"
    finding: str = ""


class Extend(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "extend"
    days: int
    reason: str = ""


class Approve(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "approve"
    opinion: str = ""
    conditions: str = ""


class Deny(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "deny"
    grounds: tuple[DenialGround, ...] = ()
    opinion: str = ""


class Deliver(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "deliver"
    method: str
    tracking_no: str = ""
    receiver: str = ""


class MaterialVerdict(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    id: str
    verdict: str
    remark: str = ""


class ChecklistTick(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    id: str
    done: bool
    remark: str = ""


class RecordReview(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``review``: verdicts and ticks; each replaces what was recorded for its id."""

    type = "review"
    materials: tuple[MaterialVerdict, ...] = ()
    checklist: tuple[ChecklistTick, ...] = ()


class Transfer(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "transfer"
    reason: str = ""
    to_clerk: str = ""
    to_department: str = ""


class Release(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "release"


class SendMessage(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "message"
    to_department: str
    text: str = ""


class ReplyEvaluation(_Payload, frozen=True, kw_only=True, omit_defaults=True):
    type = "reply_evaluation"
    evaluation_id: str
    text: str = ""


Payload = (
    Accept | RequestCorrection | RefuseAcceptance | BeginSpecial | EndSpecial | Extend | Approve
    | Deny | Deliver | RecordReview | Transfer | Release | SendMessage | ReplyEvaluation
)  # fmt: skip

PAYLOADS: dict[str, type[Payload]] = {
    kind.type: kind
    for kind in (
        Accept, RequestCorrection, RefuseAcceptance, BeginSpecial, EndSpecial, Extend, Approve,
        Deny, Deliver, RecordReview, Transfer, Release, SendMessage, ReplyEvaluation,
    )
}  # fmt: skip

DECIDING = frozenset({"accept", "request_correction", "refuse_acceptance", "approve", "deny"})


class Action(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """An action as it is queued: ``id`` is its idempotency key, ``at`` when the clerk decided."""

    id: str
    sub_application_id: str
    at: datetime
    payload: Payload
