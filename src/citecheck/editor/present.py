"""Findings as an editor shows them: diagnostics, hovers, code actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lsprotocol import types

from citecheck import corrections
from citecheck.editor.positions import Positions
from citecheck.model import Assessment, BriefReport, Finding, SourceStatus, Verdict
from citecheck.reports import marking
from citecheck.reports import pieces as marks
from citecheck.reports.links import fragment_link, sheet
from citecheck.reports.markdown import escaped
from citecheck.reports.pieces import Piece
from citecheck.reports.places import web_uri
from citecheck.reports.reasons import sentences
from citecheck.reports.wording import (
    VERDICTS,
    by_label,
    excuse,
    finding_words,
    remarks,
    verdict_words,
)

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
_REASONS = ("the source says so, read by hand", "the source is in print or behind a login")


def diagnostics(brief: BriefReport, positions: Positions) -> list[types.Diagnostic]:
    """One for each finding that counts for something.

    A claim whose pages have yet to be fetched has none: its verdict is to come.
    """
    waiting = unfetched(brief)
    return _unreasoned(brief, positions) + [
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


def _unreasoned(brief: BriefReport, positions: Positions) -> list[types.Diagnostic]:
    """One for each instruction to ignore that does not count, such as one without a reason."""
    return [
        types.Diagnostic(
            range=positions.span(ignore.start, ignore.end)
            if is_plain(brief, positions)
            else positions.line(ignore.place.line),
            message=f"citecheck: ignore {ignore.problem}",
            severity=types.DiagnosticSeverity.Warning,
            code="ignore",
            source="citecheck",
        )
        for ignore in brief.brief.ignores
        if ignore.problem
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
    parts = [f"**{verdict_words(finding)}**"]
    parts += [_marked(sentence) for sentence in sentences(finding)]
    if len(parts) == 1:
        parts.append(VERDICTS[finding.verdict].meaning)
    parts += [escaped(line) for line in remarks(finding)]
    parts += [_citation(citation, finding, brief) for citation in finding.citations]
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
        found += _corrections(finding, brief, uri, positions)
        quick = types.CodeActionKind.QuickFix
        if "://" not in brief.brief.path and brief.brief.path != "<stdin>":
            found.append(
                _command("Accept: keep a decision", ACCEPT, [uri, finding.claim.id], quick)
            )
        if is_plain(brief, positions):
            found += [_ignore(finding, uri, positions, why) for why in _REASONS]
            found.append(_ignore(finding, uri, positions, None))
    return found


def _corrections(
    finding: Finding, brief: BriefReport, uri: str, positions: Positions
) -> list[types.CodeAction]:
    """Puts the source's facts in the place of the claim's, where that is sure."""
    found = corrections.of_finding(finding, positions.text, brief.brief.format)
    if not found:
        return []
    words = ", ".join(f"“{c.old}” by the source's “{c.new}”" for c in found)
    edits = [types.TextEdit(positions.span(c.start, c.end), c.new) for c in found]
    action = types.CodeAction(
        f"Replace {words}",
        kind=types.CodeActionKind.QuickFix,
        edit=types.WorkspaceEdit({uri: edits}),
        is_preferred=True,
    )
    return [action]


def _marked(pieces: Sequence[Piece]) -> str:
    """Text with what differs, and what is quoted, in bold; all else is only text."""
    signs = {marks.OF_CLAIM: ("“", "”"), marks.OF_SOURCE: ("“", "”")}
    words = []
    for piece in pieces:
        text = escaped(piece.text)
        if piece.kind in (marks.DIFFERS, *signs) and text.strip():
            opened, closed = signs.get(piece.kind, ("", ""))
            inner = text.strip()
            before, _, after = text.partition(inner)
            text = f"{before}{opened}**{inner}**{closed}{after}"
        words.append(text)
    return "".join(words)


def _citation(citation: Assessment, finding: Finding, brief: BriefReport) -> str:
    check = by_label(brief).get(citation.ref)
    if check is None:
        return f"\\[{escaped(citation.ref)}\\] is not in the source list"
    title = escaped(check.page_title or check.reference.title or check.reference.url or "")
    head = f"\\[{escaped(citation.ref)}\\] {title}: {VERDICTS[citation.verdict].name}"
    if not citation.evidence:
        status = check.status.replace("_", " ") if check.status else "not fetched"
        return f"{head} ({escaped(status)})" if check.status is not SourceStatus.OK else head
    evidence = citation.evidence[0]
    evidence = replace(evidence, text=evidence.text[:_LONGEST_PASSAGE])
    passage = _marked(marking.passage(evidence, (*citation.reasons, *finding.reasons)))
    link = web_uri(fragment_link(evidence))
    opened = f" [open]({link})" if link else ""
    where = f" ({sheet(evidence)})" if evidence.page is not None else ""
    return f"{head}{opened}{where}\n\n> {passage}"


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


def _ignore(finding: Finding, uri: str, positions: Positions, why: str | None) -> types.CodeAction:
    """Puts a comment after the claim. Without a reason it holds a placeholder, which does not count
    and is marked until the writer puts a reason in its place."""
    where = positions.at(finding.claim.end)
    comment = f" <!-- citecheck: ignore[{finding.verdict.value}] {why or 'REASON'} -->"
    edit = types.TextEdit(types.Range(where, where), comment)
    return types.CodeAction(
        f"Ignore: {why}" if why else "Ignore: write the reason in the brief",
        kind=types.CodeActionKind.QuickFix,
        edit=types.WorkspaceEdit({uri: [edit]}),
    )
