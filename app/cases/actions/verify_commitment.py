"""核查承诺: whether what was promised in place of papers is so; if not, the approval is revoked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases import kinds
from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.law import day_words
from app.cases.model import Clerk, Decision, ItemRef, Notice, SubApplication, civil
from app.cases.notices import finding, office, plain_letter, remedies, resting_on, you
from app.cases.sentence import Sentence, say


class VerifyCommitment(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``finding``: whether it is as was promised; ``text``: what was found, how and by whom."""

    type = "verify_commitment"
    since = API_VERSION
    actor = "handler"
    while_proposed = "barred"
    states = ("approved", "delivered")
    on_the_spot = False
    after_deemed = False
    leads_to = ""  # to ``revoked`` where the promise was false
    sends_opinion = False

    finding: bool
    text: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> VerifyCommitment:
        return cls(finding=False, text="…")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        own = item.procedure.commitment
        return kinds.quoted(own.basis) if own is not None and own.basis else None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return kinds.title(item, cls.type, "撤销决定书")

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        basis = self.basis(case.item)
        if case.commitment is None:
            text = say(
                "本件不是以告知承诺方式决定的", "It was not decided by the applicant's commitment"
            )
            return [BlockingReason("no_commitment", text, basis)]
        found = []
        if case.commitment.verified is not None:
            text = say("承诺已经核查过", "The commitment has been verified")
            found.append(BlockingReason("verified_before", text, basis))
        if not self.text.strip():
            text = say("请写明核查的情况", "Say what was found")
            found.append(BlockingReason("text_missing", text, basis, ("text",)))
        return found

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        if case.commitment is not None:
            case = replace(case, commitment=replace(case.commitment, verified=self.finding))
        if self.finding:
            return case
        revoked = Decision(outcome="revoked", at=at, by=by.signature, opinion=self.text)
        again = replace(case.clock, delivered_at=None)  # it was decided when it was approved
        return replace(case, state="revoked", decision=revoked, clock=again, grant=None)

    def consequences(self) -> Consequences:
        return Consequences(revokes_licence=not self.finding)

    def notice(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> Notice | None:
        """The revocation (撤销决定书); what is as promised needs none."""
        if self.finding:
            return None
        us = office(case)
        resting = resting_on(kinds.citation(case.item, "revocation"))
        return plain_letter(
            self.type,
            self.title(case.item),
            case,
            at,
            f"{us}{_approval(case)}。经核查，{finding(self.text)}",
            f"上述情况与{you(case)}的承诺不符。{resting}{us}决定撤销上述决定。",
            *remedies(case),
        )

    def words(self) -> str:
        return self.text

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return True

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        held = centre.case.commitment
        theirs = _said(held.verified) if held is not None else ""
        yield Difference.of_text("核查结论", "Finding", _said(self.finding), theirs)
        yield Difference.of_text("核查情况", "What was found", self.text, "")


def _approval(case: SubApplication) -> str:
    """When and how it was approved, as the case tells it."""
    decided = case.clock.decided_at
    when = f"于{day_words(civil(decided))}" if decided is not None else ""
    told = next((n for n in reversed(case.notices) if n.type == "approve"), None)
    named = f"（{told.title}，{told.no}）" if told is not None and told.no else ""
    what = kinds.conclusion(case.item, "approve")
    return f"{when}以告知承诺方式对{case.item.name}（办件编号：{case.no}）作出{what}的决定{named}"


def _said(verified: bool | None) -> str:
    return {True: "与承诺一致", False: "与承诺不一致", None: ""}[verified]
