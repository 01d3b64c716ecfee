"""Resident identity numbers (公民身份号码, GB 11643-1999)."""

from __future__ import annotations

import re
from datetime import date

from app.cases.sentence import Sentence, say


def resident_id_problem(number: str, today: date) -> Sentence | None:
    """What is wrong with a resident identity number (GB 11643-1999), or None.

    The check digit is ISO 7064 MOD 11-2. The region is not judged: new regions
    and the 81/82/83 and 9… numbers are valid.
    """
    number = number.upper()
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        return say("不是 18 位", "not 18 characters")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return say("出生日期不存在", "its birth date does not exist")
    if not date(1900, 1, 1) <= born <= today:
        return say("出生日期不可能", "its birth date is impossible")
    weights = (pow(2, 17 - i, 11) for i in range(17))
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
    if "10X98765432"[total % 11] != number[-1]:
        return say("校验码不符", "its check digit is wrong")
    return None


REGIONS = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
    " 71 81 82 83 91 92 93 94 95 96 97 98 99".split()
)


def born_on(number: str) -> date | None:
    """The birth date in a resident identity number, or None where there is none."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def age_on(born: date, today: date) -> int:
    """Full years of age; someone born on 29 February ages on 1 March in common years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
