"""特别程序: what takes its own time before the decision, and stops the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import law
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.model import Clerk, Notice, Pause, SubApplication, civil
from app.cases.notices import PROCEDURES, letter, with_full_stop
from app.cases.sentence import say


class BeginSpecial(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``procedure``: ``hearing``, ``tender``, ``auction``, ``inspection``, ``testing``,
    ``quarantine``, ``appraisal`` or ``expert_review``; ``expected_days`` are working days."""

    type = "begin_special"
    states = ("reviewing",)
    on_the_spot = False
    leads_to = "special"
    article = law.article(45)
    serves = "特别程序告知书"
    sends_opinion = False

    procedure: str
    expected_days: int
    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> BeginSpecial:
        return cls(procedure="inspection", expected_days=1, text="…")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        if self.procedure not in PROCEDURES:
            text = say(
                "只有听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审不计入期限",
                "Only the eight procedures of Art. 45 stop the clock",
            )
            found.append(BlockingReason("procedure_unknown", text, self.article, ("procedure",)))
        if self.expected_days < 1:
            text = say("请写明所需时间", "Say how long it takes")
            found.append(BlockingReason("days_missing", text, self.article, ("expected_days",)))
        return found

    def effect(self, case: SubApplication, by: Clerk, at: datetime) -> SubApplication:
        pauses = (*case.clock.pauses, Pause(from_=civil(at), procedure=self.procedure))
        return replace(case, state=self.leads_to, clock=replace(case.clock, pauses=pauses))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, at: datetime) -> Notice:
        procedure = PROCEDURES.get(self.procedure, self.procedure)
        return letter(
            self.type,
            self.serves,
            case,
            at,
            f"经审查，作出决定前依法需要进行{procedure}。依据{law.full_article(45)}的规定，"
            f"{procedure}所需时间不计算在办理期限内，预计为 {self.expected_days} 个工作日，"
            "自本告知书作出之日起计算。",
            *((with_full_stop(self.text),) if self.text.strip() else ()),
        )

    def words(self) -> str:
        return self.text

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        pauses = centre.case.clock.pauses
        theirs = pauses[-1].procedure if pauses else ""
        yield Difference(say("特别程序", "Special procedure"), "procedure", self.procedure, theirs)
        yield Difference.of_text("预计天数", "Expected days", str(self.expected_days), "")
        yield Difference.of_text("说明", "Explanation", self.text, "")
