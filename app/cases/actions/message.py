"""留言: a word to another department of the same one-thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.model import STATES, Clerk, ItemRef, SubApplication
from app.cases.sentence import Sentence, say


class SendMessage(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``to_department``: by its code; ``text``: what it is told."""

    type = "message"
    since = OLDER_API
    actor = "handler"
    while_proposed = "open"
    states = STATES
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    to_department: str
    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> SendMessage:
        return cls(to_department="…", text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if self.text.strip() and self.to_department:
            return []
        text = say("请写内容", "Write the message")
        return [BlockingReason("text_missing", text, None, ("text",))]

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        return case

    def consequences(self) -> Consequences:
        return Consequences(message=(self.to_department, self.text))

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return self.text

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        yield Difference.of_text("留言", "Message", self.text, "")
