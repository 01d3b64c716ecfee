"""``paths``: the calls of docs/contract.md, each with what it takes, answers and refuses."""

from __future__ import annotations

from typing import Any

from app.cases.model import SubApplication
from app.central import wire
from app.central.client import LARGEST_FILE, LONGEST_LINE
from app.viewer.messages import LARGEST_PAPER
from tests.central.contract.examples import DEVICE, EXAMPLES, SHA256
from tests.central.contract.problems import responses

JSON, FORM, OCTETS, EVENTS = (
    "application/json", "application/x-www-form-urlencoded", "application/octet-stream",
    "text/event-stream",
)  # fmt: skip
Part = dict[str, Any]

PACKED = {
    "description": "`gzip` where the body is packed; nothing else, and never twice.",
    "schema": {"enum": ["gzip"]},
}
ETAG = {
    "description": 'The material\'s `sha256` in quotes: `"<sha256 hex>"`.',
    "required": True,
    "schema": {"type": "string", "pattern": '^"[0-9a-f]{64}"$'},
    "example": f'"{SHA256}"',
}
DIGEST_ETAG = {
    "description": "Another one whenever something came to this clerk's feed, and only then.",
    "schema": {"type": "string"},
    "example": f'"{SHA256}"',
}
ACCEPT_RANGES = {"schema": {"enum": ["bytes"]}}
CONTENT_RANGE = {
    "description": "Of RFC 9110 14.4.",
    "required": True,
    "schema": {"type": "string"},
    "example": "bytes 3-9/348112",
}


TAGS = {
    "Centre": "What it is.",
    "Sign-in": "RFC 6749, RFC 7009.",
    "Feed": "What the clerk holds, and what changes of it.",
    "Actions": "What the clerk decides.",
    "Files": "Applicants' materials; notices and evidence.",
    "Look-ups": "What a desk asks and does not keep.",
}


def shared_parameters() -> Part:
    """``components.parameters``: the headers of every call."""
    return {
        "DeskVersion": _header(
            "Desk-Version",
            "The desk's version; one that is too old is answered 426.",
            {"type": "string", "pattern": r"^[0-9]{1,9}\.[0-9]{1,9}"},
            "0.1.0",
            required=True,
        ),
        "DeskDevice": _header(
            "Desk-Device",
            "Names the machine, as `device_id` does at sign-in; it stays the same.",
            {"type": "string", "minLength": 1},
            DEVICE,
            required=True,
        ),
    }


