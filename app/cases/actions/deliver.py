"""送达: the decision reaches the applicant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import contract, kinds
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION, OLDER_API
from app.cases.model import Clerk, Delivery, ItemRef, Notice, SubApplication
from app.cases.notices import METHODS, receipt
from app.cases.sentence import Sentence, say


class Deliver(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``method``: ``counter``, ``ems``, ``locker`` or ``electronic``; ``tracking_no``: of what goes
    by EMS; ``receiver``: who takes it; ``notice_no``: which of the notices, by its number, ``""``
    for all that the decision was told in."""

    type = "deliver"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("approved", "denied", "revoked", "refused")
    on_the_spot = False
    after_deemed = False
    leads_to = "delivered"
    sends_opinion = False

    method: str
    tracking_no: str = ""
    receiver: str = ""
    notice_no: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Deliver:
        return cls(method="counter")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "deliver")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, "送达回证")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if case.state == "refused" and not contract.knows(situation.centre_api, API_VERSION):
            text = say(
                "贵市中心的接口版本较早，不受理对不予受理决定的送达",
                "The centre is of an older version and knows no delivery of a refusal",
            )
            return [BlockingReason("centre_too_old", text)]
        basis = self.basis(case.item) if case.state == "approved" else None  # L 44
        if self.method not in METHODS:
            text = say("请选择送达方式", "Choose how it is delivered")
            return [BlockingReason("method_missing", text, basis, ("method",))]
        if self.method == "ems" and not self.tracking_no.strip():
            text = say(
                "本系统要求邮寄送达填写运单号",
                "This system asks for a tracking number where it goes by EMS",
            )
            return [BlockingReason("tracking_missing", text, None, ("tracking_no",))]
        if self.notice_no and not _chosen(case, self.notice_no):
            text = say("本件没有这个文号的文书", "No notice of this case has this number")
            return [BlockingReason("notice_unknown", text, None, ("notice_no",))]
        return []

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        delivery = replace(
            case.delivery or Delivery(),
            method=self.method,
            tracking_no=self.tracking_no,
            receiver=self.receiver,
        )
        clock = replace(case.clock, delivered_at=at)
        return replace(case, state=self.leads_to, delivery=delivery, clock=clock)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        """What was delivered, how, to whom and by whom; the receiver signs on paper."""
        chosen = _chosen(case, self.notice_no)
        documents = "；".join(f"{notice.title}（{notice.no}）" for notice in chosen)
        number = self.tracking_no.strip()
        return receipt(
            self.type,
            self.title(case.item),
            case,
            at,
            ("办件编号", case.no),
            ("事项", case.item.name),
            ("受送达人", case.applicant.name),
            ("送达文书", documents or "决定文书"),
            ("送达方式", METHODS.get(self.method, self.method)),
            *((("运单号", number),) if number else ()),
            *self._place(case),
            ("收件人", self.receiver.strip()),
            ("收件人签名或者盖章", ""),
            ("代收人及代收理由", ""),
            ("送达人", f"{by.name}、　　　　"),
            ("送达日期", "　　　　年　　月　　日"),
            ("备注", ""),
        )

    def _place(self, case: SubApplication) -> tuple[tuple[str, str], ...]:
        """Where it was handed over; left to be written in where the desk has no record of it."""
        if self.method == "electronic":
            return ()
        if self.method == "ems":
            return (("送达地点", case.delivery.address if case.delivery else ""),)
        return (("送达地点", "政务服务大厅" if self.method == "counter" else ""),)

    def words(self) -> str:
        return self.tracking_no

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        theirs = centre.delivery
        yield Difference(say("送达方式", "Delivery"), "delivery", self.method, theirs.method)
        yield Difference.of_text("运单号", "Tracking number", self.tracking_no, theirs.tracking_no)
        yield Difference.of_text("签收人", "Received by", self.receiver, theirs.receiver)
        if self.notice_no:
            yield Difference.of_text("送达文书", "Notice", self.notice_no, "")


def deliverable(case: SubApplication) -> tuple[Notice, ...]:
    """The notices in which the decision was told, and put right; of an approval that was revoked
    the revocation alone."""
    revoked = case.decision is not None and case.decision.outcome == "revoked"
    decided = ("approve", "deny", "refuse_acceptance", "rectify")
    told = ("verify_commitment",) if revoked else decided
    return tuple(notice for notice in case.notices if notice.type in told)


def _chosen(case: SubApplication, no: str) -> tuple[Notice, ...]:
    return tuple(notice for notice in deliverable(case) if no in ("", notice.no))
