"""Two pictures as SVG: rows against their aims, and figures that grow."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from tests.bench.rows import Table

REACHED, MISSED, GRID, INK = "#2e7d32", "#c62828", "#bdbdbd", "#424242"
COLOURS = (
    "#1565c0",
    "#c62828",
    "#2e7d32",
    "#ef6c00",
    "#6a1b9a",
    "#00838f",
    "#5d4037",
    "#ad1457",
    "#9e9d24",
    "#757575",
)
WIDTH, LINE, LABELS = 900, 22, 270
LONGEST = 3.0  # times its aim, that a bar shows
PLOT = (70, 20, 620, 380)  # left, top, right, bottom of the plot of lines
Points = Sequence[tuple[float, float]]


def against_aims(table: Table) -> str:
    """A bar a row that has an aim: how much of the aim it takes. What passes the line misses it."""
    shares = {name: _share(values) for name, values in table.items() if "aim" in values}
    most = min(LONGEST, max([1.5, *shares.values()]))
    height = LINE * (len(shares) + 2)
    unit = (WIDTH - LABELS - 80) / most
    drawn = [_line(LABELS + unit, 0, LABELS + unit, height - LINE, GRID)]
    for n, (name, share) in enumerate(shares.items()):
        top, long = LINE * n + 4, unit * min(share, most)
        colour = REACHED if table[name]["reached"] == "yes" else MISSED
        drawn.append(_words(LABELS - 8, top + 12, name, "end"))
        drawn.append(
            f'<rect x="{LABELS}" y="{top}" width="{long:.1f}" height="14" fill="{colour}"/>'
        )
        drawn.append(_words(LABELS + long + 6, top + 12, f"{share:.2f}"))
    drawn.append(_words(LABELS + unit, height - 6, "aim", "middle"))
    return _svg(WIDTH, height, drawn)


def growth(lines: Mapping[str, Points], below: str, aside: str) -> str:
    """Lines on logarithmic axes, each named at the side, and how a logarithm grows beside them;
    ``below`` and ``aside`` name the axes."""
    lines = {**lines, "log n": _logarithm(lines)}
    left, top, right, bottom = PLOT
    xs = [math.log10(x) for points in lines.values() for x, _ in points]
    ys = [math.log10(y) for points in lines.values() for _, y in points]
    low, high = math.floor(min(ys)), math.ceil(max(ys))

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - min(xs)) / (max(xs) - min(xs))
        up = (math.log10(y) - low) / (high - low)
        return left + across * (right - left), bottom - up * (bottom - top)

    drawn = []
    for power in range(low, high + 1):
        y = place(10 ** min(xs), 10**power)[1]
        drawn += [_line(left, y, right, y, GRID), _words(left - 6, y + 4, f"{10**power:g}", "end")]
    for x in sorted({x for points in lines.values() for x, _ in points}):
        drawn.append(_words(place(x, 10**low)[0], bottom + 18, f"{x:,.0f}", "middle"))
    for n, (name, points) in enumerate(lines.items()):
        colour = COLOURS[n % len(COLOURS)]
        path = " ".join("{:.1f},{:.1f}".format(*place(x, y)) for x, y in points)
        drawn.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn.append(_line(right + 20, top + LINE * n + 8, right + 40, top + LINE * n + 8, colour))
        drawn.append(_words(right + 46, top + LINE * n + 12, name))
    drawn.append(_words((left + right) / 2, bottom + 38, below, "middle"))
    drawn.append(_words(left, top - 6, aside, "middle"))
    return _svg(WIDTH, bottom + 50, drawn)


def _logarithm(lines: Mapping[str, Points]) -> Points:
    """From the least that has one, where the lines are at 1."""
    at = sorted({x for points in lines.values() for x, _ in points if x > 1})
    return [(x, math.log(x) / math.log(at[0])) for x in at]


def _share(values: Mapping[str, object]) -> float:
    """Of the aim, what was measured; of an aim that is a least, the other way round."""
    sign, limit = str(values["aim"]).split()[-2:]
    measured = float(str(values["ratio" if "ratio" in str(values["aim"]) else "value"]))
    share = measured / float(limit)
    return share if sign == "≤" else 1 / share if share else math.inf


def _svg(width: float, height: float, drawn: Sequence[str]) -> str:
    inner = "\n".join(drawn)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="13">\n'
        f'<rect width="{width}" height="{height}" fill="#fff"/>\n{inner}\n</svg>\n'
    )


def _words(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{INK}">{escape(text)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'
