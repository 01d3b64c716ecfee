"""不予: the decision with its grounds, each with its legal basis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.cases import kinds
from app.cases.actions.decided import untold, with_decision
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.model import Clerk, Decision, DenialGround, ItemRef, Notice, SubApplication
from app.cases.notices import (
    finding,
    letter,
    numbered_lines,
    office,
    remedies,
    resting_on,
    without_full_stop,
)
from app.cases.sentence import Sentence, say


class Deny(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``grounds``: each names its legal ``basis`` (Art. 38(2): the reasons are to be given)."""

    type = "deny"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("reviewing",)
    on_the_spot = True
    after_deemed = False
    leads_to = "denied"
    sends_opinion = True

    grounds: tuple[DenialGround, ...] = ()
    opinion: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Deny:
        return cls(grounds=(DenialGround(basis="…", text="…"),))

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "deny")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type)

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = [*never_refused(case.item), *untold(case, situation)]
        if not (self.grounds and all(g.basis.strip() and g.text.strip() for g in self.grounds)):
            text = say("须说明理由和法律依据", "A denial states its grounds and their legal basis")
            basis = self.basis(case.item)
            found.append(BlockingReason("grounds_missing", text, basis, ("grounds",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        decision = Decision(
            outcome="denied", at=at, by=by.signature, opinion=self.opinion, grounds=self.grounds
        )
        return with_decision(case, self.leads_to, decision)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        item = case.item
        grounds = [_found(ground) for ground in self.grounds]
        resting = resting_on(kinds.citation(item, "deny"))
        return letter(
            self.type,
            self.title(item),
            case,
            at,
            *(
                [f"经查，{grounds[0]}"]
                if len(grounds) == 1
                else ["经查：", *numbered_lines(grounds)]
            ),
            f"{resting}{office(case)}决定{kinds.conclusion(item, self.type)}。",
            *remedies(case),
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
        yield Difference.of_text("不予的依据和理由", "Grounds", mine, theirs)


def _found(ground: DenialGround) -> str:
    """The fact and the rule it does not meet, where the fact does not name the rule itself."""
    fact, basis = without_full_stop(finding(ground.text)), without_full_stop(ground.basis)
    return f"{fact}。" if basis in fact else f"{fact}，不符合{basis}的规定。"


def never_refused(item: ItemRef) -> list[BlockingReason]:
    """What stands in the way of any refusal where the item's text lets nobody be refused."""
    own = item.procedure.no_refusal
    if not own:
        return []
    text = say("本事项依法不得拒绝办理", "By law nobody is refused this")
    return [BlockingReason("never_refused", text, kinds.quoted(own))]


def _said(grounds: tuple[DenialGround, ...]) -> str:
    return "；".join(f"{ground.basis} {ground.text}" for ground in grounds)
