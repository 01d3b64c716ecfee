"""The numbers of notices (发文字号): one row an authority, year and kind of notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.cases.model import Clerk, Notice, SubApplication, civil
from app.cases.notices import numbered
from app.practice.ledger import Ledger

if TYPE_CHECKING:
    from app.practice.world import World

WORDS = {
    "accept": "受", "request_correction": "补", "refuse_acceptance": "不受", "begin_special": "特",
    "extend": "延", "approve": "准", "deny": "不准", "terminate": "终", "withdraw": "终",
    "rectify": "更", "inform_parties": "告", "verify_commitment": "撤",
}  # fmt: skip
BY_TITLE = {"容缺受理": "容", "不予受理": "不受", "终止办理": "终"}  # whatever action serves it
LICENCE = "许"  # in the number of what is a licence, and of nothing else


def hold_numbers(world: World, clerk: Clerk, kind: str, count: int) -> tuple[str, ...]:
    """A block of numbers of a kind (宁市监许受) for a clerk's desk; none where their department
    serves no such notice."""
    code = clerk.department.code if clerk.department else ""
    prefixes = {c.department.prefix for c in world.cases.values() if c.department.code == code}
    words = {*WORDS.values(), *BY_TITLE.values()}
    known = {p + licence + w for p in prefixes for licence in ("", LICENCE) for w in words}
    if kind not in known:
        return ()
    series = f"{kind}字〔{civil(world.clock()).year}〕"
    return tuple(_draw(world.ledger, series) for _ in range(count))


def with_numbers(case: SubApplication, ledger: Ledger) -> SubApplication:
    """The case with a number given out to each notice that waits for one."""
    if not any(notice.provisional for notice in case.notices):
        return case
    prefix = case.department.prefix + (LICENCE if case.item.kind == "licence" else "")
    notices = tuple(
        numbered(notice, _next_number(ledger, prefix, notice)) if notice.provisional else notice
        for notice in case.notices
    )
    return replace(case, notices=notices)


def _next_number(ledger: Ledger, prefix: str, notice: Notice) -> str:
    return _draw(ledger, f"{prefix}{_word(notice)}字〔{notice.day.year}〕")


def _draw(ledger: Ledger, series: str) -> str:
    number = int(ledger.meta(f"number:{series}") or 0) + 1
    ledger.set_meta(f"number:{series}", str(number))
    return f"{series}{number}号"


def _word(notice: Notice) -> str:
    """Of the kind of notice: by what it is called, else by the action that serves it."""
    named = (word for title, word in BY_TITLE.items() if notice.title.startswith(title))
    return next(named, WORDS.get(notice.type, ""))
