"""补正告知: everything that is to be corrected, said once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import law
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.model import Clerk, Correction, Fault, Notice, SubApplication, civil
from app.cases.notices import letter, numbered_lines
from app.cases.sentence import say


class RequestCorrection(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``faults``: all that is wrong, each in words; ``by_days`` are working days from the
    request."""

    type = "request_correction"
    states = ("received",)
    on_the_spot = False
    leads_to = "correcting"
    article = law.article(32, 1, 4)
    serves = "补正告知书"
    sends_opinion = False

    faults: tuple[Fault, ...] = ()
    by_days: int = 15

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> RequestCorrection:
        return cls(faults=(Fault(text="…"),))

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        if case.corrections:
            text = say(
                "补正只能一次告知，本件已于 {day} 告知过",
                "Correction is asked for once; it was asked for on {day}",
                day=civil(case.corrections[0].requested_at).isoformat(),
            )
            found.append(BlockingReason("corrected_before", text, self.article))
        if not self.faults or not all(fault.text.strip() for fault in self.faults):
            text = say("须一次性告知需要补正的全部内容", "Name everything that is to be corrected")
            found.append(BlockingReason("faults_missing", text, self.article, ("faults",)))
        if not 1 <= self.by_days <= 60:
            text = say("补正期限须在 1 至 60 个工作日之间", "The period is 1 to 60 working days")
            found.append(BlockingReason("days_out_of_range", text, self.article, ("by_days",)))
        return found

    def effect(self, case: SubApplication, by: Clerk, at: datetime) -> SubApplication:
        asked = Correction(
            round=len(case.corrections) + 1,
            requested_at=at,
            by_days=self.by_days,
            faults=self.faults,
        )
        return replace(case, state=self.leads_to, corrections=(*case.corrections, asked))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, at: datetime) -> Notice:
        return letter(
            self.type,
            self.serves,
            case,
            at,
            "经审查，申请材料不齐全或者不符合法定形式。依据"
            f"{law.full_article(32, 1, 4)}的规定，现一次告知需要补正的全部内容：",
            *numbered_lines(fault.text for fault in self.faults),
            f"请自收到本告知书之日起 {self.by_days} 个工作日内补正。"
            "逾期未补正的，本机关将依法作出不予受理的决定。",
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
