"""The report for people at a terminal, by rich; reads as well in a pipe and without colour."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from citecheck.model import (
    SCOPE_WORDS,
    Assessment,
    BriefReport,
    Evidence,
    Finding,
    MarkerStatus,
    Reason,
    ReferenceCheck,
    Region,
    Report,
    SourceStatus,
    Verdict,
)
from citecheck.reports import marking
from citecheck.reports.links import fragment_link
from citecheck.reports.places import web_uri
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
_LEAST = 20  # columns, though a terminal (or COLUMNS=0) says fewer
_NARROW = 80  # columns, below which the table of references is a list
_LONGEST_PASSAGE = 400  # characters shown of a passage
_LONGEST_CLAIM = 2000
_LONGEST_URL = 300
_LONGEST_LINK = 2083  # characters that terminals take for a link (VTE's limit)
_WIDE = 150  # columns, from which the sources stand beside the claim
_COLUMN = 72  # columns of the claim then
_SPACES = re.compile(r"\s+")


def print_to_stdout(report: Report, options: RenderOptions) -> None:
    """Print to standard output, as wide as the terminal, in colour where it is wanted."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in console._environ:
        console.width = 100
    if console.width < _LEAST:
        console.width = _LEAST
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
    look = _Look(
        console.width,
        console.encoding.lower().replace("_", "-").startswith("utf"),
        console.is_terminal and not console.legacy_windows,
    )
    for brief in report.briefs:
        console.print(Rule(Text(plain(brief.brief.path), style="bold"), align="left"))
        if brief.brief.title:
            console.print(Text(plain(brief.brief.title), style="italic"))
        for notice in brief.brief.notices:
            console.print(Text(f"notice: {plain(notice)}", style="yellow"))
        console.print()
        for finding in shown(brief, uncited):
            _print_finding(finding, brief, console, look)
        console.print(_references(brief.references, console.width))
        console.print(_summary(brief, look, uncited))
        console.print()
    console.print(Text(plain(report.disclaimer), style="bold"))


@dataclass(frozen=True, slots=True)
class _Look:
    """What the output can show: columns, signs beyond ASCII, links that can be followed."""

    width: int
    unicode: bool
    links: bool

    def quoted(self, text: Text) -> Text:
        marks = "“”" if self.unicode else '""'
        return Text.assemble(marks[0], text, marks[1])

    def fact(self, words: str) -> str:
        """A fact that differs, set apart without colour too."""
        return f"«{words}»" if self.unicode else f"<{words}>"


def _print_finding(finding: Finding, brief: BriefReport, console: Console, look: _Look) -> None:
    claim = finding.claim
    head = Text.assemble(
        _verdict(finding.verdict, look),
        ("  ACCEPTED" if finding.accepted else "", "bold green"),
        ("  IGNORED" if finding.ignored else "", "bold green"),
        ("  KNOWN" if finding.known else "", "bold green"),
        (f"  {plain(brief.brief.path)}:{plain(str(claim.place))}", "dim"),
        (f"  {plain(claim.heading)}" if claim.heading else "", "dim"),
        overflow="ellipsis",
        no_wrap=True,
    )
    head.truncate(look.width, overflow="ellipsis")
    console.print(head)
    checks = by_label(brief)
    said = _said(finding, look)
    sources = [_citation(citation, finding, checks, look) for citation in finding.citations]
    if look.width < _WIDE:
        console.print(Padding(Group(*said), (0, 0, 0, 2)))
        console.print(Padding(Group(*sources), (0, 0, 0, 4)))
    else:
        columns = Table.grid(padding=(0, 4, 0, 0))
        columns.add_column(width=_COLUMN)
        columns.add_column(width=min(look.width - _COLUMN - 6, _COLUMN + 20))
        columns.add_row(Group(*said), Group(*sources))
        console.print(Padding(columns, (0, 0, 0, 2)))
    console.print()


def _said(finding: Finding, look: _Look) -> list[RenderableType]:
    """The claim, what differs or is missing, and what the brief and reviewers say of it."""
    claim = finding.claim
    text = claim.text if len(claim.text) <= _LONGEST_CLAIM else f"{claim.text[:_LONGEST_CLAIM]}…"
    line = _marked(marking.claim(text, finding.reasons), look, "red")
    line.append("".join(f" [{plain(ref)}]" for ref in claim.refs), style="dim")
    if SCOPE_WORDS[claim.scope]:
        line.append(f" ({SCOPE_WORDS[claim.scope]})", style="dim")
    lines: list[RenderableType] = [line, *_facts(finding.reasons, look)]
    rest = [reason_words(r) for r in finding.reasons if r.code not in DIFFERENCES]
    lines += [Text(words, style="yellow") for words in rest if words]
    if finding.ignore:
        lines.append(Text(ignore_words(finding.ignore)))
    lines += [
        Text(decision_words(decision), style="yellow" if decision.is_stale else "bold")
        for decision in finding.decisions
    ]
    return lines


def _verdict(verdict: Verdict, look: _Look) -> Text:
    words = VERDICTS[verdict]
    sign = words.sign if look.unicode else words.ascii
    return Text(f"{sign} {words.name.upper()}", style=_COLOURS[verdict])


