"""``components.schemas``: from the types, with their docstrings' words, enumerations and limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from app.cases.actions import ACTIONS, Payload
from app.central import wire
from tests.central.contract.docstrings import clauses
from tests.central.contract.enumerations import ENUMERATIONS
from tests.central.contract.examples import EXAMPLES
from tests.central.contract.limits import LIMITS, REVISION
from tests.central.contract.refusals import codes_of, codes_of_any

REF = "#/components/schemas/{name}"
PAIR = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
SHAPES: dict[str, dict[str, Any]] = {  # what no type says, or more simply than it would
    "Notice.rows": {"type": "array", "items": PAIR, "default": []},
    "ActionResult.body": {"anyOf": [{"$ref": REF.format(name="SubApplication")}, {"type": "null"}]},
    "ActionsRequest.actions": {"type": "array", "items": {"$ref": REF.format(name="Action")}},
    "ProposedAction.payload": {"type": "object"},
    "ChangesPage.server_time": {"type": "string", "format": "date-time"},
    "About.server_time": {"type": "string", "format": "date-time"},
}
TYPES = [
    wire.Token, wire.ChangesPage, wire.KindDigest, wire.ActionsRequest, wire.ActionsResponse,
    wire.Claim, wire.Claimed, wire.SearchAnswer, wire.LicencesAnswer, wire.Statistics, wire.About,
    wire.Numbers, wire.Verified,
    wire.Problem, *wire.BODIES.values(), *ACTIONS.values(),
]  # fmt: skip
COMES_WITH = {"applied": ["revision", "body"], "conflict": ["revision", "body"],
              "refused": ["code"], "retry": ["retry_after"]}  # fmt: skip


def schemas() -> dict[str, Any]:
    """By name; what depends on a ``type`` or a ``kind`` is told apart by a discriminator."""
    _, made = msgspec.json.schema_components(TYPES, ref_template=REF)
    types = {kind.__name__: kind for kind in reached()}
    said = {name: _described(schema, types[name]) for name, schema in made.items()}
    for name in ("WireAction", "Change"):
        del said[name]
    result = said["ActionResult"]
    result["allOf"] = [
        {"if": {"properties": {"outcome": {"const": outcome}}}, "then": {"required": fields}}
        for outcome, fields in COMES_WITH.items()
    ]
    said |= _actions(_described(made["WireAction"], wire.WireAction))
    said |= _changes(_described(made["Change"], wire.Change))
    said |= _token_requests()
    return {name: said[name] for name in sorted(said)}


def reached() -> Iterable[type[msgspec.Struct]]:
    """The types of the contract: ``TYPES`` and what they are made of."""
    seen: dict[str, type[msgspec.Struct]] = {}
    waiting = [*TYPES, wire.WireAction, wire.Change]
    while waiting:
        kind = waiting.pop()
        if kind.__name__ not in seen:
            seen[kind.__name__] = kind
            info = msgspec.inspect.type_info(kind)
            waiting += [part.cls for f in info.fields for part in _struct_infos(f.type)]
    return seen.values()


def _struct_infos(info: msgspec.inspect.Type) -> Iterator[msgspec.inspect.StructType]:
    if isinstance(info, msgspec.inspect.StructType):
        yield info
    for name in ("item_type", "key_type", "value_type"):
        if (part := getattr(info, name, None)) is not None:
            yield from _struct_infos(part)
    for part in (*getattr(info, "types", ()), *getattr(info, "item_types", ())):
        yield from _struct_infos(part)


def _described(schema: dict[str, Any], kind: type[msgspec.Struct]) -> dict[str, Any]:
    name = kind.__name__
    known = schema.get("properties", {})
    words: dict[str, str] = {}
    description = ""
    for base in reversed(kind.__mro__):
        of_it, description = clauses(base.__dict__.get("__doc__") or "", list(known))
        words |= of_it
    properties = {}
    for field, shape in known.items():
        place = f"{name}.{field}"
        shape = SHAPES.get(place, shape)
        said = _shaped(shape, place)
        if field in words and not _lists(words[field], place):
            said |= {"description": words[field]}
        properties[field] = said
    whole = {"title": name, "type": "object"}
    if description:
        whole["description"] = description
    whole |= {"properties": properties}
    if schema.get("required"):
        whole["required"] = schema["required"]
    if kind in EXAMPLES:
        whole["examples"] = [EXAMPLES[kind]]
    return whole


def _lists(words: str, place: str) -> bool:
    """Whether words say no more than the field's enumeration does."""
    listed = place in ENUMERATIONS and re.sub(r"`\w+`|\b(or|and|is)\b|[,.:\s]", "", words)
    return listed == ""


