"""Writes resources/central-api.yaml from the wire's types: python -m tests.central.contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from app.cases.actions import PAYLOADS
from app.central import wire

FILE = Path(__file__).parent.parent.parent / "resources" / "central-api.yaml"
REF = "#/components/schemas/{name}"
TYPES = [
    wire.Token, wire.ChangesPage, wire.KindDigest, wire.ActionsRequest, wire.ActionsResponse,
    wire.Claim, wire.Claimed, wire.SearchAnswer, wire.LicencesAnswer, wire.Statistics, wire.About,
    wire.Problem, *wire.BODIES.values(), *PAYLOADS.values(),
]  # fmt: skip


def contract() -> dict[str, Any]:
    """The OpenAPI 3.1 document; schemas come from the types, paths from central-api.md."""
    _, components = msgspec.json.schema_components(TYPES, ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Central API",
            "version": wire.API_VERSION,
            "description": "The contract between the desk and the city's centre. Errors are "
            "RFC 9457. Times are RFC 3339 with offset; civil dates are Asia/Shanghai.",
        },
        "security": [{"bearer": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {name: components[name] for name in sorted(components)},
        },
    }


def text() -> str:
    return yaml.safe_dump(contract(), allow_unicode=True, sort_keys=False, width=100)


def _paths() -> dict[str, Any]:
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    octets = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    digests = {"type": "object", "additionalProperties": _ref("KindDigest")}
    return {
        "/v1/token": {
            "post": _call("Sign in, or refresh", "Token", body=form, signed=False,
                          errors={"400": "invalid_grant", "423": "locked_out, with Retry-After"})
        },
        "/v1/token/revoke": {"post": _call("Revoke a token (RFC 7009)", None, body=form, signed=False)},
        "/v1/changes": {
            "get": _call("Read the change feed", "ChangesPage", query=("cursor", "limit"),
                         errors={"410": "cursor_expired"})
        },
        "/v1/changes/digest": {"get": _call("Count and digest per kind", digests)},
        "/v1/changes/stream": {"get": _call("Server-sent events: changed", None)},
        "/v1/actions": {
            "post": _call("1 to 50 actions in order", "ActionsResponse", body=_json("ActionsRequest"),
                          errors={"413": "too many: send fewer"})
        },
        "/v1/claims": {"post": _call("Claim cases out of the pool", "Claimed", body=_json("Claim"))},
        "/v1/materials/{id}": {
            "get": _call("A material's bytes; Range, If-Range, ETag", octets, path=("id",),
                         errors={"404": "not_found"})
        },
        "/v1/attachments/{sha256}": {
            "put": _call("Keep an attachment under its hash", None, body=octets, path=("sha256",),
                         errors={"201": "kept", "422": "hash_mismatch"})
        },
        "/v1/search": {"get": _call("Search", "SearchAnswer", query=("q", "limit"))},
        "/v1/licences": {"get": _call("Licences of a holder", "LicencesAnswer", query=("holder", "kind"))},
        "/v1/statistics": {"get": _call("Figures per department", "Statistics", query=("from", "to"))},
        "/v1/about": {"get": _call("What the centre is", "About", signed=False)},
    }  # fmt: skip


def _ref(name: str) -> dict[str, str]:
    return {"$ref": REF.format(name=name)}


def _json(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": _ref(name)}}


def _call(
    summary: str,
    answer: str | dict[str, Any] | None,
    *,
    body: dict[str, Any] | None = None,
    query: tuple[str, ...] = (),
    path: tuple[str, ...] = (),
    errors: dict[str, str] | None = None,
    signed: bool = True,
) -> dict[str, Any]:
    content: dict[str, Any] | None = None
    if isinstance(answer, str):
        content = _json(answer)
    elif answer is not None:
        content = (
            answer
            if "application/octet-stream" in answer
            else {"application/json": {"schema": answer}}
        )
    call: dict[str, Any] = {"summary": summary}
    parameters = [
        {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}
        for place, names in (("path", path), ("query", query))
        for name in names
    ]
    if parameters:
        call["parameters"] = parameters
    if body is not None:
        call["requestBody"] = {"required": True, "content": body}
    done: dict[str, Any] = {"description": "Done"}
    if content is not None:
        done["content"] = content
    refused = ({"401": "refresh once and repeat once"} if signed else {}) | (errors or {})
    call["responses"] = {"200": done} | {
        status: {"description": why} for status, why in sorted(refused.items())
    }
    if not signed:
        call["security"] = []
    return call


if __name__ == "__main__":
    FILE.write_text("# Written by: python -m tests.central.contract\n" + text(), "utf-8")
