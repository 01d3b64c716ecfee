"""Reading what is not quite as the contract has it: the odd part is left out, the rest is kept."""

from __future__ import annotations

import re
from typing import Any, Generic, TypeVar

import msgspec

from app.cases.model import Moment, SubApplication
from app.cases.typed import decode
from app.central.wire import NO_BODY, ActionResult, Change, bounded, encode

T = TypeVar("T")
MOST_ODD = 50  # parts of one body
UNKNOWN_REVISION = -1
_PATH = re.compile(r"(?:at|in) `\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]")


class Reading(msgspec.Struct, Generic[T], frozen=True):
    """A body, the JSON it was read from, and the paths of what was left out of that."""

    value: T
    raw: bytes
    left_out: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the feed; ``server_time`` is None where nobody can read it."""

    changes: tuple[Change, ...]
    cursor: str
    more: bool
    server_time: Moment | None = None
    epoch: str = ""


class _LoosePage(msgspec.Struct):
    changes: tuple[msgspec.Raw, ...]
    cursor: str
    more: bool
    server_time: msgspec.Raw = NO_BODY
    epoch: msgspec.Raw = NO_BODY


class _LooseLine(msgspec.Struct):
    kind: Any = ""
    op: Any = ""
    id: Any = ""
    body: msgspec.Raw = NO_BODY


class _LooseResults(msgspec.Struct):
    results: tuple[msgspec.Raw, ...]


def read(raw: bytes | msgspec.Raw, kind: type[T]) -> Reading[T]:
    """The typed body; what in it is not as it shall be is left out where the body can be without.

    Raises msgspec.MsgspecError, UnicodeDecodeError or RecursionError where it cannot.
    """
    said = bounded(raw)
    try:
        return Reading(decode(said, kind), said)
    except msgspec.ValidationError as error:
        why = error
    body = msgspec.json.decode(said)
    left_out: list[str] = []
    while len(left_out) < MOST_ODD:
        left_out.append(_leave_out(body, why))
        said = encode(body)
        try:
            return Reading(decode(said, kind), said, tuple(left_out))
        except msgspec.ValidationError as error:
            why = error
    raise why


def read_case(raw: bytes | msgspec.Raw) -> Reading[SubApplication]:
    """A case as ``read`` has it, the digests of its materials in small letters, as the desk works
    them out itself: files are known by them."""
    reading = read(raw, SubApplication)
    if all(m.sha256 == m.sha256.lower() for m in reading.value.materials):
        return reading
    body = msgspec.json.decode(reading.raw)
    for material in body["materials"]:
        material["sha256"] = material.get("sha256", "").lower()
    said = encode(body)
    return Reading(decode(said, SubApplication), said, reading.left_out)


def missing(case: SubApplication) -> tuple[str, ...]:
    """The paths of what a case can be kept without, and was."""
    found = {
        "applicant": case.applicant.name,
        "clock.received_at": case.clock.received_at,
        "one_thing": case.one_thing.id,
        "department": case.department.code,
        "item.name": case.item.name,
    }
    return tuple(path for path, value in found.items() if not value)


def read_page(raw: bytes) -> Page:
    """A page of the feed; a line that is none stands in it with ``UNKNOWN_REVISION``.

    Raises as ``read`` does where it is no page at all.
    """
    try:
        return decode(raw, Page)
    except msgspec.ValidationError:
        loose = decode(raw, _LoosePage)
    return Page(
        changes=tuple(map(_line, loose.changes)),
        cursor=loose.cursor,
        more=loose.more,
        server_time=_or_none(loose.server_time, Moment),
        epoch=_or_none(loose.epoch, str) or "",
    )


def read_results(raw: bytes) -> tuple[ActionResult, ...]:
    """The outcomes of an answer; one that cannot be read is left out, so that it is asked again.

    Raises as ``read`` does where it is no answer at all.
    """
    results = [_or_none(each, ActionResult) for each in decode(raw, _LooseResults).results]
    return tuple(result for result in results if result is not None)


def _line(raw: msgspec.Raw) -> Change:
    change: Change | None = _or_none(raw, Change)
    if change is not None:
        return change
    said = _or_none(raw, _LooseLine) or _LooseLine()
    kind, op, id_ = (w if isinstance(w, str) else "" for w in (said.kind, said.op, said.id))
    return Change(kind=kind, op=op or "put", id=id_, revision=UNKNOWN_REVISION, body=said.body)


def _or_none(raw: msgspec.Raw, kind: Any) -> Any:
    try:
        return decode(raw, kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _leave_out(body: Any, why: msgspec.ValidationError) -> str:
    """Takes out of a body what an error speaks of; returns its path. Raises ``why`` where that is
    the whole, or its path is not understood."""
    found = _PATH.search(str(why))
    path = found[1] if found else ""
    steps: list[str | int] = []
    for step in _STEP.finditer(path):
        if step[0] == "[...]":  # somewhere in this list or object
            break
        steps.append(step[1] or int(step[2]))
    if not steps:
        raise why
    holder = body
    for at in steps[:-1]:
        holder = holder[at]
    del holder[steps[-1]]
    return path.lstrip(".")
