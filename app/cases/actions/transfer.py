"""转办: the case goes to another clerk or department; a lead hands a colleague's over as well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.model import Clerk, ItemRef, SubApplication
from app.cases.sentence import Sentence, say


class Transfer(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``to_clerk``: by id; ``to_department``: by code, where no clerk is named; ``reason``: why."""

    type = "transfer"
    since = OLDER_API
    actor = "either"
    while_proposed = "barred"
    states = ("received", "reviewing")
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    reason: str = ""
    to_clerk: str = ""
    to_department: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Transfer:
        return cls(to_clerk="…", reason="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if (self.to_clerk or self.to_department) and self.reason.strip():
            return []
        text = say("请写明转给谁和理由", "Say to whom and why")
        return [BlockingReason("transfer_incomplete", text, None, ("to_clerk", "reason"))]

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        return replace(case, assignee=None)

    def consequences(self) -> Consequences:
        return Consequences(assigned_to=self.to_clerk)

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return self.reason

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        holder = centre.case.assignee.name if centre.case.assignee else ""
        mine = self.to_clerk or self.to_department
        yield Difference(say("承办人", "Handled by"), "clerk", mine, holder)
        yield Difference.of_text("转办理由", "Reason", self.reason, "")
