"""The errors of the contract: each code with its status and what it means (RFC 9457)."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.central.client import LONGEST_RETRY_AFTER

REF = "#/components/schemas/Problem"


class Known(NamedTuple):
    """One code of an error."""

    status: int
    means: str


PROBLEMS = {
    "malformed": Known(400, "the request does not keep the contract's form: the sender's fault"),
    "invalid_grant": Known(400, "no such user name and password, or the refresh token is spent"),
    "unsupported_grant_type": Known(400, "`grant_type` is neither of the two"),
    "unauthorised": Known(401, "the desk refreshes once and asks once more"),
    "device_revoked": Known(
        403, "the desk offers what is unsent once more, then erases everything of this machine"
    ),
    "not_found": Known(404, "not there, or not this clerk's to read"),
    "id_reused": Known(409, "the id is another clerk's"),
    "cursor_expired": Known(
        410, "the desk reads from the start, then drops what that reading did not name"
    ),
    "too_many_actions": Known(413, "the desk sends fewer at a time"),
    "too_large": Known(413, "the body is larger than the centre takes"),
    "range_not_satisfiable": Known(416, "nothing of that range is there"),
    "hash_mismatch": Known(422, "the bytes do not have the hash they were put under"),
    "locked_out": Known(423, "five times wrong: not before `Retry-After`"),
    "desk_too_old": Known(426, "the desk says that it is to be updated"),
}
RETRY_AFTER = {
    "description": "Seconds, or an HTTP date (RFC 9110 10.2.3). A desk waits so long, and an hour "
    f"at most; what names more than {LONGEST_RETRY_AFTER:,.0f} s is ignored.",
    "required": True,
    "schema": {"type": "string"},
    "example": "30",
}
CONTENT_RANGE = {
    "description": "Of RFC 9110 14.4.",
    "schema": {"type": "string"},
    "example": "bytes */348112",
}
HEADERS = {423: {"Retry-After": RETRY_AFTER}, 416: {"Content-Range": CONTENT_RANGE}}
SHARED = {"unauthorised": "Unauthorised", "device_revoked": "DeviceRevoked",
          "desk_too_old": "DeskTooOld"}  # fmt: skip
BUSY = {429: "TooManyRequests", 503: "Busy"}


def shared_responses() -> dict[str, Any]:
    """``components.responses``: what any call may be answered."""
    said = {name: _response(PROBLEMS[code].status, [code]) for code, name in SHARED.items()}
    for name in BUSY.values():
        said[name] = {
            "description": "Not now: nothing of it was done; ask again after `Retry-After`. The "
            "body, if there is one, is a problem.",
            "headers": {"Retry-After": RETRY_AFTER},
            "content": {"application/problem+json": {"schema": {"$ref": REF}}},
        }
    return said


def responses(codes: tuple[str, ...]) -> dict[str, Any]:
    """Of one call: by status, what it may be answered besides its success."""
    said: dict[str, Any] = {}
    for status in sorted({PROBLEMS[code].status for code in codes} | set(BUSY)):
        of_it = [code for code in codes if PROBLEMS[code].status == status]
        name = BUSY.get(status) or SHARED.get(of_it[0])
        said[str(status)] = (
            {"$ref": f"#/components/responses/{name}"} if name else _response(status, of_it)
        )
    return said


def _response(status: int, codes: list[str]) -> dict[str, Any]:
    schema = {"allOf": [{"$ref": REF}, {"properties": {"code": {"enum": codes}}}]}
    example = {"title": PROBLEMS[codes[0]].means, "status": status, "code": codes[0]}
    if codes[0] == "invalid_grant":
        example["error"] = "invalid_grant"
    said: dict[str, Any] = {
        "description": "; ".join(f"`{code}`: {PROBLEMS[code].means}" for code in codes)
    }
    if status in HEADERS:
        said["headers"] = HEADERS[status]
    return said | {"content": {"application/problem+json": {"schema": schema, "example": example}}}
