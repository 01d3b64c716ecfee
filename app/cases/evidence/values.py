"""The form's values compared as what they are: numbers of persons and firms, days, amounts, areas,
addresses, names and other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from app.cases.evidence.numerals import AMOUNT, DAY, amount_of, day_of
from app.cases.evidence.words import PageWords, fold
from app.cases.identity import resident_id_problem
from app.cases.model import Field

AGREES, DIFFERS, UNCLEAR = "agrees", "differs", "unclear"
NAME = re.compile(r"[㐀-鿿]{2,4}|[㐀-鿿]{1,8}·[㐀-鿿·]{1,12}")
IDEOGRAPHS = re.compile(r"[㐀-鿿·]+")
FIRM = re.compile(r"公司|企业|[店厂社行院所部馆]$")
LONGER_NAME = re.compile(r"分公司|分店|分部|分院|分校|总店|有限|股份|集团")
UNIT = re.compile(r"[（(]([^（）()]{1,6})[）)]")
LONGEST = 60  # characters of a value without an end
DIGIT_SLIPS = str.maketrans("OQDILZSB", "00011258")
_CODE_SLIPS = str.maketrans("OIZS", "0125")  # GB 32100 has no such letters
_LOOK_ALIKE = [
    frozenset(group)
    for group in (
        "己已巳", "未末", "土士", "日曰", "人入八", "千干于", "天夭", "王玉主", "大太犬",
        "田由甲申",
        "目自", "贝见", "今令", "问间", "候侯", "戊戌戍", "晴睛", "午牛", "刀力", "兔免", "乌鸟",
        "历厉", "治冶", "准淮", "辨辩", "祥详", "凤风", "拔拨", "茶荼", "沬沫", "萧箫", "杨扬",
    )
]  # fmt: skip
_PROVINCE = re.compile(r"^(?:中国)?(?:[㐀-鿿]{2,3}省|[㐀-鿿]{2,5}自治区)")
_CITY = re.compile(r"^([㐀-鿿]{2,4}?市)(?=.{3})")


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


class Slot(msgspec.Struct, frozen=True):
    """Where a value stands on a page: its first and behind its last character; ``closed`` where
    what follows is known."""

    start: int
    end: int
    closed: bool


def field_value(field: Field) -> Value | None:
    """What the form says there; None where it says nothing."""
    if field.value is None or field.value == "":
        return None
    if isinstance(field.value, bool):
        shown = "是" if field.value else "否"
        return Value("word", shown, shown)
    if field.type in ("number", "money"):
        return _amount(str(field.value), field.label)
    return value_of(str(field.value), field.label)


def value_of(shown: str, label: str = "") -> Value | None:
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


def _amount(shown: str, label: str) -> Value | None:
    found = UNIT.search(label)
    unit = fold(found[1]) if found else ""
    scale = 10_000 if unit.startswith("万") else 1
    unit = "M2" if unit in ("M2", "平方米", "平米") else unit.removeprefix("万")
    try:
        amount = Decimal(shown) * scale
    except ArithmeticError:
        return None
    if not amount.is_finite():
        return None
    return Value("amount", shown, fold(shown), amount=amount, unit=unit, scale=scale)


# --- a value where a label or a sentence says that it stands --------------------------------------


def read(value: Value, words: PageWords, slot: Slot) -> tuple[str, int]:
    """Whether what stands there is the value: AGREES, DIFFERS, or UNCLEAR where it cannot be read
    or a doubtful character would decide; and where it ends."""
    return _READERS[value.kind](value, words, slot)


def _read_number(value: Value, words: PageWords, slot: Slot) -> tuple[str, int]:
    end = slot.start + len(value.text)
    said = words.text[slot.start : end]
    if said == value.text:
        return AGREES, end
    if not re.fullmatch(r"[0-9A-Z]+", said) or len(said) < len(value.text):
        return UNCLEAR, end
    if not words.recognised:
        return DIFFERS, end
    settled = said.translate(_CODE_SLIPS if value.kind == "credit" else DIGIT_SLIPS)
    if settled == value.text:
        return AGREES, end
    return (DIFFERS if sound(settled) else UNCLEAR), end


def sound(number: str) -> bool:
    """Whether an identity number (GB 11643) or a credit code (GB 32100) passes its check."""
    if re.fullmatch(r"[1-9]\d{16}[\dX]", number):
        return resident_id_problem(number, date.max) is None
    from stdnum.cn import uscc  # slow to import, and few papers need it

    return bool(uscc.is_valid(number))


def _read_phone(value: Value, words: PageWords, slot: Slot) -> tuple[str, int]:
    found = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}").match(words.text, slot.start)
    if found is None:
        return UNCLEAR, slot.start
    same = found[0].replace("-", "") == value.text
    return (AGREES if same else DIFFERS), found.end()


def _read_day(value: Value, words: PageWords, slot: Slot) -> tuple[str, int]:
    found = DAY.match(words.text, slot.start)
    day = day_of(found) if found else None
    if found is None or day is None:
        return UNCLEAR, slot.start
    return (AGREES if day == value.day else DIFFERS), found.end()


def _read_amount(value: Value, words: PageWords, slot: Slot) -> tuple[str, int]:
    found = AMOUNT.match(words.text, slot.start)
    if found is None:
        return UNCLEAR, slot.start
    amount, unit = amount_of(found)
    end = found.end("n") if unit == "M2" else found.end()
    same = amount == value.amount or (unit == "" and amount * value.scale == value.amount)
    if not same and unit and value.unit and unit != value.unit:
        return UNCLEAR, end
    return (AGREES if same else DIFFERS), end


def _read_words(value: Value, words: PageWords, slot: Slot) -> tuple[str, int]:
    """Names and other texts."""
    end = slot.start + len(value.text)
    ends_there = end == slot.end if slot.closed else words.gap(end)
    if ends_there and words.text.startswith(value.text, slot.start):
        return AGREES, end
    end = words_end(words, slot)
    said = words.text[slot.start : end]
    if said == value.text:
        return AGREES, end
    if value.kind == "word" or len(said) < 2 or value.text.startswith(said):
        return UNCLEAR, end
    if IDEOGRAPHS.fullmatch(value.text) and not IDEOGRAPHS.fullmatch(said):
        return UNCLEAR, end
    if words.recognised and doubtful(said, value.text):
        return UNCLEAR, end
    return DIFFERS, end


def words_end(words: PageWords, slot: Slot) -> int:
    """Where the words that begin in a slot end."""
    if slot.closed:
        return slot.end
    end = words.until_gap(slot.start, slot.end)
    for at in range(slot.start + 2, end):
        if words.gap(at) == " " and NAME.fullmatch(words.text, slot.start, at):
            return at
    return end


def doubtful(said: str, expected: str) -> bool:
    """Whether recognised words may be the expected ones: their characters look alike, or of a long
    text one ideograph in eight is another."""
    if len(said) != len(expected):
        return False
    pairs = [pair for pair in zip(said, expected, strict=True) if pair[0] != pair[1]]
    if all(any({*pair} <= group for group in _LOOK_ALIKE) for pair in pairs):
        return True
    digits = any(character.isdigit() for pair in pairs for character in pair)
    return not digits and len(pairs) <= len(expected) // 8


def _read_address(value: Value, words: PageWords, slot: Slot) -> tuple[str, int]:
    end = words_end(words, slot)
    said = words.text[slot.start : end]
    city, mine = _local(value.text)
    other_city, theirs = _local(said)
    if city and other_city and city != other_city:
        return DIFFERS, end
    if theirs == mine or (
        theirs.startswith(mine) and not theirs[len(mine) - 1 : len(mine) + 1].isdigit()
    ):
        return AGREES, end
    if not slot.closed and words.text.startswith(value.text, slot.start):
        return AGREES, slot.start + len(value.text)  # it runs on over the line's end
    if len(theirs) < 4 or mine.startswith(theirs) or not re.search(r"\d", theirs):
        return UNCLEAR, end
    if words.recognised and doubtful(theirs, mine):
        return UNCLEAR, end
    return DIFFERS, end


@lru_cache(512)
def _local(text: str) -> tuple[str, str]:
    """The city of a folded address, "" where it names none, and the rest of it."""
    text = _PROVINCE.sub("", text)
    city = _CITY.match(text)
    rest = text[city.end() :] if city else text
    rest = re.sub(r"号楼|栋", "幢", rest).removesuffix("室")
    return (city[1] if city else ""), rest


# --- a value anywhere on a page -------------------------------------------------------------------


def find(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    """Where a page says the value without a label: only what can be nothing else."""
    return _FINDERS[value.kind](value, words)


def _find_number(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    text = words.text
    if words.recognised:
        slips = _CODE_SLIPS if value.kind == "credit" else DIGIT_SLIPS
        text = text.translate(slips)
    for start, end in _occurrences(value.text, text):
        before, after = text[start - 1 : start], text[end : end + 1]
        if (before.isascii() and before.isalnum() and not words.gap(start)) or (
            after.isascii() and after.isalnum() and not words.gap(end)
        ):
            continue
        yield start, end


def _find_day(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    return (span for span, day in words.days if day == value.day)


def _find_amount(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    """With its unit: a bare number is anything."""
    wanted = value.amount, value.unit
    return (span for span, amount, unit in words.amounts if (amount, unit) == wanted)


def _find_name(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    """A name inside a longer one is another's."""
    for start, end in _occurrences(value.text, words.text):
        if words.bounded(start, end):
            yield start, end


