"""A claim on a terminal: its verdict, why, and what each of its sources says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from citecheck.model import (
    SCOPE_WORDS,
    Assessment,
    BriefReport,
    Evidence,
    Finding,
    Reason,
    ReferenceCheck,
    Region,
    Verdict,
)
from citecheck.reports import marking
from citecheck.reports.links import fragment_link, sheet
from citecheck.reports.places import web_uri
from citecheck.reports.reasons import apart_from_sources, of_citation
from citecheck.reports.sanitise import plain
from citecheck.reports.terminal.look import Look
from citecheck.reports.wording import by_label, decision_words, ignore_words

_LONGEST_PASSAGE = 400  # characters shown of a passage
_LONGEST_CLAIM = 2000
_LONGEST_URL = 300
_LONGEST_LINK = 2083  # characters that terminals take for a link (VTE's limit)
_WIDE = 150  # columns, from which the sources stand beside the claim
_COLUMN = 72  # columns of the claim then


def print_finding(finding: Finding, brief: BriefReport, console: Console, look: Look) -> None:
    """Print one claim with all that there is to see of it."""
    claim = finding.claim
    head = Text.assemble(
        look.verdict_of(finding),
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


def _said(finding: Finding, look: Look) -> list[RenderableType]:
    """The claim, what differs or is missing, and what the brief and reviewers say of it."""
    claim = finding.claim
    text = claim.text if len(claim.text) <= _LONGEST_CLAIM else f"{claim.text[:_LONGEST_CLAIM]}…"
    line = look.marked(marking.claim(text, finding.reasons), "red")
    line.append("".join(f" [{plain(ref)}]" for ref in claim.refs), style="dim")
    if SCOPE_WORDS[claim.scope]:
        line.append(f" ({SCOPE_WORDS[claim.scope]})", style="dim")
    lines: list[RenderableType] = [line]
    lines += [look.marked(sentence, "red") for sentence in apart_from_sources(finding)]
    if finding.ignore:
        lines.append(Text(ignore_words(finding.ignore)))
    lines += [
        Text(decision_words(decision), style="yellow" if decision.is_stale else "bold")
        for decision in finding.decisions
    ]
    return lines


def _citation(
    citation: Assessment, finding: Finding, checks: dict[str, ReferenceCheck], look: Look
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
        head.append_text(look.verdict(citation.verdict))
    parts: list[RenderableType] = [head]
    parts += [
        Padding(look.marked(sentence, "red"), (0, 0, 0, 2))
        for sentence in of_citation(citation, finding)
    ]
    if citation.evidence:
        reasons = (*citation.reasons, *finding.reasons)
        passage = _passage(citation.evidence[0], reasons, look)
        if citation.verdict is Verdict.NOT_SUPPORTED:
            passage = Text.assemble(("nearest passage: ", "dim"), passage)
        parts.append(Padding(Group(passage, _where(citation.evidence[0], look)), (0, 0, 0, 2)))
    return Group(*parts)


def _passage(evidence: Evidence, reasons: Sequence[Reason], look: Look) -> Text:
    """The passage with the words that match the claim, and the facts that differ, marked."""
    text = evidence.text
    if len(text) > _LONGEST_PASSAGE:
        text = f"{text[:_LONGEST_PASSAGE].rstrip()}…"
    pieces = marking.passage(replace(evidence, text=text), reasons)
    return look.quoted(look.marked(pieces, "cyan"))


def _where(evidence: Evidence, look: Look) -> Text:
    """Where to look: the place on the page, and its address, which leads to the passage."""
    places = [] if evidence.region is Region.MAIN else [evidence.region.replace("_", " ")]
    if evidence.page is not None:
        places.append(sheet(evidence))
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
