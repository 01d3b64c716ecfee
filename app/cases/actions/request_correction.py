"""补正告知: everything that is to be corrected, said once; or, where the item knows no period for
it, the papers go back with the same list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import kinds, law
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.deadlines import correction_day
from app.cases.model import (
    Clerk,
    Correction,
    Decision,
    Fault,
    ItemRef,
    Notice,
    SubApplication,
    civil,
)
from app.cases.notices import letter, numbered_lines, office, remedies, resting_on
from app.cases.sentence import Sentence, say

MOST_DAYS = 60  # to correct in, a rule of this system


class RequestCorrection(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``faults``: all that is wrong, each in words; ``by_days`` are working days from the
    request."""

    type = "request_correction"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("received",)
    on_the_spot = False
    after_deemed = False
    leads_to = "correcting"
    sends_opinion = False

    faults: tuple[Fault, ...] = ()
    by_days: int = 15

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> RequestCorrection:
        return cls(faults=(Fault(text="…"),))

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "correction")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        default = "申请材料退回告知书" if kinds.returns_papers(item) else "补正告知书"
        return kinds.title(item, cls.type, default)

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        basis = self.basis(case.item)
        if case.corrections:
            text = say(
                "补正只能一次告知，本件已于 {day} 告知过",
                "Correction is asked for once; it was asked for on {day}",
                day=civil(case.corrections[0].requested_at).isoformat(),
            )
            found.append(BlockingReason("corrected_before", text, basis))
        if not self.faults or not all(fault.text.strip() for fault in self.faults):
            text = say("请填写需要补正的内容", "Say what is to be corrected")
            found.append(BlockingReason("faults_missing", text, basis, ("faults",)))
        if not 1 <= self.by_days <= MOST_DAYS:
            text = say(
                "本系统要求补正期限在 1 至 60 个工作日之间",
                "This system takes a period of 1 to 60 working days",
            )
            found.append(BlockingReason("days_out_of_range", text, None, ("by_days",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        asked = Correction(
            round=len(case.corrections) + 1,
            requested_at=at,
            by_days=self.by_days,
            by=correction_day(civil(at), self.by_days, situation.calendar),
            faults=self.faults,
        )
        if kinds.returns_papers(case.item):
            decision = Decision(outcome="refused", at=at, by=by.signature, opinion=self.words())
            clock = replace(case.clock, decided_at=at)
            return replace(case, state="refused", decision=decision, clock=clock)
        return replace(case, state=self.leads_to, corrections=(*case.corrections, asked))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        item = case.item
        last: tuple[str, ...]
        if not kinds.returns_papers(item):
            day = correction_day(civil(at), self.by_days, situation.calendar)
            last = (f"请于{law.day_words(day)}前（含当日）补正。{_if_not(case)}",)
        elif kinds.refuses_papers(item):
            refused = f"{office(case)}决定不予受理，申请材料予以退回，补正后可以重新提出申请。"
            last = (refused, *remedies(case))
        else:
            last = ("申请材料予以退回，补正后可以重新提出申请。",)
        return letter(
            self.type,
            self.title(item),
            case,
            at,
            "经审查，申请材料不齐全或者不符合法定形式。"
            f"{resting_on(kinds.citation(item, 'correction'))}现一次告知需要补正的全部内容：",
            *numbered_lines(fault.text for fault in self.faults),
            *last,
        )

    def words(self) -> str:
        return "；".join(fault.text for fault in self.faults)

    def as_opinion(self) -> str:
        """Faults have no field of their own to be seen in."""
        return self.words()

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        asked = centre.case.corrections[-1] if centre.case.corrections else None
        theirs = "；".join(fault.text for fault in asked.faults) if asked else ""
        yield Difference.of_text("补正内容", "To be corrected", self.words(), theirs)
        days = str(asked.by_days) if asked else ""
        yield Difference.of_text(
            "补正期限（工作日）", "Working days given", str(self.by_days), days
        )


def _if_not(case: SubApplication) -> str:
    """What follows if nothing comes."""
    if kinds.gives_up(case.item):
        return f"无正当理由逾期未补正的，视为放弃申请，{office(case)}终止办理。"
    return f"逾期未补正的，{office(case)}将依法作出不予受理的决定。"
