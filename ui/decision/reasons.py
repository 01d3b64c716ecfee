"""What stands in the way of an action, in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.cases.actions import BlockingReason
from ui.language import spoken, tr
from ui.parts.words import hide_numbers


def named(action: str, barred: Sequence[BlockingReason]) -> list[str]:
    """Every reason, the first with the word of the action that it bars."""
    lines = sentences(barred)
    first = [tr("{action}: {why}", action=action, why=why) for why in lines[:1]]
    return [*first, *lines[1:]]


def sentences(barred: Sequence[BlockingReason]) -> list[str]:
    """Without numbers of persons: a reason may quote the form or a paper."""
    return [hide_numbers(spoken(reason.sentence)) for reason in barred]


def in_short(barred: Sequence[BlockingReason]) -> str:
    """The first reason, and how many more there are."""
    first, *_ = sentences(barred[:1])
    return first if len(barred) == 1 else tr("{why} (and {n} more)", why=first, n=len(barred) - 1)
