"""Notices as they were served, beside what the centre keeps of them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from app.cases.model import Notice


def with_served_words(kept: tuple[Notice, ...], served: Iterable[Notice]) -> tuple[Notice, ...]:
    """The centre's notices, each with no fewer words than it was ``served`` with: one of which the
    centre has fewer paragraphs or rows keeps those it had, under the centre's number, and one that
    the centre does not have stands behind the others."""
    told = list(kept)
    unmatched = list(range(len(told)))
    for notice in served:
        alike = [n for n in unmatched if told[n].type == notice.type]
        if not alike:
            told.append(notice)
            continue
        at = next((n for n in alike if told[n].day == notice.day), alike[-1])
        unmatched.remove(at)
        if len(_lines(told[at])) < len(_lines(notice)):
            number = told[at] if told[at].no else notice
            told[at] = replace(notice, no=number.no, provisional=number.provisional)
    return tuple(told)


def _lines(notice: Notice) -> list[str]:
    rows = (text for _, text in notice.rows)
    return [line for line in (*notice.paragraphs, *rows) if line.strip()]
