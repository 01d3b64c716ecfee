"""退回: a lead sends a proposal back to the handler, with words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.actions.sign import last_words
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import STATES, Clerk, ItemRef, SubApplication
from app.cases.sentence import Sentence, say


class SendBack(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``proposal_id``: which one; ``text``: what the handler has to look at again."""

    type = "send_back"
    since = API_VERSION
    actor = "lead"
    while_proposed = "only"
    states = STATES
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    proposal_id: str
    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> SendBack:
        return cls(proposal_id=case.proposal.id if case.proposal else "", text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if self.text.strip():
            return []
        text = say("请写明退回的理由", "Say why it goes back")
        return [BlockingReason("text_missing", text, None, ("text",))]

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        return replace(case, proposal=None)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return self.text

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        theirs = last_words(centre.case, "sign", "send_back", "recall")
        yield Difference.of_text("退回理由", "Why it goes back", self.text, theirs)
