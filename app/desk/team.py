"""What a lead sees of their department, and handing its cases over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.cases.actions import Transfer
from app.cases.model import Clerk, SubApplication, civil
from app.desk.deciding import Deciding
from app.store import cases, team
from app.store.database import Store, Written
from app.store.team import TeamMember

if TYPE_CHECKING:
    from app.central.client import CentralClient


class Team:
    """Of the department of the clerk who is signed in, a lead of it."""

    def __init__(
        self,
        store: Store,
        clerk: Clerk,
        client: CentralClient,
        now: Callable[[], datetime],
        deciding: Deciding,
    ) -> None:
        self._store, self._clerk, self._client = store, clerk, client
        self._now, self._deciding = now, deciding

    def is_told(self) -> bool:
        """Whether the centre tells of a team: one of version 1.0 does not."""
        return team.is_told(self._store.reader())

    def members(self) -> list[TeamMember]:
        """The clerks and what they have open. Takes a while where that is very much."""
        return team.team(self._store.reader(), self.today())

    def case(self, case_id: str) -> SubApplication:
        """A case of the department whole, to be read. Blocks; raises what the wire raises."""
        return self._client.sub_application(case_id)

    def hand_over(self, case_id: str, to_clerk: str, reason: str) -> Written:
        """Hands a case over, the lead's own or a colleague's. Raises as deciding does."""
        held = cases.get(self._store.reader(), case_id)
        if held is not None and held.assignee is not None and held.assignee.id == self._clerk.id:
            payload = Transfer(to_clerk=to_clerk, reason=reason)
            return self._deciding.decide(case_id, payload)
        return self._deciding.hand_over(case_id, to_clerk, reason, self._clerk)

    def today(self) -> date:
        return civil(self._now())
