"""Findings as an editor shows them: diagnostics, hovers, code actions."""

from __future__ import annotations

from collections.abc import Sequence

from lsprotocol import types

from citecheck.editor.positions import Positions
from citecheck.model import Assessment, BriefReport, Finding, SourceStatus, Verdict
from citecheck.reports.links import fragment_link
from citecheck.reports.markdown import escaped
from citecheck.reports.places import web_uri
from citecheck.reports.sanitise import plain
from citecheck.reports.wording import VERDICTS, by_label, excuse, finding_words, remarks

OPEN = "citecheck.open"
ACCEPT = "citecheck.accept"

_SEVERITY = {
    Verdict.CONTRADICTED: types.DiagnosticSeverity.Error,
    Verdict.NOT_SUPPORTED: types.DiagnosticSeverity.Error,
    Verdict.UNRESOLVED: types.DiagnosticSeverity.Error,
    Verdict.PARTIALLY_SUPPORTED: types.DiagnosticSeverity.Warning,
    Verdict.UNVERIFIABLE: types.DiagnosticSeverity.Information,
}
_LONGEST_PASSAGE = 600  # characters


def diagnostics(brief: BriefReport, positions: Positions) -> list[types.Diagnostic]:
    """One for each finding that counts for something.

    A claim whose pages have yet to be fetched has none: its verdict is to come.
    """
    waiting = unfetched(brief)
    return [
        types.Diagnostic(
            range=place(finding, brief, positions),
            message=f"{VERDICTS[finding.verdict].name}: {finding_words(finding)}",
            severity=_SEVERITY[finding.verdict],
            code=finding.verdict.value,
            source="citecheck",
            data=finding.claim.id,
        )
        for finding in brief.findings
        if finding.verdict in _SEVERITY
        and not excuse(finding)
        and not (finding.verdict is Verdict.UNVERIFIABLE and waiting & set(finding.claim.refs))
    ]


def place(finding: Finding, brief: BriefReport, positions: Positions) -> types.Range:
    """Where a claim stands in the document.

    A brief in a format such as LaTeX or HTML is read as other text than the editor's; there its
    line has to do.
    """
    if is_plain(brief, positions):
        return positions.span(finding.claim.start, finding.claim.end)
    return positions.line(finding.claim.place.line)


def is_plain(brief: BriefReport, positions: Positions) -> bool:
    """True when the brief's text is the document itself."""
    return brief.brief.text == positions.text


def unfetched(brief: BriefReport) -> set[str]:
    """The labels of references whose pages no run has fetched yet."""
    return {
        check.reference.label
        for check in brief.references
        if check.status is SourceStatus.NOT_CACHED
    }


def finding_at(brief: BriefReport, at: types.Position, positions: Positions) -> Finding | None:
    """The finding on the claim that stands at a position."""
    if is_plain(brief, positions):
        offset = positions.offset(at)
        held = (f for f in brief.findings if f.claim.start <= offset <= f.claim.end)
    else:
        held = (f for f in brief.findings if f.claim.place.line == at.line + 1)
    return next(held, None)


def hover(finding: Finding, brief: BriefReport, positions: Positions) -> types.Hover:
    """The verdict, why, and for each citation the passage that decides it."""
    name = VERDICTS[finding.verdict].name
    score = f", score {finding.score:.2f}" if finding.score is not None else ""
    parts = [f"**{name}**{score}", escaped(finding_words(finding))]
    parts += [escaped(line) for line in remarks(finding)]
    parts += [_citation(citation, brief) for citation in finding.citations]
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, "\n\n".join(parts)),
        place(finding, brief, positions),
    )


def actions(
    finding: Finding, brief: BriefReport, uri: str, positions: Positions
) -> list[types.CodeAction]:
    """What can be done about a finding: open a source, accept it, ignore it."""
    found = [
        _command(f"Open the source [{ref}]", OPEN, [link], types.CodeActionKind.Empty)
        for ref, link in _links(finding, brief)
    ]
    if finding.verdict in _SEVERITY and not excuse(finding):
        quick = types.CodeActionKind.QuickFix
        if "://" not in brief.brief.path and brief.brief.path != "<stdin>":
            found.append(
                _command("Accept: keep a decision", ACCEPT, [uri, finding.claim.id], quick)
            )
        if is_plain(brief, positions):
            found.append(_ignore(finding, uri, positions))
    return found


def _citation(citation: Assessment, brief: BriefReport) -> str:
    check = by_label(brief).get(citation.ref)
    if check is None:
        return f"\\[{escaped(citation.ref)}\\] is not in the source list"
    title = escaped(check.page_title or check.reference.title or check.reference.url or "")
    head = f"\\[{escaped(citation.ref)}\\] {title}: {VERDICTS[citation.verdict].name}"
    if not citation.evidence:
        status = check.status.replace("_", " ") if check.status else "not fetched"
        return f"{head} ({escaped(status)})" if check.status is not SourceStatus.OK else head
    evidence = citation.evidence[0]
    passage = plain(evidence.text)[:_LONGEST_PASSAGE]
    link = web_uri(fragment_link(evidence))
    opened = f" [open]({link})" if link else ""
    return f"{head}{opened}\n\n> {escaped(passage)}"


def _links(finding: Finding, brief: BriefReport) -> Sequence[tuple[str, str]]:
    """By label, the page of each citation, at its passage where there is one."""
    checks = by_label(brief)
    found = []
    for citation in finding.citations:
        check = checks.get(citation.ref)
        link = fragment_link(citation.evidence[0]) if citation.evidence else None
        link = web_uri(link or (check.reference.url if check else None))
        if link is not None:
            found.append((citation.ref, link))
    return found


def _command(
    title: str, name: str, arguments: Sequence[str], kind: types.CodeActionKind
) -> types.CodeAction:
    command = types.Command(title, name, arguments=tuple(arguments))
    return types.CodeAction(title, kind=kind, command=command)


def _ignore(finding: Finding, uri: str, positions: Positions) -> types.CodeAction:
    """Puts a comment after the claim; the reason in it is for the writer to fill in."""
    where = positions.at(finding.claim.end)
    comment = f" <!-- citecheck: ignore[{finding.verdict.value}] REASON -->"
    edit = types.TextEdit(types.Range(where, where), comment)
    return types.CodeAction(
        "Ignore: say so in the brief",
        kind=types.CodeActionKind.QuickFix,
        edit=types.WorkspaceEdit({uri: [edit]}),
    )
