"""Programs that measure in a process of their own and print what they found on their last line."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.rows import Table

ROOT = Path(__file__).parent.parent.parent


class BenchFailed(Exception):
    """A bench that did not come to its figures, and what it said."""


def figures(module: str, *arguments: str) -> list[float]:
    """The numbers another process measured."""
    return [float(figure) for figure in _last_line(module, arguments).split()]


def rows_of(module: str, *arguments: str) -> Table:
    """The rows another process measured; how far it is, it says meanwhile."""
    table: Table = json.loads(_last_line(module, arguments, errors=None))
    return table


def paired(ours: list[str], bare: list[str], runs: int) -> tuple[float, float]:
    """Median seconds of both, run in turn after one warm-up each."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        for kept, arguments in zip(times, (ours, bare), strict=True):
            seconds = until_painted([sys.executable, *arguments])
            if run:
                kept.append(seconds)
    return statistics.median(times[0]), statistics.median(times[1])


@contextlib.contextmanager
def beside(module: str) -> Iterator[list[str]]:
    """A process that works meanwhile, until its input is closed; what it says in the end."""
    child = subprocess.Popen(
        [sys.executable, "-m", f"tests.bench.{module}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=ROOT,
    )
    said: list[str] = []
    try:
        if not child.stdout.readline():
            raise BenchFailed(f"{module} ended with {child.wait()}")
        yield said
    finally:
        with contextlib.suppress(BrokenPipeError):
            child.stdin.close()
        said += child.stdout.read().split()
    if child.wait() != 0:
        raise BenchFailed(f"{module} ended with {child.returncode}")


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def _last_line(
    module: str, arguments: tuple[str, ...], errors: int | None = subprocess.PIPE
) -> str:
    told = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", *arguments],
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
        env=environment(),
        cwd=ROOT,
    )
    if told.returncode != 0:
        raise BenchFailed(f"{module} ended with {told.returncode}: {(told.stderr or '')[-2000:]}")
    return told.stdout.splitlines()[-1]


def until_painted(command: list[str]) -> float:
    """Seconds until a program said so."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    said = child.stdout.readline()
    seconds = time.perf_counter() - begun
    child.wait()
    if said.strip() != "painted":
        raise BenchFailed(f"{command} did not paint")
    return seconds
