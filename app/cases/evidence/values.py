"""The form's values as what they are: numbers of persons and firms, days, amounts, areas,
addresses, names and other words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import msgspec

from app.cases.evidence.numerals import AREA_UNITS, DAY, day_of
from app.cases.evidence.words import fold
from app.cases.identity import resident_id_problem
from app.cases.model import Field

NAME = re.compile(r"[㐀-鿿]{2,4}|[㐀-鿿]{1,8}·[㐀-鿿·]{1,12}")
FIRM = re.compile(r"公司|企业|[店厂社行院所部馆]$")
UNIT = re.compile(r"[（(]([^（）()]{1,6})[）)]")
DIGIT_SLIPS = str.maketrans("OQDILZSB", "00011258")
CODE_SLIPS = str.maketrans("OIZS", "0125")  # GB 32100 has no such letters


class Value(msgspec.Struct, frozen=True):
    """``shown`` as the form has it, ``text`` folded; ``amount`` and ``day`` of one; ``unit`` of an
    amount, with ``scale`` 10,000 where the form counts in 万元."""

    kind: str
    shown: str
    text: str
    amount: Decimal | None = None
    day: date | None = None
    unit: str = ""
    scale: int = 1


def field_value(field: Field) -> Value | None:
    """What the form says there; None where it says nothing."""
    text = shown(field.value)
    if isinstance(field.value, bool):
        return Value("word", text, text)
    if text and field.type in ("number", "money"):
        return _amount(text, field.label)
    return value_of(text)


def shown(value: str | int | float | bool | None) -> str:
    """In words, as a paper has it; "" where it says nothing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)


def value_of(shown: str) -> Value | None:
    """A text of the form or of the applicant; None where nothing of it can be compared."""
    text = fold(shown)
    if not text:
        return None
    if (found := DAY.fullmatch(text)) and (day := day_of(found)):
        return Value("day", shown, text, day=day)
    if re.fullmatch(r"[1-9]\d{16}[\dX]", text):
        return Value("identity", shown, text)
    if re.fullmatch(r"[0-9A-Z]{18}", text) and not text.isalpha():
        return Value("credit", shown, text)
    if re.fullmatch(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}", text):
        return Value("phone", shown, text.replace("-", ""))
    if re.search(r"[市区县镇乡路街道巷村].*\d", text):
        return Value("address", shown, text)
    if NAME.fullmatch(text):
        return Value("name", shown, text)
    return Value("text" if len(text) > 1 else "word", shown, text)


def unit_of(label: str) -> tuple[str, int]:
    """The unit a label counts in, 面积（㎡）, and by how many; "" and 1 where it names none."""
    found = UNIT.search(label)
    unit = fold(found[1]) if found else ""
    scale = 10_000 if unit.startswith("万") else 1
    return ("M2" if unit in AREA_UNITS else unit.removeprefix("万")), scale


def _amount(shown: str, label: str) -> Value | None:
    unit, scale = unit_of(label)
    try:
        amount = Decimal(shown) * scale
    except ArithmeticError:
        return None
    if not amount.is_finite():
        return None
    return Value("amount", shown, fold(shown), amount=amount, unit=unit, scale=scale)


def sound(number: str) -> bool:
    """Whether an identity number (GB 11643) or a credit code (GB 32100) passes its check."""
    if re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return resident_id_problem(number, date.max) is None
    from stdnum.cn import uscc  # slow to import, and few papers need it

    return bool(uscc.is_valid(number))
