"""Whether something said is what the document allows (JSON Schema 2020-12)."""

from __future__ import annotations

from functools import cache
from typing import Any

import jsonschema_rs

from tests.central.contract import contract


def named(name: str) -> jsonschema_rs.Draft202012Validator:
    """Of a schema of the document."""
    return judge({"$ref": f"#/components/schemas/{name}"})


def judge(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Of a schema as it stands in a call, its references followed."""
    whole = {"components": _document()["components"], **schema}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


@cache
def _document() -> dict[str, Any]:
    return contract()
