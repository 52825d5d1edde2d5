"""The end of a terminal's report: how well the brief cites, and once more what needs a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from citecheck.model import BriefReport, Finding, MarkerStatus, Report
from citecheck.reports.order import Standing, standing, summary_sentence, worst_first
from citecheck.reports.reasons import sentences
from citecheck.reports.sanitise import plain
from citecheck.reports.terminal.look import Look
from citecheck.reports.wording import decision_words, excused_counts, measure_words, shown

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_WORST = 3  # findings that are named again at the end of a report on one brief
_BRIEFS = 12  # briefs whose summaries stand there


def measures(brief: BriefReport, look: Look, options: RenderOptions) -> RenderableType:
    """The measures of the literature in words, and what became of the markers."""
    lines: list[Text] = []
    if words := measure_words(brief.summary):
        lines.append(Text("How well the brief cites", style="bold"))
        lines += [Text(line) for line in words]
    for count, what in excused_counts(brief):
        lines.append(Text(f"{count} claim{'' if count == 1 else 's'} {what}"))
    lines.extend(
        Text(f"stale, its claim is gone: {decision_words(decision)}", style="yellow")
        for decision in brief.lost_decisions
    )
    markers = brief.summary.markers
    counts = ", ".join(
        f"{markers.get(status, 0)} {status.replace('_', ' ')}" for status in MarkerStatus
    )
    lines.append(Text(f"{sum(markers.values())} markers: {counts}"))
    skipped = [m for m in brief.brief.markers if m.status is MarkerStatus.PASSED_OVER]
    for marker in skipped[:10]:
        words_ = f"passed over at {marker.place}: {plain(marker.text)[:60]}, {marker.reason}"
        lines.append(Text(words_, style="dim"))
    if len(skipped) > 10:
        lines.append(Text(f"and {len(skipped) - 10} more passed over", style="dim"))
    return Group(*lines)


def closing(report: Report, options: RenderOptions, look: Look) -> RenderableType:
    """The summary of each brief, and of a single one the worst findings in short."""
    lines: list[RenderableType] = [Rule(style="dim")]
    for brief in report.briefs[:_BRIEFS]:
        head = Text(f"{plain(brief.brief.path)}: ", style="dim")
        lines.append(head.append(Text(summary_sentence(brief, options), style="bold")))
    if len(report.briefs) > _BRIEFS:
        lines.append(Text(f"and {len(report.briefs) - _BRIEFS} more briefs above"))
    if len(report.briefs) == 1:
        lines += _worst(report.briefs[0], options, look)
    lines.append(Text())
    return Group(*lines)


def _worst(brief: BriefReport, options: RenderOptions, look: Look) -> list[RenderableType]:
    findings = worst_first(list(shown(brief, options.uncited)), strict=options.strict)
    need = [f for f in findings if standing(f, strict=options.strict) is Standing.NEEDS_YOU]
    lines: list[RenderableType] = [_line(f, brief, look) for f in need[:_WORST]]
    if len(need) > _WORST:
        lines.append(Text(f"and {len(need) - _WORST} more above", style="dim"))
    return lines


def _line(finding: Finding, brief: BriefReport, look: Look) -> Text:
    """A finding on at most three lines: verdict, place, claim, and the first reason."""
    line = Text.assemble(
        look.verdict_of(finding),
        f" {plain(brief.brief.path)}:{plain(str(finding.claim.place))} ",
        plain(finding.claim.text),
    )
    line.truncate(2 * look.width - 4, overflow="ellipsis")
    why = sentences(finding)
    if why:
        reason = look.marked(why[0], "red")
        reason.truncate(look.width - 2, overflow="ellipsis")
        line.append("\n  ").append(reason)
    return line
