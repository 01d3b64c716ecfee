"""Where the labels and sentences stand that an item's data gives (``PaperFact.form``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import msgspec

from app.cases.evidence.numerals import AREA_UNITS
from app.cases.evidence.words import LONGEST, PageWords, fold

MOST_OF_A_PAGE = 40  # places of one label or sentence
LEAST_FUZZY = 5  # characters of a label that is known with one misread: 甲方签名 is not 乙方签名
NOTHING = re.compile(r"(?P<value>(?!))")
ANY_AREA_UNIT = f"(?:{'|'.join(sorted(AREA_UNITS))})"


class Slot(msgspec.Struct, frozen=True):
    """Where a value stands on a page: its first and behind its last character; ``closed`` where
    what follows is known; ``label``: what stands before it."""

    start: int
    end: int
    closed: bool
    label: str = ""


def slots(form: str, words: PageWords) -> Iterator[Slot]:
    """Where the value of such a label or sentence stands on a page. On recognised pages one
    character of a label may be misread."""
    prefix, suffix = _around(form)
    found: list[re.Match[str]] = []
    if all(part in words.text or part in AREA_UNITS for part in (prefix, suffix)):
        found = _matches(_pattern(prefix, suffix, False), words)
    if not found and words.recognised:
        found = _matches(_pattern(prefix, suffix, True), words)
    for match in found:
        start, end = match.span("value")
        if not prefix:
            yield Slot(words.since_gap(end), end, True)
        elif suffix:
            yield Slot(start, end, True)
        elif start < len(words.text):
            end = min(start + LONGEST, len(words.text))
            yield Slot(start, end, False, form.partition("{}")[0])


def _matches(pattern: re.Pattern[str], words: PageWords) -> list[re.Match[str]]:
    return list(islice(pattern.finditer(words.text), MOST_OF_A_PAGE))


@lru_cache(2048)
def _around(form: str) -> tuple[str, str]:
    before, _, after = form.partition("{}")
    return fold(before), fold(after)


@lru_cache(2048)
def _pattern(prefix: str, suffix: str, fuzzy: bool) -> re.Pattern[str]:
    value = "(?P<value>)"
    if suffix:  # behind the last of several prefixes
        value = f"(?P<value>(?:(?!{re.escape(prefix)}).){{1,{LONGEST}}}?)"
    if not prefix and not suffix:
        return NOTHING
    if not prefix:
        value = "(?<=.)(?P<value>)"
    least = LEAST_FUZZY - (1 if prefix and suffix else 0)  # two labels are surer than one
    return re.compile(_literal(prefix, fuzzy, least) + value + _literal(suffix, fuzzy, least))


def _literal(text: str, fuzzy: bool, least: int) -> str:
    if text in AREA_UNITS:
        return ANY_AREA_UNIT
    if not fuzzy or len(text) < least:
        return re.escape(text)
    misread = (re.escape(text[:at]) + "." + re.escape(text[at + 1 :]) for at in range(len(text)))
    return f"(?:{'|'.join(misread)})"
