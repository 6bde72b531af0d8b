"""Plots as plain SVG: they are read in a repository and compared by git, so no library draws them.

Lengths are in pixels of a 420 x 360 picture; data run from 0 to 1 on both axes.
"""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from nlp.learning.measures import Bin

_LEFT, _TOP, _SIDE = 60, 40, 280
_WIDTH, _HEIGHT = 420, 380
_COLOURS = ("#0b5fa5", "#c2410c", "#15803d", "#7e22ce", "#a16207", "#0e7490", "#be123c")
_STYLE = (
    "text{font-family:system-ui,sans-serif;font-size:12px;fill:#1f2937}"
    ".axis{stroke:#6b7280;stroke-width:1;fill:none}.grid{stroke:#e5e7eb;stroke-width:1}"
    ".title{font-size:14px;font-weight:600}"
)
_CELL = 22  # of the confusion table
_NAMES = 150  # room for the names of its rows


def reliability(title: str, fields: Mapping[str, Sequence[Bin]]) -> str:
    """Draw how often beliefs were right against how sure they were; the diagonal is honest."""
    parts = [_line([(0.0, 0.0), (1.0, 1.0)], "#9ca3af", dashed=True)]
    for (name, found), colour in zip(fields.items(), _colours(len(fields)), strict=True):
        points = [(each.claimed, each.right) for each in found]
        parts.append(_line(points, colour))
        parts.extend(_dot(point, colour, name) for point in points)
    return _chart(title, "claimed", "right", parts, list(fields))


def risk_coverage(
    title: str, curves: Mapping[str, tuple[Sequence[float], Sequence[float]]], goal: float
) -> str:
    """Draw the precision of what passes against how much passes."""
    parts = [_line([(0.0, goal), (1.0, goal)], "#9ca3af", dashed=True)]
    for (_, (coverage, exactness)), colour in zip(
        curves.items(), _colours(len(curves)), strict=True
    ):
        parts.append(_line(_thinned(list(zip(coverage, exactness, strict=True))), colour))
    return _chart(title, "share that passes unseen", "of that, right", parts, list(curves))


def confusion(title: str, names: Sequence[str], table: NDArray[np.int_]) -> str:
    """Draw how often a true label (row) was taken for another (column)."""
    side = _CELL * len(names)
    width, height = _NAMES + side + 20, _TOP + side + _NAMES
    parts = [f'<text class="title" x="10" y="22">{escape(title)}</text>']
    for row, name in enumerate(names):
        y = _TOP + row * _CELL
        total = max(1, int(table[row].sum()))
        parts.append(f'<text x="{_NAMES - 6}" y="{y + 15}" text-anchor="end">{escape(name)}</text>')
        for column in range(len(names)):
            count = int(table[row, column])
            if count:
                parts.append(_cell(_NAMES + column * _CELL, y, count, count / total, row == column))
    for column, name in enumerate(names):
        x, y = _NAMES + column * _CELL + 15, _TOP + side + 8
        parts.append(
            f'<text x="{x}" y="{y}" text-anchor="end" transform="rotate(-60 {x} {y})">'
            f"{escape(name)}</text>"
        )
    return _svg(width, height, parts)


def _cell(x: int, y: int, count: int, part: float, right: bool) -> str:
    colour = "#0b5fa5" if right else "#c2410c"
    ink = "#ffffff" if part > 0.5 else "#1f2937"
    return (
        f'<rect x="{x}" y="{y}" width="{_CELL - 1}" height="{_CELL - 1}" fill="{colour}" '
        f'fill-opacity="{0.08 + 0.92 * part:.2f}"/>'
        f'<text x="{x + _CELL / 2}" y="{y + 15}" text-anchor="middle" style="fill:{ink};'
        f'font-size:10px">{count}</text>'
    )


def _chart(title: str, across: str, up: str, parts: Sequence[str], names: Sequence[str]) -> str:
    frame = [f'<text class="title" x="{_LEFT}" y="22">{escape(title)}</text>']
    for step in range(6):
        at = step / 5
        x, y = _point((at, at))
        frame.append(f'<path class="grid" d="M{_LEFT} {y}h{_SIDE}M{x} {_TOP}v{_SIDE}"/>')
        frame.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{at:.1f}</text>')
        frame.append(f'<text x="{x}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{at:.1f}</text>')
    middle = _TOP + _SIDE / 2
    frame.append(
        f'<text x="16" y="{middle}" text-anchor="middle" transform="rotate(-90 16 {middle})">'
        f"{escape(up)}</text>"
        f'<text x="{_LEFT + _SIDE / 2}" y="{_TOP + _SIDE + 38}" text-anchor="middle">'
        f"{escape(across)}</text>"
    )
    for row, (name, colour) in enumerate(zip(names, _colours(len(names)), strict=True)):
        y = _TOP + 10 + row * 18
        frame.append(
            f'<rect x="{_LEFT + _SIDE + 8}" y="{y - 9}" width="10" height="10" fill="{colour}"/>'
            f'<text x="{_LEFT + _SIDE + 22}" y="{y}">{escape(name)}</text>'
        )
    return _svg(_WIDTH + 60, _HEIGHT, [*frame, *parts])


def _line(points: Sequence[tuple[float, float]], colour: str, dashed: bool = False) -> str:
    path = "L".join("{:.1f} {:.1f}".format(*_point(point)) for point in points)
    dashes = ' stroke-dasharray="4 4"' if dashed else ""
    return f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>'


def _dot(point: tuple[float, float], colour: str, name: str) -> str:
    x, y = _point(point)
    said = f"{name}: {point[0]:.2f} claimed, {point[1]:.2f} right"
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"><title>{said}</title></circle>'


def _point(at: tuple[float, float]) -> tuple[float, float]:
    return _LEFT + at[0] * _SIDE, _TOP + (1.0 - at[1]) * _SIDE


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    step = max(1, len(points) // 200)
    return [*points[::step], points[-1]]


def _colours(count: int) -> list[str]:
    return [_COLOURS[at % len(_COLOURS)] for at in range(count)]


def _svg(width: float, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><style>{_STYLE}</style>'
        '<rect width="100%" height="100%" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )
