"""Reads tables that are drawn with lines: what stands in each box of the grid is one cell, on
however many lines, and a box that spans several columns or rows stands in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from citecheck.pages.sheets import Run

_NEAR = 2.5  # points by which lines may miss each other
_MOST = 600  # lines of a sheet; drawings have more
_MOST_BOXES, _MOST_RUNS = 1500, 2000  # of a table
_FILLED = 0.3  # share of a grid's boxes that hold text, below which it is a form or a chart


class Rule(NamedTuple):
    """A straight line of a sheet, along or across it, in points from the lower left corner."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def across(self) -> bool:
        """Whether it stands upright."""
        return self.x1 - self.x0 < self.y1 - self.y0


def with_rows(runs: Sequence[Run], rules: Sequence[Rule]) -> list[Run]:
    """The runs of a sheet, those within a ruled table replaced by one run for each of its rows."""
    left = list(runs)
    for group in _joined(rules[:_MOST]):
        xs = _steps([rule.x0 for rule in group if rule.across])
        ys = _steps([rule.y0 for rule in group if not rule.across])
        if len(xs) < 3 or len(ys) < 3 or (len(xs) - 1) * (len(ys) - 1) > _MOST_BOXES:
            continue
        inside = [
            run
            for run in left
            if xs[0] < (run.x0 + run.x1) / 2 < xs[-1] and ys[0] < (run.y0 + run.y1) / 2 < ys[-1]
        ]
        if len(inside) > _MOST_RUNS:
            continue
        rows = _rows(inside, group, xs, ys[::-1])
        if rows:
            kept = set(map(id, inside))
            left = [run for run in left if id(run) not in kept] + rows
    return left


def _joined(rules: Sequence[Rule]) -> list[list[Rule]]:
    """The lines that touch one another, together."""
    groups: list[list[Rule]] = []
    for rule in rules:
        joined, apart = [rule], []
        for group in groups:
            if any(_touch(rule, other) for other in group):
                joined += group
            else:
                apart.append(group)
        groups = [*apart, joined]
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    return (
        one.x0 - _NEAR <= other.x1
        and other.x0 - _NEAR <= one.x1
        and one.y0 - _NEAR <= other.y1
        and other.y0 - _NEAR <= one.y1
    )


def _steps(values: Sequence[float]) -> list[float]:
    """The places of lines from low to high, those that are nearly the same taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _rows(
    runs: Sequence[Run], rules: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> list[Run]:
    """One run for each row of a grid, `ys` from the top; none where it holds next to nothing."""
    upright = [rule for rule in rules if rule.across]
    level = [rule for rule in rules if not rule.across]
    table: list[list[list[Run]]] = []
    for number, (top, bottom) in enumerate(pairwise(ys)):
        middle = (top + bottom) / 2
        starts = [0]  # of the boxes of this row, in columns
        for column, x in enumerate(xs[1:-1], 1):
            if any(abs(r.x0 - x) <= _NEAR and r.y0 <= middle <= r.y1 for r in upright):
                starts.append(column)
        cells: list[list[Run]] = []
        for first, last in pairwise([*starts, len(xs) - 1]):
            centre = (xs[first] + xs[last]) / 2
            high, low = _extent(ys, number, [r for r in level if r.x0 <= centre <= r.x1])
            own = [
                run
                for run in runs
                if xs[first] <= (run.x0 + run.x1) / 2 < xs[last]
                and low <= (run.y0 + run.y1) / 2 < high
            ]
            cells += [own] * (last - first)
        table.append(cells)
    filled = sum(bool(cell) for row in table for cell in row)
    if filled < _FILLED * (len(xs) - 1) * (len(ys) - 1):
        return []
    return [
        _row(cells, xs, top, bottom)
        for cells, (top, bottom) in zip(table, pairwise(ys), strict=True)
        if any(cells)
    ]


def _extent(ys: Sequence[float], row: int, level: Sequence[Rule]) -> tuple[float, float]:
    """The upper and the lower edge of a box: over further rows where no line parts them."""
    first, last = row, row + 1
    while first > 0 and not any(abs(rule.y0 - ys[first]) <= _NEAR for rule in level):
        first -= 1
    while last < len(ys) - 1 and not any(abs(rule.y0 - ys[last]) <= _NEAR for rule in level):
        last += 1
    return ys[first], ys[last]


def _row(cells: Sequence[Sequence[Run]], xs: Sequence[float], top: float, bottom: float) -> Run:
    texts = [_text(cell) for cell in cells]
    whole = all(cell is cells[0] for cell in cells)
    size = median(run.size for cell in cells for run in cell)
    middle = (top + bottom) / 2
    first = next(run for cell in cells for run in cell)
    text = texts[0] if whole else " | ".join(texts).strip(" |")
    y0, y1 = middle - size / 2, middle + size / 2
    return replace(first, text=text, x0=xs[0], x1=xs[-1], y0=y0, y1=y1, size=size, cells=2)


def _text(cell: Sequence[Run]) -> str:
    """The lines of a cell, from the top."""
    ordered = sorted(cell, key=lambda run: (-round((run.y0 + run.y1) / run.size), run.x0))
    return " ".join(" ".join(run.text for run in ordered).split())
