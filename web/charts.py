"""Numbers -> the geometry of two kinds of chart; ``_charts.html`` draws them as SVG.

Across, everything is in percent of whatever room there is; up, in pixels. So a chart fills a phone
or a desk without a script, and its words keep their size. All colours are classes of the style
sheet: the page allows no inline style, and the night has its own colours.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from web.numbers import write_number

PLOT = 180  # pixels from the top line of a column chart to its ground line
_TOP = 10  # above the top line, for the upper half of its number
_FOOT = 26  # below the ground line, for the days
_LINE = 20  # a line of text
_BAR = 12
_GAP = 14
_LETTERS = 34  # of a name in one line: what fits beside its number on a narrow phone
_STEPS = 4  # lines above the ground, at most


@dataclass(frozen=True, slots=True)
class Bar:
    """One named quantity. ``text`` is how it is written, ``tone`` its colour."""

    name: str
    amount: int
    text: str
    tone: str = "moving"


@dataclass(frozen=True, slots=True)
class DrawnBar:
    bar: Bar
    lines: tuple[tuple[int, str], ...]  # of its name: baseline, words
    y: int
    height: int
    width: str


@dataclass(frozen=True, slots=True)
class BarChart:
    bars: tuple[DrawnBar, ...]
    height: int


def bar_chart(bars: Sequence[Bar]) -> BarChart:
    """Lay out horizontal bars below one another, each under its name; the largest is full."""
    largest = max((bar.amount for bar in bars), default=0)
    drawn, y = [], 0
    for bar in bars:
        words = wrap(bar.name, _LETTERS, max_lines=3, placeholder=" …") or [""]
        lines = tuple((y + _LINE * (at + 1) - 5, line) for at, line in enumerate(words))
        y += _LINE * len(words)
        width = _percent(bar.amount / largest * 100 if largest else 0)
        drawn.append(DrawnBar(bar, lines, y, _BAR, width))
        y += _BAR + _GAP
    return BarChart(tuple(drawn), max(0, y - _GAP))


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a column, from the ground up."""

    amount: float
    tone: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``text`` is what it says when pointed at, ``tick`` what stands under it."""

    parts: tuple[Part, ...]
    text: str
    tick: str


@dataclass(frozen=True, slots=True)
class DrawnPart:
    y: str
    height: str
    tone: str


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    x: str
    width: str
    parts: tuple[DrawnPart, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    x: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class ColumnChart:
    columns: tuple[DrawnColumn, ...]
    ticks: tuple[Tick, ...]
    rules: tuple[Rule, ...]
    height: int
    ground: int
    foot: int  # baseline of the ticks


def column_chart(columns: Sequence[Column], *, in_percent: bool = False) -> ColumnChart:
    """Lay out columns side by side. Shares ``in_percent`` have all of a hundred above them."""
    most = max((sum(part.amount for part in column.parts) for column in columns), default=0)
    step, lines = (25, 4) if in_percent else _round_steps(most)
    scale = PLOT / (step * lines)
    ground = _TOP + PLOT
    each = 100 / max(1, len(columns))
    drawn = []
    for at, column in enumerate(columns):
        parts, y = [], float(ground)
        for part in column.parts:
            height = part.amount * scale
            y -= height
            if part.amount:
                parts.append(DrawnPart(f"{y:.1f}", f"{height:.1f}", part.tone))
        x, width = _percent(at * each + each * 0.1), _percent(each * 0.8)
        drawn.append(DrawnColumn(x, width, tuple(parts), column.text))
    sign = "%" if in_percent else ""
    rules = tuple(
        Rule(round(ground - line * step * scale), write_number(line * step) + sign)
        for line in range(1, lines + 1)
    )
    return ColumnChart(
        tuple(drawn), _ticks(columns), rules, ground + _FOOT, ground, ground + _FOOT - 6
    )


def _ticks(columns: Sequence[Column]) -> tuple[Tick, ...]:
    """Name the first, the middle and the last: more would run into one another on a phone."""
    if len(columns) < 3:
        return ()
    middle = len(columns) // 2
    at_middle = _percent((middle + 0.5) * 100 / len(columns))
    return (
        Tick("0%", "start", columns[0].tick),
        Tick(at_middle, "middle", columns[middle].tick),
        Tick("100%", "end", columns[-1].tick),
    )


def _round_steps(most: float) -> tuple[int, int]:
    """Return a round step and how many of them hold ``most``: 1, 2 or 5 times a power of ten."""
    if most <= 0:
        return 1, 1
    for power in range(12):
        for digit in (1, 2, 5):
            step = digit * 10**power
            if most <= step * _STEPS:
                return step, math.ceil(most / step)
    raise ValueError("no chart holds that many")


def _percent(value: float) -> str:
    return f"{value:.2f}%"
