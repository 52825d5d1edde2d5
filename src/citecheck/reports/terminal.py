"""The report for people at a terminal, by rich; reads as well in a pipe and without colour."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from citecheck.model import (
    Assessment,
    BriefReport,
    Decision,
    Evidence,
    Finding,
    MarkerStatus,
    Reason,
    ReferenceCheck,
    Report,
    SourceStatus,
    Verdict,
)
from citecheck.reports.links import fragment_link
from citecheck.reports.sanitise import plain
from citecheck.reports.wording import (
    DIFFERENCES,
    VERDICTS,
    by_label,
    decision_words,
    excused_counts,
    fact_name,
    ignore_words,
    reason_words,
    shown,
)

if TYPE_CHECKING:
    from citecheck.reports import RenderOptions

_COLOURS: dict[Verdict, str] = {
    Verdict.SUPPORTED: "green",
    Verdict.PARTIALLY_SUPPORTED: "yellow",
    Verdict.CONTRADICTED: "bold red",
    Verdict.NOT_SUPPORTED: "red",
    Verdict.UNVERIFIABLE: "magenta",
    Verdict.UNRESOLVED: "bold magenta",
    Verdict.UNCITED: "dim",
}
_NARROW = 80  # columns, below which the table of references is a list
_LONGEST_PASSAGE = 400  # characters shown of a passage
_LONGEST_CLAIM = 2000


def print_to_stdout(report: Report, options: RenderOptions) -> None:
    """Print to standard output, as wide as the terminal, in colour where it is wanted."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in console._environ:
        console.width = 100
    _print(report, console, options.uncited)


def render(report: Report, options: RenderOptions) -> str:
    """The same without colour, as text of `options.width` columns."""
    file = io.StringIO()
    console = Console(
        file=file, width=options.width, force_terminal=False, color_system=None, highlight=False
    )
    _print(report, console, options.uncited)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def _print(report: Report, console: Console, uncited: bool) -> None:
    unicode = console.encoding.lower().replace("_", "-").startswith("utf")
    for brief in report.briefs:
        console.print(Rule(Text(plain(brief.brief.path), style="bold"), align="left"))
        if brief.brief.title:
            console.print(Text(plain(brief.brief.title), style="italic"))
        for notice in brief.brief.notices:
            console.print(Text(f"notice: {plain(notice)}", style="yellow"))
        console.print()
        for finding in shown(brief, uncited):
            _print_finding(finding, brief, console, unicode)
        console.print(_references(brief.references, console.width))
        console.print(_summary(brief, unicode, uncited))
        console.print()
    console.print(Text(plain(report.disclaimer), style="bold"))


def _print_finding(finding: Finding, brief: BriefReport, console: Console, unicode: bool) -> None:
    claim = finding.claim
    where = f"{claim.place.line}:{claim.place.column}"
    head = Text.assemble(
        _verdict(finding.verdict, unicode),
        ("  ACCEPTED" if finding.accepted else "", "bold green"),
        ("  IGNORED" if finding.ignored else "", "bold green"),
        ("  KNOWN" if finding.known else "", "bold green"),
        (f"  {where}", "dim"),
        (f"  {plain(claim.heading)}" if claim.heading else "", "dim"),
    )
    console.print(head)
    marks = "".join(f" [{plain(ref)}]" for ref in claim.refs)
    text = claim.text if len(claim.text) <= _LONGEST_CLAIM else f"{claim.text[:_LONGEST_CLAIM]}…"
    console.print(Padding(Text(plain(text) + marks), (0, 0, 0, 2)))
    for line in _reasons(finding.reasons):
        console.print(Padding(line, (0, 0, 0, 2)))
    if finding.ignore:
        console.print(Padding(Text(ignore_words(finding.ignore)), (0, 0, 0, 2)))
    for decision in finding.decisions:
        console.print(Padding(_decision(decision), (0, 0, 0, 2)))
    checks = by_label(brief)
    for citation in finding.citations:
        console.print(Padding(_citation(citation, finding, checks, unicode), (0, 0, 0, 4)))
    console.print()


def _verdict(verdict: Verdict, unicode: bool) -> Text:
    words = VERDICTS[verdict]
    sign = words.sign if unicode else words.ascii
    return Text(f"{sign} {words.name.upper()}", style=_COLOURS[verdict])


def _reasons(reasons: Sequence[Reason]) -> list[RenderableType]:
    """Differing facts set side by side, then what is missing and the rest in words."""
    lines: list[RenderableType] = []
    for reason in reasons:
        if reason.code in DIFFERENCES:
            line = Text.assemble(
                (f"{fact_name(reason)} differs: ", "bold"),
                "claim ",
                (f"«{plain(reason.claim or '')}»", "red"),
                "  source ",
                (f"«{plain(reason.source or '')}»", "cyan"),
            )
        else:
            line = Text(reason_words(reason), style="yellow")
        if line:
            lines.append(line)
    return lines


def _decision(decision: Decision) -> Text:
    style = "yellow" if decision.is_stale else "bold"
    return Text(decision_words(decision), style=style)


