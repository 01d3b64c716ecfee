"""What a request says, typed; Unreadable (400) where it does not keep the contract's form."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from typing import TypeVar
from urllib.parse import parse_qs

import msgspec

from app.cases.typed import decode
from app.central.wire import WireAction
from app.practice.problems import Refusal, Unreadable

LONGEST_NUMBER = 18  # digits: within SQLite's 64 bits, and far beyond any size or revision
BYTE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII | re.IGNORECASE)
VERSION = re.compile(r"(\d{1,9})\.(\d{1,9})(?!\d)", re.ASCII)
T = TypeVar("T")


class UnreadableAction(msgspec.Struct, frozen=True):
    """An action of which no more can be read than its id; ``contents`` is its JSON."""

    id: str
    contents: bytes
    detail: str


class _Identified(msgspec.Struct, frozen=True):
    id: str


class _Envelope(msgspec.Struct, frozen=True):
    actions: tuple[msgspec.Raw, ...]


def typed(raw: bytes, kind: type[T]) -> T:
    """A request's JSON body."""
    utf_8(raw)
    try:
        return decode(raw, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Unreadable(str(error)) from error
    except RecursionError as error:
        raise Unreadable("nested too deep") from error


def actions_in(raw: bytes, most: int) -> tuple[WireAction | UnreadableAction, ...]:
    """A request's actions, all of them read before the first is carried out.

    Without the id of each, no result could be told: then the request is Unreadable as a whole. An
    action that is odd in anything else is that action's own affair. More than ``most`` are 413.
    """
    asked = typed(raw, _Envelope).actions
    if not asked:
        raise Unreadable("no actions")
    if len(asked) > most:
        raise Refusal(413, "too_many_actions", f"一次最多 {most} 项")
    return tuple(_action(bytes(each), typed(bytes(each), _Identified).id) for each in asked)


def _action(raw: bytes, id_: str) -> WireAction | UnreadableAction:
    try:
        action = typed(raw, WireAction)
    except Unreadable as error:
        return UnreadableAction(id_, raw, error.detail)
    if action.at.tzinfo is None:
        return UnreadableAction(id_, raw, "at: no offset (RFC 3339)")
    if (action.base_revision is None) == (action.after is None):
        return UnreadableAction(id_, raw, "one of base_revision and after")
    return action


def form_values(raw: bytes) -> dict[str, str]:
    """A form's first value of each name."""
    return {name: values[0] for name, values in parse_qs(utf_8(raw)).items()}


def utf_8(raw: bytes) -> str:
    """The text; Unreadable where it is none."""
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(str(error)) from error


def version(text: str) -> tuple[int, int]:
    """The first two numbers of a desk's version."""
    found = VERSION.match(text)
    if found is None:
        raise Unreadable("Desk-Version: no version")
    return int(found[1]), int(found[2])


def whole_number(text: str | None, default: int, least: int, most: int) -> int:
    """A parameter, brought into its range; ``default`` where it is not there."""
    if text is None:
        return default
    if not re.fullmatch(rf"-?\d{{1,{LONGEST_NUMBER}}}", text, re.ASCII):
        raise Unreadable("limit: no number")
    return max(least, min(most, int(text)))


def one_of(text: str | None, words: Collection[str]) -> str:
    """A parameter that is one of these words; ``""`` where it is not there."""
    if text and text not in words:
        raise Unreadable(f"none of {', '.join(words)}")
    return text or ""


def day(text: str | None, default: date) -> date:
    """A date parameter; ``default`` where it is not there."""
    if text is None:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Unreadable("no day (RFC 3339, full-date)") from error


def byte_range(header: str, size: int) -> range | None:
    """The bytes asked for by one range of RFC 9110; None means all: what is no range is ignored.

    Raises Refusal 416 where none of them is there.
    """
    found = BYTE_RANGE.fullmatch(header)
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        wanted = range(max(0, size - _clipped(found[2])), size)
    else:
        first, last = _clipped(found[1]), _clipped(found[2]) if found[2] else size - 1
        if found[2] and last < first:
            return None
        wanted = range(first, min(last + 1, size))
    if not wanted:
        whole = {"Content-Range": f"bytes */{size}"}
        raise Refusal(416, "range_not_satisfiable", "没有这一段", whole)
    return wanted


def _clipped(digits: str) -> int:
    """A number of any length, or one beyond every size where it is too long to be one."""
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= LONGEST_NUMBER else 10**LONGEST_NUMBER
