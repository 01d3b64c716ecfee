"""延期: a case gets more time, once, by a lead's leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.deadlines import is_past_statutory, statutory_day
from app.cases.law import day_words
from app.cases.model import Clerk, ItemRef, Notice, SubApplication, civil
from app.cases.notices import last_day, letter, office, resting_on, without_full_stop
from app.cases.sentence import Sentence, say


class Extend(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``days`` are working days on top of the item's: as many as its own text allows, or 10 for a
    licence (L 42(1)). The 15 of L 42(2) are a one-thing's. ``reason``: as the notice has it.
    ``approved_by`` and ``approved_on`` say who approved it and when: where the item has it signed,
    the lead who signs it, on that day; None from a desk of version 1.0, which did not ask."""

    type = "extend"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("reviewing",)
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    days: int
    reason: str = ""
    approved_by: str | None = None
    approved_on: date | None = None

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Extend:
        return cls(days=1, reason="…", approved_by="…", approved_on=situation.today)

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.extension_basis(item)

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, "延期告知书")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        basis, longest = self.basis(case.item), kinds.extension(case.item).days
        found = []
        if "lead" not in by.roles and not case.item.signatures.get(self.type):
            text = say("延期须经负责人批准，请由负责人办理", "An extension needs a lead's approval")
            found.append(BlockingReason("lead_needed", text, basis))
        if not longest:
            text = say("本事项的法律没有规定延期", "The item's law knows no extension")
            return [*found, BlockingReason("no_extension", text, basis)]
        if case.clock.extension_days:
            text = say("只能延期一次", "A case is extended once")
            found.append(BlockingReason("extended_before", text, basis))
        if not 1 <= self.days <= longest:
            text = say("最多延长 {n} 个工作日", "At most {n} working days", n=longest)
            found.append(BlockingReason("days_out_of_range", text, basis, ("days",)))
        if not self.reason.strip():
            text = say("请写明延期理由", "Give the reason")
            found.append(BlockingReason("reason_missing", text, basis, ("reason",)))
        if self.approved_by is not None:
            found += self._unapproved(case, situation.today, self.approved_by)
        if is_past_statutory(case, situation.calendar, situation.today):
            text = say(
                "法定办理期限已经届满，不能再延期",
                "The statutory day has passed: it cannot be extended any more",
            )
            found.append(BlockingReason("statutory_day_past", text, basis))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        return replace(case, clock=replace(case.clock, extension_days=self.days))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        extension = kinds.extension(case.item)
        approver = f"{extension.by}{(self.approved_by or '').strip()}"
        when = f"于{day_words(self.approved_on)}" if self.approved_on else ""
        extended = self.effect(case, by, situation, at)
        last = statutory_day(extended, situation.calendar, civil(at))
        until = f"，至{last_day(last, situation.calendar)}止" if last else ""
        return letter(
            self.type,
            self.title(case.item),
            case,
            at,
            f"因{without_full_stop(self.reason)}，{office(case)}不能在办理期限内作出决定。"
            f"{resting_on(extension.basis)}经{approver}{when}批准，办理期限延长{self.days}个工作日{until}。",
        )

    def _unapproved(
        self, case: SubApplication, today: date, approver: str
    ) -> Iterator[BlockingReason]:
        """Who approved it and when, on a day from acceptance to this one."""
        basis, accepted = self.basis(case.item), case.clock.accepted_at
        if not approver.strip():
            text = say("请写明批准人", "Name who approved it")
            yield BlockingReason("approver_missing", text, basis, ("approved_by",))
        if self.approved_on is None:
            text = say("请写明批准日期", "Say on which day it was approved")
            yield BlockingReason("approval_day_missing", text, basis, ("approved_on",))
        elif self.approved_on > today:
            text = say("批准日期不能晚于今天", "It cannot have been approved after today")
            yield BlockingReason("approval_day_ahead", text, None, ("approved_on",))
        elif accepted is not None and self.approved_on < civil(accepted):
            text = say(
                "批准日期不能早于受理之日（{day}）",
                "It cannot have been approved before acceptance, {day}",
                day=civil(accepted).isoformat(),
            )
            yield BlockingReason("approval_before_acceptance", text, None, ("approved_on",))

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
        if self.approved_by is not None:
            approval = f"{self.approved_by} {self.approved_on or ''}".strip()
            yield Difference.of_text("批准人和日期", "Approved by, on", approval, "")
