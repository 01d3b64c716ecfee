"""What a centre of version 1.0 leaves out: so that a desk's work with one can be tried."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response

from app.cases.contract import OLDER_API
from app.cases.typed import decode
from app.central.wire import NEWER_KINDS

NEWER_MEMBERS = ("epoch", "by", "of", "rows", *NEWER_KINDS)  # of an answer; kinds of a digest


def as_older(answer: Response[Any]) -> Response[Any]:
    """The answer without the members and the kinds of the feed that version 1.1 added."""
    if answer.content and answer.media_type == "application/json":
        said = decode(answer.content, dict[str, msgspec.Raw])
        for member in NEWER_MEMBERS:
            said.pop(member, None)
        if "api" in said:
            said["api"] = _raw(OLDER_API)
        if "results" in said:
            said["results"] = _raw(
                [_without(result, "held_by") for result in _list(said["results"])]
            )
        if "changes" in said:
            changes = _list(said["changes"])
            kept = [each for each in changes if decode(each["kind"], str) not in NEWER_KINDS]
            said["changes"] = _raw(kept)
        answer.content = msgspec.json.encode(said)
    return answer


def _list(raw: msgspec.Raw) -> list[dict[str, msgspec.Raw]]:
    return decode(raw, list[dict[str, msgspec.Raw]])


def _without(members: dict[str, msgspec.Raw], name: str) -> dict[str, msgspec.Raw]:
    return {key: value for key, value in members.items() if key != name}


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
