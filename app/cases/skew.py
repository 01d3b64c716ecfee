"""Clock skew: how far this machine's clock is from the centre's, and how far it may be."""

from __future__ import annotations

from datetime import datetime, timedelta

TOLERATED = timedelta(minutes=5)


def clock_skew(here: datetime, centre: datetime) -> float:
    """Seconds by which the clock here is ahead of the centre's; negative where it is behind."""
    return (here - centre).total_seconds()


def is_tolerated(skew: float) -> bool:
    """Whether a clock that is so many seconds off needs nobody's attention."""
    return abs(skew) <= TOLERATED.total_seconds()
