"""退回待领: the case goes back to the pool."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from msgspec.structs import replace

from app.cases.actions.payload import BlockingReason, CentreSide, Consequences, Difference, Payload
from app.cases.checks import Situation
from app.cases.contract import OLDER_API
from app.cases.model import Clerk, ItemRef, SubApplication
from app.cases.sentence import Sentence


class Release(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """Says nothing: whoever claims the case next reads it whole."""

    type = "release"
    since = OLDER_API
    actor = "handler"
    while_proposed = "barred"
    states = ("received",)
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Release:
        return cls()

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
        return replace(case, assignee=None)

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
