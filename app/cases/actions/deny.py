"""不予许可: the decision with its grounds, each with its legal basis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.cases import law
from app.cases.actions.decided import with_decision
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.model import Clerk, Decision, DenialGround, Notice, SubApplication
from app.cases.notices import REMEDIES, letter, numbered_lines, with_full_stop
from app.cases.sentence import say


class Deny(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """Each ground names its legal ``basis`` (Art. 38(2): the reasons are to be given)."""

    type = "deny"
    states = ("reviewing",)
    on_the_spot = True
    leads_to = "denied"
    article = law.article(38, 2)
    serves = "不予行政许可决定书"
    sends_opinion = True

    grounds: tuple[DenialGround, ...] = ()
    opinion: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Deny:
        return cls(grounds=(DenialGround(basis="…", text="…"),))

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if self.grounds and all(g.basis.strip() and g.text.strip() for g in self.grounds):
            return []
        text = say(
            "不予许可须说明理由和法律依据", "A denial states its grounds and their legal basis"
        )
        return [BlockingReason("grounds_missing", text, self.article, ("grounds",))]

    def effect(self, case: SubApplication, by: Clerk, at: datetime) -> SubApplication:
        decision = Decision(
            outcome="denied", at=at, by=by.signature, opinion=self.opinion, grounds=self.grounds
        )
        return with_decision(case, self.leads_to, decision)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, at: datetime) -> Notice:
        grounds = [f"依据{g.basis.strip()}，{with_full_stop(g.text)}" for g in self.grounds]
        return letter(
            self.type,
            self.serves,
            case,
            at,
            "经审查，申请不符合法定条件、标准，理由如下：",
            *(grounds if len(grounds) == 1 else numbered_lines(grounds)),
            f"依据{law.full_article(38, 2)}的规定，决定不予行政许可。",
            REMEDIES,
        )

    def words(self) -> str:
        return "；".join(ground.text for ground in self.grounds)

    def as_opinion(self) -> str:
        return self.grounds[0].text if self.grounds else ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        decision = centre.case.decision
        mine, theirs = _said(self.grounds), _said(decision.grounds if decision else ())
        yield Difference.of_text("意见", "Opinion", self.opinion, centre.opinion)
        yield Difference.of_text("不予许可的依据和理由", "Grounds", mine, theirs)


def _said(grounds: tuple[DenialGround, ...]) -> str:
    return "；".join(f"{ground.basis} {ground.text}" for ground in grounds)
