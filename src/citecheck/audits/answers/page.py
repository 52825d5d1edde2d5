"""The report on a store: one run's worst and how the runs went, as text and as an HTML page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from importlib import resources
from typing import Any

from citecheck.audits.answers import charts
from citecheck.audits.answers.rankings import Answers, RunLine
from citecheck.audits.answers.summary import summary
from citecheck.model import DISCLAIMER, Verdict
from citecheck.reports.sanitise import plain


def text(found: Answers) -> str:
    """The report as plain text."""
    lines = [summary(found.overview).removesuffix(f"\n{DISCLAIMER}\n").rstrip()]
    lines += _table("Worst briefs", found.briefs, ("bad", "claims", "path"))
    lines += _table("Worst hosts", found.hosts, ("not_ok", "links", "host"))
    lines += _table("Dead links", found.dead, ("cited_by", "status", "url"))
    lines += _table("Most cited sources", found.cited, ("cited_by", "status", "url"))
    runs = [
        {
            "run": line.run_id,
            "day": f"{line.started_at:%Y-%m-%d}",
            "state": line.state,
            "briefs": line.briefs,
            "recall": _percent(_recall(line)),
            "dead links": line.dead,
        }
        for line in found.runs
    ]
    lines += _table("Runs", runs, ("run", "day", "state", "briefs", "recall", "dead links"))
    return "\n".join([*lines, "", DISCLAIMER]) + "\n"


def as_json(found: Answers) -> dict[str, Any]:
    """The report as a JSON object."""
    value = {"schema": "citecheck.store-report/1", "disclaimer": DISCLAIMER, **asdict(found)}
    plain_value: dict[str, Any] = _times(value)
    return plain_value


def html(found: Answers, links: Mapping[str, str] | None = None) -> str:
    """The report as one HTML page without scripts, with charts over the runs as inline SVG.

    `links` gives, for a brief's path, the address of its own report, relative to the page.
    """
    from jinja2 import Environment

    source = resources.files("citecheck.audits.answers").joinpath("report.html.j2")
    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: plain(value) if type(value) is str else value,
    )
    environment.filters["percent"] = _percent
    template = environment.from_string(source.read_text(encoding="utf-8"))
    return template.render(
        found=found,
        overview=found.overview,
        verdict_chart=charts.verdict_chart(found.runs),
        link_chart=charts.link_chart(found.runs),
        chart_width=charts.WIDTH,
        chart_height=charts.HEIGHT + charts.FOOT,
        colours={str(verdict): colour for verdict, colour in charts.COLOURS.items()},
        links=links or {},
        disclaimer=DISCLAIMER,
    )


def _recall(line: RunLine) -> float | None:
    total = sum(n for verdict, n in line.verdicts.items() if verdict is not Verdict.UNCITED)
    return line.verdicts.get(Verdict.SUPPORTED, 0) / total if total else None


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _table(title: str, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[str]:
    if not rows:
        return ["", title, "  none"]
    cells = [list(columns), *([_cell(row[name]) for name in columns] for row in rows)]
    cells[0] = [name.replace("_", " ") for name in columns]
    widths = [max(len(row[n]) for row in cells) for n in range(len(columns) - 1)]
    return [
        "",
        title,
        *(
            "  " + "  ".join([*(c.ljust(w) for c, w in zip(row, widths, strict=False)), row[-1]])
            for row in cells
        ),
    ]


def _cell(value: Any) -> str:
    return "-" if value is None else plain(str(value))


def _times(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _times(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_times(entry) for entry in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value
