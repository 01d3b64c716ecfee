"""特别程序结束: what it found, and the clock goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.model import Clerk, ItemRef, SubApplication, civil
from app.cases.sentence import Sentence, say


class EndSpecial(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``finding``: what the procedure came to."""

    type = "end_special"
    since = OLDER_API
    actor = "handler"
    while_proposed = "open"
    states = ("special",)
    on_the_spot = False
    after_deemed = False
    leads_to = "reviewing"
    sends_opinion = False

    finding: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> EndSpecial:
        return cls(finding="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "special")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if self.finding.strip():
            return []
        text = say("请写明特别程序的结论", "Say what the special procedure found")
        return [BlockingReason("finding_missing", text, self.basis(case.item), ("finding",))]

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        pauses = tuple(
            replace(pause, to=civil(at)) if pause.to is None else pause
            for pause in case.clock.pauses
        )
        return replace(case, state=self.leads_to, clock=replace(case.clock, pauses=pauses))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return self.finding

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        pauses = centre.case.clock.pauses
        ended = f"{pauses[-1].to:%Y-%m-%d}" if pauses and pauses[-1].to else ""
        yield Difference.of_text("程序结论", "Finding", self.finding, ended)
