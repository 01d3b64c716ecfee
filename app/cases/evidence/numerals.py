"""Days and amounts, as Chinese papers write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_DIGITS = {
    character: value
    for value, characters in enumerate(
        ("〇零", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": Decimal(10**4), "亿": Decimal(10**8)}
_CHINESE = "".join([*_DIGITS, *_TENS])
DAY = re.compile(
    r"(?P<y>\d{4})(?P<s>[年\-./])(?P<m>\d{1,2})[月\-./](?P<d>\d{1,2})日?"
    rf"|(?P<cy>[{''.join(_DIGITS)}]{{4}})年(?P<cm>[{_CHINESE}]{{1,3}})月(?P<cd>[{_CHINESE}]{{1,3}})日?"
)
# Bounded, for each place of a long run of numerals would look at all of it.
AMOUNT = re.compile(
    r"(?:人民币)?(?:RMB|¥)?(?:"
    rf"(?P<n>\d+(?:\.\d+)?)(?P<w>[万亿])?(?P<u>M2|平方米|平米|元|圆)?"
    rf"|(?P<c>[{_CHINESE}万亿]{{1,40}})(?P<cu>[元圆])(?P<r>[{_CHINESE}角分]{{0,12}})[整正]?)"
)
AREA_UNITS = frozenset({"M2", "平方米", "平米"})
UNITS = AREA_UNITS | {"元", "万元"}


def day_of(found: re.Match[str]) -> date | None:
    """The day of a match of DAY; None where the calendar has none such."""
    if found["y"]:
        parts = [int(found[name]) for name in "ymd"]
    else:
        year = "".join(str(_DIGITS[character]) for character in found["cy"])
        parts = [int(year), int(chinese(found["cm"])), int(chinese(found["cd"]))]
    try:
        return date(*parts)
    except ValueError:
        return None


def amount_of(found: re.Match[str]) -> tuple[Decimal, str]:
    """The amount of a match of AMOUNT, and its unit: ``元``, ``M2`` or ``""``."""
    if found["n"]:
        amount = Decimal(found["n"]) * _MYRIADS.get(found["w"] or "", Decimal(1))
        unit = found["u"] or ("元" if found["w"] else "")
        return amount, "M2" if unit in AREA_UNITS else unit.replace("圆", "元")
    whole, rest = chinese(found["c"]), Decimal(0)
    for digit, unit in re.findall(r"(.)([角分])", found["r"]):
        rest += Decimal(_DIGITS.get(digit, 0)) * Decimal("0.1" if unit == "角" else "0.01")
    return whole + rest, "元"


def chinese(text: str) -> Decimal:
    """三千二百, 叁万伍仟 and 十二 as numbers."""
    total, section, digit = Decimal(0), 0, 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        elif character in _MYRIADS:
            total = (total + section + digit) * _MYRIADS[character]
            section = digit = 0
    return total + section + digit
