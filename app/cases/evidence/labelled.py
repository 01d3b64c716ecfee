"""A value where a label or a sentence says that it stands."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from app.cases.evidence.addresses import local
from app.cases.evidence.forms import Slot
from app.cases.evidence.numerals import AMOUNT, DAY, UNITS, amount_of, day_of
from app.cases.evidence.values import CODE_SLIPS, DIGIT_SLIPS, NAME, Value, sound, unit_of
from app.cases.evidence.words import PageWords

AGREES, DIFFERS, UNCLEAR = "agrees", "differs", "unclear"
_IDEOGRAPHS = re.compile(r"[㐀-鿿·]+")
_DIGITS = re.compile(r"\d")
_LONG, _OTHERS = 4, 7  # characters of a text, of which one in so many may be misread
_LOOK_ALIKE = [
    frozenset(group)
    for group in (
        "己已巳", "未末", "土士", "日曰", "人入八", "千干于", "天夭", "王玉主", "大太犬",
        "田由甲申",
        "目自", "贝见", "今令", "问间", "候侯", "戊戌戍", "晴睛", "午牛", "刀力", "兔免", "乌鸟",
        "历厉", "治冶", "准淮", "辨辩", "祥详", "凤风", "拔拨", "茶荼", "沬沫", "萧箫", "杨扬",
    )
]  # fmt: skip


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
    settled = said.translate(CODE_SLIPS if value.kind == "credit" else DIGIT_SLIPS)
    if settled == value.text:
        return AGREES, end
    return (DIFFERS if sound(settled) else UNCLEAR), end


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
    of_label, scale = unit_of(slot.label)
    if not unit and of_label in UNITS:
        amount, unit = amount * scale, of_label
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
    if _IDEOGRAPHS.fullmatch(value.text) and not _IDEOGRAPHS.fullmatch(said):
        return UNCLEAR, end
    if words.recognised and (doubtful(said, value.text) or said.endswith(value.text)):
        return UNCLEAR, end  # before it stands what the label's colon was read as
    return (DIFFERS if words.is_phrase(slot.start, end) else UNCLEAR), end


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
    """Whether recognised words may be the expected ones: their characters look alike, or of a
    longer text few are others and none a digit."""
    if len(said) == len(expected):
        pairs = [pair for pair in zip(said, expected, strict=True) if pair[0] != pair[1]]
        if all(any({*pair} <= group for group in _LOOK_ALIKE) for pair in pairs):
            return True
    if len(expected) < _LONG or _DIGITS.findall(said) != _DIGITS.findall(expected):
        return False
    alike = SequenceMatcher(None, said, expected, autojunk=False)
    edits = (max(b - a, d - c) for tag, a, b, c, d in alike.get_opcodes() if tag != "equal")
    return sum(edits) <= max(1, len(expected) // _OTHERS)


def _read_address(value: Value, words: PageWords, slot: Slot) -> tuple[str, int]:
    end = words_end(words, slot)
    said = words.text[slot.start : end]
    city, mine = local(value.text)
    other_city, theirs = local(said)
    if city and other_city and city != other_city:
        return (UNCLEAR if words.recognised and doubtful(said, value.text) else DIFFERS), end
    if theirs == mine or (
        theirs.startswith(mine) and not theirs[len(mine) - 1 : len(mine) + 1].isdigit()
    ):
        return AGREES, end
    if not slot.closed and words.text.startswith(value.text, slot.start):
        return AGREES, slot.start + len(value.text)  # it runs on over the line's end
    if len(theirs) < 4 or mine.startswith(theirs) or not re.search(r"\d", theirs):
        return UNCLEAR, end
    if words.recognised and (doubtful(theirs, mine) or doubtful(said, value.text)):
        return UNCLEAR, end
    return (DIFFERS if words.is_phrase(slot.start, end) else UNCLEAR), end


_READERS = {
    "identity": _read_number, "credit": _read_number, "phone": _read_phone, "day": _read_day,
    "amount": _read_amount, "address": _read_address, "name": _read_words, "text": _read_words,
    "word": _read_words,
}  # fmt: skip
