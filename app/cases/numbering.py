"""The numbers of notices (发文字号): a series an authority, kind of notice and year.

某市监许受字〔2026〕7号: the authority's prefix, 许 of what is a licence, the kind's word, the year.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from app.cases.model import Notice, SubApplication
from app.cases.notices import numbered

WORDS = {
    "accept": "受", "request_correction": "补", "refuse_acceptance": "不受", "begin_special": "特",
    "extend": "延", "approve": "准", "deny": "不准", "terminate": "终", "withdraw": "终",
    "rectify": "更", "inform_parties": "告", "verify_commitment": "撤",
}  # fmt: skip
BY_TITLE = {"容缺受理": "容", "不予受理": "不受", "终止办理": "终"}  # whatever action serves it
LICENCE = "许"  # in the number of what is a licence, and of nothing else


def authority(case: SubApplication) -> str:
    """What the numbers of a case's notices begin with: its authority's prefix, and 许 where it is a
    licence."""
    return case.department.prefix + (LICENCE if case.item.kind == "licence" else "")


def kind(case: SubApplication, notice: Notice) -> str:
    """What stands before the 字 in the number of a notice of a case."""
    named = (word for title, word in BY_TITLE.items() if notice.title.startswith(title))
    return authority(case) + next(named, WORDS.get(notice.type, ""))


def series(kind_: str, year: int) -> str:
    """What stands before the figures."""
    return f"{kind_}字〔{year}〕"


def fits(no: str, case: SubApplication, notice: Notice) -> bool:
    """Whether a number is of the series from which a notice of a case has its own."""
    begun = series(kind(case, notice), notice.day.year)
    return re.fullmatch(rf"{re.escape(begun)}[1-9]\d*号", no, re.ASCII) is not None


def with_reserved_number(case: SubApplication, before: int, no: str) -> SubApplication:
    """The case with this number on the notice that waits for one and has come since it had so many;
    unchanged where none has, or the number is ``""``."""
    waits = len(case.notices) > before and case.notices[-1].provisional
    if not no or not waits:
        return case
    return replace(case, notices=(*case.notices[:-1], numbered(case.notices[-1], no)))
