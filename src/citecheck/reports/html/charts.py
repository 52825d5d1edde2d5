"""The charts, as numbers for inline SVG: how the verdicts divide, how the sources fared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.model import Finding, ReferenceCheck, SourceStatus, Verdict
from citecheck.reports.wording import VERDICTS

_WIDTH = 100.0  # per cent of the drawing
_GAP = 0.5
_LEAST = 1.2  # so that a single claim among thousands can be seen
_LONGEST = 55.0  # of a source's bar, which has words on both sides


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, count, left edge and width in per cent, and its class."""

    name: str
    count: int
    left: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars and the sentence that says the same."""

    bars: tuple[Bar, ...]
    words: str


def verdicts(findings: Sequence[Finding]) -> Chart:
    """One bar in parts, a part for each verdict that occurs."""
    counts = Counter(finding.verdict for finding in findings)
    present = [verdict for verdict in Verdict if counts[verdict]]
    room = _WIDTH - _GAP * max(0, len(present) - 1)
    widths = [max(_LEAST, room * counts[v] / max(1, len(findings))) for v in present]
    scale = room / sum(widths) if widths else 1
    bars, left = [], 0.0
    for verdict, width in zip(present, widths, strict=True):
        bars.append(
            Bar(
                VERDICTS[verdict].name,
                counts[verdict],
                round(left, 2),
                round(width * scale, 2),
                verdict,
            )
        )
        left += width * scale + _GAP
    words = ", ".join(f"{bar.count} {bar.name}" for bar in bars)
    return Chart(tuple(bars), f"{len(findings)} claims: {words}." if bars else "No claims.")


def sources(checks: Sequence[ReferenceCheck]) -> Chart:
    """A bar for each status that a source of the list ended with, the readable first."""
    counts = Counter(_status(check) for check in checks)
    order = sorted(counts, key=lambda name: (name != "read", name == "not cited", -counts[name]))
    most = max(counts.values(), default=1)
    bars = tuple(
        Bar(
            name,
            counts[name],
            0,
            round(max(_LEAST, _LONGEST * counts[name] / most), 2),
            {"read": "read", "not cited": "idle"}.get(name, "unread"),
        )
        for name in order
    )
    words = ", ".join(f"{bar.count} {bar.name}" for bar in bars)
    return Chart(bars, f"{len(checks)} sources: {words}." if bars else "No sources.")


def _status(check: ReferenceCheck) -> str:
    if check.status is None:
        return "not cited"
    return "read" if check.status is SourceStatus.OK else check.status.replace("_", " ")