def _facts(reasons: Sequence[Reason], look: _Look) -> list[RenderableType]:
    """Differing facts, the claim's beside the source's."""
    facts = list(dict.fromkeys(reason for reason in reasons if reason.code in DIFFERENCES))
    if not facts:
        return []
    table = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(3):
        table.add_column(overflow="fold")
    for reason in facts:
        claim, source = plain(reason.claim or ""), plain(reason.source or "")
        table.add_row(
            Text(f"{fact_name(reason)} differs:", style="bold"),
            Text.assemble("claim ", (look.fact(claim), "red")),
            Text.assemble("source ", (look.fact(source), "cyan")),
        )
    return [table]


def _citation(
    citation: Assessment, finding: Finding, checks: dict[str, ReferenceCheck], look: _Look
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
        head.append_text(_verdict(citation.verdict, look))
    parts: list[RenderableType] = [head]
    if citation.evidence:
        reasons = (*citation.reasons, *finding.reasons)
        passage = _passage(citation.evidence[0], reasons, look)
        if citation.verdict is Verdict.NOT_SUPPORTED:
            passage = Text.assemble(("nearest passage: ", "dim"), passage)
        parts.append(Padding(Group(passage, _where(citation.evidence[0], look)), (0, 0, 0, 2)))
    return Group(*parts)


def _passage(evidence: Evidence, reasons: Sequence[Reason], look: _Look) -> Text:
    """The passage with the words that match the claim, and the facts that differ, marked."""
    text = evidence.text
    if len(text) > _LONGEST_PASSAGE:
        text = f"{text[:_LONGEST_PASSAGE].rstrip()}…"
    pieces = marking.passage(replace(evidence, text=text), reasons)
    return look.quoted(_marked(pieces, look, "cyan"))


def _marked(pieces: Sequence[marking.Piece], look: _Look, colour: str) -> Text:
    text = Text()
    for piece in pieces:
        words = _SPACES.sub(" ", piece.text)
        if piece.kind == marking.DIFFERS:
            text.append(look.fact(words), style=f"bold {colour}")
        elif piece.kind == marking.MATCHES:
            text.append(words, style="bold underline")
        else:
            text.append(words)
    return text


def _where(evidence: Evidence, look: _Look) -> Text:
    """Where to look: the place on the page, and its address, which leads to the passage."""
    places = [] if evidence.region is Region.MAIN else [evidence.region.replace("_", " ")]
    if evidence.page is not None:
        places.append(f"page {evidence.page}")
    if evidence.heading:
        places.append(f"under “{plain(evidence.heading)[:80]}”")
    line = Text(", ".join(places), style="dim", overflow="fold")
    link = web_uri(fragment_link(evidence))
    if link is not None:
        if places:
            line.append(": ")
        url = plain(evidence.url)
        shown_url = url if len(url) <= _LONGEST_URL else f"{url[:_LONGEST_URL]}…"
        follow = look.links and len(link) <= _LONGEST_LINK
        line.append(shown_url, style=f"link {link}" if follow else "")
    return line


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
    heading = Text("References", style="bold")
    if width < _NARROW:
        entries = Table.grid(padding=(0, 1, 0, 0))
        entries.add_column(no_wrap=True, style="bold")
        entries.add_column(overflow="fold")
        for check in checks:
            title = plain(check.page_title or check.reference.title or "")
            line = Text.assemble((_status(check), _status_style(check)), f"  {title}")
            label = Text(f"[{plain(check.reference.label)}]")
            entries.add_row(label, Group(line, Text(_url(check))))
        return Group(heading, entries, Text())
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("", style="bold", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("characters", justify="right")
    table.add_column("title", max_width=60)
    table.add_column("URL", overflow="fold")
    for check in checks:
        table.add_row(
            Text(f"[{plain(check.reference.label)}]"),
            Text(_status(check), style=_status_style(check)),
            Text("" if check.characters is None else f"{check.characters:,}"),
            Text(plain(check.page_title or check.reference.title or "")),
            Text(_url(check)),
        )
    return Group(heading, table, Text())


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


def _summary(brief: BriefReport, look: _Look, uncited: bool) -> RenderableType:
    summary = brief.summary
    lines: list[Text] = [Text("Summary", style="bold")]
    for verdict in Verdict:
        count = summary.verdicts.get(verdict, 0)
        if not count:
            continue
        line = Text(f"{count:>4}  ")
        line.append_text(_verdict(verdict, look))
        if verdict is Verdict.UNCITED and not uncited:
            line.append("  (sentences without a marker; --uncited lists them)", style="dim")
        lines.append(line)
    for count, words in excused_counts(brief):
        lines.append(Text(f"{count:>4}  of these {words}"))
    lines.extend(
        Text(f"stale, its claim is gone: {decision_words(decision)}", style="yellow")
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
        where = str(marker.place)
        words = f"passed over at {where}: {plain(marker.text)[:60]}, {marker.reason}"
        lines.append(Text(words, style="dim"))
    if len(skipped) > 10:
        lines.append(Text(f"and {len(skipped) - 10} more passed over", style="dim"))
    return Group(*lines)
