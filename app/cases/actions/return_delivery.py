"""退件登记: what was sent came back, and is to be delivered again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases.actions.deliver import Deliver
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import Clerk, Delivery, Event, ItemRef, SubApplication
from app.cases.sentence import Sentence, say


class ReturnDelivery(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``reason``: why it came back, as the carrier noted it (拒收、查无此人、逾期未取)."""

    type = "return_delivery"
    since = API_VERSION
    actor = "handler"
    while_proposed = "barred"
    states = ("delivered",)
    on_the_spot = False
    after_deemed = False
    leads_to = ""  # to the decision that was delivered
    sends_opinion = False

    reason: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> ReturnDelivery:
        mail = came_back(case)
        return cls(reason=(mail.text if mail is not None else "") or "…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        if case.delivery is not None and case.delivery.method == "counter":
            text = say(
                "文书已在窗口当面领取，不会退回",
                "It was handed over at the counter: nothing can come back",
            )
            found.append(BlockingReason("handed_over", text))
        if not self.reason.strip():
            text = say("请写明退回的原因", "Say why it came back")
            found.append(BlockingReason("reason_missing", text, None, ("reason",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        """Decided and not delivered again; the days to deliver it go on from the decision."""
        sent = case.delivery or Delivery()
        return replace(
            case,
            state=case.decision.outcome if case.decision else "approved",
            clock=replace(case.clock, delivered_at=None),
            delivery=replace(sent, method="", tracking_no="", receiver=""),
        )

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return self.reason

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        yield Difference.of_text("退回原因", "Why it came back", self.reason, "")
        yield Difference(say("送达方式", "Delivery"), "delivery", "", centre.delivery.method)


def came_back(case: SubApplication) -> Event | None:
    """What the centre tells of mail that came back and is not noted yet; its text says why."""
    for event in reversed(case.history):
        if event.type in (Deliver.type, ReturnDelivery.type):
            return None
        if event.type == "mail_returned":
            return event
    return None