def _find_text(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    short = len(value.text) < 6
    for start, end in _occurrences(value.text, words.text):
        if short and not words.bounded(start, end):
            continue
        if LONGER_NAME.match(words.text, end):
            continue
        if value.text.isascii() and not words.bounded(start, end):
            continue
        yield start, end


def _find_address(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    city, _ = _local(value.text)
    for found in _address_pattern(value.text).finditer(words.text):
        start, end = found.span()
        before = re.search(r"[㐀-鿿]{2,3}市$", words.text[max(start - 4, 0) : start])
        if not (before and city and not before[0].endswith(city[-3:])):
            yield start, end


@lru_cache(512)
def _address_pattern(text: str) -> re.Pattern[str]:
    _, local = _local(text)
    pattern = re.escape(local).replace("幢", "(?:幢|栋|号楼)")
    return re.compile(pattern + r"(?:室(?!内))?" + (r"(?!\d)" if local[-1:].isdigit() else ""))


def _find_nothing(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    return iter(())


def _occurrences(wanted: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + 1)


_READERS = {
    "identity": _read_number, "credit": _read_number, "phone": _read_phone, "day": _read_day,
    "amount": _read_amount, "address": _read_address, "name": _read_words, "text": _read_words,
    "word": _read_words,
}  # fmt: skip
_FINDERS = {
    "identity": _find_number, "credit": _find_number, "phone": _find_number, "day": _find_day,
    "amount": _find_amount, "address": _find_address, "name": _find_name, "text": _find_text,
    "word": _find_nothing,
}  # fmt: skip
