"""Mutants of the rooms whose mistakes cost decisions: how many of a sample the tests kill.

``python -m tests.mutants.run --minutes 60 --seed 1``. First every test is run once, to see which
lines it runs; then each mutant meets the tests that run its line, those of its own room and the
quick ones first, and then the others of its room. All of it happens in copies of the project, one a
worker: whatever ends this program, the working tree is as it was.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from tests.mutants.mutations import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
COPIED = ("app", "ui", "tests", "resources", "requirements", "main.py", "pyproject.toml")
ROOMS = ("cases", "sync", "store")
TESTS = (
    "tests/cases", "tests/store", "tests/sync", "tests/printing", "tests/practice/test_same_rules.py",
    "tests/faults/test_disk_full.py", "tests/faults/test_damaged.py", "tests/faults/test_restored.py",
    "tests/faults/test_odd_feed.py", "tests/faults/test_odd_outcomes.py",
    "tests/faults/test_set_aside.py", "tests/machine/test_address.py", "tests/account",
)  # fmt: skip
MOST_SECONDS = 120.0  # of tests against one mutant
PATIENCE = 30.0  # seconds beyond five times what its tests took: then it hangs, and is killed
SUCCEEDED, FAILED, INTERRUPTED, NOT_FOUND = 0, 1, 2, 4  # how pytest ends


class Judged(msgspec.Struct, frozen=True):
    """``how``: ``killed``, ``hung``, ``survived``, or ``unseen`` where there is no test for it."""

    mutant: Mutant
    after: str
    how: str


class Covered(msgspec.Struct):
    """What each test runs: by its id, the lines of each module; and how long it takes. Those that
    ``failed`` unmutated judge nothing."""

    seconds: dict[str, float] = {}
    lines: dict[str, dict[str, set[int]]] = {}
    failed: set[str] = set()

    def against(self, mutant: Mutant) -> list[str]:
        """The tests that run a mutant's line, those of its room first, then the rest of its room: a
        table or a default is run on import, and what is cached was run for another test. Of each
        first those that run most of its module in the least time."""
        room = f"tests/{Path(mutant.module).parts[1]}/"
        ran = {
            test: self.lines.get(test, {}).get(mutant.module, set())
            for test in self.seconds.keys() - self.failed
        }
        found = [test for test in ran if mutant.line in ran[test] or test.startswith(room)]
        found.sort(
            key=lambda test: (
                mutant.line not in ran[test],
                not test.startswith(room),
                self.seconds[test] / max(1, len(ran[test])),
                test,
            )
        )
        spent = itertools.accumulate(self.seconds[test] for test in found)
        return [test for test, total in zip(found, spent, strict=True) if total <= MOST_SECONDS]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=100_000, help="at most so many")
    parser.add_argument("--modules", nargs="*", help="paths; all of the three rooms without")
    parser.add_argument("--tests", nargs="*", default=TESTS)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "mutants.json")
    chosen = parser.parse_args()
    until = time.monotonic() + 60 * chosen.minutes
    sample = a_sample(chosen.modules or all_modules(), chosen.seed)[: chosen.sample]
    with tempfile.TemporaryDirectory(prefix="jianjian-mutants-") as folder:
        copies = Copies(Path(folder), chosen.workers)
        with ThreadPoolExecutor(chosen.workers) as pool:
            covered = merged(pool.map(copies.cover, chosen.tests))
            for test in sorted(covered.failed):
                print(f"fails unmutated, judges nothing: {test}", flush=True)
            judged = [
                each for each in pool.map(lambda m: copies.judge(m, covered, until), sample) if each
            ]
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_bytes(msgspec.json.format(msgspec.json.encode(judged)))
    tell(judged, len(sample))
    return 0


def all_modules() -> list[str]:
    return sorted(
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / "app" / room).rglob("*.py")
    )


def a_sample(modules: list[str], seed: int) -> list[Mutant]:
    """All mutants by chance, a room in turn, so that an hour is shared by the rooms."""
    rooms: dict[str, list[Mutant]] = {}
    for module in modules:
        rooms.setdefault(Path(module).parts[1], []).extend(mutants_of(ROOT, module))
    for mutants in rooms.values():
        random.Random(seed).shuffle(mutants)
    turns = itertools.zip_longest(*rooms.values())
    return [mutant for turn in turns for mutant in turn if mutant is not None]


class Copies:
    """Copies of the project, each used by one worker at a time."""

    def __init__(self, folder: Path, count: int) -> None:
        self._free: queue.Queue[Path] = queue.Queue()
        self._stamps = itertools.count(int(time.time()))
        for at in range(count):
            copy = folder / str(at)
            copy.mkdir()
            for name in COPIED:
                source = ROOT / name
                kept = shutil.ignore_patterns("__pycache__")
                (
                    shutil.copytree(source, copy / name, ignore=kept)
                    if source.is_dir()
                    else shutil.copy(source, copy / name)
                )
            self._free.put(copy)

    def cover(self, tests: str) -> Covered:
        """Runs tests once, unmutated."""
        with self._one() as copy:
            out = copy / "covered.json"
            ended, said = run_tests(
                copy, [tests], None, "-p", "tests.mutants.covered", COVERED_OUT=str(out)
            )
            if ended not in (SUCCEEDED, FAILED):
                raise SystemExit(f"unmutated, {tests} ended with {ended}:\n{said[-3000:]}")
            return msgspec.json.decode(out.read_bytes(), type=Covered)

    def judge(
        self, mutant: Mutant, covered: Covered, until: float, patience: float = PATIENCE
    ) -> Judged | None:
        """What became of it; None where the time is over or it is no other program."""
        source = (ROOT / mutant.module).read_text("utf-8")
        if time.monotonic() > until or not mutant.differs(source):
            return None
        tests, after = covered.against(mutant), mutant.after(source)
        if not tests:
            return Judged(mutant, after, "unseen")
        with self._one() as copy:
            module = copy / mutant.module
            longest = patience + 5 * sum(covered.seconds[test] for test in tests)
            self._write(module, mutant.text(source))
            try:
                ended, said = run_tests(copy, tests, longest, "-x")
            finally:
                self._write(module, source)
        if ended not in (None, SUCCEEDED, FAILED, INTERRUPTED, NOT_FOUND):
            raise SystemExit(f"pytest ended with {ended} on {mutant}:\n{said[-3000:]}")
        how = {None: "hung", SUCCEEDED: "survived"}.get(ended, "killed")
        return Judged(mutant, after, how)

    @contextlib.contextmanager
    def _one(self):
        copy = self._free.get()
        try:
            yield copy
        finally:
            self._free.put(copy)

    def _write(self, module: Path, text: str) -> None:
        """With a time of its own: Python tells by it whether what it compiled is still true."""
        module.write_text(text, "utf-8")
        stamp = next(self._stamps)
        os.utime(module, (stamp, stamp))


def run_tests(
    copy: Path, tests: list[str], patience: float | None, *options: str, **environment: str
) -> tuple[int | None, str]:
    """How pytest ended, None where it hung, and what it said."""
    named = copy / "tests.txt"
    named.write_text("\n".join(tests))
    child = subprocess.Popen(
        ["tests/with-secret-service", sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *options,
         f"@{named}"],
        cwd=copy, env=os.environ | environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        said, _ = child.communicate(timeout=patience)
        return child.returncode, said
    except subprocess.TimeoutExpired:
        return None, ""
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # its session: it, and what it began
        child.wait()


def merged(parts) -> Covered:
    whole = Covered()
    for part in parts:
        whole.seconds |= part.seconds
        whole.lines |= part.lines
        whole.failed |= part.failed
    return whole


def tell(judged: list[Judged], sampled: int) -> None:
    total = Counter(Path(each.mutant.module).parts[1] for each in judged)
    killed = Counter(
        Path(each.mutant.module).parts[1] for each in judged if each.how in ("killed", "hung")
    )
    for each in judged:
        if each.how in ("survived", "unseen"):
            where = f"{each.mutant.module}:{each.mutant.line}"
            print(f"{each.how} {where}\n    - {each.mutant.before}\n    + {each.after}")
    for room, count in sorted(total.items()):
        print(f"{room:<8} {killed[room]} of {count} killed, {killed[room] / count:.0%}")
    print(f"{len(judged)} of at most {sampled} mutants were tried")


if __name__ == "__main__":
    sys.exit(main())
