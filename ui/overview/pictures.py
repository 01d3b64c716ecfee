"""The five pictures of the figures, as data: what a chart draws, a table lists and a file keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from app.cases.model import GRADES
from app.desk import Counted, FigureQuestion, FiguresAnswer
from ui.language import tr
from ui.parts.words import RATINGS

if TYPE_CHECKING:
    from app.desk import KeptDays, StatisticsRow

MOST_GROUPS = 3  # of items or departments, the busiest; all of them are counted together above
DAYS_APART = 31  # with more the days are taken together by weeks


class Bar(NamedTuple):
    """``text``: its value in words; ``question``: the cases behind it, None where no case is."""

    value: float
    text: str
    question: FigureQuestion | None


class Group(NamedTuple):
    """A bar a series."""

    name: str
    bars: tuple[Bar, ...]


class Picture(NamedTuple):
    """``upright``: columns, else rows; ``first``: what its groups are, the head of its table;
    ``said``: it in one sentence; without ``groups`` that is all there is of it."""

    id: str
    title: str
    first: str
    series: tuple[str, ...]
    groups: tuple[Group, ...]
    upright: bool
    said: str


NO_PICTURE = Picture("", "", "", (), (), False, "")


def pictures(figures: FiguresAnswer) -> tuple[Picture, ...]:
    """In the order in which they are read."""
    total = Total(figures.groups)
    return (
        _by_day(figures, total),
        _ratings(figures, total),
        _on_time(figures, total),
        _days(figures, total),
        _instant(figures, total),
    )


def rows_of(pictures_: Sequence[Picture]) -> list[tuple[str, ...]]:
    """All of them as one table: a line a bar."""
    head = (tr("Picture"), tr("Of"), tr("Figure"), tr("Value"))
    return [
        head,
        *(
            (picture.title, group.name, series, bar.text)
            for picture in pictures_
            for group in picture.groups
            for series, bar in zip(picture.series, group.bars, strict=True)
        ),
    ]


class Total:
    """Rows taken together: counts are added, means weighed by what they are means of."""

    def __init__(self, rows: Sequence[StatisticsRow]) -> None:
        self.received = sum(row.received for row in rows)
        self.decided = sum(row.decided for row in rows)
        self.instant = round(sum(row.instant_share * row.received for row in rows))
        self.counted = sum(row.on_time.counted for row in rows)
        self.promised = sum(row.on_time.promised for row in rows)
        self.dated = sum(row.on_time.dated for row in rows)
        self.statutory = sum(row.on_time.statutory for row in rows)
        self.mean_promised = _share(
            sum(row.mean_promised * row.on_time.counted for row in rows), self.counted
        )
        self.mean_actual = _share(
            sum(row.mean_actual * row.on_time.counted for row in rows), self.counted
        )
        self.mean_statutory = _share(
            sum(row.statutory * row.on_time.dated for row in rows), self.dated
        )
        self.ratings = [
            sum(row.ratings[at] for row in rows if at < len(row.ratings)) for at in range(GRADES)
        ]


def _by_day(figures: FiguresAnswer, total: Total) -> Picture:
    groups = []
    known = {date.fromisoformat(row.key): row for row in figures.days}
    for first, last in _spans(figures.since, figures.until) if known else ():
        rows = [row for day, row in known.items() if first <= day <= last]
        came, done = sum(r.received for r in rows), sum(r.decided for r in rows)
        received = FigureQuestion(counted="received", since=first, until=last)
        bars = (
            Bar(came, str(came), received),
            Bar(done, str(done), replace(received, counted="decided")),
        )
        groups.append(Group(f"{first:%m-%d}", bars))
    said = tr(
        "{received} received, {decided} decided", received=total.received, decided=total.decided
    )
    by_weeks = (figures.until - figures.since).days > DAYS_APART
    return Picture(
        id="days",
        title=tr("Received and decided by week") if by_weeks else tr("Received and decided by day"),
        first=tr("Week from") if by_weeks else tr("Day"),
        series=(tr("Received"), tr("Decided")),
        groups=tuple(groups),
        upright=True,
        said=_unless_older(figures, said),
    )


def _ratings(figures: FiguresAnswer, total: Total) -> Picture:
    rated = sum(total.ratings)
    groups = tuple(
        Group(
            tr(RATINGS[str(GRADES + 1 - grade)]),
            (Bar(count, str(count), _question(figures, "rated", grade=grade)),),
        )
        for grade, count in enumerate(total.ratings, 1)
    )
    content = sum(total.ratings[:3])
    said = tr("Nobody has rated yet")
    if rated:
        said = tr("{n} ratings, {share} content", n=rated, share=f"{content / rated:.0%}")
    return Picture(
        id="ratings",
        title=tr("Ratings"),
        first=tr("Grade"),
        series=(tr("Ratings"),),
        groups=() if figures.is_older or not rated else groups,
        upright=False,
        said=_unless_older(figures, said),
    )


def _on_time(figures: FiguresAnswer, total: Total) -> Picture:
    def group(name: str, times: Total | KeptDays, row: StatisticsRow | None) -> Group:
        kept, by_law = (times.promised, times.counted), (times.statutory, times.dated)
        bars = (
            Bar(_share(*kept), _of(*kept), _question(figures, "late", row)),
            Bar(_share(*by_law), _of(*by_law), _question(figures, "late_by_law", row)),
        )
        return Group(name, bars[: 1 if figures.is_older else 2])

    groups = [group(tr("All"), total, None)]
    groups += [group(row.name, row.on_time, row) for row in _busiest(figures)]
    late = total.counted - total.promised
    said = tr("Nothing was decided in these days")
    if total.counted:
        said = tr("{n} decided after the promised day", n=late)
    return Picture(
        id="on-time",
        title=tr("Decided on time"),
        first=_named(figures),
        series=(tr("By the promised day"), tr("By the statutory day"))[
            : 1 if figures.is_older else 2
        ],
        groups=tuple(groups) if total.counted else (),
        upright=False,
        said=said,
    )


def _days(figures: FiguresAnswer, total: Total) -> Picture:
    def group(name: str, days: tuple[float, float, float], row: StatisticsRow | None) -> Group:
        decided = _question(figures, "decided", row)
        law, *others = days
        bars = [Bar(law, f"{law:.1f}" if law else "—", decided)]
        bars += [Bar(each, f"{each:.1f}", decided) for each in others]
        return Group(name, tuple(bars[1 if figures.is_older else 0 :]))

    means = (total.mean_statutory, total.mean_promised, total.mean_actual)
    groups = [group(tr("All"), means, None)]
    for row in _busiest(figures):
        means = (row.statutory, row.mean_promised, row.mean_actual)
        groups.append(group(row.name, means, row))
    said = tr("Nothing was decided in these days")
    if total.counted:
        said = tr("{n} days on average", n=f"{total.mean_actual:.1f}")
    if total.mean_statutory:
        less = 1 - total.mean_promised / total.mean_statutory
        said += tr("; promised {share} under the law", share=f"{less:.1%}")
    series = (tr("The law allows"), tr("The promise"), tr("Taken"))
    return Picture(
        id="taken",
        title=tr("Working days: law, promise, taken"),
        first=_named(figures),
        series=series[1:] if figures.is_older else series,
        groups=tuple(groups) if total.counted else (),
        upright=False,
        said=said,
    )


def _instant(figures: FiguresAnswer, total: Total) -> Picture:
    def bar(count: int, counted: Counted) -> Bar:
        text = f"{count} · {_share(count, total.received):.1%}"
        return Bar(count, text, _question(figures, counted))

    groups = (
        Group(tr("Instant"), (bar(total.instant, "instant"),)),
        Group(tr("With a promise"), (bar(total.received - total.instant, "promised"),)),
    )
    said = tr("Nothing came in these days")
    if total.received:
        share = f"{_share(total.instant, total.received):.1%}"
        said = tr("{share} of what came is decided on the spot", share=share)
    return Picture(
        id="instant",
        title=tr("Instant items"),
        first=tr("Handling"),
        series=(tr("Received"),),
        groups=groups if total.received else (),
        upright=False,
        said=said,
    )


def _spans(since: date, until: date) -> list[tuple[date, date]]:
    """Its days, or the weeks it has, from the first to the last day of each."""
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    if len(days) <= DAYS_APART:
        return [(day, day) for day in days]
    begins = [day for day in days if day == since or day.weekday() == 0]
    ends = [*(day - timedelta(days=1) for day in begins[1:]), until]
    return list(zip(begins, ends, strict=True))


def _busiest(figures: FiguresAnswer) -> list[StatisticsRow]:
    counted = [row for row in figures.groups if row.on_time.counted]
    return sorted(counted, key=lambda row: -row.on_time.counted)[:MOST_GROUPS]


def _question(
    figures: FiguresAnswer, counted: Counted, row: StatisticsRow | None = None, grade: int = 0
) -> FigureQuestion:
    key = row.key if row is not None else ""
    by_department = figures.of == "hall"
    return FigureQuestion(
        counted=counted,
        since=figures.since,
        until=figures.until,
        grade=grade,
        item_code="" if by_department else key,
        department=key if by_department else "",
    )


def _named(figures: FiguresAnswer) -> str:
    return tr("Department") if figures.of == "hall" else tr("Item")


def _unless_older(figures: FiguresAnswer, said: str) -> str:
    return tr("A centre of version 1.0 does not tell this") if figures.is_older else said


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} · {_share(part, whole):.0%}" if whole else "—"
