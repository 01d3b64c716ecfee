"""告知利害关系人: those whom an approval would touch are told before it is decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.counting import deadline
from app.cases.law import day_words
from app.cases.model import Clerk, InterestedParties, ItemRef, Notice, Party, SubApplication, civil
from app.cases.notices import office, plain_letter, resting_on, with_full_stop
from app.cases.sentence import Sentence, say

HEARING_DAYS = 5  # working days in which a hearing can be asked for, L 47(1)
WAYS = {
    "counter": "当面告知",
    "ems": "邮寄",
    "electronic": "电子方式",
    "announcement": "公告",
}


class InformParties(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``parties``: who is told, and ``how``: ``counter``, ``ems``, ``electronic`` or
    ``announcement``; none where the clerk records that there are none. ``text``: what of the
    application touches them, or why there is nobody. ``hearing``: whether they and the applicant
    are told that they may ask for one (听证)."""

    type = "inform_parties"
    since = API_VERSION
    actor = "handler"
    while_proposed = "barred"
    states = ("reviewing",)
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    parties: tuple[Party, ...] = ()
    text: str = ""
    hearing: bool = False

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> InformParties:
        return cls(parties=(Party(name="…", how="counter"),), text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return kinds.cited(item, "informing")

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, "利害关系人告知书")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        basis = self.basis(case.item)
        if not kinds.knows_parties(case.item):
            text = say(
                "本事项的法律没有规定告知利害关系人",
                "The item's law knows no interested parties",
            )
            return [BlockingReason("no_parties_known", text, basis)]
        found = []
        if not all(party.name.strip() and party.how in WAYS for party in self.parties):
            text = say(
                "请写明每位利害关系人的姓名或者名称和告知方式",
                "Name each interested party, and how they are told",
            )
            found.append(BlockingReason("party_incomplete", text, basis, ("parties",)))
        if not self.text.strip():
            text = say(
                "请写明涉及的重大利益，或者没有利害关系人的理由",
                "Say what of it touches them, or why there is nobody",
            )
            found.append(BlockingReason("text_missing", text, basis, ("text",)))
        if self.hearing and not self.parties:
            text = say(
                "没有利害关系人的，不告知听证权利",
                "Where there is nobody, no hearing is offered",
            )
            found.append(BlockingReason("hearing_for_nobody", text, None, ("hearing",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        before = case.parties or InterestedParties(told_at=at)
        ask_by = before.ask_by
        if self.hearing:
            ask_by = deadline(civil(at), HEARING_DAYS, situation.calendar).day
        told = (*before.parties, *self.parties)
        return replace(case, parties=InterestedParties(told_at=at, parties=told, ask_by=ask_by))

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> Notice | None:
        """To all of them, and to the applicant too where a hearing is offered (L 47(1))."""
        if not self.parties:
            return None
        told = [party.name.strip() for party in self.parties]
        if self.hearing:
            told.append(case.applicant.name)
        received = case.clock.received_at
        filed = f"于{day_words(civil(received))}" if received is not None else ""
        informing = resting_on(kinds.citation(case.item, "informing"))
        letter = plain_letter(
            self.type,
            self.title(case.item),
            case,
            at,
            f"{case.applicant.name}{filed}提出的{case.item.name}申请（办件编号：{case.no}），"
            f"{office(case)}正在审查。经审查，该申请事项直接关系他人重大利益："
            f"{with_full_stop(self.text)}",
            f"{informing}现予告知。利害关系人有权进行陈述和申辩，"
            f"可以在{office(case)}作出决定前提出意见。",
            *(self._hearing_offered(case) if self.hearing else ()),
        )
        return replace(letter, addressee="、".join(told))

    def _hearing_offered(self, case: SubApplication) -> tuple[str, ...]:
        resting = resting_on(kinds.citation(case.item, "interested_parties"))
        return (
            f"{resting}申请人、利害关系人享有要求听证的权利。要求听证的，"
            f"应当自被告知之日起{HEARING_DAYS}个工作日内向{office(case)}提出申请；"
            "申请人、利害关系人不承担组织听证的费用。",
        )

    def words(self) -> str:
        names = "、".join(party.name for party in self.parties)
        return f"{names or '没有利害关系人'}：{self.text}"

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        held = centre.case.parties
        mine, theirs = _named(self.parties), _named(held.parties if held else ())
        yield Difference.of_text("利害关系人", "Interested parties", mine, theirs)
        yield Difference.of_text("涉及的利益", "What touches them", self.text, "")
        offered = "告知" if self.hearing else ""
        ask_by = str(held.ask_by or "") if held else ""
        yield Difference.of_text("听证权利", "A hearing", offered, ask_by)


def _named(parties: tuple[Party, ...]) -> str:
    ways = [(party.name, WAYS.get(party.how, party.how)) for party in parties]
    return "；".join(f"{name}（{way}）" if way else name for name, way in ways)
