"""What a decision on the merits makes of a case, whichever way it goes."""

from __future__ import annotations

from msgspec.structs import replace

from app.cases.model import Decision, SubApplication


def with_decision(case: SubApplication, state: str, decision: Decision) -> SubApplication:
    """Decided; what was not accepted before (即办件) is accepted in the same moment."""
    accepted_at = case.clock.accepted_at or decision.at
    clock = replace(case.clock, accepted_at=accepted_at, decided_at=decision.at)
    return replace(case, state=state, decision=decision, clock=clock)