def _shaped(shape: dict[str, Any], place: str) -> dict[str, Any]:
    """A field's schema with its words and its limits: those of a list's entries, a dict's keys."""
    said, limits = dict(shape), LIMITS.get(place, {})
    words = ENUMERATIONS.get(place)
    if "anyOf" in said and place not in SHAPES:
        first, *others = said["anyOf"]
        return said | {"anyOf": [_shaped(first, place), *others]}
    if said.get("type") == "array":
        inner = dict(said["items"])
        if words is not None:
            inner |= words.schema()
        if "pattern" in limits:
            return said | {"items": inner | limits}
        return said | {"items": inner} | limits
    if said.get("type") == "object":
        return said | ({"propertyNames": words.schema()} if words is not None else {})
    if words is not None:
        said |= words.schema()
        if said.get("default") == "":
            said["enum"] = [*said["enum"], ""]
    return said | limits


def _actions(action: dict[str, Any]) -> dict[str, Any]:
    """``Action`` is one of a schema a type, told apart by ``type``."""
    said, names = {}, {}
    properties = action["properties"] | {
        "at": action["properties"]["at"] | {"format": "date-time"},
        "base_revision": {"type": "integer", **REVISION, **_words(action, "base_revision")},
        "after": {"type": "string", **_words(action, "after")},
    }
    for type_, kind in ACTIONS.items():
        name = names[type_] = f"{kind.__name__}Action"
        own = {"type": {"const": type_}, "payload": {"$ref": REF.format(name=kind.__name__)}}
        said[name] = {
            "title": name,
            "description": f"{_open_in(kind)}{_refused(kind)}",
            "type": "object",
            "properties": properties | own,
            "required": [*action["required"]],
            "if": {"required": ["base_revision"]},
            "then": {"not": {"required": ["after"]}},
            "else": {"required": ["after"]},
        }
    said["Action"] = {
        "title": "Action",
        "description": f"{action['description']} Any may be refused: {_listed(codes_of_any())}.",
        **_one_of("type", names),
        "examples": [EXAMPLES[wire.WireAction]],
    }
    return said


def _open_in(kind: type[Payload]) -> str:
    where = f"Open in {_listed(kind.states)}"
    if kind.on_the_spot:
        where += ", and in `received` on an `instant` item"
    if kind.after_deemed:
        where += ", and in `reviewing` where it was deemed accepted"
    leads = f" Leads to `{kind.leads_to}`." if kind.leads_to else ""
    return f"{where}.{leads}"


def _refused(kind: type[Payload]) -> str:
    codes = codes_of(kind)
    return f" Refused by its own rule: {_listed(codes)}." if codes else ""


def _listed(words: Any) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _words(schema: dict[str, Any], field: str) -> dict[str, str]:
    said = schema["properties"][field].get("description")
    return {"description": said} if said else {}


def _changes(change: dict[str, Any]) -> dict[str, Any]:
    """``Change`` is one of a schema a kind, told apart by ``kind``; a put has its body."""
    said, names = {}, {}
    for kind, type_ in wire.BODIES.items():
        name = names[kind] = f"{type_.__name__}Change"
        body = {"$ref": REF.format(name=type_.__name__)}
        said[name] = {
            "title": name,
            "type": "object",
            "properties": change["properties"]
            | {"kind": {"const": kind}, "body": {"anyOf": [body, {"type": "null"}]}},
            "required": change["required"],
            "if": {"properties": {"op": {"const": "put"}}},
            "then": {"properties": {"body": body}, "required": ["body"]},
            "else": {"required": ["reason"]},
        }
    said["Change"] = {
        "title": "Change",
        "description": f"{change['description']} A put has the whole `body`, a drop its `reason`. A "
        "desk passes over a kind it does not know.",
        **_one_of("kind", names),
        "examples": [EXAMPLES[wire.Change]],
    }
    return said


def _one_of(name: str, schemas_of: dict[str, str]) -> dict[str, Any]:
    refs = {value: REF.format(name=schema) for value, schema in schemas_of.items()}
    return {
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": name, "mapping": refs},
    }


def _token_requests() -> dict[str, Any]:
    """The two forms of ``/v1/token``, told apart by ``grant_type`` (RFC 6749 4.3, 6)."""
    forms = {
        "PasswordGrant": ("password", ("username", "password", "device_id")),
        "RefreshGrant": ("refresh_token", ("refresh_token",)),
    }
    said = {
        name: {
            "title": name,
            "type": "object",
            "properties": {"grant_type": {"const": grant}}
            | {f: {"type": "string"} for f in fields},
            "required": ["grant_type", *fields],
        }
        for name, (grant, fields) in forms.items()
    }
    said["PasswordGrant"]["properties"]["device_id"]["description"] = (
        "Names the machine, as `Desk-Device` does in every call: by it a centre revokes one. A clerk "
        "may be signed in at several."
    )
    names = {grant: name for name, (grant, _) in forms.items()}
    return said | {"TokenRequest": {"title": "TokenRequest", **_one_of("grant_type", names)}}