def paths() -> Part:
    """By path and method."""
    return {
        "/v1/about": {"get": _call(
            "about", "Centre", "What the centre is",
            "The first thing a desk asks, and how it sees that a centre is there.",
            answer=wire.About, signed=False, errors=("malformed", "desk_too_old"),
        )},
        "/v1/token": {"post": _call(
            "token", "Sign-in", "Sign in, or refresh",
            "RFC 6749. Each sign-in begins a family of tokens, which end together. A refresh token "
            "serves once; using it again revokes its family, but for a minute and until its successor "
            "was used it is answered again with the same tokens: the answer may have been lost. Five "
            "wrong passwords lock the user name out.",
            body=_form("TokenRequest", {
                "sign in": {"grant_type": "password", "username": "zhangwei", "password": "…",
                            "device_id": DEVICE},
                "refresh": {"grant_type": "refresh_token",
                            "refresh_token": EXAMPLES[wire.Token]["refresh_token"]}}),
            answer=wire.Token, signed=False,
            errors=("malformed", "invalid_grant", "unsupported_grant_type", "device_revoked", "locked_out", "desk_too_old"),
        )},
        "/v1/token/revoke": {"post": _call(
            "revoke", "Sign-in", "Revoke a token and its family",
            "RFC 7009: of a refresh or an access token; 200 also for what is no token at all.",
            body=_form(
                {"type": "object", "properties": {"token": {"type": "string"}}, "required": ["token"]},
                {"sign out": {"token": EXAMPLES[wire.Token]["refresh_token"]}}),
            answer=None, signed=False, errors=("device_revoked", "desk_too_old"),
        )},
        "/v1/changes": {"get": _call(
            "changes", "Feed", "Read the change feed",
            "The clerk's own, in the order of commits. A desk asks again at once while `more`.",
            parameters=[
                _query("cursor", "Where the last page ended; left out to read from the start.",
                       {"type": "string"}, EXAMPLES[wire.ChangesPage]["cursor"]),
                _query("limit", "The most changes of a page.",
                       _whole(1, wire.LARGEST_PAGE, wire.PAGE_LIMIT), wire.PAGE_LIMIT)],
            answer=wire.ChangesPage, errors=("malformed", "cursor_expired"),
        )},
        "/v1/changes/digest": {"get": _call(
            "digest", "Feed", "Count and digest per kind",
            "By kind. Asked after the first pull that brought nothing and every 15 minutes at most; where "
            "one differs the desk reads from the start. A kind of which the clerk holds nothing may be left out.",
            parameters=[_header(
                "If-None-Match", "The last `ETag` of this clerk's: 304 where it is still so.",
                {"type": "string"}, f'"{SHA256}"')],
            answer={"type": "object", "additionalProperties": _ref("KindDigest"),
                    "propertyNames": {"enum": list(wire.BODIES), "x-extensible": True}},
            example={"sub_application": EXAMPLES[wire.KindDigest]},
            headers={"ETag": DIGEST_ETAG},
            also={"304": {"description": "The digests are what they were; no body."}},
        )},
        "/v1/changes/stream": {"get": _call(
            "stream", "Feed", "Hear when there is something to pull",
            "Server-sent events that do not end: `event: changed` once a change was committed, a "
            "comment line at least every 15 s; after 40 s of silence a desk takes it for lost. Neither "
            f"packed nor buffered on its way; a line is at most {LONGEST_LINE >> 10} KB. Without it a "
            "desk polls every 60 s.",
            answer=None, content={EVENTS: {
                "schema": {"type": "string"},
                "example": ": here\n\nevent: changed\ndata:\n\n: still here\n\n"}},
        )},
        "/v1/actions": {"post": _call(
            "act", "Actions", f"Carry out 1 to {wire.BATCH_LIMIT} actions",
            "In order, one result for each. An id seen before, for at least 90 days, answers its first "
            "outcome again and changes nothing. An action that is odd in itself is `refused`, "
            "`malformed`, alone; where not even the ids can be read nothing is applied (400). A revoked "
            "machine may still bring what is unsent.",
            body=_json(wire.ActionsRequest), answer=wire.ActionsResponse,
            errors=("malformed", "too_many_actions", "too_large"),
        )},
        "/v1/claims": {"post": _call(
            "claim", "Actions", "Claim cases out of the pool",
            "The centre chooses which, of the clerk's department. The same id answers the same cases "
            "again; the cases themselves come by the feed.",
            body=_json(wire.Claim), answer=wire.Claimed, errors=("malformed", "id_reused"),
        )},
        "/v1/materials/{id}": {"get": _material()},
        "/v1/attachments/{sha256}": {"put": _call(
            "put_attachment", "Files", "Bring a file that an action names",
            "Before the action: a PDF, the clerk's own of at most "
            f"{LARGEST_PAPER >> 20} MB. Safe to do again: 201 where it is new, 200 where it is held "
            "already. A revoked machine may still bring what its unsent actions name.",
            parameters=[_path("sha256", "Of the bytes, in lower-case hex.",
                              {"type": "string", "pattern": "^[0-9a-f]{64}$"}, SHA256)],
            body={OCTETS: {"schema": {"type": "string", "format": "binary"}}},
            answer=None, status="201", also={"200": {"description": "Held already."}},
            errors=("too_large", "hash_mismatch"),
        )},
        "/v1/search": {"get": _call(
            "search", "Look-ups", "Search cases, items, scenes and articles",
            "Of cases those the clerk holds.",
            parameters=[
                _query("q", "What is looked for, as it was typed.", {"type": "string"}, "许可",
                       required=True),
                _query("limit", "The most hits of a kind.",
                       _whole(1, wire.MOST_HITS, wire.HIT_LIMIT), wire.HIT_LIMIT)],
            answer=wire.SearchAnswer, errors=("malformed",),
        )},
        "/v1/licences": {"get": _call(
            "licences", "Look-ups", "The electronic licences of a holder", "",
            parameters=[
                _query("holder", "The holder's id number.", {"type": "string"},
                       EXAMPLES[wire.LicencesAnswer]["licences"][0]["holder_id"], required=True),
                _query("kind", "One kind of licence; left out or empty for all.",
                       {"type": "string"}, "营业执照")],
            answer=wire.LicencesAnswer,
        )},
        "/v1/statistics": {"get": _call(
            "statistics", "Look-ups", "Figures per department, clerk, item or day",
            "Of what was received, decided and rated between the two days, both included. Of single "
            "clerks a lead reads those of the department, any other clerk themselves.",
            parameters=[_query(name, f"The {which} day; today where it is left out.",
                               {"type": "string", "format": "date"}, example)
                        for name, which, example in (("from", "first", "2026-03-01"),
                                                     ("to", "last", "2026-03-31"))]
            + [_query("by", "Since 1.1: what a row is of; left out, `departments` alone.",
                      {"enum": list(wire.FIGURES_BY)}, "item"),
               _query("of", "Since 1.1: whose; left out, of `department` the hall's, else of a lead "
                      "the department's, of any other clerk their own.",
                      {"enum": list(wire.FIGURES_OF)}, "department")],
            answer=wire.Statistics, errors=("malformed",),
        )},
        "/v1/sub_applications/{id}": {"get": _call(
            "sub_application", "Look-ups", "A case whole, for a lead",
            "Since 1.1. Of the lead's department, to be read; for anybody else it is not there.",
            parameters=[_path("id", "Of the case.", {"type": "string"}, "sa-000017")],
            answer=SubApplication, errors=("not_found",),
        )},
        "/v1/numbers": {"get": _call(
            "numbers", "Look-ups", "A block of notice numbers",
            "Since 1.1. No other notice will bear them; what a desk does not use stays unused.",
            parameters=[
                _query("kind", "What the number begins with, before the 字: the authority's prefix, 许 "
                       "of a licence, the kind's word. 404 where the clerk's department serves none.",
                       {"type": "string"}, "某市监许受", required=True),
                _query("count", "How many.",
                       _whole(1, wire.MOST_NUMBERS, wire.NUMBER_LIMIT), wire.NUMBER_LIMIT)],
            answer=wire.Numbers, errors=("malformed", "not_found"),
        )},
        "/v1/verify/{no}": {"get": _call(
            "verify", "Look-ups", "Whether a notice was issued",
            "Since 1.1, for whoever has the paper in hand. Nothing is told but yes or no.",
            parameters=[
                _path("no", "The notice's number.", {"type": "string"}, "某市监许受字〔2026〕17号"),
                _query("digest", "The SHA-256 of its words, as the code at its foot has it.",
                       {"type": "string"}, SHA256, required=True)],
            answer=wire.Verified, signed=False, errors=("malformed", "desk_too_old"),
        )},
    }  # fmt: skip


