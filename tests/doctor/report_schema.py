"""Writes resources/conformance-report.schema.json: python -m tests.doctor.report_schema."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from app.support.conformance.report import Report

FILE = Path(__file__).parents[2] / "resources" / "conformance-report.schema.json"


def text() -> str:
    """JSON Schema 2020-12 of what ``doctor --contract … --json`` prints."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(schema | msgspec.json.schema(Report), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), "utf-8")
