"""The errors of the contract, told as RFC 9457."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from app.central.wire import Problem, encode

CODES = {400: "malformed", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
TOKEN_ERRORS = {  # RFC 6749, 5.2
    "invalid_grant": "invalid_grant",
    "malformed": "invalid_request",
    "unsupported_grant_type": "unsupported_grant_type",
}


class Refusal(HTTPException):
    """One of the contract's errors, with its code."""

    def __init__(
        self, status: int, code: str, detail: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(detail, status_code=status, headers=headers)
        self.code = code


class Unreadable(Refusal):
    """A request, or a part of one, that does not keep the contract's form."""

    def __init__(self, detail: str) -> None:
        super().__init__(400, "malformed", detail)


def problem(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """The answer to an HTTP error, with the contract's code where it has one."""
    code = getattr(error, "code", "") or CODES.get(error.status_code, "")
    body = Problem(
        title=error.detail,
        status=error.status_code,
        detail=error.detail,
        code=code,
        error=TOKEN_ERRORS.get(code, "") if request.url.path == "/v1/token" else "",
    )
    return Response(
        encode(body),
        status_code=error.status_code,
        media_type="application/problem+json",
        headers=error.headers,
    )
