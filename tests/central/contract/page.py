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
    for name, schema in document["components"]["schemas"].items():
        lines += ["", f"### {name}", "", *_schema(schema)]
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


def _schema(schema: Part) -> Iterator[str]:
    if "description" in schema:
        yield schema["description"]
        yield ""
    if "oneOf" in schema and "discriminator" in schema:
        told = schema["discriminator"]
        yield from _table(
            [f"`{told['propertyName']}`", "is"],
            [[f"`{value}`", _link(ref)] for value, ref in told["mapping"].items()],
        )
    elif schema.get("properties"):
        required = schema.get("required", [])
        yield from _table(
            ["field", "type", "says"],
            [
                [f"`{name}`{'' if name in required else '?'}", _type(field), _says(field)]
                for name, field in schema["properties"].items()
            ],
        )
    if len(schema.get("oneOf", [])) == 2 and "discriminator" not in schema:
        yield ""
        one = " and ".join(f"`{part['required'][0]}`" for part in schema["oneOf"])
        yield f"Exactly one of {one}."
    for comes in schema.get("allOf", []):
        outcome = comes["if"]["properties"]["outcome"]["const"]
        fields = " and ".join(f"`{name}`" for name in comes["then"]["required"])
        yield ""
        yield f"`{outcome}` comes with {fields}."
    for example in schema.get("examples", []):
        yield ""
        yield from _example(example)


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
    if kind == "array" and "prefixItems" in schema:
        return f"[{', '.join(_type(part) for part in schema['prefixItems'])}]"
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
    if least in schema and most in schema:
        return f", {schema[least]:,} to {schema[most]:,}"
    if least in schema:
        return f", from {schema[least]:,}"
    return f", at most {schema[most]:,}" if most in schema else ""


def _link(ref: str) -> str:
    name = ref.rsplit("/", 1)[1]
    return f"[{name}](#{_anchor(name)})"


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
