"""Giving numbers out: to a notice as it is served, and to desks a block ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.cases.model import Clerk, Notice, SubApplication, civil
from app.cases.notices import numbered
from app.cases.numbering import BY_TITLE, LICENCE, WORDS, fits, kind, series
from app.practice.ledger import Ledger

if TYPE_CHECKING:
    from app.practice.world import World


def hold_numbers(world: World, clerk: Clerk, wanted: str, count: int) -> tuple[str, ...]:
    """A block of numbers of a kind (宁市监许受) for a clerk's desk; none where their department
    serves no such notice."""
    code = clerk.department.code if clerk.department else ""
    prefixes = {c.department.prefix for c in world.cases.values() if c.department.code == code}
    words = {*WORDS.values(), *BY_TITLE.values()}
    begins = {prefix + licence for prefix in prefixes for licence in ("", LICENCE)}
    if wanted not in {begin + word for begin in begins for word in words}:
        return ()
    begun = series(wanted, civil(world.clock()).year)
    block = tuple(_draw(world.ledger, begun) for _ in range(count))
    for no in block:
        world.ledger.set_meta(_held(no), clerk.id)
    return block


def may_bear(ledger: Ledger, clerk: Clerk, case: SubApplication, notice: Notice, no: str) -> bool:
    """Whether the number is of the notice's series, held for this clerk, and on none yet."""
    return ledger.meta(_held(no)) == clerk.id and fits(no, case, notice)


def use(ledger: Ledger, no: str) -> None:
    """It is held no more: a notice bears it."""
    ledger.set_meta(_held(no), "")


def with_numbers(case: SubApplication, ledger: Ledger) -> SubApplication:
    """The case with a number given out to each notice that waits for one."""
    if not any(notice.provisional for notice in case.notices):
        return case
    notices = tuple(
        numbered(notice, _next_number(ledger, case, notice)) if notice.provisional else notice
        for notice in case.notices
    )
    return replace(case, notices=notices)


def _next_number(ledger: Ledger, case: SubApplication, notice: Notice) -> str:
    return _draw(ledger, series(kind(case, notice), notice.day.year))


def _draw(ledger: Ledger, begun: str) -> str:
    number = int(ledger.meta(f"number:{begun}") or 0) + 1
    ledger.set_meta(f"number:{begun}", str(number))
    return f"{begun}{number}号"


def _held(no: str) -> str:
    return f"held:{no}"
