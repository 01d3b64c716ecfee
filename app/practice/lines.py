"""Where in a TOML file a value stands, for those who write such files."""

from __future__ import annotations

import re
import tomllib
from typing import Any

STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")
ANOTHER = '"…"'  # put in a value's place to see whether it was the one looked for


def line_of(text: str, path: str) -> int:
    """The line, from 1, of what a path such as ``$.checks[3].rule`` names; 1 for the whole.

    The values written like it are changed one after another; where the file, read again, differs
    at the path, that was it. What has no value of its own stands where its first one stands.
    """
    steps = _first_value(tomllib.loads(text), _steps(path))
    value = _at(tomllib.loads(text), steps)
    written = re.compile(
        rf'(["\']){re.escape(value)}\1' if isinstance(value, str) else r"[\w.:+-]+"
    )
    for found in written.finditer(text):
        changed = text[: found.start()] + ANOTHER + text[found.end() :]
        try:
            differs = _at(tomllib.loads(changed), steps) != value
        except (tomllib.TOMLDecodeError, LookupError, TypeError):
            continue
        if differs:
            return text.count("\n", 0, found.start()) + 1
    return 1


def _steps(path: str) -> list[str | int]:
    inner = path.removeprefix("$")
    return [int(at) if at else key for key, at in STEP.findall(inner)]


def _at(value: Any, steps: list[str | int]) -> Any:
    for step in steps:
        value = value[step]
    return value


def _first_value(whole: Any, steps: list[str | int]) -> list[str | int]:
    """The steps on to the first plain value at or below these."""
    value, taken = whole, []
    for step in steps:
        try:
            value = value[step]
        except (LookupError, TypeError):
            break
        taken.append(step)
    while isinstance(value, dict | list) and value:
        step = next(iter(value)) if isinstance(value, dict) else 0
        value = value[step]
        taken.append(step)
    return taken