def _material() -> Part:
    octets = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    headers = {"ETag": ETAG, "Accept-Ranges": ACCEPT_RANGES}
    part = {
        "description": "The range that was asked for.",
        "headers": headers | {"Content-Range": CONTENT_RANGE},
        "content": octets,
    }
    return _call(
        "material", "Files", "A material's bytes",
        "Of a case the clerk holds or held, or leads; any other is not there (404). The media type is "
        f"the material's. Never packed; at most {LARGEST_FILE >> 20} MB.",
        parameters=[
            _path("id", "Of the material, as its case names it.", {"type": "string"}, "ma-000092"),
            _header("Range", "One range of RFC 9110 14.2; a desk goes on after what it has.",
                    {"type": "string"}, "bytes=65536-"),
            _header("If-Range", "The `ETag`: where it is another by now, the whole comes (200).",
                    {"type": "string"}, f'"{SHA256}"')],
        answer=None, content=octets, headers=headers, also={"206": part},
        errors=("not_found", "range_not_satisfiable"),
    )  # fmt: skip


def _call(
    name: str,
    tag: str,
    summary: str,
    says: str,
    *,
    answer: type[Any] | Part | None,
    parameters: list[Part] | None = None,
    body: Part | None = None,
    content: Part | None = None,
    headers: Part | None = None,
    example: Any = None,
    status: str = "200",
    also: Part | None = None,
    errors: tuple[str, ...] = (),
    signed: bool = True,
) -> Part:
    call: Part = {"operationId": name, "tags": [tag], "summary": summary}
    if says:
        call["description"] = says
    shared = [{"$ref": f"#/components/parameters/{n}"} for n in ("DeskVersion", "DeskDevice")]
    call["parameters"] = [*(parameters or []), *shared]
    if body is not None:
        call["requestBody"] = {"required": True, "content": body}
    done: Part = {"description": "Done."}
    if isinstance(answer, type):
        content = _json(answer)
    elif answer is not None:
        content = {JSON: {"schema": answer, "example": example}}
    if content is not None:
        packed = {"Content-Encoding": PACKED} if JSON in content else {}
        done |= {"headers": packed | (headers or {}), "content": content}
    if not done.get("headers", True):
        del done["headers"]
    if signed:
        errors = ("unauthorised", "device_revoked", "desk_too_old", *errors)
    else:
        call["security"] = []
    call["responses"] = {status: done} | (also or {}) | responses(errors)
    return call


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(kind: type[Any]) -> Part:
    return {JSON: {"schema": _ref(kind.__name__), "example": EXAMPLES[kind]}}


def _form(schema: str | Part, examples: dict[str, Part]) -> Part:
    said = _ref(schema) if isinstance(schema, str) else schema
    named = {name: {"value": value} for name, value in examples.items()}
    return {FORM: {"schema": said, "examples": named}}


def _whole(least: int, most: int, default: int) -> Part:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def _query(name: str, says: str, schema: Part, example: Any, required: bool = False) -> Part:
    return _parameter("query", name, says, schema, example, required)


def _header(name: str, says: str, schema: Part, example: Any, required: bool = False) -> Part:
    return _parameter("header", name, says, schema, example, required)


def _path(name: str, says: str, schema: Part, example: Any) -> Part:
    return _parameter("path", name, says, schema, example, True)


def _parameter(
    place: str, name: str, says: str, schema: Part, example: Any, required: bool
) -> Part:
    return {"name": name, "in": place, "required": required, "description": says,
            "schema": schema, "example": example}  # fmt: skip
