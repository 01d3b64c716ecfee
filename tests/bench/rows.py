"""Rows of the table: what was measured, its floor, its aim, and whether it came to it."""

from __future__ import annotations

Values = dict[str, float | str | list[str]]
Table = dict[str, Values]


def row(value: float, unit: str, floor: float) -> Values:
    return {"value": value, "unit": unit, "floor": floor, "ratio": value / floor}


def at_least(values: Values, aim: float) -> Values:
    return _aimed(values, f"≥ {aim:g}", values["value"] >= aim)


def at_most(values: Values, aim: float, of: str = "value") -> Values:
    """``of``: which of the row's figures is held against the aim."""
    words = f"≤ {aim:g}" if of == "value" else f"{of} ≤ {aim:g}"
    return _aimed(values, words, values[of] <= aim)


def missed(table: Table) -> list[str]:
    """The names of the rows that did not come to their aims."""
    return [name for name, values in table.items() if values.get("reached") == "no"]


def in_words(values: Values) -> str:
    """On one line; what is listed on lines of its own below."""
    told = "   ".join(
        f"{key} {value:.3g}" if isinstance(value, float | int) else f"{key} {value}"
        for key, value in values.items()
        if not isinstance(value, list)
    )
    listed = (
        f"\n    {key}: {line}"
        for key, lines in values.items()
        if isinstance(lines, list)
        for line in lines
    )
    return told + "".join(listed)


def _aimed(values: Values, aim: str, reached: bool) -> Values:
    return values | {"aim": aim, "reached": "yes" if reached else "no"}
