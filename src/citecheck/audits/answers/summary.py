"""What a run came to, as a page of plain text."""

from __future__ import annotations

from citecheck.audits.answers.overview import Overview
from citecheck.model import DISCLAIMER, Verdict
from citecheck.reports.sanitise import plain


def summary(found: Overview) -> str:
    """The run's numbers, and the briefs that could not be checked."""
    when = found.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
    lines = [
        f"Run {found.run_id} of {when} ({found.state}), citecheck {found.version},"
        f" model {found.model}",
        f"{found.briefs_done} of {found.briefs} briefs checked, {found.briefs_failed} not readable",
        "",
        "Claims",
        *_table({str(v): n for v, n in found.verdicts.items() if n or v is not Verdict.UNCITED}),
    ]
    if found.citation_recall is not None:
        lines.append(f"  citation recall {found.citation_recall:.1%}")
    lines += ["", "Sources", *_table(dict(sorted(found.statuses.items(), key=lambda e: -e[1])))]
    if found.problems:
        lines += ["", "Not checked", *(f"  {plain(problem)}" for _, problem in found.problems)]
        more = found.briefs_failed - len(found.problems)
        if more > 0:
            lines.append(f"  and {more} more")
    if found.unmarked:
        lines += ["", "Without markers", *(f"  {plain(line)}" for line in found.unmarked)]
    return "\n".join([*lines, "", DISCLAIMER]) + "\n"


def _table(counts: dict[str, int]) -> list[str]:
    width = max((len(name) for name in counts), default=0)
    return [f"  {name:<{width}} {count:>9,}" for name, count in counts.items()] or ["  none"]
