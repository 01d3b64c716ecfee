"""不予受理: the application is not taken on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions.deny import never_refused
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.deadlines import correction_deadline
from app.cases.model import Clerk, Decision, ItemRef, Notice, SubApplication
from app.cases.notices import finding, letter, office, remedies, resting_on, you
from app.cases.sentence import Sentence, say

# Each ground, and what the notice says was found; its basis is the item's point of the same name.
GROUNDS = {
    "no_licence_needed": "申请事项依法不需要{asked}",
    "not_competent": "申请事项依法不属于{office}职权范围",
    "not_corrected": "{you}逾期未按告知的内容补正申请材料",
    "false_materials": "{you}隐瞒有关情况或者提供虚假材料",
    "barred": "{you}在依法不得提出申请的期间内提出申请",
}
GIVES_UP = say(
    "本事项逾期未补正的视为放弃申请：请办理终止办理",
    "Who does not correct this item in time has given up: terminate the case",
)
BY_TEXT_ALONE = ("false_materials", "barred")  # L 78 and 79 are of licences
# Whom nobody may refuse is still told who does it, and may still give up.
ALWAYS_OPEN = ("not_competent", "not_corrected")


class RefuseAcceptance(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``ground``: ``no_licence_needed``, ``not_competent``, ``not_corrected``,
    ``false_materials`` or ``barred``; ``text``: what of this case it is about;
    ``competent_authority``: where to ask instead. Where the item's text takes who does not correct
    for having given up, the case is terminated instead."""

    type = "refuse_acceptance"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("received", "correcting")
    on_the_spot = False
    after_deemed = True
    leads_to = "refused"
    sends_opinion = True

    ground: str
    text: str = ""
    competent_authority: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> RefuseAcceptance:
        ground = {"correcting": "not_corrected", "reviewing": "not_competent"}
        default = "not_competent" if case.item.procedure.no_refusal else "no_licence_needed"
        return cls(ground=ground.get(case.state, default), text="…", competent_authority="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "uncorrected")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type)

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        basis = _basis(case.item, self.ground)
        found = list(_closed(case, self.ground))
        if self.ground not in GROUNDS:
            text = say("请选择不予受理的情形", "Choose the ground of refusal")
            found.append(BlockingReason("ground_missing", text, basis, ("ground",)))
        if self.ground == "not_competent" and not self.competent_authority.strip():
            text = say("请写明有权受理的行政机关", "Name the competent authority")
            fields = ("competent_authority",)
            found.append(BlockingReason("authority_missing", text, basis, fields))
        if not self.text.strip():
            text = say("请写明理由", "Say why")
            found.append(BlockingReason("text_missing", text, basis, ("text",)))
        if case.state == "correcting" and self.ground == "not_corrected":
            found += period_running(case, situation, basis)
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        clock = replace(case.clock, decided_at=at)
        decision = Decision(outcome="refused", at=at, by=by.signature, opinion=self.text)
        return replace(case, state=self.leads_to, decision=decision, clock=clock)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> Notice:
        asked, us = kinds.kind_of(case.item).asked, office(case)
        ground = GROUNDS.get(self.ground, "申请不符合受理条件")
        found = ground.format(asked=asked, office=us, you=you(case))
        resting = resting_on(kinds.citation(case.item, _point(self.ground)))
        where = self.competent_authority.strip()
        return letter(
            self.type,
            self.title(case.item),
            case,
            at,
            f"经审查，{found}。{finding(self.text)}{resting}{us}决定不予受理。",
            *((f"请向{where}提出申请。",) if where else ()),
            *remedies(case),
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


def open_grounds(case: SubApplication) -> tuple[str, ...]:
    """The grounds on which a case in its state can be refused."""
    return tuple(ground for ground in GROUNDS if not any(_closed(case, ground)))


def period_running(
    case: SubApplication, situation: Situation, basis: Sentence | None
) -> list[BlockingReason]:
    """That the applicant may still correct, up to the last day they were told."""
    if not case.corrections:
        return []
    due = correction_deadline(case, situation.calendar, situation.today)
    if due.day is None or situation.today > due.day:
        return []
    text = say("补正期限到 {day} 才届满", "The applicant has until {day}", day=due.day.isoformat())
    return [BlockingReason("period_running", text, basis)]


def _closed(case: SubApplication, ground: str) -> Iterator[BlockingReason]:
    """Why a case cannot be refused on a ground, whatever is said of it."""
    basis = _basis(case.item, ground)

    def closed(why: Sentence, article: Sentence | None = basis) -> BlockingReason:
        return BlockingReason("ground_not_open", why, article, ("ground",))

    if ground not in ALWAYS_OPEN:
        yield from never_refused(case.item)
    if ground in BY_TEXT_ALONE and not kinds.cited(case.item, ground):
        why = say(
            "没有条文规定本事项在此情形下不予受理",
            "No text lets this item be refused on this ground",
        )
        yield closed(why, None)
    if case.state == "reviewing" and ground != "not_competent":
        why = say(
            "视为受理后，只能以不属于本机关职权范围为由不予受理",
            "Deemed accepted, it is refused only for want of competence",
        )
        yield closed(why)
    if case.state == "correcting" and case.corrections:
        if ground != "not_corrected":
            why = say(
                "补正期间只能以逾期未补正为由", "While correcting, only for want of correction"
            )
            yield closed(why)
        elif kinds.gives_up(case.item):
            yield BlockingReason("given_up_instead", GIVES_UP, basis, ("ground",))
    elif ground == "not_corrected" and not case.corrections:
        yield closed(say("本件没有告知过补正", "No correction was asked for"))


def _basis(item: ItemRef, ground: str) -> Sentence | None:
    return kinds.cited(item, _point(ground)) or RefuseAcceptance.basis(item)


def _point(ground: str) -> str:
    return "uncorrected" if ground == "not_corrected" else ground
