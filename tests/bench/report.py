"""Writes what ``make bench`` measured into docs/performance.md, between the marks of each part.

``python -m tests.bench.report build/bench.json [--before earlier.json]``: parts of which the file has no
row stay as they are.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.programs import ROOT
from tests.bench.rows import Table, Values

PAGE = ROOT / "docs/performance.md"
ELSEWHERE = ("growth_", "outbox_", "days_", "peers_", "desks_", "reading_")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measured", type=Path)
    parser.add_argument("--before", type=Path)
    chosen = parser.parse_args()
    written = json.loads(chosen.measured.read_text())
    before = json.loads(chosen.before.read_text()) if chosen.before else {}
    PAGE.write_text(filled(PAGE.read_text(), written, before.get("rows", before)))


def filled(page: str, written: dict[str, dict], before: Table) -> str:
    """The page with the parts there are rows for."""
    rows: Table = written["rows"]
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "machine": lambda: iter([", ".join(f"{k} {v}" for k, v in written["machine"].items())]),
        "figures": lambda: figures(rows, before),
        "growth": lambda: grown(rows, "growth_cases_", "cases"),
        "papers": lambda: grown(rows, "growth_papers_", "papers a case"),
        "outbox": lambda: grown(rows, "outbox_", "waiting"),
        "days": lambda: grown(rows, "days_", "day"),
        "peers": lambda: peers(rows),
    }
    for name, lines in parts.items():
        told = list(lines())
        if len(told) > 2 or name == "machine":
            text = "\n".join(told)
            page = re.sub(
                rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
                lambda found, text=text: f"{found[1]}\n{text}\n\n{found[2]}",
                page,
                flags=re.DOTALL,
            )
    return page


def figures(rows: Table, before: Table) -> Iterator[str]:
    """What is felt, before and now, each with its floor in the same run."""
    yield "| row | aim | before | ratio | now | ratio | |"
    yield "|---|---|--:|--:|--:|--:|---|"
    for name, values in rows.items():
        if not name.startswith(ELSEWHERE):
            was = before.get(name, {})
            cells = [measured(was), ratio(was), measured(values), ratio(values)]
            reached = {"yes": "reached", "no": "over"}.get(str(values.get("reached")), "")
            yield f"| `{name}` | {values.get('aim', '')} | {' | '.join(cells)} | {reached} |"


def grown(rows: Table, prefix: str, with_: str) -> Iterator[str]:
    """A column a size; the last says whether it grew faster than the logarithm."""
    of_these = {n: v for n, v in rows.items() if n.startswith(prefix)}
    first = next(iter(of_these.values()), {"at": []})
    sizes = [float(line.split()[0]) for line in first["at"]]
    yield f"| {with_} | {' | '.join(f'{size:,.0f}' for size in sizes)} | growth | |"
    yield f"|---|{'--:|' * (len(sizes) + 1)}---|"
    for name, values in of_these.items():
        cells = " | ".join(_short(float(line.split()[1])) for line in values["at"])
        aim = f"{values['aim']}, {values['reached']}" if "aim" in values else ""
        yield f"| {name.removeprefix(prefix)} | {cells} | {ratio(values)} | {aim} |"


def peers(rows: Table) -> Iterator[str]:
    yield "| | ours | theirs | ratio |"
    yield "|---|--:|--:|--:|"
    for name, values in rows.items():
        if name.startswith("peers_"):
            unit = values["unit"]
            theirs = f"{_short(values['floor'])} {unit}"
            yield f"| {name.removeprefix('peers_')} | {measured(values)} | {theirs} | {ratio(values)} |"


def measured(values: Values) -> str:
    return f"{_short(values['value'])} {values.get('unit', '')}".strip() if values else ""


def ratio(values: Values) -> str:
    return f"{values['ratio']:.3g}" if "ratio" in values else ""


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


if __name__ == "__main__":
    main()
