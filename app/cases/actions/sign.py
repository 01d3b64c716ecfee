"""签发: a lead signs what a colleague has proposed; the last signature carries it out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import STATES, Clerk, ItemRef, Signature, SubApplication
from app.cases.sentence import Sentence, say


class Sign(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``proposal_id``: which one; ``opinion``: the lead's, for the internal form. What the last
    signature carries out, and the notice it serves, is the lifecycle's to say."""

    type = "sign"
    since = API_VERSION
    actor = "lead"
    while_proposed = "only"
    states = STATES
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = True

    proposal_id: str
    opinion: str = ""

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Sign:
        return cls(proposal_id=case.proposal.id if case.proposal else "")

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        if case.proposal and any(each.by.id == by.id for each in case.proposal.signatures):
            text = say("您已签过，还须另一位负责人签发", "You have signed: another lead has to")
            return [BlockingReason("signed_before", text)]
        return []

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        proposal = case.proposal
        if proposal is None:
            return case
        mine = Signature(by=by.signature, at=at, opinion=self.opinion)
        signatures = (*proposal.signatures, mine)
        stands = len(signatures) < proposal.needed
        return replace(case, proposal=replace(proposal, signatures=signatures) if stands else None)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return self.opinion

    def as_opinion(self) -> str:
        return self.opinion

    def needs_sheet(self) -> bool:
        return False

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        """Beside what another lead has written on it."""
        proposal = centre.case.proposal
        theirs = proposal.signatures[-1:] if proposal else ()
        written = theirs[0].opinion if theirs else last_words(centre.case, "sign", "send_back")
        yield Difference.of_text("签发意见", "Lead's opinion", self.opinion, written)


def last_words(case: SubApplication, *types: str) -> str:
    """What was said with the latest event of these types; ``""`` where there is none."""
    said = (event.text for event in reversed(case.history) if event.type in types)
    return next(said, "")
