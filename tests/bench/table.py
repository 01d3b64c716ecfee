"""Measures what is felt against a bare floor, alternately; prints a table with the card of the
machine, writes bench.json and a picture of the rows against their aims beside it."""

from __future__ import annotations

import argparse
import compileall
import json
import sys
import tempfile
import traceback
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import msgspec

from tests.bench import centre_rows, growth_rows, peer_rows, reading_rows, sync_rows, window_rows
from tests.bench.growth_rows import lines
from tests.bench.machine import card
from tests.bench.picture import against_aims, growth
from tests.bench.programs import ROOT
from tests.bench.rows import Table, in_words, missed
from tests.bench.sizes import FULL, SMALL, Sizes

BENCHES: dict[str, Callable[[Path, Sizes], Table]] = {
    "start_10k": window_rows.start_10k,
    "first_pull_100k": sync_rows.first_pull_100k,
    "post_1000": sync_rows.post_1000,
    "fetch_200": sync_rows.fetch_200,
    "stall_ms": sync_rows.stall_ms,
    "next_case_p95_ms": window_rows.next_case,
    "scroll_p99_ms": window_rows.scroll,
    "memory_over_bare": window_rows.memory,
    "search_p99_ms": window_rows.search,
    "desks": centre_rows.desks,
    "desks_served": centre_rows.desks_served,
    "growth": growth_rows.growth,
    "growth_papers": growth_rows.growth_papers,
    "outbox": growth_rows.outbox,
    "days": growth_rows.days,
    "peers": peer_rows.peers,
    "reading": reading_rows.reading,
    "reading_sight": reading_rows.reading_sight,
    "reading_ofd": reading_rows.reading_ofd,
    "reading_beside": reading_rows.reading_beside,
}
# By how the rows begin, what they grow with: each has a picture beside bench.json.
GROWN = {"growth_cases_": "cases", "growth_papers_": "papers a case", "outbox_": "waiting"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="bench", help=f"of {', '.join(BENCHES)}; all without"
    )
    parser.add_argument("--small", action="store_true", help="try that they run; judge no figure")
    parser.add_argument("--seeds", nargs="+", type=int, help="of the cities whose papers are read")
    parser.add_argument("--cases", type=int, help="of each of these cities, at least")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json")
    chosen = parser.parse_args()
    sizes = SMALL if chosen.small else FULL
    if chosen.seeds:
        sizes = msgspec.structs.replace(sizes, read_seeds=tuple(chosen.seeds))
    if chosen.cases:
        sizes = msgspec.structs.replace(sizes, read_cases=chosen.cases)
    for folder in ("app", "ui", "tests"):
        compileall.compile_dir(ROOT / folder, quiet=2)
    table: Table = {}
    failed = []
    machine = card()
    print("   ".join(f"{part} {said}" for part, said in machine.items()), flush=True)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    for name in named(chosen.names):
        try:
            measured = measure(name, sizes)
        except Exception:
            failed.append(name)
            traceback.print_exc()
            continue
        table |= measured
        for row_name, values in measured.items():
            print(f"{row_name:<30} {in_words(values)}", flush=True)
        written = {"machine": machine, "rows": table}
        chosen.out.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n")
        chosen.out.with_suffix(".svg").write_text(against_aims(table))
        for prefix, below in GROWN.items():
            if drawn := lines(table, prefix):
                picture = growth(drawn, below, "× the first")
                chosen.out.with_name(f"{prefix.rstrip('_')}.svg").write_text(picture)
    if missed(table):
        print(f"over their aims: {', '.join(missed(table))}")
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def named(asked: list[str]) -> list[str]:
    """Benches by name, or by how the names of several begin; all of them where none is asked for.
    A name that is none's stays, and fails."""
    found = ([n for n in BENCHES if n == a or n.startswith(f"{a}_")] or [a] for a in asked)
    return list(dict.fromkeys(chain.from_iterable(found))) or list(BENCHES)


def measure(name: str, sizes: Sizes) -> Table:
    with tempfile.TemporaryDirectory(prefix="jianjian-bench-") as folder:
        return BENCHES[name](Path(folder), sizes)


if __name__ == "__main__":
    sys.exit(main())
