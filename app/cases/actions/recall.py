"""撤回: the handler takes a proposal back from the leads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import STATES, Clerk, ItemRef, SubApplication
from app.cases.sentence import Sentence


class Recall(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``proposal_id``: which one. It needs no words: nobody has decided anything yet."""

    type = "recall"
    since = API_VERSION
    actor = "handler"
    while_proposed = "only"
    states = STATES
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    proposal_id: str

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Recall:
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
        return []

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        return replace(case, proposal=None)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return ""

    def as_opinion(self) -> str:
        return ""

    def needs_sheet(self) -> bool:
        return False

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        yield from ()
