"""The command line's ``doctor --contract``: says what it will write, runs, prints, reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TextIO

import msgspec

from app.account.sign_in_flow import trust_of
from app.cases.model import SHANGHAI
from app.cases.sentence import Sentence, say
from app.machine.paths import Places
from app.machine.policy import load_policy
from app.machine.terminal import print_json
from app.support.conformance.outlook import UNKNOWN, Outlook
from app.support.conformance.probe import Credentials
from app.support.conformance.report import as_html, as_json, report_of
from app.support.conformance.run import NOT_TRIED, ConformanceRun, Point

KEPT, DIFFERS, NOT_BEGUN = 0, 1, 2
Confirm = Callable[[str], bool]
GO_ON = say("继续？", "Go on?")


class Order(msgspec.Struct, frozen=True):
    """What is asked of a run. ``department`` is the code of the only one whose cases it may touch;
    ``report`` the HTML file to write. ``confirm`` is asked before anything is written."""

    url: str
    clerk: Credentials
    confirm: Confirm
    second: Credentials | None = None
    department: str = ""
    as_json: bool = False
    report: Path | None = None


def examine_contract(order: Order) -> int:
    """0 where nothing differs, 1 where something does, 2 where it was not begun.

    Where the test clerk is not let in nothing is to be agreed to: only the points of signing in are
    tried, which write nothing.
    """
    trust = trust_of(load_policy(Places.of_account().policy))
    run = ConformanceRun(order.url, order.clerk, trust, order.second, department=order.department)
    outlook = run.outlook()
    beside = sys.stderr if order.as_json else sys.stdout
    if outlook.clerk == UNKNOWN:
        return _told(order, outlook, run.sign_in_points())
    _print((f"· {_both(line)}" for line in outlook.lines()), beside)
    if order.department and outlook.department != order.department:
        refused = say(
            "测试人员属于部门 {theirs}，不是 {wanted}：什么都没有写入。",
            "The test clerk is of department {theirs}, not {wanted}: nothing was written.",
            theirs=outlook.department,
            wanted=order.department,
        )
        print(_both(refused), file=sys.stderr)
        return NOT_BEGUN
    if not order.confirm(_both(GO_ON)):
        return NOT_BEGUN
    return _told(order, outlook, run.points())


def _told(order: Order, outlook: Outlook, points: Iterable[Point]) -> int:
    found = []
    for point in points:
        found.append(point)
        if not order.as_json:
            print(_line_of(point), flush=True)
    report = report_of(outlook, found, datetime.now(SHANGHAI))
    if order.report is not None:
        order.report.write_text(as_html(report), "utf-8")
    if order.as_json:
        print_json(as_json(report))
    else:
        _print((f"· {words}" for words in NOT_TRIED), sys.stdout)
    return KEPT if report.keeps else DIFFERS


def _line_of(point: Point) -> str:
    if point.keeps is None:
        return f"· {point.name}: {_both(point.why)}"
    if point.keeps:
        return f"✓ {point.name}: {point.said}"
    return (
        f"✗ {point.name}\n"
        f"    应当 expected: {_both(point.expected)}\n"
        f"    实际 came: {point.came}\n"
        f"    依据 says: docs/contract.md: {point.section}"
    )


def _both(sentence: Sentence) -> str:
    return sentence.zh if sentence.zh == sentence.en else f"{sentence.zh} {sentence.en}"


def _print(lines: Iterable[str], where: TextIO) -> None:
    for line in lines:
        print(line, file=where, flush=True)
