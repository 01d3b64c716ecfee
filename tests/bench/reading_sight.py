"""From a case's first paper being there, the case in sight, until all are read and compared, with
the queue and the cache the desk has; prints JSON of the rows.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sys
import threading
import time
from pathlib import Path

import msgspec

from app.cases.evidence.compare import compare
from app.cases.model import civil
from app.desk.reading import Reading
from app.reader import READING_VARIABLE, engine
from app.reader.process import Reader
from app.store import cases, catalogue, comparisons, materials
from app.store.changes import Changed
from app.store.database import Store
from tests.bench.reading_city import NOW, FiledCase, filed_cases, is_picture
from tests.bench.reading_key import SEEN_ON_PAPER
from tests.bench.reading_worker import COMMAND
from tests.bench.rows import Table, at_most
from tests.bench.sizes import Sizes

WITHIN = {"text": 0.3, "scans": 3.0}  # seconds
GIVEN_UP = 300.0  # seconds
TODAY = civil(NOW)
TO_DECIDE = ("received", "reviewing")  # of what is ended no paper is read


def main(folder: str, encoded_sizes: str) -> None:
    sizes = msgspec.json.decode(encoded_sizes, type=Sizes)
    store = Store(Path(folder) / "sight.db", "ab" * 32)
    desk = Sight(store)
    chosen = chosen_cases(Path(folder), sizes)
    print(json.dumps(rows(desk, chosen)), flush=True)
    desk.close()
    store.close()


def rows(desk: Sight, chosen: dict[str, list[FiledCase]]) -> Table:
    """The first of each is told beside: the very first has the start of the process."""
    table: Table = {}
    for kind, filed in chosen.items():
        first, *later = [desk.seconds(each) for each in filed]
        times = sorted(later or [first])
        row = {"value": times[math.ceil(0.95 * len(times)) - 1], "unit": "s", "first": first,
               "p50": times[len(times) // 2], "cases": len(times)}  # fmt: skip
        table[f"reading_in_sight_{kind}_p95_s"] = at_most(row, WITHIN[kind])
    return table


def chosen_cases(folder: Path, sizes: Sizes) -> dict[str, list[FiledCase]]:
    """By kind, those to be decided whose files can all be opened and that share no paper; one more of
    each, to begin with."""
    chosen: dict[str, list[FiledCase]] = {kind: [] for kind in _readable()}
    seen: set[bytes] = set()
    for seed in sizes.read_seeds:
        for filed in filed_cases(folder, seed, sizes.read_cases):
            papers = set(filed.papers.values())
            kind = "scans" if any(map(is_picture, papers)) else "text"
            opens = SEEN_ON_PAPER.keys() >= {mistake.name for mistake in filed.mistakes}
            fits = (
                opens
                and filed.case.state in TO_DECIDE
                and kind in chosen
                and len(chosen[kind]) <= sizes.in_sight
            )
            if fits and papers and not papers & seen:
                chosen[kind].append(filed)
                seen |= papers
    return {kind: filed for kind, filed in chosen.items() if filed}


class Sight:
    """A clerk who looks at one case after the other."""

    def __init__(self, store: Store) -> None:
        self._store, self._reader = store, Reader(COMMAND)
        self._compared = threading.Condition()
        self._errors: list[BaseException] = []
        store.listeners.append(self._hear)
        version = engine.version(engine.can_recognise())
        self._reading = Reading(
            store, self._reader, lambda: version, compare, lambda: TODAY, self._report
        )
        os.environ.pop(READING_VARIABLE, None)  # of the suite's small run
        self._reading.start()

    def seconds(self, filed: FiledCase) -> float:
        case, item = filed.case, filed.item
        said = cases.prepare_case(case, msgspec.json.encode(case))
        self._store.write(lambda db: cases.put(db, [said], TODAY)).result()
        row = (item.code, 1, msgspec.json.encode(item))
        self._store.write_refetchable(lambda db: catalogue.put(db, "item", [row])).result()
        self._reading.note_opened(case.id)
        begun = time.perf_counter()
        for content in filed.papers.values():
            sha256, size = hashlib.sha256(content).hexdigest(), len(content)
            self._store.files.keep(sha256, content)
            self._store.write_refetchable(
                lambda db, sha256=sha256, size=size: materials.note_kept(db, {sha256: size}, NOW)
            )
        with self._compared:
            self._compared.wait_for(lambda: self._errors or self._is_read(filed), GIVEN_UP)
        seconds = time.perf_counter() - begun
        if self._errors or not self._is_read(filed):
            raise SystemExit(f"{case.id} of seed {filed.seed} was not read: {self._errors}")
        return seconds

    def close(self) -> None:
        self._reading.close()

    def _is_read(self, filed: FiledCase) -> bool:
        said = comparisons.situation(self._store.reader(), filed.case, TODAY).comparison
        return said is not None and not set(said.unread) & set(filed.papers) and bool(said.fields)

    def _hear(self, changed: tuple[Changed, ...]) -> None:
        if any(change.kind == "comparison" for change in changed):
            with self._compared:
                self._compared.notify()

    def _report(self, error: BaseException) -> None:
        with self._compared:
            self._errors.append(error)
            self._compared.notify()


def _readable() -> tuple[str, ...]:
    return tuple(WITHIN) if engine.can_recognise() else ("text",)


if __name__ == "__main__":
    main(*sys.argv[1:])
