"""What stands in the way of a decision on the merits and what it makes of a case, whichever way it
goes."""

from __future__ import annotations

from msgspec.structs import replace

from app.cases import contract, kinds
from app.cases.actions.payload import BlockingReason
from app.cases.checks import Situation
from app.cases.contract import API_VERSION
from app.cases.model import Decision, SubApplication
from app.cases.sentence import say


def with_decision(case: SubApplication, state: str, decision: Decision) -> SubApplication:
    """Decided; what was not accepted before (即办件) is accepted in the same moment."""
    accepted_at = case.clock.accepted_at or decision.at
    clock = replace(case.clock, accepted_at=accepted_at, decided_at=decision.at)
    return replace(case, state=state, decision=decision, clock=clock)


def untold(case: SubApplication, situation: Situation) -> list[BlockingReason]:
    """What stands in the way of any decision on an item that touches others: that they are not
    told, or can still ask for a hearing. A centre that knows no such action asks for nothing."""
    wanted = case.item.procedure.interested_parties
    if not wanted or not contract.knows(situation.centre_api, API_VERSION):
        return []
    if case.parties is None:
        text = say(
            "作出决定前须告知利害关系人，或者记明没有利害关系人",
            "Interested parties are told before it is decided, or it is noted that there are none",
        )
        basis = kinds.cited(case.item, "informing")
        return [BlockingReason("parties_untold", text, basis)]
    ask_by = case.parties.ask_by
    if ask_by is None or situation.today > ask_by:
        return []
    text = say(
        "到{day}为止可以要求听证，届满后才能作出决定",
        "Until {day} a hearing can be asked for; it is decided after that day",
        day=ask_by.isoformat(),
    )
    basis = kinds.cited(case.item, "interested_parties")
    return [BlockingReason("hearing_open", text, basis)]
