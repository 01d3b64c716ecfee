"""终止办理: the department ends a case on which there is nothing left to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions import ended
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.actions.refuse_acceptance import period_running
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import Clerk, ItemRef, Notice, SubApplication
from app.cases.notices import finding, letter, office, remedies, resting_on, you
from app.cases.sentence import Sentence, say

# Each ground, and what the notice says was found.
GROUNDS = {
    "withdrawn": "{you}已书面撤回申请",
    "abandoned": "{you}逾期未按告知的内容补正申请材料，视为放弃申请",
    "ceased": "继续办理该申请的前提已不存在",
}


class Terminate(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``ground``: ``withdrawn`` (in writing, by post or through another), ``abandoned`` (not
    corrected in time, where the item's text takes that for giving up) or ``ceased`` (the applicant
    or the matter is no more). ``legal_basis``: the text it rests on, as a notice cites it; the
    item's own where it is empty. ``text``: what of this case it is about."""

    type = "terminate"
    since = API_VERSION
    actor = "handler"
    while_proposed = "barred"
    states = ("received", "correcting", "reviewing", "special")
    on_the_spot = False
    after_deemed = False
    leads_to = "terminated"
    sends_opinion = True

    ground: str
    legal_basis: str = msgspec.field(name="basis", default="")
    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Terminate:
        given_up = not _not_given_up(case, situation)
        return cls(ground="abandoned" if given_up else "ceased", legal_basis="…", text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, ended.TITLE)

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = _not_given_up(case, situation) if self.ground == "abandoned" else []
        if self.ground not in GROUNDS:
            text = say("请选择终止办理的情形", "Choose the ground of termination")
            found.append(BlockingReason("ground_missing", text, None, ("ground",)))
        if self.ground == "ceased" and not self.legal_basis.strip():
            text = say("请写明终止办理的依据", "Name the text that ends the case")
            found.append(BlockingReason("basis_missing", text, None, ("basis",)))
        if not self.text.strip():
            text = say("请写明理由", "Say why")
            found.append(BlockingReason("text_missing", text, None, ("text",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        after = ended.without_decision(case, at)
        return replace(after, clock=replace(after.clock, decided_at=at))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        """Whoever withdrew has nothing to contest."""
        found = GROUNDS.get(self.ground, "").format(you=you(case))
        resting = resting_on(self.legal_basis.strip() or default_basis(case.item, self.ground))
        return letter(
            self.type,
            self.title(case.item),
            case,
            at,
            f"经审查，{found}。{finding(self.text)}{resting}{office(case)}终止办理，不再作出决定。"
            f"{ended.AGAIN if self.ground != 'ceased' else ''}",
            *(remedies(case) if self.ground != "withdrawn" else ()),
        )

    def words(self) -> str:
        return self.text

    def as_opinion(self) -> str:
        return self.text

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        yield Difference(say("终止情形", "Ground"), "termination", self.ground, "")
        yield Difference.of_text("依据", "Legal basis", self.legal_basis, "")
        yield Difference.of_text("理由", "Reason", self.text, centre.opinion)


def open_grounds(case: SubApplication, situation: Situation) -> tuple[str, ...]:
    """The grounds on which a case can be ended now."""
    given_up = not _not_given_up(case, situation)
    return tuple(ground for ground in GROUNDS if given_up or ground != "abandoned")


def default_basis(item: ItemRef, ground: str) -> str:
    """What the item's own text says of a ground; ``""`` where it says nothing."""
    point = {"withdrawn": "withdrawal", "abandoned": "uncorrected"}.get(ground, "")
    return kinds.citation(item, point)


def _not_given_up(case: SubApplication, situation: Situation) -> list[BlockingReason]:
    """Why the applicant does not count as having given up."""
    basis = kinds.cited(case.item, "uncorrected")
    if case.state != "correcting" or not case.corrections:
        text = say("没有正在进行的补正", "No correction is open")
        return [BlockingReason("ground_not_open", text, basis, ("ground",))]
    if not kinds.gives_up(case.item):
        text = say(
            "本事项逾期未补正的，不予受理：请办理不予受理",
            "Who does not correct this item in time is refused acceptance: refuse it",
        )
        return [BlockingReason("ground_not_open", text, basis, ("ground",))]
    return period_running(case, situation, basis)
