"""Whole cities read by the reader process and compared with their forms; prints JSON of the rows.

Nothing here knows how reading works: papers go in, and findings are held against the answer key.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec

from app.cases.evidence import PaperFinding
from app.cases.evidence.compare import compare
from app.cases.model import civil
from app.reader.engine import can_recognise
from app.reader.process import Reader
from tests.bench.reading_bare import Floors
from tests.bench.reading_city import NOW, FiledCase, filed_cases, is_picture
from tests.bench.reading_key import Pointed, judge
from tests.bench.reading_papers import ReadPapers
from tests.bench.reading_worker import COMMAND
from tests.bench.rows import Table, Values, at_least, at_most
from tests.bench.sizes import Sizes

FOUND_CLEAN, FOUND_ON_SCANS, FALSE_A_CASE = 0.99, 0.95, 0.02
TOLD_EACH = 25  # cases


def main(folder: str, encoded_sizes: str) -> None:
    sizes = msgspec.json.decode(encoded_sizes, type=Sizes)
    reader = Reader(COMMAND)
    reader.open("nothing", b"")  # answered once it has started, which is no page's time
    try:
        rows = read_cities(Path(folder), sizes, reader)
    finally:
        reader.replace()
    print(json.dumps(rows, ensure_ascii=False), flush=True)


def read_cities(folder: Path, sizes: Sizes, reader: Reader) -> Table:
    papers, found = ReadPapers(reader), Found()
    floors = Floors(sizes.read_bare if can_recognise() else 0)
    for seed in sizes.read_seeds:
        for filed in filed_cases(folder, seed, sizes.read_cases):
            readings = {}
            for id_, content in filed.papers.items():
                paper, is_new = papers.of(content)
                readings[id_] = paper.reading
                if is_new:
                    floors.note(content, paper)
                    found.papers.update([kind_of(content)])
            begun = time.perf_counter()
            said = compare(filed.case, readings, filed.item, civil(NOW))
            found.compared.append(1000 * (time.perf_counter() - begun))
            pictured = {id_ for id_, content in filed.papers.items() if is_picture(content)}
            judged = judge(filed.mistakes, said, pictured.__contains__)
            found.mistakes += [(filed, pointed) for pointed in judged.mistakes]
            found.false += [(filed, finding) for finding in judged.false]
            if len(found.compared) % TOLD_EACH == 0:
                print(f"{len(found.compared)} cases read", file=sys.stderr, flush=True)
    return found.rows() | floors.rows()


class Found:
    """What came of the cases so far. ``compared``: milliseconds of each case's comparison."""

    def __init__(self) -> None:
        self.compared: list[float] = []
        self.papers: Counter[str] = Counter()
        self.mistakes: list[tuple[FiledCase, Pointed]] = []
        self.false: list[tuple[FiledCase, PaperFinding]] = []

    def rows(self) -> Table:
        table: Table = {}
        clean = [each for each in self.mistakes if not each[1].pictured]
        pictured = [each for each in self.mistakes if each[1].pictured]
        if clean:
            table["reading_found_clean"] = at_least(shares(clean), FOUND_CLEAN)
        if pictured and can_recognise():
            table["reading_found_on_scans"] = at_least(shares(pictured), FOUND_ON_SCANS)
        count = len(self.compared)
        false: Values = {
            "value": len(self.false) / count, "unit": "a case", "cases": count,
            "false": [in_a_line(*each) for each in self.false],
        }  # fmt: skip
        table["reading_false_warnings"] = at_most(false, FALSE_A_CASE)
        table["reading_papers"] = {"value": self.papers.total(), "unit": "papers", **self.papers}
        table["reading_compare_p95_ms"] = {"value": statistics.quantiles(self.compared, n=20)[18],
                                           "unit": "ms"}  # fmt: skip
        return table


def shares(mistakes: list[tuple[FiledCase, Pointed]]) -> Values:
    """Of all and of each kind, which were pointed out; and those that were not."""
    names = [pointed.mistake.name for _, pointed in mistakes]
    found = Counter(pointed.mistake.name for _, pointed in mistakes if pointed.pointed_out)
    return {
        "value": found.total() / len(mistakes),
        "unit": "of mistakes",
        "mistakes": len(mistakes),
        "by_kind": [f"{name} {found[name]} of {n}" for name, n in sorted(Counter(names).items())],
        "missed": [
            f"seed {filed.seed} {filed.case.id} {pointed.mistake.name} at {' '.join(pointed.mistake.places)}"
            for filed, pointed in mistakes
            if not pointed.pointed_out
        ],
    }


def in_a_line(filed: FiledCase, finding: PaperFinding) -> str:
    return f"seed {filed.seed} {filed.case.id} {finding.kind}: {finding.text.en}"


def kind_of(content: bytes) -> str:
    if content.startswith(b"PK"):
        return "ofd"
    return "scans" if is_picture(content) else "text"


if __name__ == "__main__":
    main(*sys.argv[1:])
