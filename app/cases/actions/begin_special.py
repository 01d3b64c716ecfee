"""特别程序: what takes its own time before the decision, and stops the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import kinds, law
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.deadlines import announced_end, is_past_statutory
from app.cases.model import Clerk, ItemRef, Notice, Pause, SubApplication, civil
from app.cases.notices import letter, resting_on, with_full_stop
from app.cases.procedure import PROCEDURES
from app.cases.sentence import Sentence, listed, say


class BeginSpecial(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``procedure``: ``hearing``, ``tender``, ``auction``, ``inspection``, ``testing``,
    ``quarantine``, ``appraisal`` or ``expert_review``, of those the item knows; ``expected_days``
    are working days; ``text``: why, as the notice has it; ``body`` carries it out."""

    type = "begin_special"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("reviewing",)
    on_the_spot = False
    after_deemed = False
    leads_to = "special"
    sends_opinion = False

    procedure: str
    expected_days: int
    text: str = ""
    body: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> BeginSpecial:
        known = kinds.special_procedures(case.item)
        return cls(procedure=next(iter(known), ""), expected_days=1, text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "special")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, "特别程序告知书")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        known = kinds.special_procedures(case.item)
        basis = self.basis(case.item)
        if not known:
            text = say(
                "本事项没有不计入期限的特别程序；现场核查、公示照常计算期限",
                "This item knows no procedure that stops the clock; a visit or a public showing"
                " stops none",
            )
            return [BlockingReason("procedure_unknown", text, basis)]
        if self.procedure not in known:
            names = listed([_named(code) for code in known])
            text = say(
                "本事项只有{names}不计入期限", "Only {names} stop this item's clock", names=names
            )
            found.append(BlockingReason("procedure_unknown", text, basis, ("procedure",)))
        if self.expected_days < 1:
            text = say("请写明所需时间", "Say how long it takes")
            found.append(BlockingReason("days_missing", text, basis, ("expected_days",)))
        if is_past_statutory(case, situation.calendar, situation.today):
            text = say(
                "法定办理期限已经届满，不能再开始特别程序",
                "The statutory day has passed: no special procedure can begin",
            )
            found.append(BlockingReason("statutory_day_past", text, basis))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        start = civil(at)
        end = announced_end(start, self.expected_days, situation.calendar)
        pause = Pause(from_=start, procedure=self.procedure, expected_to=end)
        pauses = (*case.clock.pauses, pause)
        return replace(case, state=self.leads_to, clock=replace(case.clock, pauses=pauses))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        procedure = PROCEDURES.get(self.procedure, self.procedure)
        held = "举行" if self.procedure == "hearing" else "进行"
        own = kinds.special_procedures(case.item).get(self.procedure, "")
        stops = kinds.citation(case.item, "special")
        needed = f"{resting_on(own)}作出决定前需要" if own != stops else "作出决定前依法需要"
        start = civil(at)
        end = announced_end(start, self.expected_days, situation.calendar)
        body = f"由{self.body.strip()}" if self.body.strip() else ""
        return letter(
            self.type,
            self.title(case.item),
            case,
            at,
            f"经审查，{needed}{body}{held}{procedure}，自{law.day_words(start)}起，"
            f"预计至{law.day_words(end)}止。{resting_on(stops)}所需时间不计算在办理期限内。",
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


def _named(code: str) -> Sentence:
    named = {"zh": PROCEDURES.get(code, code), "en": code.replace("_", " ")}
    return Sentence("{zh}", "{en}", named)