def _citation(
    citation: Assessment, finding: Finding, checks: dict[str, ReferenceCheck], unicode: bool
) -> RenderableType:
    check = checks.get(citation.ref)
    head = Text.assemble((f"[{plain(citation.ref)}] ", "bold"))
    if check is None:
        head.append("not in the source list", style="magenta")
        return head
    head.append(_host(check))
    if citation.verdict is Verdict.UNVERIFIABLE:
        status = check.status.replace("_", " ") if check.status else "not fetched"
        head.append(f": {status}, {plain(check.detail)}", style="magenta")
        return head
    if citation.verdict is not finding.verdict:
        head.append(": ")
        head.append_text(_verdict(citation.verdict, unicode))
    parts: list[RenderableType] = [head]
    if citation.evidence and citation.verdict is not Verdict.NOT_SUPPORTED:
        parts.append(Padding(_passage(citation.evidence[0]), (0, 0, 0, 2)))
        parts.append(Padding(_where(citation.evidence[0]), (0, 0, 0, 2)))
    elif citation.evidence:
        nearest = Text("nearest passage: ", style="dim")
        nearest.append_text(_passage(citation.evidence[0]))
        parts.append(Padding(nearest, (0, 0, 0, 2)))
    return Group(*parts)


def _passage(evidence: Evidence) -> Text:
    """The passage with the words that match the claim marked."""
    text = Text("“")
    position = evidence.start
    limit = evidence.start + _LONGEST_PASSAGE

    def words(start: int, end: int) -> str:
        return plain(evidence.text[start - evidence.start : end - evidence.start])

    for start, end in sorted({(quad[2], quad[3]) for quad in evidence.aligned}):
        if start < position or end > limit:
            continue
        text.append(words(position, start))
        text.append(words(start, end), style="bold underline")
        position = end
    text.append(words(position, min(evidence.end, limit)))
    text.append("…”" if evidence.end > limit else "”")
    return text


def _where(evidence: Evidence) -> Text:
    places = [evidence.region.replace("_", " ")]
    if evidence.page is not None:
        places.append(f"page {evidence.page}")
    if evidence.heading:
        places.append(f"under “{plain(evidence.heading)[:80]}”")
    link = fragment_link(evidence)
    line = f"{', '.join(places)}: {plain(link)}" if link else ", ".join(places)
    return Text(line, style="dim", overflow="fold")


def _host(check: ReferenceCheck) -> str:
    url = check.reference.url or ""
    title = check.page_title or check.reference.title or ""
    try:
        host = urlsplit(url).netloc
    except ValueError:
        host = url
    return plain(" — ".join(part for part in (host, title[:100]) if part)) or "(no URL)"


def _references(checks: Sequence[ReferenceCheck], width: int) -> RenderableType:
    if not checks:
        return Text("No references.", style="dim")
    if width < _NARROW:
        lines = [Text("References", style="bold")]
        for check in checks:
            line = Text.assemble(
                (f"[{plain(check.reference.label)}] ", "bold"),
                (_status(check), _status_style(check)),
                f" {_url(check)}",
            )
            line.overflow = "fold"
            lines.append(line)
        return Group(*lines, Text())
    table = Table(title="References", title_justify="left", title_style="bold", box=None)
    table.add_column("", style="bold", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("characters", justify="right")
    table.add_column("title", ratio=2)
    table.add_column("URL", overflow="fold", ratio=3)
    for check in checks:
        table.add_row(
            Text(plain(check.reference.label)),
            Text(_status(check), style=_status_style(check)),
            Text("" if check.characters is None else f"{check.characters:,}"),
            Text(plain(check.page_title or check.reference.title or "")),
            Text(_url(check)),
        )
    return Group(table, Text())


def _url(check: ReferenceCheck) -> str:
    url = plain(check.reference.url or "(no URL)")
    copy = check.source.archived if check.source else None
    return f"{url} (copy: {plain(copy.url)})" if copy else url


def _status(check: ReferenceCheck) -> str:
    if check.status is None:
        return "not cited"
    code = check.source.http_status if check.source else None
    word = check.status.replace("_", " ")
    if check.source and check.source.archived:
        return f"{word}, copy of {check.source.archived.at:%Y-%m-%d}"
    return f"{word} ({code})" if code and check.status is not SourceStatus.OK else word


def _status_style(check: ReferenceCheck) -> str:
    if check.status is None:
        return "dim"
    return "green" if check.status is SourceStatus.OK else "magenta"


def _summary(brief: BriefReport, unicode: bool, uncited: bool) -> RenderableType:
    summary = brief.summary
    lines: list[Text] = [Text("Summary", style="bold")]
    for verdict in Verdict:
        count = summary.verdicts.get(verdict, 0)
        if not count:
            continue
        line = Text(f"{count:>4}  ")
        line.append_text(_verdict(verdict, unicode))
        if verdict is Verdict.UNCITED and not uncited:
            line.append("  (sentences without a marker; --uncited lists them)", style="dim")
        lines.append(line)
    for count, words in excused_counts(brief):
        lines.append(Text(f"{count:>4}  of these {words}"))
    lines.extend(
        Text.assemble("stale, its claim is gone: ", _decision(decision), style="yellow")
        for decision in brief.lost_decisions
    )
    shares = []
    if summary.citation_recall is not None:
        shares.append(f"citation recall {summary.citation_recall:.0%}")
    if summary.citation_precision is not None:
        shares.append(f"citation precision {summary.citation_precision:.0%}")
    if shares:
        lines.append(Text(", ".join(shares)))
    counts = ", ".join(
        f"{summary.markers.get(status, 0)} {status.replace('_', ' ')}" for status in MarkerStatus
    )
    lines.append(Text(f"{sum(summary.markers.values())} markers: {counts}"))
    skipped = [m for m in brief.brief.markers if m.status is MarkerStatus.PASSED_OVER]
    for marker in skipped[:10]:
        where = f"{marker.place.line}:{marker.place.column}"
        words = f"passed over at {where}: {plain(marker.text)[:60]}, {marker.reason}"
        lines.append(Text(words, style="dim"))
    if len(skipped) > 10:
        lines.append(Text(f"and {len(skipped) - 10} more passed over", style="dim"))
    return Group(*lines)
