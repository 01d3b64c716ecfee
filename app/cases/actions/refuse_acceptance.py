"""不予受理: the application is not taken on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import law
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.deadlines import correction_deadline
from app.cases.model import Clerk, Decision, Notice, SubApplication
from app.cases.notices import REMEDIES, letter, with_full_stop
from app.cases.sentence import say

# Each ground: the item of Art. 32(1) it rests on, and what the notice says was found.
GROUNDS = {
    "no_licence_needed": (1, "申请事项依法不需要取得行政许可"),
    "not_competent": (2, "申请事项依法不属于本机关职权范围"),
    "not_corrected": (4, "申请人逾期未按告知的内容补正申请材料"),
}


class RefuseAcceptance(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``ground``: ``no_licence_needed``, ``not_competent`` with the ``competent_authority`` to ask
    instead, or ``not_corrected``."""

    type = "refuse_acceptance"
    states = ("received", "correcting")
    on_the_spot = False
    leads_to = "refused"
    article = law.article(32, 1)
    serves = "不予受理决定书"
    sends_opinion = True

    ground: str
    text: str = ""
    competent_authority: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> RefuseAcceptance:
        ground = "not_corrected" if case.state == "correcting" else "no_licence_needed"
        return cls(ground=ground, text="…")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        found = []
        if self.ground not in GROUNDS:
            text = say("请选择不予受理的情形", "Choose the ground of refusal")
            found.append(BlockingReason("ground_missing", text, self.article, ("ground",)))
        if self.ground == "not_competent" and not self.competent_authority.strip():
            text = say("请写明有权受理的行政机关", "Name the competent authority")
            fields = ("competent_authority",)
            found.append(BlockingReason("authority_missing", text, self.article, fields))
        if not self.text.strip():
            text = say("请写明理由", "Say why")
            found.append(BlockingReason("text_missing", text, self.article, ("text",)))
        if case.state == "correcting" and case.corrections:
            due = correction_deadline(case, situation.calendar, situation.today)
            if self.ground != "not_corrected":
                text = say(
                    "补正期间只能以逾期未补正为由",
                    "While correcting, only for want of correction",
                )
                found.append(BlockingReason("ground_not_open", text, self.article, ("ground",)))
            elif due.day is not None and situation.today <= due.day:
                text = say(
                    "补正期限到 {day} 才届满",
                    "The applicant has until {day}",
                    day=due.day.isoformat(),
                )
                found.append(BlockingReason("period_running", text, self.article))
        elif self.ground == "not_corrected" and not case.corrections:
            text = say("本件没有告知过补正", "No correction was asked for")
            found.append(BlockingReason("ground_not_open", text, self.article, ("ground",)))
        return found

    def effect(self, case: SubApplication, by: Clerk, at: datetime) -> SubApplication:
        decision = Decision(outcome="refused", at=at, by=by.signature, opinion=self.text)
        clock = replace(case.clock, decided_at=at)
        return replace(case, state=self.leads_to, decision=decision, clock=clock)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, at: datetime) -> Notice:
        basis, finding = law.full_article(32), "申请不符合受理条件"
        if self.ground in GROUNDS:
            item, finding = GROUNDS[self.ground]
            basis = law.full_article(32, 1, item)
        where = self.competent_authority.strip()
        return letter(
            self.type,
            self.serves,
            case,
            at,
            f"经审查，{finding}。{with_full_stop(self.text)}依据{basis}的规定，决定不予受理。",
            *((f"请向{where}提出申请。",) if where else ()),
            REMEDIES,
        )

    def words(self) -> str:
        return self.text

    def as_opinion(self) -> str:
        return self.text

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        yield Difference(say("不予受理情形", "Ground"), "ground", self.ground, "")
        yield Difference.of_text("主管机关", "Competent authority", self.competent_authority, "")
        yield Difference.of_text("理由", "Reason", self.text, centre.opinion)
