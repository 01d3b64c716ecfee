"""Keeping numbers of notices in reserve, for the hours in which the centre is not reached."""

from __future__ import annotations

from datetime import date
from functools import partial

from app.central import errors
from app.central.client import CentralClient
from app.store import numbers
from app.store.database import Store, meta

MOST_BLOCKS = 8  # of one cycle: the rest comes with the next
# What this centre will not have, or not now, costs only the reserve.
LEFT = (
    errors.CentreRefused,
    errors.CentreFailed,
    errors.CentreBusy,
    errors.NotTheCentre,
    errors.CentreUnreachable,
)


def refill(store: Store, central: CentralClient, today: date) -> int:
    """Asks for blocks of what the clerk's cases are likely to need and is short here; returns how
    many came. A centre of version 1.0 has none to give."""
    if not meta(store.reader(), "epoch"):
        return 0
    store.write_refetchable(partial(numbers.forget_other_years, year=today.year)).result()
    came = 0
    lacking = numbers.lacking(store.reader(), today)
    for kind, count in sorted(lacking.items(), key=lambda each: -each[1])[:MOST_BLOCKS]:
        try:
            block = central.numbers(kind, count)
        except LEFT:
            return came
        store.write(partial(numbers.keep, numbers=block)).result()
        came += 1
    return came
