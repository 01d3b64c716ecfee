"""The contract as OpenAPI 3.1 (resources/central-api.yaml) and as a page to be read
(docs/central-api.md), both written from the wire's types by: python -m tests.central.contract."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from app.cases.contract import API_VERSION
from app.central import wire
from app.central.client import LARGEST_ANSWER, LARGEST_FILE
from tests.central.contract.calls import TAGS, paths, shared_parameters
from tests.central.contract.page import rendered
from tests.central.contract.problems import shared_responses
from tests.central.contract.schemas import schemas

ROOT = Path(__file__).parents[3]
FILE, PAGE = ROOT / "resources/central-api.yaml", ROOT / "docs/central-api.md"
WORDS = "docs/contract.md"
BY = "Written by: python -m tests.central.contract"
DESCRIPTION = f"""\
What a desk of the service hall and the city's centre say to each other. docs/contract.md says what
each side owes the other, docs/rules.md when an action is lawful.

JSON is UTF-8; times are RFC 3339 with an offset, civil dates are Asia/Shanghai. Both sides ignore
unknown fields. A list of values marked `x-extensible` is that of this version: a reader keeps
and shows a value it does not know. Any other is closed.

Answers may be packed with gzip and nothing else, and pages of the feed should be; the stream never
is, nor is anything a desk sends. A desk takes up to {LARGEST_ANSWER >> 20} MB of JSON and {LARGEST_FILE >> 20} MB of a file; in a body of more than
{wire.LARGE_BODY >> 10} KB it cuts texts at {wire.MOST_TEXT:,} characters and lists at {wire.MOST_ENTRIES:,} entries. A 5xx
that names no time is waited out, longer after each failure.
"""


class _Plain(yaml.SafeDumper):
    """Without anchors, which not every tool follows, and what has lines in lines."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _words(dumper: _Plain, words: str) -> yaml.ScalarNode:
    style = "|" if "\n" in words else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)


_Plain.add_representer(str, _words)


def contract() -> dict[str, Any]:
    """The OpenAPI 3.1 document, as JSON has it."""
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Central API",
            "version": API_VERSION,
            "summary": "The contract between the desk and the city's centre.",
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "externalDocs": {
            "description": "docs/contract.md: the contract in words; beside it docs/rules.md",
            "url": f"../{WORDS}",
        },
        "servers": [{"url": "https://centre.city.example", "description": "The city's own."}],
        "security": [{"bearer": []}],
        "tags": [{"name": name, "description": words} for name, words in TAGS.items()],
        "paths": paths(),
        "components": {
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The access token of `POST /v1/token`; it ends with its family.",
                }
            },
            "parameters": shared_parameters(),
            "responses": shared_responses(),
            "schemas": schemas(),
        },
    }
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    return plain


def text() -> str:
    """The document as YAML."""
    dumped = yaml.dump(
        contract(), Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100
    )  # fmt: skip
    return f"# {BY}\n{dumped}"


def page() -> str:
    """The document as a page to be read."""
    return rendered(contract(), BY)
