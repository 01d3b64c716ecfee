"""The rows of what desks cost their centre together."""

from __future__ import annotations

from pathlib import Path

from tests.bench.programs import figures, rows_of
from tests.bench.rows import Table, at_most, row
from tests.bench.sizes import Sizes

AS_SIMULATED = 1.25  # of real loops, whose chances are others


def desks(_folder: Path, sizes: Sizes) -> Table:
    """The busiest second of thousands of simulated desks."""
    return rows_of("many_desks", str(sizes.desks))


def desks_served(_folder: Path, sizes: Sizes) -> Table:
    """Calls of real loops in the minute after an outage; the floor is as many simulated ones."""
    served, simulated, *busiest = figures("many_desks_served", str(sizes.loops), str(sizes.speed))
    values = at_most(row(served, "calls/s", simulated), AS_SIMULATED, "ratio")
    return {"desks_served": values | {"busiest": busiest[0], "busiest_simulated": busiest[1]}}
