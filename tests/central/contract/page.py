"""docs/central-api.md: the OpenAPI document as a page to be read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

Part = dict[str, Any]
WIDTH = 110


def rendered(document: Part, by: str) -> str:
    """The page in Markdown: the calls, then the bodies, each with a table and an example."""
    lines = [
        f"<!-- {by} -->",
        f"# {document['info']['title']} {document['info']['version']}, call by call",
        "",
        "[resources/central-api.yaml](../resources/central-api.yaml) to be read: what is sent and "
        f"answered, field by field. {_beside('The contract', 'docs/contract.md')} says what each side "
        f"owes the other, {_beside('the rules', 'docs/rules.md')} when an action is lawful. A list of "
        "values that ends in … is that of this version: a reader keeps and shows one it does not know. "
        "A field with ? may be left out.",
        "",
        *_table(
            ["call", "what it does"],
            [
                [f"[`{method.upper()} {path}`](#{_anchor(f'{method} {path}')})", call["summary"]]
                for path, method, call in _calls(document)
            ],
        ),
        "",
        *_headers(document),
        "## Calls",
    ]
    for path, method, call in _calls(document):
        lines += ["", *_call(document, path, method, call)]
    lines += ["", "## Bodies"]
    schemas = document["components"]["schemas"]
    seen = {_name(ref) for call in document["paths"].values() for ref in _refs(call)}
    inside = {_name(ref) for schema in schemas.values() for ref in _told(schema)}
    for name, schema in schemas.items():
        if name not in inside:
            shown = name in seen
            lines += ["", f"### {name}", "", *_schema(schema, schemas, shown)]
    return "\n".join(lines) + "\n"


def _beside(words: str, page: str) -> str:
    return f"[{words}]({page.removeprefix('docs/')})"


def _calls(document: Part) -> Iterator[tuple[str, str, Part]]:
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            yield path, method, call


def _headers(document: Part) -> list[str]:
    """What every call carries, and what any of them may be answered."""
    shared = document["components"]
    signed = "`Authorization: Bearer …`, but for the calls that say *without a sign-in*"
    rows = [[f"`{p['name']}`", p["description"]] for p in shared["parameters"].values()]
    answers = [
        [str(status), response["description"]]
        for status, name in ((401, "Unauthorised"), (403, "DeviceRevoked"), (426, "DeskTooOld"),
                             (429, "TooManyRequests"), (503, "Busy"))
        for response in [shared["responses"][name]]
    ]  # fmt: skip
    return [
        "## Of every call", "", f"It carries {signed}, and:", "",
        *_table(["header", "says"], rows), "",
        "It may be answered:", "", *_table(["status", "`code`: what it means"], answers), "",
    ]  # fmt: skip


def _call(document: Part, path: str, method: str, call: Part) -> Iterator[str]:
    yield f"### {method.upper()} {path}"
    yield ""
    unsigned = " *Without a sign-in.*" if call.get("security") == [] else ""
    yield f"{call['summary']}.{unsigned} {call.get('description', '')}".rstrip()
    own = [p for p in call["parameters"] if "$ref" not in p]
    if own:
        yield ""
        yield from _table(
            ["parameter", "in", "type", "says"],
            [
                [f"`{p['name']}`{'' if p['required'] else '?'}", p["in"], _type(p["schema"]),
                 p["description"]]
                for p in own
            ],
        )  # fmt: skip
    if "requestBody" in call:
        yield ""
        yield from _content("It sends", call["requestBody"]["content"])
    rows = []
    for status, response in call["responses"].items():
        if "$ref" in response:
            continue
        named = ", ".join(f"`{name}`" for name in response.get("headers", {}))
        rows.append([status, response["description"], named])
    yield ""
    yield from _table(["status", "means", "headers"], rows)
    for status, response in call["responses"].items():
        if status == "200" and "content" in response:
            yield ""
            yield from _content("It answers", response["content"])


def _content(words: str, content: Part) -> Iterator[str]:
    for media, part in content.items():
        yield f"{words} `{media}`: {_type(part['schema'])}"
        examples = [e["value"] for e in part.get("examples", {}).values()]
        for example in [*examples, *([part["example"]] if "example" in part else [])]:
            yield ""
            yield from _example(example)


def _refs(part: Any) -> Iterator[str]:
    """Every reference in a part of the document."""
    if isinstance(part, dict):
        yield from ([part["$ref"]] if "$ref" in part else [])
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _refs(each)


def _told(schema: Part) -> dict[str, str]:
    """Of one that is told apart by a discriminator: by the reference to what it is, its value."""
    mapping: dict[str, str] = schema.get("discriminator", {}).get("mapping", {})
    return {ref: value for value, ref in mapping.items()}


def _schema(schema: Part, schemas: Part, shown: bool) -> Iterator[str]:
    """``shown``: whether its example stands with a call."""
    if "description" in schema:
        yield schema["description"]
        yield ""
    if told := _told(schema):
        yield from _kinds(schema["discriminator"]["propertyName"], told, schemas)
    elif schema.get("properties"):
        yield from _fields(schema, list(schema["properties"]))
    for comes in schema.get("allOf", []):
        outcome = comes["if"]["properties"]["outcome"]["const"]
        fields = " and ".join(f"`{name}`" for name in comes["then"]["required"])
        yield ""
        yield f"`{outcome}` comes with {fields}."
    for example in [] if shown else schema.get("examples", []):
        yield ""
        yield from _example(example)


def _kinds(by: str, told: dict[str, str], schemas: Part) -> Iterator[str]:
    """What they have in common, then what each of them has of its own."""
    kinds = {value: schemas[_name(ref)] for ref, value in told.items()}
    first, *others = kinds.values()
    fields = first["properties"]
    common = [f for f in fields if all(o["properties"].get(f) == fields[f] for o in others)]
    if common:
        yield from _fields(first, common)
        yield ""
    every = dict.fromkeys(f for kind in kinds.values() for f in kind["properties"])
    own = [f for f in every if f not in (by, *common)]
    rows = []
    for value, kind in kinds.items():
        types = [_type(kind["properties"][f]) if f in kind["properties"] else "" for f in own]
        rows.append([f"`{value}`", *types, kind.get("description", "")])
    yield from _table([*(f"`{name}`" for name in (by, *own)), "says"], rows)


def _fields(schema: Part, names: list[str]) -> list[str]:
    required = schema.get("required", [])
    return _table(
        ["field", "type", "says"],
        [
            [f"`{name}`{'' if name in required else '?'}", _type(field), _says(field)]
            for name in names
            for field in [schema["properties"][name]]
        ],
    )


def _says(field: Part) -> str:
    """What is said of a field, and its words with their meanings."""
    said = [field.get("description", "")]
    for part in (field, field.get("items", {}), field.get("propertyNames", {}),
                 *field.get("anyOf", [])):  # fmt: skip
        told = part.get("x-enumDescriptions", {})
        if told:
            said.append("; ".join(f"`{value}`: {words}" for value, words in told.items()) + ".")
    return " ".join(filter(None, said))


def _type(schema: Part) -> str:
    if "$ref" in schema:
        return _link(schema["$ref"])
    if "anyOf" in schema:
        return " or ".join(_type(part) for part in schema["anyOf"])
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return _words(schema)
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {_type(schema['items'])}{_limits(schema, 'minItems', 'maxItems')}"
    if kind == "object" and "additionalProperties" in schema:
        keys = schema.get("propertyNames")
        of = f", keyed by {_words(keys)}" if keys else ""
        return f"object of {_type(schema['additionalProperties'])}{of}"
    if kind == "object":
        return "object " + ", ".join(f"`{name}`" for name in schema.get("properties", {}))
    if "format" in schema:
        return f"{schema['format']}"
    if "pattern" in schema:
        return f"{kind} `{schema['pattern']}`"
    return f"{kind}{_limits(schema, 'minimum', 'maximum')}"


def _words(schema: Part) -> str:
    more = ", …" if schema.get("x-extensible") else ""
    return ", ".join(f"`{value or chr(34) * 2}`" for value in schema["enum"]) + more


def _limits(schema: Part, least: str, most: str) -> str:
    if least in schema and schema[least] == schema.get(most):
        return f", {schema[least]:,} of them"
    if least in schema and most in schema:
        return f", {schema[least]:,} to {schema[most]:,}"
    if least in schema:
        return f", from {schema[least]:,}"
    return f", at most {schema[most]:,}" if most in schema else ""


def _link(ref: str) -> str:
    name = _name(ref)
    return f"[{name}](#{_anchor(name)})"


def _name(ref: str) -> str:
    return ref.rsplit("/", 1)[1]


def _anchor(heading: str) -> str:
    """By which a heading is found where Markdown is shown."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _example(value: Any) -> list[str]:
    if isinstance(value, str):
        return ["```", *value.splitlines(), "```"]
    return ["```json", *_json(value, "", ""), "```"]


def _json(value: Any, begins: str, ends: str, margin: int = 0) -> Iterator[str]:
    """In one line where there is room, else an entry a line."""
    within = " " * margin
    line = f"{within}{begins}{json.dumps(value, ensure_ascii=False)}{ends}"
    if len(line) <= WIDTH or not value or not isinstance(value, (dict, list)):
        yield line
        return
    entries = value.items() if isinstance(value, dict) else [("", each) for each in value]
    opens, closes = ("{", "}") if isinstance(value, dict) else ("[", "]")
    yield f"{within}{begins}{opens}"
    for at, (name, each) in enumerate(entries, 1):
        key = f"{json.dumps(name)}: " if name else ""
        yield from _json(each, key, "," if at < len(value) else "", margin + 1)
    yield f"{within}{closes}{ends}"


def _table(headings: list[str], rows: list[list[str]]) -> list[str]:
    told = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [
        f"| {' | '.join(headings)} |",
        f"|{'---|' * len(headings)}",
        *(f"| {' | '.join(row)} |" for row in told),
    ]
