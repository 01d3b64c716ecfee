"""A case as the rules make it beside the case that came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

import msgspec

PERSONS = ("by", "assignee")  # of whom only the id is compared
ABSENT = "—"


class Difference(NamedTuple):
    """``path`` is where in the body, as ``clock.accepted_at``."""

    path: str
    expected: str
    came: str


def first_difference(expected: Any, came: Any, path: str = "") -> Difference | None:
    """The first place where two values of one type differ; None where they say the same.

    Moments are compared as such, whatever their offset; persons by their id.
    """
    return _compared(plain(expected, datetime, date), plain(came, datetime, date), path)


def plain(value: Any, *kept: type) -> Any:
    """As JSON has it, a proposal's payload too; values of the types in ``kept`` as they are."""
    return msgspec.to_builtins(value, builtin_types=kept, enc_hook=msgspec.json.decode)


def _compared(expected: Any, came: Any, path: str) -> Difference | None:
    if isinstance(expected, dict) and isinstance(came, dict):
        keys = ("id",) if path.rpartition(".")[2] in PERSONS else {**expected, **came}
        for key in keys:
            found = _compared(expected.get(key), came.get(key), f"{path}.{key}".lstrip("."))
            if found is not None:
                return found
        return None
    if isinstance(expected, list | tuple) and isinstance(came, list | tuple):
        for at, (mine, theirs) in enumerate(zip(expected, came, strict=False)):
            if (found := _compared(mine, theirs, f"{path}[{at}]")) is not None:
                return found
        if len(expected) != len(came):
            return Difference(f"{path}[{min(len(expected), len(came))}]",
                              _entry(expected, len(came)), _entry(came, len(expected)))  # fmt: skip
        return None
    return None if expected == came else Difference(path, _said(expected), _said(came))


def _entry(entries: list[Any] | tuple[Any, ...], at: int) -> str:
    """The first that the other side does not have."""
    return _said(entries[at]) if at < len(entries) else ABSENT


def _said(value: Any) -> str:
    return msgspec.json.encode(value).decode() if value is not None else "null"
