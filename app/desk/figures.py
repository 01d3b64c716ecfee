"""Figures (统计) as a clerk looks at them: whose, of which days, and the cases behind them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.machine.journal import Journal
from app.store import figures
from app.store.database import Store
from app.store.figures import CaseOfFigure, FigureQuestion

if TYPE_CHECKING:
    from app.central.client import CentralClient
    from app.central.wire import Statistics, StatisticsRow

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class FiguresAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """``of``: ``me``, ``department`` or ``hall``; ``days``: a row a day on which anything was;
    ``groups``: a row an item, or a department of the hall. ``is_older``: of a 1.0 centre, which
    tells the hall's departments alone: no days, no ratings and no statutory days."""

    of: str
    since: date
    until: date
    days: tuple[StatisticsRow, ...]
    groups: tuple[StatisticsRow, ...]
    is_older: bool = False


class Figures:
    """The centre's figures, and what this desk knows of the cases behind them."""

    def __init__(
        self, store: Store, client: CentralClient, now: Callable[[], datetime], journal: Journal
    ) -> None:
        self._store, self._client, self._now, self._journal = store, client, now, journal

    def ask(self, of: str, since: date, until: date) -> FiguresAnswer:
        """Both days included. Blocks; raises what the wire raises."""
        by = "department" if of == "hall" else "item"
        groups = self._client.statistics(since, until, by, of)
        if not groups.by:
            return _of_older(groups)
        days = self._client.statistics(since, until, "day", of)
        return FiguresAnswer(of=of, since=since, until=until, days=days.rows, groups=groups.rows)

    def cases_of(self, question: FigureQuestion) -> list[CaseOfFigure]:
        """The cases here that a figure counts, the latest first. Takes a while."""
        return figures.cases_of(self._store.reader(), question)

    def save(self, rows: Iterable[Sequence[str]], path: Path) -> None:
        """Writes rows as CSV where the clerk chose, and journals it. Blocks; raises OSError."""
        path.write_bytes(as_csv(rows))
        self._journal.note("figures_saved", self._now())


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, by which spreadsheets know it. What a spreadsheet
    would take for a formula begins with an apostrophe: an item's name is a text."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell


def _of_older(said: Statistics) -> FiguresAnswer:
    from app.central.wire import KeptDays, StatisticsRow

    rows = tuple(
        StatisticsRow(
            key=each.department,
            name=each.department,
            **{f: getattr(each, f) for f in each.__struct_fields__ if f != "department"},
            on_time=KeptDays(
                counted=each.decided, promised=round(each.on_time_rate * each.decided)
            ),
            ratings=(),
        )
        for each in said.departments
    )
    return FiguresAnswer(
        of="hall", since=said.from_, until=said.to, days=(), groups=rows, is_older=True
    )
