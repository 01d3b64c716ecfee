"""延期: a lead gives a case more time, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import law
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.model import Clerk, Notice, SubApplication
from app.cases.notices import letter, without_full_stop
from app.cases.sentence import say

LONGEST, LONGEST_JOINT = 10, 15  # working days (Art. 42)


class Extend(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``days`` are working days on top of the item's: at most 10, or 15 where departments decide
    together (Art. 42)."""

    type = "extend"
    states = ("reviewing",)
    on_the_spot = False
    leads_to = ""
    article = law.article(42)
    serves = "延期告知书"
    sends_opinion = False

    days: int
    reason: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Extend:
        return cls(days=1, reason="…")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        basis, longest = law.article(42, 2 if is_joint(case) else 1), longest_extension(case)
        found = []
        if "lead" not in by.roles:
            text = say("延期须经负责人批准，请由负责人办理", "An extension needs a lead's approval")
            found.append(BlockingReason("lead_needed", text, basis))
        if case.clock.extension_days:
            text = say("只能延期一次", "A case is extended once")
            found.append(BlockingReason("extended_before", text, basis))
        if not 1 <= self.days <= longest:
            text = say("最多延长 {n} 个工作日", "At most {n} working days", n=longest)
            found.append(BlockingReason("days_out_of_range", text, basis, ("days",)))
        if not self.reason.strip():
            text = say("请写明延期理由", "Give the reason")
            found.append(BlockingReason("reason_missing", text, basis, ("reason",)))
        return found

    def effect(self, case: SubApplication, by: Clerk, at: datetime) -> SubApplication:
        return replace(case, clock=replace(case.clock, extension_days=self.days))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, at: datetime) -> Notice:
        joint = is_joint(case)
        head = "本级人民政府负责人" if joint else "本机关负责人"
        return letter(
            self.type,
            self.serves,
            case,
            at,
            f"因{without_full_stop(self.reason)}，本机关不能在办理期限内作出决定。"
            f"依据{law.full_article(42, 2 if joint else 1)}的规定，经{head}批准，"
            f"办理期限延长 {self.days} 个工作日。",
        )

    def words(self) -> str:
        return self.reason

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        days = str(centre.case.clock.extension_days or "")
        yield Difference.of_text("延长（工作日）", "Working days added", str(self.days), days)
        yield Difference.of_text("延期理由", "Reason", self.reason, "")


def is_joint(case: SubApplication) -> bool:
    """Whether several departments decide together (Art. 42(2))."""
    return "joint" in case.flags


def longest_extension(case: SubApplication) -> int:
    """Working days."""
    return LONGEST_JOINT if is_joint(case) else LONGEST
