"""Column charts over the runs of a store, as rectangles and labels for inline SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from citecheck.audits.answers.rankings import RunLine
from citecheck.model import Verdict

COLOURS: Mapping[Verdict, str] = {
    Verdict.SUPPORTED: "#2a7f62",
    Verdict.PARTIALLY_SUPPORTED: "#8fbf6b",
    Verdict.CONTRADICTED: "#b3261e",
    Verdict.NOT_SUPPORTED: "#e08e45",
    Verdict.UNVERIFIABLE: "#8a8f98",
    Verdict.UNRESOLVED: "#6750a4",
}
WIDTH, HEIGHT, FOOT = 640.0, 180.0, 18.0  # of a chart and of the labels below it, in SVG units
_WIDEST = 60.0  # of a column and its gap
_LABEL_WIDTH, _LABEL_HEIGHT = 24.0, 12.0  # a bar smaller than that has no room for its figure


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a chart, in SVG units; `label` is the figure written in it, "" where there is
    no room, and `title` what a pointer over it says."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    title: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The bars of a chart, and below each column its run's number at an x coordinate."""

    bars: Sequence[Bar]
    feet: Sequence[tuple[float, str]]


def verdict_chart(runs: Sequence[RunLine]) -> Chart:
    """A column for each run, divided as its claims are; a bar's label is its number of claims."""
    bars = []
    for x, width, line in _columns(runs):
        counts = {verdict: line.verdicts.get(verdict, 0) for verdict in COLOURS}
        total = sum(counts.values())
        y = HEIGHT
        for verdict, count in counts.items():
            if not count:
                continue
            height = HEIGHT * count / total
            y -= height
            title = f"run {line.run_id}: {count} of {total} {verdict}"
            label = str(count) if _has_room(width, height) else ""
            bars.append(
                Bar(x, round(y, 2), width, round(height, 2), COLOURS[verdict], title, label)
            )
    return Chart(bars, _feet(runs))


def link_chart(runs: Sequence[RunLine]) -> Chart:
    """A column for each run: the share of its links that could not be read, as its label says."""
    bars = []
    for x, width, line in _columns(runs):
        total = sum(line.statuses.values())
        share = line.dead / total if total else 0.0
        height = round(HEIGHT * share, 2)
        title = f"run {line.run_id}: {line.dead} of {total} links not read"
        label = f"{share:.0%}" if _has_room(width, HEIGHT) else ""
        bars.append(Bar(x, round(HEIGHT - height, 2), width, height, "#b3261e", title, label))
    return Chart(bars, _feet(runs))


def _columns(runs: Sequence[RunLine]) -> Iterator[tuple[float, float, RunLine]]:
    step = min(_WIDEST, WIDTH / max(1, len(runs)))
    for number, line in enumerate(runs):
        yield round(number * step, 2), round(step * 0.8, 2), line


def _feet(runs: Sequence[RunLine]) -> list[tuple[float, str]]:
    return [
        (round(x + width / 2, 2), f"run {line.run_id}")
        for x, width, line in _columns(runs)
        if _has_room(width, HEIGHT)
    ]


def _has_room(width: float, height: float) -> bool:
    return width >= _LABEL_WIDTH and height >= _LABEL_HEIGHT
