"""What a run found, for a machine to read and for the city's supplier to mend.

``resources/conformance-report.schema.json`` is the JSON's schema.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import msgspec

from app import __version__
from app.cases.sentence import Sentence
from app.support.conformance.outlook import Outlook
from app.support.conformance.run import NOT_TRIED, Point

FORMAT = 1
CONTRACT = "docs/contract.md"


class Words(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    zh: str = ""
    en: str = ""


class ReportPoint(msgspec.Struct, frozen=True):
    """``keeps`` is null where it was not tried, ``why`` says why not. Where it is false,
    ``expected`` is what ``section`` of docs/contract.md says, and ``came`` what came."""

    name: str
    section: str
    keeps: bool | None
    said: str
    expected: Words
    came: str
    why: Words


class Report(msgspec.Struct, frozen=True):
    """One run. ``keeps`` where no point differs; ``not_tried`` is what no run tries."""

    format: int
    desk: str
    at: datetime
    centre: str
    name: str
    api: str
    clerk: str
    department: str
    second: str
    keeps: bool
    kept: int
    differs: int
    untried: int
    points: tuple[ReportPoint, ...]
    not_tried: tuple[str, ...]


def report_of(outlook: Outlook, points: list[Point], at: datetime) -> Report:
    """``at`` is when the run ended."""
    kept, differs, untried = (sum(p.keeps is said for p in points) for said in (True, False, None))
    return Report(
        format=FORMAT,
        desk=__version__,
        at=at,
        centre=outlook.url,
        name=outlook.name,
        api=outlook.api,
        clerk=outlook.clerk,
        department=outlook.department,
        second=outlook.second,
        keeps=not differs,
        kept=kept,
        differs=differs,
        untried=untried,
        points=tuple(_reported(point) for point in points),
        not_tried=NOT_TRIED,
    )


def as_json(report: Report) -> str:
    return msgspec.json.format(msgspec.json.encode(report)).decode()


def as_html(report: Report) -> str:
    """One page that needs nothing beside it: what differs first, then what was not tried, then what
    is kept. What the centre said is text in it, never markup."""
    about = (
        ("中心 Centre", f"{report.name} {report.centre}"),
        ("接口版本 API", report.api),
        ("时间 Time", f"{report.at:%Y-%m-%d %H:%M %z}"),
        ("桌面软件 Desk", f"件件 Jianjian {report.desk}"),
        ("测试人员 Test clerks", "、".join(filter(None, (report.clerk, report.second)))),
        ("测试部门 Test department", report.department),
        (
            "结果 Result",
            f"✗ 不符 {report.differs} differ　· 未试 {report.untried} not tried　"
            f"✓ 符合 {report.kept} kept",
        ),
    )
    by = {said: [p for p in report.points if p.keeps is said] for said in (True, False, None)}
    return PAGE.format(
        about="".join(
            f"<tr><th>{_cell(name)}</th><td>{_cell(said)}</td></tr>" for name, said in about
        ),
        differ=_table(
            ("检查点 Point", "应当 Expected", "实际 Came", "依据 Section"),
            [(p.name, _both(p.expected), p.came, f"{CONTRACT} · {p.section}") for p in by[False]],
        ),
        untried=_table(
            ("检查点 Point", "原因 Why"),
            [(p.name, _both(p.why)) for p in by[None]] + [("", said) for said in report.not_tried],
        ),
        kept=_table(("检查点 Point", "所见 Found"), [(p.name, p.said) for p in by[True]]),
    )


PAGE = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>接口一致性检查报告 Conformance report</title>
<style>
body {{ font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em auto;
        max-width: 72em; padding: 0 1em; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #bbb; padding: .3em .6em; text-align: left; vertical-align: top;
          overflow-wrap: anywhere; white-space: pre-line; }}
thead th {{ background: #eee; }}
h2 {{ margin-top: 1.6em; }}
</style>
<h1>接口一致性检查报告 Conformance report</h1>
<table>{about}</table>
<h2>✗ 不符 What differs</h2>
{differ}
<h2>· 未试 Not tried</h2>
{untried}
<h2>✓ 符合 Kept</h2>
{kept}
</html>
"""


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return "<p>无 none</p>"
    names = "".join(f"<th>{_cell(name)}</th>" for name in head)
    lines = "".join(
        f"<tr>{''.join(f'<td>{_cell(said)}</td>' for said in row)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{names}</tr></thead>{lines}</table>"


def _cell(text: str) -> str:
    return escape(text)


def _both(words: Words) -> str:
    return words.zh if words.zh == words.en else f"{words.zh}\n{words.en}"


def _reported(point: Point) -> ReportPoint:
    return ReportPoint(
        name=point.name,
        section=point.section,
        keeps=point.keeps,
        said=point.said,
        expected=_words(point.expected),
        came=point.came,
        why=_words(point.why),
    )


def _words(sentence: Sentence) -> Words:
    return Words(sentence.zh, sentence.en)
