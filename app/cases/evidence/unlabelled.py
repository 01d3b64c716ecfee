"""A value anywhere on a page, where it can be nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.cases.evidence.addresses import address_pattern, local
from app.cases.evidence.values import CODE_SLIPS, DIGIT_SLIPS, Value
from app.cases.evidence.words import PageWords

_LONGER_NAME = re.compile(r"分公司|分店|分部|分院|分校|总店|有限|股份|集团")


def find(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    """Where a page says the value without a label: only what can be nothing else."""
    return _FINDERS[value.kind](value, words)


def _find_number(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    text = words.text
    if words.recognised:
        slips = CODE_SLIPS if value.kind == "credit" else DIGIT_SLIPS
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
        if _LONGER_NAME.match(words.text, end):
            continue
        if value.text.isascii() and not words.bounded(start, end):
            continue
        yield start, end


def _find_address(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    city, _ = local(value.text)
    for found in address_pattern(value.text).finditer(words.text):
        start, end = found.span()
        before = re.search(r"[㐀-鿿]{2,3}市$", words.text[max(start - 4, 0) : start])
        if not (before and city and not before[0].endswith(city[-3:])):
            yield start, end


def _find_nothing(value: Value, words: PageWords) -> Iterator[tuple[int, int]]:
    return iter(())


def _occurrences(wanted: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + len(wanted))


_FINDERS = {
    "identity": _find_number, "credit": _find_number, "phone": _find_number, "day": _find_day,
    "amount": _find_amount, "address": _find_address, "name": _find_name, "text": _find_text,
    "word": _find_nothing,
}  # fmt: skip
