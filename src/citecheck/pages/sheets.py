"""Sheets of paper: puts the runs of text of a page in reading order and joins them to lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_MIN_COLUMN = 4  # runs on each side, below which a gap between them is no gutter
_WORDY = 18  # characters in the median run of a text column; cells of tables have fewer
_CROSSING = 0.35  # share of runs that may span both columns (titles, wide figures)
_MOST = 3000  # runs of a sheet; drawings of letters have more
_COLUMNS = 4  # a sheet is split in two at most so many times over
_MARK = re.compile(r"[•·▪‣●○–*-]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z])[.)]?")
_SENTENCE_GAP = 2.0  # the same after the end of a sentence: TeX sets wide spaces there
_CELL_GAP = 0.9  # times the size of the letters; a wider gap in a line parts cells


@dataclass(slots=True)
class Run:
    """A stretch of text of one line; x from the left, y from the lower edge, in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float


@dataclass(slots=True)
class Line:
    """Runs that stand side by side; `cells` counts the stretches that wide gaps part.

    `width` is that of the column it stands in.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    cells: int
    width: float = 0.0


def lines_in_order(runs: Sequence[Run], width: float) -> list[Line]:
    """The lines of a sheet in the order in which a reader reads them: column after column, with
    what spans the columns where it stands."""
    ordered: list[Line] = []
    pending: list[tuple[Sequence[Run], int]] = [(runs, 0)]
    while pending:
        part, depth = pending.pop()
        gutter = _gutter(part, width) if depth < _COLUMNS else None
        if gutter is None:
            lines = _lines(part)
            wide = max((line.x1 for line in lines), default=0) - min(
                (line.x0 for line in lines), default=0
            )
            for line in lines:
                line.width = wide
            ordered.extend(lines)
        else:
            pending.extend((piece, depth + 1) for piece in reversed(_split(part, gutter)) if piece)
    return ordered


def _gutter(runs: Sequence[Run], width: float) -> float | None:
    """Where to part a sheet into two columns of text, if it has them."""
    if not 2 * _MIN_COLUMN <= len(runs) <= _MOST or width <= 0:
        return None
    best, most = None, 0
    for x in sorted({run.x0 for run in runs})[:400]:
        left = [run for run in runs if run.x1 <= x - 2]
        right = [run for run in runs if run.x0 >= x - 0.5]
        few = min(len(left), len(right))
        if few < _MIN_COLUMN or few <= most:
            continue
        if len(runs) - len(left) - len(right) > _CROSSING * len(runs):
            continue
        if all(median(len(run.text) for run in side) >= _WORDY for side in (left, right)):
            best, most = x - 1, few
    return best


def _split(runs: Sequence[Run], gutter: float) -> list[list[Run]]:
    """Bands from the top: left column, right column, what spans both, and so on."""
    pieces: list[list[Run]] = []
    left: list[Run] = []
    right: list[Run] = []
    spanning: list[Run] = []
    for run in sorted(runs, key=lambda run: -run.y1):
        if run.x0 < gutter < run.x1:
            if left or right:
                pieces += [left, right]
                left, right = [], []
            spanning.append(run)
            continue
        if spanning:
            pieces.append(spanning)
            spanning = []
        (left if run.x1 <= gutter else right).append(run)
    pieces += [left, right, spanning] if not spanning else [spanning]
    return pieces


def _lines(runs: Sequence[Run]) -> list[Line]:
    """Runs on one base line become a line, from the top; within it from the left."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-(run.y0 + run.y1), run.x0)):
        middle = (run.y0 + run.y1) / 2
        if rows:
            other = rows[-1][0]
            if abs((other.y0 + other.y1) / 2 - middle) < 0.5 * min(other.size, run.size):
                rows[-1].append(run)
                continue
        rows.append([run])
    return [_line(sorted(row, key=lambda run: run.x0)) for row in rows]


def _line(row: Sequence[Run]) -> Line:
    parts = [row[0].text.strip()]
    cells = 1
    for before, run in pairwise(row):
        wide = _parts_cells(before, run)
        cells += wide
        parts.append((" | " if wide else " ") + run.text.strip())
    return Line(
        "".join(parts),
        row[0].x0,
        min(run.y0 for run in row),
        max(run.x1 for run in row),
        max(run.y1 for run in row),
        max(run.size for run in row),
        cells,
    )


def _parts_cells(before: Run, run: Run) -> bool:
    """Tell whether a gap parts two cells, rather than two sentences or a mark and its item."""
    gap = (run.x0 - before.x1) / max(min(run.size, before.size), 1)
    text = before.text.strip()
    if _MARK.fullmatch(text):
        return False
    return gap > (_SENTENCE_GAP if text.endswith((".", "?", "!", ":")) else _CELL_GAP)
