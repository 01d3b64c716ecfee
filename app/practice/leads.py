"""The leads who are not signed in: they sign what colleagues propose, or send it back."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from app.cases.actions import Action, Payload, SendBack, Sign
from app.cases.model import SubApplication, civil
from app.practice.consequences import try_action
from app.practice.world import World

SIGN_AFTER = timedelta(minutes=40)  # of the city: time enough to recall it
SENT_BACK_SHARE = 0.2
SENT_BACK = (
    "请补充现场核查的情况后再提请。",
    "理由过于简略，请写明所依据的事实和条款。",
    "请再核对经营场所的权属证明。",
)
NOT_LAWFUL = "情况已有变化，现在不能这样办理，请重新审查后再提请。"


class Leads:
    """So that a clerk who practises alone gets an answer. One of several leads who is away holds
    nothing up: another signs."""

    def __init__(self, world: World, speed: float, rng: random.Random) -> None:
        self._world, self._speed, self._rng = world, speed, rng

    def sign_what_waits(self, present: set[str], now: datetime) -> None:
        """What has stood its time; where a lead who may sign it is signed in, it is theirs."""
        for case in list(self._world.cases.values()):
            if case.proposal is None or now - _stands_since(case) < SIGN_AFTER / self._speed:
                continue
            signers = self._world.signers(case)
            if signers and not any(lead.id in present for lead in signers):
                here = [each for each in signers if not self._world.team.is_away(each, civil(now))]
                lead = self._rng.choice(here or signers)
                for answer in self._answers(case.proposal.id):
                    action = an_action(self._rng, case, answer, now)
                    if try_action(self._world, case, action, lead):
                        break

    def _answers(self, proposal_id: str) -> tuple[Payload, ...]:
        """What a lead says to it, and what instead where the law does not allow that."""
        if self._rng.random() < SENT_BACK_SHARE:
            return (SendBack(proposal_id=proposal_id, text=self._rng.choice(SENT_BACK)),)
        return (
            Sign(proposal_id=proposal_id, opinion="同意"),
            SendBack(proposal_id=proposal_id, text=NOT_LAWFUL),
        )


def an_action(rng: random.Random, case: SubApplication, payload: Payload, at: datetime) -> Action:
    """As somebody takes it who has no desk; its id comes by chance."""
    id_ = str(uuid.UUID(int=rng.getrandbits(128)))
    return Action(id=id_, sub_application_id=case.id, at=at, payload=payload)


def _stands_since(case: SubApplication) -> datetime:
    """When it was proposed, or signed by the lead before."""
    if case.proposal is None:
        raise ValueError("nothing is proposed")
    last = case.proposal.signatures[-1:]
    return last[0].at if last else case.proposal.at
