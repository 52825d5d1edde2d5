"""Sheets of paper: puts the runs of text of a page in reading order and joins them to lines."""

from __future__ import annotations

import re
from collections import Counter
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
_NUMBER = re.compile(r"\d{1,4}")
_FEWEST_NUMBERS = 3  # in a margin, that count lines
_ALIGNED = 2.0  # points
_EVEN = 0.15  # share of their usual distance by which numbers of lines may stand off
_LARGE = 2.0  # times the usual size of letters
_REPEATED = 3  # sheets on which a watermark stands
_CELL_GAP = 0.9  # times the size of the letters; a wider gap in a line parts cells


@dataclass(slots=True)
class Run:
    """A stretch of text of one line; x from the left, y from the lower edge, in points. `cells`
    counts those of a whole row of a table."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    cells: int = 1


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


def numbers_of_lines(runs: Sequence[Run]) -> list[Run]:
    """The numbers in the margins of a sheet that count its lines, as courts and reviewers ask for.

    They stand under one another outside of all text, at even distances, and count on by the same
    step; beside them stands running text, not the cells of a table.
    """
    numbers = [run for run in runs if _NUMBER.fullmatch(run.text.strip())]
    found: list[Run] = []
    for edge in ("x1", "x0"):  # aligned right, or left
        columns: list[list[Run]] = []
        for run in sorted(numbers, key=lambda run: float(getattr(run, edge))):
            if columns and getattr(run, edge) - getattr(columns[-1][0], edge) < _ALIGNED:
                columns[-1].append(run)
            else:
                columns.append([run])
        for column in columns:
            if _counts_lines(column, runs) and column[0] not in found:
                found += column
    return found


def _counts_lines(column: list[Run], runs: Sequence[Run]) -> bool:
    if len(column) < _FEWEST_NUMBERS or len(runs) > _MOST:
        return False
    column.sort(key=lambda run: -run.y0)
    counts = [int(run.text) for run in column]
    step = counts[1] - counts[0]
    if step < 1 or any(b - a != step for a, b in pairwise(counts)):
        return False
    distances = [above.y0 - below.y0 for above, below in pairwise(column)]
    usual = median(distances)
    even = sum(abs(distance - usual) <= _EVEN * usual for distance in distances)
    if usual <= 0 or even < 0.6 * len(distances):
        return False
    inside = [run for run in runs if column[-1].y0 < run.y1 and run.y0 < column[0].y1]
    left, right = min(run.x0 for run in column), max(run.x1 for run in column)
    others = [run for run in inside if not _NUMBER.fullmatch(run.text.strip())]
    if not others or median(len(run.text) for run in others) < _WORDY:
        return False
    return all(run.x0 > right for run in others) or all(run.x1 < left for run in others)


def watermarks(sheets: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """For each sheet its runs in large letters that stand at the same place of most sheets."""
    usual = median([run.size for runs in sheets for run in runs] or [0])
    places: Counter[tuple[str, int, int]] = Counter()
    large = [[run for run in runs if run.size > _LARGE * usual] for runs in sheets]
    for runs in large:
        places.update({_place(run) for run in runs})
    least = max(_REPEATED, len(sheets) / 2)
    return [[run for run in runs if places[_place(run)] >= least] for runs in large]


def _place(run: Run) -> tuple[str, int, int]:
    return run.text, round(run.x0), round(run.y0)


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
    cells = sum(run.cells for run in row) - len(row) + 1
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
