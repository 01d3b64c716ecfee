"""撤回申请: the applicant wants it no more, and the case ends without a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.cases import kinds
from app.cases.actions import ended
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import Clerk, ItemRef, Notice, SubApplication
from app.cases.notices import finding, letter, office, resting_on, you
from app.cases.sentence import Sentence, say


class Withdraw(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``text``: how the applicant said so, and why as far as they did. The paper on which they
    did goes with it as an attachment."""

    type = "withdraw"
    since = API_VERSION
    actor = "handler"
    while_proposed = "open"
    states = ("received", "correcting", "reviewing", "special")
    on_the_spot = False
    after_deemed = False
    leads_to = "terminated"
    sends_opinion = False

    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Withdraw:
        return cls(text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "withdrawal")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, ended.TITLE)

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if self.text.strip():
            return []
        text = say("请写明申请人如何撤回申请", "Say how the applicant withdrew")
        return [BlockingReason("text_missing", text, None, ("text",))]

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        return ended.without_decision(case, at)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        resting = resting_on(kinds.citation(case.item, "withdrawal"))
        return letter(
            self.type,
            self.title(case.item),
            case,
            at,
            f"{you(case)}提出撤回申请。{finding(self.text)}{resting}{office(case)}终止办理，"
            f"不再作出决定。{ended.AGAIN}",
        )

    def words(self) -> str:
        return self.text

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        yield Difference.of_text("撤回情况", "Withdrawal", self.text, "")
