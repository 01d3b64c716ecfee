"""The numbers of notices (发文字号): one row a department and year."""

from __future__ import annotations

from msgspec.structs import replace

from app.cases.model import Notice, SubApplication
from app.cases.notices import numbered
from app.practice.ledger import Ledger


def with_numbers(case: SubApplication, ledger: Ledger) -> SubApplication:
    """The case with a number given out to each notice that has none."""
    if not any(notice.provisional for notice in case.notices):
        return case
    department = case.department.code
    notices = tuple(
        numbered(notice, _next_number(ledger, department, notice)) if notice.provisional else notice
        for notice in case.notices
    )
    return replace(case, notices=notices)


def _next_number(ledger: Ledger, department: str, notice: Notice) -> str:
    row = f"number:{department}:{notice.day.year}"
    number = int(ledger.meta(row) or 0) + 1
    ledger.set_meta(row, str(number))
    prefix = ledger.meta(f"prefix:{department}") or "宁许"
    return f"{prefix}〔{notice.day.year}〕{number}号"
