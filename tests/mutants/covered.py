"""A pytest plugin: writes which lines each test runs, how long it takes, and which failed."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

ROOMS = ("app/cases/*", "app/sync/*", "app/store/*")
measured = coverage.Coverage(data_file=None, include=[str(Path.cwd() / room) for room in ROOMS])
measured.start()
seconds: dict[str, float] = {}
failed: set[str] = set()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    measured.switch_context(item.nodeid)
    begun = time.monotonic()
    result = yield
    seconds[item.nodeid] = time.monotonic() - begun
    return result


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        failed.add(report.nodeid)


def pytest_sessionfinish() -> None:
    measured.stop()
    data = measured.get_data()
    lines: dict[str, dict[str, list[int]]] = {}
    for path in data.measured_files():
        module = Path(path).relative_to(Path.cwd()).as_posix()
        for line, tests in data.contexts_by_lineno(path).items():
            for test in filter(None, tests):
                lines.setdefault(test, {}).setdefault(module, []).append(line)
    told = {"seconds": seconds, "lines": lines, "failed": sorted(failed)}
    Path(os.environ["COVERED_OUT"]).write_text(json.dumps(told))
