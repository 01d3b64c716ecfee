"""What a centre of version 1.0 leaves out: so that a desk's work with one can be tried."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response

from app.cases.contract import OLDER_API
from app.cases.typed import decode


def as_older(answer: Response[Any]) -> Response[Any]:
    """The answer without the members that version 1.1 added."""
    if answer.content and answer.media_type == "application/json":
        said = decode(answer.content, dict[str, msgspec.Raw])
        said.pop("epoch", None)
        if "api" in said:
            said["api"] = _raw(OLDER_API)
        if "results" in said:
            results = decode(said["results"], list[dict[str, msgspec.Raw]])
            said["results"] = _raw(
                [{k: v for k, v in result.items() if k != "held_by"} for result in results]
            )
        answer.content = msgspec.json.encode(said)
    return answer


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
