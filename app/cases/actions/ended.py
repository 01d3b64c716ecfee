"""What the end of a case without a decision makes of it (终止办理)."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.cases.model import SubApplication, civil

TITLE = "终止办理告知书"
AGAIN = "以后仍需办理的，可以重新提出申请。"


def without_decision(case: SubApplication, at: datetime) -> SubApplication:
    """The case is over, and so is a special procedure that was open."""
    pauses = tuple(
        replace(pause, to=civil(at)) if pause.to is None else pause for pause in case.clock.pauses
    )
    return replace(case, state="terminated", clock=replace(case.clock, pauses=pauses))
