"""提请签发: the handler puts an action before the leads, with everything it carries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec.structs import replace

from app.cases.actions.payload import (
    BlockingReason,
    CentreSide,
    Consequences,
    Difference,
    Payload,
    payload_of,
)
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import STATES, Clerk, ItemRef, Proposal, ProposedAction, SubApplication
from app.cases.sentence import Sentence, say


class Propose(Payload, frozen=True, kw_only=True, omit_defaults=True):
    """``action``: what is proposed; its ``attachments`` are this action's too. ``opinion``: the
    handler's words to the lead."""

    type = "propose"
    since = API_VERSION
    actor = "handler"
    while_proposed = "barred"
    states = STATES
    on_the_spot = False
    after_deemed = False
    leads_to = ""
    sends_opinion = False

    action: ProposedAction
    opinion: str = ""

    @classmethod
    def of(cls, payload: Payload) -> Propose:
        """The proposal of an action, in the words it has itself."""
        return cls(
            action=ProposedAction(
                type=payload.type, payload=msgspec.Raw(msgspec.json.encode(payload))
            ),
            opinion=payload.words(),
            attachments=payload.attachments,
        )

    @classmethod
    def minimal(cls, case: SubApplication, situation: Situation) -> Propose:
        """Of what the item has signed first; of nothing where it has nothing signed."""
        first = next(iter(case.item.signatures), "")
        return cls(action=ProposedAction(type=first, payload=msgspec.Raw(b"{}")))

    @classmethod
    def basis(cls, item: ItemRef) -> Sentence | None:
        return None

    @classmethod
    def title(cls, item: ItemRef) -> str:
        return ""

    @property
    def proposed(self) -> Payload | None:
        """What is proposed; None where this version cannot read it."""
        return proposed_in(self.action)

    def blockers(
        self, case: SubApplication, by: Clerk, situation: Situation
    ) -> list[BlockingReason]:
        """What it lacks itself; whether what it proposes is lawful is the lifecycle's to say."""
        if case.item.signatures.get(self.action.type, 0) < 1:
            text = say("这项办理不须签发，请直接办理", "This needs no signature: do it at once")
            return [BlockingReason("no_signature_needed", text, None, ("action",))]
        if self.proposed is None:
            text = say("提请的内容无法识别", "What is proposed cannot be read")
            return [BlockingReason("action_unreadable", text, None, ("action",))]
        return []

    def effect(
        self, case: SubApplication, by: Clerk, situation: Situation, at: datetime
    ) -> SubApplication:
        """Its proposal has no id yet: that is the action's."""
        proposal = Proposal(
            id="",
            by=by.signature,
            at=at,
            action=self.action,
            opinion=self.opinion,
            needed=case.item.signatures.get(self.action.type, 1),
        )
        return replace(case, proposal=proposal)

    def consequences(self) -> Consequences:
        return Consequences()

    def notice(self, case: SubApplication, by: Clerk, situation: Situation, at: datetime) -> None:
        return None

    def words(self) -> str:
        return self.opinion

    def as_opinion(self) -> str:
        return self.proposed.as_opinion() if self.proposed else self.opinion

    def needs_sheet(self) -> bool:
        return self.proposed.needs_sheet() if self.proposed else False

    def compare(self, centre: CentreSide) -> Iterator[Difference]:
        if self.proposed is not None:
            yield from self.proposed.compare(centre)


def proposed_in(action: ProposedAction) -> Payload | None:
    """The action itself; None where this version cannot read it."""
    try:
        return payload_of(action.type, action.payload)
    except msgspec.MsgspecError:
        return None
