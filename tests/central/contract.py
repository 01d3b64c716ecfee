"""Writes resources/central-api.yaml from the wire's types: python -m tests.central.contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from app.cases.actions import ACTIONS
from app.central import wire

FILE = Path(__file__).parent.parent.parent / "resources" / "central-api.yaml"
PARAMETERS: dict[str, dict[str, Any]] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
    "from": {"type": "string", "format": "date"},
    "to": {"type": "string", "format": "date"},
}
REF = "#/components/schemas/{name}"
TYPES = [
    wire.Token, wire.ChangesPage, wire.KindDigest, wire.ActionsRequest, wire.ActionsResponse,
    wire.Claim, wire.Claimed, wire.SearchAnswer, wire.LicencesAnswer, wire.Statistics, wire.About,
    wire.Problem, *wire.BODIES.values(), *ACTIONS.values(),
]  # fmt: skip


def contract() -> dict[str, Any]:
    """The OpenAPI 3.1 document; schemas come from the types, paths from docs/contract.md."""
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
    sign_in = _form("grant_type", "username", "password", "device_id", "refresh_token")
    octets = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    digests = {"type": "object", "additionalProperties": _ref("KindDigest")}
    return {
        "/v1/token": {
            "post": _call("Sign in, or refresh: each sign-in begins a family of tokens",
                          "Token", body=sign_in, signed=False,
                          errors={"400": "invalid_grant; malformed",
                                  "423": "locked_out, with Retry-After"})
        },
        "/v1/token/revoke": {
            "post": _call("Revoke a token and its family (RFC 7009); always 200", None,
                          body=_form("token"), signed=False)
        },
        "/v1/changes": {
            "get": _call("Read the change feed", "ChangesPage", query=("cursor", "limit"),
                         errors={"400": "malformed", "410": "cursor_expired"})
        },
        "/v1/changes/digest": {"get": _call("Count and digest per kind", digests)},
        "/v1/changes/stream": {"get": _call("Server-sent events: changed", None)},
        "/v1/actions": {
            "post": _call("1 to 50 actions in order; an odd one is refused alone, as malformed",
                          "ActionsResponse", body=_json("ActionsRequest"),
                          errors={"400": "malformed: no id can be read; nothing is applied",
                                  "413": "too many: send fewer"})
        },
        "/v1/claims": {
            "post": _call("Claim cases out of the pool", "Claimed", body=_json("Claim"),
                          errors={"400": "malformed", "409": "id_reused: another clerk's"})
        },
        "/v1/materials/{id}": {
            "get": _call("A material's bytes; Range, If-Range, ETag", octets, path=("id",),
                         errors={"206": "a range", "404": "not_found: or not this clerk's to read",
                                 "416": "range_not_satisfiable"})
        },
        "/v1/attachments/{sha256}": {
            "put": _call("Keep an attachment under its hash", None, body=octets, path=("sha256",),
                         errors={"201": "kept", "422": "hash_mismatch"})
        },
        "/v1/search": {"get": _call("Search", "SearchAnswer", query=("q", "limit"),
                                    errors={"400": "malformed"})},
        "/v1/licences": {"get": _call("Licences of a holder", "LicencesAnswer", query=("holder", "kind"))},
        "/v1/statistics": {"get": _call("Figures per department", "Statistics", query=("from", "to"),
                                        errors={"400": "malformed"})},
        "/v1/about": {"get": _call("What the centre is", "About", signed=False)},
    }  # fmt: skip


def _form(*names: str) -> dict[str, Any]:
    fields = {name: {"type": "string"} for name in names}
    schema = {"type": "object", "properties": fields}
    return {"application/x-www-form-urlencoded": {"schema": schema}}


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
        {
            "name": name,
            "in": place,
            "required": place == "path",
            "schema": PARAMETERS.get(name, {"type": "string"}),
        }
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
